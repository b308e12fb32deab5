package notices_test

import (
	"strings"
	"sync"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/notices"
)

// peopleDraft is the first draft we bring along, to everybody named of the first party.
func (w *world) peopleDraft() models.PeopleDraft {
	starts, err := templates.PeopleStarts()
	w.must(err)
	parties, err := models.LoadParties(w.db.View(w.t.Context()), w.incident)
	w.must(err)
	return models.PeopleDraft{Organisation: "Central Tracing Agency", Contact: models.CircularContact{Name: "Hotline", Telephone: "+41 22 000 00 00"},
		Texts: starts, Fallback: "en", Audience: models.PeopleAudience{Parties: []models.ID{parties[0].ID}}}
}

func (w *world) peopleNotice(id models.ID) models.Notice {
	w.t.Helper()
	n, err := models.NoticeOfPeople(w.db.View(w.t.Context()), id)
	w.must(err)
	return n
}

func TestANoticeToPeopleIsApprovedByAnotherPersonToTheByte(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, ctx := newWorld(t, db, false), t.Context()
		n, err := notices.DraftPeople(ctx, db, author, w.incident, w.peopleDraft())
		w.must(err)
		w.must(notices.SubmitPeople(ctx, db, author, n.ID, 1))
		n = w.peopleNotice(n.ID)
		own := models.Viewer{Account: author.Account, Role: models.RoleApprover}
		if err := notices.ApprovePeople(ctx, db, own, n.ID, n.Version, n.ContentHash); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("an author approved their own words: %v", err)
		}
		if err := notices.ApprovePeople(ctx, db, approver, n.ID, n.Version, strings.Repeat("0", 64)); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words nobody has read were approved: %v", err)
		}
		w.must(notices.ApprovePeople(ctx, db, approver, n.ID, n.Version, n.ContentHash))
		n = w.peopleNotice(n.ID)
		d := w.peopleDraft()
		d.Audience.Parties = nil
		w.must(notices.EditPeople(ctx, db, author, n.ID, n.Version, d))
		if n = w.peopleNotice(n.ID); n.State != models.NoticeDraft || n.ApprovedHash != "" || n.ContentHash != "" {
			t.Errorf("another audience left the approval standing: %s %q", n.State, n.ApprovedHash)
		}
		if err := notices.SubmitPeople(ctx, db, author, n.ID, n.Version); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("a notice to nobody was submitted: %v", err)
		}
		// A notice to people is no circular, and no circular is one.
		if _, err := notices.Show(db.View(ctx), author, n.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a notice to people was shown as a circular: %v", err)
		}
	})
}

func TestAnEditAndAnApprovalAtTheSameMoment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, ctx := newWorld(t, db, false), t.Context()
		for range 8 {
			n, err := notices.DraftPeople(ctx, db, author, w.incident, w.peopleDraft())
			w.must(err)
			w.must(notices.SubmitPeople(ctx, db, author, n.ID, 1))
			n = w.peopleNotice(n.ID)
			d := w.peopleDraft()
			d.Texts["en"] = models.PeopleText{Subject: "Other words"}
			var edit, approve error
			var wg sync.WaitGroup
			wg.Go(func() { edit = notices.EditPeople(ctx, db, author, n.ID, n.Version, d) })
			wg.Go(func() { approve = notices.ApprovePeople(ctx, db, approver, n.ID, n.Version, n.ContentHash) })
			wg.Wait()
			if (edit == nil) == (approve == nil) {
				t.Fatalf("edit %v, approval %v: exactly one may happen", edit, approve)
			}
			if after := w.peopleNotice(n.ID); (after.State == models.NoticeApproved) != (approve == nil) {
				t.Fatalf("state %s after approval %v", after.State, approve)
			}
		}
	})
}

func TestEachPersonReadsTheOwnNameAndLanguage(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w, ctx := newWorld(t, db, false), t.Context()
	n, err := notices.DraftPeople(ctx, db, author, w.incident, w.peopleDraft())
	w.must(err)
	w.must(notices.SubmitPeople(ctx, db, author, n.ID, 1))
	n = w.peopleNotice(n.ID)
	f, err := n.PeopleFixed(db.Keys())
	w.must(err)
	in, err := models.LoadIncident(db.View(ctx), w.incident)
	w.must(err)
	telling, err := delivery.NewTelling(in, f, false)
	w.must(err)
	for _, c := range []struct {
		about, wanted, lang, has, not string
		families                      bool
		name                          string
	}{
		{"French", "fr", "fr", "Marie <b>Curie</b>", "This is not news", false, "Marie <b>Curie</b>"},
		{"Arabic", "ar-SY", "ar", "\u2068مريم\u2069", "Dear", false, "مريم"},
		{"Tigrinya, which nobody wrote", "ti", "en", "Dear Almaz", "", false, "Almaz"},
		{"no language known", "", "en", "Dear Madam or Sir", "", false, ""},
		{"a family of somebody missing", "en", "en", "This is not news of your relative", "", true, "Ana"},
	} {
		t.Run(c.about, func(t *testing.T) {
			p := delivery.ToldPerson{Name: c.name, Society: "Alpha Red Cross", Reference: "482-109-375-516-280-379", Wanted: c.wanted, Families: c.families}
			l, lang, err := telling.Mail(p)
			if err != nil {
				t.Fatal(err)
			}
			if lang != c.lang || !strings.Contains(l.Text, c.has) || c.not != "" && strings.Contains(l.Text, c.not) {
				t.Errorf("%s: %s", lang, l.Text)
			}
			if strings.Contains(l.HTML, "<b>Curie</b>") {
				t.Error("a name brought markup into the message")
			}
			if strings.Contains(l.Subject, c.name) && c.name != "" {
				t.Error("the subject names a person")
			}
			if c.lang == "en" && c.wanted == "ti" && !strings.Contains(l.Text, "Tigrinya") && !strings.Contains(l.Text, "ትግርኛ") {
				t.Errorf("the reader is not told that their language is missing: %s", l.Text)
			}
			for _, v := range []delivery.Variant{delivery.VariantSMS, delivery.VariantLetter, delivery.VariantScript} {
				text, _, err := telling.Plain(v, p)
				if err != nil || !strings.Contains(text, templates.FilledReference("482-109-375-516-280-379", c.lang)) {
					t.Errorf("%s: %v %q", v, err, text)
				}
			}
		})
	}
	if _, _, err := telling.Mail(delivery.ToldPerson{Name: "{{reference}}", Society: "A", Reference: "B"}); err == nil {
		t.Error("a name that looks like a placeholder went out unseen")
	}
}

func TestEveryFirstDraftCanBeSubmitted(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	all := w.peopleDraft()
	for lang, text := range all.Texts {
		d := all
		d.Texts, d.Fallback = map[string]models.PeopleText{lang: text}, lang
		n, err := notices.DraftPeople(t.Context(), db, author, w.incident, d)
		w.must(err)
		if err := notices.SubmitPeople(t.Context(), db, author, n.ID, 1); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
	}
}
