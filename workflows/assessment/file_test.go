package assessment

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"candour/models/terms"
)

// A bad file is answered with the line and what to do, and never with a guess.
func TestABadFileIsRefusedWithItsLine(t *testing.T) {
	const good = "incident: {aware_at: 2026-10-23T15:00:00+02:00}\nparties: [{name: S, country: DE, role: controller}]\n"
	for _, c := range []struct {
		name, file string
		line       int
		says       string
	}{
		{"an unknown key of the file", good + "fact: {}\n", 3, "Did you mean facts?"},
		{"an unknown key of the incident", "incident: {aware: 2026-10-23T15:00:00+02:00}\n" + good[strings.Index(good, "parties"):], 1, "does not know the key"},
		{"an unknown key of a party", "incident: {aware_at: 2026-10-23T15:00:00+02:00}\nparties:\n- name: S\n  country: DE\n  roll: controller\n", 5, "Did you mean role?"},
		{"an unknown fact", good + "facts:\n  encrypted-at-rest: true\n", 4, "Did you mean encrypted_at_rest?"},
		{"a note outside extras", good + "facts:\n  colour: blue\n", 4, "Put it under extras"},
		{"a word that is not in the list", good + "facts:\n  cause: ransomeware\n", 4, "Did you mean ransomware?"},
		{"a word that is not in the list, under extras", good + "facts:\n  extras:\n    service_impact: huge\n", 5, "Known are: major, minor, none."},
		{"a time without an offset", "incident: {aware_at: 2026-10-23T15:00:00}\nparties: [{name: S, country: DE}]\n", 1, "not a time with an offset"},
		{"a date without a time", "incident: {aware_at: 2026-10-23}\nparties: [{name: S, country: DE}]\n", 1, "not a time with an offset"},
		{"a bool that is a word", good + "facts:\n  malicious: perhaps\n", 4, "takes true, false or null"},
		{"a number that is a word", good + "facts:\n  people_count: many\n", 4, "takes a number"},
		{"a number below zero", good + "facts:\n  people_count: -1\n", 4, "zero or more"},
		{"half a person", good + "groups:\n- people: {min: 1.5}\n", 4, "whole number"},
		{"a range upside down", good + "groups:\n- name: A\n  people: {min: 9, max: 3}\n", 5, "min 9 is above max 3"},
		{"an exact number with two ends", good + "groups:\n- people: {min: 3, max: 9, exact: true}\n", 4, "Make them equal"},
		{"a group of a party that is not there", good + "groups:\n- party: T\n", 4, "No party is called"},
		{"a country nobody knows", "incident: {aware_at: 2026-10-23T15:00:00+02:00}\nparties:\n- {name: S, country: XX}\n", 3, "no authority is known"},
		{"UK is GB", "incident: {aware_at: 2026-10-23T15:00:00+02:00}\nparties:\n- {name: S, country: UK}\n", 3, "Use GB"},
		{"Norway read as false by another program", "incident: {aware_at: 2026-10-23T15:00:00+02:00}\nparties:\n- {name: S, country: false}\n", 3, "Norway"},
		{"a party without a country", "incident: {aware_at: 2026-10-23T15:00:00+02:00}\nparties:\n- {name: S}\n", 3, "which laws bind"},
		{"two parties of one name", good[:len(good)-2] + ", {name: S, country: FR}]\n", 2, "Two parties have the name"},
		{"a name in Windows-1252", good + "groups:\n- {name: M\xfcller}\n", 4, "The file is not UTF-8"},
		{"a day that no calendar has", "incident: {aware_at: 2026-02-30T09:00:00+01:00}\nparties: [{name: S, country: DE}]\n", 1, "there is no day 2026-02-30"},
		{"no awareness anywhere", "incident: {title: T}\nparties:\n- {name: S, country: DE}\n", 3, "became aware"},
		{"no parties", "incident: {aware_at: 2026-10-23T15:00:00+02:00}\n", 1, "No party is named"},
		{"immunity without a basis", "incident: {aware_at: 2026-10-23T15:00:00+02:00}\nparties:\n- {name: S, country: DE, immunity: true}\n", 3, "needs its basis"},
		{"a key that stands twice", good + "facts:\n  cause: other\n  cause: insider\n", 5, "stands twice"},
		{"a fact that differs from the one in extras", good + "facts:\n  cause: other\n  extras: {cause: insider}\n", 5, "different values"},
		{"a risk level of another scale", good + "facts: {risk_level: medium}\n", 3, "none_likely, risk, high_risk"},
		{"a reference", good + "facts:\n  sender: &x a\n  data_detail: *x\n", 4, "References"},
		{"a tag", good + "facts:\n  sender: !secret a\n", 4, "tag"},
		{"a second document", good + "---\n" + good, 3, "second document"},
		{"an empty file", "", 1, "is empty"},
		{"only a comment", "# nothing\n", 1, "is empty"},
		{"broken brackets", good + "facts: {cause: [\n", 3, "cannot be read"},
		{"not YAML at all", "\x00\x01\x02", 1, "cannot be read"},
		{"nested too deep", good + "facts: {extras: {a: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}}\n", 3, "nested deeper"},
		{"a list where a mapping belongs", "- a\n- b\n", 1, "must be a mapping"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadFile("breach.yaml", []byte(c.file))
			var bad *FileError
			if !errors.As(err, &bad) {
				t.Fatalf("the file was taken: %v", err)
			}
			for _, p := range bad.Problems {
				if p.Line == c.line && strings.Contains(p.Text, c.says) {
					if !strings.HasPrefix(err.Error(), "breach.yaml:") {
						t.Errorf("%q does not begin with the file", err)
					}
					return
				}
			}
			t.Errorf("no problem on line %d says %q:\n%v", c.line, c.says, err)
		})
	}
}

