package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

// whole reads the list of people to its end, in pages of n.
func (h *house) whole(t *testing.T, v models.Viewer, n int) (out []Found) {
	t.Helper()
	p := models.PageRequest{Limit: n}
	for {
		page, err := List(h.db.View(t.Context()), v, h.incident, models.PeopleFilter{}, p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Items...)
		if page.Next == "" {
			return out
		}
		p.Cursor = page.Next
	}
}

func listOf(n int, mark string) string {
	var file strings.Builder
	file.WriteString("reference,name,email,telephone\n")
	for k := range n {
		fmt.Fprintf(&file, "%s-%d,Person %d,%s%d@example.org,+41 22 730 %04d\n", mark, k, k, mark, k, k)
	}
	return file.String()
}

func invented(all []Found) (out []Found) {
	for _, f := range all {
		if f.Canary {
			out = append(out, f)
		}
	}
	return out
}

func TestAListReadToItsEndShowsThreePeopleWhoDoNotExist(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		h.imported(t, listOf(largeFrom-1, "b"), Target{Party: h.parties[1]})
		if got := invented(h.whole(t, h.manager, 100)); len(got) != 0 {
			t.Errorf("a short list holds %d: whoever looks for somebody reads it to its end", len(got))
		}
		h.imported(t, listOf(largeFrom, "a"), Target{Party: h.parties[0]})
		want := invented(h.whole(t, h.manager, 200))
		if len(want) != canaryCount {
			t.Fatalf("%d invented people", len(want))
		}
		for _, size := range []int{1, 7, 100} {
			all := h.whole(t, h.manager, size)
			if got := invented(all); !slices.EqualFunc(got, want, func(a, b Found) bool { return a.ID == b.ID && a.Details == b.Details }) {
				t.Errorf("in pages of %d they are others, or not there: %d", size, len(got))
			}
			if !slices.IsSortedFunc(all, func(a, b Found) int {
				if a.Cohort != b.Cohort {
					return int(a.Cohort - b.Cohort)
				}
				return int(a.ID - b.ID)
			}) || len(all) != 2*largeFrom-1+canaryCount {
				t.Errorf("in pages of %d: %d people, or out of order", size, len(all))
			}
		}
		for _, f := range want {
			one, err := Find(db.View(t.Context()), h.manager, h.incident, f.ID)
			if err != nil || !one.Canary || one.Details != f.Details {
				t.Errorf("opened alone: %+v, %v", one, err)
			}
			if f.Party != h.parties[0] || f.Details.Get(models.PersonName) == "" || f.Details.Get(models.PersonEmail)+f.Details.Get(models.PersonTelephone) != "" {
				t.Errorf("invented people have a name and never an address that could be somebody's: %+v", f)
			}
		}
		// A society sees those of its own list, and nothing of another's.
		focal := func(n int) models.Viewer {
			return models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: h.societies[n]}
		}
		if got := invented(h.whole(t, focal(0), 50)); len(got) != canaryCount {
			t.Errorf("its own society sees %d", len(got))
		}
		if got := invented(h.whole(t, focal(1), 50)); len(got) != 0 {
			t.Errorf("another society sees %d", len(got))
		}
		if _, err := Find(db.View(t.Context()), focal(1), h.incident, want[0].ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("another society opens one: %v", err)
		}
	})
}

func TestWhoeverIsShownAnInventedPersonIsToldOfOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		touch := func(how string) {
			t.Helper()
			if err := Touched(t.Context(), db, h.manager, h.incident, how); err != nil {
				t.Fatal(err)
			}
		}
		events := func() (n int) {
			t.Helper()
			all, err := models.EventsUpTo(db.View(t.Context()), h.incident, 1000)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range all {
				if e.Operation == "touch-canary" {
					n++
					if e.ActorID != h.manager.Account {
						t.Errorf("the record does not say whose account it was: %v", e.ActorID)
					}
				}
			}
			return n
		}
		touch("listed")
		touch("listed")
		if n := events(); n != 1 {
			t.Errorf("%d events of one reading", n)
		}
		modelstest.ClockOf(db).Advance(hushed + time.Second)
		touch("listed")
		if n := events(); n != 2 {
			t.Errorf("%d events of two readings", n)
		}
		if open, err := models.HasOpenTask(db.View(t.Context()), h.incident, CanaryKind); err != nil || !open {
			t.Errorf("nobody has the task to ask them: %v", err)
		}
	})
}
