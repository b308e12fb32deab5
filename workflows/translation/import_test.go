package translation_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/notices"
	"candour/workflows/translation"
)

func (w *world) file(id models.ID, code, format string) string {
	w.t.Helper()
	b, err := translation.Export(w.t.Context(), w.db, writer, id, code, format)
	w.must(err)
	return string(b)
}

func TestEveryLineOfAFileIsAccountedForAndNothingIsLost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		body := "Dear {{name}},\n\nSomebody broke in.\n\nWe are sorry.\n\nCall {{contact}}."
		n := w.notice(map[string]models.PeopleText{"en": {Subject: "Your details", Body: body}})
		went := w.file(n.ID, "fr", translation.CSV)
		if !strings.Contains(went, "target fr") {
			t.Fatalf("%s", went)
		}
		// One paragraph changes while the file is outside, and one is translated here.
		at := w.now(n.ID)
		d, err := at.PeopleDraft(db.Keys())
		w.must(err)
		d.Texts["en"] = models.PeopleText{Subject: "Your details", Body: strings.Replace(body, "broke in", "broke in on Sunday", 1)}
		w.must(notices.EditPeople(ctx, db, writer, n.ID, at.Version, d))
		sorry := w.language(n.ID, "fr").Rows[3]
		w.must(translation.Save(ctx, db, translator, n.ID, "fr", []translation.Given{{Place: sorry.Place, Hash: sorry.Source.Hash, Target: "Nous sommes désolés."}}, notices.WriteLanguage))

		fill := strings.NewReplacer(",subject,Your details,,", ",subject,Your details,Vos données,", `,"Dear {{name}},",,`, `,"Dear {{name}},","Madame, Monsieur {{name}},",`,
			",Somebody broke in.,,", ",Somebody broke in.,Quelqu'un est entré.,", ",We are sorry.,,", ",We are sorry.,Toutes nos excuses.,", ",Call {{contact}}.,,", ",Call {{contact}}.,Appelez-nous.,")
		back := fill.Replace(went) + "body.99.0123456789abcdef,body,x,Inconnu,,\r\nnonsense,body,x,Autre,,\r\n"
		got, err := translation.Import(ctx, db, writer, n.ID, "fr", []byte(back), false, notices.WriteLanguage)
		w.must(err)
		want := map[string]int{translation.LineAccepted: 2, translation.LineStale: 2, translation.LineConflict: 1, translation.LineBroken: 1, translation.LineUnknown: 1}
		if !maps.Equal(got.Count, want) || len(got.Lines) != 7 {
			t.Fatalf("%v of %d lines: %+v", got.Count, len(got.Lines), got.Lines)
		}
		l := w.language(n.ID, "fr")
		for _, words := range []string{"Quelqu'un est entré.", "Toutes nos excuses.", "Appelez-nous.", "Inconnu", "Autre"} {
			if !slices.ContainsFunc(l.Kept, func(k models.KeptParagraph) bool { return k.Target == words && k.Why != "" }) {
				t.Errorf("%q came in and is lost: %+v", words, l.Kept)
			}
		}
		// The same file again changes nothing but what is allowed now.
		was := w.now(n.ID).Version
		got, err = translation.Import(ctx, db, writer, n.ID, "fr", []byte(back), false, notices.WriteLanguage)
		w.must(err)
		if got.Count[translation.LineUnchanged] != 2 || got.Count[translation.LineAccepted] != 0 || w.now(n.ID).Version != was || len(w.language(n.ID, "fr").Kept) != len(l.Kept) {
			t.Errorf("again: %v, version %d then %d", got.Count, was, w.now(n.ID).Version)
		}
		got, err = translation.Import(ctx, db, writer, n.ID, "fr", []byte(back), true, notices.WriteLanguage)
		w.must(err)
		if got.Count[translation.LineAccepted] != 1 || w.language(n.ID, "fr").Rows[3].Target != "Toutes nos excuses." {
			t.Errorf("over what is there: %v", got.Count)
		}
		// A file for another language is refused whole.
		_, err = translation.Import(ctx, db, writer, n.ID, "es", []byte(back), false, notices.WriteLanguage)
		w.refused(models.KindInvalid, "to French, not from English to Spanish", err)
	})
}

func TestAnXLIFFComesBackWithItsTranslations(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		n := w.notice(map[string]models.PeopleText{"en": {Subject: "Your details", Body: "Call {{contact}}, {{name}}.\n- One\n- Two"}})
		raw := w.file(n.ID, "ar", translation.XLIFF)
		raw = strings.ReplaceAll(raw, "</source>", "</source><target>ترجمة</target>")
		// The tool moves the placeholders, as Arabic needs it.
		first := strings.Index(raw, "<ph id=\"1\"")
		tags := raw[first : strings.Index(raw[first:], ".</source>")+first]
		parts := strings.SplitAfter(tags, "/>")
		raw = strings.Replace(raw, ".</source><target>ترجمة</target>", ".</source><target>"+strings.TrimPrefix(parts[1], ", ")+" ترجمة "+parts[0]+"</target>", 1)
		got, err := translation.Import(t.Context(), db, writer, n.ID, "ar", []byte(raw), false, notices.WriteLanguage)
		w.must(err)
		if got.Count[translation.LineAccepted] != 4 || len(got.Lines) != 4 {
			t.Fatalf("%v %+v", got.Count, got.Lines)
		}
		at := w.now(n.ID)
		d, err := at.PeopleDraft(db.Keys())
		w.must(err)
		if want := "{{name}} ترجمة {{contact}}\n- ترجمة\n- ترجمة"; d.Texts["ar"].Body != want || d.Texts["ar"].Subject != "ترجمة" {
			t.Errorf("%q", d.Texts["ar"].Body)
		}
		if bytes.Contains([]byte(w.file(n.ID, "ar", translation.XLIFF)), []byte(`state="initial"`)) {
			t.Error("translated, and the file calls it not begun")
		}
	})
}
