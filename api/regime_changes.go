package api

import (
	"cmp"
	"slices"
	"time"

	"candour/workflows/regimes"
)

// RegimeChanges is what is new in the law, and in how we read it.
type RegimeChanges struct {
	Today    string          `json:"today"`
	Dates    []RegimeDate    `json:"dates" nullable:"false" doc:"Beginnings and ends within 365 days before and after today, earliest first."`
	Editions []RegimeEdition `json:"editions" nullable:"false" doc:"Newest first; packs that say the same of the same day stand together."`
}

// RegimeDate is a day on which a law, or one duty of it, begins or ends.
type RegimeDate struct {
	On        string   `json:"on" doc:"The first day, or the last."`
	What      string   `json:"what" enum:"begins,ends"`
	Ahead     bool     `json:"ahead" doc:"Still to come."`
	Regime    string   `json:"regime_id"`
	Name      string   `json:"name"`
	Countries []string `json:"countries" nullable:"false"`
	Duty      string   `json:"duty_id" doc:"Empty: the whole regime."`
	Recipient string   `json:"recipient" doc:"Of the duty, in words."`
	Before    string   `json:"before" doc:"Beginnings: the regime that it replaces, or why there was no duty."`
	After     []string `json:"after" nullable:"false" doc:"Ends: ids of the regimes that take over."`
	Duties    int      `json:"duties"`
}

// RegimeEdition is one entry of changelogs, with every pack that has it.
type RegimeEdition struct {
	On      string       `json:"on"`
	What    string       `json:"what"`
	Why     string       `json:"why"`
	Regimes []RegimeName `json:"regimes" nullable:"false"`
}

// RegimeName names a pack, and its edition.
type RegimeName struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Version int    `json:"version"`
}

const changesWithin = 365 // days before and after today

func regimeChanges(lib *regimes.Library, today regimes.Date) RegimeChanges {
	v := RegimeChanges{Today: string(today), Dates: []RegimeDate{}, Editions: []RegimeEdition{}}
	first, last := shiftDays(today, -changesWithin), shiftDays(today, changesWithin)
	within := func(on regimes.Date) bool { return on != "" && on >= first && on <= last }
	after := map[string][]string{}
	for _, p := range lib.All() {
		if p.Before != nil && p.Before.Regime != "" {
			after[p.Before.Regime] = append(after[p.Before.Regime], p.ID)
		}
	}
	for _, p := range lib.All() {
		if p.InForce == "" {
			continue // never in force, or not confirmed to be: it has no beginning, and its end changes nothing
		}
		add := func(on regimes.Date, what string, d *regimes.Duty) {
			row := RegimeDate{On: string(on), What: what, Ahead: on > today || (what == "ends" && on == today), Regime: p.ID, Name: p.Name, Countries: notNil(p.Countries),
				After: []string{}, Duties: len(p.Duties)}
			if d != nil {
				row.Duty, row.Recipient, row.Duties = d.ID, cmp.Or(d.RecipientName, d.Recipient), 1
			}
			if what == "begins" && d == nil && p.Before != nil {
				row.Before = cmp.Or(p.Before.Regime, p.Before.NoDuty)
			}
			if what == "ends" && d == nil {
				row.After = notNil(after[p.ID])
			}
			v.Dates = append(v.Dates, row)
		}
		if within(p.InForce) {
			add(p.InForce, "begins", nil)
		}
		if within(p.Until) {
			add(p.Until, "ends", nil)
		}
		for i := range p.Duties {
			d := &p.Duties[i]
			if within(d.InForce) && d.InForce > p.InForce {
				add(d.InForce, "begins", d)
			}
			if within(d.Until) && (p.Until == "" || d.Until < p.Until) {
				add(d.Until, "ends", d)
			}
		}
	}
	slices.SortStableFunc(v.Dates, func(a, b RegimeDate) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Name, b.Name)) })
	v.Editions = editions(lib)
	return v
}

func editions(lib *regimes.Library) []RegimeEdition {
	out := []RegimeEdition{}
	at := map[[3]string]int{}
	for _, p := range lib.All() {
		for _, c := range p.Changelog {
			key := [3]string{string(c.On), c.What, c.Why}
			i, known := at[key]
			if !known {
				i = len(out)
				at[key] = i
				out = append(out, RegimeEdition{On: string(c.On), What: c.What, Why: c.Why, Regimes: []RegimeName{}})
			}
			out[i].Regimes = append(out[i].Regimes, RegimeName{p.ID, p.Name, c.Version})
		}
	}
	// Of one day the rare change comes first: the first edition of two hundred packs hides nothing.
	slices.SortStableFunc(out, func(a, b RegimeEdition) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(len(a.Regimes), len(b.Regimes)))
	})
	return out
}

func shiftDays(on regimes.Date, days int) regimes.Date {
	t, err := time.Parse("2006-01-02", string(on))
	if err != nil {
		return ""
	}
	return regimes.Date(t.Add(time.Duration(days) * 24 * time.Hour).Format("2006-01-02"))
}
