package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	personRowBits = 24 // people.id is the number of the file and of the row in it
	importPeople  = 60_000
)

// imports kills the program while a list is read in, again and again, and compares the rows with the file in the end.
func (r *runner) imports(engine string, kills int) (tally, Verdict, error) {
	var t tally
	var v Verdict
	h, s, err := r.furnished(engine)
	if err != nil {
		return t, v, err
	}
	defer r.raze(h)
	for round := 0; t.Kills < kills; round++ {
		did, one, err := r.importRound(h, s, kills-t.Kills)
		if err != nil {
			return t, v, err
		}
		t.Kills, t.Sending = t.Kills+did.Kills, t.Sending+did.Sending
		v.add(one)
	}
	return t, v, h.verify()
}

func (r *runner) importRound(h *house, s staff, kills int) (tally, Verdict, error) {
	var t tally
	var st *story
	var up importState
	err := h.abruptly(func() (err error) {
		if st, err = openStory(h, s, importPeople); err == nil {
			up, err = st.beginImport()
		}
		return err
	})
	if err != nil {
		return t, Verdict{}, err
	}
	t.Kills++
	for ; t.Kills < kills; t.Kills++ {
		before, done, err := importProgress(h, up.ID)
		if err != nil || done {
			return t, importVerdict(h, st, up.ID, err), err
		}
		if err := waitOut(h); err != nil {
			return t, Verdict{}, err
		}
		p, err := h.serve()
		if err != nil {
			return t, Verdict{}, err
		}
		r.importMoment(p, h, up.ID, before)
		p.kill()
		after, _, err := importProgress(h, up.ID)
		if err != nil {
			return t, Verdict{}, err
		}
		if after > before {
			t.Sending++
		}
	}
	if err := waitOut(h); err != nil {
		return t, Verdict{}, err
	}
	err = h.quietly(func() error { return st.imported(up.ID, 3*time.Minute) })
	if err != nil {
		return t, Verdict{Faults: 1, Problems: []string{err.Error()}}, nil
	}
	return t, importVerdict(h, st, up.ID, nil), nil
}

// importMoment waits for a random moment after the start, three times in four after rows have come in.
func (r *runner) importMoment(p *process, h *house, id string, before int64) {
	wait := 20*time.Millisecond + time.Duration(r.rng.Int64N(int64(380*time.Millisecond)))
	if r.rng.IntN(4) > 0 {
		for end := time.Now().Add(5 * time.Second); time.Now().Before(end) && p.alive(); time.Sleep(10 * time.Millisecond) {
			if now, done, err := importProgress(h, id); err == nil && (now > before || done) {
				break
			}
		}
	}
	time.Sleep(wait)
}

// waitOut does what minutes would do while the program is dead: leases lapse, and jobs of a worker that is gone become due. It is the one
// thing the judge ever writes; without it a hundred kills would take two hours of waiting.
func waitOut(h *house) error {
	db, err := h.openToWrite()
	if err != nil {
		return err
	}
	_, err = db.Exec("UPDATE people_imports SET lease_until = '2020-01-01T00:00:00Z' WHERE state = 'running'")
	_, late := db.Exec("UPDATE river_job SET state = 'available', attempt = 0, scheduled_at = created_at WHERE kind = 'people-import' AND state IN ('running', 'retryable', 'scheduled')")
	return errors.Join(err, late, db.Close())
}

// importProgress reads the row of the import from outside.
func importProgress(h *house, id string) (rows int64, done bool, err error) {
	db, err := h.open()
	if err != nil {
		return 0, false, err
	}
	defer db.Close()
	var state string
	err = db.QueryRow("SELECT state, accepted_count FROM people_imports WHERE id = $1", id).Scan(&state, &rows)
	return rows, state == "done" || state == "failed", err
}

// importVerdict compares the rows of the database with the rows of the file: each once, none besides.
func importVerdict(h *house, st *story, id string, err error) Verdict {
	v := Verdict{People: st.people}
	if err != nil {
		v.fault("%v", err)
		return v
	}
	db, err := h.open()
	if err != nil {
		v.fault("%v", err)
		return v
	}
	defer db.Close()
	rows, err := db.Query("SELECT p.id FROM people p JOIN people_cohorts c ON c.number = p.cohort WHERE c.incident_id = $1", st.incident)
	if err != nil {
		v.fault("%v", err)
		return v
	}
	defer rows.Close()
	seen := make([]int, st.people+1)
	files := map[int64]bool{}
	for rows.Next() {
		var person int64
		if err := rows.Scan(&person); err != nil {
			v.fault("%v", err)
			return v
		}
		row := person & (1<<personRowBits - 1)
		files[person>>personRowBits] = true
		if row < 1 || row > int64(st.people) {
			v.fault("row %d is in no line of the file", row)
			continue
		}
		seen[row]++
		v.Messages++
	}
	for row, n := range seen[1:] {
		switch {
		case n == 0:
			v.Lost++
			v.note("row %d is not there", row+1)
		case n > 1:
			v.Duplicates++
			v.note("row %d is there %d times", row+1, n)
		}
	}
	if rows.Err() != nil || len(files) != 1 {
		v.fault("rows of %d files, %v", len(files), rows.Err())
	}
	var state string
	var at, accepted int64
	if err := db.QueryRow("SELECT state, position, accepted_count FROM people_imports WHERE id = $1", id).Scan(&state, &at, &accepted); err != nil || state != "done" || accepted != int64(st.people) {
		v.fault("the import is %s at row %d with %d accepted, of %d (%v)", state, at, accepted, st.people, err)
	}
	return v
}

// newRNG is the chance of one campaign, repeatable from the seed.
func newRNG(seed uint64, campaign string) *rand.Rand {
	h := uint64(14695981039346656037)
	for _, c := range []byte(campaign) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return rand.New(rand.NewPCG(seed, h))
}

func (r *runner) raze(h *house) {
	if err := h.raze(); err != nil {
		fmt.Fprintln(r.out, "    left behind:", err)
	}
}
