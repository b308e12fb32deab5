package api

import (
	"context"

	"candour/models"
	"candour/workflows/directory"
)

// OrganisationView is an entry of the directory.
type OrganisationView struct {
	ID          string                  `json:"id"`
	Kind        models.OrganisationKind `json:"kind" enum:"national-society,delegation,headquarters,host,authority,company,other"`
	Name        string                  `json:"name"`
	Country     string                  `json:"country" doc:"ISO 3166-1 alpha-2."`
	CountryName string                  `json:"country_name"`
	Region      string                  `json:"region" doc:"Region of the International Federation, as a slug; empty when none."`
	Emblem      string                  `json:"emblem" doc:"A word; never drawn."`
	Languages   []string                `json:"languages" nullable:"false" doc:"BCP 47; the first is the one we write in."`
	Timezone    string                  `json:"timezone" doc:"IANA name."`
	Immunity    string                  `json:"immunity" doc:"Basis on which national law does not bind it; empty when none is claimed."`
	Portal      string                  `json:"portal" doc:"Authorities: where a notice is filed."`
	Notes       string                  `json:"notes"`
	BuiltIn     bool                    `json:"built_in"`
	Archived    bool                    `json:"archived"`
	Version     int                     `json:"version" doc:"Send it back with an edit: two people editing cannot lose each other's words."`
}

func organisationView(o models.Organisation) OrganisationView {
	langs := o.Languages.V
	if langs == nil {
		langs = []string{}
	}
	return OrganisationView{o.ID, o.Kind, o.Name, o.Country, o.CountryName, o.Region, o.Emblem, langs, o.Timezone, o.Immunity, o.Portal, o.Notes,
		o.BuiltIn, o.Archived, o.Version}
}

// OrganisationBody is what can be written of an entry.
type OrganisationBody struct {
	Kind        models.OrganisationKind `json:"kind" enum:"national-society,delegation,headquarters,host,authority,company,other"`
	Name        string                  `json:"name" minLength:"1" maxLength:"200"`
	Country     string                  `json:"country,omitempty" maxLength:"100" doc:"Code or name."`
	CountryName string                  `json:"country_name,omitempty" maxLength:"100"`
	Region      string                  `json:"region,omitempty" maxLength:"40"`
	Emblem      string                  `json:"emblem,omitempty" maxLength:"40"`
	Languages   []string                `json:"languages,omitempty" maxItems:"30"`
	Timezone    string                  `json:"timezone,omitempty" maxLength:"60"`
	Immunity    string                  `json:"immunity,omitempty" maxLength:"300"`
	Portal      string                  `json:"portal,omitempty" maxLength:"300"`
	Notes       string                  `json:"notes,omitempty" maxLength:"1000"`
}

func (b OrganisationBody) organisation(id string, version int) models.Organisation {
	return models.Organisation{ID: id, Kind: b.Kind, Name: b.Name, Country: b.Country, CountryName: b.CountryName, Region: b.Region, Emblem: b.Emblem,
		Languages: models.JSONOf(b.Languages), Timezone: b.Timezone, Immunity: b.Immunity, Portal: b.Portal, Notes: b.Notes, Version: version}
}

type organisationOutput struct{ Body OrganisationView }

func organisationOf(o models.Organisation, err error) (*organisationOutput, error) {
	if err != nil {
		return nil, err
	}
	return &organisationOutput{organisationView(o)}, nil
}

// OrganisationPage is one page of the directory.
type OrganisationPage struct {
	Items []OrganisationView `json:"items" nullable:"false"`
	Next  string             `json:"next" doc:"Mark of the next page; empty on the last."`
}

func registerOrganisations(s *Server) {
	tags := []string{"Directory"}
	read(s, Operation{ID: "list-organisations", Path: "/organisations", Summary: "The directory by name: societies, delegations, headquarters, hosts, authorities.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			PageQuery
			Kind     string `query:"kind" enum:"national-society,delegation,headquarters,host,authority,company,other"`
			Country  string `query:"country" maxLength:"6"`
			Region   string `query:"region" maxLength:"40"`
			Text     string `query:"text" maxLength:"100" doc:"Part of the name or of the country."`
			Archived bool   `query:"archived" doc:"The entries no longer in use instead."`
		}) (*struct{ Body OrganisationPage }, error) {
			p, err := models.ListOrganisations(r, v, models.OrganisationFilter{Kind: models.OrganisationKind(in.Kind), Country: in.Country, Region: in.Region,
				Text: in.Text, Archived: in.Archived}, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			out := &struct{ Body OrganisationPage }{OrganisationPage{[]OrganisationView{}, p.Next}}
			for _, o := range p.Items {
				out.Body.Items = append(out.Body.Items, organisationView(o))
			}
			return out, nil
		})
	read(s, Operation{ID: "show-organisation", Path: "/organisations/{organisation_id}", Summary: "One entry of the directory.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"organisation_id"`
		}) (*organisationOutput, error) {
			return organisationOf(models.ViewOrganisation(r, v, in.ID))
		})
	act(s, Operation{ID: "add-organisation", Path: "/organisations", Summary: "Add an entry to the directory.", Right: models.RightWriteDirectory, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct{ Body OrganisationBody }) (*organisationOutput, error) {
			return organisationOf(directory.Add(ctx, db, v.Actor(), in.Body.organisation("", 0)))
		})
	act(s, Operation{ID: "edit-organisation", Method: "PUT", Path: "/organisations/{organisation_id}", Summary: "Change an entry, if nobody else has since it was read.", Right: models.RightWriteDirectory, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"organisation_id"`
			Body struct {
				OrganisationBody
				Version int `json:"version" minimum:"1"`
			}
		}) (*organisationOutput, error) {
			return organisationOf(directory.Edit(ctx, db, v.Actor(), in.Body.organisation(in.ID, in.Body.Version)))
		})
	act(s, Operation{ID: "archive-organisation", Path: "/organisations/{organisation_id}/archive", Summary: "Take an entry out of lists, or bring it back. Incidents that name it keep doing so.", Right: models.RightWriteDirectory, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"organisation_id"`
			Body struct {
				Archived bool   `json:"archived"`
				Version  int    `json:"version" minimum:"1"`
				Reason   string `json:"reason" minLength:"1" maxLength:"1000"`
			}
		}) (*organisationOutput, error) {
			return organisationOf(directory.Archive(ctx, db, v.Actor(), in.ID, in.Body.Version, in.Body.Archived, in.Body.Reason))
		})
	registerDirectoryFiles(s)
}
