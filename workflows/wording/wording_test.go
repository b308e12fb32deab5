package wording_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/enquiries"
	"candour/workflows/notices"
	"candour/workflows/statements"
	"candour/workflows/texts"
	"candour/workflows/wording"
)

func jsonOf(t *testing.T, v any) json.RawMessage {
	t.Helper()
	return must[[]byte](t)(json.Marshal(v))
}

func topic(t *testing.T) string {
	t.Helper()
	w := must[enquiries.Words](t)(enquiries.Known())
	return w.Topics[0].ID
}

// small opens an incident with one fact, so that a test says all it depends on.
func small(t *testing.T, db *models.DB) models.Incident {
	t.Helper()
	i := models.Incident{ID: models.NewID(), Title: "Intruder in the servers", OpenedAt: db.Now(), OpenedBy: manager.Account, State: models.IncidentOpen}
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(i.ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fact(t, db, i, "people_count", `{"min":515000}`)
	fact(t, db, i, "exfiltrated", `"no-indication"`)
	fact(t, db, i, "detected_at", `"2022-01-18T09:00:00Z"`)
	return i
}

func fact(t *testing.T, db *models.DB, i models.Incident, key, value string) {
	t.Helper()
	modelstest.ClockOf(db).Advance(time.Hour)
	err := db.Command(t.Context(), models.Act{By: models.System, Operation: "test", Incident: i.ID}, func(tx models.Tx) error {
		return models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: i.ID, Key: key, Value: value, Zone: "UTC", Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPiecesAreListedWithTheirStateAndWhatWasPublic(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		v := text(t, db, i, models.TextStatement, "en", "What we know", "{{people_count}} people.")
		publish(t, db, v)
		modelstest.ClockOf(db).Advance(time.Hour)
		second := must[models.TextVersion](t)(texts.Save(t.Context(), db, author, i.ID, models.TextStatement, v.TextID, texts.Draft{Language: "en", Title: "What we know", Body: "Fewer words.", From: 1}))
		approve(t, db, second)
		must[models.Publication](t)(statements.Publish(t.Context(), db, author, statements.Publication{Text: v.TextID, CorrectionSaid: "We said 515,000.", CorrectionRight: "We do not know."}))
		text(t, db, i, models.TextStatement, "fr", "Brouillon", "Rien encore.")
		must[models.Notice](t)(notices.DraftPeople(t.Context(), db, author, i.ID, models.PeopleDraft{Organisation: "EXERCISE agency", Fallback: "en", Texts: map[string]models.PeopleText{
			"en": {Subject: "Your data", Body: "{{people_count}} people, {{name}}.", SMS: "Please call."}}}))
		states := map[string]int{}
		for _, p := range must[[]wording.Piece](t)(wording.Pieces(db.View(t.Context()), author, i.ID)) {
			states[p.Kind+" "+p.Language+" "+p.Variant+" "+string(p.State)]++
			if p.Kind == "people" && p.Variant == "email" && (!strings.Contains(p.Said(), "at least 515,000 people, {{name}}") || p.Used["people_count"] != "at least 515,000") {
				t.Errorf("as read: %q, with %v", p.Said(), p.Used)
			}
			if p.Kind == "statement" && p.State == wording.Published && (p.Version != 2 || p.At.IsZero() || p.Where == "" || len(p.Hash) != 64) {
				t.Errorf("%+v", p)
			}
		}
		for want, n := range map[string]int{"statement en  published": 1, "statement en  replaced": 1, "statement fr  draft": 1, "correction en  published": 1, "people en email draft": 1, "people en sms draft": 1} {
			if states[want] != n {
				t.Errorf("%s: %d of %v", want, states[want], states)
			}
		}
		if len(states) != 6 {
			t.Errorf("%v", states)
		}
		focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
		if got, err := wording.Pieces(db.View(t.Context()), focal, i.ID); err == nil && len(got) > 0 {
			t.Errorf("a society reads drafts: %+v", got)
		}
	})
}

func TestAProposalIsTakenOverWithOneClick(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		v := text(t, db, i, models.TextStatement, "en", "What we know", "Data of 515,000 people were reached. We noticed it on 18 January 2022. Five hundred and fifteen thousand people!")
		publish(t, db, v)
		fact(t, db, i, "people_count", `{"min":530000}`)
		fact(t, db, i, "detected_at", `"2022-01-17T09:00:00Z"`)
		accept := func(c wording.Correction) error { return wording.Accept(t.Context(), db, author, i.ID, c) }
		if err := accept(wording.Correction{Piece: v.TextID, Version: 7}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("of a version nobody has read: %v", err)
		}
		if err := accept(wording.Correction{Piece: v.TextID, Version: 1}); err != nil {
			t.Fatal(err)
		}
		newest := must[models.TextVersion](t)(models.CurrentTextVersion(db.View(t.Context()), v.TextID))
		c := must[models.TextContent](t)(newest.Content(db.View(t.Context()).Keys()))
		if want := "Data of 530,000 people were reached. We noticed it on 17 January 2022. Five hundred and thirty thousand people!"; c.Body != want || newest.State != models.TextDraft || newest.Number != 2 {
			t.Errorf("%s %d: %q", newest.State, newest.Number, c.Body)
		}
		// What is public is still wrong until the new words are approved and published.
		for _, s := range must[[]wording.Stale](t)(wording.Stales(db.View(t.Context()), author, i.ID)) {
			if s.Asks != texts.StaleCorrection || len(s.Passages) != 3 {
				t.Errorf("%+v", s)
			}
		}
		if err := accept(wording.Correction{Piece: v.TextID, Version: 2}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("nothing is left to put right: %v", err)
		}
	})
}

