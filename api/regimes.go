package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/regimes"
)

// RegimeRow is a body of rules in a list.
type RegimeRow struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Citation   string   `json:"citation"`
	Countries  []string `json:"countries" nullable:"false" doc:"Empty: bound by who the party is, not where."`
	InForce    string   `json:"in_force" doc:"Civil date; empty: not in force, or not confirmed to be."`
	Until      string   `json:"until"`
	Standing   string   `json:"standing" enum:"in_force,not_yet,ended,never" doc:"Today, by UTC."`
	Status     string   `json:"status" enum:"read,draft" doc:"Draft: nobody has read it by hand; it never answers not required."`
	Confidence string   `json:"confidence" enum:"high,medium,low"`
	Duties     int      `json:"duties"`
	Version    string   `json:"version"`
}

// RegimePage is one page of the library by id.
type RegimePage struct {
	Items []RegimeRow `json:"items" nullable:"false"`
	Next  string      `json:"next"`
	Total int         `json:"total" doc:"With these filters, over all pages."`
}

// DutyView is one thing a regime demands, in words.
type DutyView struct {
	ID               string          `json:"id"`
	Recipient        string          `json:"recipient"`
	RecipientName    string          `json:"recipient_name"`
	Citation         string          `json:"citation"`
	TriggerText      string          `json:"trigger_text" doc:"As the law says it."`
	TriggerLevel     string          `json:"trigger_level"`
	Condition        string          `json:"condition" doc:"As the engine reads it, in words."`
	Exemptions       []ExemptionView `json:"exemptions" nullable:"false"`
	Deadline         string          `json:"deadline"`
	DeadlineKind     string          `json:"deadline_kind"`
	ClockStarts      string          `json:"clock_starts"`
	ClockText        string          `json:"clock_text"`
	AssessmentWindow string          `json:"assessment_window"`
	FollowUp         string          `json:"follow_up"`
	Phased           *bool           `json:"phased" doc:"Null: the law says nothing."`
	LateReason       *bool           `json:"late_reason_required"`
	Content          []string        `json:"content" nullable:"false"`
	Channels         []string        `json:"allowed_channels" nullable:"false"`
	Language         string          `json:"language"`
	Confidence       string          `json:"confidence"`
	InForce          string          `json:"in_force"`
	Until            string          `json:"until"`
}

// ExemptionView lifts or changes a duty.
type ExemptionView struct {
	Text      string `json:"text"`
	Condition string `json:"condition" doc:"Empty: cannot be proved by the engine; stays listed."`
	Then      string `json:"then"`
}

// RegimeView is one regime with its sources, doubts and duties.
type RegimeView struct {
	RegimeRow
	Scope      string            `json:"scope"`
	Binds      []string          `json:"binds" nullable:"false" doc:"In words."`
	ReadBy     []string          `json:"read_by" nullable:"false"`
	ReadOn     string            `json:"read_on"`
	ReviewNote string            `json:"review_note" doc:"What the reader doubted or left open."`
	Sources    []string          `json:"sources" nullable:"false"`
	Penalties  string            `json:"penalties"`
	Notes      string            `json:"notes"`
	Before     string            `json:"before" doc:"What answers for the days before it began; empty: not known."`
	Questions  map[string]string `json:"questions" doc:"What it asks beyond the vocabulary."`
	DutyList   []DutyView        `json:"duty_list" nullable:"false"`
}

func regimeRow(p *regimes.Pack, today regimes.Date) RegimeRow {
	return RegimeRow{p.ID, p.Name, p.Citation, notNil(p.Countries), string(p.InForce), string(p.Until), string(p.StandingOn(nil, today)), p.Review.Status,
		p.Confidence, len(p.Duties), p.Version}
}

