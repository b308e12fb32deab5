package enisa

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candour/models/terms"
)

// plainList is an ordinary list of customers, all questions answered; each case changes what it is about.
func plainList(changes map[string]any) map[string]any {
	f := map[string]any{
		"nature": []any{"confidentiality"}, "cause": "exfiltration", "actor": "external-attacker", "malicious": true, "exfiltrated": "confirmed",
		"encrypted_at_rest": false, "data_categories": []any{"identification", "contact"}, "special_category": false, "list_membership_sensitive": false,
		"vulnerable_subjects": false, "protected_identity": false, "subjects_kinds": []any{"customers"}, "purchase_history": false, "transactions_made": false,
		"people_count": 40, "recipients": []any{"unknown-attacker"}, "ease_of_identification": "maximum", "leaked_publicly": false, "actual_misuse": false,
	}
	for k, v := range changes {
		f[k] = v
	}
	return f
}

func TestTheFormulaFromTheFacts(t *testing.T) {
	cases := []struct {
		about   string
		facts   map[string]any
		formula string
		needs   []string
	}{
		{"customers' names and addresses taken by an intruder", plainList(nil), "1 × 1 + 1 = 2, medium", nil},
		{"a tracing list of names and telephones taken by an intruder scores by membership alone", plainList(map[string]any{"subjects_kinds": []any{"missing-persons"}}), "4 × 1 + 1 = 5, very high", nil},
		{"a list of detainees sent to one wrong known address", plainList(map[string]any{"subjects_kinds": []any{"detainees"}, "actor": "none", "malicious": false, "cause": "mispostal",
			"exfiltrated": "no-indication", "recipients": []any{"known-recipient"}}), "4 × 1 + 0.25 = 4.25, very high", nil},
		{"nobody has said who got them", plainList(map[string]any{"actor": nil, "recipients": nil, "exfiltrated": nil}),
			"between 1 × 1 + 0.5 = 1.5, low, and 1 × 1 + 1 = 2, medium", []string{"actor", "exfiltrated", "recipients_count", "recipients"}},
		{"no indication of copying is not no: an intruder who reached the data counts", plainList(map[string]any{"exfiltrated": "no"}), "1 × 1 + 1 = 2, medium", nil},
		{"logs that rule copying out take the recipients away", plainList(map[string]any{"exfiltrated": "no", "exfiltration_evidence": "logs-conclusive-none"}), "1 × 1 + 0.5 = 1.5, low", nil},
		{"ease of identification not known yet", plainList(map[string]any{"ease_of_identification": nil}), "between 1 × 0.25 + 1 = 1.25, low, and 1 × 1 + 1 = 2, medium", []string{"ease_of_identification"}},
		{"vulnerable people, and whether the list itself reveals it is open", plainList(map[string]any{"vulnerable_subjects": true, "list_membership_sensitive": nil}),
			"between 1 × 1 + 1 = 2, medium, and 4 × 1 + 1 = 5, very high", []string{"list_membership_sensitive"}},
		{"a hospital without its records for two days", plainList(map[string]any{"nature": []any{"availability"}, "cause": "ransomware", "exfiltrated": "no", "recipients": nil,
			"data_categories": []any{"health"}, "backup_available": true, "restore_time_hours": 48, "service_impact": "major"}), "4 × 1 + 0.75 = 4.75, very high", nil},
		{"no copy left at all", plainList(map[string]any{"nature": []any{"availability"}, "cause": "system-failure", "actor": "none", "malicious": false, "exfiltrated": "no",
			"backup_available": false, "paper_backup": false}), "1 × 1 + 0.5 = 1.5, low", nil},
		{"passwords only: what they open is not said", plainList(map[string]any{"data_categories": []any{"credentials"}, "passwords_hashed": false}),
			"between 1 × 1 + 1 = 2, medium, and 4 × 1 + 1 = 5, very high", []string{"data_categories"}},
		{"passwords only, well hashed and pseudonymous, open nothing", plainList(map[string]any{"data_categories": []any{"credentials"}, "passwords_hashed": true, "hash_strong": true,
			"salt_compromised": false, "usernames_pseudonymous": true, "ease_of_identification": "negligible"}), "1 × 0.25 + 1 = 1.25, low", nil},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			r := FromFacts(c.facts)
			if r.Formula != c.formula || !slices.Equal(r.Needs, c.needs) && len(r.Needs)+len(c.needs) > 0 {
				t.Errorf("%s, needs %v; want %s, needs %v\n%s", r.Formula, r.Needs, c.formula, c.needs, r.DPC.Reason)
			}
		})
	}
}

