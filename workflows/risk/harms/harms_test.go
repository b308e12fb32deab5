package harms

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candour/models/terms"
)

// read is a breach in which a stranger could read the data; each case adds whose and which they are.
func read(changes map[string]any) map[string]any {
	f := map[string]any{"nature": []any{"confidentiality"}, "cause": "other", "exfiltrated": "confirmed", "encrypted_at_rest": false, "leaked_publicly": false,
		"recipients": []any{"known-recipient"}, "actor": "none", "malicious": false, "email_exposed": false, "special_category": false,
		"list_membership_sensitive": false, "vulnerable_subjects": false, "protected_identity": false, "credentials_in_body": false, "accounts_entered": 0,
		"data_categories": []any{"other"}, "subjects_kinds": []any{"customers"}, "service_impact": "none"}
	maps.Copy(f, changes)
	return f
}

func harm(facts map[string]any, id string) (Harm, bool) {
	all := For(facts)
	i := slices.IndexFunc(all, func(h Harm) bool { return h.ID == id })
	if i < 0 {
		return Harm{}, false
	}
	return all[i], true
}

// Each harm with facts that make it apply, and the one change that takes it away.
func TestEachHarmAppliesAndFallsAway(t *testing.T) {
	type m = map[string]any
	cases := []struct {
		id          string
		facts, less m
	}{
		{"persecution", m{"data_categories": []any{"religious"}}, m{"data_categories": []any{"contact"}}},
		{"reprisal", m{"subjects_kinds": []any{"detainees"}}, m{"subjects_kinds": []any{"donors"}}},
		{"arrest", m{"data_categories": []any{"political"}}, m{"data_categories": []any{"health"}}},
		{"deportation", m{"subjects_kinds": []any{"refugees-migrants"}}, m{"subjects_kinds": []any{"customers"}}},
		{"extortion-of-families", m{"subjects_kinds": []any{"missing-persons"}, "data_categories": []any{"contact"}}, m{"subjects_kinds": []any{"customers"}}},
		{"trafficking", m{"subjects_kinds": []any{"minors"}, "vulnerable_subjects": true}, m{"vulnerable_subjects": false}},
		{"false-news", m{"subjects_kinds": []any{"relatives"}, "data_categories": []any{"contact"}}, m{"subjects_kinds": []any{"customers"}}},
		{"distress", m{"subjects_kinds": []any{"survivors-of-violence"}}, m{"subjects_kinds": []any{"donors"}}},
		{"stigma", m{"list_membership_sensitive": true}, m{"list_membership_sensitive": false}},
		{"violence-at-home", m{"protected_identity": true, "data_categories": []any{"contact"}}, m{"protected_identity": false}},
		{"danger-to-staff", m{"subjects_kinds": []any{"volunteers"}, "data_categories": []any{"contact"}}, m{"data_categories": []any{"employment"}}},
		{"loss-of-trust", m{"subjects_kinds": []any{"missing-persons"}}, m{"subjects_kinds": []any{"customers"}}},
		{"service-refused", m{"nature": []any{"availability"}, "service_impact": "minor"}, m{"service_impact": "none"}},
		{"wrong-decisions", m{"nature": []any{"integrity"}}, m{"nature": []any{"availability"}}},
		{"identity-fraud", m{"data_categories": []any{"national-id"}}, m{"data_categories": []any{"contact"}}},
		{"financial-loss", m{"data_categories": []any{"payment-card"}}, m{"data_categories": []any{"contact"}}},
		{"phishing", m{"data_categories": []any{"contact"}}, m{"data_categories": []any{"health"}}},
		{"blackmail", m{"data_categories": []any{"sex-life"}}, m{"data_categories": []any{"contact"}}},
		{"account-takeover", m{"data_categories": []any{"credentials"}, "passwords_hashed": false}, m{"passwords_hashed": true, "hash_strong": true, "salt_compromised": false}},
		{"job-loss", m{"subjects_kinds": []any{"job-applicants"}, "data_categories": []any{"employment"}}, m{"subjects_kinds": []any{"customers"}}},
		{"unwanted-marketing", m{"data_categories": []any{"contact"}}, m{"data_categories": []any{"financial"}}},
	}
	covered := map[string]bool{}
	for _, c := range cases {
		covered[c.id] = true
		t.Run(c.id, func(t *testing.T) {
			facts := read(c.facts)
			h, found := harm(facts, c.id)
			if !found || h.Applies != Applies || len(h.Because) == 0 && c.id != "wrong-decisions" {
				t.Errorf("found %v: %s because %v", found, h.Applies, h.Because)
			}
			maps.Copy(facts, c.less)
			if h, found := harm(facts, c.id); found {
				t.Errorf("with %v it still %s, needs %v", c.less, h.Applies, h.Needs)
			}
		})
	}
	for _, e := range table().Harms {
		if !covered[e.ID] {
			t.Errorf("%s has no example", e.ID)
		}
	}
}

