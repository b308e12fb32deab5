package dispatch_test

import (
	"strings"
	"sync"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
	"candour/workflows/dispatch"
	"candour/workflows/notices"
)

const (
	reach    = "how to reach us here"
	standard = "Ask your Society; this is what everybody reads."
)

// withPlaces marks a place in every text of the notice, which is in English alone: other languages would have to be signed off first.
func withPlaces(d *models.PeopleDraft) {
	d.Texts = map[string]models.PeopleText{"en": d.Texts["en"]}
	for lang, t := range d.Texts {
		for _, s := range []*string{&t.Body, &t.SMS, &t.Letter, &t.Script} {
			*s += "\n\n[[local: " + reach + "]]\n" + standard + "\n[[/local]]"
		}
		d.Texts[lang] = t
	}
}

// focalPoints are accounts of the first party's society that can sign in.
func (c *crowd) focalPoints(n int) []models.Viewer {
	c.t.Helper()
	var out []models.Viewer
	c.command(func(tx models.Tx) error {
		for range n {
			a := models.Account{ID: models.NewID(), Role: models.RoleFocalPoint, SocietyID: &c.society, PasswordHash: "set", CreatedAt: tx.Now()}
			if err := a.SetPerson(tx.Keys(), "Focal point", a.ID+"@example.org"); err != nil {
				return err
			}
			if err := models.AddAccount(tx, &a); err != nil {
				return err
			}
			out = append(out, a.Viewer(""))
		}
		return nil
	})
	return out
}

func english(words string) models.AdaptationWords {
	return models.AdaptationWords{"en": {reach: words}}
}

// writes saves and submits words for the first party.
func (c *crowd) writes(by models.Viewer, n models.Notice, words models.AdaptationWords) models.Adaptation {
	c.t.Helper()
	at := c.adaptation(n.ID)
	row, err := notices.SaveAdaptation(c.t.Context(), c.db, by, notices.Wording{Notice: n.ID, Party: c.parties[0], Version: at.Version, NoticeHash: n.ApprovedHash, Words: words})
	c.must(err)
	c.must(notices.SubmitAdaptation(c.t.Context(), c.db, by, n.ID, c.parties[0], row.Version))
	return c.adaptation(n.ID)
}

func (c *crowd) adaptation(notice models.ID) models.Adaptation {
	c.t.Helper()
	row, _, err := models.FindAdaptation(c.db.View(c.t.Context()), c.manager, notice, c.parties[0])
	c.must(err)
	return row
}

// reads is the message of a person as the one who sends would make it.
func (c *crowd) reads(notice models.ID, person int64, v delivery.Variant) string {
	c.t.Helper()
	a, err := dispatch.Load(c.db.View(c.t.Context()), notice)
	c.must(err)
	people, err := models.LoadPeople(c.db.View(c.t.Context()), []int64{person})
	c.must(err)
	p := people[person]
	d, err := p.Details(c.db.Keys())
	c.must(err)
	told, err := a.Told(&p, &d)
	c.must(err)
	if v == delivery.VariantMail {
		l, _, err := a.Telling.Mail(told)
		c.must(err)
		return l.Text + l.HTML
	}
	text, _, err := a.Telling.Plain(v, told)
	c.must(err)
	return text
}

