package translation_test

import (
	"errors"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/templates"
	"candour/workflows/notices"
	"candour/workflows/statements"
	"candour/workflows/texts"
	"candour/workflows/translation"
)

var (
	writer     = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	translator = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	reader     = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	society    = models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
)

type world struct {
	t        *testing.T
	db       *models.DB
	incident models.ID
	party    models.ID
}

func newWorld(t *testing.T, db *models.DB) *world {
	t.Helper()
	w := &world{t: t, db: db, incident: models.NewID(), party: models.NewID()}
	w.must(db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		if err := models.AddIncident(tx, &models.Incident{ID: w.incident, Title: "Intruder in the servers", OpenedAt: tx.Now(), OpenedBy: writer.Account}); err != nil {
			return err
		}
		tx.InIncident(w.incident)
		for key, value := range map[string]string{"detected_at": `"2026-11-20T08:00:00Z"`, "exfiltrated": `"presumed"`} {
			if err := models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: w.incident, Key: key, Value: value, Zone: "UTC", Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now()}); err != nil {
				return err
			}
		}
		return models.AddParty(tx, &models.Party{ID: w.party, IncidentID: w.incident, Name: "Society", Role: models.Controller, AddedAt: tx.Now(), AwareAt: tx.Now()})
	}))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	var e *models.Error
	if errors.As(err, &e) {
		w.t.Fatalf("%s %v", e.Detail, e.Fields)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(kind models.Kind, says string, err error) {
	w.t.Helper()
	if !models.IsKind(err, kind) || !strings.Contains(err.Error(), says) {
		w.t.Errorf("want %s %q, got %v", kind, says, err)
	}
}

// start is the notice that ships with the product in one language.
func (w *world) start(lang string) models.PeopleText {
	w.t.Helper()
	all, err := templates.PeopleStarts()
	w.must(err)
	return all[lang]
}

// edited is the English start with one paragraph in other words.
func (w *world) edited() models.PeopleText {
	t := w.start("en")
	t.Body = strings.Replace(t.Body, "We are sorry", "We are deeply sorry", 1)
	return t
}

func fields(t models.PeopleText) map[string][]translation.Paragraph {
	return map[string][]translation.Paragraph{"subject": translation.Split(t.Subject), "body": translation.Split(t.Body), "sms": translation.Split(t.SMS),
		"letter": translation.Split(t.Letter), "script": translation.Split(t.Script), "families": translation.Split(t.Families)}
}

func (w *world) notice(languages map[string]models.PeopleText) models.Notice {
	w.t.Helper()
	n, err := notices.DraftPeople(w.t.Context(), w.db, writer, w.incident, models.PeopleDraft{Organisation: "Agency", Contact: models.CircularContact{Name: "Desk", Telephone: "+41 22 000 00 00"},
		Texts: languages, Fallback: "en", Audience: models.PeopleAudience{Parties: []models.ID{w.party}}})
	w.must(err)
	return n
}

func (w *world) now(id models.ID) models.Notice {
	w.t.Helper()
	n, err := models.NoticeOfPeople(w.db.View(w.t.Context()), id)
	w.must(err)
	return n
}

func (w *world) language(id models.ID, code string) translation.Language {
	w.t.Helper()
	p, err := translation.Find(w.db.View(w.t.Context()), writer, id)
	w.must(err)
	l, err := p.Language(w.db.View(w.t.Context()), code)
	w.must(err)
	return l
}

// all translates every paragraph that is not: of a notice into the words that ship, of a text by putting the code in front.
func (w *world) all(by models.Viewer, id models.ID, code string) {
	w.t.Helper()
	var given []translation.Given
	ready := fields(w.start(code))
	for _, r := range w.language(id, code).Rows {
		target := code + " " + r.Source.Text
		if words := ready[r.Place]; len(words) > r.Index && r.Place != "title" && len(translation.Faults(r.Source.Text, words[r.Index].Text)) == 0 && w.isNotice(id) {
			target = words[r.Index].Text
		}
		if r.State != translation.Current {
			given = append(given, translation.Given{Place: r.Place, Hash: r.Source.Hash, Target: target, Was: r.Target})
		}
	}
	w.must(translation.Save(w.t.Context(), w.db, by, id, code, given, notices.WriteLanguage))
}

func (w *world) isNotice(id models.ID) bool {
	_, err := models.NoticeOfPeople(w.db.View(w.t.Context()), id)
	return err == nil
}

func (w *world) sign(by models.Viewer, id models.ID, code string) error {
	w.t.Helper()
	return translation.SignOff(w.t.Context(), w.db, by, id, code, w.language(id, code).Hash)
}

func (w *world) submit(id models.ID) error {
	return notices.SubmitPeople(w.t.Context(), w.db, writer, id, w.now(id).Version)
}

func TestANoticeWaitsUntilEachOfItsLanguagesIsSettledOrLeftOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		n := w.notice(map[string]models.PeopleText{"en": w.edited()})
		w.all(translator, n.ID, "fr")
		w.refused(models.KindInvalid, "cannot be submitted", w.submit(n.ID))
		w.refused(models.KindForbidden, "typed", w.sign(translator, n.ID, "fr"))
		w.must(w.sign(reader, n.ID, "fr"))
		if l := w.language(n.ID, "fr"); l.State != translation.IsSettled || l.SignedBy == nil || *l.SignedBy != reader.Account {
			t.Fatalf("signed off: %+v", l)
		}
		w.must(w.submit(n.ID))
		w.must(notices.ApprovePeople(ctx, db, reader, n.ID, w.now(n.ID).Version, w.now(n.ID).ContentHash))

		// An edit after approval blocks again: one paragraph is stale, the others are not.
		at := w.now(n.ID)
		d, err := at.PeopleDraft(db.Keys())
		w.must(err)
		en := d.Texts["en"]
		en.Body = strings.Replace(en.Body, "deeply", "very", 1)
		d.Texts["en"] = en
		w.must(notices.EditPeople(ctx, db, writer, n.ID, w.now(n.ID).Version, d))
		l := w.language(n.ID, "fr")
		if l.State != translation.IsOpen || !l.Void || l.Count[translation.Stale] != 1 || l.Count[translation.Current] != len(l.Rows)-1 {
			t.Fatalf("after the edit: %s, %v", l.State, l.Count)
		}
		w.refused(models.KindInvalid, "cannot be submitted", w.submit(n.ID))
		w.refused(models.KindConflict, "changed", w.sign(reader, n.ID, "fr"))

		// Left out by name, it goes without French; taken in again, it waits again.
		w.refused(models.KindInvalid, "why", translation.Exclude(ctx, db, writer, n.ID, "fr", " "))
		w.refused(models.KindInvalid, "first written", translation.Exclude(ctx, db, writer, n.ID, "en", "Because"))
		w.must(translation.Exclude(ctx, db, writer, n.ID, "fr", "The translator is ill; French follows tomorrow."))
		w.must(w.submit(n.ID))
		at = w.now(n.ID)
		f, err := at.PeopleFixed(db.Keys())
		w.must(err)
		if _, there := f.Texts["fr"]; there || len(f.Texts) != 1 {
			t.Errorf("a language that was left out is sent: %v", f.Texts)
		}
		w.refused(models.KindConflict, "approvers", translation.Include(ctx, db, writer, n.ID, "fr"))
		w.must(notices.ReturnPeople(ctx, db, reader, n.ID, w.now(n.ID).Version, "One more language."))
		w.must(translation.Include(ctx, db, writer, n.ID, "fr"))
		w.refused(models.KindInvalid, "cannot be submitted", w.submit(n.ID))
		w.all(translator, n.ID, "fr")
		w.must(w.sign(reader, n.ID, "fr"))
		w.must(w.submit(n.ID))
		// What is translated while it lies with the approvers is an edit, and voids.
		row := w.language(n.ID, "fr").Rows[1]
		w.must(translation.Save(ctx, db, translator, n.ID, "fr", []translation.Given{{Place: row.Place, Hash: row.Source.Hash, Target: row.Target + " Encore.", Was: row.Target}}, notices.WriteLanguage))
		if got := w.now(n.ID).State; got != models.NoticeDraft {
			t.Errorf("after an edit of one language the notice is %s", got)
		}
	})
}