func TestProtectionThatIsProvedTakesTheHarmsOfExposureAway(t *testing.T) {
	type m = map[string]any
	family := m{"data_categories": []any{"contact", "humanitarian-case"}, "subjects_kinds": []any{"missing-persons"}}
	cases := []struct {
		about   string
		changes m
		want    string // of extortion-of-families
		needs   []string
	}{
		{"encrypted, key safe, nobody acted as a user", m{"encrypted_at_rest": true, "key_compromised": false, "intruder_as_user": false}, "", nil},
		{"encrypted, but the intruder acted as a user", m{"encrypted_at_rest": true, "key_compromised": false, "intruder_as_user": true}, Applies, nil},
		{"encrypted, and nobody knows whether the intruder acted as a user", m{"encrypted_at_rest": true, "key_compromised": false}, MayApply, []string{"intruder_as_user"}},
		{"encrypted and yet published", m{"encrypted_at_rest": true, "key_compromised": false, "intruder_as_user": false, "leaked_publicly": true}, Applies, nil},
		{"a lost device, encrypted, switched off, behind a strong password", m{"cause": "lost-device", "encrypted_at_rest": true, "key_compromised": false,
			"device_powered_off": true, "strong_password": true}, "", nil},
		{"a trusted recipient alone deleted it in writing", m{"recipients": []any{"trusted-known-recipient"}, "sole_recipient": true, "deletion_confirmed_in_writing": true}, "", nil},
		{"a trusted recipient, and nothing in writing yet", m{"recipients": []any{"trusted-known-recipient"}, "sole_recipient": true, "deletion_confirmed_in_writing": nil}, MayApply, []string{"deletion_confirmed_in_writing"}},
		{"only availability was touched and copying is ruled out", m{"nature": []any{"availability"}, "exfiltrated": "no"}, "", nil},
		{"only availability was touched, as far as known, and copying is open", m{"nature": []any{"availability"}, "exfiltrated": nil}, MayApply, []string{"exfiltrated"}},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			facts := read(family)
			maps.Copy(facts, c.changes)
			h, _ := harm(facts, "extortion-of-families")
			if h.Applies != c.want {
				t.Errorf("it %q, want %q", h.Applies, c.want)
			}
			for _, n := range c.needs {
				if !slices.Contains(h.Needs, n) {
					t.Errorf("needs %v, want %s among them", h.Needs, n)
				}
			}
		})
	}
}

func TestLikelihoodFollowsWhoHasTheData(t *testing.T) {
	facts := read(map[string]any{"data_categories": []any{"payment-card", "contact"}})
	if h, _ := harm(facts, "financial-loss"); h.Likelihood != Possible || h.LikelihoodHighest != Seen || !slices.Equal(h.Needs, []string{"transactions_made"}) {
		t.Errorf("with a known recipient, and payments not known: %s to %s, needs %v", h.Likelihood, h.LikelihoodHighest, h.Needs)
	}
	facts["transactions_made"] = false
	if h, _ := harm(facts, "financial-loss"); h.Likelihood != Possible || h.LikelihoodHighest != Possible {
		t.Errorf("with a known recipient and no payment: %s to %s", h.Likelihood, h.LikelihoodHighest)
	}
	facts["actor"] = "external-attacker"
	if h, _ := harm(facts, "financial-loss"); h.Likelihood != Likely {
		t.Errorf("with an attacker: %s", h.Likelihood)
	}
	facts["transactions_made"] = true
	if h, _ := harm(facts, "financial-loss"); h.Likelihood != Seen || h.LikelihoodHighest != Seen || len(h.Needs) != 0 {
		t.Errorf("with payments made: %s to %s, needs %v", h.Likelihood, h.LikelihoodHighest, h.Needs)
	}
}

// A tracing service's files copied by an intruder: the harms beyond privacy law come out, and first.
func TestATracingServiceIsNotOnlyAboutFraud(t *testing.T) {
	all := For(map[string]any{"nature": []any{"confidentiality"}, "cause": "exfiltration", "actor": "external-attacker", "malicious": true, "exfiltrated": "presumed",
		"encrypted_at_rest": true, "intruder_as_user": true, "recipients": []any{"unknown-attacker"}, "data_categories": []any{"identification", "contact", "location", "humanitarian-case"},
		"subjects_kinds": []any{"missing-persons", "detainees", "refugees-migrants", "minors"}, "vulnerable_subjects": true, "list_membership_sensitive": true})
	got := []string{}
	for _, h := range all {
		if h.Applies == Applies && h.Likelihood == Likely {
			got = append(got, h.ID)
		}
	}
	for _, want := range []string{"persecution", "reprisal", "arrest", "deportation", "extortion-of-families", "trafficking", "false-news", "distress", "loss-of-trust", "identity-fraud", "phishing"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not among the likely ones: %v", want, got)
		}
	}
	if text, err := json.Marshal(all); err != nil || strings.Contains(string(text), "null") {
		t.Errorf("JSON: %v\n%s", err, text)
	}
}