func TestAProposalIsTakenOverInANoticeInEveryLanguageAndChannel(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		n := must[models.Notice](t)(notices.DraftPeople(t.Context(), db, author, i.ID, models.PeopleDraft{Organisation: "EXERCISE agency", Fallback: "en", Texts: map[string]models.PeopleText{
			"en": {Subject: "Your data", Body: "One of 515,000 people.", SMS: "515k people"}, "ar": {Subject: "بياناتك", Body: "٥١٥٬٠٠٠ شخص", Letter: "خمسمئة وخمسة عشر ألف شخص"}}}))
		fact(t, db, i, "people_count", `{"min":530000}`)
		if err := wording.Accept(t.Context(), db, author, i.ID, wording.Correction{Piece: n.ID, Version: n.Version}); err != nil {
			t.Fatal(err)
		}
		n = must[models.Notice](t)(models.NoticeOfPeople(db.View(t.Context()), n.ID))
		d := must[models.PeopleDraft](t)(n.PeopleDraft(db.View(t.Context()).Keys()))
		if d.Texts["en"].Body != "One of 530,000 people." || d.Texts["en"].SMS != "530k people" || d.Texts["ar"].Body != "٥٣٠٬٠٠٠ شخص" || d.Texts["ar"].Letter != "خمسمئة وثلاثون ألف شخص" || d.Texts["en"].Subject != "Your data" {
			t.Errorf("%+v", d.Texts)
		}
	})
}

func TestASentenceThatTellsTheOldValueBesideTheNewOneIsNotStale(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		text(t, db, i, models.TextStatement, "en", "Corrected", "We first said 515,000 people; it is 530,000 people.")
		fact(t, db, i, "people_count", `{"min":530000}`)
		if got := planted(t, db, i, "people_count"); len(got) != 0 {
			t.Errorf("%+v", got)
		}
	})
}

func TestADayOnWhichSomethingElseHappenedTooIsAHint(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		fact(t, db, i, "public_at", `"2022-01-18T19:00:00Z"`)
		text(t, db, i, models.TextStatement, "en", "Dates", "On 18 January 2022 we went public.")
		fact(t, db, i, "detected_at", `"2022-01-17T09:00:00Z"`)
		all := must[[]wording.Stale](t)(wording.Stales(db.View(t.Context()), author, i.ID))
		if len(all) != 1 || len(all[0].Passages) != 1 || !all[0].Passages[0].Hint || !strings.Contains(all[0].Passages[0].Why, "made public") {
			t.Errorf("%+v", all)
		}
	})
}

