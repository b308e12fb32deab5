package dispatch

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
	"candour/workflows/delivery/journal"
)

// The state machine against a reference model: nodes that claim, hand over, settle, crash at any point, come back, are taken over, and a
// database that is put back to an older copy. The model knows only what the mail server knows: who has got a message.

// crash ends a node in the middle of a hand-over.
type crash struct{}

// hand is a mail server under the test's control.
type hand struct {
	answer func(address string) delivery.Result
	ends   bool // before there is a connection: the intent is written, and certainly nothing left
	to     string
}

func (h *hand) Ready() (delivery.Result, bool) {
	if h.ends {
		panic(crash{})
	}
	return delivery.Result{}, true
}

func (h *hand) Close() {}
func (h *hand) Prepare(it *Item) (Ready, error) {
	h.to = it.Details.Get(models.PersonEmail)
	return h, nil
}
func (h *hand) Hand() delivery.Result { return h.answer(h.to) }
func (h *hand) Size() int             { return 1000 }
func (h *hand) Body() []byte          { return []byte(h.to) }
func (h *hand) Personal() bool        { return true }

type stepNode struct {
	*Node
	dir     string
	up      bool
	work    chan *Item
	items   []*Item
	results []result
}

type machine struct {
	f       *fleet
	t       *rapid.T
	channel Channel
	nodes   []*stepNode
	got     map[string]int // messages the server has, by address
	inLimbo int            // hand-overs during which a node ended, or the server's answer was lost
	copy    map[string][]map[string]any
	copied  bool
}

var copiedTables = []string{"dispatches", "person_deliveries", "dispatch_counts", "delivery_attempts", "nodes", "journal_seen"}

func (m *machine) start(n *stepNode) {
	j, err := journal.Open(n.dir, journal.Options{})
	m.must(err)
	n.Node = NewNode(m.f.db, j, NodeSettings{Batch: 3, LostAfter: time.Minute}, m.channel)
	m.must(n.register(context.Background()))
	n.up, n.items, n.results, n.work = true, nil, nil, make(chan *Item, 10)
}

func (m *machine) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) end(n *stepNode) {
	m.must(n.journal.Close()) // what is in the page cache stays, as after kill -9
	n.up = false
}

// tell hands over one item; at says what happens in the middle.
func (m *machine) tell(n *stepNode, at string) {
	it := n.items[0]
	n.items = n.items[1:]
	m.must(n.look(context.Background()))
	h := &hand{ends: at == "crash without a connection", answer: func(to string) delivery.Result {
		switch at {
		case "crash before":
			m.inLimbo++
			panic(crash{})
		case "crash after":
			m.got[to]++
			m.inLimbo++
			panic(crash{})
		case "cut":
			m.got[to]++
			m.inLimbo++
			return delivery.Result{Outcome: delivery.Uncertain}
		case "later":
			return delivery.Result{Outcome: delivery.Deferred, Code: 451}
		case "never":
			return delivery.Result{Outcome: delivery.Refused, Code: 550}
		}
		m.got[to]++
		return delivery.Result{Outcome: delivery.Sent, Code: 250}
	}}
	ended := false
	var r result
	func() {
		defer func() {
			if e := recover(); e != nil {
				if _, ours := e.(crash); !ours {
					panic(e)
				}
				ended = true
			}
		}()
		r = n.tell(context.Background(), m.channel, h, it)
	}()
	n.pace, n.holds["email"] = newPacer(Pace{}), &hold{} // no real time passes here
	if ended {
		m.end(n)
		return
	}
	n.results = append(n.results, r)
}

func (m *machine) settle(n *stepNode) {
	if len(n.results) > 0 {
		m.must(n.settleBatch(context.Background(), n.results))
		n.results = nil
	}
}

func (m *machine) claim(n *stepNode) {
	m.must(n.look(context.Background()))
	_, err := n.Node.claim(context.Background(), m.channel, n.work, true)
	m.must(err)
	for len(n.work) > 0 {
		n.items = append(n.items, <-n.work)
	}
}