func dutyView(d regimes.Duty) DutyView {
	v := DutyView{ID: d.ID, Recipient: d.Recipient, RecipientName: d.RecipientName, Citation: d.Citation, TriggerText: d.TriggerText, TriggerLevel: d.TriggerLevel,
		Condition: d.When.String(), Exemptions: []ExemptionView{}, Deadline: d.Deadline.String(), DeadlineKind: d.Deadline.Kind, ClockStarts: d.ClockStarts,
		ClockText: d.ClockText, Phased: d.Phased, LateReason: d.LateReasonRequired, Content: notNil(d.Content), Channels: notNil(d.AllowedChannels),
		Language: d.Language, Confidence: d.Confidence, InForce: string(d.InForce), Until: string(d.Until)}
	for _, e := range d.Exemptions {
		x := ExemptionView{Text: e.Text, Then: e.Then}
		if e.When != nil {
			x.Condition = e.When.String()
		}
		v.Exemptions = append(v.Exemptions, x)
	}
	if d.AssessmentWindow != nil {
		v.AssessmentWindow = d.AssessmentWindow.String()
	}
	if d.FollowUp != nil {
		v.FollowUp = d.FollowUp.String()
	}
	return v
}

func regimeView(p *regimes.Pack, today regimes.Date) RegimeView {
	v := RegimeView{RegimeRow: regimeRow(p, today), Scope: p.Scope, Binds: []string{}, ReadBy: notNil(p.Review.By), ReadOn: string(p.Review.ReadOn),
		ReviewNote: p.Review.Note, Sources: notNil(p.Sources), Penalties: p.Penalties, Notes: p.Notes, Questions: p.Questions, DutyList: []DutyView{}}
	if v.Questions == nil {
		v.Questions = map[string]string{}
	}
	if p.Before != nil {
		v.Before = cmp.Or(p.Before.Regime, p.Before.NoDuty)
	}
	for _, l := range p.Binds {
		v.Binds = append(v.Binds, l.String())
	}
	for _, d := range p.Duties {
		v.DutyList = append(v.DutyList, dutyView(d))
	}
	return v
}

// RegimeFilter narrows the library; empty fields do not.
type RegimeFilter struct {
	Country    string `query:"country" maxLength:"6" doc:"ISO 3166, or US-CA style."`
	Text       string `query:"text" maxLength:"100" doc:"Part of the name, citation or id."`
	Status     string `query:"status" enum:"read,draft"`
	Confidence string `query:"confidence" enum:"high,medium,low"`
}

func (f RegimeFilter) keeps(p *regimes.Pack) bool {
	text := strings.ToLower(f.Text)
	return (f.Country == "" || slices.Contains(p.Countries, strings.ToUpper(f.Country))) && (f.Status == "" || p.Review.Status == f.Status) &&
		(f.Confidence == "" || p.Confidence == f.Confidence) &&
		(text == "" || strings.Contains(strings.ToLower(p.Name+"\n"+p.Citation+"\n"+p.ID), text))
}

func registerRegimes(s *Server) {
	tags := []string{"Laws"}
	read(s, Operation{ID: "list-regimes", Path: "/regimes", Summary: "The bodies of rules the product knows.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, in *struct {
			PageQuery
			RegimeFilter
		}) (*struct{ Body RegimePage }, error) {
			today := regimes.Date(r.Now().Time().Format("2006-01-02"))
			page := RegimePage{Items: []RegimeRow{}}
			all := s.Library.All()
			slices.SortFunc(all, func(a, b *regimes.Pack) int { return cmp.Compare(a.ID, b.ID) })
			for _, p := range all {
				if !in.keeps(p) {
					continue
				}
				page.Total++
				switch {
				case p.ID <= in.Cursor:
				case len(page.Items) < in.Limit:
					page.Items = append(page.Items, regimeRow(p, today))
				case page.Next == "":
					page.Next = page.Items[len(page.Items)-1].ID
				}
			}
			return &struct{ Body RegimePage }{page}, nil
		})
	read(s, Operation{ID: "show-regime", Path: "/regimes/{id}", Summary: "One body of rules with its citations, sources, doubts and duties.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, in *struct {
			ID string `path:"id" maxLength:"80"`
		}) (*struct{ Body RegimeView }, error) {
			p, ok := s.Library.Find(in.ID)
			if !ok {
				return nil, models.NotFound("Regime")
			}
			return &struct{ Body RegimeView }{regimeView(p, regimes.Date(r.Now().Time().Format("2006-01-02")))}, nil
		})
}
