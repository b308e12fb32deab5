package assessment

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// The exercise incident as of 16 February 2022, written from the story in workflows/exercise.
func exerciseInput(t testing.TB) Input {
	t.Helper()
	name := filepath.Join("testdata", "exercise-2022.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in, err := ReadFile(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

const committee = "International Committee of the Red Cross"

func TestTheExerciseIncident(t *testing.T) {
	lib, _ := regimes.Default()
	in := exerciseInput(t)
	res := Evaluate(in, lib, Environment{})

	if res.RiskLevel == nil || *res.RiskLevel != terms.HighRisk {
		t.Error("the risk of the incident is not high")
	}
	if len(in.Parties) != 63 || len(res.Ignored) != 0 {
		t.Errorf("%d parties, ignored %q", len(in.Parties), res.Ignored)
	}

	type want struct {
		name, party, regime, duty, jurisdiction string
		outcome                                 terms.Outcome
		due                                     string // empty: not compared
		says                                    string
	}
	for _, c := range []want{
		{"Germany tells its authority within 72 elapsed hours", "German Red Cross", "eu-gdpr", "authority-notice", "DE", terms.Required, "2022-01-22T16:30:00+01:00", "72 hours from awareness on Wed 19 Jan 2022, 16:30 Berlin"},
		{"Germany tells the people at high risk, with no number in law", "German Red Cross", "eu-gdpr", "subject-notice", "DE", terms.Required, "none", ""},
		{"Denmark counts from its own awareness", "Danish Red Cross", "eu-gdpr", "authority-notice", "DK", terms.Required, "2022-01-23T08:45:00+01:00", ""},
		{"Norway is in the EEA", "Norwegian Red Cross", "eu-gdpr", "authority-notice", "NO", terms.Required, "2022-01-23T09:00:00+01:00", ""},
		{"New Zealand had a duty in 2022", "New Zealand Red Cross", "nz-privacy", "authority-notice", "NZ", terms.Required, "", ""},
		{"New Zealand tells people too", "New Zealand Red Cross", "nz-privacy", "subject-notice", "NZ", terms.Required, "", ""},
		{"the committee is not bound by Swiss law", committee, "ch-fadp", "authority-notice", "CH", terms.NotBound, "none", "Immunity: headquarters agreement"},
		{"the committee is bound by its own rules", committee, "icrc-rules", "authority-notice", "", terms.Required, "none", "own target"},
		{"and tells people by them", committee, "icrc-rules", "subject-notice", "", terms.Required, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := row(t, res, c.party, c.regime, c.duty, c.jurisdiction)
			if d.Outcome != c.outcome || (c.due != "" && text(d.DueAt) != c.due) || !strings.Contains(strings.Join(d.Reasons, " "), c.says) {
				t.Errorf("outcome %s due %s, expected %s due %s saying %q; reasons %q needs %q", d.Outcome, text(d.DueAt), c.outcome, c.due, c.says, d.Reasons, d.Needs)
			}
		})
	}

	// The Swiss law of today began in September 2023: in 2022 it cannot have demanded anything, and nothing may be
	// called not required on its strength.
	d := row(t, res, "Swiss Red Cross", "ch-fadp", "authority-notice", "CH")
	if d.Outcome != terms.NotBound && d.Outcome != terms.Undetermined {
		t.Errorf("a law of 2023 answers %s for January 2022: %q", d.Outcome, d.Reasons)
	}
	if !strings.Contains(strings.Join(d.Reasons, " "), "began on Fri 1 Sep 2023") {
		t.Errorf("the row does not say when the law began: %q", d.Reasons)
	}

	for _, d := range res.Determinations {
		switch {
		case d.Party == committee && d.Outcome == terms.Required && d.Regime != "icrc-rules" && d.Regime != "rfl-coc":
			t.Errorf("the committee, immune, is told that %s of %s is required", d.Duty, d.Regime)
		case d.Party == "The Red Cross of Serbia" && d.Recipient == "subjects" && d.Outcome == terms.NotRequired:
			t.Errorf("Serbia does not know its people, yet %s of %s is not required", d.Duty, d.Regime)
		case d.Citation == "" || d.PackVersion == "" || len(d.Reasons) == 0:
			t.Errorf("a row without citation, version or reason: %+v", d)
		case d.Outcome == terms.Undetermined && len(d.Needs) == 0:
			t.Errorf("%s of %s for %s is open, but nothing says what would settle it: %q", d.Duty, d.Regime, d.Party, d.Reasons)
		}
	}
}

// Each society in the EEA owes its own authority a notice on its own clock: one breach, many controllers.
func TestEachSocietyInTheEEAHasItsOwnClock(t *testing.T) {
	lib, _ := regimes.Default()
	in := exerciseInput(t)
	gdpr, ok := lib.Find("eu-gdpr")
	if !ok {
		t.Fatal("eu-gdpr cannot be read")
	}
	due := map[string]string{}
	for _, d := range Evaluate(in, lib, Environment{}).Determinations {
		if d.Regime == "eu-gdpr" && d.Duty == "authority-notice" && d.Outcome == terms.Required && d.DueAt != nil {
			due[d.Party] = *d.DueAt
		}
	}
	clocks := map[string]bool{}
	societies := 0
	for _, p := range in.Parties {
		if p.Kind != "national-society" || homeIn(p.Country, gdpr.Countries) == "" {
			continue
		}
		societies++
		if due[p.Name] == "" {
			t.Errorf("%s has no clock", p.Name)
		}
		clocks[due[p.Name]] = true
	}
	if societies < 25 || len(clocks) < 5 {
		t.Errorf("%d societies with %d different clocks", societies, len(clocks))
	}
}

func TestTheExerciseGivesTheSameBytesTwice(t *testing.T) {
	lib, _ := regimes.Default()
	in := exerciseInput(t)
	a, err := json.Marshal(Evaluate(in, lib, Environment{}))
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(Evaluate(in, lib, Environment{}))
	if string(a) != string(b) {
		t.Error("two runs differ")
	}
}

func BenchmarkDecideTheExercise(b *testing.B) {
	lib, _ := regimes.Default()
	in := exerciseInput(b)
	for b.Loop() {
		Evaluate(in, lib, Environment{})
	}
}

func BenchmarkReadTheExercise(b *testing.B) {
	data, err := os.ReadFile(filepath.Join("testdata", "exercise-2022.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := ReadFile("exercise", data); err != nil {
			b.Fatal(err)
		}
	}
}