func TestAClaimIsPutRightByAWholeSentence(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		v := text(t, db, i, models.TextStatement, "fr", "Ce que nous savons", "Nous avons agi. Rien n'indique que des données aient été copiées. Merci.")
		fact(t, db, i, "exfiltrated", `"presumed"`)
		if err := wording.Accept(t.Context(), db, author, i.ID, wording.Correction{Piece: v.TextID, Version: 1}); err != nil {
			t.Fatal(err)
		}
		newest := must[models.TextVersion](t)(models.CurrentTextVersion(db.View(t.Context()), v.TextID))
		c := must[models.TextContent](t)(newest.Content(db.View(t.Context()).Keys()))
		if c.Body != "Nous avons agi. Nous partons du principe que des données ont été copiées et emportées. Merci." {
			t.Errorf("%q", c.Body)
		}
	})
}

func TestWhatIsSaidIsHeldAgainstTheFactsAndAgainstEachOther(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		publish(t, db, text(t, db, i, models.TextStatement, "en", "First", "Data of 515,000 people were reached. We have no indication that data were copied. We are sorry."))
		fact(t, db, i, "people_count", `{"min":530000}`)
		publish(t, db, text(t, db, i, models.TextStatement, "fr", "Ensuite", "Les données de 530 000 personnes. Les données ont été volées."))
		s := must[models.OutsideStatement](t)(wording.EnterOutside(t.Context(), db, author, i.ID, wording.Outside{Kind: "press", Language: "es", Who: "A newspaper", Source: "https://news.example/1",
			Words: "Son 700.000 personas.", SaidAt: db.Now()}))
		said := must[[]wording.Said](t)(wording.SaidSoFar(db.View(t.Context()), author, i.ID))
		rests := map[string]string{}
		for _, x := range said {
			rests[x.Language+" "+x.Key+" "+x.Norm] = x.Rests
			if strings.Contains(x.Sentence, "sorry") {
				t.Errorf("a sentence that states nothing: %+v", x)
			}
		}
		for want, r := range map[string]string{"en people_count 515,000": wording.RestsOnBefore, "en exfiltrated no-indication": wording.RestsOnNow, "fr people_count 530,000": wording.RestsOnNow,
			"fr exfiltrated confirmed": wording.RestsDenied, "es people_count 700000": wording.RestsOnNothing} {
			if rests[want] != r {
				t.Errorf("%s rests on %q, want %q (%v)", want, rests[want], r, rests)
			}
		}
		both := wording.Contradictions(said)
		if len(both) != 2 || both[0].Key != "exfiltrated" || both[1].Key != "people_count" || len(both[0].Sides) != 2 || len(both[1].Sides) != 2 || !both[1].Sides[0].Agree || !both[0].Denied {
			t.Errorf("%+v", both)
		}
		if err := wording.WithdrawOutside(t.Context(), db, author, s.ID, "Entered twice"); err != nil {
			t.Fatal(err)
		}
		if err := wording.WithdrawOutside(t.Context(), db, author, s.ID, "Entered twice"); !models.IsKind(err, models.KindConflict) {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestStatementsOfOthersAreEnteredWhole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := small(t, db)
		good := wording.Outside{Kind: "society", Language: "en", Who: "A society", Words: "We were told.", SaidAt: db.Now()}
		for about, spoil := range map[string]func(*wording.Outside){"kind": func(o *wording.Outside) { o.Kind = "gossip" }, "who": func(o *wording.Outside) { o.Who = " " }, "words": func(o *wording.Outside) { o.Words = "" },
			"said_at": func(o *wording.Outside) { o.SaidAt = db.Now().Add(time.Hour) }, "language": func(o *wording.Outside) { o.Language = "xx" }} {
			bad := good
			spoil(&bad)
			if _, err := wording.EnterOutside(t.Context(), db, author, i.ID, bad); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", about, err)
			}
		}
		must[models.OutsideStatement](t)(wording.EnterOutside(t.Context(), db, author, i.ID, good))
	})
}
