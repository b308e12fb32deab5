package retention

import (
	"context"
	"time"

	"candour/models"
)

// peopleAtOnce is how many people one transaction erases: others write in between.
const peopleAtOnce = 5000

// erased counts what was erased of one incident; the record keeps the numbers.
type erased struct {
	People       int64  `json:"people"`
	ContactPlans int64  `json:"contact_plans"`
	Overrides    int64  `json:"contact_overrides"`
	Documents    int64  `json:"documents"`
	Answers      int64  `json:"answers"`
	Letters      int64  `json:"letters"`
	KeepUntilOn  string `json:"keep_until_on"`
}

// erasePeople erases the people of closed incidents whose day is past: who they are, how they could be told safely, and what was handed in about
// them. Interrupted anywhere, the next run goes on: what was erased is not there any more, and the mark is made last.
func erasePeople(ctx context.Context, db *models.DB) (people int64, err error) {
	due, err := models.IncidentsToErase(db.View(ctx), db.Now().Time().Format(time.DateOnly))
	if err != nil {
		return 0, err
	}
	for _, i := range due {
		n, err := eraseOf(ctx, db, i)
		if models.IsKind(err, models.KindConflict) {
			continue // somebody opened it again while it was being erased; it is looked at again when it is closed
		}
		if err != nil {
			return people, err
		}
		people += n
	}
	return people, nil
}

func eraseOf(ctx context.Context, db *models.DB, i models.Incident) (int64, error) {
	act := func(fn func(models.Tx) error) error {
		return db.Command(ctx, models.Act{By: models.System, Operation: "erase-people", Incident: i.ID}, func(tx models.Tx) error {
			if err := models.MarkErased(tx, i, i.PeopleErasedAt); err != nil { // still closed
				return err
			}
			tx.On("incident", i.ID)
			return fn(tx)
		})
	}
	// 1. The search, so that nobody is found any more.
	if err := act(func(tx models.Tx) error { _, err := models.EraseWords(tx, i.ID); return err }); err != nil {
		return 0, err
	}
	// 2. The people, some at a time.
	sum := erased{KeepUntilOn: i.KeepUntilOn}
	for more := true; more; {
		err := act(func(tx models.Tx) error {
			n, err := models.ErasePeople(tx, i.ID, peopleAtOnce)
			if err != nil {
				return err
			}
			sum.People, more = sum.People+n, n == peopleAtOnce
			return tx.Details(map[string]any{"people": n})
		})
		if err != nil {
			return sum.People, err
		}
	}
	// 3. What was said about them, and the mark. After this point the run is done with this incident.
	return sum.People, act(func(tx models.Tx) (err error) {
		if sum.ContactPlans, sum.Overrides, err = models.EraseContact(tx, i.ID); err != nil {
			return err
		}
		if sum.Documents, err = models.EraseDocuments(tx, i.ID); err != nil {
			return err
		}
		if sum.Answers, err = models.EraseProposals(tx, i.ID); err != nil {
			return err
		}
		if sum.Letters, err = models.EraseLetters(tx, i.ID); err != nil {
			return err
		}
		if err := models.MarkErased(tx, i, tx.Now()); err != nil {
			return err
		}
		return tx.Details(sum)
	})
}
