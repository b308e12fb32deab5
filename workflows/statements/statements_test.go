package statements_test

import (
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/templates"
	"candour/workflows/genuineness"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

var (
	author    = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	approver  = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	stranger  = models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
	publisher = author
)

// newIncident is one whose public page has an approved contact.
func newIncident(t *testing.T, db *models.DB) models.ID {
	t.Helper()
	id := newSilentIncident(t, db)
	if err := statements.SetPage(t.Context(), db, author, id, statements.Page{Organisation: "Red Cross", ContactName: "Desk", ContactPhone: "+41 22 000 00 00", Zone: "UTC"}); err != nil {
		t.Fatal(err)
	}
	_, v, err := statements.PageWords(db.View(t.Context()), author, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := statements.ApprovePage(t.Context(), db, approver, id, v.Hash); err != nil {
		t.Fatal(err)
	}
	return id
}

// newSilentIncident is one on whose public page nobody speaks yet.
func newSilentIncident(t *testing.T, db *models.DB) models.ID {
	t.Helper()
	id := models.NewID()
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		i := models.Incident{ID: id, Title: "Intruder in the servers", OpenedAt: tx.Now(), OpenedBy: author.Account}
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(id)
		f := models.Fact{ID: models.NewID(), IncidentID: id, Key: "people_count", Value: `{"min":515000}`, Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now()}
		return models.AddFact(tx, &f)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// approved writes a version and has it approved by somebody else.
func approved(t *testing.T, db *models.DB, incident, text models.ID, from int, body string) models.ID {
	t.Helper()
	v, err := texts.Save(t.Context(), db, author, incident, models.TextStatement, text, texts.Draft{Language: "en", Title: "What we know", Body: body, From: from})
	if err != nil {
		t.Fatal(err)
	}
	if err := texts.Submit(t.Context(), db, author, v.TextID); err != nil {
		t.Fatal(err)
	}
	if err := texts.Approve(t.Context(), db, approver, v.TextID, v.Hash); err != nil {
		t.Fatal(err)
	}
	return v.TextID
}

func page(t *testing.T, db *models.DB, incident models.ID) (templates.PublicPage, error) {
	t.Helper()
	p, err := models.PublicPageOf(db.View(t.Context()), incident)
	if err != nil {
		return templates.PublicPage{}, err
	}
	return statements.PublicPage(db.View(t.Context()), p.Code, "en", func(string) string { return "" })
}

func TestNothingIsPublicBeforeItsMoment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := newIncident(t, db)
		text := approved(t, db, i, "", 0, "{{people_count}} people.")
		later := db.Now().Add(2 * time.Hour)
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text, PublishAt: later}); err != nil {
			t.Fatal(err)
		}
		if _, err := page(t, db, i); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("public before its moment: %v", err)
		}
		modelstest.ClockOf(db).Set(later)
		p, err := page(t, db, i)
		if err != nil || len(p.Updates) != 1 || p.Updates[0].Text != "at least 515,000 people." {
			t.Errorf("not public at its moment: %v, %v", p.Updates, err)
		}
	})
}

func TestOnlyApprovedWordsArePublished(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := newIncident(t, db)
		text := approved(t, db, i, "", 0, "First words.")
		if _, err := texts.Save(t.Context(), db, author, i, models.TextStatement, text, texts.Draft{Language: "en", Title: "T", Body: "Other words.", From: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("an edit after approval was published: %v", err)
		}
	})
}

func TestACorrectionSaysWhatWasWrong(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := newIncident(t, db)
		text := approved(t, db, i, "", 0, "A hosting company was attacked.")
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text}); err != nil {
			t.Fatal(err)
		}
		modelstest.ClockOf(db).Advance(5 * 24 * time.Hour)
		approved(t, db, i, text, 1, "Our own servers were attacked.")
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text}); !models.IsKind(err, models.KindInvalid) {
			t.Fatalf("a correction without a word about it: %v", err)
		}
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text, CorrectionSaid: "A hosting company", CorrectionRight: "Our own servers"}); err != nil {
			t.Fatal(err)
		}
		p, err := page(t, db, i)
		if err != nil || len(p.Updates) != 1 || len(p.Corrections) != 1 || !strings.Contains(p.Updates[0].Text, "own servers") {
			t.Errorf("page: %+v, %v", p, err)
		}
	})
}

// Words of the page are copied and passed on: the reference that stands with them tells whoever gets them that they are ours, or were.
func TestAnUpdateCarriesTheReferenceByWhichItIsChecked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := newIncident(t, db)
		text := approved(t, db, i, "", 0, "A hosting company was attacked.")
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text}); err != nil {
			t.Fatal(err)
		}
		checked := func(written string) genuineness.Outcome {
			t.Helper()
			ref, err := genuineness.Parse(written)
			if err != nil {
				t.Fatalf("%q: %v", written, err)
			}
			f, err := genuineness.Check(db.View(t.Context()), ref)
			if err != nil {
				t.Fatal(err)
			}
			return f.Outcome
		}
		first, err := page(t, db, i)
		if err != nil || checked(first.Updates[0].Reference) != genuineness.Genuine {
			t.Fatalf("%v, %v", first.Updates, err)
		}
		modelstest.ClockOf(db).Advance(time.Hour)
		approved(t, db, i, text, 1, "Our own servers were attacked.")
		if _, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text, CorrectionSaid: "A hosting company", CorrectionRight: "Our own servers"}); err != nil {
			t.Fatal(err)
		}
		second, err := page(t, db, i)
		if err != nil || second.Updates[0].Reference == first.Updates[0].Reference || checked(second.Updates[0].Reference) != genuineness.Genuine {
			t.Errorf("the corrected words: %v, %v", second.Updates, err)
		}
		if got := checked(first.Updates[0].Reference); got != genuineness.Replaced {
			t.Errorf("the words before the correction are %s", got)
		}
	})
}

func TestAWithdrawnStatementIsGoneAndStaysInTheRecord(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := newIncident(t, db)
		text := approved(t, db, i, "", 0, "Words.")
		p, err := statements.Publish(t.Context(), db, publisher, statements.Publication{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if err := statements.Withdraw(t.Context(), db, stranger, p.ID, "x"); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("somebody who may not see the incident withdrew: %v", err)
		}
		if err := statements.Withdraw(t.Context(), db, publisher, p.ID, "Sent by mistake"); err != nil {
			t.Fatal(err)
		}
		if _, err := page(t, db, i); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("still public: %v", err)
		}
		if all, _ := models.ListPublications(db.View(t.Context()), i); len(all) != 1 {
			t.Errorf("the record lost the publication: %v", all)
		}
	})
}

func TestEveryTemplateUsesOnlyPlaceholdersThatExist(t *testing.T) {
	all := map[string]string{}
	for _, p := range texts.Placeholders {
		all[p.Name] = "x"
	}
	for _, s := range templates.Statements() {
		if _, _, faults := texts.Fill(s.Title+s.Body, all); len(faults) > 0 {
			t.Errorf("%s in %s: %v", s.Name, s.Language, faults)
		}
	}
}
