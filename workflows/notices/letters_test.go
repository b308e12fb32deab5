package notices_test

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/acknowledgement"
	"candour/workflows/delivery"
)

// relay is a real SMTP server on loopback.
type relay struct {
	mu      sync.Mutex
	letters map[string][]string // recipient -> messages
	refuse  map[string]int      // recipient -> reply code
	cut     map[string]bool     // recipient -> connection lost after the message, before the answer
	port    int
}

type relaySession struct {
	r  *relay
	c  *smtp.Conn
	to []string
}

func (s *relaySession) Reset()                               { s.to = nil }
func (s *relaySession) Logout() error                        { return nil }
func (s *relaySession) Mail(string, *smtp.MailOptions) error { s.to = nil; return nil }
func (s *relaySession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	if code := s.r.refuse[to]; code != 0 {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: "no"}
	}
	s.to = append(s.to, to)
	return nil
}
func (s *relaySession) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	for _, to := range s.to {
		s.r.letters[to] = append(s.r.letters[to], string(b))
		if s.r.cut[to] {
			s.c.Conn().Close()
		}
	}
	return nil
}

func newRelay(t *testing.T) *relay {
	t.Helper()
	r := &relay{letters: map[string][]string{}, refuse: map[string]int{}, cut: map[string]bool{}}
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &relaySession{r: r, c: c}, nil }))
	s.Domain = "localhost"
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.port = ln.Addr().(*net.TCPAddr).Port
	go s.Serve(ln)
	t.Cleanup(func() { s.Close() })
	return r
}

func (r *relay) post(t *testing.T) delivery.Post {
	t.Helper()
	from, err := delivery.ParseAddress("notices@movement.example")
	if err != nil {
		t.Fatal(err)
	}
	c := delivery.NewSMTP(delivery.Relay{Host: "127.0.0.1", Port: r.port, Plain: true}, delivery.Sender{Address: from, Name: "Data protection desk"}, nil)
	t.Cleanup(c.Close)
	return delivery.Post{Relay: c, Outbox: delivery.Outbox{From: delivery.Sender{Address: from, Name: "Data protection desk"}}}
}

func (r *relay) got() map[string][]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[string][]string{}
	for to, ms := range r.letters {
		out[to] = append([]string{}, ms...)
	}
	return out
}

func (w *world) drain(p delivery.Post) {
	w.t.Helper()
	for range 20 {
		n, err := delivery.SendDue(w.t.Context(), w.db, p, "worker")
		w.must(err)
		if n == 0 {
			return
		}
	}
	w.t.Fatal("the queue does not become empty")
}

func (w *world) states(n models.Notice) map[models.DeliveryState]int {
	out := map[models.DeliveryState]int{}
	for _, d := range w.deliveries(n) {
		out[d.State]++
	}
	return out
}

func TestEachLetterIsSentOnceToOneContact(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, false), newRelay(t)
		n := w.sending()
		w.drain(r.post(t))
		w.drain(r.post(t))
		got := r.got()
		if len(got) != 2 || len(got["focal-point0@society0.example"]) != 1 || len(got["focal-point0@society1.example"]) != 1 {
			t.Errorf("letters: %v", got)
		}
		if s := w.states(n); s[models.DeliverySent] != 2 {
			t.Errorf("states: %v", s)
		}
	})
}

// A folder that cannot be written, a database that refuses: what had not begun is due at once, not when a lease of minutes ends.
func TestARoundThatBreaksOffGivesBackWhatItHadNotBegun(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, true), newRelay(t)
		n := w.sending()
		p := r.post(t)
		p.Outbox.Dir = filepath.Join(t.TempDir(), "taken")
		w.must(os.WriteFile(p.Outbox.Dir, nil, 0o600))
		if _, err := delivery.SendDue(t.Context(), w.db, p, "worker"); err == nil {
			t.Fatal("a copy was written into a file that is no folder")
		}
		if s := w.states(n); s[models.DeliveryQueued] != 2 {
			t.Errorf("states: %v", s)
		}
		w.must(os.Remove(p.Outbox.Dir))
		w.drain(p)
		if s := w.states(n); s[models.DeliveryHeld] != 2 {
			t.Errorf("states: %v", s)
		}
	})
}