func TestReadyWordsNeedNobodyAndAChangedOneDoes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		n := w.notice(map[string]models.PeopleText{"en": w.start("en"), "fr": w.start("fr"), "es": w.start("es"), "ar": w.start("ar")})
		for _, code := range []string{"fr", "es", "ar"} {
			if l := w.language(n.ID, code); l.State != translation.IsReady {
				t.Errorf("%s as it ships: %s %v, %d left over", code, l.State, l.Count, len(l.Extra))
			}
		}
		n = w.notice(map[string]models.PeopleText{"en": w.edited(), "fr": w.start("fr")})
		l := w.language(n.ID, "fr")
		if l.State != translation.IsOpen || l.Count[translation.Unchecked] == 0 {
			t.Errorf("typed in the editor: %s %v", l.State, l.Count)
		}
		w.refused(models.KindForbidden, "typed", w.sign(writer, n.ID, "fr")) // one of the writers of the notice typed it
		w.must(w.sign(reader, n.ID, "fr"))
		if l := w.language(n.ID, "fr"); l.State != translation.IsSettled || l.Count[translation.Current] != len(l.Rows) {
			t.Errorf("read and signed off: %s %v", l.State, l.Count)
		}
	})
}

// Every audience has its own first drafts, written and translated before the product was released: each is ready in each language, not only the one
// for everybody. The same holds for answers and for what is printed or read aloud.
func TestWhatShipsForEveryAudienceNeedsNobody(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	for _, variant := range templates.PeopleVariants {
		starts, err := templates.PeopleStartsFor(variant)
		w.must(err)
		n := w.notice(starts)
		for _, code := range []string{"fr", "es", "ar"} {
			if l := w.language(n.ID, code); l.State != translation.IsReady {
				t.Errorf("%q in %s: %s %v, %d left over", variant, code, l.State, l.Count, len(l.Extra))
			}
		}
	}
	texts := map[string]map[string][2]string{}
	add := func(key, lang, title, body string) {
		if texts[key] == nil {
			texts[key] = map[string][2]string{}
		}
		texts[key][lang] = [2]string{title, body}
	}
	answers, err := templates.Answers()
	w.must(err)
	for _, a := range answers {
		add("answer "+a.Name, a.Language, a.Question, a.Answer)
	}
	printed, err := templates.Printed()
	w.must(err)
	for _, p := range printed {
		add(string(p.Kind), p.Language, p.Title, p.Body)
	}
	if len(texts) < 12 {
		t.Fatalf("%d texts ship", len(texts))
	}
	for key, all := range texts {
		for _, code := range []string{"fr", "es", "ar"} {
			for i, source := range all["en"] {
				from, to := translation.Split(source), translation.Split(all[code][i])
				if len(from) != len(to) {
					t.Errorf("%s: English has %d paragraphs, %s has %d", key, len(from), code, len(to))
					continue
				}
				for n := range from {
					if !translation.Ready("en", code, from[n].Text, to[n].Text) {
						t.Errorf("%s in %s: not known as shipped: %q", key, code, to[n].Text)
					}
				}
			}
		}
	}
}

