package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"candour/chaos/sink"
)

// dispatching is one dispatch of a story, from the moment at which only the second person's approval is missing.
type dispatching struct {
	*story
	notice, dispatch string // ids
}

// prepareDispatch brings a story to the approved request: plan, words, two people, a line for everybody.
func prepareDispatch(st *story) (*dispatching, error) {
	d := &dispatching{story: st}
	for _, step := range []func() error{d.plan, d.words, d.prepare, d.request} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// plan answers the first question: can telling them hurt them?
func (d *dispatching) plan() error {
	return d.staff["data-protection-officer"].call("PUT", "/people-groups/"+d.group+"/contact-plan", body{"number": 0, "why": "Donors, who get mail from us every month.",
		"plan": body{"harm": "no", "harm_why": "They get letters from us every month.", "channels": []string{"email"}, "shared_mailbox": "no", "minor": "no"}}, nil)
}

// state reads the dispatch from outside.
type state struct {
	number       int64
	phase        string
	halted, why  string
	wave         int
	version      int
	people       int
	contentHash  string
	audienceHash string
}

func (d *dispatching) state() (s state, err error) {
	db, err := d.house.open()
	if err != nil {
		return s, err
	}
	err = db.QueryRow("SELECT number, phase, halted, halted_why, wave, version, people_count, content_hash, audience_hash FROM dispatches WHERE id = $1", d.dispatch).
		Scan(&s.number, &s.phase, &s.halted, &s.why, &s.wave, &s.version, &s.people, &s.contentHash, &s.audienceHash)
	return s, errors.Join(err, db.Close())
}

// count runs a query for one number.
func (d *dispatching) count(query string, args ...any) (n int, err error) {
	db, err := d.house.open()
	if err != nil {
		return 0, err
	}
	err = db.QueryRow(query, args...).Scan(&n)
	return n, errors.Join(err, db.Close())
}

func (d *dispatching) start() (*process, error) { return d.house.serve() }

// left is how many people are not in a final state.
func (d *dispatching) left() (int, error) {
	done, err := d.count("SELECT COUNT(*) FROM person_deliveries WHERE state IN ('sent','delivered','uncertain','refused','unreached','excluded','held')")
	return d.people - done, err
}

func (d *dispatching) lines() ([]Line, error) {
	db, err := d.house.open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.Query("SELECT person_id, state FROM person_deliveries ORDER BY person_id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Line
	for rows.Next() {
		var l Line
		if err := rows.Scan(&l.Person, &l.State); err != nil {
			return nil, err
		}
		l.Address = address(int(l.Person & (1<<personRowBits - 1)))
		all = append(all, l)
	}
	return all, rows.Err()
}

// verdict of a dispatch that is over: the sink against the lines, the counts that are kept against the lines, the equation of the API, the
// journal against the sink, and the record.
func (d *dispatching) verdict(s *post, atMost int) (Verdict, error) {
	lines, err := d.lines()
	if err != nil {
		return Verdict{}, err
	}
	all, err := s.entries()
	if err != nil {
		return Verdict{}, err
	}
	entries, work := apart(all)
	v := judge(lines, entries, atMost)
	if len(lines) != d.people {
		v.fault("%d people have a line, of %d", len(lines), d.people)
	}
	wrong, err := d.count(`SELECT COUNT(*) FROM (SELECT dispatch, cohort, channel, state, reason, COUNT(*) AS n FROM person_deliveries GROUP BY dispatch, cohort, channel, state, reason) l
		FULL JOIN (SELECT * FROM dispatch_counts WHERE count <> 0) c ON c.dispatch = l.dispatch AND c.cohort = l.cohort AND c.channel = l.channel AND c.state = l.state AND c.reason = l.reason
		WHERE l.n IS NULL OR c.count IS NULL OR l.n <> c.count`)
	if err != nil {
		return v, err
	}
	if wrong > 0 {
		v.fault("%d of the kept counts are not what the lines say", wrong)
	}
	for id, n := range sink.Open(work).PerID {
		if n > 1 {
			v.fault("a colleague got the message %s %d times", id, n)
		}
	}
	seen, err := intents(d.house.dir)
	if err != nil {
		v.fault("the journal: %v", err)
	}
	for _, e := range entries {
		for _, to := range e.To {
			var row int64
			if n, _ := fmt.Sscanf(to, "p%07d@", &row); n == 1 && seen[1<<personRowBits|row] == 0 {
				v.fault("a message left without an intent in any journal: row %d", row)
			}
		}
	}
	if err := d.house.verify(); err != nil {
		v.fault("the record: %s", strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return v, nil
}

// apart parts the messages to people of the list from those to colleagues (reminders of tasks, the morning's digest).
func apart(all []sink.Entry) (people, work []sink.Entry) {
	for _, e := range all {
		if len(e.To) == 1 && strings.HasSuffix(e.To[0], "@movement.example") {
			work = append(work, e)
		} else {
			people = append(people, e)
		}
	}
	return people, work
}

// covered asks the running program for the equation.
func (d *dispatching) covered(v *Verdict) {
	var t struct{ Affected, Told, Pending, Unreached, Excluded, Uncertain, Difference int }
	if err := d.staff["incident-manager"].get("/incidents/"+d.incident+"/coverage", &t); err != nil {
		v.fault("the equation: %v", err)
		return
	}
	if t.Affected != d.people || t.Told+t.Pending+t.Unreached+t.Excluded+t.Uncertain != t.Affected || t.Difference != 0 {
		v.fault("the equation does not hold: %+v", t)
	}
	if t.Told != v.Sent || t.Uncertain != v.Uncertain || t.Pending != 0 {
		v.fault("the equation says %d told and %d uncertain, the lines %d and %d", t.Told, t.Uncertain, v.Sent, v.Uncertain)
	}
}

// readyWithin waits for what the program does by itself.
func readyWithin(limit time.Duration, what string, done func() (bool, error)) error {
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok, err := done(); ok || err != nil {
			return err
		}
	}
	return fmt.Errorf("not within %s: %s", limit, what)
}
