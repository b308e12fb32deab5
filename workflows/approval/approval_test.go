package approval_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/approval"
)

func viewer(r models.Role) models.Viewer { return models.Viewer{Account: models.NewID(), Role: r} }

var (
	admin   = viewer(models.RoleAdministrator)
	writer  = viewer(models.RoleCommunications)
	second  = viewer(models.RoleCommunications)
	dpo     = viewer(models.RoleDPO)
	manager = viewer(models.RoleIncidentManager)
	lead    = viewer(models.RoleApprover)
)

type world struct {
	t        fatal
	ctx      context.Context
	db       *models.DB
	incident models.ID
}

type fatal interface {
	Helper()
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func newWorld(ctx context.Context, t fatal, db *models.DB) *world {
	t.Helper()
	w := &world{t: t, ctx: ctx, db: db, incident: models.NewID()}
	w.must(db.Command(ctx, models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		return models.AddIncident(tx, &models.Incident{ID: w.incident, Title: "Intruder", OpenedAt: tx.Now(), OpenedBy: writer.Account})
	}))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v", err)
	}
}

func (w *world) refused(kind models.Kind, says string, err error) {
	w.t.Helper()
	if !models.IsKind(err, kind) || !strings.Contains(err.Error(), says) {
		w.t.Errorf("want %s %q, got %v", kind, says, err)
	}
}

func (w *world) chain(kind string, emergency []models.Role, steps ...models.Role) {
	w.t.Helper()
	now, err := approval.Of(w.db.View(w.ctx), kind)
	w.must(err)
	w.must(approval.Set(w.ctx, w.db, admin, approval.Chain{Kind: kind, Number: now.Number, Steps: steps, Emergency: emergency}))
}

func (w *world) piece(hash string) approval.Piece {
	return approval.Piece{ID: models.NewID(), Incident: w.incident, Kind: models.NoticePeople, Hash: hash, Writers: []models.ID{writer.Account}}
}

func (w *world) sign(p approval.Piece, by models.Viewer) (last bool, err error) {
	err = w.db.Command(w.ctx, models.Act{By: by.Actor(), Operation: "test", Incident: w.incident}, func(tx models.Tx) error {
		last, err = approval.Sign(tx, p, by)
		return err
	})
	return last, err
}

func (w *world) hurry(p approval.Piece, by models.Viewer, why string) (last bool, err error) {
	err = w.db.Command(w.ctx, models.Act{By: by.Actor(), Operation: "test", Incident: w.incident}, func(tx models.Tx) error {
		last, err = approval.Hurry(tx, p, by, why)
		return err
	})
	return last, err
}

func TestWhoApprovesANoticeToPeopleStepByStep(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t.Context(), t, db)
		p := w.piece("a")
		// Without a chain of its own: one approver, as ever.
		if s, err := approval.Read(db.View(w.ctx), p); err != nil || s.Next != models.RoleApprover || len(s.Steps) != 1 {
			t.Fatalf("%+v %v", s, err)
		}
		w.chain(models.NoticePeople, nil, models.RoleCommunications, models.RoleDPO, models.RoleApprover)
		for _, who := range []models.Viewer{dpo, manager, lead, viewer(models.RoleAuditor), viewer(models.RoleAdministrator), viewer(models.RoleFocalPoint)} {
			_, err := w.sign(p, who)
			w.refused(models.KindForbidden, "second person of communications", err)
		}
		_, err := w.sign(p, writer)
		w.refused(models.KindForbidden, "differ from author", err)
		last, err := w.sign(p, second)
		if w.must(err); last {
			t.Fatal("one of three is the last")
		}
		_, err = w.sign(p, second)
		w.refused(models.KindForbidden, "one approval", err)
		_, err = w.sign(p, lead)
		w.refused(models.KindForbidden, "data protection officer", err)
		// A chain that is changed now counts for what begins now.
		w.chain(models.NoticePeople, nil, models.RoleApprover)
		_, err = w.sign(p, lead)
		w.refused(models.KindForbidden, "data protection officer", err)
		_, err = w.sign(p, dpo)
		w.must(err)
		if last, err = w.sign(p, lead); err != nil || !last {
			t.Errorf("the third of three: %v %v", last, err)
		}
		other := w.piece("a")
		if last, err = w.sign(other, lead); err != nil || !last {
			t.Errorf("begun after the change: %v %v", last, err)
		}
		// Other bytes of the same piece begin again.
		p.Hash = "b"
		if s, err := approval.Read(db.View(w.ctx), p); err != nil || len(s.Signed) != 0 {
			t.Errorf("what was said of other bytes counts: %+v %v", s, err)
		}
	})
}

