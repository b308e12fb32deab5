package notices_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/acknowledgement"
)

func (w *world) board(n models.Notice) (map[string]acknowledgement.Row, acknowledgement.Counts) {
	w.t.Helper()
	rows, c, err := acknowledgement.Board(w.db.View(w.t.Context()), manager, w.incident, n.ID)
	w.must(err)
	out := map[string]acknowledgement.Row{}
	for _, r := range rows {
		out[r.Society.Name] = r
	}
	return out, c
}

func TestASocietyReadsAnswersAndIsOnTheBoardAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, false), newRelay(t)
		n := w.sending()
		w.drain(r.post(t))
		ds := w.deliveries(n)
		token := w.token(ds[0].ID)
		ctx := t.Context()
		before, c := w.board(n)
		if c.Expected != 3 || c.Sent != 2 || c.Delivered != 0 || c.Seen != 0 || c.Problems != 1 || before["Gamma Red Cross"].Problem != "no_contact" {
			t.Errorf("board before: %+v", c)
		}
		for name, bad := range map[string]string{"nothing": "", "spaces": "   ", "one letter": "x", "markup": "<b>Anna</b>", "a link": "http://x.org/a", "digits": "12345", "a long text": strings.Repeat("a", 101)} {
			p, err := acknowledgement.Press(ctx, db, token, "seen", bad, "/l/x")
			if err != nil || !p.Problem || p.State != "ask" {
				if !errors.Is(err, acknowledgement.ErrBusy) {
					t.Errorf("%s as a name: %+v %v", name, p.State, err)
				}
			}
		}
		modelstest.ClockOf(db).Advance(2 * time.Hour)
		p, err := acknowledgement.Press(ctx, db, token, "seen", " Anna  Petrović ", "/l/x")
		w.must(err)
		if p.State != "answer" || p.TypedName != "Anna Petrović" {
			t.Errorf("after reading: %s %q", p.State, p.TypedName)
		}
		p, err = acknowledgement.Press(ctx, db, token, "acting", "Anna Petrović", "/l/x")
		w.must(err)
		if p.State != "done" || p.Answer != "acting" || len(p.Code) != 13 {
			t.Errorf("after the answer: %s %s %s", p.State, p.Answer, p.Code)
		}
		rows, c := w.board(n)
		if c.Delivered != 1 || c.Seen != 1 || c.Acknowledged != 1 || c.Acting != 1 {
			t.Errorf("board: %+v", c)
		}
		for _, row := range rows {
			if row.Acknowledged && row.Code != p.Code {
				t.Errorf("the board shows code %s, the society has %s", row.Code, p.Code)
			}
		}
		again, err := acknowledgement.Press(ctx, db, token, "declined", "Somebody Else", "/l/x")
		w.must(err)
		if again.State != "repeat" || again.Answer != "acting" || again.Code != "" {
			t.Errorf("a second answer: %+v", again)
		}
		faults, _, err := models.VerifyChains(db.View(ctx))
		if err != nil || len(faults) > 0 {
			t.Errorf("record: %v %v", faults, err)
		}
	})
}

// TRUST AC-04: of many presses at once exactly one has an effect.
func TestOfManyPressesAtOnceOneCounts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.sending()
		token := w.token(w.deliveries(n)[0].ID)
		var done atomic.Int32
		var wg sync.WaitGroup
		for _, answer := range []string{"acting", "declined", "call_me", "acting", "declined", "call_me", "acting", "acting", "declined", "call_me", "acting", "acting"} {
			wg.Go(func() {
				p, err := acknowledgement.Press(t.Context(), db, token, answer, "Anna Petrović", "/l/x")
				if err != nil && !errors.Is(err, acknowledgement.ErrBusy) {
					t.Error(err)
				}
				if p.State == "done" {
					done.Add(1)
				}
			})
		}
		wg.Wait()
		if done.Load() != 1 {
			t.Errorf("%d presses had an effect", done.Load())
		}
		page, err := models.ListEvents(db.View(t.Context()), w.incident, models.PageRequest{Limit: 200})
		w.must(err)
		presses := 0
		for _, e := range page.Items {
			if e.Operation == "acknowledge-circular" {
				presses++
				if e.ActorKind != "link" || strings.Contains(e.Details, "Anna") {
					t.Errorf("event %+v", e)
				}
			}
		}
		if presses != 1 {
			t.Errorf("%d presses are in the record", presses)
		}
	})
}

func TestALinkThatCannotBeUsedSaysNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.sending()
		token := w.token(w.deliveries(n)[0].ID)
		for name, bad := range map[string]string{"invented": strings.Repeat("A", 43), "cut short": token[:42], "longer": token + "A", "empty": "", "other case": strings.ToLower(token)} {
			if _, err := acknowledgement.OpenLink(db.View(t.Context()), bad); !errors.Is(err, acknowledgement.ErrLinkDead) {
				t.Errorf("%s: %v", name, err)
			}
		}
		modelstest.ClockOf(db).Advance(14*24*time.Hour - time.Second)
		if _, err := acknowledgement.OpenLink(db.View(t.Context()), token); err != nil {
			t.Errorf("dead before its time: %v", err)
		}
		modelstest.ClockOf(db).Advance(time.Second)
		if _, err := acknowledgement.OpenLink(db.View(t.Context()), token); !errors.Is(err, acknowledgement.ErrLinkDead) {
			t.Errorf("alive after its time: %v", err)
		}
		if _, err := acknowledgement.Press(t.Context(), db, token, "seen", "Anna Petrović", "/l/x"); !errors.Is(err, acknowledgement.ErrLinkDead) {
			t.Errorf("pressed after its time: %v", err)
		}
	})
}

func TestTheButtonsOfOneLinkTireAfterTenPressesAnHour(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	token := w.token(w.deliveries(w.sending())[0].ID)
	// A forgotten name counts for nothing, however often: it must not lock the society out.
	for i := range 20 {
		if _, err := acknowledgement.Press(t.Context(), db, token, "seen", "", "/l/x"); err != nil {
			t.Fatalf("press %d without a name: %v", i, err)
		}
	}
	for i := range 10 {
		if _, err := acknowledgement.Press(t.Context(), db, token, "seen", "Anna Petrović", "/l/x"); err != nil {
			t.Fatalf("press %d: %v", i, err)
		}
	}
	if _, err := acknowledgement.Press(t.Context(), db, token, "seen", "Anna Petrović", "/l/x"); !errors.Is(err, acknowledgement.ErrBusy) {
		t.Errorf("press 11: %v", err)
	}
	if _, err := acknowledgement.OpenLink(db.View(t.Context()), token); err != nil {
		t.Errorf("reading is not limited: %v", err)
	}
	modelstest.ClockOf(db).Advance(61 * time.Minute)
	if _, err := acknowledgement.Press(t.Context(), db, token, "seen", "Anna Petrović", "/l/x"); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

// chaseAt moves the clock to so many hours after the start and lets the chase do all it has to.
func (w *world) chaseAt(start terms.Instant, hours int) {
	w.t.Helper()
	modelstest.ClockOf(w.db).Set(start.Add(time.Duration(hours) * time.Hour))
	for range 10 {
		n, err := acknowledgement.Chase(w.t.Context(), w.db, publicURL)
		w.must(err)
		if n == 0 {
			return
		}
	}
	w.t.Fatal("the chase does not end")
}

func (w *world) purposes(n models.Notice, society int) string {
	var out []string
	for _, d := range w.deliveries(n) {
		if d.OrganisationID == w.societies[society] {
			out = append(out, d.Purpose)
		}
	}
	return strings.Join(out, " ")
}

func TestSilenceClimbsToTheIncidentManager(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		start := db.Now()
		n := w.sending() // 40 hours to answer: reminder at 20, deputy at 30, region at 40, manager at 50
		for _, c := range []struct {
			hours int
			want  string
		}{{19, "circular"}, {20, "circular reminder"}, {29, "circular reminder"}, {30, "circular reminder deputy"}, {40, "circular reminder deputy region"}, {50, "circular reminder deputy region"}} {
			w.chaseAt(start, c.hours)
			if got := w.purposes(n, 0); got != c.want {
				t.Errorf("after %d hours: %q, want %q", c.hours, got, c.want)
			}
		}
		rows, c := w.board(n)
		alpha := rows["Alpha Red Cross"]
		if alpha.Expected.EscalatedAt.IsZero() || !alpha.Expected.NextChaseAt.IsZero() || !alpha.Silent {
			t.Errorf("at the end: %+v", alpha.Expected)
		}
		open, err := models.ListTasks(db.View(t.Context()), manager, models.TaskFilter{Incident: w.incident, Kind: "silence"}, models.PageRequest{})
		w.must(err)
		if len(open.Items) == 0 {
			t.Error("the end of the chase is nobody's task")
		}
		if c.Silent != 3 {
			t.Errorf("silent: %d", c.Silent)
		}
		w.chaseAt(start, 1000)
		if got := w.purposes(n, 0); strings.Count(got, " ") != 3 {
			t.Errorf("the chase went on after its end: %q", got)
		}
	})
}

