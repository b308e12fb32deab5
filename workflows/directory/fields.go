package directory

import (
	"strings"

	"candour/models"
)

// field is one column of an entry as a table shows it.
type field struct {
	column string
	get    func(*models.Organisation) string
	set    func(*models.Organisation, string)
}

// fields of an entry, in the order of the exported table. kind and name are the key.
var fields = []field{
	{"kind", func(o *models.Organisation) string { return string(o.Kind) }, func(o *models.Organisation, s string) { o.Kind = models.OrganisationKind(s) }},
	{"name", func(o *models.Organisation) string { return o.Name }, func(o *models.Organisation, s string) { o.Name = s }},
	{"country", func(o *models.Organisation) string { return o.Country }, func(o *models.Organisation, s string) { o.Country = s }},
	{"country_name", func(o *models.Organisation) string { return o.CountryName }, func(o *models.Organisation, s string) { o.CountryName = s }},
	{"region", func(o *models.Organisation) string { return o.Region }, func(o *models.Organisation, s string) { o.Region = s }},
	{"emblem", func(o *models.Organisation) string { return o.Emblem }, func(o *models.Organisation, s string) { o.Emblem = s }},
	{"languages", func(o *models.Organisation) string { return strings.Join(o.Languages.V, ";") }, func(o *models.Organisation, s string) { o.Languages = models.JSONOf(strings.Split(s, ";")) }},
	{"timezone", func(o *models.Organisation) string { return o.Timezone }, func(o *models.Organisation, s string) { o.Timezone = s }},
	{"immunity", func(o *models.Organisation) string { return o.Immunity }, func(o *models.Organisation, s string) { o.Immunity = s }},
	{"portal", func(o *models.Organisation) string { return o.Portal }, func(o *models.Organisation, s string) { o.Portal = s }},
	{"notes", func(o *models.Organisation) string { return o.Notes }, func(o *models.Organisation, s string) { o.Notes = s }},
}

// contactFields follow in the same row; an organisation with three contacts has three rows.
var contactFields = []string{"contact_position", "contact_role", "contact_name", "contact_email", "contact_telephone", "contact_language"}

// Columns of the exported table.
func Columns() []string {
	out := make([]string, 0, len(fields)+len(contactFields))
	for _, f := range fields {
		out = append(out, f.column)
	}
	return append(out, contactFields...)
}
