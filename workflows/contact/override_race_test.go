package contact

import (
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/safecontact"
)

// Two officers who ask at the same moment: one override stands, and the other is told so. When it is over, the next one can be asked for.
func TestOfTwoOverridesAskedForAtTheSameMomentOneStands(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ask := func(by models.Viewer, person *int64, group *models.ID) error {
			_, err := AskOverride(t.Context(), db, by, Ask{Incident: w.incident, Person: person, Group: group, Channels: []safecontact.Channel{safecontact.ChannelEmail},
				Until: db.Now().Add(time.Hour), Why: "His lawyer asked for it."})
			return err
		}
		for round := range 6 {
			errs := make([]error, 4)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() {
					if i%2 == 0 {
						errs[i] = ask(w.officer, &w.person, nil)
					} else {
						errs[i] = ask(w.other, &w.person, nil)
					}
				})
			}
			wg.Wait()
			stands := 0
			for _, err := range errs {
				switch {
				case err == nil:
					stands++
				case !models.IsKind(err, models.KindConflict):
					t.Fatal(err)
				}
			}
			if stands != 1 {
				t.Fatalf("round %d: %d stand", round, stands)
			}
			modelstest.ClockOf(db).Advance(2 * time.Hour) // its end is past; nobody has to take it back
		}
		// A group's and a person's stand beside each other.
		if err := ask(w.officer, nil, &w.staff); err != nil {
			t.Error(err)
		}
	})
}
