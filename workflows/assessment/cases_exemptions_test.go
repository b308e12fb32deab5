package assessment

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// Each exemption that a fact can prove has a case that proves it: the duty falls away, or stays and is done in public.
func TestEveryExemptionThatAFactCanProveHasACase(t *testing.T) {
	lib, _ := regimes.Default()
	tried := 0
	for _, p := range lib.All() {
		if len(p.Duties) == 0 {
			continue
		}
		file := filepath.Join(packsFolder, p.ID+"_cases.yaml")
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := readCases(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range p.Duties {
			for _, x := range d.Exemptions {
				if x.When == nil {
					continue
				}
				tried++
				if !slices.ContainsFunc(cases, func(c lawCase) bool { return c.proves(lib, p, d, x) }) {
					t.Errorf("%s: no case proves the exemption of %s: %s", file, d.ID, x.Text)
				}
			}
		}
	}
	if tried < 250 {
		t.Errorf("only %d exemptions were tried", tried)
	}
}

// proves: the facts of the case meet the exemption for somebody, and the row of the duty says what follows from it.
func (c lawCase) proves(lib *regimes.Library, p *regimes.Pack, d regimes.Duty, x regimes.Exemption) bool {
	want := terms.Exempt
	if x.Then == regimes.ThenPublicNotice {
		want = terms.Required
	}
	if !slices.ContainsFunc(c.expect, func(row map[string]any) bool {
		return row["duty"] == d.ID && (row["regime"] == nil || row["regime"] == p.ID) && row["outcome"] == string(want)
	}) {
		return false
	}
	e := newEvaluation(c.in, lib, Environment{})
	for i := range c.in.Parties {
		s := e.subjectOf(i)
		for _, g := range s.groups {
			country, _, _ := strings.Cut(s.party.Country, "-")
			if x.When.Eval(caseContext{s: s, g: g, row: linkRow{jurisdiction: country}}).Answer == terms.Yes {
				return true
			}
		}
	}
	return false
}
