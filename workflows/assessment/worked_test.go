package assessment

import (
	"maps"
	"os"
	"testing"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// TestWorkedCasesThroughTheWholeRule asks the GDPR itself, with one controller in Germany and nothing but the facts of each case: what the
// published case says is what a person gets on the screen.
func TestWorkedCasesThroughTheWholeRule(t *testing.T) {
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	type outcome struct{ Authority, Subjects string }
	for _, file := range []string{"../risk/testdata/cases.yaml", "../risk/testdata/recalled.yaml"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []struct {
			ID       string
			Facts    map[string]any
			Outcome  outcome `yaml:",inline"`
			Variants []struct {
				Name    string
				Change  map[string]any
				Outcome outcome `yaml:",inline"`
			}
		}
		if err := yaml.Unmarshal(content, &cases); err != nil || len(cases) == 0 {
			t.Fatalf("%s: %d cases, %v", file, len(cases), err)
		}
		for _, c := range cases {
			t.Run(c.ID, func(t *testing.T) { gdprSays(t, lib, c.Facts, c.Outcome.Authority, c.Outcome.Subjects) })
			for _, v := range c.Variants {
				facts := maps.Clone(c.Facts)
				maps.Copy(facts, v.Change)
				t.Run(c.ID+" but "+v.Name, func(t *testing.T) { gdprSays(t, lib, facts, v.Outcome.Authority, v.Outcome.Subjects) })
			}
		}
	}
}

func gdprSays(t *testing.T, lib *regimes.Library, facts map[string]any, authority, subjects string) {
	t.Helper()
	text, err := yaml.Marshal(map[string]any{"facts": facts,
		"incident": map[string]any{"aware_at": "2022-01-20T09:00:00+01:00"},
		"parties":  []any{map[string]any{"name": "Controller", "country": "DE", "role": "controller", "kind": "company"}}})
	if err != nil {
		t.Fatal(err)
	}
	in, err := ReadFile("case.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"authority-notice": authority, "subject-notice": subjects}
	found := 0
	for _, d := range Evaluate(in, lib, Environment{}).Determinations {
		expected, asked := want[d.Duty]
		if d.Regime != "eu-gdpr" || !asked {
			continue
		}
		found++
		// An exempt duty need not be fulfilled either; the case only says that the people need not be told.
		said := map[terms.Outcome]string{terms.Required: "yes", terms.NotRequired: "no", terms.Exempt: "no", terms.Undetermined: "open"}[d.Outcome]
		if expected != "" && said != expected {
			t.Errorf("%s is %s, the case says %s\n%q\nneeds %q", d.Duty, d.Outcome, expected, d.Reasons, d.Needs)
		}
	}
	if found != 2 {
		t.Errorf("%d rows of eu-gdpr, want the notice to the authority and to the people", found)
	}
}
