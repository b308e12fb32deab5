package intake

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/assessment"
)

// LetGo names one line of the closing list as a person saw it.
type LetGo struct{ Kind, Subject, Covers string }

// aSentence is how long a reason is at least that somebody else has to understand in a year.
const aSentence = 15

// WaiveClosing lets lines of the closing list go, with one reason. Errors: not found; invalid (no reason in a sentence, or a line that has to
// be put right); conflict (a line is about other things now, or gone).
func WaiveClosing(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, lines []LetGo, why string) error {
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "waive-closing", Incident: incident, Why: why}, func(tx models.Tx) error {
		i, err := models.FindIncident(tx, v, incident)
		if err != nil {
			return err
		}
		if i.State != models.IncidentOpen {
			return models.Conflict("The incident is closed. Nothing holds it any more.")
		}
		if why, err = reason("reason", why); err != nil {
			return err
		}
		if utf8.RuneCountInString(strings.TrimSpace(why)) < aSentence {
			return models.InvalidField("reason", "Say why in a sentence: whoever reads this later was not in the room.")
		}
		list, err := closingLines(tx, i)
		if err != nil {
			return err
		}
		tx.On("incident", incident)
		kinds := map[string]int{}
		for _, want := range lines {
			if err := letGo(tx, v, i, list, want, why); err != nil {
				return err
			}
			kinds[want.Kind]++
		}
		if kinds[ClosingScore] > 0 {
			if err := assessment.ScoreLooked(tx, i); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"lines": kinds})
	})
}

func letGo(tx models.Tx, v models.Viewer, i models.Incident, list []ClosingLine, want LetGo, why string) error {
	for _, l := range list {
		if l.Kind != want.Kind || l.Subject != want.Subject {
			continue
		}
		switch {
		case !l.Waivable:
			return models.InvalidField("lines", "This cannot be let go; it has to be put right: %s", l.Text)
		case l.Covers != want.Covers:
			return models.Conflict("This line is about other things than when you looked at it: %s Nothing was let go; read the list again.", l.Text)
		case l.Waived != nil:
			return nil
		}
		d := models.ClosingDecision{ID: models.NewID(), IncidentID: i.ID, Kind: l.Kind, Subject: l.Subject, Covers: l.Covers, DecidedAt: tx.Now(), DecidedBy: v.Account}
		if err := d.SetReason(tx.Keys(), why); err != nil {
			return err
		}
		return models.AddClosingDecision(tx, &d)
	}
	return models.Conflict("One of these lines is not open any more. Nothing was let go; read the list again.")
}

// KeepUntil sets the day until which the data of an incident's people are kept, with the reason.
func KeepUntil(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, on, why string) (models.Incident, error) {
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "set-retention", Incident: incident, Why: why}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		day, err := time.Parse(time.DateOnly, on)
		if err != nil {
			return models.InvalidField("keep_until_on", "Give a day, for example 2027-11-20.")
		}
		if today := tx.Now().Time(); day.Before(today.Add(-24*time.Hour)) || day.Year() > today.Year()+30 {
			return models.InvalidField("keep_until_on", "Choose a day from today on, within 30 years.")
		}
		if _, err := reason("reason", why); err != nil {
			return err
		}
		tx.On("incident", incident)
		if err := models.SetKeepUntil(tx, incident, on); err != nil {
			return err
		}
		return tx.Details(map[string]any{"keep_until_on": on})
	})
	if err != nil {
		return models.Incident{}, err
	}
	return models.FindIncident(db.View(ctx), v, incident)
}
