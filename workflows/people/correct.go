package people

import (
	"candour/models"
	"candour/workflows/people/clean"
)

// Correction is what somebody learnt about how a person is reached. A field that is nil stays as it is; an empty one is taken away.
type Correction struct {
	Email, Telephone, Street, Postcode, City, Country, Language *string
}

// Correct changes how a person is reached, in the command of the caller, and gives the words of what really changed. What tells the person
// apart from others stays: a list that is read again finds the same person.
// Errors: invalid (named by field), conflict (changed meanwhile).
func Correct(tx models.Tx, incident models.ID, p *models.Person, c Correction) (changed []string, err error) {
	d, err := p.Details(tx.Keys())
	if err != nil {
		return nil, err
	}
	set := func(f models.PersonField, given *string, tidy func(string) (string, *clean.Reason)) error {
		if given == nil {
			return nil
		}
		v := *given
		if v != "" {
			var why *clean.Reason
			if v, why = tidy(v); why != nil {
				return models.InvalidField(f.String(), "%s", why.Detail)
			}
		}
		if d.Fields[f] != v {
			d.Fields[f], changed = v, append(changed, f.String())
		}
		return nil
	}
	telephone := func(s string) (string, *clean.Reason) {
		number, asGiven, why := clean.Telephone(s, d.Get(models.PersonCountry))
		if why == nil {
			d.TelephoneAsGiven = asGiven
		}
		return number, why
	}
	for _, f := range []struct {
		field models.PersonField
		given *string
		tidy  func(string) (string, *clean.Reason)
	}{{models.PersonCountry, c.Country, clean.Country}, {models.PersonLanguage, c.Language, clean.Language}, {models.PersonEmail, c.Email, clean.Email},
		{models.PersonTelephone, c.Telephone, telephone}, {models.PersonStreet, c.Street, clean.Lines}, {models.PersonPostcode, c.Postcode, clean.Text}, {models.PersonCity, c.City, clean.Text}} {
		if err := set(f.field, f.given, f.tidy); err != nil {
			return nil, err
		}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	was, same := p.Sealed, p.SameKey
	if err := p.SetDetails(tx.Keys(), &d); err != nil {
		return nil, err
	}
	// The party matters only for the key that stays as it was.
	if err := setKeys(tx.Keys(), incident, "", &d, p, wordCache{}); err != nil {
		return nil, err
	}
	p.SameKey = same
	return changed, models.CorrectPerson(tx, p, was)
}