func TestNothingKnownLeavesEveryHarmPossible(t *testing.T) {
	all := For(nil)
	if len(all) != len(table().Harms) {
		t.Errorf("%d of %d harms while nothing is known", len(all), len(table().Harms))
	}
	for _, h := range all {
		if h.Applies != MayApply || len(h.Needs) == 0 {
			t.Errorf("%s %s, needs %v", h.ID, h.Applies, h.Needs)
		}
	}
}

// The words are for people in danger and for those who help them: calm, whole sentences, no blame.
func TestTheWordsAreCalm(t *testing.T) {
	for _, e := range table().Harms {
		for _, s := range append([]string{e.Sentence}, e.CanDo...) {
			if !strings.HasSuffix(s, ".") || strings.ContainsAny(s, "!") || strings.Contains(strings.ToLower(s), "victim") || len(s) > 200 {
				t.Errorf("%s: %q", e.ID, s)
			}
		}
	}
}

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
			out[d.Key] = rapid.SampledFrom([]int{0, 1, 23, 24}).Draw(t, d.Key)
		case terms.FactWord:
			out[d.Key] = rapid.SampledFrom(d.Words).Draw(t, d.Key)
		case terms.FactWords:
			out[d.Key] = rapid.SliceOfNDistinct(rapid.SampledFrom(d.Words), 1, 4, rapid.ID[string]).Draw(t, d.Key)
		}
	}
	return out
}

// Not knowing never takes a harm away: whatever applies with all the facts applies or may apply with fewer, as likely or more.
func TestNotKnowingNeverTakesAHarmAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawFacts(t)
		keys := slices.Sorted(maps.Keys(facts))
		if len(keys) == 0 {
			return
		}
		less := maps.Clone(facts)
		forgotten := rapid.SampledFrom(keys).Draw(t, "forget")
		delete(less, forgotten)
		before := map[string]Harm{}
		for _, h := range For(less) {
			before[h.ID] = h
		}
		now := map[string]Harm{}
		for _, h := range For(facts) {
			now[h.ID] = h
			b, stood := before[h.ID]
			if !stood {
				t.Fatalf("%s stands only once %s is known", h.ID, forgotten)
			}
			rank := func(l string) int { return slices.Index(likelihoods, l) }
			if rank(b.Likelihood) > rank(h.Likelihood) || rank(b.LikelihoodHighest) < rank(h.LikelihoodHighest) {
				t.Fatalf("%s: without %s %s to %s, with it %s to %s", h.ID, forgotten, b.Likelihood, b.LikelihoodHighest, h.Likelihood, h.LikelihoodHighest)
			}
		}
		for id, b := range before {
			if h := now[id]; b.Applies == Applies && h.Applies != Applies {
				t.Fatalf("%s applied before %s was known, and no longer", id, forgotten)
			}
		}
	})
}

func FuzzFor(f *testing.F) {
	f.Add([]byte(`{"nature": {}, "malicious": 1, "data_categories": "health", "accounts_entered": -1, "recipients": [[]]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var facts map[string]any
		if json.Unmarshal(content, &facts) != nil {
			return
		}
		for _, h := range For(facts) {
			if h.Applies == "" || h.Likelihood == "" || h.Needs == nil || h.Because == nil {
				t.Fatalf("%+v", h)
			}
		}
	})
}

func TestABrokenCatalogueIsRefused(t *testing.T) {
	whole := string(catalogue)
	for about, change := range map[string][2]string{
		"an unknown key":                      {"  kind: bodily", "  kynd: bodily"},
		"a fact nobody knows":                 {"fact: {protected_identity: true}", "fact: {hidden_identity: true}"},
		"a word nobody knows":                 {"[political, religious,", "[politics, religious,"},
		"a shared condition nobody wrote":     {"given: [exposed]", "given: [read]"},
		"a source without a known confidence": {"confidence: seen}", "confidence: sure}"},
		"a condition about the party":         {"fact: {nature: confidentiality}", "role: [controller]"},
		"a second document":                   {"harms:\n", "---\nharms:\n"},
	} {
		broken := strings.Replace(whole, change[0], change[1], 1)
		if broken == whole {
			t.Fatalf("%s: the catalogue no longer holds %q", about, change[0])
		}
		if _, err := parse([]byte(broken)); err == nil {
			t.Errorf("%s is accepted", about)
		}
	}
}
