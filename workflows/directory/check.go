package directory

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/workflows/people/clean"
)

// Regions of the International Federation, as slugs.
var Regions = []string{"africa", "americas", "asia-pacific", "europe-central-asia", "middle-east-north-africa"}

// ContactRoles in the order people are shown them.
var ContactRoles = []string{"focal-point", "deputy", "data-protection", "communications", "leadership", "duty-officer", "region"}

var emblems = []string{"", "red-cross", "red-crescent", "magen-david-adom", "red-crystal"}

// check brings an entry into the form it is kept in, or says what is wrong with it.
func check(o *models.Organisation) (err error) {
	if !slices.Contains(models.OrganisationKinds, o.Kind) {
		return models.InvalidField("kind", "The kind is not known. Choose one of national-society, delegation, headquarters, host, authority, company, other.")
	}
	for _, f := range []struct {
		name string
		s    *string
		most int
	}{{"name", &o.Name, 200}, {"country_name", &o.CountryName, 100}, {"immunity", &o.Immunity, 300}, {"portal", &o.Portal, 300}} {
		if *f.s, err = clean.Field(f.name, *f.s, f.most); err != nil {
			return err
		}
	}
	if o.Name == "" {
		return models.InvalidField("name", "Give the name of the organisation.")
	}
	country, why := clean.Country(o.Country)
	if why != nil {
		return models.InvalidField("country", "%s", why.Detail)
	}
	if o.Country = country; o.Kind == models.KindSociety && country == "" {
		return models.InvalidField("country", "A National Society has a country. Use its two-letter code (ISO 3166), for example CH.")
	}
	if o.Region != "" && !slices.Contains(Regions, o.Region) {
		return models.InvalidField("region", "The region is not one of %s.", strings.Join(Regions, ", "))
	}
	if !slices.Contains(emblems, o.Emblem) {
		return models.InvalidField("emblem", "The emblem is not one of red-cross, red-crescent, magen-david-adom, red-crystal.")
	}
	if o.Timezone != "" && !ValidZone(o.Timezone) {
		return models.InvalidField("timezone", "This is not a time zone. Use a name such as Europe/Zurich.")
	}
	if o.Portal != "" {
		if u, err := url.Parse(o.Portal); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return models.InvalidField("portal", "The address of the portal begins with https://")
		}
	}
	if o.Languages.V, err = languages(o.Languages.V); err != nil {
		return err
	}
	o.Notes, err = clean.Paragraphs("notes", o.Notes, 1000)
	return err
}

func languages(in []string) ([]string, error) {
	out := []string{}
	if len(in) > 30 {
		return nil, models.InvalidField("languages", "More than 30 languages. Keep those that are written in.")
	}
	for _, l := range in {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if _, why := clean.Language(l); why != nil {
			return nil, models.InvalidField("languages", "%s", why.Detail)
		}
		// The tag is kept as written: normalising would turn some tags (ber, cnr) into others.
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out, nil
}

// ValidZone says whether a name is a time zone of the IANA database; "Local" is the machine's own and is none.
func ValidZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}
