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
	code := Command(args, "2026-11-23", &out, &errOut)
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

func TestCheckFailsOnlyOnProblems(t *testing.T) {
	code, out, _ := run(t, "check")
	for _, want := range []string{"No problems.", "icrc-rules/subject-notice", "drafts: 0", "EG: known until 2026-04-22 (eg-pdpl)", "No lawyer has signed: all", "Read from the fact tables",
		"2026-12-01  in 8 days  cl-21719 begins", "lk-pdpa"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	var b, e bytes.Buffer
	if code := check(&Library{}, []Problem{{File: "x.yaml", Line: 3, Message: "Something."}}, options{format: "text"}, &b, &e); code != 1 || !strings.Contains(b.String(), "x.yaml:3: Something.") {
		t.Fatalf("exit %d: %s", code, b.String())
	}
}

func TestCheckAsJSONNamesWhatIsStaleAndWhatIsAboutToChange(t *testing.T) {
	var c checked
	read := func(today Date, args ...string) {
		t.Helper()
		var out, errOut bytes.Buffer
		c = checked{}
		code := Command(append([]string{"check", "--format=json"}, args...), today, &out, &errOut)
		if err := json.Unmarshal(out.Bytes(), &c); err != nil || code != 0 {
			t.Fatalf("exit %d, %v, %s", code, err, errOut.String())
		}
	}
	read("2026-11-23")
	if len(c.Stale) != 0 || c.Read != c.Regimes || c.OpenSlots != c.ReviewSlots || c.ReviewSlots != 2*(c.Regimes+c.Overlays) || len(c.Steps) == 0 {
		t.Errorf("today: %d stale, %d read of %d, %d of %d slots open, steps %v", len(c.Stale), c.Read, c.Regimes, c.OpenSlots, c.ReviewSlots, c.Steps)
	}
	for _, r := range c.Calendars {
		if r.Jurisdiction == "BR" {
			t.Errorf("the calendar of Brazil is known for years: %s", r)
		}
	}
	read("2027-11-24")
	if len(c.Stale) != c.Regimes {
		t.Errorf("a year and a day later %d of %d are stale", len(c.Stale), c.Regimes)
	}
	read("2027-11-24", "--months", "13")
	if len(c.Stale) != 0 {
		t.Errorf("within thirteen months %d are stale", len(c.Stale))
	}
	read("2026-11-23", "--days", "7")
	if len(c.Steps) != 0 {
		t.Errorf("nothing begins or ends within a week: %v", c.Steps)
	}
	read("2027-05-14", "--days", "0")
	for _, s := range c.Steps {
		if s.Days != 0 || s.On != "2027-05-14" {
			t.Errorf("only what begins today: %v", s)
		}
	}
}

func TestShowSaysWhoHasSignedWhatChangedAndWhatProvesAnExemption(t *testing.T) {
	_, out, _ := run(t, "show", "eu-gdpr")
	for _, want := range []string{"first slot, open: nobody has signed", "second slot, open: nobody has signed", "1 of 2026-11-23. First edition",
		"Kind: encryption. Evidence: Record", "Prezes", "gives no credit for trusted-recipient"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("%q is missing from the page", want)
		}
	}
	_, out, _ = run(t, "list")
	if !strings.Contains(out, "edition 1, 2 of 2 reviews open") {
		t.Error("list does not say which reviews are open")
	}
	signed := &Pack{Reviews: []ReviewSlot{{SlotFirst, "A. Reader", "2026-11-01", ""}, {SlotSecond, "B. Reader", "2026-11-30", ""}},
		Changelog: []Change{{Version: 2, On: "2026-11-20", What: "x", Why: "y"}}}
	var b bytes.Buffer
	showReviews(&page{out: &b}, signed)
	if !strings.Contains(b.String(), "open again: A. Reader signed on 2026-11-01, before edition 2") || !strings.Contains(b.String(), "signed by B. Reader on 2026-11-30") {
		t.Errorf("got %s", b.String())
	}
}

func TestAnythingElseIsAnsweredWithTheUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"burn"}, {"show"}, {"list", "--format", "xml"}, {"list", "--loud"}, {"check", "--months", "many"}, {"check", "--days"}} {
		code, out, errOut := run(t, args...)
		if code != 2 || out != "" || !strings.Contains(errOut, "Usage: candour regimes") {
			t.Errorf("%v: exit %d, %q, %q", args, code, out, errOut)
		}
	}
	if code, _, errOut := run(t, "show", "atlantis"); code != 2 || !strings.Contains(errOut, `no regime "atlantis"`) {
		t.Errorf("an unknown regime: exit %d, %q", code, errOut)
	}
}
