package api

import (
	"context"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
)

// LibraryDuty is one thing a regime demands, as short as lists and the map need it.
type LibraryDuty struct {
	ID            string `json:"id"`
	Recipient     string `json:"recipient" enum:"authority,subjects,controller,other,self"`
	RecipientName string `json:"recipient_name"`
	Citation      string `json:"citation"`
	Trigger       string `json:"trigger_text"`
	Deadline      string `json:"deadline" doc:"In words."`
	Amount        int    `json:"amount" doc:"0 where the law has no number."`
	Unit          string `json:"unit" enum:"hours,calendar-days,business-days,months,none"`
	Kind          string `json:"kind" enum:"hard,without-undue-delay,guidance"`
	ClockStarts   string `json:"clock_starts"`
	Confidence    string `json:"confidence" enum:"high,medium,low"`
	Standing      string `json:"standing" enum:"in_force,not_yet,ended,never" doc:"Today, by UTC."`
	InForce       string `json:"in_force" doc:"Civil date; the regime's where the duty has none of its own."`
	Until         string `json:"until"`
}

// LibraryLink is one reason why a regime binds a party.
type LibraryLink struct {
	By      string   `json:"by" enum:"establishment,residence,membership"`
	Outside bool     `json:"outside" doc:"Only for parties that are not established there."`
	Asks    []string `json:"asks" nullable:"false" doc:"Questions that decide whether it binds; the answers are not known before an incident."`
}

// LibraryRegime is a body of rules with its duties.
type LibraryRegime struct {
	RegimeRow
	Links        []LibraryLink `json:"links" nullable:"false"`
	ForSocieties bool          `json:"for_societies" doc:"False: it cannot bind a National Society, only parties of another kind or sector."`
	BeforeRegime string        `json:"before_regime" doc:"Id of the regime that answers for the days before."`
	BeforeText   string        `json:"before_text" doc:"Why there was no duty before, where that is known."`
	AfterRegimes []string      `json:"after_regimes" nullable:"false" doc:"Ids of those that replace it."`
	DutyList     []LibraryDuty `json:"duty_list" nullable:"false"`
}

// LibraryView is every regime at a glance.
type LibraryView struct {
	Today string          `json:"today" doc:"The civil date, by UTC, that standings are of."`
	Items []LibraryRegime `json:"items" nullable:"false"`
}

// aSociety is what is known of every National Society before an incident. It may be controller or processor, and may
// run hospitals and schools; so a law for banks is out, and one for listed hospitals is not.
var aSociety = regimes.Profile{"role": {"controller", "joint-controller", "processor", "host"}, "kind": {"national-society"}, "movement": {"true"},
	"sector": {"humanitarian", "health", "education", "other"}, "name": {"National Society"}}

func libraryRegime(p *regimes.Pack, today regimes.Date) LibraryRegime {
	v := LibraryRegime{RegimeRow: regimeRow(p, today), Links: []LibraryLink{}, ForSocieties: p.CouldBind(aSociety) != terms.No,
		AfterRegimes: []string{}, DutyList: []LibraryDuty{}}
	if p.Before != nil {
		v.BeforeRegime, v.BeforeText = p.Before.Regime, p.Before.NoDuty
	}
	for _, l := range p.Binds {
		v.Links = append(v.Links, LibraryLink{l.By, l.Outside, l.Asks(p)})
	}
	for i := range p.Duties {
		d := &p.Duties[i]
		until := p.Until
		if d.Until != "" && (until == "" || d.Until < until) {
			until = d.Until
		}
		v.DutyList = append(v.DutyList, LibraryDuty{d.ID, d.Recipient, d.RecipientName, d.Citation, d.TriggerText, d.Deadline.String(), d.Deadline.Amount, d.Deadline.Unit,
			d.Deadline.Kind, d.ClockStarts, d.Confidence, string(p.StandingOn(d, today)), string(max(p.InForce, d.InForce)), string(until)})
	}
	return v
}

func libraryView(lib *regimes.Library, today regimes.Date) LibraryView {
	v := LibraryView{Today: string(today), Items: []LibraryRegime{}}
	after := map[string][]string{}
	for _, p := range lib.All() {
		if p.Before != nil && p.Before.Regime != "" {
			after[p.Before.Regime] = append(after[p.Before.Regime], p.ID)
		}
	}
	for _, p := range lib.All() {
		r := libraryRegime(p, today)
		r.AfterRegimes = notNil(after[p.ID])
		v.Items = append(v.Items, r)
	}
	return v
}

// utcDay is the civil date by which the library is shown: no party and no authority stands behind a list.
func utcDay(r models.View) regimes.Date { return regimes.Date(r.Now().Time().Format("2006-01-02")) }

func registerRegimeLibrary(s *Server) {
	tags := []string{"Laws"}
	read(s, Operation{ID: "show-regime-library", Path: "/regime-library", Summary: "Every body of rules with its duties in short: for lists by country, by deadline and the map.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct{ Body LibraryView }, error) {
			return &struct{ Body LibraryView }{libraryView(s.Library, utcDay(r))}, nil
		})
	read(s, Operation{ID: "list-regime-changes", Path: "/regime-changes", Summary: "Laws that begin or end within a year of today, and the editions of the packs.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct{ Body RegimeChanges }, error) {
			return &struct{ Body RegimeChanges }{regimeChanges(s.Library, utcDay(r))}, nil
		})
}
