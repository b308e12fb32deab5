package assessment

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the expected answers anew")

// TestTheAnswerAsItIsPrinted holds the form of the answer: fields, names, order, times. The law of the test does not
// change, so a difference is a difference of ours.
func TestTheAnswerAsItIsPrinted(t *testing.T) {
	lib := libraryOf(t,
		lawText{id: "eu-test", countries: "[DE]", duties: dutyText{}.yaml() + dutyText{id: "subject-notice", recipient: "subjects",
			when: "{risk_at_least: high_risk}", deadline: "{amount: null, unit: none, kind: without-undue-delay}",
			exemptions: "[{text: unreadable, when: {encryption: protects}, then: exempt}, {text: disproportionate effort, when: null, then: public-notice}]"}.yaml()},
		lawText{id: "ch-test", countries: "[CH]", duties: dutyText{when: "{all_of: [{role: [controller]}, {risk_at_least: high_risk}]}"}.yaml()},
		lawText{id: "us-ca-test", countries: "[US-CA]", binds: "- by: residence", duties: dutyText{clock: "determination",
			when: "{people_at_least: 501}", deadline: "{amount: 30, unit: calendar-days, kind: hard}"}.yaml()},
	)
	data, err := os.ReadFile(filepath.Join("testdata", "tracing.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	in, err := ReadFile("tracing.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	res := Evaluate(in, lib, Environment{})
	var js, text bytes.Buffer
	if err := writeJSON(&js, res); err != nil {
		t.Fatal(err)
	}
	if err := WriteText(&text, in, res); err != nil {
		t.Fatal(err)
	}
	golden(t, "tracing.json", js.Bytes())
	golden(t, "tracing.txt", text.Bytes())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the answer differs from testdata/%s (go test -update writes it anew):\n%s", name, got)
	}
}

func TestTheCommandLine(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("incident: {aware_at: 2026-10-23T15:00:00Z}\nparties: [{name: S, country: DE}]\nfacts: {cause: moon}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := filepath.Join("testdata", "tracing.yaml")
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"text is the default", []string{good}, 0, "MUST BE TOLD"},
		{"json before the file", []string{"--format", "json", good}, 0, `"determinations"`},
		{"json after the file", []string{good, "--format=json"}, 0, `"determinations"`},
		{"a bad file names its line", []string{bad}, 2, "bad.yaml:3: "},
		{"a file that is not there", []string{filepath.Join(t.TempDir(), "none.yaml")}, 2, "cannot be read"},
		{"a folder", []string{t.TempDir()}, 2, "cannot be read"},
		{"no file", nil, 2, "No file is named"},
		{"two files", []string{good, good}, 2, "one too many"},
		{"an unknown format", []string{good, "--format", "xml"}, 2, "take json or text"},
		{"a format that is missing", []string{good, "--format"}, 2, "needs json or text"},
		{"an unknown option", []string{good, "--fast"}, 2, "is not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			if code := Command(c.args, &out, &errOut); code != c.code {
				t.Fatalf("exit %d, expected %d: %s", code, c.code, errOut.String())
			}
			said := out.String()
			if c.code != 0 {
				said = errOut.String()
				if out.Len() > 0 {
					t.Errorf("a refused file still printed an answer: %s", out.String())
				}
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("%q does not say %q", said, c.says)
			}
			if c.code == 0 && strings.Contains(strings.Join(c.args, " "), "json") && !json.Valid(out.Bytes()) {
				t.Error("the answer is not JSON")
			}
		})
	}
}
