package assessment

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// partyLibrary are laws that turn on what a party is.
func partyLibrary(t testing.TB) *regimes.Library {
	bound := func(id, when string) lawText {
		return lawText{id: id, binds: "- {by: establishment, when: " + when + "}", duties: dutyText{when: "{always: true}"}.yaml()}
	}
	return libraryOf(t,
		bound("q-role", "{role: [controller, joint-controller]}"),
		bound("q-kind", "{kind: [public-body]}"),
		bound("q-sector", "{sector: [health, telecom]}"),
		bound("q-movement", "{movement: true}"),
		bound("q-eea", "{eea_establishment: true}"),
		lawText{id: "q-plain", duties: dutyText{when: "{always: true}"}.yaml()})
}

func TestWhatWouldChangeADutyNamesWhatIsSaidOfTheParty(t *testing.T) {
	lib := partyLibrary(t)
	aware, _ := terms.ParseInstant("2026-10-23T15:00:00+02:00")
	party := PartyInput{Name: "P", Country: "DE", Role: "controller", Kind: "company", Sectors: []string{"health", "public"}, Movement: terms.Yes, EEAEstablishment: terms.Yes, AwareAt: aware}
	for _, c := range []struct {
		name, law string
		change    func(*PartyInput)
		fact      string
		to        any
		outcome   terms.Outcome
	}{
		{"a processor is not bound as a controller is", "q-role", func(*PartyInput) {}, "party.role", "processor", terms.NotBound},
		{"a processor that turns out to be a controller", "q-role", func(p *PartyInput) { p.Role = "processor" }, "party.role", "controller", terms.Required},
		{"nobody knows the role: one answer makes it due", "q-role", func(p *PartyInput) { p.Role = "" }, "party.role", "controller", terms.Required},
		{"nobody knows the role: another takes it away", "q-role", func(p *PartyInput) { p.Role = "" }, "party.role", "processor", terms.NotBound},
		{"a company that turns out to be a public body", "q-kind", func(*PartyInput) {}, "party.kind", "public-body", terms.Required},
		{"it does not work in health after all", "q-sector", func(*PartyInput) {}, "party.sectors", []string{"public"}, terms.NotBound},
		{"it works in health as well", "q-sector", func(p *PartyInput) { p.Sectors = []string{"public"} }, "party.sectors", []string{"public", "health"}, terms.Required},
		{"no component of the Movement", "q-movement", func(*PartyInput) {}, "party.movement", false, terms.NotBound},
		{"its own establishment in the EEA", "q-eea", func(p *PartyInput) { p.EEAEstablishment = terms.Unknown }, "party.eea_establishment", true, terms.Required},
		{"an immunity that does not hold", "q-plain", func(p *PartyInput) { p.Immunity = "headquarters agreement" }, "party.immunity", nil, terms.Required},
		{"an organisation under international law that is immune", "q-plain", func(p *PartyInput) { p.Kind = "international-organisation" }, "party.immunity", anyBasis, terms.NotBound},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := party
			c.change(&p)
			got := Changes(Input{Parties: []PartyInput{p}}, lib, Environment{}, DutyOf{"P", c.law, "authority-notice", "DE"})
			if !slices.ContainsFunc(got, func(x Change) bool {
				return x.Outcome == c.outcome && len(x.Facts) == 1 && x.Facts[0].Fact == c.fact && canon(x.Facts[0].To) == canon(c.to) && x.Facts[0].Text != ""
			}) {
				t.Errorf("no %s = %v that makes it %s in %+v", c.fact, c.to, c.outcome, got)
			}
			for _, x := range got {
				if strings.Contains(x.Text, "party.") || strings.Contains(x.Text, "<nil>") {
					t.Errorf("nobody can read this: %s", x.Text)
				}
			}
		})
	}
}

// The day a party became aware decides which law it is judged by: asked where the law had not begun, and not where it began years ago.
func TestItsOwnAwarenessIsAskedWhereTheLawBeginsOrEnds(t *testing.T) {
	lib := partyLibrary(t)
	pack, _ := lib.Find("q-plain")
	for _, c := range []struct {
		name  string
		aware string
		asks  bool
	}{
		{"long after the law began", "2026-10-23T15:00:00Z", false},
		{"the day before it began", string(pack.InForce) + "T00:00:00Z", true},
		{"years before it began", "1999-01-01T00:00:00Z", true},
	} {
		aware, err := terms.ParseInstant(c.aware)
		if err != nil {
			t.Fatal(err)
		}
		if c.name == "the day before it began" {
			aware = aware.Add(-24 * hour)
		}
		in := Input{Parties: []PartyInput{{Name: "P", Country: "DE", Role: "controller", AwareAt: aware}}}
		of := DutyOf{"P", "q-plain", "authority-notice", "DE"}
		got := Changes(in, lib, Environment{}, of)
		asks := slices.ContainsFunc(got, func(x Change) bool { return x.Facts[0].Fact == "party.aware_at" && x.Outcome == terms.Required })
		if asks != c.asks {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// Each offered change, made to the input, gives what it says, on the whole rules.
func TestEveryChangeOfAPartyFlipsTheOutcome(t *testing.T) {
	lib := partyLibrary(t)
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		aware, _ := terms.ParseInstant(rapid.SampledFrom([]string{"2026-10-23T15:00:00+02:00", "1999-01-01T00:00:00Z"}).Draw(t, "aware"))
		answer := func(what string) terms.Answer {
			return rapid.SampledFrom([]terms.Answer{terms.Unknown, terms.Yes, terms.No}).Draw(t, what)
		}
		p := PartyInput{Name: "P", Country: "DE", AwareAt: aware, Movement: answer("movement"), EEAEstablishment: answer("eea"),
			Role: rapid.SampledFrom(append([]string{""}, terms.PartyRoles...)).Draw(t, "role"), Kind: rapid.SampledFrom(append([]string{""}, terms.PartyKinds...)).Draw(t, "kind"),
			Sectors: rapid.SampledFrom([][]string{nil, {"health"}, {"public", "telecom"}}).Draw(t, "sectors"), Immunity: rapid.SampledFrom([]string{"", "a treaty"}).Draw(t, "immunity")}
		in := Input{Parties: []PartyInput{p}}
		for _, d := range Evaluate(in, lib, Environment{}).Determinations {
			of := DutyOf{d.Party, d.Regime, d.Duty, d.Jurisdiction}
			for _, c := range Changes(in, lib, Environment{}, of) {
				next := in
				next.Parties = []PartyInput{p.withWords(c.Facts)}
				next.Facts = withAnswers(in.Facts, c.Facts, true)
				now := terms.NotBound // a law that does not reach the party says nothing at all
				for _, x := range Evaluate(next, lib, Environment{}).Determinations {
					if (DutyOf{x.Party, x.Regime, x.Duty, x.Jurisdiction}) == of {
						now = x.Outcome
					}
				}
				if now != c.Outcome || now == d.Outcome {
					t.Fatalf("%s is %s; %s, but the rules say %s", fmt.Sprint(of), d.Outcome, c.Text, now)
				}
				seen[c.Facts[0].Fact]++
			}
		}
	})
	for _, word := range []string{"role", "kind", "sectors", "movement", "eea_establishment", "immunity", "aware_at"} {
		if seen[partyPrefix+word] == 0 {
			t.Errorf("no change of %s was ever offered, so nothing is proved about it: %v", word, seen)
		}
	}
}
