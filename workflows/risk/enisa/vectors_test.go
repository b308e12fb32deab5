package enisa

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

type vectorFile struct {
	Bands []struct {
		Key Band `yaml:"key"`
		Min *int `yaml:"min"`
	} `yaml:"bands"`
	Examples []struct {
		ID       string    `yaml:"id"`
		Category string    `yaml:"category"`
		Case     string    `yaml:"case"`
		DPC      yaml.Node `yaml:"dpc"`
	} `yaml:"dpc_examples"`
	Vectors     []vector `yaml:"vectors"`
	Calibration struct {
		Cases []vector `yaml:"cases"`
	} `yaml:"edpb_calibration"`
}

type vector struct {
	ID   string              `yaml:"id"`
	Case string              `yaml:"case"`
	DPC  int                 `yaml:"dpc"`
	EI   Quarters            `yaml:"ei"`
	CB   map[string]Quarters `yaml:"cb"`
	SE   Quarters            `yaml:"se"`
	Band Band                `yaml:"band"`
	Flag []string            `yaml:"flags"`
}

func (v vector) parts() Parts {
	p := Parts{DPC: v.DPC, EI: v.EI, Confidentiality: v.CB["confidentiality"], Integrity: v.CB["integrity"],
		Availability: v.CB["availability"], Intent: v.CB["malicious_intent"], People: 100, Unintelligible: slices.Contains(v.Flag, "unintelligible")}
	if slices.Contains(v.Flag, "individuals-over-100") {
		p.People = 101
	}
	return p
}

