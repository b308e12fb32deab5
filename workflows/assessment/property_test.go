package assessment

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// Laws whose triggers use every kind of word, so that the properties are about the logic and not about one law.
func propertyLibrary(t testing.TB) *regimes.Library {
	return libraryOf(t,
		lawText{id: "p-one", duties: dutyText{exemptions: "[{text: unreadable, when: {encryption: protects}, then: exempt}]"}.yaml() +
			dutyText{id: "subject-notice", recipient: "subjects", when: "{all_of: [{harm_at_least: serious}, {people_at_least: 100}]}"}.yaml() +
			dutyText{id: "other-notice", recipient: "other", when: "{any_of: [{acquired: true}, {fact: {malicious: true}}]}"}.yaml()},
		lawText{id: "p-two", binds: "- {by: establishment, when: {sector: [health]}}", duties: dutyText{when: "{not: {data_categories_any: [contact]}}"}.yaml()},
		lawText{id: "p-three", countries: "[US-CA]", binds: "- by: residence", duties: dutyText{when: "{people_at_least: 501}"}.yaml()},
	)
}

// drawFacts draws facts that do not contradict each other.
func drawFacts(t *rapid.T, label string) FactSet {
	f := FactSet{}
	for _, key := range []string{"encrypted_at_rest", "key_compromised", "intruder_as_user", "malicious", "leaked_publicly", "serious_harm_likely"} {
		if v := rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, label+key); v != "" {
			f[key] = v == "yes"
		}
	}
	if v := rapid.SampledFrom([]string{"", "no", "ruled-out", "possible", "presumed"}).Draw(t, label+"exfiltrated"); v != "" {
		f["exfiltrated"] = v
	}
	if v := rapid.SampledFrom([]string{"", "none_likely", "risk", "high_risk"}).Draw(t, label+"risk"); v != "" {
		f["risk_level"] = v
	}
	if v := rapid.SampledFrom([]string{"", "contact", "health"}).Draw(t, label+"data"); v != "" {
		f["data_categories"] = []string{v}
	}
	// Facts that contradict each other open an answer on purpose; forgetting one of the two settles it again.
	judged, said := f["serious_harm_likely"].(bool)
	if said && ((judged && f["risk_level"] == "none_likely") || (!judged && f["risk_level"] == "high_risk")) {
		delete(f, "serious_harm_likely")
	}
	if f["exfiltrated"] == "ruled-out" {
		delete(f, "leaked_publicly")
	}
	return f
}

func drawInput(t *rapid.T) Input {
	aware, _ := terms.ParseInstant("2026-10-23T15:00:00+02:00")
	in := Input{Incident: IncidentTimes{AwareAt: aware}, Facts: drawFacts(t, "")}
	for i := range rapid.IntRange(1, 4).Draw(t, "parties") {
		p := PartyInput{Name: fmt.Sprint("P", i), Country: "DE", Role: "controller", AwareAt: aware, AwareInherited: true}
		if rapid.Bool().Draw(t, "sector known") {
			p.Sectors = []string{rapid.SampledFrom([]string{"health", "public"}).Draw(t, "sector")}
		}
		in.Parties = append(in.Parties, p)
		for g := range rapid.IntRange(0, 3).Draw(t, "groups") {
			group := GroupInput{Name: fmt.Sprint("G", g), Party: p.Name, Facts: drawFacts(t, fmt.Sprint(i, g))}
			if rapid.Bool().Draw(t, "counted") {
				group.People = AtLeast(rapid.Int64Range(0, 300).Draw(t, "people"))
			}
			if rapid.Bool().Draw(t, "home known") {
				group.Residence = map[string]CountRange{"US-CA": Exactly(rapid.Int64Range(0, 600).Draw(t, "residents"))}
			}
			in.Groups = append(in.Groups, group)
		}
	}
	return in
}

// outcomes are what must not depend on any order; reasons may name groups in the order of the file.
func outcomes(res Result) []string {
	var out []string
	for _, d := range res.Determinations {
		out = append(out, fmt.Sprint(d.Party, d.Regime, d.Duty, d.Jurisdiction, d.Outcome, text(d.DueAt), text(d.TargetAt)))
	}
	sort.Strings(out)
	return out
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	lib := propertyLibrary(t)
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		a, _ := json.Marshal(Evaluate(in, lib, Environment{}))
		b, _ := json.Marshal(Evaluate(in, lib, Environment{}))
		if string(a) != string(b) {
			t.Fatalf("two answers:\n%s\n%s", a, b)
		}
	})
}

func TestTheOrderOfPartiesAndGroupsChangesNoOutcome(t *testing.T) {
	lib := propertyLibrary(t)
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		want := outcomes(Evaluate(in, lib, Environment{}))
		shuffled := in
		shuffled.Parties, shuffled.Groups = slices.Clone(in.Parties), slices.Clone(in.Groups)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		r.Shuffle(len(shuffled.Parties), func(i, j int) {
			shuffled.Parties[i], shuffled.Parties[j] = shuffled.Parties[j], shuffled.Parties[i]
		})
		r.Shuffle(len(shuffled.Groups), func(i, j int) {
			shuffled.Groups[i], shuffled.Groups[j] = shuffled.Groups[j], shuffled.Groups[i]
		})
		if got := outcomes(Evaluate(shuffled, lib, Environment{})); !slices.Equal(got, want) {
			t.Fatalf("order changed outcomes:\n%q\n%q", want, got)
		}
	})
}

// Forgetting a fact may open an answer, and may turn an exemption back into a duty; it never turns a duty into "not
// required", and never settles what was open.
func TestForgettingAFactNeverRemovesADuty(t *testing.T) {
	lib := propertyLibrary(t)
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		before := Evaluate(in, lib, Environment{})
		less := in
		less.Groups = slices.Clone(in.Groups)
		forget := func(f FactSet) FactSet {
			keys := make([]string, 0, len(f))
			for k := range f {
				keys = append(keys, k)
			}
			if len(keys) == 0 {
				return f
			}
			sort.Strings(keys)
			gone := rapid.SampledFrom(keys).Draw(t, "forgotten")
			out := FactSet{}
			for k, v := range f {
				if k != gone {
					out[k] = v
				}
			}
			return out
		}
		// A group's own fact may hide one of the incident; only a fact that nothing stands behind can be forgotten.
		if len(in.Groups) > 0 {
			less.Facts, in.Facts = FactSet{}, FactSet{}
			before = Evaluate(in, lib, Environment{})
			i := rapid.IntRange(0, len(in.Groups)-1).Draw(t, "group")
			less.Groups[i].Facts = forget(in.Groups[i].Facts)
		} else {
			less.Facts = forget(in.Facts)
		}
		after := map[string]terms.Outcome{}
		for _, d := range Evaluate(less, lib, Environment{}).Determinations {
			after[fmt.Sprint(d.Party, d.Regime, d.Duty, d.Jurisdiction)] = d.Outcome
		}
		for _, d := range before.Determinations {
			now := after[fmt.Sprint(d.Party, d.Regime, d.Duty, d.Jurisdiction)]
			if d.Outcome != terms.NotRequired && now == terms.NotRequired {
				t.Fatalf("%s of %s went from %s to not_required when a fact was forgotten", d.Duty, d.Regime, d.Outcome)
			}
			if d.Outcome == terms.Undetermined && now != terms.Undetermined && now != terms.Required {
				t.Fatalf("%s of %s went from undetermined to %s when a fact was forgotten", d.Duty, d.Regime, now)
			}
		}
	})
}
