package assessment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v3"

	"candour/workflows/regimes"
)

const packsFolder = "../regimes/packs"

// lawCase is one entry of a _cases.yaml file: facts as a lawyer writes them, and rows that must come out.
type lawCase struct {
	name   string
	line   int
	asIf   string // a day since which a law that is not in force is taken to be
	in     Input
	expect []map[string]any
}

func readCases(name string, data []byte) ([]lawCase, error) {
	r := &reader{}
	root := r.document(data)
	if err := r.err(name); err != nil {
		return nil, err
	}
	var list *yaml.Node
	r.fields(root, "A file of cases", map[string]func(*yaml.Node){
		"for_rules": func(n *yaml.Node) { r.text(n, "for_rules") },
		"cases":     func(n *yaml.Node) { list = n },
	}, nil)
	var cases []lawCase
	for _, n := range r.items(list, "cases") {
		c := lawCase{line: n.Line}
		var input *yaml.Node
		r.fields(n, "A case", map[string]func(*yaml.Node){
			"name":   func(n *yaml.Node) { c.name = r.text(n, "name") },
			"source": func(n *yaml.Node) { r.text(n, "source") },
			"as_if":  func(n *yaml.Node) { c.asIf = r.text(n, "as_if") },
			"input":  func(n *yaml.Node) { input = n },
			"expect": func(n *yaml.Node) {
				if err := n.Decode(&c.expect); err != nil {
					r.fail(n, "expect must be a list of rows.")
				}
			},
		}, nil)
		if input == nil || len(c.expect) == 0 || c.name == "" {
			r.fail(n, "A case needs name, input and expect with at least one row.")
			continue
		}
		c.in = r.input(input)
		cases = append(cases, c)
	}
	return cases, r.err(name)
}

// TestEveryCaseBesideAPack runs the cases that stand beside the packs: rows named must be there, fields not named are
// not compared, lists must hold what is named.
func TestEveryCaseBesideAPack(t *testing.T) {
	lib, _ := regimes.Default()
	files, err := filepath.Glob(filepath.Join(packsFolder, "*_cases.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		id := strings.TrimSuffix(filepath.Base(file), "_cases.yaml")
		t.Run(id, func(t *testing.T) {
			pack, ok := lib.Find(id)
			if !ok {
				t.Fatalf("%s: there is no pack %s that can be read", file, id)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			cases, err := readCases(file, data)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) {
					if err := c.check(id, Evaluate(c.in, c.library(t, lib, pack), Environment{})); err != nil {
						t.Errorf("%s:%d: %v", file, c.line, err)
					}
				})
			}
			if !pack.Draft() {
				for _, gap := range uncovered(pack, cases) {
					t.Errorf("%s: %s", file, gap)
				}
			}
		})
	}
}

