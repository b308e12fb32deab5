package api

import (
	"context"

	"candour/models"
	"candour/workflows/regimes"
)

// ReviewSlotView is the place for one signature of a lawyer.
type ReviewSlotView struct {
	Slot  string `json:"slot" enum:"first,second"`
	By    string `json:"by" doc:"Empty: the slot is open; nobody has signed."`
	On    string `json:"on"`
	Note  string `json:"note"`
	Stale bool   `json:"stale" doc:"Signed before the newest edition, so another text was signed."`
}

// EditionView is one entry of a pack's changelog.
type EditionView struct {
	Version int    `json:"version"`
	On      string `json:"on"`
	What    string `json:"what"`
	Why     string `json:"why"`
}

// OverlayView is what the authority of a country adds to a regime.
type OverlayView struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Authority string   `json:"authority"`
	Citation  string   `json:"citation"`
	Countries []string `json:"countries" nullable:"false"`
	InForce   string   `json:"in_force"`
	Until     string   `json:"until"`
	NoCredit  []string `json:"no_credit" nullable:"false" doc:"Kinds of exemption that count for nothing with it."`
	Why       string   `json:"why"`
	Sources   []string `json:"sources" nullable:"false"`
	Conf      string   `json:"confidence"`
}

func reviewSlots(p *regimes.Pack) []ReviewSlotView {
	out := []ReviewSlotView{}
	for _, s := range p.Reviews {
		out = append(out, ReviewSlotView{s.Slot, s.By, string(s.On), s.Note, !s.Open() && s.On < p.Edition().On})
	}
	return out
}

// changelog is newest first.
func changelog(p *regimes.Pack) []EditionView {
	out := []EditionView{}
	for i := len(p.Changelog) - 1; i >= 0; i-- {
		c := p.Changelog[i]
		out = append(out, EditionView{c.Version, string(c.On), c.What, c.Why})
	}
	return out
}

func overlays(lib *regimes.Library, id string) []OverlayView {
	out := []OverlayView{}
	for _, o := range lib.AllOverlays() {
		for _, over := range o.Regimes {
			if over == id {
				out = append(out, OverlayView{o.ID, o.Name, o.Authority, o.Citation, notNil(o.Countries), string(o.InForce), string(o.Until), notNil(o.NoCredit), o.Why,
					notNil(o.Sources), o.Conf})
			}
		}
	}
	return out
}

// CaseView is an example beside a regime: what is given, and what must come out.
type CaseView struct {
	Name   string           `json:"name"`
	Source string           `json:"source"`
	AsIf   string           `json:"as_if" doc:"Not in force: tried as if it were since that day."`
	Given  []CaseGivenView  `json:"given" nullable:"false"`
	Expect []CaseAnswerView `json:"expect" nullable:"false"`
}

// CaseGivenView is what a case says of one thing.
type CaseGivenView struct {
	About string         `json:"about" enum:"incident,party,group,facts"`
	Name  string         `json:"name"`
	Facts []CaseFactView `json:"facts" nullable:"false"`
}

// CaseFactView is one key of the vocabulary and what is said of it.
type CaseFactView struct {
	Key    string   `json:"key"`
	Values []string `json:"values" nullable:"false"`
}

// CaseAnswerView is one answer that must come out.
type CaseAnswerView struct {
	Party        string   `json:"party"`
	Regime       string   `json:"regime_id"`
	Duty         string   `json:"duty_id"`
	Jurisdiction string   `json:"jurisdiction"`
	Outcome      string   `json:"outcome" enum:"required,not_required,exempt,undetermined,not_bound"`
	DueAt        string   `json:"due_at" doc:"With the offset of the place, as the case's author wrote it."`
	NoDue        bool     `json:"no_due" doc:"The case says that the law gives no time."`
	TargetAt     string   `json:"target_at"`
	Needs        []string `json:"needs" nullable:"false" doc:"Facts that would settle it."`
}

// CaseList is every case beside a regime.
type CaseList struct {
	Items []CaseView `json:"items" nullable:"false"`
}

func caseViews(cases []regimes.Case) CaseList {
	list := CaseList{Items: []CaseView{}}
	for _, c := range cases {
		v := CaseView{Name: c.Name, Source: c.Source, AsIf: string(c.AsIf), Given: []CaseGivenView{}, Expect: []CaseAnswerView{}}
		for _, g := range c.Given {
			given := CaseGivenView{g.About, g.Name, []CaseFactView{}}
			for _, f := range g.Facts {
				given.Facts = append(given.Facts, CaseFactView{f.Key, notNil(f.Values)})
			}
			v.Given = append(v.Given, given)
		}
		for _, e := range c.Expect {
			v.Expect = append(v.Expect, CaseAnswerView{e.Party, e.Regime, e.Duty, e.Jurisdiction, e.Outcome, e.Due, e.NoDue, e.Target, notNil(e.Needs)})
		}
		list.Items = append(list.Items, v)
	}
	return list
}

func registerRegimeCases(s *Server) {
	read(s, Operation{ID: "list-regime-cases", Path: "/regimes/{id}/cases", Summary: "The cases beside a body of rules: facts in, answers out.", Right: models.RightReadDirectory, Tags: []string{"Laws"}},
		func(_ context.Context, _ models.View, _ models.Viewer, in *struct {
			ID string `path:"id" maxLength:"80"`
		}) (*struct{ Body CaseList }, error) {
			p, ok := s.Library.Find(in.ID)
			if !ok {
				return nil, models.NotFound("Regime")
			}
			cases, err := regimes.CasesOf(p)
			if err != nil {
				return nil, err
			}
			return &struct{ Body CaseList }{caseViews(cases)}, nil
		})
}
