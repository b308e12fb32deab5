package people

import (
	"slices"
	"strings"
	"unicode"

	"candour/models"
	"candour/workflows/people/clean"
)

// Finding people without being able to read them: keyed hashes, per field and incident, of the normal form of a value. None is made of
// fields with few values (country, language, city), where counting equal hashes would tell them apart.
const (
	keyReference = "people.reference"
	keyAll       = "people.all"
	keyEmail     = "people.email"
	keyTelephone = "people.telephone"
	keyWord      = "people.word"
)

// sameKey is equal for two rows that are the same person: the same reference in the same party, or, without a reference, every field equal.
func sameKey(k *models.Keyring, incident, party models.ID, d *models.PersonDetails) (int64, error) {
	if ref := d.Get(models.PersonReference); ref != "" {
		return k.LookupNumber(keyReference, incident, party+"\x00"+clean.Folded(ref))
	}
	return k.LookupNumber(keyAll, incident, party+"\x00"+strings.Join(d.Fields[:], "\x00"))
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// wordCache keeps the keys of words while one list is read: names share most of theirs. It is bounded, and gone with the run.
type wordCache map[string]int64

const wordsCached = 1 << 14

// setKeys computes every key of a person.
func setKeys(k *models.Keyring, incident, party models.ID, d *models.PersonDetails, p *models.Person, known wordCache) (err error) {
	if p.SameKey, err = sameKey(k, incident, party, d); err != nil {
		return err
	}
	optional := func(field, normal string) (*int64, error) {
		if normal == "" {
			return nil, nil
		}
		n, err := k.LookupNumber(field, incident, normal)
		return &n, err
	}
	if p.EmailKey, err = optional(keyEmail, models.NormalEmail(d.Get(models.PersonEmail))); err != nil {
		return err
	}
	if p.TelephoneKey, err = optional(keyTelephone, digits(d.Get(models.PersonTelephone))); err != nil {
		return err
	}
	if name := d.Get(models.PersonName); name != "" {
		p.Words, err = wordKeys(k, incident, name, known)
	}
	return err
}

// wordKeys gives the key of each word once; known may be nil.
func wordKeys(k *models.Keyring, incident, name string, known wordCache) ([]int64, error) {
	words := clean.Words(name)
	out := make([]int64, 0, len(words))
	for _, w := range words {
		n, cached := known[w]
		if !cached {
			var err error
			if n, err = k.LookupNumber(keyWord, incident, w); err != nil {
				return nil, err
			}
			if len(known) >= wordsCached {
				clear(known)
			}
			if known != nil {
				known[strings.Clone(w)] = n
			}
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out, nil
}

// Found is a person with the details opened.
type Found struct {
	ID      int64
	Party   models.ID
	Group   *models.ID
	Details models.PersonDetails
	Cohort  int64
	Canary  bool // nobody: whoever is shown them is told of (Touched)
}

// List gives the people of an incident that the viewer may see, opened, page by page.
func List(r models.View, v models.Viewer, incident models.ID, f models.PeopleFilter, p models.PageRequest) (models.Page[Found], error) {
	page, err := models.ListPeople(r, v, incident, f, p)
	if err != nil {
		return models.Page[Found]{}, err
	}
	out, err := open(r, incident, page, func(*models.PersonDetails) bool { return true })
	if err != nil {
		return out, err
	}
	return withCanaries(r, v, incident, f, p, out)
}

// Find opens one person.
func Find(r models.View, v models.Viewer, incident models.ID, id int64) (Found, error) {
	p, err := models.FindPerson(r, v, incident, id)
	if models.IsKind(err, models.KindNotFound) {
		return findCanary(r, v, incident, id)
	}
	if err != nil {
		return Found{}, err
	}
	page, err := open(r, incident, models.Page[models.Person]{Items: []models.Person{p}}, func(*models.PersonDetails) bool { return true })
	if err != nil {
		return Found{}, err
	}
	return page.Items[0], nil
}

// Search finds by e-mail address, telephone number, reference, or words of the name: exact after normalising, because a keyed hash
// knows only equal and not equal.
func Search(r models.View, v models.Viewer, incident models.ID, text string, f models.PeopleFilter, p models.PageRequest) (models.Page[Found], error) {
	k := r.Keys()
	text = strings.TrimSpace(text)
	if strings.Contains(text, "@") {
		email, why := clean.Email(text)
		if why != nil {
			return models.Page[Found]{Items: []Found{}}, nil
		}
		n, err := k.LookupNumber(keyEmail, incident, models.NormalEmail(email))
		if err != nil {
			return models.Page[Found]{}, err
		}
		return search(r, v, incident, f, models.PeopleKeys{Emails: []int64{n}}, p, func(d *models.PersonDetails) bool {
			return models.NormalEmail(d.Get(models.PersonEmail)) == models.NormalEmail(email)
		})
	}
	out, err := searchReference(r, v, incident, text, f, p)
	if err != nil || len(out.Items) > 0 {
		return out, err
	}
	if n := digits(text); len(n) >= 3 && strings.Trim(text, "+0123456789 -./()") == "" {
		if out, err := searchTelephone(r, v, incident, text, f, p); err != nil || len(out.Items) > 0 {
			return out, err
		}
	}
	words := clean.Words(text)
	keys, err := wordKeys(k, incident, text, nil)
	if err != nil || len(keys) == 0 {
		return models.Page[Found]{Items: []Found{}}, err
	}
	return search(r, v, incident, f, models.PeopleKeys{Words: keys}, p, func(d *models.PersonDetails) bool {
		have := clean.Words(d.Get(models.PersonName))
		return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) })
	})
}

