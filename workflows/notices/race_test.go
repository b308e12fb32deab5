package notices_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/notices"
)

// An edit, and everybody who can let a circular go, at the same moment, a thousand times: what is sent is what was approved, to the byte, and
// what was edited before is not sent.
func TestAnEditAndAnApprovalAtTheSameMomentSendNothingThatNobodyApproved(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, true)
		ctx := t.Context()
		outcome := map[string]int{}
		d := w.draft()
		d.Societies = d.Societies[:1]
		other := d
		other.Organisation = "Never approved"
		for n := range 1000 {
			c, err := notices.Draft(ctx, db, author, w.incident, d)
			w.must(err)
			w.must(notices.Submit(ctx, db, author, c.ID, 1))
			read := w.notice(c.ID)
			start := make(chan struct{})
			var all sync.WaitGroup
			var edited, agreed, sent error
			late := func() { <-start; time.Sleep(time.Duration(rand.IntN(4000)) * time.Microsecond) }
			all.Go(func() {
				late()
				// Whoever edits takes the version that stands there, as a page does that was loaded again.
				for range 5 {
					if edited = notices.Edit(ctx, db, author, c.ID, w.notice(c.ID).Version, other); !models.IsKind(edited, models.KindConflict) {
						return
					}
				}
			})
			all.Go(func() {
				<-start
				if agreed = notices.Approve(ctx, db, approver, c.ID, read.Version, read.ContentHash); agreed != nil {
					return
				}
				if sent = notices.RequestSending(ctx, db, manager, c.ID, read.Version+1); sent == nil {
					_, sent = notices.ApproveSending(ctx, db, approver2, c.ID, read.Version+2, read.ContentHash, publicURL)
				}
			})
			close(start)
			all.Wait()
			for _, err := range []error{edited, agreed, sent} {
				if err != nil && !models.IsKind(err, models.KindConflict) {
					t.Fatal(err)
				}
			}
			now := w.notice(c.ID)
			if now.State == models.NoticeSending {
				f, err := now.Fixed(db.Keys())
				if err != nil || agreed != nil || sent != nil || now.ApprovedHash != read.ContentHash || now.Unchanged(db.Keys(), read.ContentHash) != nil || f.Organisation != d.Organisation {
					t.Fatalf("%d: sent is not what was approved: %v %v %v", n, agreed, sent, err)
				}
			} else {
				letters := 0
				if err := db.SQL().QueryRowContext(ctx, "SELECT COUNT(*) FROM deliveries WHERE notice_id = '"+c.ID+"'").Scan(&letters); err != nil || letters != 0 {
					t.Fatalf("%d: a circular that is %s has %d letters, %v", n, now.State, letters, err)
				}
				if edited == nil {
					if steps, err := models.ApprovalStepsOf(db.View(ctx), c.ID); err != nil || len(steps) != 0 || now.State != models.NoticeDraft {
						t.Fatalf("%d: edited, %s, and %d approvals stand, %v", n, now.State, len(steps), err)
					}
				}
			}
			outcome[fmt.Sprint("approved ", agreed == nil, ", ", now.State)]++
		}
		t.Log(outcome)
		if len(outcome) < 2 {
			t.Errorf("the race was not close: %v", outcome)
		}
	})
}