func TestWhatIsRefusedWhenSaving(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		n := w.notice(map[string]models.PeopleText{"en": {Subject: "Your details", Body: "Call {{contact}}."}})
		row := w.language(n.ID, "fr").Rows[1]
		save := func(code, hash, target, was string) error {
			return translation.Save(ctx, db, translator, n.ID, code, []translation.Given{{Place: "body", Hash: hash, Target: target, Was: was}}, notices.WriteLanguage)
		}
		w.refused(models.KindInvalid, "{{contact}} is missing", save("fr", row.Source.Hash, "Appelez.", ""))
		w.refused(models.KindInvalid, "without words", save("fr", row.Source.Hash, " \n ", ""))
		w.refused(models.KindInvalid, "12000", save("fr", row.Source.Hash, strings.Repeat("a", 12001)+"{{contact}}", ""))
		w.refused(models.KindConflict, "source", save("fr", strings.Repeat("0", 64), "Appelez {{contact}}.", ""))
		w.refused(models.KindInvalid, "first written", save("en", row.Source.Hash, "Call {{contact}}.", ""))
		w.refused(models.KindInvalid, "code of a language", save("not a language", row.Source.Hash, "Appelez {{contact}}.", ""))
		w.must(save("fr", row.Source.Hash, "Appelez {{contact}}.", ""))
		w.refused(models.KindConflict, "Somebody else", save("fr", row.Source.Hash, "Autre {{contact}}.", ""))
		w.must(save("fr", row.Source.Hash, "Autre {{contact}}.", "Appelez {{contact}}."))
		if _, err := translation.Find(db.View(ctx), society, n.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a society reads a draft: %v", err)
		}
		if got := w.language(n.ID, "fr"); got.Count[translation.Current] != 1 || got.Count[translation.Missing] != len(got.Rows)-1 {
			t.Errorf("%v", got.Count)
		}
	})
}

