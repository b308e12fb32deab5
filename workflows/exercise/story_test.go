package exercise

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/regimes"
)

var update = flag.Bool("update", false, "write the assess file of the exercise anew")

// assessFile is the exercise as of the open letter of 16 February 2022, for the command line and the tests of the rules.
var assessFile = filepath.Join("..", "assessment", "testdata", "exercise-2022.yaml")

func load(t testing.TB) *Story {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func when(t testing.TB, s string) terms.Instant {
	t.Helper()
	at, err := terms.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheGroupsAddUpTo515000(t *testing.T) {
	s := load(t)
	total, bySet, bySociety := int64(0), map[string]int64{}, map[string]int64{}
	for _, g := range s.Groups {
		total += g.Count
		bySet[g.DataSet] += g.Count
		if g.DataSet != "staff-log-ins" && g.DataSet != "partner-organisations" {
			bySociety[g.Party] += g.Count
		}
		living := int64(0)
		for _, n := range g.Residence {
			living += n
		}
		if living > g.Count {
			t.Errorf("%s: %d live somewhere, but there are only %d", g.Name(), living, g.Count)
		}
	}
	if total != 515_000 {
		t.Errorf("%d people, expected 515,000", total)
	}
	for set, want := range map[string]int64{"staff-log-ins": 2000, "partner-organisations": 1200} {
		if bySet[set] != want {
			t.Errorf("%s: %d, expected %d", set, bySet[set], want)
		}
	}
	// The figures that societies gave in 2022.
	for society, want := range map[string]int64{"Swiss Red Cross": 18_000, "Norwegian Red Cross": 7_500, "The Netherlands Red Cross": 4_600,
		"Danish Red Cross": 4_000, "Finnish Red Cross": 3_000} {
		if bySociety[society] != want {
			t.Errorf("%s: %d, expected %d", society, bySociety[society], want)
		}
	}
}

func TestSixtyOneSocietiesBesidesTheCommitteeAndTheHost(t *testing.T) {
	s := load(t)
	societies, names := 0, map[string]bool{}
	directory, err := os.ReadFile(filepath.Join("..", "directory", "societies.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Parties {
		if names[p.Name] {
			t.Errorf("%s stands twice", p.Name)
		}
		names[p.Name] = true
		if p.Kind == "national-society" {
			societies++
			if !bytes.Contains(directory, []byte("\n"+p.Name+",")) {
				t.Errorf("%s is not in the directory under this name", p.Name)
			}
		}
		loc, err := time.LoadLocation(p.Zone)
		if err != nil {
			t.Fatal(err)
		}
		if _, off := p.AwareAt.Zone(); p.AwareReason == "" || off != offsetIn(p.AwareAt.Time, loc) {
			t.Errorf("%s: awareness %s is not in its zone %s, or has no reason", p.Name, p.AwareAt, p.Zone)
		}
	}
	if societies != 61 || len(s.Parties) != 63 {
		t.Errorf("%d societies among %d parties", societies, len(s.Parties))
	}
	for _, g := range s.Groups {
		if !names[g.Party] {
			t.Errorf("the group %s belongs to nobody", g.Name())
		}
		if _, ok := s.DataSet(g.DataSet); !ok {
			t.Errorf("the group %s is in no data set", g.Name())
		}
	}
	for _, d := range s.DataSets {
		for key, words := range map[string][]string{"data_categories": d.Categories, "subjects_kinds": d.Kinds} {
			if err := terms.CheckFact(key, words); err != nil {
				t.Errorf("%s: %v", d.ID, err)
			}
		}
		for _, v := range d.Vulnerabilities {
			if !slices.Contains(terms.Vulnerabilities, v) {
				t.Errorf("%s: the factor %q is not in the vocabulary", d.ID, v)
			}
		}
	}
}

func offsetIn(t time.Time, loc *time.Location) int {
	_, off := t.In(loc).Zone()
	return off
}

func TestEverythingIsMarkedAnExercise(t *testing.T) {
	s := load(t)
	if !s.Exercise || !strings.HasPrefix(s.Title, "EXERCISE") {
		t.Errorf("title %q, exercise %t", s.Title, s.Exercise)
	}
	for _, name := range []string{"story.yaml", "parties.yaml", "groups.yaml"} {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(data, []byte("# EXERCISE")) {
			t.Errorf("%s does not say that it is an exercise", name)
		}
	}
}

// Facts are words of the vocabulary, have a source and a certainty, and are learnt in the order of the story.
func TestTheFactsChangeAsTheyDidIn2022(t *testing.T) {
	s := load(t)
	last := terms.Instant{}
	for _, f := range s.Facts {
		if err := terms.CheckFact(f.Key, f.Value); err != nil {
			t.Error(err)
		}
		if f.Source == "" || !slices.Contains([]string{"assumed", "reported", "likely", "confirmed"}, f.Certainty) {
			t.Errorf("%s: source %q, certainty %q", f.Key, f.Source, f.Certainty)
		}
		if f.LearntAt.Instant().Before(last) {
			t.Errorf("%s is learnt before the line above it", f.Key)
		}
		last = f.LearntAt.Instant()
	}
	for _, c := range []struct {
		name, asOf, key string
		want            any
	}{
		{"on 19 January there is no indication of taking", "2022-01-20T00:00:00+01:00", "exfiltrated", "no-indication"},
		{"on 16 February taking is presumed", "2022-02-16T12:00:00+01:00", "exfiltrated", "presumed"},
		{"on 19 January the host is held to be the target", "2022-01-20T00:00:00+01:00", "data_detail", "The target was an external company in Switzerland that hosts the data"},
		{"on 25 January it is the committee's own servers", "2022-01-26T00:00:00+01:00", "data_detail", "A direct, targeted attack on servers of the ICRC, not on the hosting company"},
		{"before 16 February nobody knows of the intruder as a user", "2022-02-15T00:00:00+01:00", "intruder_as_user", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got any
			for _, f := range s.KnownFacts(when(t, c.asOf)) {
				if f.Key == c.key {
					got = f.Value
				}
			}
			if got != c.want {
				t.Errorf("%s is %v, expected %v", c.key, got, c.want)
			}
		})
	}
	for _, m := range s.KnownMoments(when(t, "2022-02-15T00:00:00+01:00")) {
		if m.Key == "occurred_at" {
			t.Error("the day of entry was known before it was published")
		}
	}
}

// TestTheAssessFileIsTheStory keeps the file that the rules are tested on equal to the data.
func TestTheAssessFileIsTheStory(t *testing.T) {
	got, err := load(t).AssessFile(when(t, "2022-02-16T12:00:00+01:00"))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(assessFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(assessFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the story says; go test -update writes it anew", assessFile)
	}
}

// Moved to our days the same story meets the laws of our days.
func TestAsIfItHappenedToday(t *testing.T) {
	s := load(t)
	now := when(t, "2026-11-23T09:00:00Z")
	moved := s.MovedBy(s.DaysTo(now))
	for i, p := range moved.Parties {
		if d := now.Sub(p.AwareAt.Instant()); d < 0 || d > 7*24*time.Hour {
			t.Errorf("%s became aware %s before now", p.Name, d)
		}
		if a := s.Parties[i].AwareAt; a.Hour() != p.AwareAt.Hour() {
			t.Errorf("awareness moved from %s to %s", a, p.AwareAt)
		}
	}
	if d := now.Sub(moved.Parties[0].AwareAt.Instant()); d > 72*time.Hour {
		t.Errorf("the committee became aware %s before now: its first clocks have run out", d)
	}
	then, today := swiss(t, s), swiss(t, moved)
	if then != terms.Undetermined && then != terms.NotBound {
		t.Errorf("in January 2022 the Swiss law of 2023 answers %s", then)
	}
	if today != terms.Required {
		t.Errorf("today the Swiss law answers %s, expected required", today)
	}
}

func swiss(t *testing.T, s *Story) terms.Outcome {
	t.Helper()
	last := s.Facts[len(s.Facts)-1].LearntAt.Instant()
	data, err := s.AssessFile(last)
	if err != nil {
		t.Fatal(err)
	}
	in, err := assessment.ReadFile("story", data)
	if err != nil {
		t.Fatal(err)
	}
	lib, _ := regimes.Default()
	for _, d := range assessment.Evaluate(in, lib, assessment.Environment{}).Determinations {
		if d.Party == "Swiss Red Cross" && d.Regime == "ch-fadp" && d.Duty == "authority-notice" {
			return d.Outcome
		}
	}
	t.Fatal("the Swiss law says nothing about the Swiss Red Cross")
	return ""
}
