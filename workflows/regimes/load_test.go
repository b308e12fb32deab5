package regimes

import (
	"testing"
	"time"
)

func TestEveryPackInTheProgramLoads(t *testing.T) {
	start := time.Now()
	lib, problems := Default()
	took := time.Since(start)
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
	t.Logf("%d regimes, %d duties in %v", len(lib.All()), duties, took)
}
