package directory

import (
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/people/clean"
)

// ContactEntry is a person at an organisation, as typed.
type ContactEntry struct {
	Role      string
	Name      string
	Email     string
	Telephone string
	Language  string // empty: the organisation's first
	Position  int    // who is asked first: 1, then the deputies
}

func (e *ContactEntry) check(country string) (err error) {
	if e.Role == "" {
		e.Role = ContactRoles[0]
	}
	if !slices.Contains(ContactRoles, e.Role) {
		return models.InvalidField("role", "The role is not one of %s.", strings.Join(ContactRoles, ", "))
	}
	if e.Name, err = clean.Field("name", e.Name, 200); err != nil {
		return err
	}
	email, why := clean.Email(e.Email)
	if why != nil {
		return models.InvalidField("email", "%s", why.Detail)
	}
	telephone, _, why := clean.Telephone(e.Telephone, country)
	if why != nil {
		return models.InvalidField("telephone", "%s", strings.Replace(why.Detail, "cell", "field", 1))
	}
	if e.Email, e.Telephone = email, telephone; e.Name == "" && email == "" && telephone == "" {
		return models.InvalidField("name", "A contact needs a name, an e-mail address or a telephone number.")
	}
	if e.Language = strings.TrimSpace(e.Language); e.Language != "" {
		if _, why := clean.Language(e.Language); why != nil {
			return models.InvalidField("language", "%s", why.Detail)
		}
	}
	if e.Position == 0 {
		e.Position = 1
	}
	if e.Position < 1 || e.Position > 99 {
		return models.InvalidField("position", "The order is a number from 1 (asked first) to 99.")
	}
	return nil
}

func (e ContactEntry) put(k *models.Keyring, c *models.Contact) error {
	c.Role, c.Language, c.Position = e.Role, e.Language, e.Position
	return c.SetPerson(k, e.Name, e.Email, e.Telephone)
}

// EntryOf opens a contact.
func EntryOf(k *models.Keyring, c *models.Contact) (e ContactEntry, err error) {
	e = ContactEntry{Role: c.Role, Language: c.Language, Position: c.Position}
	e.Name, e.Email, e.Telephone, err = c.Person(k)
	return e, err
}

// AddContact adds a person to an organisation.
func AddContact(ctx context.Context, db *models.DB, by models.Actor, organisation models.ID, e ContactEntry) (models.Contact, error) {
	c := models.Contact{ID: models.NewID(), OrganisationID: organisation}
	err := db.Command(ctx, models.Act{By: by, Operation: "add-contact"}, func(tx models.Tx) error {
		o, err := models.FindOrganisation(tx, organisation)
		if err != nil {
			return err
		}
		if err := e.check(o.Country); err != nil {
			return err
		}
		if err := e.put(tx.Keys(), &c); err != nil {
			return err
		}
		tx.On("contact", c.ID)
		if err := tx.Details(map[string]any{"organisation": organisation, "role": c.Role, "position": c.Position}); err != nil {
			return err
		}
		return models.AddContact(tx, &c)
	})
	return c, err
}

// EditContact writes a contact anew, if nobody else has since this version was read.
func EditContact(ctx context.Context, db *models.DB, by models.Actor, id models.ID, version int, e ContactEntry) (models.Contact, error) {
	var c models.Contact
	err := db.Command(ctx, models.Act{By: by, Operation: "edit-contact"}, func(tx models.Tx) (err error) {
		if c, err = models.FindContact(tx, id); err != nil {
			return err
		}
		if c.Archived {
			return models.NotFound("Contact")
		}
		o, err := models.FindOrganisation(tx, c.OrganisationID)
		if err != nil {
			return err
		}
		if err := e.check(o.Country); err != nil {
			return err
		}
		if err := e.put(tx.Keys(), &c); err != nil {
			return err
		}
		// After this point the version is the one the editor read; saving is guarded by it.
		c.Version = version
		tx.On("contact", id)
		if err := tx.Details(map[string]any{"organisation": c.OrganisationID, "role": c.Role, "position": c.Position}); err != nil {
			return err
		}
		return models.SaveContact(tx, &c)
	})
	return c, err
}

// RemoveContact takes a person out. Name and addresses are erased at once; the row stays because messages point to it.
func RemoveContact(ctx context.Context, db *models.DB, by models.Actor, id models.ID) error {
	return db.Command(ctx, models.Act{By: by, Operation: "remove-contact"}, func(tx models.Tx) error {
		c, err := models.FindContact(tx, id)
		if err != nil {
			return err
		}
		c.Archived = true
		if err := c.SetPerson(tx.Keys(), "", "", ""); err != nil {
			return err
		}
		tx.On("contact", id)
		if err := tx.Details(map[string]any{"organisation": c.OrganisationID}); err != nil {
			return err
		}
		return models.SaveContact(tx, &c)
	})
}