func TestThePeopleOfASocietyReadItsSignedWordsAndNobodyElseDoes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		ids := c.add(somebody{cohort: 0, name: "Ana", email: "ana@people.example", language: "en"}, somebody{cohort: 2, name: "Bo", email: "bo@people.example", language: "en"})
		n, focal := c.notice(withPlaces), c.focalPoints(2)
		own := "Our desk in Alphaville, telephone 112 233, for {{society}}."
		row := c.writes(focal[0], n, english(own))
		for _, v := range delivery.Variants {
			if s := c.reads(n.ID, ids[0], v); strings.Contains(s, "Alphaville") || !strings.Contains(s, standard) || strings.Contains(s, "[[") {
				t.Errorf("%s before it is signed: %s", v, s)
			}
		}
		// Who wrote does not sign, nor does the centre where the society has two; nobody signs what they have not read.
		for about, x := range map[string]struct {
			by   models.Viewer
			hash string
			kind models.Kind
		}{
			"the writer":              {focal[0], row.ContentHash, models.KindForbidden},
			"the centre's approver":   {c.approver, row.ContentHash, models.KindForbidden},
			"somebody who read other": {focal[1], n.ApprovedHash, models.KindConflict},
		} {
			if err := notices.SignAdaptation(ctx, db, x.by, n.ID, c.parties[0], row.Version, x.hash); !models.IsKind(err, x.kind) {
				t.Errorf("%s signs: %v", about, err)
			}
		}
		c.must(notices.SignAdaptation(ctx, db, focal[1], n.ID, c.parties[0], row.Version, row.ContentHash))
		for _, v := range delivery.Variants {
			if s := c.reads(n.ID, ids[0], v); !strings.Contains(s, "Alphaville") || strings.Contains(s, standard) || !strings.Contains(s, "Alpha Red Cross") {
				t.Errorf("%s of a person of the society: %s", v, s)
			}
			for who, id := range map[string]int64{"another society": ids[1]} {
				if s := c.reads(n.ID, id, v); strings.Contains(s, "Alphaville") || !strings.Contains(s, standard) {
					t.Errorf("%s of %s: %s", v, who, s)
				}
			}
		}
		d := c.send(c.prepare(n.ID, dispatch.Choices{}))
		if d.AdaptationsHash == "" || dispatch.Binding(d) == dispatch.Binding(models.Dispatch{ContentHash: d.ContentHash, AudienceHash: d.AudienceHash, RulesVersion: d.RulesVersion}) {
			t.Error("what was allowed to go does not cover the society's words")
		}
		row = c.adaptation(n.ID)
		for about, err := range map[string]error{
			"taken back": notices.ReturnAdaptation(ctx, db, focal[1], n.ID, c.parties[0], row.Version, "Late."),
			"edited": func() error {
				_, err := notices.SaveAdaptation(ctx, db, focal[0], notices.Wording{Notice: n.ID, Party: c.parties[0], Version: row.Version, NoticeHash: n.ApprovedHash, Words: english("Other.")})
				return err
			}(),
		} {
			if !models.IsKind(err, models.KindConflict) {
				t.Errorf("%s on its way: %v", about, err)
			}
		}
	})
}

func TestAnEditOfTheNoticeVoidsWhatSocietiesSigned(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		ids := c.add(somebody{cohort: 0, name: "Ana", email: "ana@people.example", language: "en"})
		n, focal := c.notice(withPlaces), c.focalPoints(2)
		row := c.writes(focal[0], n, english("In Alphaville."))
		c.must(notices.SignAdaptation(ctx, db, focal[1], n.ID, c.parties[0], row.Version, row.ContentHash))
		n = c.reload(n.ID)
		draft, err := n.PeopleDraft(db.Keys())
		c.must(err)
		// Even the same words: whoever approves them anew has not read what the society put in.
		c.must(notices.EditPeople(ctx, db, c.author, n.ID, n.Version, draft))
		c.approve(n.ID)
		if row = c.adaptation(n.ID); row.State != models.AdaptationDraft || row.SignedHash != "" {
			t.Errorf("still %s", row.State)
		}
		if s := c.reads(n.ID, ids[0], delivery.VariantMail); strings.Contains(s, "Alphaville") {
			t.Error("void words are read")
		}
		words, err := row.Words(db.Keys())
		if err != nil || words["en"][reach] != "In Alphaville." {
			t.Errorf("what was written is lost: %v %v", words, err)
		}
		// Another text: the words were written for words nobody reads any more.
		n = c.reload(n.ID)
		other := draft
		x := other.Texts["en"]
		x.Body = "Another beginning. " + x.Body
		other.Texts["en"] = x
		c.must(notices.EditPeople(ctx, db, c.author, n.ID, n.Version, other))
		c.approve(n.ID)
		row = c.adaptation(n.ID)
		if err := notices.SubmitAdaptation(ctx, db, focal[0], n.ID, c.parties[0], row.Version); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words for another notice were submitted: %v", err)
		}
	})
}

func TestWordsSignedAfterADispatchWasPreparedAskForItToBePreparedAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		c.add(many(8)...)
		n, focal := c.notice(withPlaces), c.focalPoints(2)
		row := c.writes(focal[0], n, english("In Alphaville."))
		d := c.prepare(n.ID, dispatch.Choices{})
		c.must(dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, standIns(d)))
		d = c.dispatch(d.Number)
		c.must(notices.SignAdaptation(ctx, db, focal[1], n.ID, c.parties[0], row.Version, row.ContentHash))
		if err := dispatch.ApproveSending(ctx, db, c.approver2, d.ID, d.Version, dispatch.Binding(d)); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words that nobody prepared with were allowed to go: %v", err)
		}
		c.send(c.prepare(n.ID, dispatch.Choices{}))
	})
}