// "Negligible" about encrypted data may have counted the encryption, which ENISA keeps apart: both readings are shown.
func TestEncryptionIsAFlagAndNotALowEaseOfIdentification(t *testing.T) {
	r := FromFacts(plainList(map[string]any{"encrypted_at_rest": true, "key_compromised": false, "intruder_as_user": false, "ease_of_identification": "negligible"}))
	if !r.EI.TwoReadings || r.EI.Lowest != 1 || r.EI.Highest != 4 || r.Settled {
		t.Errorf("identification %s to %s, two readings %v", r.EI.Lowest, r.EI.Highest, r.EI.TwoReadings)
	}
	if f := r.Flags[1]; f.Key != "unintelligible" || f.Answer != "yes" {
		t.Errorf("flag %s is %s", f.Key, f.Answer)
	}
	if f := FromFacts(plainList(map[string]any{"encrypted_at_rest": true, "key_compromised": false})).Flags[1]; f.Answer != "unknown" || !slices.Equal(f.Needs, []string{"intruder_as_user"}) {
		t.Errorf("while nobody knows whether the intruder acted as a user the flag is %s, needs %v", f.Answer, f.Needs)
	}
}

func TestTheFlagOfNumbersBeginsAbove100(t *testing.T) {
	for _, c := range []struct {
		count, exact any
		want         string
	}{{100, true, "no"}, {101, true, "yes"}, {90, false, "unknown"}, {101, false, "yes"}, {nil, nil, "unknown"},
		{map[string]any{"min": 90, "max": 120}, nil, "unknown"}, {map[string]any{"min": 101}, nil, "yes"}, {map[string]any{"max": 100}, nil, "no"}} {
		if f := FromFacts(map[string]any{"people_count": c.count, "people_count_exact": c.exact}).Flags[0]; f.Answer != c.want {
			t.Errorf("%v people, exact %v: more than 100 is %s, want %s", c.count, c.exact, f.Answer, c.want)
		}
	}
}