func TestAllProblemsOfAFileAreToldAtOnce(t *testing.T) {
	_, err := ReadFile("f.yaml", []byte("incident: {aware_at: yesterday}\nparties:\n- {name: S, country: DE, role: owner}\nfacts: {cause: bad luck}\n"))
	var bad *FileError
	if !errors.As(err, &bad) || len(bad.Problems) != 3 {
		t.Errorf("expected three problems: %v", err)
	}
}

func TestWhatAFileMayLeaveOut(t *testing.T) {
	for _, c := range []struct {
		name, file string
		check      func(Input) error
	}{
		{"null and absent are the same", "incident: {aware_at: 2026-10-23T15:00:00Z, occurred_at: null}\nparties: [{name: S, country: DE, role: null}]\nfacts: {malicious: null, nature: [], cause: ~, exfiltrated: unknown}\n", func(in Input) error {
			if len(in.Facts) != 0 || in.Parties[0].Role != "" || !in.Incident.OccurredAt.IsZero() {
				return fmt.Errorf("%+v", in)
			}
			return nil
		}},
		{"a National Society is humanitarian and of the Movement", "incident: {aware_at: 2026-10-23T15:00:00Z}\nparties: [{name: S, country: 'NO', kind: national-society}]\n", func(in Input) error {
			if p := in.Parties[0]; p.Country != "NO" || len(p.Sectors) != 1 || p.Sectors[0] != "humanitarian" || p.Movement != terms.Yes {
				return fmt.Errorf("%+v", p)
			}
			return nil
		}},
		{"Norway without quotes is Norway", "incident: {aware_at: 2026-10-23T15:00:00Z}\nparties: [{name: S, country: NO}]\n", func(in Input) error {
			if in.Parties[0].Country != "NO" {
				return fmt.Errorf("%+v", in.Parties[0])
			}
			return nil
		}},
		{"what a company does is not guessed", "incident: {aware_at: 2026-10-23T15:00:00Z}\nparties: [{name: S, country: DE, kind: company}]\n", func(in Input) error {
			if p := in.Parties[0]; len(p.Sectors) != 0 || p.Movement != terms.Unknown {
				return fmt.Errorf("%+v", p)
			}
			return nil
		}},
		{"facts in extras count, notes are reported", "incident: {aware_at: 2026-10-23T15:00:00Z}\nparties: [{name: S, country: DE}]\nfacts: {extras: {service_impact: major, mood: grim}}\n", func(in Input) error {
			if in.Facts["service_impact"] != "major" || len(in.Ignored) != 1 || in.Ignored[0] != "mood" {
				return fmt.Errorf("%+v", in)
			}
			return nil
		}},
		{"an exact number needs one end", "incident: {aware_at: 2026-10-23T15:00:00Z}\nparties: [{name: S, country: DE}]\ngroups: [{people: {min: 7, exact: true}}]\n", func(in Input) error {
			if g := in.Groups[0]; g.Party != "S" || g.People.Max == nil || *g.People.Max != 7 {
				return fmt.Errorf("%+v", g)
			}
			return nil
		}},
		{"JSON is YAML", "{\"incident\": {\"aware_at\": \"2026-10-23T15:00:00Z\", \"title\": \"\\ud83d\\ude00 \\/ \\u00e9\"},\n\t\"parties\": [{\"name\":\"S\",\"country\":\"NO\",\"immunity\":null}], \"facts\": {\"malicious\": true}}", func(in Input) error {
			if in.Incident.Title != "😀 / é" || in.Facts["malicious"] != true {
				return fmt.Errorf("%+v", in)
			}
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, err := ReadFile("f.yaml", []byte(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if err := c.check(in); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAFileOverTheLimitIsRefusedBeforeItIsParsed(t *testing.T) {
	_, err := ReadFile("big.yaml", make([]byte, maxFileBytes+1))
	if err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("error %v", err)
	}
}

// FuzzReadFile: any bytes are either an input or a list of problems with lines; never a panic.
func FuzzReadFile(f *testing.F) {
	f.Add([]byte(head))
	f.Add([]byte(head + "groups:\n- {name: A, party: Society, people: {min: 1, max: 2}, residence: {US-CA: {min: 1}}, risk_level: high}\nfacts: {exfiltrated: no, extras: {a: [b, {c: d}]}}\n"))
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Add([]byte("? [a]\n: !!binary x\n"))
	f.Add([]byte("\xef\xbb\xbf{\"parties\": [null, 1, \"x\"], \"groups\": {}, \"facts\": [\"\\ud83d\\ude00\"]}"))
	lib := testLibrary(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := ReadFile("f.yaml", data)
		if err == nil {
			Evaluate(in, lib, Environment{})
			return
		}
		var bad *FileError
		if !errors.As(err, &bad) || len(bad.Problems) == 0 {
			t.Fatalf("not a list of problems: %v", err)
		}
		for _, p := range bad.Problems {
			if p.Line < 1 || p.Text == "" {
				t.Fatalf("a problem without line or text: %+v", p)
			}
		}
	})
}

// A time that stands there and cannot be read is one problem: nobody is told as well that the time is missing.
func TestAnUnreadableAwarenessIsOneProblem(t *testing.T) {
	_, err := ReadFile("f.yaml", []byte("incident: {aware_at: yesterday}\nparties:\n- {name: S, country: DE}\n- {name: T, country: FR}\n"))
	var file *FileError
	if !errors.As(err, &file) || len(file.Problems) != 1 || file.Problems[0].Line != 1 {
		t.Errorf("said %v", err)
	}
}
