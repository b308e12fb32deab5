package acknowledgement

import (
	"fmt"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/tasks"
)

// followUp opens the task that an answer, or the end of the chase, asks of us. What the page promised a society must be somebody's task.
func followUp(tx models.Tx, a models.Acknowledgement, kind string) error {
	society, err := models.FindOrganisation(tx, a.OrganisationID)
	if err != nil {
		return err
	}
	n, err := models.LoadNotice(tx, a.NoticeID)
	if err != nil {
		return err
	}
	t := models.Task{IncidentID: a.IncidentID, Kind: "manual", Playbook: tasks.Plain}
	due := func(d time.Duration) terms.Instant { return tx.Now().Add(d) }
	switch kind {
	case models.AnswerCallMe:
		t.Title, t.DueAt = fmt.Sprintf("Call %s: it asked to be called (circular %d)", society.Name, n.Number), due(2*time.Hour)
		t.Detail = "The page behind the link promised a call. The name of who answered stands on the board."
	case models.AnswerDeclined:
		t.Title, t.DueAt = fmt.Sprintf("Check with %s: it says circular %d is not its concern", society.Name, n.Number), due(24*time.Hour)
		t.Detail = "The page behind the link promised that we check. If we see it differently, call them."
	default:
		t.Kind = "silence"
		t.Title, t.DueAt = fmt.Sprintf("Reach %s: no answer to circular %d", society.Name, n.Number), due(4*time.Hour)
		t.Detail = "Reminder, deputy and region brought no answer, or there is nobody to write to. Telephone, or ask a neighbour society."
	}
	return tasks.Open(tx, []models.Task{t})
}
