package assessment

import (
	"slices"
	"testing"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
)

func TestWhatChangedBetweenTwoInputs(t *testing.T) {
	n := func(v int64) CountRange { return CountRange{Min: &v} }
	base := func() Input {
		return Input{Facts: FactSet{"exfiltrated": "no-indication"}, Parties: []PartyInput{{Name: "Germany", Country: "DE", Role: "controller"}},
			Groups: []GroupInput{{Name: "Tracing", Party: "Germany", People: n(60), Facts: FactSet{}}}}
	}
	cases := []struct {
		name   string
		change func(in *Input)
		want   []FactChange
	}{
		{"nothing", func(*Input) {}, []FactChange{}},
		{"no indication becomes presumed", func(in *Input) { in.Facts["exfiltrated"] = "presumed" },
			[]FactChange{{Fact: "exfiltrated", From: "no-indication", To: "presumed"}}},
		{"a fact is not known any more", func(in *Input) { delete(in.Facts, "exfiltrated") },
			[]FactChange{{Fact: "exfiltrated", From: "no-indication", To: ""}}},
		{"a fact becomes known", func(in *Input) { in.Facts["encrypted_at_rest"] = false },
			[]FactChange{{Fact: "encrypted_at_rest", From: "", To: "no"}}},
		{"a list of words gains one", func(in *Input) { in.Groups[0].Facts["data_categories"] = []string{"contact", "health"} },
			[]FactChange{{Fact: "data_categories", About: "Tracing (Germany)", Party: "Germany", From: "", To: "contact, health"}}},
		{"a number is said as people say it", func(in *Input) {
			in.Groups[0].People = n(61)
			in.Facts["people_count"] = map[string]any{"min": 515000.0, "max": nil, "exact": false}
		}, []FactChange{{Fact: "people_count", To: "at least 515000"},
			{Fact: "people", About: "Tracing (Germany)", Party: "Germany", From: "at least 60", To: "at least 61"}}},
		{"a society learns of it earlier", func(in *Input) { in.Parties[0].AwareAt = at(t, "2022-01-19T15:30:00Z") },
			[]FactChange{{Fact: "aware_at", About: "Germany", Party: "Germany", From: "", To: "2022-01-19T15:30:00Z"}}},
		{"a society with its people joins: one line, not one for each of its facts", func(in *Input) {
			in.Parties = append(in.Parties, PartyInput{Name: "France (Paris)", Country: "FR", Role: "controller"})
			in.Groups = append(in.Groups, GroupInput{Name: "Messages", Party: "France (Paris)", People: n(5), Facts: FactSet{"vulnerable_subjects": true}})
		}, []FactChange{{Fact: "party", About: "France (Paris)", Party: "France (Paris)", From: "", To: "takes part"}}},
		{"a society leaves", func(in *Input) { in.Parties, in.Groups = nil, nil },
			[]FactChange{{Fact: "party", About: "Germany", Party: "Germany", From: "takes part", To: ""}}},
		{"a group joins", func(in *Input) {
			in.Groups = append(in.Groups, GroupInput{Name: "Staff", Party: "Germany", People: n(5), Facts: FactSet{"vulnerable_subjects": false}})
		}, []FactChange{{Fact: "group", About: "Staff (Germany)", Party: "Germany", From: "", To: "concerned"}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			now := base()
			c.change(&now)
			got := FactChanges([]Input{base()}, []Input{now})
			for i := range got {
				if got[i].Text == "" {
					t.Errorf("%s has no words", got[i].Fact)
				}
				got[i].Text = ""
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

// A society whose moments are its own is asked with an input of its own; what the incident says is not said again for it.
func TestAnOwnInputSaysOnlyWhatIsItsOwn(t *testing.T) {
	shared := Input{Facts: FactSet{"exfiltrated": "no-indication"}, Parties: []PartyInput{{Name: "Germany"}}}
	own := Input{Facts: FactSet{"exfiltrated": "no-indication"}, Parties: []PartyInput{{Name: "Kenya"}}}
	after := Input{Facts: FactSet{"exfiltrated": "confirmed"}, Parties: []PartyInput{{Name: "Kenya"}}}
	got := FactChanges([]Input{shared, own}, []Input{shared, after})
	if len(got) != 1 || got[0].About != "Kenya" || got[0].To != "confirmed" {
		t.Errorf("got %+v", got)
	}
	if got := relevant(got, []string{"exfiltrated"}, "Germany"); len(got) != 0 {
		t.Errorf("a fact of Kenya moves a duty of Germany: %+v", got)
	}
}

func TestWhichGroupsAreAtAnotherRisk(t *testing.T) {
	with := func(groups ...GroupRisk) []Result { return []Result{{Risk: RiskReport{Groups: groups}}} }
	g := func(name string, level terms.RiskLevel) GroupRisk {
		return GroupRisk{Group: name, Party: "Germany", Level: level}
	}
	got := GroupChanges(with(g("A", terms.Risk), g("B", terms.HighRisk), g("C", terms.Risk)), with(g("A", terms.HighRisk), g("B", terms.HighRisk), g("D", terms.NoneLikely)))
	want := []GroupChange{{"A", "Germany", terms.Risk, terms.HighRisk}, {"D", "Germany", terms.RiskUnknown, terms.NoneLikely}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWhichLinesAreStricter(t *testing.T) {
	early, late := at(t, "2022-01-22T15:30:00Z"), at(t, "2022-01-25T15:30:00Z")
	says := func(o terms.Outcome, due terms.Instant) *models.Determination {
		return &models.Determination{Outcome: o, DueAt: due}
	}
	none := terms.Instant{}
	for _, c := range []struct {
		name     string
		was, now *models.Determination
		change   string // empty: no line
		stricter bool
	}{
		{"a new duty", nil, says(terms.Required, early), LineAdded, true},
		{"a new open question", nil, says(terms.Undetermined, none), LineAdded, true},
		{"a new answer that asks for nothing", nil, says(terms.NotBound, none), "", false},
		{"a duty that is gone waits", says(terms.Required, early), nil, LineRemoved, false},
		{"an answer that asked for nothing is gone", says(terms.NotRequired, none), nil, "", false},
		{"open becomes required", says(terms.Undetermined, none), says(terms.Required, early), LineOutcome, true},
		{"not required becomes open", says(terms.NotRequired, none), says(terms.Undetermined, none), LineOutcome, true},
		{"required becomes open: waits", says(terms.Required, early), says(terms.Undetermined, early), LineOutcome, false},
		{"required becomes exempt: waits", says(terms.Required, early), says(terms.Exempt, none), LineOutcome, false},
		{"open becomes not required: waits", says(terms.Undetermined, none), says(terms.NotRequired, none), LineOutcome, false},
		{"exempt becomes not bound: nothing is taken away", says(terms.Exempt, none), says(terms.NotBound, none), LineOutcome, true},
		{"due sooner", says(terms.Required, late), says(terms.Required, early), LineMoved, true},
		{"due later waits", says(terms.Required, early), says(terms.Required, late), LineMoved, false},
		{"due at a time that is not known any more waits", says(terms.Required, early), says(terms.Required, none), LineMoved, false},
		{"due at last known", says(terms.Required, none), says(terms.Required, late), LineMoved, true},
		{"the same", says(terms.Required, early), says(terms.Required, early), "", false},
		{"another time of what is not owed", says(terms.NotRequired, early), says(terms.NotRequired, late), "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, differs := lineOf(c.was, c.now, "Germany")
			if differs != (c.change != "") || differs && (l.Change != c.change || l.Stricter != c.stricter) {
				t.Errorf("differs %v: %s, stricter %v", differs, l.Change, l.Stricter)
			}
		})
	}
}

// The target is our own: it moves by itself when it comes sooner, and never hides that the law's limit moved later.
func TestATargetIsNotALimit(t *testing.T) {
	early, late := at(t, "2022-01-22T15:30:00Z"), at(t, "2022-01-25T15:30:00Z")
	says := func(due, target terms.Instant) *models.Determination {
		return &models.Determination{Outcome: terms.Required, DueAt: due, TargetAt: target}
	}
	if l, _ := lineOf(says(early, late), says(late, early), ""); l.Stricter {
		t.Error("a later limit takes effect because the target is sooner")
	}
	if l, _ := lineOf(says(terms.Instant{}, late), says(terms.Instant{}, early), ""); !l.Stricter {
		t.Error("a sooner target waits where the law sets no number")
	}
	if l, _ := lineOf(says(terms.Instant{}, early), says(terms.Instant{}, late), ""); l.Stricter {
		t.Error("a later target takes effect by itself where the law sets no number")
	}
}

// BenchmarkOneChangedFact is the exercise incident, judged again after one fact, with what changed.
func BenchmarkOneChangedFact(b *testing.B) {
	lib, _ := regimes.Default()
	before, now := exerciseInput(b), exerciseInput(b)
	before.Facts["exfiltrated"] = "no-indication"
	was := Evaluate(before, lib, Environment{})
	for b.Loop() {
		is := Evaluate(now, lib, Environment{})
		FactChanges([]Input{before}, []Input{now})
		GroupChanges([]Result{was}, []Result{is})
	}
}
