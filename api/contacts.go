package api

import (
	"context"

	"candour/models"
	"candour/workflows/directory"
)

// ContactView is a person at an organisation. Name and addresses are empty for those who may not read them.
type ContactView struct {
	ID             string `json:"id"`
	OrganisationID string `json:"organisation_id"`
	Role           string `json:"role"`
	Name           string `json:"name"`
	Email          string `json:"email"`
	Telephone      string `json:"telephone"`
	Language       string `json:"language" doc:"Empty: the organisation's first."`
	Position       int    `json:"position" doc:"Who is asked first: 1, then the deputies."`
	Version        int    `json:"version" doc:"Send it back with an edit."`
	Hidden         bool   `json:"hidden" doc:"Name and addresses are there but not shown to your role."`
}

// ContactBody is what can be written of a contact.
type ContactBody struct {
	Role      string `json:"role,omitempty" enum:"focal-point,deputy,data-protection,communications,leadership,duty-officer,region" default:"focal-point"`
	Name      string `json:"name,omitempty" maxLength:"200"`
	Email     string `json:"email,omitempty" maxLength:"254"`
	Telephone string `json:"telephone,omitempty" maxLength:"60"`
	Language  string `json:"language,omitempty" maxLength:"20"`
	Position  int    `json:"position,omitempty" minimum:"1" maximum:"99" default:"1"`
}

func (b ContactBody) entry() directory.ContactEntry {
	return directory.ContactEntry{Role: b.Role, Name: b.Name, Email: b.Email, Telephone: b.Telephone, Language: b.Language, Position: b.Position}
}

func contactView(k *models.Keyring, v models.Viewer, c models.Contact) (ContactView, error) {
	out := ContactView{ID: c.ID, OrganisationID: c.OrganisationID, Role: c.Role, Language: c.Language, Position: c.Position, Version: c.Version}
	if !v.OpensContacts(c.OrganisationID) {
		out.Hidden = true
		return out, nil
	}
	e, err := directory.EntryOf(k, &c)
	out.Name, out.Email, out.Telephone = e.Name, e.Email, e.Telephone
	return out, err
}

type contactOutput struct{ Body ContactView }

func contactOf(db *models.DB, v models.Viewer, c models.Contact, err error) (*contactOutput, error) {
	if err != nil {
		return nil, err
	}
	view, err := contactView(db.Keys(), v, c)
	return &contactOutput{view}, err
}

// ContactList is the contacts of one organisation in the order they are asked.
type ContactList struct {
	Items []ContactView `json:"items" nullable:"false"`
}

func registerContacts(s *Server) {
	tags := []string{"Directory"}
	read(s, Operation{ID: "list-contacts", Path: "/organisations/{organisation_id}/contacts", Summary: "The contacts of an organisation in the order they are asked.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"organisation_id"`
		}) (*struct{ Body ContactList }, error) {
			o, err := models.ViewOrganisation(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			cs, err := models.ListContacts(r, o.ID)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body ContactList }{ContactList{[]ContactView{}}}
			for _, c := range cs {
				view, err := contactView(r.Keys(), v, c)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, view)
			}
			return out, nil
		})
	act(s, Operation{ID: "add-contact", Path: "/organisations/{organisation_id}/contacts", Summary: "Add a person to an organisation.", Right: models.RightWriteDirectory, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"organisation_id"`
			Body ContactBody
		}) (*contactOutput, error) {
			c, err := directory.AddContact(ctx, db, v.Actor(), in.ID, in.Body.entry())
			return contactOf(db, v, c, err)
		})
	act(s, Operation{ID: "edit-contact", Method: "PUT", Path: "/contacts/{contact_id}", Summary: "Write a contact anew.", Right: models.RightWriteDirectory, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"contact_id"`
			Body struct {
				ContactBody
				Version int `json:"version" minimum:"1" doc:"As it was read: a contact somebody else changed since is a conflict."`
			}
		}) (*contactOutput, error) {
			c, err := directory.EditContact(ctx, db, v.Actor(), in.ID, in.Body.Version, in.Body.entry())
			return contactOf(db, v, c, err)
		})
	act(s, Operation{ID: "remove-contact", Method: "DELETE", Path: "/contacts/{contact_id}", Summary: "Take a person out; name and addresses are erased at once.", Right: models.RightWriteDirectory, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID string `path:"contact_id"`
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, directory.RemoveContact(ctx, db, v.Actor(), in.ID)
		})
}