func TestOnePersonNeverGivesTwoStepsOfARoleThatIsNamedTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t.Context(), t, db)
		w.chain(models.NoticePeople, nil, models.RoleApprover, models.RoleApprover)
		p := w.piece("a")
		_, err := w.sign(p, lead)
		w.must(err)
		_, err = w.sign(p, lead)
		w.refused(models.KindForbidden, "one approval", err)
		if last, err := w.sign(p, viewer(models.RoleApprover)); err != nil || !last {
			t.Errorf("another approver: %v %v", last, err)
		}
	})
}

func TestTwoPeopleApproveAtOnceAndAThirdLooksAtItWithinADay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t.Context(), t, db)
		w.chain(models.NoticePeople, []models.Role{models.RoleIncidentManager, models.RoleApprover}, models.RoleCommunications, models.RoleDPO, models.RoleApprover)
		p := w.piece("a")
		_, err := w.hurry(p, manager, " ")
		w.refused(models.KindInvalid, "why", err)
		_, err = w.hurry(p, dpo, "Lives are at risk.")
		w.refused(models.KindForbidden, "not one of the two", err)
		p.Writers = append(p.Writers, manager.Account)
		_, err = w.hurry(p, manager, "Lives are at risk.")
		w.refused(models.KindForbidden, "differ from author", err)
		p.Writers = []models.ID{writer.Account}
		if last, err := w.hurry(p, manager, "Lives are at risk."); err != nil || last {
			t.Fatalf("one person alone: %v %v", last, err)
		}
		_, err = w.hurry(p, manager, "Lives are at risk.")
		w.refused(models.KindForbidden, "second person", err)
		_, err = w.hurry(p, viewer(models.RoleIncidentManager), "Lives are at risk.")
		w.refused(models.KindForbidden, "an approver", err)
		if open, _ := models.OpenReviews(db.View(w.ctx), w.incident); len(open) != 0 {
			t.Fatal("a review before two have agreed")
		}
		if last, err := w.hurry(p, lead, "I agree: people must leave tonight."); err != nil || !last {
			t.Fatalf("the second: %v %v", last, err)
		}
		all, err := models.ListApprovalReviews(db.View(w.ctx), manager, w.incident)
		w.must(err)
		if len(all) != 1 || all[0].DueAt.Sub(all[0].OpenedAt) != 24*time.Hour || all[0].Hash != "a" {
			t.Fatalf("%+v", all)
		}
		if n, err := models.CountReviewsWaiting(db.View(w.ctx), false); err != nil || n != 1 {
			t.Errorf("%d wait, %v", n, err)
		}
		for _, who := range []models.Viewer{manager, lead, writer} {
			w.refused(models.KindForbidden, "somebody else", approval.Close(w.ctx, db, who, all[0].ID, "Fine."))
		}
		w.refused(models.KindInvalid, "found", approval.Close(w.ctx, db, dpo, all[0].ID, ""))
		w.refused(models.KindNotFound, "", approval.Close(w.ctx, db, viewer(models.RoleFocalPoint), all[0].ID, "Fine."))
		w.must(approval.Close(w.ctx, db, dpo, all[0].ID, "The words were right; one sentence is put better in the supplement."))
		w.refused(models.KindConflict, "already", approval.Close(w.ctx, db, dpo, all[0].ID, "Again."))
		if open, _ := models.OpenReviews(db.View(w.ctx), w.incident); len(open) != 0 {
			t.Error("closed, and still open")
		}
	})
}

func TestChainsThatAreRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t.Context(), t, db)
		lead, leads := []models.Role{models.RoleApprover}, []models.Role{models.RoleApprover, models.RoleIncidentManager}
		for name, c := range map[string]approval.Chain{
			"nobody approves":           {Kind: models.NoticePeople},
			"seven steps":               {Kind: models.NoticePeople, Steps: slices.Repeat(lead, 7)},
			"an auditor approves":       {Kind: models.NoticePeople, Steps: []models.Role{models.RoleAuditor}},
			"a society approves":        {Kind: models.NoticePeople, Steps: []models.Role{models.RoleFocalPoint}},
			"an emergency of one":       {Kind: models.NoticePeople, Steps: lead, Emergency: lead},
			"an emergency of anybody":   {Kind: models.NoticePeople, Steps: lead, Emergency: []models.Role{models.RoleApprover, models.RoleAdministrator}},
			"a kind that does not be":   {Kind: "poem", Steps: lead},
			"the contact of the page":   {Kind: string(models.TextPublicPage), Steps: lead},
			"a version nobody has seen": {Kind: models.NoticePeople, Number: 7, Steps: lead, Emergency: leads},
		} {
			if err := approval.Set(w.ctx, db, admin, c); err == nil {
				t.Errorf("%s was accepted", name)
			}
		}
		w.chain(models.NoticePeople, leads, models.RoleApprover)
		w.refused(models.KindConflict, "Somebody else", approval.Set(w.ctx, db, admin, approval.Chain{Kind: models.NoticePeople, Steps: lead}))
	})
}