func vectors(t testing.TB) vectorFile {
	t.Helper()
	content, err := os.ReadFile("testdata/severity.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var f vectorFile
	if err := yaml.Unmarshal(content, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEveryVectorScoresExactly(t *testing.T) {
	f := vectors(t)
	if len(f.Vectors) != 15 || len(f.Calibration.Cases) != 10 {
		t.Fatalf("%d vectors and %d calibrated cases, want 15 and 10", len(f.Vectors), len(f.Calibration.Cases))
	}
	for _, v := range append(f.Vectors, f.Calibration.Cases...) {
		t.Run(v.ID+" "+v.Case, func(t *testing.T) {
			s, err := Score(v.parts())
			if err != nil {
				t.Fatal(err)
			}
			if s.Score != v.SE || (v.Band != "" && s.Band != v.Band) || !slices.Equal(s.Flags, v.Flag) && len(s.Flags)+len(v.Flag) > 0 {
				t.Errorf("scores %s, %s, flags %v; want %s, %s, flags %v", s.Score, s.Band, s.Flags, v.SE, v.Band, v.Flag)
			}
		})
	}
}

func TestBandsBeginAtTheirLowerBound(t *testing.T) {
	cases := []struct {
		about string
		parts Parts
		score string
		band  Band
	}{
		{"the smallest score there is", Parts{DPC: 1, EI: 1}, "0.25", Low},
		{"a quarter below 2 is low", Parts{DPC: 1, EI: 3, Confidentiality: 2, Intent: 2}, "1.75", Low},
		{"2.00 exactly is medium", Parts{DPC: 1, EI: 4, Confidentiality: 2, Intent: 2}, "2", Medium},
		{"2.00 reached by the product alone is medium", Parts{DPC: 2, EI: 4}, "2", Medium},
		{"a quarter below 3 is medium", Parts{DPC: 1, EI: 3, Confidentiality: 2, Integrity: 2, Availability: 2, Intent: 2}, "2.75", Medium},
		{"3.00 exactly is high", Parts{DPC: 2, EI: 4, Confidentiality: 2, Intent: 2}, "3", High},
		{"3.00 reached by the product alone is high", Parts{DPC: 4, EI: 3}, "3", High},
		{"a quarter below 4 is high", Parts{DPC: 3, EI: 4, Confidentiality: 1, Intent: 2}, "3.75", High},
		{"4.00 exactly is very high", Parts{DPC: 4, EI: 4}, "4", VeryHigh},
		{"the largest score there is", Parts{DPC: 4, EI: 4, Confidentiality: 2, Integrity: 2, Availability: 2, Intent: 2}, "6", VeryHigh},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			s, err := Score(c.parts)
			if err != nil || s.Score.String() != c.score || s.Band != c.band {
				t.Errorf("scores %s, %s (%v); want %s, %s", s.Score, s.Band, err, c.score, c.band)
			}
		})
	}
}

// Every combination there is, against hundredths counted in another way.
func TestEveryCombinationAgreesWithHundredths(t *testing.T) {
	for dpc := 1; dpc <= 4; dpc++ {
		for ei := 1; ei <= 4; ei++ {
			for c := 0; c < 54; c++ {
				p := Parts{DPC: dpc, EI: Quarters(ei), Confidentiality: Quarters(c % 3), Integrity: Quarters(c / 3 % 3), Availability: Quarters(c / 9 % 3), Intent: Quarters(c / 27 * 2)}
				s, err := Score(p)
				if err != nil {
					t.Fatal(err)
				}
				hundredths := dpc*25*ei + 25*int(p.Confidentiality+p.Integrity+p.Availability+p.Intent)
				want := []Band{Low, Low, Medium, High, VeryHigh, VeryHigh, VeryHigh}[hundredths/100]
				if got := fmt.Sprintf("%.2f", float64(hundredths)/100); int(s.Score)*25 != hundredths || s.Band != want {
					t.Errorf("%+v scores %s, %s; want %s, %s", p, s.Score, s.Band, got, want)
				}
			}
		}
	}
}

func TestPartsOutsideTheScaleAreRefused(t *testing.T) {
	for about, p := range map[string]Parts{
		"no context":                      {EI: 4},
		"a context of 5":                  {DPC: 5, EI: 4},
		"no identification":               {DPC: 1},
		"identification above 1":          {DPC: 1, EI: 5},
		"confidentiality of 0.75":         {DPC: 1, EI: 4, Confidentiality: 3},
		"negative availability":           {DPC: 1, EI: 4, Availability: -1},
		"an intent of a quarter":          {DPC: 1, EI: 4, Intent: 1},
		"an integrity that nobody counts": {DPC: 1, EI: 4, Integrity: 8},
	} {
		if s, err := Score(p); err == nil {
			t.Errorf("%s is scored %s", about, s.Score)
		}
	}
}

// The document's 25 examples: each stands on a step of the tables, and where the facts can say it, the facts lead there.
func TestTheDocumentsExamplesStandOnTheirStep(t *testing.T) {
	plain := map[string]any{"list_membership_sensitive": false, "vulnerable_subjects": false, "protected_identity": false,
		"special_category": false, "purchase_history": false, "transactions_made": false, "subjects_kinds": []string{"customers"}}
	with := func(category string, more map[string]any) map[string]any {
		out := map[string]any{"data_categories": []string{category}}
		for _, m := range []map[string]any{plain, more} {
			for k, v := range m {
				out[k] = v
			}
		}
		return out
	}
	examples := map[string]struct {
		steps []string // two where the document gives two values
		facts map[string]any
	}{
		"d1":  {steps: []string{""}, facts: with("contact", nil)},
		"d2":  {steps: []string{"profile"}},
		"d3":  {steps: []string{"guesses"}, facts: with("contact", map[string]any{"list_membership_sensitive": true})},
		"d4":  {steps: []string{"who-they-are"}, facts: with("identification", map[string]any{"protected_identity": true})},
		"d5":  {steps: []string{""}},
		"d6":  {steps: []string{"no-insight"}},
		"d7":  {steps: []string{""}, facts: with("communications", nil)},
		"d8":  {steps: []string{"daily-life"}},
		"d9":  {steps: []string{"sensitive-profile"}, facts: with("communications", map[string]any{"list_membership_sensitive": true})},
		"d10": {steps: []string{""}, facts: with("contact", map[string]any{"purchase_history": true})},
		"d11": {steps: []string{"daily-life"}},
		"d12": {steps: []string{"sensitive-profile"}, facts: with("health", map[string]any{"purchase_history": true})},
		"d13": {steps: []string{"only-a-client"}},
		"d14": {steps: []string{"little-insight"}},
		"d15": {steps: []string{""}, facts: with("financial", nil)},
		"d16": {steps: []string{"enables-fraud"}},
		"d17": {steps: []string{"only-a-client"}},
		"d18": {steps: []string{"little-insight", ""}},
		"d19": {steps: []string{"enables-fraud"}, facts: with("payment-card", nil)},
		"d20": {steps: []string{"no-insight"}},
		"d21": {steps: []string{"general-guesses"}},
		"d22": {steps: []string{"guesses"}},
		"d23": {steps: []string{""}, facts: with("health", nil)},
		"d24": {steps: []string{""}, facts: with("political", nil)},
		"d25": {steps: []string{""}, facts: with("sex-life", nil)},
	}
	f := vectors(t)
	if len(f.Examples) != 25 || len(examples) != 25 {
		t.Fatalf("%d examples in the file and %d here, want 25", len(f.Examples), len(examples))
	}
	for _, e := range f.Examples {
		t.Run(e.ID+" "+e.Case, func(t *testing.T) {
			var want []int
			if e.DPC.Decode(&want) != nil {
				want = []int{0}
				if err := e.DPC.Decode(&want[0]); err != nil {
					t.Fatal(err)
				}
			}
			here, ok := examples[e.ID]
			if !ok || len(here.steps) != len(want) {
				t.Fatalf("%d steps for %d values", len(here.steps), len(want))
			}
			for i, s := range here.steps {
				if got, err := StepValue(e.Category, s); err != nil || got != want[i] {
					t.Errorf("%s with step %q scores %d (%v), want %d", e.Category, s, got, err, want[i])
				}
				if s, err := Score(Parts{DPC: want[i], EI: 4}); err != nil || s.Score != Quarters(4*want[i]) {
					t.Errorf("alone, readable and by accident it scores %s (%v)", s.Score, err)
				}
			}
			if here.facts == nil {
				return
			}
			if d := FromFacts(here.facts).DPC; d.Lowest != Quarters(4*want[0]) || d.Highest != d.Lowest {
				t.Errorf("from the facts: %s to %s, want %d; needs %v; %s", d.Lowest, d.Highest, want[0], d.Needs, d.Reason)
			}
		})
	}
}

// Where no fact of the vocabulary says how deep the data go, the person's step leads there and keeps its reason.
func TestAPersonChoosesTheStepThatNoFactSays(t *testing.T) {
	facts := map[string]any{"data_categories": []string{"financial"}, "list_membership_sensitive": false, "special_category": false, "purchase_history": false}
	r, err := WithChoices(facts, []Choice{{Category: "financial", Step: "only-a-client", Reason: "The letter shows only that somebody is a client."}})
	if err != nil {
		t.Fatal(err)
	}
	if r.DPC.Lowest != 4 || r.DPC.Highest != 4 || !slices.Contains(r.DPC.Because, "The letter shows only that somebody is a client.") {
		t.Errorf("context %s to %s because %v", r.DPC.Lowest, r.DPC.Highest, r.DPC.Because)
	}
	for about, c := range map[string]Choice{"no reason": {Category: "financial", Step: "only-a-client"}, "an unknown step": {Category: "financial", Step: "halved", Reason: "x"},
		"an unknown category": {Category: "gossip", Reason: "x"}} {
		if _, err := WithChoices(facts, []Choice{c}); err == nil {
			t.Errorf("a choice with %s is taken", about)
		}
	}
}

func TestBrokenTablesAreRefused(t *testing.T) {
	for about, change := range map[string][2]string{
		"bands in another order":             {"{key: medium, from: 2,", "{key: medium, from: 3.25,"},
		"a step off the scale":               {"delta: 3", "delta: 4"},
		"a lowering step that a fact takes":  {"delta: -1\n", "delta: -1\n    when: {fact: {malicious: true}}\n"},
		"a circumstance above half a point":  {"value: 0.5\n    text: somebody", "value: 0.75\n    text: somebody"},
		"a value that is no quarter":         {"value: 0.25\n", "value: 0.3\n"},
		"a source of unknown confidence":     {"confidence: doc2}", "confidence: certain}"},
		"a condition about the party":        {"gate: {always: true}", "gate: {role: controller}"},
		"a fact that is not in the language": {"fact: {purchase_history: true}", "fact: {shopping: true}"},
	} {
		broken := strings.Replace(string(tables), change[0], change[1], 1)
		if broken == string(tables) {
			t.Fatalf("%s: the tables no longer hold %q", about, change[0])
		}
		if _, err := parse([]byte(broken)); err == nil {
			t.Errorf("%s is accepted", about)
		}
	}
}

func TestQuartersAreReadAndWrittenExactly(t *testing.T) {
	for text, want := range map[string]Quarters{"0": 0, "0.25": 1, "0.5": 2, "0.50": 2, "1": 4, "1.0": 4, "3.75": 15, "6.00": 24} {
		if got, err := ParseQuarters(text); err != nil || got != want {
			t.Errorf("%s is read as %s (%v)", text, got, err)
		}
	}
	for _, text := range []string{"", "-1", "+1", "0.3", "1e2", ".5", "0.251", "x", "9999999999999999999"} {
		if got, err := ParseQuarters(text); err == nil {
			t.Errorf("%q is read as %s", text, got)
		}
	}
	for want, q := range map[string]Quarters{"0": 0, "0.25": 1, "2": 8, "4.75": 19, "-0.5": -2} {
		if q.String() != want {
			t.Errorf("%d quarters are written %s, want %s", int(q), q, want)
		}
	}
}
