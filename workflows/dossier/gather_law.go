package dossier

import (
	"strings"

	"candour/models"
	"candour/templates"
)

func (g *gathering) decisions(d *templates.Dossier) error {
	all, err := models.LoadDeterminationHistory(g.r, g.i.ID)
	if err != nil {
		return err
	}
	said, err := models.DecisionsUntil(g.r, g.i.ID, g.r.Now())
	if err != nil {
		return err
	}
	of := map[models.ID][]models.Decision{}
	for _, x := range said {
		of[x.DeterminationID] = append(of[x.DeterminationID], x)
	}
	for _, x := range all {
		duty := templates.DossierDuty{Party: g.party[x.PartyID], Law: x.Law, Duty: x.Duty, Citation: x.Citation, Rules: x.PackVersion, Outcome: spaced(string(x.Outcome)), Stands: spaced(string(x.Effective)),
			SaidAt: at(x.SaidAt), Until: at(x.SupersededAt), DueAt: at(x.DueAt), Reasons: x.Reasons.V, Facts: x.FactsUsed.V}
		for _, y := range of[x.ID] {
			reason, err := y.Reason(g.r.Keys())
			if err != nil {
				return err
			}
			by := y.DecidedBy
			duty.Decisions = append(duty.Decisions, templates.DossierDecision{Kind: spaced(string(y.Kind)), At: at(y.DecidedAt), By: g.name(&by), Reason: reason})
		}
		d.Decided = append(d.Decided, duty)
	}
	return nil
}

func spaced(s string) string { return strings.NewReplacer("_", " ", "-", " ").Replace(s) }

func (g *gathering) clocks(d *templates.Dossier) error {
	all, err := models.ObligationHistory(g.r, g.i.ID)
	if err != nil {
		return err
	}
	for _, o := range all {
		proof, err := o.Proof(g.r.Keys())
		if err != nil {
			return err
		}
		c := templates.DossierClock{Party: g.party[o.PartyID], Law: o.Law, Citation: o.Citation, What: o.What, Recipient: o.RecipientName, Kind: spaced(string(o.Clock)), Anchor: spaced(o.Anchor), AnchorAt: at(o.AnchorAt),
			DueAt: at(o.DueAt), TargetAt: at(o.TargetAt), State: string(o.State), OpenedAt: at(o.OpenedAt), ClosedAt: at(o.ClosedAt), ClosedBy: g.name(o.ClosedBy), Proof: proof, Explanation: o.Explanation.V}
		if c.Recipient == "" {
			c.Recipient = spaced(o.Recipient)
		}
		// Late is what the record shows: closed after the limit. Whether an open one is late depends on when it is read.
		c.Late = !o.DueAt.IsZero() && o.State == models.ObligationDischarged && o.ClosedAt.After(o.DueAt)
		d.Clocks = append(d.Clocks, c)
	}
	return nil
}

func (g *gathering) filings(d *templates.Dossier) error {
	all, err := models.ListFilings(g.r, reader, g.i.ID)
	if err != nil || len(all) == 0 {
		return err
	}
	ids := make([]models.ID, len(all))
	for n, f := range all {
		ids[n] = f.ID
	}
	stages, err := models.FilingStages(g.r, ids...)
	if err != nil {
		return err
	}
	for _, f := range all {
		for _, s := range stages[f.ID] {
			content, err := s.Content(g.r.Keys())
			if err != nil {
				return err
			}
			proof, err := s.Proof(g.r.Keys())
			if err != nil {
				return err
			}
			x := templates.DossierFiling{Party: g.party[f.PartyID], Authority: f.Authority, Kind: string(s.Kind), State: string(s.State), FiledAt: at(s.FiledAt), DueAt: at(s.DueAt), Late: s.Late, Hash: s.ContentHash, Reference: proof.Reference}
			for _, field := range content.Filed {
				x.Fields = append(x.Fields, templates.NewFiledRow(field.Label, field.Value, field.Typed))
			}
			d.Filed = append(d.Filed, x)
		}
	}
	return nil
}
