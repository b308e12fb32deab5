package filing

import (
	"strings"
	"testing"
	"testing/fstest"
)

// answers.yaml promises where an answer comes from; the code must keep the promise, and promise nothing else.
func TestEveryAnswerIsPrefilledAsTheTableSays(t *testing.T) {
	f, err := loadForms()
	if err != nil {
		t.Fatal(err)
	}
	for key, a := range f.answers {
		if (len(a.From) > 0) != (prefill[key] != nil) {
			t.Errorf("%s: the table names %d sources, the code prefills it: %v", key, len(a.From), prefill[key] != nil)
		}
	}
	asked := map[string]bool{}
	for _, form := range f.forms {
		for _, s := range form.Sections {
			for _, field := range s.Fields {
				asked[field.Key] = true
			}
		}
	}
	for key := range f.answers {
		if !asked[key] {
			t.Errorf("%s is asked by no form", key)
		}
	}
	if len(f.forms) < 4 || f.forms[0].ID != Common {
		t.Errorf("%d forms", len(f.forms))
	}
}

func TestAFormThatCannotBeFilledIsRefused(t *testing.T) {
	const answers = "answers:\n- {key: a, type: line, from: []}\n"
	form := func(fields string) string {
		return "id: x\nname: X\nof: Y\nregimes: []\nconfidence: low\ncheck: Check.\nsource: S\nsections:\n- title: T\n  fields:\n" + fields
	}
	for _, c := range []struct{ name, answers, form, says string }{
		{"an answer that is not in the table", answers, form("  - {key: b, label: B, max: 1}\n"), "not in answers.yaml"},
		{"the same question twice", answers, form("  - {key: a, label: A, max: 1}\n  - {key: a, label: A, max: 1}\n"), "twice"},
		{"no length", answers, form("  - {key: a, label: A}\n"), "length"},
		{"an unknown condition", answers, form("  - {key: a, label: A, max: 1, when: sometimes}\n"), "sometimes"},
		{"a misspelt word", answers, form("  - {key: a, labl: A, max: 1}\n"), "labl"},
		{"an unknown kind of answer", "answers:\n- {key: a, type: song, from: []}\n", form("  - {key: a, label: A, max: 1}\n"), "no known type"},
		{"nothing to check", answers, strings.Replace(form("  - {key: a, label: A, max: 1}\n"), "check: Check.\n", "", 1), "check"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readForms(fstest.MapFS{"answers.yaml": {Data: []byte(c.answers)}, "forms/x.yaml": {Data: []byte(c.form)}})
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, expected %q", err, c.says)
			}
		})
	}
}

func TestAnAuthorityWithAGuessedAddressIsRefused(t *testing.T) {
	const whole = "authorities:\n- {id: a, name: A, jurisdiction: FR, regimes: [eu-gdpr], confidence: low, source: S"
	for name, b := range map[string]string{"no https": ", website: 'http://example.org'}\n", "no address": ", portal: 'somewhere'}\n", "no such confidence": ", confidence: sure}\n", "twice": "}\n- {id: a, name: A, jurisdiction: FR, regimes: [x], confidence: low, source: S}\n"} {
		if _, err := readAuthorities([]byte(whole + b)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if all, err := readAuthorities([]byte(whole + "}\n")); err != nil || all[0].Zone != "Europe/Paris" {
		t.Errorf("%+v: %v", all, err)
	}
}
