package api

import (
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/regimes"
)

func viewAssessment(a models.Assessment, names map[models.ID]string) AssessmentView {
	out := AssessmentView{Number: a.Number, RunAt: at(a.RunAt), Outcomes: a.Outcomes.V, Result: a.ResultHash, Held: a.Held}
	if a.RunBy != nil {
		out.RunBy = names[*a.RunBy]
	}
	return out
}

func peopleWhoRan(r models.View, rows []models.Assessment) (map[models.ID]string, error) {
	var ids []models.ID
	for _, a := range rows {
		if a.RunBy != nil {
			ids = append(ids, *a.RunBy)
		}
	}
	return models.AccountNames(r, ids)
}

func showAssessment(r models.View, v models.Viewer, incident models.ID, number int) (*struct{ Body AssessmentDetail }, error) {
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	a, err := models.FindAssessment(r, incident, number)
	if err != nil {
		return nil, err
	}
	names, err := peopleWhoRan(r, []models.Assessment{a})
	if err != nil {
		return nil, err
	}
	out := &struct{ Body AssessmentDetail }{}
	out.Body.AssessmentView, out.Body.Packs, out.Body.Environment = viewAssessment(a, names), a.Packs.V, a.Environment.V
	if out.Body.Input, err = models.Unpack(a.Input); err != nil {
		return nil, err
	}
	out.Body.Result, err = models.Unpack(a.Result)
	return out, err
}

func determinationRow(d *models.Determination, party string) DeterminationRow {
	return DeterminationRow{ID: d.ID, IncidentID: d.IncidentID, PartyID: d.PartyID, Party: party, Regime: d.Regime, Agreement: regimes.IsOwn(d.Regime), Law: d.Law, Duty: d.Duty,
		Jurisdiction: d.Jurisdiction, Recipient: d.Recipient, RecipientName: d.RecipientName, Outcome: d.Outcome, Effective: d.Effective,
		Decided: d.Decided, Review: d.Review, DueAt: at(d.DueAt), TargetAt: at(d.TargetAt), Zone: d.Zone, Citation: d.Citation, Confidence: d.Confidence,
		Reason: mainReason(d.Reasons.V), Needs: notNil(d.Needs.V)}
}

func viewDetermination(d models.Determination, party string) DeterminationView {
	return DeterminationView{DeterminationRow: determinationRow(&d, party), DueLocal: local(d.DueAt, d.Zone), TargetLocal: local(d.TargetAt, d.Zone),
		PackVersion: d.PackVersion, Reasons: notNil(d.Reasons.V), FactsUsed: notNil(d.FactsUsed.V), Also: d.Also.V, SaidAt: at(d.SaidAt), SupersededAt: at(d.SupersededAt)}
}

// mainReason is the line that carries most: role or name alone decide little, and "if it turns out" comes after the answer.
func mainReason(reasons []string) string {
	for _, reason := range reasons {
		if !slices.ContainsFunc(asides, func(aside string) bool { return strings.HasPrefix(reason, aside) }) {
			return reason
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	return reasons[0]
}

var asides = []string{"The party's role:", "The party's name:", "If it turns out", "Decided by"}

func listDeterminations(r models.View, v models.Viewer, incident models.ID, f models.DeterminationFilter, p models.PageRequest) (*struct{ Body DeterminationList }, error) {
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	page, err := models.ListDeterminations(r, v, incident, f, p)
	if err != nil {
		return nil, err
	}
	names, err := models.PartyNames(r, v, incident)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body DeterminationList }{}
	out.Body.Items, out.Body.Next = make([]DeterminationRow, 0, len(page.Items)), page.Next
	for i := range page.Items {
		d := &page.Items[i]
		out.Body.Items = append(out.Body.Items, determinationRow(d, names[d.PartyID]))
	}
	out.Body.Counts, err = models.CountDeterminations(r, v, incident)
	return out, err
}

func showDetermination(r models.View, v models.Viewer, id models.ID) (*struct{ Body DeterminationDetail }, error) {
	d, err := models.FindDetermination(r, v, id)
	if err != nil {
		return nil, err
	}
	names, err := models.PartyNames(r, v, d.IncidentID)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body DeterminationDetail }{}
	out.Body.Determination = viewDetermination(d, names[d.PartyID])
	decisions, err := models.ListDecisions(r, &d)
	if err != nil {
		return nil, err
	}
	if out.Body.Decisions, err = viewDecisions(r, decisions); err != nil {
		return nil, err
	}
	history, err := models.DeterminationHistory(r, d.IncidentID, d.Key())
	out.Body.History = make([]DeterminationView, 0, len(history))
	for _, h := range history {
		out.Body.History = append(out.Body.History, viewDetermination(h, names[h.PartyID]))
	}
	return out, err
}

func viewDecisions(r models.View, rows []models.Decision) ([]DecisionView, error) {
	var ids []models.ID
	for _, d := range rows {
		ids = append(ids, d.DecidedBy)
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out := make([]DecisionView, 0, len(rows))
	for i := range rows {
		d := &rows[i]
		x := DecisionView{ID: d.ID, DeterminationID: d.DeterminationID, Kind: d.Kind, Outcome: d.Outcome, DueAt: at(d.DueAt),
			DecidedAt: at(d.DecidedAt), DecidedBy: names[d.DecidedBy], DecidedByID: d.DecidedBy}
		if d.ObligationID != nil {
			x.ObligationID = *d.ObligationID
		}
		if d.AnswersID != nil {
			x.AnswersID = *d.AnswersID
		}
		if x.Reason, err = d.Reason(r.Keys()); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
