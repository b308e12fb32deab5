package api_test

import (
	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/filing"
	"candour/workflows/intake"
	"candour/workflows/tasks"
)

// decide runs the rules over the incident of both societies and gives each its determination, obligation, task and proposal.
func (w *world) decide(incident models.ID) {
	w.t.Helper()
	ctx := w.t.Context()
	if _, err := assessment.DecideAsSystem(ctx, w.db, incident); err != nil {
		w.t.Fatal(err)
	}
	r := w.db.View(ctx)
	determinations, err := models.LoadDeterminations(r, incident)
	if err != nil {
		w.t.Fatal(err)
	}
	obligations, err := models.LoadObligations(r, incident)
	if err != nil {
		w.t.Fatal(err)
	}
	// Not one of the accounts that are called: whoever answers the proposal must be somebody else.
	proposer := models.Viewer{Account: models.NewID(), Role: models.RoleDPO}
	for _, ids := range []map[string]models.ID{w.own, w.other} {
		party := ids["party_id"]
		for _, d := range determinations {
			if d.PartyID != party || ids["decision_id"] != "" {
				continue
			}
			to := terms.NotRequired
			if d.Effective == to {
				to = terms.Required
			}
			ids["determination_id"] = d.ID
			if ids["decision_id"], err = assessment.ProposeOverrule(ctx, w.db, proposer, d.ID, to, "Said for the test."); err != nil {
				w.t.Fatal(err)
			}
		}
		for _, o := range obligations {
			if o.PartyID == party {
				ids["obligation_id"] = o.ID
			}
		}
		mark := "Own"
		if ids["organisation_id"] == w.other["organisation_id"] {
			mark = canary
		}
		ids["task_id"] = models.NewID()
		w.command(func(tx models.Tx) error {
			return tasks.Open(tx, []models.Task{{ID: ids["task_id"], IncidentID: incident, PartyID: &party, Kind: "manual", Playbook: tasks.Plain, Title: mark, Detail: mark}})
		})
		ids["proposal_id"] = w.proposed(ids, mark)
		ids["filing_id"] = w.filed(obligations, party, mark)
		ids["document_id"] = w.document(incident, party, mark)
		ids["enquiry_id"] = w.asked(ids, incident, mark)
		for _, k := range []string{"determination_id", "obligation_id", "decision_id", "task_id", "proposal_id", "filing_id"} {
			if ids[k] == "" {
				w.t.Fatalf("the rules gave no %s", k)
			}
		}
	}
}

// filed is what the society begins to tell its authority.
func (w *world) filed(obligations []models.Obligation, party models.ID, mark string) models.ID {
	w.t.Helper()
	writer := models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
	for _, o := range obligations {
		if o.PartyID != party || o.Recipient != "authority" || o.Clock != models.ClockDuty {
			continue
		}
		f, err := filing.Begin(w.t.Context(), w.db, writer, o.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		if err := filing.Save(w.t.Context(), w.db, writer, f.ID, filing.Written{Version: f.Version, Typed: map[string]string{"controller.address": mark}}); err != nil {
			w.t.Fatal(err)
		}
		return f.ID
	}
	return ""
}

// proposed is what a focal point of the society has submitted about it.
func (w *world) proposed(ids map[string]models.ID, mark string) models.ID {
	w.t.Helper()
	focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: ids["organisation_id"]}
	said := models.ProposalContent{Value: models.ProposalValue{Text: mark}, Source: mark, Note: mark}
	draft, err := intake.SaveProposal(w.t.Context(), w.db, focal, ids["party_id"], 0, []intake.OwnAnswer{{Question: models.AskLaw, ProposalContent: said}})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := intake.SubmitProposal(w.t.Context(), w.db, focal, ids["party_id"], draft.Version); err != nil {
		w.t.Fatal(err)
	}
	return draft.ID
}
