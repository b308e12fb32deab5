package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/assessment"
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
	Note             string          `json:"note" doc:"What a reader of this law would otherwise look for in vain."`
	Confidence       string          `json:"confidence"`
	InForce          string          `json:"in_force"`
	Until            string          `json:"until"`
}

// ExemptionView lifts or changes a duty.
type ExemptionView struct {
	Text      string `json:"text"`
	Condition string `json:"condition" doc:"Empty: cannot be proved by the engine; stays listed."`
	Then      string `json:"then" enum:"exempt,public-notice"`
	Kind      string `json:"kind" enum:"encryption,later-measures,disproportionate-effort,law-enforcement-delay,danger-to-person,trusted-recipient,public-source,other"`
	Evidence  string `json:"evidence" doc:"The document or fact that proves it."`
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
	BeforeID   string            `json:"before_regime" doc:"Id of the regime that answers for the days before; empty: none."`
	AfterIDs   []string          `json:"after_regimes" nullable:"false" doc:"Ids of the regimes that replace it."`
	Reviews    []ReviewSlotView  `json:"reviews" nullable:"false"`
	Changelog  []EditionView     `json:"changelog" nullable:"false" doc:"Newest first."`
	Overlays   []OverlayView     `json:"overlays" nullable:"false"`
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
		Language: d.Language, Note: d.Note, Confidence: d.Confidence, InForce: string(d.InForce), Until: string(d.Until)}
	for _, e := range d.Exemptions {
		x := ExemptionView{Text: e.Text, Then: e.Then, Kind: e.Kind, Evidence: e.Evidence}
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

func regimeView(lib *regimes.Library, p *regimes.Pack, today regimes.Date) RegimeView {
	v := RegimeView{RegimeRow: regimeRow(p, today), Scope: p.Scope, Binds: []string{}, ReadBy: notNil(p.Review.By), ReadOn: string(p.Review.ReadOn),
		ReviewNote: p.Review.Note, Sources: notNil(p.Sources), Penalties: p.Penalties, Notes: p.Notes, Questions: p.Questions, DutyList: []DutyView{},
		AfterIDs: []string{}, Reviews: reviewSlots(p), Changelog: changelog(p), Overlays: overlays(lib, p.ID)}
	if v.Questions == nil {
		v.Questions = map[string]string{}
	}
	if p.Before != nil {
		v.Before, v.BeforeID = cmp.Or(p.Before.Regime, p.Before.NoDuty), p.Before.Regime
	}
	for _, other := range lib.All() {
		if other.Before != nil && other.Before.Regime == p.ID {
			v.AfterIDs = append(v.AfterIDs, other.ID)
		}
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
	registerRegimeLibrary(s)
	registerRegimeCases(s)
	registerRiskRules(s)
	tags := []string{"Laws"}
	read(s, Operation{ID: "list-regimes", Path: "/regimes", Summary: "The bodies of rules the product knows.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, in *struct {
			PageQuery
			RegimeFilter
		}) (*struct{ Body RegimePage }, error) {
			today := utcDay(r)
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
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"id" maxLength:"80"`
		}) (*struct{ Body RegimeView }, error) {
			lib := s.Library
			// The questions of an agreement are read here too, by whoever may read agreements.
			if regimes.IsOwn(in.ID) && v.Has(models.RightReadAgreements) {
				var err error
				if lib, err = assessment.Library(r, lib); err != nil {
					return nil, err
				}
			}
			p, ok := lib.Find(in.ID)
			if !ok {
				return nil, models.NotFound("Regime")
			}
			return &struct{ Body RegimeView }{regimeView(s.Library, p, utcDay(r))}, nil
		})
}
