package api

import (
	"slices"
	"testing"

	"candour/workflows/wordcheck"
)

// Sixty societies may be bound by one law: whoever writes to their people reads its name once.
func TestALawThatBindsManySocietiesIsNamedOnceToTheWriter(t *testing.T) {
	demand := func(law, obligation string) wordcheck.Demand {
		return wordcheck.Demand{Word: "what-happened", Law: law, Citation: "Art. 34(2)", Obligation: obligation}
	}
	got := viewWords("", "Somebody broke in.", "en", wordcheck.Result{Content: []wordcheck.Content{{Word: "what-happened", Label: "What happened",
		For: []wordcheck.Demand{demand("GDPR", "a"), demand("UK GDPR", "b"), demand("GDPR", "c")}}}})
	if want := []string{"GDPR, Art. 34(2)", "UK GDPR, Art. 34(2)"}; !slices.Equal(got.Content[0].Laws, want) {
		t.Errorf("%q, want %q", got.Content[0].Laws, want)
	}
}
