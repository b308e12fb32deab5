package filing

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"candour/models"
	"candour/workflows/deadlines"
)

// Authority is who receives notices of a breach. What is empty is not known.
type Authority struct {
	ID           string          `yaml:"id" json:"id"`
	Name         string          `yaml:"name" json:"name"`
	Jurisdiction string          `yaml:"jurisdiction" json:"jurisdiction"`
	Regimes      []string        `yaml:"regimes" json:"regimes"`
	DependsOn    string          `yaml:"depends_on" json:"depends_on"` // why one of Parts is competent, and not this entry
	Note         string          `yaml:"note" json:"note"`
	Parts        []AuthorityPart `yaml:"parts" json:"parts"`
	Website      string          `yaml:"website" json:"website"`
	Portal       string          `yaml:"portal" json:"portal"` // where a notice is filed
	Finder       string          `yaml:"finder" json:"finder"` // an overview in which its page for breaches is found
	Form         string          `yaml:"form" json:"form"`
	Email        string          `yaml:"email" json:"email"`
	Telephone    string          `yaml:"telephone" json:"telephone"`
	Hours        string          `yaml:"hours" json:"hours"` // on the clock of Zone
	Zone         string          `yaml:"-" json:"zone"`
	Languages    []string        `yaml:"languages" json:"languages"` // in which a notice is accepted
	Receipt      string          `yaml:"receipt" json:"receipt"`     // what its receipt looks like
	Confidence   string          `yaml:"confidence" json:"confidence"`
	Source       string          `yaml:"source" json:"source"`
	Own          models.ID       `yaml:"-" json:"own"` // entry of the directory it was added as; empty: came with the product
}

// AuthorityPart is one of several authorities of a country.
type AuthorityPart struct {
	Of      string `yaml:"of" json:"of"`
	Name    string `yaml:"name" json:"name"`
	Website string `yaml:"website" json:"website"`
}

var loadAuthorities = sync.OnceValues(func() ([]Authority, error) {
	b, err := files.ReadFile("authorities.yaml")
	if err != nil {
		return nil, err
	}
	return readAuthorities(b)
})

// Authorities lists those that came with the product, by jurisdiction.
func Authorities() ([]Authority, error) {
	all, err := loadAuthorities()
	return slices.Clone(all), err
}

func readAuthorities(b []byte) ([]Authority, error) {
	var file struct {
		Authorities []Authority `yaml:"authorities"`
	}
	if err := decode("authorities.yaml", b, &file); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range file.Authorities {
		a := &file.Authorities[i]
		if seen[a.ID] || a.ID == "" || a.Name == "" || a.Jurisdiction == "" || a.Source == "" || len(a.Regimes) == 0 {
			return nil, fmt.Errorf("authorities.yaml: %q stands there twice, or lacks its name, jurisdiction, regimes or source", a.ID)
		}
		seen[a.ID] = true
		if !slices.Contains([]string{"high", "medium", "low"}, a.Confidence) {
			return nil, fmt.Errorf("authorities.yaml: the confidence of %s is none of high, medium, low", a.ID)
		}
		for _, link := range []string{a.Website, a.Portal, a.Finder} {
			if u, err := url.Parse(link); link != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
				return nil, fmt.Errorf("authorities.yaml: %q of %s is no https address", link, a.ID)
			}
		}
		// A place without a zone has no hours to show; it is not guessed.
		if zone, err := deadlines.Zone(a.Jurisdiction); err == nil {
			a.Zone = zone.String()
		}
		if a.Languages == nil {
			a.Languages = []string{}
		}
		if a.Parts == nil {
			a.Parts = []AuthorityPart{}
		}
	}
	return file.Authorities, nil
}

// AuthoritiesWithOwn are those that came with the product and those the administrator has added to the directory.
func AuthoritiesWithOwn(r models.Reader, v models.Viewer) ([]Authority, error) {
	all, err := Authorities()
	if err != nil {
		return nil, err
	}
	own := []Authority{}
	for next := ""; ; {
		page, err := models.ListOrganisations(r, v, models.OrganisationFilter{Kind: models.KindAuthority}, models.PageRequest{Cursor: next, Limit: 200})
		if err != nil {
			return nil, err
		}
		for _, o := range page.Items {
			own = append(own, ownAuthority(o))
		}
		if next = page.Next; next == "" {
			break
		}
	}
	out := append(own, all...)
	slices.SortStableFunc(out, func(a, b Authority) int { return strings.Compare(a.Jurisdiction, b.Jurisdiction) })
	return out, nil
}

func ownAuthority(o models.Organisation) Authority {
	a := Authority{ID: "own-" + o.ID, Own: o.ID, Name: o.Name, Jurisdiction: o.Country, Regimes: []string{}, Parts: []AuthorityPart{}, Portal: o.Portal, Note: o.Notes,
		Zone: o.Timezone, Languages: o.Languages.V, Confidence: "high", Source: "Added to the directory here"}
	if a.Languages == nil {
		a.Languages = []string{}
	}
	return a
}

// ToldAbout are the authorities that may receive what a regime demands in a jurisdiction, the likeliest first: those named for the regime
// there, then those added here for the place, of which nobody has said for which laws. Where one of several is competent, whoever was added
// here is the likelier. Empty: not known.
func ToldAbout(all []Authority, regime, jurisdiction string) []Authority {
	named, own := []Authority{}, []Authority{}
	for _, a := range all {
		switch {
		case a.Jurisdiction != jurisdiction:
		case a.Own != "":
			own = append(own, a)
		case slices.Contains(a.Regimes, regime):
			named = append(named, a)
		}
	}
	if len(named) > 0 && named[0].DependsOn != "" {
		return append(own, named...)
	}
	return append(named, own...)
}

// preset is the one that is taken while nobody has chosen: the first, unless all that is known is the place.
func preset(candidates []Authority) *Authority {
	if len(candidates) == 0 || !slices.ContainsFunc(candidates, func(a Authority) bool { return a.Own == "" }) {
		return nil
	}
	return &candidates[0]
}