func (w *world) approve(text models.ID) {
	w.t.Helper()
	w.must(texts.Submit(w.t.Context(), w.db, writer, text))
	v, err := models.CurrentTextVersion(w.db.View(w.t.Context()), text)
	w.must(err)
	w.must(texts.Approve(w.t.Context(), w.db, reader, text, v.Hash))
}

func TestTheFrenchOfAStatementIsTiedToItsApprovedWords(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		v, err := texts.Save(ctx, db, writer, w.incident, models.TextStatement, "", texts.Draft{Language: "en", Title: "What we know", Body: "Somebody broke in.\n\n- We are sorry."})
		w.must(err)
		source := v.TextID
		w.all(translator, source, "fr")
		w.refused(models.KindConflict, "not approved yet", w.sign(reader, source, "fr"))
		w.approve(source)
		publish := func(text models.ID) error {
			_, err := statements.Publish(ctx, db, writer, statements.Publication{Text: text, CorrectionSaid: "a", CorrectionRight: "b"})
			return err
		}
		w.refused(models.KindConflict, "French is not settled", publish(source))
		w.must(w.sign(reader, source, "fr"))
		french := w.language(source, "fr").TextID
		w.refused(models.KindConflict, "not approved", publish(french))
		// Seen from the French text it is the same piece.
		if p, err := translation.Find(db.View(ctx), writer, french); err != nil || p.ID != source || p.Source != "en" {
			t.Errorf("from the translation: %+v %v", p.ID, err)
		}
		if all, err := translation.List(db.View(ctx), writer, w.incident); err != nil || len(all) != 1 {
			t.Errorf("%d pieces, %v", len(all), err)
		}
		w.approve(french)
		w.must(db.Command(ctx, models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
			return models.AddPublicPage(tx, &models.PublicPage{IncidentID: w.incident, Code: "abcdefghjkmn", Organisation: "Agency", ContactPhone: "+41 22 000 00 00", Zone: "UTC"})
		}))
		w.must(publish(source))
		w.must(publish(french))

		// The source is edited: nothing of it is published until French follows or is left out.
		_, err = texts.Save(ctx, db, writer, w.incident, models.TextStatement, source, texts.Draft{Language: "en", Title: "What we know", Body: "Somebody broke in on Sunday.\n\n- We are sorry.", From: 1})
		w.must(err)
		w.refused(models.KindConflict, "not approved", publish(french))
		w.approve(source)
		w.refused(models.KindConflict, "changed", publish(source))
		w.must(translation.Exclude(ctx, db, writer, source, "fr", "Follows in an hour."))
		w.refused(models.KindConflict, "left out", publish(french))
		w.must(publish(source))
	})
}
