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

// A file always says when somebody became aware, so no case can leave it out. In the running product a party may have no
// moment of awareness yet: then no duty of any pack gets a due time or is called not required, and each says what it needs.
func TestWithoutAMomentOfAwarenessNoPackGivesATime(t *testing.T) {
	lib, _ := regimes.Default()
	files, err := filepath.Glob(filepath.Join(packsFolder, "*_cases.yaml"))
	if err != nil || len(files) < 140 {
		t.Fatalf("%d files of cases, %v", len(files), err)
	}
	seen := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := readCases(file, data)
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimSuffix(filepath.Base(file), "_cases.yaml")
		// One case of each pack is enough: what is open is the start, not the trigger.
		c := cases[0]
		c.in.Incident.AwareAt = terms.Instant{}
		c.in.Parties = slices.Clone(c.in.Parties)
		for i := range c.in.Parties {
			c.in.Parties[i].AwareAt = terms.Instant{}
		}
		for _, d := range Evaluate(c.in, lib, Environment{}).Determinations {
			if d.Regime != id || d.Outcome == terms.NotBound {
				continue
			}
			seen++
			if d.DueAt != nil || d.Outcome != terms.Undetermined || !slices.ContainsFunc(d.Needs, func(n string) bool { return strings.HasSuffix(n, "aware_at") }) {
				t.Errorf("%s: %s %s is %s, due %s, needs %v", file, d.Duty, d.Jurisdiction, d.Outcome, text(d.DueAt), d.Needs)
			}
		}
	}
	if seen < 400 {
		t.Errorf("only %d duties were tried", seen)
	}
}