func TestAnExerciseNeverReachesTheRelay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, true), newRelay(t)
		n := w.sending()
		p := r.post(t)
		p.Outbox.Dir = t.TempDir()
		w.drain(p)
		modelstest.ClockOf(db).Advance(100 * time.Hour)
		for range 5 { // the whole ladder of reminders too
			if _, err := acknowledgement.Chase(t.Context(), db, publicURL); err != nil {
				t.Fatal(err)
			}
			modelstest.ClockOf(db).Advance(100 * time.Hour)
			w.drain(p)
		}
		if got := r.got(); len(got) != 0 {
			t.Fatalf("an exercise reached the relay: %v", got)
		}
		s := w.states(n)
		if len(s) != 1 || s[models.DeliveryHeld] < 5 {
			t.Errorf("states: %v", s)
		}
		files, err := filepath.Glob(filepath.Join(p.Outbox.Dir, "*.eml"))
		if err != nil || len(files) != s[models.DeliveryHeld] {
			t.Errorf("%d copies, %v", len(files), err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			w.must(err)
			if !strings.HasPrefix(string(b), "X-Candour-Not-Sent: exercise\r\n") {
				t.Error("a copy is not marked")
			}
		}
		err = delivery.Release(t.Context(), db, approver, w.deliveries(n)[0].ID, "I want it out.")
		if !models.IsKind(err, models.KindConflict) {
			t.Errorf("a person could send an exercise message: %v", err)
		}
	})
}

func TestWithoutAMailServerRealLettersWaitAndLeaveNoFiles(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	n := w.sending()
	dir := t.TempDir()
	w.drain(delivery.Post{Outbox: delivery.Outbox{Dir: dir, From: delivery.Sender{}}})
	if s := w.states(n); s[models.DeliveryHeld] != 2 {
		t.Errorf("states: %v", s)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) != 0 {
		t.Errorf("copies of real letters: %v", files)
	}
	r := newRelay(t)
	w.drain(r.post(t))
	if len(r.got()) != 0 {
		t.Error("held letters went out by themselves when a mail server appeared")
	}
	w.must(delivery.Release(t.Context(), db, approver, w.deliveries(n)[0].ID, "Mail is set up now."))
	w.drain(r.post(t))
	if len(r.got()) != 1 {
		t.Error("the released letter was not sent")
	}
}

func TestARetryCarriesTheSameBytes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, false), newRelay(t)
		n := w.sending()
		to := "focal-point0@society0.example"
		r.mu.Lock()
		r.refuse[to] = 451
		r.mu.Unlock()
		w.drain(r.post(t))
		if s := w.states(n); s[models.DeliveryDeferred] != 1 || s[models.DeliverySent] != 1 {
			t.Fatalf("states: %v", s)
		}
		r.mu.Lock()
		delete(r.refuse, to)
		r.cut[to] = true // arrives, but we do not hear so
		r.mu.Unlock()
		modelstest.ClockOf(db).Advance(24 * 365 * time.Hour) // no window that a standstill could jump over
		w.drain(r.post(t))
		var d models.Delivery
		for _, x := range w.deliveries(n) {
			if x.State == models.DeliveryUncertain {
				d = x
			}
		}
		if d.ID == "" {
			t.Fatalf("states: %v", w.states(n))
		}
		modelstest.ClockOf(db).Advance(24 * 365 * time.Hour)
		w.drain(r.post(t))
		if len(r.got()[to]) != 1 {
			t.Fatal("an uncertain letter was sent again by a program")
		}
		r.mu.Lock()
		r.cut[to] = false
		r.mu.Unlock()
		w.settleByTwo(d)
		w.drain(r.post(t))
		got := r.got()[to]
		if len(got) != 2 || got[0] != got[1] {
			t.Errorf("%d letters; the second has other bytes than the first", len(got))
		}
	})
}

