package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/delivery/journal"
	"candour/workflows/safecontact"
)

// fleet is an incident with people to be told, a mail server that keeps what it gets, and nodes that can be started and killed.
type fleet struct {
	t        testing.TB
	db       *models.DB
	sink     *mailSink
	dispatch models.Dispatch
	cohort   int64
	group    models.ID
	manager  models.Viewer
	people   []int64
	journals string
	base     time.Time
}

const aHash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

func newFleet(t testing.TB, db *models.DB, people int) *fleet {
	t.Helper()
	f := &fleet{t: t, db: db, sink: startMailSink(t), group: models.NewID(), base: time.Now(), journals: filepath.Join(t.TempDir(), "journal")}
	incident, party, notice := models.NewID(), models.NewID(), models.NewID()
	f.command(func(tx models.Tx) error {
		a := models.Account{ID: models.NewID(), Role: models.RoleIncidentManager, CreatedAt: tx.Now()}
		if err := a.SetPerson(tx.Keys(), "Somebody", a.ID+"@example.org"); err != nil {
			return err
		}
		if err := models.AddAccount(tx, &a); err != nil {
			return err
		}
		f.manager = a.Viewer("")
		n := models.Notice{ID: notice, IncidentID: incident, Kind: models.NoticePeople, CreatedAt: tx.Now(), AuthorID: a.ID, EditedAt: tx.Now(), EditedBy: a.ID,
			Writers: models.JSONOf([]models.ID{a.ID}), ContentHash: aHash, ApprovedHash: aHash, AnswerBy: tx.Now()}
		fixed, err := json.Marshal(wordsFor(party))
		if err != nil {
			return err
		}
		if n.FixedSealed, err = n.SealFixed(tx.Keys(), fixed); err != nil {
			return err
		}
		if err := n.SetDraft(tx.Keys(), models.CircularDraft{}); err != nil {
			return err
		}
		f.dispatch = models.Dispatch{ID: models.NewID(), IncidentID: incident, NoticeID: notice, Kind: models.DispatchFirst, Phase: models.DispatchSending, Wave: models.TheRest,
			ContentHash: aHash, TextKey: textKey(aHash), CreatedAt: tx.Now(), CreatedBy: a.ID}
		plan := models.ContactPlan{ID: models.NewID(), IncidentID: incident, GroupID: &f.group, SetBy: a.ID, SetAt: tx.Now()}
		harmless, err := json.Marshal(safecontact.Plan{Harm: terms.No, HarmWhy: "Colleagues.", Channels: []safecontact.Channel{safecontact.ChannelEmail}})
		if err != nil {
			return err
		}
		if err := plan.Seal(tx.Keys(), harmless, "Asked."); err != nil {
			return err
		}
		return errors.Join(
			models.AddIncident(tx, &models.Incident{ID: incident, Title: "Intruder", OpenedAt: tx.Now(), OpenedBy: a.ID}),
			models.AddParty(tx, &models.Party{ID: party, IncidentID: incident, Name: "Croix-Rouge", Role: models.Controller, Kind: "national-society", AwareAt: tx.Now(), AddedAt: tx.Now()}),
			models.AddGroup(tx, &models.PeopleGroup{ID: f.group, IncidentID: incident, PartyID: party, Name: "Staff", Kinds: models.JSONOf([]string{"staff"})}),
			models.AddNotice(tx, &n), models.AddDispatch(tx, &f.dispatch), models.AddContactPlan(tx, &plan, 0))
	})
	f.command(func(tx models.Tx) (err error) {
		f.cohort, err = models.EnsureCohort(tx, incident, party, &f.group)
		return err
	})
	for from := 0; from < people; from += 2000 {
		f.addPeople(from, min(from+2000, people))
	}
	return f
}

func wordsFor(party models.ID) models.PeopleFixed {
	return models.PeopleFixed{Reference: "INC-7", Organisation: "International Committee", Fallback: "en", Contact: models.CircularContact{Name: "Rosa Meyer", Email: "rosa@example.org"},
		Audience: models.PeopleAudience{Parties: []models.ID{party}},
		Texts: map[string]models.PeopleText{"en": {Subject: "Important information about your personal details",
			Body: "Dear {{name}},\n\n{{society}}: details about you were on computers that somebody broke into.\n\n- Be careful.\n- We never ask for passwords.\n\n" +
				strings.Repeat("What happened, and what we have done since, is said here in plain words. ", 12) + "\n\nSay this reference: {{your_reference}}."}}}
}

func addressNumber(i int) string { return fmt.Sprintf("person%07d@m%02d.example", i, i%100) }

