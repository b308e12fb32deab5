package api

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"candour/models"
	"candour/workflows/people"
)

// PersonView is one named person, opened for whoever may read people.
type PersonView struct {
	ID               int64  `json:"id"`
	PartyID          string `json:"party_id"`
	GroupID          string `json:"group_id" doc:"Empty: not sorted into a group."`
	Reference        string `json:"reference"`
	Name             string `json:"name"`
	Email            string `json:"email"`
	Telephone        string `json:"telephone"`
	TelephoneAsGiven bool   `json:"telephone_as_given" doc:"The country of the number is not known, so it is kept as it was given."`
	Country          string `json:"country"`
	Language         string `json:"language"`
	Street           string `json:"street"`
	Postcode         string `json:"postcode"`
	City             string `json:"city"`
	DataCategories   string `json:"data_categories"`
	Society          string `json:"society" doc:"As written in the list."`
	Group            string `json:"group" doc:"As written in the list."`
}

func personView(f people.Found) PersonView {
	v := personFields(&f.Details)
	v.ID, v.PartyID = f.ID, f.Party
	if f.Group != nil {
		v.GroupID = *f.Group
	}
	return v
}

func personFields(d *models.PersonDetails) PersonView {
	return PersonView{Reference: d.Get(models.PersonReference), Name: d.Get(models.PersonName), Email: d.Get(models.PersonEmail), Telephone: d.Get(models.PersonTelephone),
		TelephoneAsGiven: d.TelephoneAsGiven, Country: d.Get(models.PersonCountry), Language: d.Get(models.PersonLanguage), Street: d.Get(models.PersonStreet),
		Postcode: d.Get(models.PersonPostcode), City: d.Get(models.PersonCity), DataCategories: d.Get(models.PersonDataCategories),
		Society: d.Get(models.PersonSociety), Group: d.Get(models.PersonGroup)}
}

// PersonPage is one page of people.
type PersonPage struct {
	Items []PersonView `json:"items" nullable:"false"`
	Next  string       `json:"next" doc:"Mark of the next page; empty on the last."`
}

type personPageOutput struct{ Body PersonPage }

func personPage(p models.Page[people.Found], err error) (*personPageOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &personPageOutput{PersonPage{Items: make([]PersonView, 0, len(p.Items)), Next: p.Next}}
	for _, f := range p.Items {
		out.Body.Items = append(out.Body.Items, personView(f))
	}
	return out, nil
}

// shown tells when somebody was shown a person who does not exist. Like the time a session was last seen it is written beside the reading, which
// goes on whatever becomes of it.
func (s *Server) shown(ctx context.Context, v models.Viewer, incident models.ID, how string, all ...people.Found) {
	if !slices.ContainsFunc(all, func(f people.Found) bool { return f.Canary }) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := people.Touched(ctx, s.db, v, incident, how); err != nil {
		slog.Error("an invented person was read and nobody could be told", "error", err)
	}
}

func registerPeople(s *Server) {
	tags := []string{"People"}
	read(s, Operation{ID: "list-people", Path: "/incidents/{incident_id}/people", Summary: "The named people of an incident; a focal point sees its own society's.", Right: models.RightReadPeople, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *struct {
			PageQuery
			ID      string `path:"incident_id"`
			PartyID string `query:"party_id"`
			GroupID string `query:"group_id"`
		}) (*personPageOutput, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			page, err := people.List(r, v, in.ID, models.PeopleFilter{Party: in.PartyID, Group: in.GroupID}, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			s.shown(ctx, v, in.ID, "listed", page.Items...)
			return personPage(page, err)
		})
	read(s, Operation{ID: "show-person", Path: "/incidents/{incident_id}/people/{person_id}", Summary: "One named person.", Right: models.RightReadPeople, Tags: tags},
		func(ctx context.Context, r models.View, v models.Viewer, in *struct {
			ID     string `path:"incident_id"`
			Person int64  `path:"person_id"`
		}) (*struct{ Body PersonView }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			f, err := people.Find(r, v, in.ID, in.Person)
			if err != nil {
				return nil, err
			}
			s.shown(ctx, v, in.ID, "opened", f)
			return &struct{ Body PersonView }{personView(f)}, nil
		})
	// A POST that changes nothing: what is looked for is a person, and must stand in no address and no log.
	act(s, Operation{ID: "search-people", Path: "/incidents/{incident_id}/people/search", Summary: "Find people by e-mail address, telephone number, reference or words of the name.", Right: models.RightReadPeople, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body struct {
				Text    string `json:"text" maxLength:"300" doc:"Exact after normalising: whole words, whole addresses, whole numbers."`
				PartyID string `json:"party_id,omitempty"`
				GroupID string `json:"group_id,omitempty"`
				Cursor  string `json:"cursor,omitempty" maxLength:"500"`
				Limit   int    `json:"limit,omitempty" minimum:"1" maximum:"200"`
			}
		}) (*personPageOutput, error) {
			r := db.View(ctx)
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			b := in.Body
			return personPage(people.Search(r, v, in.ID, b.Text, models.PeopleFilter{Party: b.PartyID, Group: b.GroupID}, models.PageRequest{Cursor: b.Cursor, Limit: b.Limit}))
		})
}
