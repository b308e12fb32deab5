//go:build figures

package assessment

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"candour/workflows/regimes"
)

// TestFigureRules prints how long the rules take, each as the median of three and beside the time it takes to read the same facts from
// their file, which is the least that any answer to them can cost.
func TestFigureRules(t *testing.T) {
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	data, err := os.ReadFile(filepath.Join("testdata", "exercise-2022.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	full := exerciseInput(t)
	before := Evaluate(full, lib, Environment{})
	changed := full
	changed.Facts = withAnswers(full.Facts, []FactAnswer{{Fact: "exfiltrated", To: "no-indication"}}, true)
	empty := full
	empty.Facts = FactSet{}
	open := Evaluate(empty, lib, Environment{})
	many := full
	many.Groups = manyGroups(full, 20_000)
	first := before.Determinations[0]

	floor := medianOf(func() {
		if _, err := ReadFile("exercise-2022.yaml", data); err != nil {
			t.Fatal(err)
		}
	})
	for _, f := range []struct {
		what  string
		limit float64
		run   func()
	}{
		{"assess the exercise, after load", 100, func() { Evaluate(full, lib, Environment{}) }},
		{"assess it after one changed fact, with the difference", 200, func() {
			now := Evaluate(changed, lib, Environment{})
			FactChanges([]Input{full}, []Input{changed})
			GroupChanges([]Result{before}, []Result{now})
		}},
		{"what to ask next, with nothing known", 100, func() { Questions(empty, open, lib) }},
		{"what would switch one duty", 200, func() {
			Changes(full, lib, Environment{}, DutyOf{first.Party, first.Regime, first.Duty, first.Jurisdiction})
		}},
		{"515,000 people in 20,000 distinct groups", 1000, func() { Evaluate(many, lib, Environment{}) }},
	} {
		took := medianOf(f.run)
		beyond := ""
		if took > f.limit {
			beyond = "  BEYOND"
		}
		fmt.Printf("%-70s %9.2f ms    (limit %g), %.1f times reading the exercise's file%s\n", "rules: "+f.what, took, f.limit, took/floor, beyond)
	}
}

func medianOf(run func()) float64 {
	var rounds []float64
	for range 3 {
		start := time.Now()
		run()
		rounds = append(rounds, float64(time.Since(start).Microseconds())/1000)
	}
	slices.Sort(rounds)
	return rounds[1]
}
