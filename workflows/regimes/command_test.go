package regimes

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func run(t *testing.T, args ...string) (int, string, string) {
	t.Helper()
	var out, errOut bytes.Buffer
	code := Command(args, &out, &errOut)
	return code, out.String(), errOut.String()
}

func TestListAsJSONIsAnArrayOfRegimesWithTheirDuties(t *testing.T) {
	code, out, _ := run(t, "list", "--format", "json")
	var all []struct {
		ID        string   `json:"id"`
		Countries []string `json:"countries"`
		InForce   *string  `json:"in_force"`
		Duties    []struct {
			ID       string `json:"id"`
			Deadline struct {
				Amount int    `json:"amount"`
				Unit   string `json:"unit"`
			} `json:"deadline"`
		} `json:"duties"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil || code != 0 {
		t.Fatalf("exit %d, %v", code, err)
	}
	for _, r := range all {
		if r.ID != "eu-gdpr" {
			continue
		}
		if len(r.Countries) != 30 || *r.InForce != "2018-05-25" || len(r.Duties) != 4 || r.Duties[0].ID != "authority-notice" ||
			r.Duties[0].Deadline.Amount != 72 || r.Duties[0].Deadline.Unit != "hours" {
			t.Fatalf("eu-gdpr reads %+v", r)
		}
		return
	}
	t.Fatal("eu-gdpr is not listed")
}

func TestShowPrintsCitationsAndDoubts(t *testing.T) {
	code, out, _ := run(t, "show", "icrc-rules")
	for _, want := range []string{"ICRC Rules on Personal Data Protection", "Confidence   low", "subject-notice", "breach article"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing from the page", want)
		}
	}
	if code != 0 {
		t.Errorf("exit %d", code)
	}
	code, out, _ = run(t, "show", "eu-gdpr", "--format=json")
	if !json.Valid([]byte(out)) || code != 0 || !strings.Contains(out, `"risk_at_least": "high_risk"`) {
		t.Errorf("exit %d, not the pack as JSON: %.200s", code, out)
	}
}

func TestCheckListsDraftsAndFailsOnlyOnProblems(t *testing.T) {
	code, out, _ := run(t, "check")
	if code != 0 || !strings.Contains(out, "No problems.") || !strings.Contains(out, "icrc-rules/subject-notice") {
		t.Fatalf("exit %d: %s", code, out)
	}
	var b, e bytes.Buffer
	if code := check(&Library{}, []Problem{{File: "x.yaml", Line: 3, Message: "Something."}}, "text", &b, &e); code != 1 || !strings.Contains(b.String(), "x.yaml:3: Something.") {
		t.Fatalf("exit %d: %s", code, b.String())
	}
}

func TestAnythingElseIsAnsweredWithTheUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"burn"}, {"show"}, {"list", "--format", "xml"}, {"list", "--loud"}} {
		code, out, errOut := run(t, args...)
		if code != 2 || out != "" || !strings.Contains(errOut, "Usage: candour regimes") {
			t.Errorf("%v: exit %d, %q, %q", args, code, out, errOut)
		}
	}
	if code, _, errOut := run(t, "show", "atlantis"); code != 2 || !strings.Contains(errOut, `no regime "atlantis"`) {
		t.Errorf("an unknown regime: exit %d, %q", code, errOut)
	}
}
