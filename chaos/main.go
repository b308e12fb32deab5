package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const usage = `chaos: kill the sender at random moments and count who was told

  chaos [-binary FILE] [-planted FILE] [-only NAME,...] [-engine sqlite,postgres] [-seed N] [-kills N] [-ledger FILE]
  chaos sink -file FILE              the mail server that judges, as a process of its own
  chaos plant DIR                    writes an overlay that builds the program with a bug in it

Run through "make chaos": it builds both programs and starts a throw-away PostgreSQL.
`

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if len(args) > 0 && args[0] == "sink" {
		return sinkCommand(args[1:])
	}
	if len(args) == 2 && args[0] == "plant" {
		if err := plant(args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	set := flag.NewFlagSet("chaos", flag.ContinueOnError)
	set.Usage = func() { fmt.Fprint(os.Stderr, usage) }
	r := &runner{out: os.Stdout, ready: map[string]*dispatching{}}
	set.StringVar(&r.binary, "binary", "build/chaos/candour", "the program on trial")
	set.StringVar(&r.planted, "planted", "build/chaos/candour-planted", "the same with a bug that must be found")
	set.StringVar(&r.ledger, "ledger", "build/chaos/ledger.jsonl", "where each campaign leaves a line")
	only := set.String("only", "", "campaigns, separated by commas; empty: all")
	engines := set.String("engine", "sqlite,postgres", "")
	set.Uint64Var(&r.seed, "seed", uint64(time.Now().UnixNano()), "")
	set.IntVar(&r.kills, "kills", killsWanted(), "of the dispatch loop, over both engines; the others are cut from it")
	if err := set.Parse(args); err != nil {
		return 2
	}
	endTogether()
	failed, err := r.all(strings.Split(*engines, ","), *only)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	case failed > 0:
		fmt.Fprintf(r.out, "%d campaigns failed\n", failed)
		return 1
	}
	fmt.Fprintln(r.out, "all campaigns passed")
	return 0
}

func killsWanted() int {
	if n, err := strconv.Atoi(os.Getenv("CANDOUR_CHAOS_KILLS")); err == nil && n > 0 {
		return n
	}
	return 300
}

// runner runs campaigns one after the other.
type runner struct {
	binary, planted, ledger string
	seed                    uint64
	kills                   int
	out                     io.Writer
	dir                     string
	rng                     *rand.Rand
	houses                  int
	ready                   map[string]*dispatching // per engine
}

// campaign is one way of doing harm, on one engine.
type campaign struct {
	name    string
	engines []string
	run     func(engine string) (tally, Verdict, error)
}

func (r *runner) campaigns() []campaign {
	both := []string{"sqlite", "postgres"}
	seldom, share := both[:1], 6
	if r.kills >= 2000 {
		seldom = both
		share = max(100, r.kills/20)
	}
	return []campaign{
		// Half of the kills on each engine.
		{"dispatch", both, func(e string) (tally, Verdict, error) { return r.dispatch(e, r.binary, (r.kills+1)/2) }},
		{"planted", []string{"sqlite"}, r.plantedBug},
		{"outages", both, r.outages},
		{"faults", seldom, r.faults}, // waits for retries, so on one engine except in the long run
		{"restore", both, func(e string) (tally, Verdict, error) { return r.restores(e, share) }},
		{"elsewhere", both, r.elsewhere},
		{"nodes", []string{"postgres"}, func(string) (tally, Verdict, error) {
			return r.nodes(max(6, share/5), 15*time.Second)
		}},
		{"import", both, func(e string) (tally, Verdict, error) { return r.imports(e, share) }},
	}
}

func (r *runner) all(engines []string, only string) (failed int, err error) {
	for _, p := range []*string{&r.binary, &r.planted, &r.ledger} {
		if *p, err = filepath.Abs(*p); err != nil {
			return 0, err
		}
	}
	if r.dir, err = os.MkdirTemp("", "candour-chaos"); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.dir)) }()
	version := commit()
	fmt.Fprintf(r.out, "seed %d, commit %s, %d kills in the dispatch loop\n", r.seed, version, r.kills)
	known := false
	for _, c := range r.campaigns() {
		if only != "" && !strings.Contains(","+only+",", ","+c.name+",") {
			continue
		}
		known = true
		for _, engine := range engines {
			if !slices.Contains(c.engines, engine) {
				continue
			}
			if engine == "postgres" && cluster() == "" {
				return failed, errors.New("there is no PostgreSQL to try on: run through make chaos, or with -engine sqlite")
			}
			passed, err := r.one(c, engine, version)
			if err != nil {
				return failed, err
			}
			if !passed {
				failed++
			}
		}
	}
	if !known {
		return failed, fmt.Errorf("there is no campaign %q", only)
	}
	return failed, nil
}

func (r *runner) one(c campaign, engine, version string) (bool, error) {
	r.rng = newRNG(r.seed, c.name+engine)
	began := time.Now()
	did, v, err := c.run(engine)
	e := Entry{At: began.UTC(), Commit: version, Campaign: c.name, Engine: engine, Seed: r.seed, Seconds: time.Since(began).Round(10 * time.Millisecond).Seconds(), tally: did, Verdict: v}
	if err != nil {
		e.fault("%v", err)
	}
	e.Passed = !e.Bad()
	word := "passed"
	if !e.Passed {
		word = "FAILED"
	}
	fmt.Fprintf(r.out, "%s  %-10s %-8s %4d kills (%d in the middle of work) in %.0f s: %s\n", word, c.name, engine, did.Kills, did.Sending, e.Seconds, e.Verdict.String())
	return e.Passed, keep(r.ledger, e)
}

// furnished is a new installation with its staff.
func (r *runner) furnished(engine string) (*house, staff, error) {
	r.houses++
	h, err := newHouse(r.binary, filepath.Join(r.dir, fmt.Sprintf("h%d", r.houses)), engine)
	if err != nil {
		return nil, nil, err
	}
	s, err := hire(h)
	return h, s, err
}
