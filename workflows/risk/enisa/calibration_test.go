package enisa

import (
	"testing"

	"candour/workflows/risk/precedents"
)

// The calibrated scores of the EDPB's cases lie within what their facts leave possible. Exceptions are argued.
func TestTheCalibratedCasesLieWithinTheirRange(t *testing.T) {
	byHand := map[string]Choice{
		// No fact of the vocabulary says that "financial" here is only the kind and amount of an insurance.
		"edpb-09": {Category: "financial", Step: "only-a-client", Reason: "Kind and amount of an insurance only."},
	}
	facts := map[string]map[string]any{}
	for _, c := range precedents.All() {
		facts[c.ID] = c.Facts
	}
	cases := vectors(t).Calibration.Cases
	if len(cases) != 10 {
		t.Fatalf("%d calibrated cases, want 10", len(cases))
	}
	for _, v := range cases {
		t.Run(v.ID, func(t *testing.T) {
			r := FromFacts(facts[v.ID])
			if choice, ok := byHand[v.ID]; ok {
				if v.SE >= r.Lowest.Score {
					t.Error("the exception is no longer needed")
				}
				var err error
				if r, err = WithChoices(facts[v.ID], []Choice{choice}); err != nil {
					t.Fatal(err)
				}
			}
			if v.SE < r.Lowest.Score || v.SE > r.Highest.Score {
				t.Errorf("calibrated %s; from the facts: %s", v.SE, r.Formula)
			}
			for _, f := range r.Flags {
				listed := false
				for _, name := range v.Flag {
					listed = listed || name == f.Key
				}
				if (f.Answer == "yes" && !listed) || (f.Answer == "no" && listed) {
					t.Errorf("flag %s is %s, calibrated %v", f.Key, f.Answer, v.Flag)
				}
			}
		})
	}
}
