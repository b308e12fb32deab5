package assessment

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// The packs of the tests are small laws of countries that exist, so that zones are real, with rules that do not.

type lawText struct {
	id, countries, inForce, until, before, binds, status, duties string
}

func (l lawText) yaml() string {
	or := func(s, d string) string {
		if s == "" {
			return d
		}
		return s
	}
	review := "{status: read, by: [test], read_on: 2026-11-23}"
	if l.status == "draft" {
		review = "{status: draft}"
	}
	changes := "changelog: [{version: 1, on: 2026-11-23, what: First edition, why: test, rules: 0123456789abcdef, cases: null}]\n" +
		"reviews: [{slot: first, by: null, on: null}, {slot: second, by: null, on: null}]\n"
	b := changes + fmt.Sprintf("id: %s\nname: Law %s\ncitation: Act 1 of %s\ncountries: %s\nin_force: %s\nuntil: %s\n",
		l.id, l.id, l.id, or(l.countries, "[DE]"), or(l.inForce, "2018-05-25"), or(l.until, "null"))
	if l.before != "" {
		b += "before: " + l.before + "\n"
	}
	return b + fmt.Sprintf("binds:\n%s\nscope: test\nreview: %s\nconfidence: high\nsources: [https://example.org/law]\npenalties: null\nnotes: null\n%sduties:\n%s",
		or(l.binds, "- by: establishment"), review, l.questions(),
		strings.ReplaceAll(or(l.duties, dutyText{}.yaml()), "{text: ", "{kind: other, evidence: a document, text: "))
}

// questions asks for each named fact the law uses, as the loader wants.
func (l lawText) questions() string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, word := range strings.FieldsFunc(l.binds+l.duties, func(r rune) bool { return strings.ContainsRune(" {}[],:\n", r) }) {
		if terms.IsNamedFact(word) && !seen[word] {
			seen[word] = true
			fmt.Fprintf(&b, "  %s: Is it so?\n", word)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "questions:\n" + b.String()
}

type dutyText struct {
	id, recipient, when, exemptions, deadline, clock, extra string
}

func (d dutyText) yaml() string {
	or := func(s, def string) string {
		if s == "" {
			return def
		}
		return s
	}
	return fmt.Sprintf(`- id: %s
  recipient: %s
  recipient_name: the recipient
  citation: Act 1, Art. 2
  trigger_text: test
  trigger_level: risk
  when: %s
  exemptions: %s
  deadline: %s
  clock_starts: %s
  assessment_window: null
  follow_up: null
  phased: null
  late_reason_required: null
  content: [nature]
  allowed_channels: null
  language: null
%s`, or(d.id, "authority-notice"), or(d.recipient, "authority"), or(d.when, "{risk_at_least: risk}"), or(d.exemptions, "[]"),
		or(d.deadline, "{amount: 72, unit: hours, kind: hard}"), or(d.clock, "awareness"), d.extra)
}

func libraryOf(t testing.TB, laws ...lawText) *regimes.Library {
	t.Helper()
	files := fstest.MapFS{}
	for _, l := range laws {
		files[l.id+".yaml"] = &fstest.MapFile{Data: []byte(l.yaml())}
		files[l.id+"_cases.yaml"] = &fstest.MapFile{Data: []byte("for_rules: null\ncases: []\n")}
	}
	lib, problems := regimes.Load(files)
	for _, p := range problems {
		t.Errorf("test pack: %v", p)
	}
	return lib
}

// testLibrary is one law with the four usual duties.
func testLibrary(t testing.TB) *regimes.Library {
	return libraryOf(t, lawText{id: "test-law", duties: dutyText{}.yaml() +
		dutyText{id: "subject-notice", recipient: "subjects", when: "{risk_at_least: high_risk}",
			exemptions: "[{text: unreadable, when: {encryption: protects}, then: exempt}, {text: too many to tell one by one, when: {fact: {other.test-law.effort: true}}, then: public-notice}]",
			deadline:   "{amount: null, unit: none, kind: without-undue-delay}"}.yaml() +
		dutyText{id: "register", recipient: "self", when: "{always: true}", deadline: "{amount: null, unit: none, kind: without-undue-delay}"}.yaml()})
}

// assess reads a file as the command line does and evaluates it.
func assess(t testing.TB, lib *regimes.Library, file string) Result {
	t.Helper()
	in, err := ReadFile("test.yaml", []byte(file))
	if err != nil {
		t.Fatalf("the file was refused: %v", err)
	}
	return Evaluate(in, lib, Environment{})
}

// row finds the one row of a duty.
func row(t testing.TB, res Result, party, regime, duty, jurisdiction string) Determination {
	t.Helper()
	var found []Determination
	for _, d := range res.Determinations {
		if (party == "" || d.Party == party) && (regime == "" || d.Regime == regime) && d.Duty == duty &&
			(jurisdiction == "" || d.Jurisdiction == jurisdiction) {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d rows for %s %s %s %s, expected one; all: %+v", len(found), party, regime, duty, jurisdiction, res.Determinations)
	}
	return found[0]
}

func text(at *string) string {
	if at == nil {
		return "none"
	}
	return *at
}