func searchReference(r models.View, v models.Viewer, incident models.ID, text string, f models.PeopleFilter, p models.PageRequest) (models.Page[Found], error) {
	ref, why := clean.Text(text)
	if why != nil || ref == "" {
		return models.Page[Found]{Items: []Found{}}, nil
	}
	parties, err := models.PartyNames(r, v, incident)
	if err != nil {
		return models.Page[Found]{}, err
	}
	var keys []int64
	d := models.PersonDetails{}
	d.Fields[models.PersonReference] = ref
	for party := range parties {
		n, err := sameKey(r.Keys(), incident, party, &d)
		if err != nil {
			return models.Page[Found]{}, err
		}
		keys = append(keys, n)
	}
	return search(r, v, incident, f, models.PeopleKeys{Same: keys}, p, func(d *models.PersonDetails) bool {
		return clean.Folded(d.Get(models.PersonReference)) == clean.Folded(ref)
	})
}

func searchTelephone(r models.View, v models.Viewer, incident models.ID, text string, f models.PeopleFilter, p models.PageRequest) (models.Page[Found], error) {
	forms := []string{digits(text)}
	if n, _, why := clean.Telephone(text, ""); why == nil && !slices.Contains(forms, digits(n)) {
		forms = append(forms, digits(n))
	}
	var keys []int64
	for _, form := range forms {
		n, err := r.Keys().LookupNumber(keyTelephone, incident, form)
		if err != nil {
			return models.Page[Found]{}, err
		}
		keys = append(keys, n)
	}
	return search(r, v, incident, f, models.PeopleKeys{Telephones: keys}, p, func(d *models.PersonDetails) bool {
		return slices.Contains(forms, digits(d.Get(models.PersonTelephone)))
	})
}

func search(r models.View, v models.Viewer, incident models.ID, f models.PeopleFilter, keys models.PeopleKeys, p models.PageRequest, is func(*models.PersonDetails) bool) (models.Page[Found], error) {
	page, err := models.SearchPeople(r, v, incident, f, keys, p)
	if err != nil {
		return models.Page[Found]{}, err
	}
	return open(r, incident, page, is)
}

// open opens the details and keeps those that really are what was looked for.
func open(r models.View, incident models.ID, page models.Page[models.Person], is func(*models.PersonDetails) bool) (models.Page[Found], error) {
	cohorts, err := models.LoadCohorts(r, incident, page.Items)
	if err != nil {
		return models.Page[Found]{}, err
	}
	out := models.Page[Found]{Items: make([]Found, 0, len(page.Items)), Next: page.Next}
	for i := range page.Items {
		p := &page.Items[i]
		d, err := p.Details(r.Keys())
		if err != nil {
			return models.Page[Found]{}, err
		}
		if is(&d) {
			c := cohorts[p.Cohort]
			out.Items = append(out.Items, Found{ID: p.ID, Party: c.PartyID, Group: c.GroupID, Details: d, Cohort: p.Cohort})
		}
	}
	return out, nil
}
