package statements

import (
	"github.com/riverqueue/river"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/jobs"
)

// ChangedArgs asks that what follows from a change of a public page is done: its static copy, the look from outside, the messages to those who
// asked for them. At is the moment it shows.
type ChangedArgs struct {
	Incident models.ID     `json:"incident"`
	At       terms.Instant `json:"at"`
}

// Kind names the job in the queue.
func (ChangedArgs) Kind() string { return "follow-public-page" }

// Changed is called inside the command that changes what a public page shows, now or at a moment. The job reads what is public when it runs,
// so one that comes early does nothing early.
func Changed(tx models.Tx, incident models.ID, at terms.Instant) error {
	return jobs.EnqueueWith(tx, ChangedArgs{incident, at}, &river.InsertOpts{ScheduledAt: at.Time()})
}