// beat drains what was claimed first when the lease has ended, as the lanes do.
func (m *machine) beat(n *stepNode) {
	for range 3 {
		m.must(n.Node.beat(context.Background(), 1))
		for len(n.items) > 0 && n.Node.lease.Load() != n.items[0].lease {
			n.results = append(n.results, released(n.items[0]))
			n.items = n.items[1:]
		}
		m.settle(n)
	}
	m.must(n.restoreOver(context.Background()))
}

func (m *machine) backup() {
	m.copy, m.copied = map[string][]map[string]any{}, true
	for _, table := range copiedTables {
		rows, err := m.f.db.SQL().Query("SELECT * FROM " + table)
		m.must(err)
		names, err := rows.Columns()
		m.must(err)
		for rows.Next() {
			values, to := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				to[i] = &values[i]
			}
			m.must(rows.Scan(to...))
			row := map[string]any{}
			for i, name := range names {
				row[name] = values[i]
			}
			m.copy[table] = append(m.copy[table], row)
		}
		m.must(rows.Err())
	}
}

func (m *machine) restore() {
	for _, table := range slices.Backward(copiedTables) {
		_, err := m.f.db.SQL().Exec("DELETE FROM " + table)
		m.must(err)
	}
	for _, table := range copiedTables {
		for _, row := range m.copy[table] {
			columns, marks, values := "", "", []any{}
			for name, v := range row {
				values = append(values, v)
				columns += ", " + name
				marks += fmt.Sprintf(", $%d", len(values))
			}
			_, err := m.f.db.SQL().Exec("INSERT INTO "+table+" ("+columns[2:]+") VALUES ("+marks[2:]+")", values...)
			m.must(err)
		}
	}
}

// check: nobody has two messages from us, whoever is called sent has one, and whoever has one is called sent or uncertain as soon as their node
// has settled.
func (m *machine) check(quiet bool) {
	lines := map[string]models.PersonDelivery{}
	for i, id := range m.f.people {
		l, err := models.LoadPersonDelivery(m.f.db.View(context.Background()), m.f.dispatch.Number, id)
		m.must(err)
		lines[addressNumber(i)] = l
	}
	uncertain := 0
	for to, l := range lines {
		n := m.got[to]
		if n > 1 {
			m.t.Fatalf("%s was told %d times", to, n)
		}
		if l.State == models.DeliveryUncertain {
			uncertain++
		}
		if !quiet {
			continue
		}
		switch l.State {
		case models.DeliverySent:
			if n != 1 {
				m.t.Fatalf("%s is called sent and got nothing", to)
			}
		case models.DeliveryUncertain:
		default:
			if n != 0 {
				m.t.Fatalf("%s got a message and is %s: it would be told again", to, l.State)
			}
		}
	}
	if quiet && uncertain > m.inLimbo {
		m.t.Fatalf("%d uncertain after %d hand-overs that ended in the middle", uncertain, m.inLimbo)
	}
}

func TestNobodyIsToldTwiceOrForgottenWhateverEndsWhen(t *testing.T) {
	if c := flag.Lookup("rapid.checks"); c != nil && c.Value.String() == c.DefValue {
		_ = c.Value.Set("40") // every round is some dozen transactions; more with -rapid.checks
		defer func() { _ = c.Value.Set(c.DefValue) }()
	}
	for _, engine := range modelstest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			f := newFleet(t, modelstest.Open(t, engine), 7)
			round := 0
			rapid.Check(t, func(rt *rapid.T) {
				round++
				m := &machine{f: f, t: rt, got: map[string]int{}}
				m.channel = Channel{Name: "email", Open: func() Handler { return &hand{} }}
				f.anew(t)
				for i := range 2 {
					n := &stepNode{dir: filepath.Join(f.journals, fmt.Sprintf("round-%d-%d", round, i))}
					m.nodes = append(m.nodes, n)
					m.start(n)
				}
				defer func() {
					for _, n := range m.nodes {
						if n.up {
							m.end(n)
						}
					}
				}()
				m.run()
			})
		})
	}
}

