package regimes

import (
	"slices"
	"testing"

	"candour/models/terms"
)

func TestCasesBesideAPackAreReadWhole(t *testing.T) {
	lib, _ := Default()
	total := 0
	outcomes := []string{"required", "not_required", "exempt", "undetermined", "not_bound"}
	for _, p := range lib.All() {
		cases, err := CasesOf(p)
		if err != nil {
			t.Fatal(p.ID, err)
		}
		if len(p.Duties) > 0 && !p.Draft() && len(cases) == 0 {
			t.Errorf("%s: no cases", p.ID)
		}
		for _, c := range cases {
			total++
			if c.Name == "" || len(c.Given) < 2 || len(c.Expect) == 0 {
				t.Errorf("%s: a case is shown with holes: %+v", p.ID, c)
			}
			for _, a := range c.Expect {
				if !slices.Contains(outcomes, a.Outcome) || a.Duty == "" || a.Party == "" {
					t.Errorf("%s, %s: %+v", p.ID, c.Name, a)
				}
			}
		}
	}
	if total < 1000 {
		t.Errorf("only %d cases", total)
	}
	gdpr, _ := lib.Find("eu-gdpr")
	cases, _ := CasesOf(gdpr)
	var says string
	for _, g := range cases[0].Given {
		if g.About == "party" {
			says = g.Name
		}
	}
	if says == "" {
		t.Error("the party of the first case has lost its name")
	}
}

func TestALawOfOneSectorIsTakenAwayOnlyWhenTheSectorRulesItOut(t *testing.T) {
	society := Profile{"role": {"controller"}, "kind": {"national-society"}, "movement": {"true"}, "sector": {"humanitarian", "health"}, "name": {"a society"}}
	lib, _ := Default()
	for id, want := range map[string]terms.Answer{
		"eu-gdpr": terms.Yes,     // by establishment, whoever it is
		"eu-dora": terms.No,      // financial entities only
		"uk-pecr": terms.No,      // telecom only
		"eu-nis2": terms.Unknown, // a hospital may be listed
		"au-ndb":  terms.Yes,     // health services are covered whatever their size
		"ae-difc": terms.No,      // a National Society is not registered in the free zone
	} {
		p, ok := lib.Find(id)
		if !ok {
			t.Fatal(id)
		}
		if got := p.CouldBind(society); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if got := (&Pack{}).CouldBind(society); got != terms.No {
		t.Errorf("a regime without a link binds nobody: %s", got)
	}
}

func TestALinkSaysWhatItAsks(t *testing.T) {
	lib, _ := Default()
	p, _ := lib.Find("eu-gdpr")
	if got := p.Binds[0].Asks(p); len(got) != 0 {
		t.Errorf("establishment asks nothing: %q", got)
	}
	if got := p.Binds[1].Asks(p); len(got) != 1 || got[0] != p.Questions["other.eu-gdpr.targets-people-there"] {
		t.Errorf("%q", got)
	}
}