func (f *fleet) addPeople(from, to int) {
	f.t.Helper()
	probed := false
	err := f.db.PeopleCommand(context.Background(), models.Act{By: models.System, Operation: "test", Incident: f.dispatch.IncidentID}, &probed, func(b models.Bulk) error {
		people, lines := make([]models.Person, 0, to-from), make([]models.PersonDelivery, 0, to-from)
		for i := from; i < to; i++ {
			p := models.Person{ID: models.PersonID(1, int64(i+1)), Cohort: f.cohort, SameKey: int64(i + 1)}
			var d models.PersonDetails
			d.Fields[models.PersonName], d.Fields[models.PersonEmail], d.Fields[models.PersonLanguage] = fmt.Sprintf("Zoë Müller %d", i), addressNumber(i), "en"
			if err := p.SetDetails(b.Keys(), &d); err != nil {
				return err
			}
			people = append(people, p)
			f.people = append(f.people, p.ID)
			lines = append(lines, models.PersonDelivery{Dispatch: f.dispatch.Number, PersonID: p.ID, Cohort: f.cohort, Wave: models.TheRest, Channel: "email",
				State: models.DeliveryQueued, Step: 1, Language: "en", QueuedAt: b.Now(), NextAt: b.Now()})
		}
		if _, err := b.AddPeople(people); err != nil {
			return err
		}
		return b.AddPersonDeliveries(lines)
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fleet) command(fn func(tx models.Tx) error) {
	f.t.Helper()
	if err := f.db.Command(context.Background(), models.Act{By: models.System, Operation: "test"}, fn); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fleet) setup() delivery.Setup {
	from, err := delivery.ParseAddress("notices@movement.example")
	if err != nil {
		f.t.Fatal(err)
	}
	relay, err := delivery.ParseRelay(fmt.Sprintf("smtp://%s?starttls=relaxed-for-loopback", f.sink.address))
	if err != nil {
		f.t.Fatal(err)
	}
	return delivery.Setup{Relay: &relay, From: delivery.Sender{Address: from, Name: "Data protection desk"}}
}

// start starts a node with the first journal that is free.
func (f *fleet) start(s NodeSettings) *Node {
	f.t.Helper()
	j, err := journal.OpenNode(f.journals, journal.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	n := NewNode(f.db, j, s, Mail(f.setup(), nil))
	if err := n.Start(context.Background()); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { f.stop(n) })
	return n
}

func (f *fleet) stop(n *Node) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := n.Stop(ctx); err != nil {
		f.t.Error(err)
	}
	_ = n.journal.Close()
}

// states counts the lines.
func (f *fleet) states() map[models.DeliveryState]int {
	f.t.Helper()
	kept, err := models.ListDispatchCounts(f.db.View(context.Background()), f.dispatch.Number)
	if err != nil {
		f.t.Fatal(err)
	}
	out := map[models.DeliveryState]int{}
	for _, c := range kept {
		out[c.State] += int(c.Count)
	}
	return out
}

// check compares the kept counts with the lines, and the lines with what the mail server has.
func (f *fleet) check() {
	f.t.Helper()
	r := f.db.View(context.Background())
	kept, err := models.ListDispatchCounts(r, f.dispatch.Number)
	if err != nil {
		f.t.Fatal(err)
	}
	counted, err := models.RecountDispatch(r, f.dispatch.Number)
	if err != nil {
		f.t.Fatal(err)
	}
	places := map[models.DispatchCount]bool{}
	for _, c := range counted {
		places[c] = true
	}
	for _, c := range kept {
		if !places[c] {
			f.t.Errorf("the kept count %+v is not what the lines say: %+v", c, counted)
		}
	}
	if len(kept) != len(counted) {
		f.t.Errorf("kept counts %+v, counted %+v", kept, counted)
	}
	f.sink.mu.Lock()
	defer f.sink.mu.Unlock()
	for to, n := range f.sink.seen {
		if n > 1 {
			f.t.Errorf("%s was told %d times", to, n)
		}
	}
}

// until waits for something to come true.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("this did not happen: %s", what)
		}
	}
}

func (f *fleet) untilSent(n int) {
	f.t.Helper()
	until(f.t, fmt.Sprintf("%d sent", n), func() bool { return f.states()[models.DeliverySent] == n })
}

// mailSink is a real SMTP server that counts.
type mailSink struct {
	address string
	mu      sync.Mutex
	seen    map[string]int
	order   []string
	answer  func(to string, n int) error // at the end of a message; n is how many it has had
	gate    chan struct{}                // when set, messages wait for it after they were taken
	times   []time.Time
}

type sinkSession struct {
	s  *mailSink
	to []string
}

func (x *sinkSession) Reset()                               { x.to = nil }
func (x *sinkSession) Logout() error                        { return nil }
func (x *sinkSession) Mail(string, *smtp.MailOptions) error { return nil }
func (x *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.to = append(x.to, to)
	return nil
}

func (x *sinkSession) Data(r io.Reader) error {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	s := x.s
	s.mu.Lock()
	answer, gate := s.answer, s.gate
	if len(x.to) != 1 {
		s.mu.Unlock()
		return errors.New("not one recipient")
	}
	if answer != nil {
		if err := answer(x.to[0], len(s.order)); err != nil {
			s.mu.Unlock()
			return err
		}
	}
	s.seen[x.to[0]]++
	s.order, s.times = append(s.order, x.to[0]), append(s.times, time.Now())
	s.mu.Unlock()
	if gate != nil {
		<-gate
	}
	return nil
}

func (s *mailSink) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.order)
}

func (s *mailSink) set(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
}

func startMailSink(t testing.TB) *mailSink {
	t.Helper()
	s := &mailSink{seen: map[string]int{}}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &sinkSession{s: s}, nil }))
	server.Domain, server.ErrorLog = "sink.example", quiet{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = l.Addr().String()
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func TestEverybodyIsToldOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const people = 1500
		f := newFleet(t, db, people)
		n := f.start(NodeSettings{Lanes: 8})
		f.untilSent(people)
		if got := f.sink.count(); got != people {
			t.Errorf("the mail server has %d messages, want %d", got, people)
		}
		f.check()
		until(t, "the journal is in the database", n.idle)
		if p := n.Problem(); p != "" {
			t.Error(p)
		}
	})
}