// anew puts everybody back to the beginning, for the next round.
func (f *fleet) anew(t *testing.T) {
	t.Helper()
	for _, q := range []string{
		"UPDATE person_deliveries SET state = 'queued', next_at = queued_at, tries = 0, epoch = 0, node = 0, reason = '', settled_at = NULL, reply_code = 0",
		"UPDATE dispatches SET halted = '', halted_why = '', phase = 'sending'", "DELETE FROM nodes", "DELETE FROM journal_seen",
		"DELETE FROM dispatch_counts", "DELETE FROM delivery_attempts",
		"INSERT INTO dispatch_counts SELECT dispatch, cohort, channel, state, reason, COUNT(*) FROM person_deliveries GROUP BY 1, 2, 3, 4, 5",
	} {
		if _, err := f.db.SQL().Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

func (m *machine) run() {
	clock := modelstest.ClockOf(m.f.db)
	one := rapid.SampledFrom(m.nodes)
	steps := rapid.IntRange(10, 60).Draw(m.t, "steps")
	for range steps {
		n := one.Draw(m.t, "node")
		if !n.up {
			if rapid.Bool().Draw(m.t, "comes back") {
				m.start(n)
			}
			continue
		}
		switch rapid.SampledFrom([]string{"claim", "tell", "tell", "tell", "settle", "end", "beat", "later", "backup", "restore", "take over", "adopt", "pause"}).Draw(m.t, "step") {
		case "claim":
			m.claim(n)
		case "tell":
			if len(n.items) > 0 {
				m.tell(n, rapid.SampledFrom([]string{"", "", "", "later", "never", "cut", "crash without a connection", "crash before", "crash after"}).Draw(m.t, "what happens"))
			}
		case "settle":
			m.settle(n)
		case "end":
			m.end(n)
		case "beat":
			m.beat(n)
		case "later":
			clock.Advance(time.Duration(rapid.IntRange(1, 120).Draw(m.t, "seconds")) * time.Second)
		case "take over":
			m.must(n.takeOver(context.Background()))
		case "adopt":
			m.must(n.adoptJournals(context.Background()))
		case "pause":
			d, err := models.LoadDispatch(m.f.db.View(context.Background()), m.f.dispatch.Number)
			m.must(err)
			if d.Halted == models.NotHalted {
				m.f.command(func(tx models.Tx) error { return models.HaltDispatch(tx, d.Number, models.Paused, HaltedByPerson) })
			} else if d.HaltedWhy == HaltedByPerson {
				m.f.command(func(tx models.Tx) error { return models.LetGoOn(tx, d.Number, HaltedByPerson) })
			}
		case "backup":
			if !m.copied {
				m.backup()
			}
		case "restore":
			m.putBack()
		}
		m.check(false)
	}
	m.quiet()
	m.check(true)
	m.f.check()
}

// putBack restores the copy. Every node has been seen running since the copy was made, as one that runs is every second.
func (m *machine) putBack() {
	if !m.copied {
		return
	}
	clock := modelstest.ClockOf(m.f.db)
	clock.Advance(2 * time.Second)
	for _, n := range m.nodes {
		if !n.up {
			m.start(n)
		}
		m.beat(n)
	}
	for _, n := range m.nodes {
		if rapid.Bool().Draw(m.t, "ends before the restore") {
			m.end(n)
		}
	}
	m.restore()
	m.copied = false
	for _, n := range m.nodes {
		if n.up {
			m.beat(n)
		}
	}
}

// quiet lets every node come back, settle and find out what there is to find out.
func (m *machine) quiet() {
	for _, n := range m.nodes {
		if !n.up {
			m.start(n)
		}
	}
	for range 2 {
		for _, n := range m.nodes {
			for _, it := range n.items {
				n.results = append(n.results, released(it))
			}
			n.items = nil
			m.settle(n)
			m.beat(n)
		}
	}
}