// Whatever people do in whatever order, a piece is approved only when each role of its chain, in order, said yes to these bytes: different
// people, none of whom wrote any of it; or two of the named roles at once, and then a review is open.
func TestNoOrderOfActsLeadsAroundTheChain(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	roles := approval.Signers
	var people []models.Viewer
	for _, r := range append(slices.Clone(roles), models.RoleAuditor) {
		people = append(people, viewer(r), viewer(r))
	}
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t.Context(), rt, db)
		steps := rapid.SliceOfN(rapid.SampledFrom(roles), 1, 4).Draw(rt, "steps")
		emergency := []models.Role{}
		if rapid.Bool().Draw(rt, "emergency") {
			emergency = rapid.SliceOfN(rapid.SampledFrom(roles), 2, 2).Draw(rt, "two")
		}
		w.chain(models.NoticePeople, emergency, steps...)
		p := w.piece("0")
		p.Writers = []models.ID{people[0].Account}
		edits := 0
		var said []models.Viewer   // the model: who said yes to these bytes
		var called []models.Viewer // who asked to approve at once
		approved := false
		check := func(by models.Viewer, last bool, err error, may, isLast bool) {
			if (err == nil) != may || err == nil && last != isLast {
				rt.Fatalf("%s after %d of %v (%v): %v, last %v; may %v, last %v", by.Role, len(said), steps, emergency, err, last, may, isLast)
			}
		}
		pick := func(rt *rapid.T) models.Viewer { return rapid.SampledFrom(people).Draw(rt, "who") }
		rt.Repeat(map[string]func(*rapid.T){
			"approve": func(rt *rapid.T) {
				by := pick(rt)
				may := len(said) < len(steps) && by.Role == steps[min(len(said), len(steps)-1)] && !slices.Contains(p.Writers, by.Account) && !slices.ContainsFunc(said, func(v models.Viewer) bool { return v.Account == by.Account })
				last, err := w.sign(p, by)
				check(by, last, err, may, len(said) == len(steps)-1)
				if err == nil {
					said, approved = append(said, by), approved || last
				}
			},
			"at once": func(rt *rapid.T) {
				if len(called) == 2 {
					return
				}
				by := pick(rt)
				left := emergency
				may := !slices.Contains(p.Writers, by.Account)
				if len(called) == 1 {
					may = may && called[0].Account != by.Account
					at := slices.Index(emergency, called[0].Role)
					left = slices.Delete(slices.Clone(emergency), at, at+1)
				}
				may = may && slices.Contains(left, by.Role)
				before, _ := models.OpenReviews(db.View(t.Context()), w.incident)
				last, err := w.hurry(p, by, "No time.")
				check(by, last, err, may, len(called) == 1)
				if err == nil {
					called, approved = append(called, by), approved || last
				}
				after, _ := models.OpenReviews(db.View(t.Context()), w.incident)
				if (len(after) == len(before)+1) != last {
					rt.Fatalf("%d reviews, then %d, last %v", len(before), len(after), last)
				}
			},
			"edit": func(rt *rapid.T) {
				by := pick(rt)
				edits++
				p.Hash = fmt.Sprint(edits % 3) // the same bytes come back
				p.Writers = append(p.Writers, by.Account)
				w.must(db.Command(t.Context(), models.Act{By: by.Actor(), Operation: "test", Incident: w.incident}, func(tx models.Tx) error { return models.VoidApprovals(tx, p.ID) }))
				said, called, approved = nil, nil, false
			},
			"": func(rt *rapid.T) {
				s, err := approval.Read(db.View(t.Context()), p)
				w.must(err)
				if len(s.Signed) != len(said) || (s.Next == "") != (len(said) == len(steps)) {
					rt.Fatalf("%d signed, %d said", len(s.Signed), len(said))
				}
				if approved && len(said) < len(steps) && len(called) < 2 {
					rt.Fatal("approved around the chain")
				}
			},
		})
	})
}