func TestADeputyThatDoesNotExistIsSkippedAndAnAnswerEndsTheChase(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		start := db.Now()
		n := w.sending()
		w.chaseAt(start, 20)
		w.chaseAt(start, 30)
		if got := w.purposes(n, 1); got != "circular reminder region" {
			t.Errorf("a society with one contact: %q", got)
		}
		// Nobody can be written to at the third society: its region hears at once.
		if got := w.purposes(n, 2); !strings.HasPrefix(got, "region") {
			t.Errorf("a society without contacts: %q", got)
		}
		for _, d := range w.deliveries(n) {
			if d.OrganisationID == w.societies[0] && d.Purpose == "reminder" {
				if _, err := acknowledgement.Press(t.Context(), db, w.token(d.ID), "call_me", "Anna Petrović", "/l/x"); err != nil {
					t.Fatal(err)
				}
			}
		}
		before := w.purposes(n, 0)
		w.chaseAt(start, 500)
		if after := w.purposes(n, 0); after != before {
			t.Errorf("chased after the answer: %q, then %q", before, after)
		}
	})
}

func TestAStandstillIsCaughtUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		start := db.Now()
		n := w.sending()
		w.chaseAt(start, 400) // nobody was here for two weeks
		if got := w.purposes(n, 0); got != "circular reminder" {
			t.Errorf("right after the standstill: %q", got)
		}
		for h := 410; h <= 460; h += 10 {
			w.chaseAt(start, h)
		}
		rows, _ := w.board(n)
		if got := w.purposes(n, 0); got != "circular reminder deputy region" || rows["Alpha Red Cross"].Expected.EscalatedAt.IsZero() {
			t.Errorf("in the end: %q", got)
		}
	})
}

func TestAFocalPointSeesOnlyItsOwnLine(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.sending()
		focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: w.societies[0]}
		rows, c, err := acknowledgement.Board(db.View(t.Context()), focal, w.incident, "")
		w.must(err)
		if len(rows) != 1 || rows[0].Society.ID != w.societies[0] || c.Expected != 1 {
			t.Errorf("rows: %d, %+v", len(rows), c)
		}
		stranger := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
		if _, err := models.FindNotice(db.View(t.Context()), stranger, n.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a society that was not written to reads the circular: %v", err)
		}
		draft := w.submitted()
		if _, err := models.FindNotice(db.View(t.Context()), focal, draft.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a society reads what has not been sent: %v", err)
		}
	})
}

func TestANewLinkKillsTheOldOnes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.sending()
		old := w.token(w.deliveries(n)[0].ID)
		society := w.deliveries(n)[0].OrganisationID
		for range 2 { // replaced, and replaced again
			w.must(acknowledgement.Reissue(t.Context(), db, manager, n.ID, society, "It was forwarded.", publicURL))
		}
		if _, err := acknowledgement.OpenLink(db.View(t.Context()), old); !errors.Is(err, acknowledgement.ErrLinkDead) {
			t.Errorf("the old link still opens: %v", err)
		}
		live := 0
		for _, d := range w.deliveries(n) {
			if d.OrganisationID == society {
				if _, err := acknowledgement.OpenLink(db.View(t.Context()), w.token(d.ID)); err == nil {
					live++
				}
			}
		}
		if live != 1 {
			t.Errorf("%d live links", live)
		}
	})
}

func TestAPromisedCallIsSomebodysTask(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.sending()
		for i, answer := range []string{"call_me", "declined"} {
			if _, err := acknowledgement.Press(t.Context(), db, w.token(w.deliveries(n)[i].ID), answer, "Anna Petrovic", "/l/x"); err != nil {
				t.Fatal(err)
			}
		}
		open, err := models.ListTasks(db.View(t.Context()), manager, models.TaskFilter{Incident: w.incident}, models.PageRequest{})
		w.must(err)
		if len(open.Items) != 2 {
			t.Errorf("%d tasks", len(open.Items))
		}
		for _, x := range open.Items {
			if strings.Contains(x.Title+x.Detail, "Anna") {
				t.Errorf("a name stands in a task: %q", x.Title)
			}
		}
	})
}
