package statements_test

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

func TestWhoSpeaksOnThePublicPageIsApprovedByAnotherPerson(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		incident := newSilentIncident(t, db)
		text := approved(t, db, incident, "", 0, "At least {{people_count}} people.")
		// Words that frighten without a human to talk to are not published.
		publish := func() error {
			_, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text})
			return err
		}
		if err := publish(); !models.IsKind(err, models.KindConflict) {
			t.Fatalf("published without a contact: %v", err)
		}
		shown := func() string {
			t.Helper()
			p, err := page(t, db, incident)
			if err != nil {
				t.Fatal(err)
			}
			return p.Organisation + " · " + p.Contact.Mail
		}
		newest := func() models.TextVersion {
			t.Helper()
			_, v, err := statements.PageWords(db.View(t.Context()), author, incident)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		set := func(mail string, from int) error {
			return statements.SetPage(t.Context(), db, author, incident, statements.Page{Organisation: "Red Cross", ContactName: "Desk", ContactMail: mail, Zone: "Europe/Zurich", From: from})
		}
		if err := set("desk@movement.example", 0); err != nil {
			t.Fatal(err)
		}
		if err := publish(); !models.IsKind(err, models.KindConflict) {
			t.Errorf("published with a contact that nobody approved: %v", err)
		}
		first := newest()
		if err := statements.ApprovePage(t.Context(), db, author, incident, first.Hash); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("who wrote it approves it: %v", err)
		}
		if err := texts.Approve(t.Context(), db, approver, first.TextID, first.Hash); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("approved on the way of a statement, which changes no page: %v", err)
		}
		if err := statements.ApprovePage(t.Context(), db, approver, incident, first.Hash); err != nil {
			t.Fatal(err)
		}
		if err := publish(); err != nil {
			t.Fatal(err)
		}
		if got := shown(); got != "Red Cross · desk@movement.example" {
			t.Errorf("after approval: %s", got)
		}

		// A change after publication waits; the page goes on showing what was approved.
		if err := set("elsewhere@movement.example", 1); err != nil {
			t.Fatal(err)
		}
		if got := shown(); got != "Red Cross · desk@movement.example" {
			t.Errorf("with a change that waits: %s", got)
		}
		if err := set("third@movement.example", 1); !models.IsKind(err, models.KindConflict) {
			t.Errorf("over a change that was not seen: %v", err)
		}
		if err := statements.ApprovePage(t.Context(), db, approver, incident, first.Hash); !models.IsKind(err, models.KindConflict) {
			t.Errorf("approved by the bytes of another version: %v", err)
		}
		if err := statements.DeclinePage(t.Context(), db, approver, incident, newest().Hash, "The desk has not moved."); err != nil {
			t.Fatal(err)
		}
		if got := shown(); got != "Red Cross · desk@movement.example" {
			t.Errorf("after it was declined: %s", got)
		}
		if err := statements.ApprovePage(t.Context(), db, approver, incident, newest().Hash); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a declined change is approved: %v", err)
		}
	})
}

func TestContactsOfThePublicPageThatAreRefused(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	incident := newSilentIncident(t, db)
	for name, p := range map[string]statements.Page{
		"nobody speaks":           {Zone: "UTC"},
		"a zone that is none":     {Organisation: "A", Zone: "Mars/Base"},
		"an address that is none": {Organisation: "A", Zone: "UTC", ContactMail: "desk"},
		"two lines in one":        {Organisation: "A\nB", Zone: "UTC"},
		"a hole in the words":     {Organisation: "{{nothing}}", Zone: "UTC"},
	} {
		if err := statements.SetPage(t.Context(), db, author, incident, p); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := statements.SetPage(t.Context(), db, stranger, incident, statements.Page{Organisation: "A", Zone: "UTC"}); !models.IsKind(err, models.KindNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}
