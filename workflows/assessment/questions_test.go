package assessment

import (
	"fmt"
	"slices"
	"testing"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// answered lays one answer over the incident's facts.
func answered(in Input, key string, value any) Input {
	facts := FactSet{}
	for k, v := range in.Facts {
		facts[k] = v
	}
	facts[key] = value
	in.Facts = facts
	return in
}

// TestTheExerciseNeedsAtMostTwelveAnswers starts with what stands in the catalogue of data sets and the directory, asks the best next
// question, answers it from the story, and stops when nothing that the story can answer is asked any more. Then every duty has the outcome that it has with all facts of the story.
func TestTheExerciseNeedsAtMostTwelveAnswers(t *testing.T) {
	lib, _ := regimes.Default()
	full := exerciseInput(t)
	want := Evaluate(full, lib, Environment{})
	in := full
	in.Facts = FactSet{}
	res := Evaluate(in, lib, Environment{})
	var asked []string
	for {
		i := slices.IndexFunc(Questions(in, res, lib), func(q Question) bool {
			_, inStory := full.Facts[q.Fact]
			return inStory && !slices.Contains(asked, q.Fact)
		})
		if i < 0 {
			break
		}
		q := Questions(in, res, lib)[i]
		asked = append(asked, q.Fact)
		in = answered(in, q.Fact, full.Facts[q.Fact])
		res = Evaluate(in, lib, Environment{})
	}
	if len(asked) > 12 {
		t.Errorf("%d answers were needed: %v", len(asked), asked)
	}
	for i, d := range res.Determinations {
		if d.Outcome != want.Determinations[i].Outcome {
			t.Errorf("%s %s of %s: %s after the questions, %s with all facts; needs %v", d.Regime, d.Duty, d.Party, d.Outcome, want.Determinations[i].Outcome, d.Needs)
		}
	}
	t.Logf("%d answers: %v", len(asked), asked)
}

// TestWhereNothingIsAskedNothingCouldChange tries answers to every fact of the vocabulary on cases without open questions.
func TestWhereNothingIsAskedNothingCouldChange(t *testing.T) {
	lib, _ := regimes.Default()
	in := Input{Parties: []PartyInput{{Name: "Company", Country: "DE", Role: "controller", Kind: "company", Sectors: []string{"other"}, SectorsKnown: true, AwareAt: exerciseInput(t).Incident.AwareAt,
		Movement: terms.No, EEAEstablishment: terms.Yes}}, Facts: FactSet{}}
	for range 100 {
		res := Evaluate(in, lib, Environment{})
		qs := Questions(in, res, lib)
		i := slices.IndexFunc(qs, func(q Question) bool { return len(answersTo(q.Fact, newEvaluation(in, lib, Environment{}).rules)) > 0 })
		if i < 0 {
			break
		}
		answers := answersTo(qs[i].Fact, newEvaluation(in, lib, Environment{}).rules)
		in = answered(in, qs[i].Fact, answers[len(answers)-1])
	}
	settled := Evaluate(in, lib, Environment{})
	open := map[string]bool{}
	for _, d := range settled.Determinations {
		if d.Outcome == terms.Undetermined {
			open[d.Regime+d.Duty] = true
		}
	}
	for _, d := range terms.Facts() {
		if _, known := in.Facts[d.Key]; known || d.Free() || d.Key == "risk_level" || d.Key == "people_count" || d.Key == "serious_harm_likely" {
			continue
		}
		for _, a := range answersTo(d.Key, newEvaluation(in, lib, Environment{}).rules) {
			for i, after := range Evaluate(answered(in, d.Key, a), lib, Environment{}).Determinations {
				before := settled.Determinations[i]
				if before.Outcome != after.Outcome {
					t.Errorf("%s = %v was not asked but turns %s %s from %s to %s", d.Key, a, after.Regime, after.Duty, before.Outcome, after.Outcome)
				}
			}
		}
	}
}

// TestChangesReallyFlipTheOutcome takes each offered change, makes it, and runs the whole rules.
func TestChangesReallyFlipTheOutcome(t *testing.T) {
	lib, _ := regimes.Default()
	full := exerciseInput(t)
	res := Evaluate(full, lib, Environment{})
	tried, flipped := 0, 0
	for i := 0; i < len(res.Determinations); i += 14 {
		d := res.Determinations[i]
		of := DutyOf{d.Party, d.Regime, d.Duty, d.Jurisdiction}
		tried++
		for _, c := range Changes(full, lib, Environment{}, of) {
			flipped++
			in := full
			in.Facts = withAnswers(full.Facts, c.Facts, true)
			in.Parties = slices.Clone(full.Parties)
			for p := range in.Parties {
				if in.Parties[p].Name == d.Party {
					in.Parties[p] = in.Parties[p].withWords(c.Facts)
				}
			}
			there := false
			in.Groups = slices.Clone(full.Groups)
			for g := range in.Groups {
				if in.Groups[g].Party == d.Party {
					in.Groups[g].Facts = withAnswers(in.Groups[g].Facts, c.Facts, false)
				}
			}
			for _, after := range Evaluate(in, lib, Environment{}).Determinations {
				if (DutyOf{after.Party, after.Regime, after.Duty, after.Jurisdiction}) != of {
					continue
				}
				if there = true; after.Outcome != c.Outcome {
					t.Errorf("%v: %s, but the rules say %s", of, c.Text, after.Outcome)
				}
			}
			// A regime that does not reach the party any more says nothing at all.
			if !there && c.Outcome != terms.NotBound {
				t.Errorf("%v: %s, but the rules do not speak of it", of, c.Text)
			}
		}
		if t.Failed() {
			break
		}
	}
	if tried < 15 || flipped == 0 {
		t.Errorf("%d duties tried, %d changes found", tried, flipped)
	}
	t.Log(fmt.Sprint(tried, " duties, ", flipped, " changes"))
}

func BenchmarkQuestionsOfTheExercise(b *testing.B) {
	lib, _ := regimes.Default()
	in := exerciseInput(b)
	in.Facts = FactSet{}
	for b.Loop() {
		Questions(in, Evaluate(in, lib, Environment{}), lib)
	}
}

func BenchmarkChangesOfOneDuty(b *testing.B) {
	lib, _ := regimes.Default()
	in := exerciseInput(b)
	d := Evaluate(in, lib, Environment{}).Determinations[0]
	for b.Loop() {
		Changes(in, lib, Environment{}, DutyOf{d.Party, d.Regime, d.Duty, d.Jurisdiction})
	}
}