// Of a signature and an approval of the sending at the same moment exactly one happens, and what is sent is what was allowed.
func TestASignatureAndAnApprovalAtTheSameMoment(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		c.add(many(8)...)
		focal := c.focalPoints(2)
		for range 6 {
			n := c.notice(withPlaces, func(d *models.PeopleDraft) { d.Supplement = true })
			row := c.writes(focal[0], n, english("In Alphaville."))
			d := c.prepare(n.ID, dispatch.Choices{})
			c.must(dispatch.RequestSending(ctx, db, c.manager, d.ID, d.Version, standIns(d)))
			d = c.dispatch(d.Number)
			var sign, send error
			var wg sync.WaitGroup
			wg.Go(func() {
				sign = notices.SignAdaptation(ctx, db, focal[1], n.ID, c.parties[0], row.Version, row.ContentHash)
			})
			wg.Go(func() { send = dispatch.ApproveSending(ctx, db, c.approver2, d.ID, d.Version, dispatch.Binding(d)) })
			wg.Wait()
			if (sign == nil) == (send == nil) {
				t.Fatalf("signature %v, approval %v: exactly one may happen", sign, send)
			}
			signed, err := models.SignedAdaptations(db.View(ctx), n.ID, n.ApprovedHash)
			c.must(err)
			if d = c.dispatch(d.Number); send == nil && models.HashAdaptations(signed) != d.AdaptationsHash {
				t.Fatal("what is sent is not what was allowed")
			}
		}
	})
}

func TestWhoMayWordAndSignForASociety(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		n, focal := c.notice(withPlaces), c.focalPoints(1)
		stranger := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
		save := func(by models.Viewer, party models.ID, w models.AdaptationWords) error {
			_, err := notices.SaveAdaptation(ctx, db, by, notices.Wording{Notice: n.ID, Party: party, NoticeHash: n.ApprovedHash, Words: w})
			return err
		}
		for about, err := range map[string]error{
			"another society's focal point": save(stranger, c.parties[0], english("x")),
			"for another society":           save(focal[0], c.parties[1], english("x")),
			"the centre":                    save(c.manager, c.parties[0], english("x")),
		} {
			if !models.IsKind(err, models.KindNotFound) {
				t.Errorf("%s: %v", about, err)
			}
		}
		for about, words := range map[string]string{"a foreign link": "See www.evil.example", "a fact": "{{people_count}}", "a mark": "[[/local]]"} {
			if err := save(focal[0], c.parties[0], english(words)); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", about, err)
			}
		}
		if err := save(focal[0], c.parties[0], models.AdaptationWords{"en": {reach: strings.Repeat("long ", 100)}}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("a text message that is too long with these words: %v", err)
		}
		// A society with one person: the centre's approver signs.
		row := c.writes(focal[0], n, english("In Alphaville."))
		c.must(notices.SignAdaptation(ctx, db, c.approver, n.ID, c.parties[0], row.Version, row.ContentHash))
		// A notice that is a draft is nobody's to word.
		draft, err := notices.DraftPeople(ctx, db, c.author, c.incident, models.PeopleDraft{Audience: models.PeopleAudience{Parties: c.parties}})
		c.must(err)
		if _, err := notices.ShowAdaptation(db.View(ctx), focal[0], draft.ID, c.parties[0]); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a draft: %v", err)
		}
		lines, err := notices.ListAdaptations(db.View(ctx), focal[0], c.incident)
		if err != nil || len(lines) != 1 || lines[0].State != models.AdaptationSigned || !lines[0].ByCentre {
			t.Errorf("%+v, %v", lines, err)
		}
		if lines, err = notices.ListAdaptations(db.View(ctx), c.manager, c.incident); err != nil || len(lines) != 2 {
			t.Errorf("the centre sees %d, %v", len(lines), err)
		}
	})
}

func TestTamperedWordsAreNeverSent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c, ctx := newCrowd(t, db, false), t.Context()
		n, focal := c.notice(withPlaces), c.focalPoints(2)
		row := c.writes(focal[0], n, english("In Alphaville."))
		c.must(notices.SignAdaptation(ctx, db, focal[1], n.ID, c.parties[0], row.Version, row.ContentHash))
		row = c.adaptation(n.ID)
		c.must(row.SetWords(db.Keys(), english("In Evilville.")))
		c.command(func(tx models.Tx) error {
			return models.MoveAdaptation(tx, row, []models.AdaptationState{models.AdaptationSigned}, map[string]any{"words_sealed": row.WordsSealed})
		})
		if _, err := dispatch.Load(db.View(ctx), n.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("got %v", err)
		}
	})
}
