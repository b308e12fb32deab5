package assessment

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	_ "time/tzdata" // the same zone rules on every machine
)

func TestTheDeadlineCommandAnswersInTheAuthoritysZone(t *testing.T) {
	for _, c := range []struct {
		name, regime, duty, country, from string
		due, target                       string // empty: null
		step                              string
	}{
		{"72 hours over the end of summer time", "eu-gdpr", "authority-notice", "DE", "2026-10-23T15:00:00+02:00", "2026-10-26T14:00:00+01:00", "", "hours are elapsed time"},
		{"the offset of the start does not matter", "eu-gdpr", "authority-notice", "DE", "2026-10-23T13:00:00Z", "2026-10-26T14:00:00+01:00", "", "Due Mon 26 Oct 2026, 14:00 in Berlin"},
		{"people are told without undue delay, which is a target", "eu-gdpr", "subject-notice", "DE", "2026-10-23T15:00:00+02:00", "", "2026-10-30T23:59:59+01:00", "our own target"},
		{"nothing is due by a law that names no time", "eu-gdpr", "subject-notice", "DE", "2026-10-23T15:00:00+02:00", "", "2026-10-30T23:59:59+01:00", "Our target ends Fri 30 Oct 2026"},
		{"one business day from a Friday in Kazakhstan", "kz-pdl", "authority-notice", "KZ", "2026-11-20T18:00:00+05:00", "2026-11-23T23:59:59+05:00", "", "weekend in Kazakhstan"},
		{"fourteen business days in Vermont skip Thanksgiving", "us-vt", "authority-notice", "US-VT", "2026-11-20T09:00:00-05:00", "2026-12-11T23:59:59-05:00", "", "Thanksgiving"},
		{"a calendar that ends gives no guess", "eg-pdpl", "subject-notice", "EG", "2026-11-20T09:00:00+02:00", "", "", "cannot compute: calendar ends"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			code := DeadlineCommand([]string{"--regime", c.regime, "--duty", c.duty, "--country", c.country, "--from", c.from, "--format", "json"}, &out, &errOut)
			if code != 0 {
				t.Fatalf("exit %d: %s", code, errOut.String())
			}
			var got map[string]any
			if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got) != 3 {
				t.Fatalf("%v in %s", err, out.String())
			}
			for key, want := range map[string]string{"due_at": c.due, "target_at": c.target} {
				if s, _ := got[key].(string); s != want || (want == "" && got[key] != nil) {
					t.Errorf("%s is %v, want %q", key, got[key], want)
				}
			}
			if !strings.Contains(out.String(), c.step) {
				t.Errorf("no step says %q: %s", c.step, out.String())
			}
		})
	}
}

func TestTheDeadlineCommandSaysWhatIsWrong(t *testing.T) {
	good := map[string]string{"--regime": "eu-gdpr", "--duty": "authority-notice", "--country": "DE", "--from": "2026-10-23T15:00:00+02:00"}
	for _, c := range []struct{ name, key, value, want string }{
		{"an unknown regime", "--regime", "eu-gdrp", `There is no regime "eu-gdrp"`},
		{"an unknown duty", "--duty", "notice", `eu-gdpr has no duty "notice". It has: authority-notice`},
		{"a country where it is not law", "--country", "BR", "eu-gdpr is not law in BR"},
		{"a time without a zone", "--from", "2026-10-23T15:00:00", "not RFC 3339"},
		{"no start at all", "--from", "", "needs a regime, a duty, a country and a start"},
		{"an unknown format", "--format", "xml", `Format "xml"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := []string{}
			for key, value := range good {
				if key != c.key {
					args = append(args, key, value)
				}
			}
			if c.value != "" {
				args = append(args, c.key, c.value)
			}
			var out, errOut bytes.Buffer
			if code := DeadlineCommand(args, &out, &errOut); code != 2 || out.Len() > 0 || !strings.Contains(errOut.String(), c.want) {
				t.Errorf("exit %d, said %q, want %q", code, errOut.String(), c.want)
			}
		})
	}
}

func TestADueTimeOfALawThatDidNotApplySaysSo(t *testing.T) {
	for from, want := range map[string]bool{"2015-02-27T10:00:00+01:00": true, "2026-10-24T15:00:00+02:00": false} {
		var out, errOut bytes.Buffer
		if code := DeadlineCommand([]string{"--regime", "eu-gdpr", "--duty", "authority-notice", "--country", "DE", "--from", from}, &out, &errOut); code != 0 {
			t.Fatalf("exit %d: %s", code, errOut.String())
		}
		if got := strings.Contains(out.String(), "This law began on Fri 25 May 2018"); got != want {
			t.Errorf("from %s: said %v, want %v\n%s", from, got, want, out.String())
		}
	}
}

// A tired reader reads the first line only.
func TestALawThatDidNotApplyIsNotCalledDueByLaw(t *testing.T) {
	var out, errOut bytes.Buffer
	DeadlineCommand([]string{"--regime", "eu-gdpr", "--duty", "authority-notice", "--country", "DE", "--from", "2017-11-23T15:00:00Z"}, &out, &errOut)
	lines := strings.Split(out.String(), "\n")
	if strings.Contains(out.String(), "Due by law") || len(lines) < 2 || !strings.Contains(lines[1], "This law began on Fri 25 May 2018") {
		t.Errorf("said %s%s", out.String(), errOut.String())
	}
}
