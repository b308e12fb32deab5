package api

import (
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/filing"
)

// AuthorityView is an authority that receives notices of a breach. What is empty is not known.
type AuthorityView struct {
	ID             string              `json:"id"`
	Name           string              `json:"name"`
	Jurisdiction   string              `json:"jurisdiction" doc:"ISO 3166 code, or US-CA style."`
	Regimes        []string            `json:"regimes" nullable:"false" doc:"Laws under which it is told; of an entry added here, empty: whatever asks there."`
	DependsOn      string              `json:"depends_on" doc:"Why one of the parts is competent; empty: it is this one."`
	Note           string              `json:"note"`
	Parts          []AuthorityPartView `json:"parts" nullable:"false"`
	Website        string              `json:"website"`
	Portal         string              `json:"portal" doc:"Where a notice is filed."`
	Finder         string              `json:"finder" doc:"An overview in which its page for breaches is found."`
	Form           string              `json:"form"`
	Email          string              `json:"email"`
	Telephone      string              `json:"telephone"`
	Hours          string              `json:"hours"`
	Zone           string              `json:"zone"`
	Languages      []string            `json:"languages" nullable:"false" doc:"In which a notice is accepted."`
	Receipt        string              `json:"receipt"`
	Confidence     string              `json:"confidence" enum:"high,medium,low"`
	Source         string              `json:"source"`
	OrganisationID string              `json:"organisation_id" doc:"Entry of the directory it was added as; empty: came with the product."`
}

// AuthorityPartView is one of several authorities of a country.
type AuthorityPartView struct {
	Of      string `json:"of"`
	Name    string `json:"name"`
	Website string `json:"website"`
}

func authorityView(a filing.Authority) AuthorityView {
	parts := []AuthorityPartView{}
	for _, p := range a.Parts {
		parts = append(parts, AuthorityPartView(p))
	}
	return AuthorityView{a.ID, a.Name, a.Jurisdiction, a.Regimes, a.DependsOn, a.Note, parts, a.Website, a.Portal, a.Finder, a.Form, a.Email, a.Telephone, a.Hours, a.Zone,
		a.Languages, a.Receipt, a.Confidence, a.Source, a.Own}
}

// AuthorityPage is the directory of authorities, page by page.
type AuthorityPage struct {
	Items []AuthorityView `json:"items" nullable:"false"`
	Next  string          `json:"next"`
	Total int             `json:"total"`
}

// AuthorityFilter narrows the list; empty fields do not.
type AuthorityFilter struct {
	Text         string `query:"text" maxLength:"100" doc:"Part of the name, or of the name of a part."`
	Jurisdiction string `query:"jurisdiction" maxLength:"6"`
	Regime       string `query:"regime" maxLength:"80"`
}

func (f AuthorityFilter) keeps(a filing.Authority) bool {
	names := strings.ToLower(a.Name)
	for _, p := range a.Parts {
		names += "\n" + strings.ToLower(p.Name+" "+p.Of)
	}
	place, _, _ := strings.Cut(a.Jurisdiction, "-")
	return strings.Contains(names, strings.ToLower(strings.TrimSpace(f.Text))) && (f.Jurisdiction == "" || f.Jurisdiction == a.Jurisdiction || f.Jurisdiction == place) &&
		(f.Regime == "" || a.Own != "" || slices.Contains(a.Regimes, f.Regime))
}

func registerAuthorities(s *Server) {
	read(s, Operation{ID: "list-authorities", Path: "/authorities", Summary: "Who receives notices of a breach, by place: where, in which form and language, as far as it is known.",
		Right: models.RightReadDirectory, Tags: []string{"Directory"}},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			PageQuery
			AuthorityFilter
		}) (*struct{ Body AuthorityPage }, error) {
			all, err := filing.AuthoritiesWithOwn(r, v)
			if err != nil {
				return nil, err
			}
			page := AuthorityPage{Items: []AuthorityView{}}
			passed := in.Cursor == ""
			for _, a := range all {
				if !in.keeps(a) {
					continue
				}
				page.Total++
				switch {
				case !passed:
					passed = a.ID == in.Cursor
				case len(page.Items) < in.Limit:
					page.Items = append(page.Items, authorityView(a))
				case page.Next == "":
					page.Next = page.Items[len(page.Items)-1].ID
				}
			}
			return &struct{ Body AuthorityPage }{page}, nil
		})
}
