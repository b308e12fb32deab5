package notices_test

import (
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/notices"
	"candour/workflows/regimes"
	"candour/workflows/texts"
)

// owed adds an obligation of a party, with the rows it stands on.
func owed(t *testing.T, db *models.DB, o models.Obligation) models.Obligation {
	t.Helper()
	err := db.Command(t.Context(), models.Act{By: models.System, Operation: "test"}, func(tx models.Tx) error {
		i := models.Incident{ID: models.NewID(), Title: "An intruder was in the file store", OpenedAt: tx.Now(), OpenedBy: models.NewID()}
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		p := models.Party{ID: models.NewID(), IncidentID: i.ID, Name: "German Red Cross", Role: models.Controller, AddedAt: tx.Now()}
		if err := models.AddParty(tx, &p); err != nil {
			return err
		}
		run, det := models.NewID(), models.NewID()
		if err := models.AddAssessment(tx, &models.Assessment{ID: run, IncidentID: i.ID, Input: []byte{}, Result: []byte{}, RunAt: tx.Now()}); err != nil {
			return err
		}
		if err := models.AddDeterminations(tx, []models.Determination{{ID: det, IncidentID: i.ID, PartyID: p.ID, AssessmentID: run, Regime: o.Regime, Duty: o.Duty, SaidAt: tx.Now()}}); err != nil {
			return err
		}
		o.ID, o.IncidentID, o.PartyID, o.DeterminationID, o.Clock, o.OpenedAt = models.NewID(), i.ID, p.ID, det, models.ClockDuty, tx.Now()
		return models.AddObligations(tx, []models.Obligation{o})
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestANoticeBeginsWithWhatTheLawWantsInIt(t *testing.T) {
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	writer, second := models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}, models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, r := t.Context(), db.View(t.Context())
		o := owed(t, db, models.Obligation{Regime: "eu-gdpr", Duty: "authority-notice", Recipient: "authority", RecipientName: "the competent authority", Law: "GDPR", Citation: "Art. 33(1)"})
		v, err := notices.DraftForObligation(ctx, db, writer, lib, o.ID)
		if err != nil {
			t.Fatal(err)
		}
		c, err := v.Content(db.Keys())
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"German Red Cross", "GDPR, Art. 33(1)", "\n## Nature\n\nAn intruder was in the file store.", "\n## Categories of people\n", "\n## Number of records\n", "\n## Contact of the data protection officer\n", "\n## Measures taken\n"} {
			if !strings.Contains(c.RenderedBody, want) {
				t.Errorf("%q is missing in %s", want, c.RenderedBody)
			}
		}
		// What is not written yet keeps it in the house.
		if err := texts.Submit(ctx, db, writer, v.TextID); err == nil || models.IsKind(err, models.KindNotFound) {
			t.Errorf("a text with holes was submitted: %v", err)
		}
		// Asked again it is the same text.
		again, err := notices.DraftForObligation(ctx, db, writer, lib, o.ID)
		if err != nil || again.ID != v.ID {
			t.Errorf("a second click gave another text: %v", err)
		}
		// Edit, submit, approve by another person, with the life of every text.
		if v, err = notices.EditForObligation(ctx, db, writer, o.ID, texts.Draft{Language: "en", Title: "Notification", Body: "Nature: {{what_happened}}.", From: 1}); err != nil || v.Number != 2 {
			t.Fatalf("%d, %v", v.Number, err)
		}
		if err := texts.Submit(ctx, db, writer, v.TextID); err != nil {
			t.Fatal(err)
		}
		if err := texts.Approve(ctx, db, second, v.TextID, v.Hash); err != nil {
			t.Fatal(err)
		}
		if o, err = models.FindObligation(r, writer, o.ID); err != nil || o.TextID == nil || *o.TextID != v.TextID {
			t.Errorf("the obligation does not know its notice: %v", err)
		}
	})
}

func TestADutyThatAsksForNoNoticeGetsNone(t *testing.T) {
	lib, _ := regimes.Default()
	writer := models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		register := owed(t, db, models.Obligation{Regime: "eu-gdpr", Duty: "register", Recipient: "self", Law: "GDPR", Citation: "Art. 33(5)"})
		if _, err := notices.DraftForObligation(t.Context(), db, writer, lib, register.ID); !models.IsKind(err, models.KindConflict) {
			t.Errorf("an entry in the register: %v", err)
		}
		focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
		if _, err := notices.DraftForObligation(t.Context(), db, focal, lib, register.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("another society's obligation: %v", err)
		}
		if _, err := notices.EditForObligation(t.Context(), db, writer, register.ID, texts.Draft{Language: "en", Title: "x", Body: "y"}); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("an edit of what was never begun: %v", err)
		}
		// A law whose wishes the rule pack does not list still gets headings.
		o := owed(t, db, models.Obligation{Regime: "nowhere", Duty: "x", Recipient: "subjects", Law: "Law", Citation: "s 1"})
		v, err := notices.DraftForObligation(t.Context(), db, writer, lib, o.ID)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := v.Content(db.Keys()); err != nil || !strings.Contains(c.Body, "Likely consequences") || !strings.HasPrefix(c.Title, "Your data may be affected") {
			t.Errorf("%s, %v", c.Body, err)
		}
	})
}
