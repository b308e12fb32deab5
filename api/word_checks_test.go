package api_test

import (
	"slices"
	"strings"
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

// A text is read while it is written: nothing is kept, nobody else can ask, and it is shown as its readers get it.
func TestATextIsReadWhileItIsWritten(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	on := "/incidents/" + w.own["incident_id"]
	var got api.WordReading
	text := map[string]any{"kind": "statement", "language": "en", "title": "What we know", "body": "No data was copied. See https://evil.example/x.\n\nOn {{contained_on}} it was **stopped**."}
	if code := w.as(models.RoleCommunications, "POST", on+"/text-checks", text, &got); code != 200 {
		t.Fatalf("%d", code)
	}
	for _, id := range []string{"claim-nothing-copied", "link-elsewhere"} {
		if !slices.ContainsFunc(got.Findings, func(f api.WordFinding) bool {
			return f.ID == id && f.Severity == "stops" && f.Says != "" && f.Source != ""
		}) {
			t.Errorf("%s was not found: %+v", id, got.Findings)
		}
	}
	if len(got.Faults) != 1 || !strings.Contains(got.Faults[0].Detail, "contained_on") || len(got.Paragraphs) != 2 {
		t.Errorf("%+v %v", got.Faults, got.Paragraphs)
	}
	if !strings.Contains(got.HTML, "<b>stopped</b>") || strings.Contains(got.HTML, "<a href=\"https://evil") {
		t.Errorf("the page: %s", got.HTML)
	}
	var list api.StatementList
	w.as(models.RoleCommunications, "GET", on+"/statements", nil, &list)
	if slices.ContainsFunc(list.Statements, func(s api.StatementView) bool { return strings.Contains(s.Versions[0].Body, "evil") }) {
		t.Error("a text that was only read was kept")
	}
	for _, role := range []models.Role{models.RoleFocalPoint, models.RoleAuditor, models.RoleAdministrator} {
		if code := w.as(role, "POST", on+"/text-checks", text, nil); code != 403 {
			t.Errorf("%s: %d", role, code)
		}
	}
}

func TestEachTextOfANoticeIsShownAsItsReadersGetIt(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	on := "/incidents/" + w.own["incident_id"]
	for _, variant := range []string{"", "families", "easy"} {
		var kit api.PeopleNoticeKit
		if code := w.as(models.RoleCommunications, "GET", "/people-notice-kit?variant="+variant, nil, &kit); code != 200 || len(kit.Starts) != 4 || len(kit.Variants) != 7 {
			t.Fatalf("%q: %d, %d languages", variant, code, len(kit.Starts))
		}
		notice := map[string]any{"organisation": "Central Tracing Agency", "contact": map[string]any{"name": "Hotline", "role": "", "telephone": "+41 22 000 00 00", "email": ""},
			"texts": kit.Starts, "fallback": "en", "variant": variant, "audience": map[string]any{"groups": []string{}, "parties": []string{w.own["party_id"]}}}
		for lang := range kit.Starts {
			for _, channel := range []string{"email", "sms", "letter", "script"} {
				var got api.WordReading
				if code := w.as(models.RoleCommunications, "POST", on+"/people-notice-checks", map[string]any{"notice": notice, "language": lang, "channel": channel, "families": true}, &got); code != 200 {
					t.Fatalf("%s %s: %d", lang, channel, code)
				}
				if !strings.Contains(got.Text, "000") || strings.Contains(got.Text, "{{") || (got.HTML != "") != (channel == "email" || channel == "letter") || (got.Message != nil) != (channel == "sms") {
					t.Errorf("%s %s: %q, %d bytes of page, %v", lang, channel, got.Text, len(got.HTML), got.Message)
				}
				if lang == "ar" && got.Dir != "rtl" {
					t.Errorf("Arabic reads %s", got.Dir)
				}
			}
		}
	}
}

func TestATextToPrintLivesAsEveryTextDoes(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	on := "/incidents/" + w.own["incident_id"] + "/printed-texts"
	var kit api.PrintedTexts
	if w.as(models.RoleCommunications, "GET", on, nil, &kit); len(kit.Templates) != 16 {
		t.Fatalf("%d templates", len(kit.Templates))
	}
	var saved struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
	}
	body := map[string]any{"kind": "poster", "language": "ar", "title": "هل اتصل بك أحد باسمنا؟", "body": "**لن نطلب منك أبدًا مالًا.** يمكنك أن تسألنا."}
	if code := w.as(models.RoleCommunications, "POST", on, body, &saved); code != 201 || saved.Version != 1 {
		t.Fatalf("%d %+v", code, saved)
	}
	body["from"] = 0
	if code := w.as(models.RoleCommunications, "PUT", on+"/"+saved.ID, body, nil); code != 409 {
		t.Errorf("an edit of a version nobody has read: %d", code)
	}
	body["from"], body["kind"] = 1, "radio"
	if code := w.as(models.RoleCommunications, "PUT", on+"/"+saved.ID, body, nil); code != 404 {
		t.Errorf("a poster became a radio message: %d", code)
	}
	if code := w.as(models.RoleCommunications, "POST", "/statements/"+saved.ID+"/submission", nil, nil); code != 200 {
		t.Fatalf("submitted: %d", code)
	}
	w.as(models.RoleApprover, "GET", on, nil, &kit)
	if len(kit.Items) != 1 || !strings.Contains(kit.Items[0].HTML, "<b>لن نطلب منك") || strings.Contains(kit.Items[0].Plain, "**لن") || !strings.Contains(kit.Items[0].HTML, `dir="rtl"`) {
		t.Fatalf("%+v", kit.Items)
	}
	if code := w.as(models.RoleApprover, "POST", "/statements/"+saved.ID+"/approval", map[string]any{"hash": kit.Items[0].Versions[0].Hash}, nil); code != 200 {
		t.Errorf("approved: %d", code)
	}
	if code := w.as(models.RoleApprover, "POST", "/statements/"+saved.ID+"/publication", map[string]any{}, nil); code < 400 {
		t.Errorf("the machine published a poster: %d", code)
	}
}
