package register

import (
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
)

// Row is one breach.
type Row struct {
	Incident     models.ID // empty: of an older register
	Reference    string
	Exercise     bool
	State        string
	HappenedOn   string // civil date where it is known; else empty
	AwareOn      string
	WhatHappened string
	Controllers  string
	People       string
	Data         string
	Effects      string
	Measures     string
	Authority    string // who was told and when, or that nobody was
	PeopleTold   string
	Reason       string // why somebody was not told
}

// Columns of the register, in the order of the law: facts, effects, what was done.
var Columns = []string{"reference", "kind", "state", "happened_on", "aware_on", "what_happened", "controllers", "people", "data", "effects", "measures", "authority_told", "people_told", "reasons_not_to_tell"}

// older is the cursor of the last page: what older registers say stands after our own incidents.
const older = "older"

// Page lists breaches this viewer may see, newest first, exercises only when asked for; after the last of our own stands what older registers
// say, all on one page. next is empty at the end.
func Page(r models.Reader, v models.Viewer, exercises bool, page models.PageRequest) (rows []Row, next string, err error) {
	if v.Role == models.RoleFocalPoint {
		return nil, "", models.Forbidden("The register is that of the organisation; a society keeps its own.")
	}
	if page.Cursor == older {
		rows, err = olderRows(r, v)
		return rows, "", err
	}
	filter := models.IncidentFilter{}
	if !exercises {
		no := false
		filter.Exercise = &no
	}
	list, err := models.ListIncidents(r, v, filter, page)
	if err != nil {
		return nil, "", err
	}
	if rows, err = rowsOf(r, v, list.Items); err != nil || list.Next != "" {
		return rows, list.Next, err
	}
	there, err := models.AnyOlderBreaches(r, v)
	if there {
		next = older
	}
	return rows, next, err
}

// Rows lists all of them.
func Rows(r models.Reader, v models.Viewer, exercises bool) ([]Row, error) {
	out := []Row{}
	for page := (models.PageRequest{Limit: 200}); ; {
		rows, next, err := Page(r, v, exercises, page)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
		if page.Cursor = next; next == "" {
			return out, nil
		}
	}
}

func olderRows(r models.Reader, v models.Viewer) ([]Row, error) {
	lines, err := models.ListOlderBreaches(r, v)
	if err != nil {
		return nil, err
	}
	out := make([]Row, 0, len(lines))
	for _, b := range lines {
		e, err := b.Entry(r.Keys())
		if err != nil {
			return nil, err
		}
		out = append(out, Row{Reference: e.Reference, State: "older register", HappenedOn: e.HappenedOn, AwareOn: e.AwareOn, WhatHappened: e.WhatHappened, Controllers: e.Controller, People: e.People, Data: e.Data,
			Effects: e.Effects, Measures: e.Measures, Authority: e.AuthorityToldOn, PeopleTold: e.PeopleToldOn, Reason: e.Reason})
	}
	return out, nil
}

func day(i terms.Instant) string {
	if i.IsZero() {
		return ""
	}
	return i.Time().UTC().Format("2006-01-02")
}

// written is what the record of one incident gives for its row, without how many people were told: that moves by the second.
func written(r models.Reader, i models.Incident) (Row, error) {
	row := Row{}
	facts, err := models.IncidentFacts(r, i.ID)
	if err != nil {
		return row, err
	}
	var measures []string
	for _, f := range facts {
		switch f.Key {
		case "occurred_at":
			row.HappenedOn = day(f.Moment())
		case "contained_at":
			if d := day(f.Moment()); d != "" {
				measures = append(measures, "stopped on "+d)
			}
		case "people_count":
			if c, ok := f.Range(); ok {
				row.People = count(c)
			}
		case "data_categories":
			row.Data = list(f.Plain())
		}
	}
	if err := row.fill(r, i.ID); err != nil {
		return row, err
	}
	if err := row.told(r, i.ID); err != nil {
		return row, err
	}
	tasks, err := models.CountDoneTasks(r, i.ID)
	if err != nil {
		return row, err
	}
	if tasks > 0 {
		measures = append(measures, fmt.Sprintf("%d tasks completed", tasks))
	}
	row.Measures = strings.Join(measures, "; ")
	return row, nil
}

