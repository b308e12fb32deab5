package assessment

import (
	"cmp"
	"slices"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
)

// PreviewLine is what an agreement would say about one duty in an incident, and what stands there without it.
type PreviewLine struct {
	PartyID models.ID
	Before  *Determination // nil: it is not there yet
	After   *Determination // nil: it would not be there any more
}

// Preview runs the rules over an incident with and without an agreement that is not approved yet, and gives the lines in
// which they differ. Nothing is kept. The agreement is read as if it had been in force then: the incident may be older.
func Preview(r models.Reader, v models.Viewer, law *regimes.Library, incident models.ID, agreement *regimes.Pack) ([]PreviewLine, error) {
	in, err := models.FindIncident(r, v, incident)
	if err != nil {
		return nil, err
	}
	source, err := loadSource(r, in)
	if err != nil {
		return nil, err
	}
	ours, err := ownRules(r, source.firstAware())
	if err != nil {
		return nil, err
	}
	next := ours
	next.packs = slices.DeleteFunc(slices.Clone(ours.packs), func(p *regimes.Pack) bool { return p.ID == agreement.ID })
	next.packs = append(next.packs, always(agreement))
	before, after := source.evaluate(ours, law), source.evaluate(next, law)
	out := []PreviewLine{}
	for key, now := range after {
		was, there := before[key]
		if there && was.Outcome == now.Outcome && equalText(was.DueAt, now.DueAt) && equalText(was.TargetAt, now.TargetAt) && was.Citation == now.Citation {
			continue
		}
		line := PreviewLine{PartyID: key.Party, After: &now}
		if there {
			line.Before = &was
		}
		out = append(out, line)
	}
	for key, was := range before {
		if _, there := after[key]; !there {
			out = append(out, PreviewLine{PartyID: key.Party, Before: &was})
		}
	}
	slices.SortFunc(out, func(a, b PreviewLine) int {
		x, y := a.Shown(), b.Shown()
		return cmp.Or(cmp.Compare(rankOf(x.Outcome), rankOf(y.Outcome)), cmp.Compare(x.Party, y.Party), cmp.Compare(x.Regime, y.Regime),
			cmp.Compare(x.Jurisdiction, y.Jurisdiction), cmp.Compare(x.Duty, y.Duty))
	})
	return out, nil
}

// Shown is the determination a line is about.
func (l PreviewLine) Shown() *Determination {
	if l.After != nil {
		return l.After
	}
	return l.Before
}

func rankOf(o terms.Outcome) int {
	return slices.Index([]terms.Outcome{terms.Required, terms.Undetermined, terms.Exempt, terms.NotRequired, terms.NotBound}, o)
}

func (s *source) evaluate(o own, law *regimes.Library) map[models.DutyKey]Determination {
	lib, out := o.library(law), map[models.DutyKey]Determination{}
	for _, part := range s.inputs() {
		for _, d := range Evaluate(part.Input, lib, o.environment()).Determinations {
			out[models.DutyKey{Party: part.party(d.Party).ID, Regime: d.Regime, Duty: d.Duty, Jurisdiction: d.Jurisdiction}] = d
		}
	}
	return out
}

// always is the agreement without its dates.
func always(p *regimes.Pack) *regimes.Pack {
	out := *p
	out.InForce, out.Until, out.Duties = "1970-01-01", "", slices.Clone(p.Duties)
	for i := range out.Duties {
		out.Duties[i].InForce, out.Duties[i].Until = "", ""
	}
	return &out
}

func equalText(a, b *string) bool { return deref(a) == deref(b) && (a == nil) == (b == nil) }