func TestAKilledWorkerLeavesNothingTwiceAndNothingLost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, false), newRelay(t)
		n := w.sending()
		ctx := t.Context()
		// Killed before it began: claimed, nothing sent.
		claimed, err := db.LeaseDeliveries(ctx, w.incident, "killed", 10, time.Minute)
		w.must(err)
		if len(claimed) != 2 {
			t.Fatalf("claimed %d", len(claimed))
		}
		// Killed after it began: handed over or not, nobody knows.
		begun, err := db.BeginSending(ctx, claimed[0], time.Minute)
		w.must(err)
		if !begun {
			t.Fatal("the owner of the lease could not begin")
		}
		w.drain(r.post(t))
		if len(r.got()) != 0 {
			t.Fatal("another worker took what is leased")
		}
		modelstest.ClockOf(db).Advance(time.Hour)
		uncertain, err := delivery.Recover(ctx, db)
		w.must(err)
		if uncertain != 1 {
			t.Errorf("%d uncertain, want the one that was begun", uncertain)
		}
		w.drain(r.post(t))
		if s := w.states(n); s[models.DeliverySent] != 1 || s[models.DeliveryUncertain] != 1 {
			t.Errorf("states: %v", s)
		}
		if len(r.got()) != 1 {
			t.Errorf("letters: %v", r.got())
		}
		// The frozen worker wakes up: its lease is gone, so it may begin nothing more.
		for _, d := range claimed {
			if ok, err := db.BeginSending(ctx, d, time.Minute); err != nil || ok {
				t.Errorf("a worker without a lease began a letter: %v %v", ok, err)
			}
		}
	})
}

func TestManyWorkersSendEachLetterOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, false), newRelay(t)
		w.sending()
		w.sending()
		w.sending()
		var wg sync.WaitGroup
		for range 4 {
			p := r.post(t)
			wg.Go(func() {
				for range 3 {
					if _, err := delivery.SendDue(t.Context(), db, p, models.NewID()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		w.drain(r.post(t))
		total := 0
		seen := map[string]bool{}
		for _, ms := range r.got() {
			for _, m := range ms {
				total++
				seen[m] = true
			}
		}
		if total != 6 || len(seen) != 6 {
			t.Errorf("%d letters, %d different, want 6", total, len(seen))
		}
	})
}

func TestARefusedAddressBringsTheDeputyAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, r := newWorld(t, db, false), newRelay(t)
		n := w.sending()
		r.mu.Lock()
		r.refuse["focal-point0@society0.example"] = 550
		r.mu.Unlock()
		w.drain(r.post(t))
		if _, err := acknowledgement.Chase(t.Context(), db, publicURL); err != nil {
			t.Fatal(err)
		}
		w.drain(r.post(t))
		if len(r.got()["deputy1@society0.example"]) != 1 {
			t.Errorf("letters: %v, states %v", r.got(), w.states(n))
		}
	})
}

// settleByTwo says that an uncertain letter did not arrive; the approver agrees and nobody alone does both.
func (w *world) settleByTwo(d models.Delivery) {
	w.t.Helper()
	ctx := w.t.Context()
	kind := func(what string, err error, want models.Kind) {
		w.t.Helper()
		if !models.IsKind(err, want) {
			w.t.Errorf("%s: %v", what, err)
		}
	}
	kind("one person alone", delivery.Release(ctx, w.db, approver, d.ID, "They say it is not there."), models.KindConflict)
	kind("agreed before anybody said anything", delivery.Agree(ctx, w.db, approver, d.ID, delivery.ResolveAgain), models.KindConflict)
	kind("said without a source", delivery.Propose(ctx, w.db, manager, d.ID, delivery.ResolveAgain, " "), models.KindInvalid)
	w.must(delivery.Propose(ctx, w.db, approver, d.ID, delivery.ResolveArrived, "It is there, I think."))
	kind("said over somebody else", delivery.Propose(ctx, w.db, manager, d.ID, delivery.ResolveAgain, "It is not there."), models.KindConflict)
	kind("agreed to the own words", delivery.Agree(ctx, w.db, approver, d.ID, delivery.ResolveArrived), models.KindForbidden)
	kind("disagreed without a reason", delivery.Disagree(ctx, w.db, manager, d.ID, ""), models.KindInvalid)
	w.must(delivery.Disagree(ctx, w.db, manager, d.ID, "They say it is not there."))
	w.must(delivery.Propose(ctx, w.db, manager, d.ID, delivery.ResolveAgain, "They say it is not there."))
	kind("agreed to something else", delivery.Agree(ctx, w.db, approver, d.ID, delivery.ResolveArrived), models.KindConflict)
	w.must(delivery.Agree(ctx, w.db, approver, d.ID, delivery.ResolveAgain))
	kind("agreed twice", delivery.Agree(ctx, w.db, approver2, d.ID, delivery.ResolveAgain), models.KindConflict)
}
