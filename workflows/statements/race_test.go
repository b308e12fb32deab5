package statements_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

// An edit, an approval of what was read before it, and the publication of what is approved, at the same moment, a thousand times: whatever is
// public afterwards is what the approver had read, to the byte.
func TestAnEditAndAnApprovalAtTheSameMomentPublishNothingThatNobodyApproved(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		incident := newIncident(t, db)
		outcome := map[string]int{}
		for n := range 1000 {
			v, err := texts.Save(ctx, db, author, incident, models.TextStatement, "", texts.Draft{Language: "en", Title: "What we know", Body: fmt.Sprintf("Read by the approver, %d.", n)})
			if err != nil {
				t.Fatal(err)
			}
			if err := texts.Submit(ctx, db, author, v.TextID); err != nil {
				t.Fatal(err)
			}
			start := make(chan struct{})
			var all sync.WaitGroup
			var edited, agreed, published error
			race := func(err *error, do func() error) {
				late := time.Duration(rand.IntN(1500)) * time.Microsecond
				all.Go(func() {
					<-start
					time.Sleep(late)
					*err = do()
				})
			}
			race(&edited, func() error {
				_, err := texts.Save(ctx, db, author, incident, models.TextStatement, v.TextID, texts.Draft{Language: "en", Title: "What we know", Body: "Never approved.", From: 1})
				return err
			})
			race(&agreed, func() error { return texts.Approve(ctx, db, approver, v.TextID, v.Hash) })
			race(&published, func() error {
				_, err := statements.Publish(ctx, db, publisher, statements.Publication{Text: v.TextID})
				return err
			})
			close(start)
			all.Wait()
			for _, err := range []error{agreed, published} {
				if err != nil && !models.IsKind(err, models.KindConflict) {
					t.Fatal(err)
				}
			}
			if edited != nil {
				t.Fatalf("an edit was lost: %v", edited)
			}
			public, err := models.PublicNow(db.View(ctx), incident)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range public {
				if p.TextID != v.TextID {
					continue
				}
				out, err := models.FindTextVersion(db.View(ctx), p.VersionID)
				if err != nil {
					t.Fatal(err)
				}
				c, err := out.Content(db.Keys())
				if err != nil || agreed != nil || out.ID != v.ID || !bytes.Equal(out.Hash, v.Hash) || strings.Contains(c.RenderedBody, "Never") {
					t.Fatalf("%d: public is version %d, approved: %v, %v", n, out.Number, agreed, err)
				}
			}
			// After the edit nothing is approved, whoever came first.
			if now, err := models.CurrentTextVersion(db.View(ctx), v.TextID); err != nil || now.Number != 2 || now.State != models.TextDraft {
				t.Fatalf("%d: %+v %v", n, now.State, err)
			}
			if steps, err := models.ApprovalStepsOf(db.View(ctx), v.TextID); err != nil || len(steps) != 0 {
				t.Fatalf("%d: %d approvals stand after the edit, %v", n, len(steps), err)
			}
			if err := texts.Approve(ctx, db, approver, v.TextID, v.Hash); err == nil {
				t.Fatalf("%d: what was read before the edit is approved after it", n)
			}
			if _, err := statements.Publish(ctx, db, publisher, statements.Publication{Text: v.TextID, CorrectionSaid: "a", CorrectionRight: "b"}); err == nil {
				t.Fatalf("%d: an edit was published without approval", n)
			}
			outcome[fmt.Sprint("approved ", agreed == nil, ", published ", published == nil)]++
		}
		t.Log(outcome)
		if outcome["approved true, published true"] == 0 || outcome["approved false, published false"] == 0 {
			t.Errorf("the race was not close: %v", outcome)
		}
	})
}
