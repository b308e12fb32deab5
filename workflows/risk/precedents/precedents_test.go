package precedents

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"candour/models/terms"
)

func find(t testing.TB, id string) Case {
	t.Helper()
	for _, c := range All() {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("there is no case %s", id)
	return Case{}
}

// The published outcomes, written down a second time: risk level, authority, people.
func TestTheCasesCarryTheirPublishedOutcomes(t *testing.T) {
	want := map[string][3]string{
		"edpb-01": {"none_likely", "no", "no"}, "edpb-02": {"risk", "yes", "no"}, "edpb-03": {"high_risk", "yes", "yes"}, "edpb-04": {"high_risk", "yes", "yes"},
		"edpb-05": {"high_risk", "yes", "yes"}, "edpb-06": {"none_likely", "no", "no"}, "edpb-07": {"high_risk", "yes", "yes"}, "edpb-08": {"risk", "yes", "no"},
		"edpb-09": {"none_likely", "no", "no"}, "edpb-10": {"none_likely", "no", "no"}, "edpb-11": {"high_risk", "yes", "yes"}, "edpb-12": {"high_risk", "yes", "yes"},
		"edpb-13": {"none_likely", "no", "no"}, "edpb-14": {"high_risk", "yes", "yes"}, "edpb-15": {"none_likely", "no", "no"}, "edpb-16": {"risk", "yes", "no"},
		"edpb-17": {"high_risk", "yes", "yes"}, "edpb-18": {"high_risk", "yes", "yes"},
		"wp250-i": {"none_likely", "no", "no"}, "wp250-ii": {"risk", "yes", "conditional"}, "wp250-iii": {"none_likely", "no", "no"},
		"wp250-vii": {"risk", "yes", "conditional"}, "wp250-ix": {"risk", "yes", "conditional"},
	}
	got := map[string][3]string{}
	for _, c := range All() {
		got[c.ID] = [3]string{string(c.Outcome.RiskLevel), c.Outcome.Authority, c.Outcome.People}
		if c.Summary == "" || len(c.Reasons) == 0 || c.Confidence.Facts == "" || c.Confidence.Outcome == "" || c.Section == "" {
			t.Errorf("%s lacks a part", c.ID)
		}
		if (c.Outcome.People == "conditional") != (len(c.Outcome.DependsOn) > 0) {
			t.Errorf("%s: conditional and what it depends on belong together", c.ID)
		}
		if c.Confidence.Outcome == "recalled" && len(c.Unsure) == 0 {
			t.Errorf("%s is recalled and does not say what to check", c.ID)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("outcomes %v, want %v", got, want)
	}
}

func TestEachCaseIsNearestToItself(t *testing.T) {
	for _, c := range All() {
		m := Closest(c.Facts, 1)
		if len(m) != 1 || m[0].ID != c.ID || m[0].Distance != 0 || len(m[0].Differences) != 0 || !strings.Contains(m[0].Sentence, "in every fact known on both sides") {
			t.Errorf("%s: %+v", c.ID, m)
		}
	}
}

func TestTheSentenceSaysWhatDiffers(t *testing.T) {
	with := func(id string, changes map[string]any) map[string]any {
		facts := find(t, id).Facts
		maps.Copy(facts, changes)
		return facts
	}
	cases := []struct {
		about, id, want string
		facts           map[string]any
	}{
		{"a stolen notebook, but encrypted", "edpb-11",
			"Like EDPB case 11 (Stolen material storing non-encrypted personal data; very close), except that the data were encrypted and a strong password was needed.",
			with("edpb-11", map[string]any{"encrypted_at_rest": true, "strong_password": true})},
		{"the same, and nobody knows whether it was encrypted", "edpb-11",
			"Like EDPB case 11 (Stolen material storing non-encrypted personal data; very close) in every fact known on both sides. Not known yet here: whether the data were encrypted (there: the data were not encrypted).",
			with("edpb-11", map[string]any{"encrypted_at_rest": nil})},
		{"the case is silent about what is known here", "edpb-11",
			"Like EDPB case 11 (Stolen material storing non-encrypted personal data; very close) in every fact known on both sides. The case does not say whether being on the list alone is revealing.",
			with("edpb-11", map[string]any{"list_membership_sensitive": true})},
		{"swapped letters about health", "edpb-13",
			"Like EDPB case 13 (Postal mail mistake (swapped shoe orders); close), except that there are special categories of data and the data also concern health and the data do not concern other data.",
			with("edpb-13", map[string]any{"data_categories": []string{"health", "contact"}, "special_category": true})},
		{"a range of people counts from its lower end", "edpb-02",
			"Like EDPB case 2 (Ransomware without proper backup; very close), except that the number of people is 2000 (there: 36).",
			with("edpb-02", map[string]any{"people_count": map[string]any{"min": 2000, "max": 3000}})},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			m := Closest(c.facts, 1)[0]
			if m.ID != c.id || m.Sentence != c.want {
				t.Errorf("%s %d\n%s\nwant\n%s", m.ID, m.Distance, m.Sentence, c.want)
			}
		})
	}
}

// "No" without conclusive logs is no indication, which is not the same as ruled out.
func TestNoIndicationIsNotRuledOut(t *testing.T) {
	facts := find(t, "edpb-13").Facts // a mistake by post: exfiltrated no, without any log
	facts["exfiltrated"] = "ruled-out"
	m := Closest(facts, 1)[0]
	if len(m.Differences) != 1 || m.Differences[0].Key != "exfiltrated" || m.Differences[0].Kind != Differs {
		t.Errorf("differences: %+v", m.Differences)
	}
}

