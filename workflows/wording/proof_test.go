package wording_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/directory"
	"candour/workflows/enquiries"
	"candour/workflows/exercise"
	"candour/workflows/intake"
	"candour/workflows/notices"
	"candour/workflows/regimes"
	"candour/workflows/statements"
	"candour/workflows/texts"
	"candour/workflows/wording"
)

var (
	manager  = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
	author   = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications, Language: "en"}
	approver = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
)

// openExercise opens the story of January 2022 as it ships.
func openExercise(t *testing.T, db *models.DB) models.Incident {
	t.Helper()
	s, err := exercise.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := directory.SeedDirectory(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	i, err := exercise.Open(t.Context(), db, lib, manager, s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func must[T any](t *testing.T) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

func text(t *testing.T, db *models.DB, i models.Incident, kind models.TextKind, lang, title, body string) models.TextVersion {
	t.Helper()
	return must[models.TextVersion](t)(texts.Save(t.Context(), db, author, i.ID, kind, "", texts.Draft{Language: lang, Title: title, Body: body}))
}

func approve(t *testing.T, db *models.DB, v models.TextVersion) {
	t.Helper()
	if err := texts.Submit(t.Context(), db, author, v.TextID); err != nil {
		t.Fatal(err)
	}
	if err := texts.Approve(t.Context(), db, approver, v.TextID, v.Hash); err != nil {
		t.Fatal(err)
	}
}

func publish(t *testing.T, db *models.DB, v models.TextVersion) {
	t.Helper()
	approve(t, db, v)
	speaks(t, db, v.TextID)
	must[models.Publication](t)(statements.Publish(t.Context(), db, author, statements.Publication{Text: v.TextID}))
}

func learn(t *testing.T, db *models.DB, i models.Incident, key string, value any) {
	t.Helper()
	modelstest.ClockOf(db).Advance(time.Hour)
	lib, _ := regimes.Default()
	if _, err := intake.Append(t.Context(), db, lib, manager, i.ID, "", []intake.Entry{{Key: key, Value: jsonOf(t, value), Certainty: models.Confirmed, Source: "The investigation", LearntAt: db.Now(), Zone: "Europe/Zurich"}}); err != nil {
		t.Fatal(err)
	}
}

// The number of people changes from 515,000 to 530,000. Thirty sentences of published and approved statements, drafts, answers, scripts, circulars
// and notices by every channel have it typed in, in four languages, in figures and in words. All are listed, and none of what looks like it.
func TestEveryPlantedUseOfTheNumberIsListedAndNoneOther(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := openExercise(t, db)
		// 1-3: public, in English. 4-5: approved. 6: a draft.
		publish(t, db, text(t, db, i, models.TextStatement, "en", "Data of 515,000 people reached", "Some 515 000 people are concerned.\nFive hundred and fifteen thousand people will hear from us."))
		approve(t, db, text(t, db, i, models.TextStatement, "en", "What we know", "It concerns 515k people. About 0.515 million people are on the lists."))
		text(t, db, i, models.TextStatement, "en", "Draft", "In all 515000 people.")
		// 7-9 French, 10-12 Spanish, 13-16 Arabic, public.
		publish(t, db, text(t, db, i, models.TextStatement, "fr", "Ce que nous savons", "Les données de 515\u202f000 personnes.\nPlus de 515'000 personnes.\nCinq cent quinze mille personnes sont concernées."))
		publish(t, db, text(t, db, i, models.TextStatement, "es", "Lo que sabemos", "Los datos de 515.000 personas. Son quinientas quince mil personas. Unas 515 mil personas."))
		publish(t, db, text(t, db, i, models.TextStatement, "ar", "ما نعرفه", "بيانات ما لا يقل عن ٥١٥٬٠٠٠ شخص. خمسمئة وخمسة عشر ألف شخص. خمسمائة وخمسة عشر ألفًا من الأشخاص. تخص ٥١٥ ألف شخص."))
		// 17-18: an answer and, 19, what an authority is told.
		_, answer, err := enquiries.SaveAnswer(t.Context(), db, author, i.ID, "", topic(t), texts.Draft{Language: "fr", Title: "Combien de personnes ?", Body: "Au moins 515\u00a0000 personnes, soit cinq-cent-quinze-mille."})
		if err != nil {
			t.Fatal(err)
		}
		approve(t, db, answer)
		text(t, db, i, models.TextNotice, "en", "To the authority", "Number of people: 515,000 (Art. 33(3)(a)).")
		// 20-22: a circular in two languages.
		must[models.Notice](t)(notices.Draft(t.Context(), db, author, i.ID, models.CircularDraft{Organisation: "EXERCISE agency", Texts: map[string]models.CircularText{
			"en": {Title: "Data of people", Happened: "Files of 515,000 people were reached.", Ask: "Tell us which of the 515,000 are yours."},
			"es": {Title: "Datos", Happened: "Son quinientos quince mil expedientes de personas.", Ask: "Respondan."}}}))
		// 23-30: a notice to people, by every channel, in four languages.
		must[models.Notice](t)(notices.DraftPeople(t.Context(), db, author, i.ID, models.PeopleDraft{Organisation: "EXERCISE agency", Fallback: "en", Texts: map[string]models.PeopleText{
			"en": {Subject: "Your data", Body: "You are one of 515,000 people.", SMS: "515,000 people are concerned.", Letter: "We write to five hundred fifteen thousand people.", Script: "Say: 515 thousand people are concerned."},
			"fr": {Subject: "Vos données", Body: "Vous êtes l'une des 515 000 personnes.", Families: "Ceci n'est pas une nouvelle de votre proche. 515.000 personnes sont concernées."},
			"es": {Subject: "Sus datos", Body: "Es una de las quinientas quince mil personas."},
			"ar": {Subject: "بياناتك", Body: "أنت واحد من خمس مئة و خمسة عشر ألف شخص."}}}))
		// What looks like it and is not.
		text(t, db, i, models.TextStatement, "en", "Other numbers", strings.Join([]string{"1,515,000 messages and 515,000,000 bytes.", "Call +41 22 515 000, or 515 000.", "Reference INC-515000.",
			"It cost 515,000 euros.", "One million five hundred and fifteen thousand letters.", "five hundred and fifty thousand people", "five hundred and fifteen people", "See https://example.org/515000.", "515,001 people."}, "\n\n"))
		text(t, db, i, models.TextStatement, "fr", "Autres nombres", "Un million cinq cent quinze mille lettres. Cinq cent quinze mille deux cents personnes. 1 515 000 personnes. Appelez le 515 000.")
		text(t, db, i, models.TextStatement, "ar", "أرقام أخرى", "مليون وخمسمئة وخمسة عشر ألف رسالة. خمسمئة وخمسون ألف شخص. ٥١٬٥٠٠ شخص.")
		text(t, db, i, models.TextStatement, "en", "By placeholder", "{{people_count}} people: this follows by itself.")

		if before := planted(t, db, i, "people_count"); len(before) != 0 {
			t.Fatalf("no fact has changed: %+v", before)
		}
		learn(t, db, i, "people_count", map[string]any{"min": 530_000})
		got := planted(t, db, i, "people_count")
		if len(got) != 30 {
			for _, p := range got {
				t.Logf("%s %s %q in %q", p.Language, p.Variant, p.Found, p.Sentence)
			}
			t.Fatalf("%d uses are listed, want 30", len(got))
		}
		languages, forms := map[string]int{}, map[string]int{}
		for _, p := range got {
			languages[p.Language]++
			forms[string(p.Form)]++
			if p.Proposal == "" || strings.Contains(p.Proposal, p.Found) || p.From != "515,000" || p.To != "at least 530,000" {
				t.Errorf("%q: proposed %q, from %q to %q", p.Sentence, p.Proposal, p.From, p.To)
			}
		}
		if len(languages) != 4 || forms["figures"] == 0 || forms["words"] == 0 {
			t.Errorf("%v %v", languages, forms)
		}
		asks := map[string]string{}
		for _, s := range must[[]wording.Stale](t)(wording.Stales(db.View(t.Context()), author, i.ID)) {
			asks[s.Title] = s.Asks
		}
		for title, want := range map[string]string{"Data of 515,000 people reached": texts.StaleCorrection, "What we know": texts.StaleApprove, "Draft": texts.StaleCheck, "By placeholder": texts.StaleSave, "Your data": texts.StaleCheck} {
			if asks[title] != want {
				t.Errorf("%q asks for %q, want %q", title, asks[title], want)
			}
		}
	})
}

// planted lists the passages of one fact that are uses, not hints.
func planted(t *testing.T, db *models.DB, i models.Incident, key string) (out []wording.Passage) {
	t.Helper()
	for _, s := range must[[]wording.Stale](t)(wording.Stales(db.View(t.Context()), author, i.ID)) {
		out = append(out, slices.DeleteFunc(s.Passages, func(p wording.Passage) bool { return p.Hint || p.Key != key })...)
	}
	return out
}

// speaks gives the public page a contact: without one nothing is published.
func speaks(t *testing.T, db *models.DB, text models.ID) {
	t.Helper()
	x := must[models.Text](t)(models.FindText(db.View(t.Context()), author, text))
	if _, err := models.PublicPageOf(db.View(t.Context()), x.IncidentID); err == nil {
		return
	}
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test", Incident: x.IncidentID}, func(tx models.Tx) error {
		return models.AddPublicPage(tx, &models.PublicPage{IncidentID: x.IncidentID, Code: "abcdefghjkmn", Organisation: "Agency", ContactPhone: "+41 22 000 00 00", Zone: "UTC"})
	})
	if err != nil {
		t.Fatal(err)
	}
}
