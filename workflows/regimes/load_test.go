package regimes

import "testing"

func TestEveryPackInTheProgramLoads(t *testing.T) {
	lib, problems := Default()
	for _, p := range problems {
		t.Error(p)
	}
	duties := 0
	for _, p := range lib.All() {
		duties += len(p.Duties)
	}
	if len(lib.All()) < 228 || duties < 417 {
		t.Errorf("the fact tables hold 228 regimes and 417 duties; the program holds %d and %d", len(lib.All()), duties)
	}
}