func TestNothingKnownIsNearToNothing(t *testing.T) {
	for about, facts := range map[string]map[string]any{"no facts": nil, "facts that say nothing": {"nature": []any{}, "malicious": nil, "summary": "x", "cause": 7}} {
		if m := Closest(facts, 5); len(m) != 0 {
			t.Errorf("%s: near to %s", about, m[0].ID)
		}
	}
	known := map[string]any{"malicious": true}
	says := 0
	for _, c := range All() {
		if _, ok := c.Facts["malicious"]; ok {
			says++
		}
	}
	for n, want := range map[int]int{-1: 0, 0: 0, 3: 3, 1000: says} {
		if got := Closest(known, n); len(got) != want {
			t.Errorf("the nearest %d are %d, want %d", n, len(got), want)
		}
	}
}

func drawFacts(t *rapid.T) map[string]any {
	out := map[string]any{}
	for _, f := range table().Facts {
		d, _ := terms.KnownFact(f.Key)
		if rapid.Bool().Draw(t, d.Key+" unknown") {
			continue
		}
		switch d.Kind {
		case terms.FactBool:
			out[d.Key] = rapid.Bool().Draw(t, d.Key)
		case terms.FactNumber:
			out[d.Key] = rapid.IntRange(0, 200000).Draw(t, d.Key)
		case terms.FactWord:
			out[d.Key] = rapid.SampledFrom(d.Words).Draw(t, d.Key)
		case terms.FactWords:
			out[d.Key] = rapid.SliceOfNDistinct(rapid.SampledFrom(d.Words), 1, 4, rapid.ID[string]).Draw(t, d.Key)
		}
	}
	return out
}

func distances(facts map[string]any) map[string]int {
	out := map[string]int{}
	for _, m := range Closest(facts, len(All())) {
		out[m.ID] = m.Distance
	}
	return out
}

func TestDistancesAreOrderlyAndTheSameEachTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawFacts(t)
		first, last := Closest(facts, 100), -1
		for _, m := range first {
			if m.Distance < last || m.Distance > 1000 || m.Likeness == "" || m.Sentence == "" {
				t.Fatalf("%s at %d after %d", m.ID, m.Distance, last)
			}
			last = m.Distance
		}
		turned := map[string]any{}
		for k, v := range facts {
			if list, ok := v.([]string); ok {
				other := []any{}
				for _, w := range slices.Backward(list) {
					other = append(other, w)
				}
				v = other
			}
			turned[k] = v
		}
		a, errA := json.Marshal(first)
		b, errB := json.Marshal(Closest(turned, 100))
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Fatal("the order of words in a list changes the answer")
		}
		// Forgetting what a case has in common with the incident never brings that case nearer.
		for _, m := range first {
			if len(m.Same) == 0 {
				continue
			}
			key := rapid.SampledFrom(m.Same).Draw(t, "forget")
			less := maps.Clone(facts)
			delete(less, key)
			if now, still := distances(less)[m.ID]; still && now < m.Distance {
				t.Fatalf("without %s, %s comes nearer: %d, before %d", key, m.ID, now, m.Distance)
			}
			break
		}
	})
}

func TestBrokenDataAreRefused(t *testing.T) {
	for about, change := range map[string][3]string{
		"a fact nobody knows":          {"edpb.yaml", "cause: ransomware", "reason: ransomware"},
		"a word nobody knows":          {"edpb.yaml", "cause: ransomware", "cause: malware"},
		"a source that is not listed":  {"edpb.yaml", "sources: [S1,", "sources: [S99,"},
		"a level nobody knows":         {"wp250.yaml", "risk_level: none_likely", "risk_level: little"},
		"an unknown key":               {"wp250.yaml", "  summary:", "  summery:"},
		"a weight of nothing":          {"compare.yaml", "weight: 6", "weight: 0"},
		"a number compared as a list":  {"compare.yaml", "how: number", "how: list"},
		"a comparison without a limit": {"compare.yaml", "limits: [1, 24, 72, 168, 720]", "limits: []"},
	} {
		broken := fstest.MapFS{}
		for _, name := range []string{"compare.yaml", "edpb.yaml", "wp250.yaml"} {
			content, err := files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text := string(content)
			if name == change[0] {
				if text = strings.Replace(text, change[1], change[2], 1); text == string(content) {
					t.Fatalf("%s: %s no longer holds %q", about, name, change[1])
				}
			}
			broken[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if _, err := load(broken); err == nil {
			t.Errorf("%s is accepted", about)
		}
	}
}

func FuzzClosest(f *testing.F) {
	f.Add([]byte(`{"people_count": {"max": 1e99}, "nature": "confidentiality", "exfiltrated": "no", "recipients": [1]}`))
	f.Add([]byte(`{"malicious": true, "restore_time_hours": 1e300, "data_categories": ["health", "health"]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var facts map[string]any
		if json.Unmarshal(content, &facts) != nil {
			return
		}
		for _, m := range Closest(facts, 3) {
			if m.Distance < 0 || m.Distance > 1000 || m.Sentence == "" {
				t.Fatalf("%+v", m)
			}
		}
	})
}