// library is the one of the program, or, for a case that says as_if, the one law as it will answer from that day on:
// the encoding of a law that waits for its day is tried before the day comes.
func (c lawCase) library(t *testing.T, lib *regimes.Library, pack *regimes.Pack) *regimes.Library {
	t.Helper()
	if c.asIf == "" {
		return lib
	}
	data, err := os.ReadFile(filepath.Join(packsFolder, pack.File))
	if err != nil {
		t.Fatal(err)
	}
	if pack.InForce != "" {
		t.Fatalf("%s is in force from %s: as_if is for laws without a date", pack.ID, pack.InForce)
	}
	started := bytes.Replace(data, []byte("\nin_force: null\n"), []byte("\nin_force: "+c.asIf+"\n"), 1)
	alone, problems := regimes.Load(fstest.MapFS{pack.File: {Data: started}, pack.ID + "_cases.yaml": {Data: []byte("cases: []")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return alone
}

func (c lawCase) check(id string, res Result) error {
	data, err := json.Marshal(res.Determinations)
	if err != nil {
		return err
	}
	var rows []map[string]any
	if err := json.Unmarshal(data, &rows); err != nil {
		return err
	}
	var errs []error
	for _, want := range c.expect {
		if _, named := want["regime"]; !named {
			want["regime"] = id
		}
		if err := findRow(rows, want); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

var rowKeys = []string{"party", "regime", "duty", "jurisdiction"}

func findRow(rows []map[string]any, want map[string]any) error {
	var near []string
	for _, row := range rows {
		if slices.ContainsFunc(rowKeys, func(k string) bool { return want[k] != nil && want[k] != row[k] }) {
			continue
		}
		diff := differences(row, want)
		if len(diff) == 0 {
			return nil
		}
		near = append(near, fmt.Sprintf("%s\n    reasons: %v\n    needs: %v", strings.Join(diff, "; "), row["reasons"], row["needs"]))
	}
	if len(near) == 0 {
		return fmt.Errorf("no row for %v", want)
	}
	return fmt.Errorf("row for %v: %s", want, strings.Join(near, "\n  and "))
}

func differences(row, want map[string]any) []string {
	var out []string
	for k, w := range want {
		got, known := row[k]
		if !known {
			out = append(out, "a row has no field "+k)
			continue
		}
		if !holds(got, w) {
			out = append(out, fmt.Sprintf("%s is %v, expected %v", k, got, w))
		}
	}
	slices.Sort(out)
	return out
}

// holds: a list must contain each value named, a mapping each field; texts are equal.
func holds(got, want any) bool {
	switch w := want.(type) {
	case nil:
		return got == nil
	case []any:
		g, ok := got.([]any)
		return ok && !slices.ContainsFunc(w, func(x any) bool {
			return !slices.ContainsFunc(g, func(y any) bool { return holds(y, x) })
		})
	case map[string]any:
		g, ok := got.(map[string]any)
		return ok && len(differences(g, w)) == 0
	}
	return fmt.Sprint(got) == fmt.Sprint(want)
}

// uncovered lists the duties that lack a case on one of the two sides: without both, a trigger that always says yes
// would pass.
func uncovered(pack *regimes.Pack, cases []lawCase) []string {
	var gaps []string
	for _, d := range pack.Duties {
		yes, no := false, false
		for _, c := range cases {
			for _, row := range c.expect {
				if row["duty"] != d.ID || (row["regime"] != nil && row["regime"] != pack.ID) {
					continue
				}
				yes = yes || row["outcome"] == "required"
				no = no || row["outcome"] == "not_required" || row["outcome"] == "exempt"
			}
		}
		if !yes {
			gaps = append(gaps, d.ID+" has no case that is required")
		}
		if !no {
			gaps = append(gaps, d.ID+" has no case that is not_required or exempt")
		}
	}
	return gaps
}

// The runner itself must be able to fail.
func TestTheCaseRunnerSeesAWrongExpectation(t *testing.T) {
	data := []byte(`for_rules: null
cases:
- name: A controller in Testland tells its authority
  input:
    incident: {aware_at: 2026-10-23T15:00:00+02:00}
    parties: [{name: Society, country: DE, role: controller}]
    facts: {risk_level: high_risk}
  expect:
  - {duty: authority-notice, outcome: required, due_at: "2026-10-26T14:00:00+01:00", facts_used: [risk_level]}
`)
	right, err := readCases("t_cases.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	lib := testLibrary(t)
	if err := right[0].check("test-law", Evaluate(right[0].in, lib, Environment{})); err != nil {
		t.Errorf("a right expectation was refused: %v", err)
	}
	for old, wrong := range map[string]string{
		"outcome: required":        "outcome: not_required",
		"14:00:00+01:00":           "15:00:00+01:00",
		"duty: authority-notice":   "duty: register-x",
		"facts_used: [risk_level]": "facts_used: [cause]",
	} {
		cases, err := readCases("t_cases.yaml", []byte(strings.Replace(string(data), old, wrong, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if cases[0].check("test-law", Evaluate(cases[0].in, lib, Environment{})) == nil {
			t.Errorf("the runner did not see the wrong expectation %q", wrong)
		}
	}
	pack, _ := lib.Find("test-law")
	if gaps := uncovered(pack, right); len(gaps) == 0 {
		t.Error("a duty without a case on the other side was not reported")
	}
}
