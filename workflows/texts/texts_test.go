package texts_test

import (
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/texts"
)

var (
	author   = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	approver = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
)

// incident opens one with the facts given.
func incident(t *testing.T, db *models.DB, facts map[string]string) models.ID {
	t.Helper()
	id := models.NewID()
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		i := models.Incident{ID: id, Title: "Intruder in the family-tracing servers", OpenedAt: tx.Now(), OpenedBy: author.Account}
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(id)
		return addFacts(tx, id, facts)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func addFacts(tx models.Tx, id models.ID, facts map[string]string) error {
	for k, v := range facts {
		f := models.Fact{ID: models.NewID(), IncidentID: id, Key: k, Value: v, Certainty: models.Confirmed, LearntAt: tx.Now(), Zone: "Europe/Zurich", RecordedAt: tx.Now()}
		if err := models.AddFact(tx, &f); err != nil {
			return err
		}
	}
	return nil
}

var known = map[string]string{"people_count": `{"min":515000,"max":null,"exact":false}`, "occurred_at": `"2021-11-09T12:00:00+01:00"`, "exfiltrated": `"no-indication"`}

func save(t *testing.T, db *models.DB, i, text models.ID, from int, body string) models.TextVersion {
	t.Helper()
	v, err := texts.Save(t.Context(), db, author, i, models.TextStatement, text, texts.Draft{Language: "en", Title: "What we know", Body: body, From: from})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestFactsAreFilledInTheReadersLanguage(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	id := incident(t, db, known)
	for lang, want := range map[string]string{
		"en": "at least 515,000, 9 November 2021, We have no indication so far that data were copied; we cannot exclude it.",
		"fr": "au moins 515\u00a0000, 9 novembre 2021, Rien n'indique à ce jour que des données aient été copiées ; nous ne pouvons pas l'exclure.",
		"es": "al menos 515.000, 9 de noviembre de 2021, Hasta ahora no tenemos indicios de que se hayan copiado datos; no podemos excluirlo.",
	} {
		v, err := texts.Save(t.Context(), db, author, id, models.TextStatement, "", texts.Draft{Language: lang, Title: "T", Body: "{{people_count}}, {{occurred_on}}, {{copied}}"})
		if err != nil {
			t.Fatal(err)
		}
		if c, _ := v.Content(db.Keys()); c.RenderedBody != want {
			t.Errorf("%s:\n got %q\nwant %q", lang, c.RenderedBody, want)
		}
	}
}

func TestATextWithAHoleCannotBeSubmitted(t *testing.T) {
	for _, c := range []struct{ name, body, say string }{
		{"a fact nobody knows yet", "On {{contained_on}} it was stopped.", "not known yet"},
		{"a placeholder nobody knows", "Ask {{the_minister}}.", "no placeholder"},
		{"a placeholder left open", "About {{people_count people.", "not closed"},
		{"template code", "{{.Incident.Keys.Open}}", "no placeholder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				i := incident(t, db, known)
				v := save(t, db, i, "", 0, c.body)
				err := texts.Submit(t.Context(), db, author, v.TextID)
				if !models.IsKind(err, models.KindInvalid) {
					t.Fatalf("submitted: %v", err)
				}
				e := err.(*models.Error)
				if len(e.Fields) == 0 || !strings.Contains(e.Fields[0].Detail, c.say) {
					t.Errorf("advice does not say %q: %v", c.say, e.Fields)
				}
			})
		})
	}
}

func TestApprovalBindsTheBytesAndAnEditVoidsIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		i := incident(t, db, known)
		v := save(t, db, i, "", 0, "We are sorry. {{people_count}} people.")
		if err := texts.Submit(ctx, db, author, v.TextID); err != nil {
			t.Fatal(err)
		}
		if err := texts.Approve(ctx, db, models.Viewer{Account: author.Account, Role: models.RoleApprover}, v.TextID, v.Hash); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("an author approved their own text: %v", err)
		}
		if err := texts.Approve(ctx, db, approver, v.TextID, []byte("other bytes")); !models.IsKind(err, models.KindConflict) {
			t.Errorf("bytes nobody read were approved: %v", err)
		}
		if err := texts.Approve(ctx, db, approver, v.TextID, v.Hash); err != nil {
			t.Fatal(err)
		}
		if _, _, err := texts.Approved(db.View(ctx), v.TextID); err != nil {
			t.Errorf("approved, but may not leave: %v", err)
		}
		save(t, db, i, v.TextID, 1, "We are very sorry.")
		if _, _, err := texts.Approved(db.View(ctx), v.TextID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("an edit did not void the approval: %v", err)
		}
	})
}

func TestAChangedFactStopsTheSubmission(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := incident(t, db, known)
	v := save(t, db, i, "", 0, "{{people_count}} people.")
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		return addFacts(tx, i, map[string]string{"people_count": `{"min":520000}`})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := texts.Submit(t.Context(), db, author, v.TextID); !models.IsKind(err, models.KindInvalid) {
		t.Errorf("a text with an old number was submitted: %v", err)
	}
}

func TestTwoWritersLoseNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := incident(t, db, known)
		v := save(t, db, i, "", 0, "First.")
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for n := range errs {
			wg.Go(func() {
				_, errs[n] = texts.Save(t.Context(), db, author, i, models.TextStatement, v.TextID, texts.Draft{Language: "en", Title: "T", Body: "Second.", From: 1})
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !models.IsKind(err, models.KindConflict) {
				t.Errorf("the loser was not told in words: %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of 4 writers saved the same version", won)
		}
	})
}

func TestInvisibleCharactersThatReorderAreRefused(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	i := incident(t, db, known)
	for _, body := range []string{"safe \u202egnihton\u202c", "a\u2066b", "a\x00b"} {
		if _, err := texts.Save(t.Context(), db, author, i, models.TextStatement, "", texts.Draft{Language: "en", Title: "T", Body: body}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("%q was taken: %v", body, err)
		}
	}
	// Persian, Urdu and Indic scripts need the joiners.
	if _, err := texts.Save(t.Context(), db, author, i, models.TextStatement, "", texts.Draft{Language: "ar", Title: "T", Body: "می\u200cخواهم"}); err != nil {
		t.Errorf("a joiner was refused: %v", err)
	}
}

// Whatever is written, filling in never evaluates anything, never panics, and a value is never read again.
func TestFillNeverEvaluates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringOf(rapid.RuneFrom([]rune("{}.|$ab people_count\n\""))).Draw(t, "body")
		value := rapid.String().Draw(t, "value")
		out, _, faults := texts.Fill("A {{people_count}} "+body, map[string]string{"people_count": "{{reference}}" + value + "x"})
		if !strings.HasPrefix(out, "A {{reference}}") && len(faults) == 0 {
			t.Fatalf("a value was read again: %q", out)
		}
	})
}