// fill reads who answers for the data, which data, and how high the risk is.
func (row *Row) fill(r models.Reader, incident models.ID) error {
	parties, err := models.LoadParties(r, incident)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range parties {
		if strings.Contains(string(p.Role), "controller") {
			names = append(names, p.Name)
		}
	}
	row.Controllers = strings.Join(names, "; ")
	groups, err := models.LoadGroups(r, incident)
	if err != nil {
		return err
	}
	var data []string
	worst := terms.RiskLevel("")
	rank := map[terms.RiskLevel]int{terms.NoneLikely: 1, terms.Risk: 2, terms.HighRisk: 3}
	for _, g := range groups {
		data = append(data, g.Categories.V...)
		if rank[g.RiskLevel] > rank[worst] {
			worst = g.RiskLevel
		}
	}
	sets, err := models.ListDataSets(r, incident)
	if err != nil {
		return err
	}
	for _, s := range sets {
		data = append(data, s.Categories.V...)
	}
	slices.Sort(data)
	if row.Data == "" {
		row.Data = strings.Join(slices.Compact(data), ", ")
	}
	if worst != "" {
		row.Effects = "risk to people: " + strings.ReplaceAll(string(worst), "_", " ")
	}
	return nil
}

// told reads which authorities were told and why the others were not: the answers of the rules, and what people decided.
func (row *Row) told(r models.Reader, incident models.ID) error {
	obligations, err := models.LoadObligations(r, incident)
	if err != nil {
		return err
	}
	var told, open, not []string
	for _, o := range obligations {
		name := o.RecipientName
		if name == "" {
			name = o.Recipient
		}
		switch o.State {
		case models.ObligationDischarged:
			if o.Recipient == "supervisory-authority" || strings.Contains(o.Recipient, "authority") {
				told = append(told, name+" "+day(o.ClosedAt))
			}
		case models.ObligationWaived:
			not = append(not, o.Law+", "+o.Citation+": waived "+day(o.ClosedAt))
		case models.ObligationOpen:
			if strings.Contains(o.Recipient, "authority") && !o.DueAt.IsZero() {
				open = append(open, name+" due "+day(o.DueAt))
			}
		}
	}
	answers, err := models.LoadDeterminations(r, incident)
	if err != nil {
		return err
	}
	for _, d := range answers {
		if d.Effective == terms.NotRequired || d.Effective == terms.Exempt {
			not = append(not, d.Law+", "+d.Citation+": "+strings.ReplaceAll(string(d.Effective), "_", " "))
		}
	}
	for _, l := range [][]string{told, open, not} {
		slices.Sort(l)
	}
	row.Authority = strings.Join(append(slices.Compact(told), slices.Compact(open)...), "; ")
	row.Reason = strings.Join(slices.Compact(not), "; ")
	return nil
}

func list(v any) string {
	words, ok := v.([]any)
	if !ok {
		return ""
	}
	out := make([]string, len(words))
	for n, w := range words {
		out[n] = fmt.Sprint(w)
	}
	return strings.Join(out, ", ")
}

func count(c models.CountRange) string {
	switch {
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max:
		return fmt.Sprint(*c.Min)
	case c.Min != nil && c.Max != nil:
		return fmt.Sprintf("%d to %d", *c.Min, *c.Max)
	case c.Min != nil:
		return fmt.Sprintf("at least %d", *c.Min)
	case c.Max != nil:
		return fmt.Sprintf("at most %d", *c.Max)
	}
	return ""
}

// cells of a row, in the order of Columns.
func (row Row) cells() []string {
	kind := "incident"
	switch {
	case row.Incident == "":
		kind = "older register"
	case row.Exercise:
		kind = "exercise"
	}
	return []string{row.Reference, kind, row.State, row.HappenedOn, row.AwareOn, row.WhatHappened, row.Controllers, row.People, row.Data, row.Effects, row.Measures, row.Authority, row.PeopleTold, row.Reason}
}