func TestTheResultExplainsItself(t *testing.T) {
	r := FromFacts(plainList(map[string]any{"subjects_kinds": []any{"separated-families"}}))
	if !strings.Contains(r.DPC.Reason, "start at 1. +3: a list of people sought") {
		t.Errorf("context: %s", r.DPC.Reason)
	}
	for _, p := range append([]Part{r.DPC.Part, r.EI}, r.CB...) {
		if p.Reason == "" || p.Source.Check() != nil {
			t.Errorf("%s says %q, source %+v", p.Key, p.Reason, p.Source)
		}
	}
	for _, c := range r.DPC.Categories {
		for _, s := range c.Steps {
			if s.Source.Check() != nil || (s.Key == "family-links" && (s.State != "taken" || s.Source.Confidence != "derived")) {
				t.Errorf("step %s is %s, source %+v", s.Key, s.State, s.Source)
			}
		}
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"formula":"4 × 1 + 1 = 5, very high"`, `"score":5,`, `"ei":1,`, `"key":"confidentiality","lowest":0.5,"highest":0.5`, `"needs":[]`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the JSON lacks %s", want)
		}
	}
	if strings.Contains(string(text), "null") {
		t.Errorf("the JSON holds null: %s", text)
	}
}

// Passwords alone leave the context open, unless another step has reached the highest score already: then nothing is asked for it.
func TestPasswordsOfPeopleInDangerAskNothingMore(t *testing.T) {
	open := map[string]any{"data_categories": []string{"credentials"}}
	if asked := FromFacts(open).DPC.Needs; len(asked) == 0 {
		t.Error("nobody asks what the passwords open")
	}
	highest := map[string]any{"data_categories": []string{"credentials"}, "subjects_kinds": []string{"detainees"}}
	if dpc := FromFacts(highest).DPC; dpc.Lowest != 16 || len(dpc.Needs) != 0 {
		t.Errorf("lowest %s, asks %v", dpc.Lowest, dpc.Needs)
	}
}

// drawFacts draws any answers the vocabulary allows.
func drawFacts(t *rapid.T) map[string]any {
	out := map[string]any{}
	for _, d := range terms.Facts() {
		if d.Free() || d.Key == "risk_level" || rapid.Bool().Draw(t, d.Key+" unknown") {
			continue
		}
		switch d.Kind {
		case terms.FactBool:
			out[d.Key] = rapid.Bool().Draw(t, d.Key)
		case terms.FactNumber:
			out[d.Key] = rapid.SampledFrom([]int{0, 1, 23, 24, 100, 101, 5000}).Draw(t, d.Key)
		case terms.FactWord:
			out[d.Key] = rapid.SampledFrom(d.Words).Draw(t, d.Key)
		case terms.FactWords:
			out[d.Key] = rapid.SliceOfNDistinct(rapid.SampledFrom(d.Words), 1, 3, rapid.ID[string]).Draw(t, d.Key)
		}
	}
	return out
}

// Learning a fact narrows the score: what was possible before may fall away, nothing new becomes possible. And as long as
// a score is open, it says which facts to learn, or that two readings are left.
func TestLearningAFactOnlyNarrowsTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawFacts(t)
		full := FromFacts(facts)
		two := full.EI.TwoReadings
		for _, p := range full.CB {
			two = two || p.TwoReadings
		}
		if !full.Settled && !two && len(full.Needs) == 0 {
			t.Fatalf("%s is open, and nothing is asked", full.Formula)
		}
		if full.Settled && len(full.Needs) > 0 {
			t.Fatalf("%s is settled, yet asks %v", full.Formula, full.Needs)
		}
		for _, n := range full.Needs {
			if _, known := facts[n]; known && n != "data_categories" {
				t.Fatalf("asks %s, which is known", n)
			}
		}
		keys := make([]string, 0, len(facts))
		for k := range facts {
			keys = append(keys, k)
		}
		if len(keys) == 0 {
			return
		}
		slices.Sort(keys)
		forget := rapid.SampledFrom(keys).Draw(t, "forget")
		less := map[string]any{}
		for k, v := range facts {
			if k != forget {
				less[k] = v
			}
		}
		wide := FromFacts(less)
		if wide.Lowest.Score > full.Lowest.Score || wide.Highest.Score < full.Highest.Score {
			t.Fatalf("without %s: %s; with it: %s", forget, wide.Formula, full.Formula)
		}
	})
}

func TestFactsInAnotherOrderAndTypeScoreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawFacts(t)
		turned := map[string]any{}
		for k, v := range facts {
			if list, ok := v.([]string); ok {
				other := []any{}
				for _, w := range slices.Backward(list) {
					other = append(other, w, w)
				}
				turned[k] = other
				continue
			}
			if n, ok := v.(int); ok {
				turned[k] = float64(n)
				continue
			}
			turned[k] = v
		}
		a, errA := json.Marshal(FromFacts(facts))
		b, errB := json.Marshal(FromFacts(turned))
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

// FuzzFromFacts: whatever stands where a fact should be, the score stays on its scale and explains itself.
func FuzzFromFacts(f *testing.F) {
	f.Add([]byte(`{"nature": 3, "malicious": "yes", "people_count": {"min": "x"}, "data_categories": [1, null], "unheard_of": {}}`))
	f.Add([]byte(`{"people_count": 1e300, "restore_time_hours": -4, "exfiltrated": "no", "recipients": "public"}`))
	f.Add([]byte(`{"data_categories": ["credentials"], "subjects_kinds": ["", "a"], "ease_of_identification": "none"}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var facts map[string]any
		if json.Unmarshal(content, &facts) != nil {
			return
		}
		r := FromFacts(facts)
		if r.Lowest.Score < 1 || r.Highest.Score > 24 || r.Lowest.Score > r.Highest.Score || r.Formula == "" || r.Needs == nil {
			t.Fatalf("%+v", r)
		}
	})
}
