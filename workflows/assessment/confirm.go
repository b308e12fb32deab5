package assessment

import (
	"context"
	"strings"
	"unicode/utf8"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
)

// Confirm says that the rules are right about one duty. The engine proposes; a person decides.
// What two people have overruled, one person cannot bring back. When the confirmation changes what stands, its clocks follow.
// Errors: not found; conflict (the rules were run again meanwhile, or overruled by two people); invalid (nothing settled that could be confirmed).
func Confirm(ctx context.Context, db *models.DB, by models.Viewer, determination models.ID, reason string) error {
	d, err := models.FindDetermination(db.View(ctx), by, determination)
	if err != nil {
		return err
	}
	if d.Outcome == terms.Undetermined {
		return models.Invalid("Nothing is settled here yet, so there is nothing to confirm. Add the facts it needs: %s.", strings.Join(d.Needs.V, ", "))
	}
	if d.Decided == models.Confirm && d.Effective == d.Outcome && !d.Review {
		return models.Conflict("This was confirmed already, and nothing has changed since. Nothing was added.")
	}
	if d.Decided == models.Overrule && d.Effective != d.Outcome {
		return models.Conflict("Two people have overruled the rules here, so one alone cannot go back. Nothing was changed; propose what should stand, and a second person agrees.")
	}
	lib, _ := regimes.Default()
	run, err := prepare(db.View(ctx), lib, d.IncidentID)
	if err != nil {
		return err
	}
	return db.Command(ctx, act(by, "confirm-decision", d, reason), func(tx models.Tx) error {
		tx.On("determination", d.ID)
		if _, err := decideOn(tx, by, d, models.Confirm, d.Outcome, reason, nil); err != nil {
			return err
		}
		if err := models.SettleDetermination(tx, &d, models.Confirm, d.Outcome); err != nil {
			return err
		}
		moved := d.Effective != d.Outcome
		d.Decided, d.Effective, d.Review = models.Confirm, d.Outcome, false
		if moved {
			if err := run.realign(tx, d); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"regime": d.Regime, "duty": d.Duty, "jurisdiction": d.Jurisdiction, "outcome": d.Outcome})
	})
}

// act is the command of a decision; the reason goes, sealed, into its event too.
func act(by models.Viewer, operation string, d models.Determination, reason string) models.Act {
	return models.Act{By: by.Actor(), Operation: operation, Incident: d.IncidentID, Why: strings.TrimSpace(reason)}
}

// decideOn adds a decision to a determination. Decisions are added, never edited.
func decideOn(tx models.Tx, by models.Viewer, d models.Determination, kind models.DecisionKind, outcome terms.Outcome, reason string,
	more func(*models.Decision)) (models.Decision, error) {
	incident, err := models.LoadIncident(tx, d.IncidentID)
	if err != nil {
		return models.Decision{}, err
	}
	if incident.State != models.IncidentOpen {
		return models.Decision{}, models.Conflict("The incident is closed. Open it again, with a reason, before deciding.")
	}
	x := models.Decision{ID: models.NewID(), IncidentID: d.IncidentID, PartyID: d.PartyID, DeterminationID: d.ID, Kind: kind, Outcome: outcome,
		DecidedAt: tx.Now(), DecidedBy: by.Account}
	if more != nil {
		more(&x)
	}
	if err := x.SetReason(tx.Keys(), strings.TrimSpace(reason)); err != nil {
		return x, err
	}
	return x, models.AddDecision(tx, &x)
}

// aSentence is how long a reason is at least that somebody else has to understand in a year: "No." is none.
const aSentence = 15

// needReason refuses an act that has to be explained and is not.
func needReason(reason string) error {
	if utf8.RuneCountInString(strings.TrimSpace(reason)) < aSentence {
		return models.InvalidField("reason", "Say why, in a sentence. Whoever reads this later was not in the room.")
	}
	return nil
}
