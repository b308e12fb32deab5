package assessment

import (
	"context"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
)

var officer = models.Viewer{Account: models.NewID(), Role: models.RoleDPO}
var second = models.Viewer{Account: models.NewID(), Role: models.RoleDPO}

// owed is an incident with one society that owes its authority a notice.
func owed(t *testing.T, db *models.DB) (*story, models.Party) {
	t.Helper()
	s := newStory(t, db)
	p := s.party("German Red Cross", "DE")
	s.group(p, terms.HighRisk)
	s.fact(nil, "exfiltrated", "presumed")
	s.decide()
	return s, p
}

func wantKind(t *testing.T, err error, k models.Kind) {
	t.Helper()
	if !models.IsKind(err, k) {
		t.Errorf("said %v, want %s", err, k)
	}
}

func TestDoneNeedsProof(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, p := owed(t, db)
		ctx, c := context.Background(), s.clock(p, "eu-gdpr", "authority-notice")
		for name, proof := range map[string]Proof{
			"no day":                    {Reference: "ref 12"},
			"a day that is none":        {On: "2026-02-30", Reference: "ref 12"},
			"a day to come":             {On: "2026-11-24", Reference: "ref 12"},
			"no reference, no document": {On: "2026-11-23", Reference: "  "},
			"a document that is no id":  {On: "2026-11-23", Document: "letter.pdf"},
		} {
			if err := Discharge(ctx, db, officer, c.ID, c.Version, proof); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: said %v", name, err)
			}
		}
		if err := Discharge(ctx, db, officer, c.ID, c.Version, Proof{On: "2026-11-23", Reference: "BfDI 12-345"}); err != nil {
			t.Fatal(err)
		}
		o, err := models.FindObligation(s.view(), officer, c.ID)
		if err != nil || o.State != models.ObligationDischarged {
			t.Fatalf("%s, %v", o.State, err)
		}
		if ref, err := o.Proof(db.Keys()); ref != "BfDI 12-345" || err != nil {
			t.Errorf("the proof reads %q, %v", ref, err)
		}
		_, err = models.FindTaskOf(s.view(), c.ID)
		wantKind(t, err, models.KindNotFound)
		wantKind(t, Discharge(ctx, db, officer, c.ID, c.Version, Proof{On: "2026-11-23", Reference: "again"}), models.KindConflict)
		// New facts do not open again what was done.
		s.fact(nil, "vulnerable_subjects", true)
		s.decide()
		if o, _ = models.FindObligation(s.view(), officer, c.ID); o.State != models.ObligationDischarged {
			t.Errorf("after new facts it is %s", o.State)
		}
	})
}

func TestAWaiverNeedsAReasonAndStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, p := owed(t, db)
		ctx, c := context.Background(), s.clock(p, "eu-gdpr", "subject-notice")
		wantKind(t, Waive(ctx, db, officer, c.ID, c.Version, " "), models.KindInvalid)
		if err := Waive(ctx, db, officer, c.ID, c.Version, "Told by the host already, in the same words."); err != nil {
			t.Fatal(err)
		}
		s.fact(nil, "vulnerable_subjects", true)
		s.decide()
		o, err := models.FindObligation(s.view(), officer, c.ID)
		if err != nil || o.State != models.ObligationWaived {
			t.Fatalf("%s, %v", o.State, err)
		}
		if err := TakeBackWaiver(ctx, db, officer, c.ID, o.Version, "The host told nobody."); err != nil {
			t.Fatal(err)
		}
		if _, err := models.FindTaskOf(s.view(), c.ID); err != nil {
			t.Errorf("no task after the waiver was taken back: %v", err)
		}
		d := s.determination(p, "eu-gdpr", "subject-notice")
		decisions, err := models.ListDecisions(s.view(), &d)
		if err != nil || len(decisions) != 2 {
			t.Fatalf("%d decisions, %v", len(decisions), err)
		}
		if why, _ := decisions[0].Reason(db.Keys()); why != "Told by the host already, in the same words." {
			t.Errorf("the reason reads %q", why)
		}
	})
}

func TestOverrulingTakesTwoPeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, p := owed(t, db)
		ctx, d := context.Background(), s.determination(p, "eu-gdpr", "subject-notice")
		_, err := ProposeOverrule(ctx, db, officer, d.ID, terms.NotRequired, "")
		wantKind(t, err, models.KindInvalid)
		_, err = ProposeOverrule(ctx, db, officer, d.ID, terms.Required, "It is.")
		wantKind(t, err, models.KindInvalid)
		proposal, err := ProposeOverrule(ctx, db, officer, d.ID, terms.NotRequired, "All of them were told in person on the day.")
		if err != nil {
			t.Fatal(err)
		}
		if now := s.determination(p, "eu-gdpr", "subject-notice"); now.Effective != terms.Required {
			t.Errorf("one person alone made it %s", now.Effective)
		}
		_, err = ProposeOverrule(ctx, db, second, d.ID, terms.NotRequired, "The same again.")
		wantKind(t, err, models.KindConflict)
		wantKind(t, AnswerProposal(ctx, db, officer, proposal, true, ""), models.KindForbidden)
		if err := AnswerProposal(ctx, db, second, proposal, true, "I was there."); err != nil {
			t.Fatal(err)
		}
		if now := s.determination(p, "eu-gdpr", "subject-notice"); now.Effective != terms.NotRequired || now.Outcome != terms.Required {
			t.Errorf("stands %s, the rules say %s", now.Effective, now.Outcome)
		}
		for _, c := range s.clocks() {
			if c.Regime == "eu-gdpr" && c.Duty == "subject-notice" {
				t.Errorf("its clock still runs: %s", c.Clock)
			}
		}
		wantKind(t, AnswerProposal(ctx, db, manager, proposal, false, ""), models.KindConflict)
		// One person cannot undo by confirming the rules what two have decided.
		wantKind(t, Confirm(ctx, db, officer, d.ID, "I think the rules were right."), models.KindConflict)
		if now := s.determination(p, "eu-gdpr", "subject-notice"); now.Effective != terms.NotRequired || now.Decided != models.Overrule {
			t.Errorf("one person alone made it %s (%s)", now.Effective, now.Decided)
		}
		// The rules repeat themselves: the decision stands.
		s.decide()
		if now := s.determination(p, "eu-gdpr", "subject-notice"); now.Effective != terms.NotRequired {
			t.Errorf("running the rules again made it %s", now.Effective)
		}
	})
}

func TestADutyThatPeopleCallRequiredGetsItsClock(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		s.group(p, terms.NoneLikely)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		ctx, d := context.Background(), s.determination(p, "eu-gdpr", "authority-notice")
		if d.Outcome != terms.NotRequired {
			t.Fatalf("the rules say %s", d.Outcome)
		}
		proposal, err := ProposeOverrule(ctx, db, officer, d.ID, terms.Required, "The authority asked us to.")
		if err != nil {
			t.Fatal(err)
		}
		if err := AnswerProposal(ctx, db, second, proposal, true, ""); err != nil {
			t.Fatal(err)
		}
		c := s.clock(p, "eu-gdpr", "authority-notice")
		if !c.DueAt.Equal(at(t, "2026-11-23T15:00:00Z")) || c.TaskID == nil {
			t.Errorf("due %s, task %v", c.DueAt, c.TaskID)
		}
		s.decide()
		if again := s.clock(p, "eu-gdpr", "authority-notice"); again.ID != c.ID {
			t.Error("running the rules again moved the clock")
		}
	})
}

func TestALaterLimitTakesTwoPeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, p := owed(t, db)
		ctx := context.Background()
		c := s.clock(p, "eu-gdpr", "authority-notice")
		_, err := ProposeLater(ctx, db, officer, c.ID, "There is nothing to propose.")
		wantKind(t, err, models.KindConflict)
		s.aware(p, 1, "2026-11-21T12:00:00Z")
		s.decide()
		c = s.clock(p, "eu-gdpr", "authority-notice")
		proposal, err := ProposeLater(ctx, db, officer, c.ID, "The call of the 20th was about another system.")
		if err != nil {
			t.Fatal(err)
		}
		wantKind(t, AnswerProposal(ctx, db, officer, proposal, true, ""), models.KindForbidden)
		if err := AnswerProposal(ctx, db, second, proposal, true, ""); err != nil {
			t.Fatal(err)
		}
		c = s.clock(p, "eu-gdpr", "authority-notice")
		if !c.DueAt.Equal(at(t, "2026-11-24T12:00:00Z")) || !c.LaterDueAt.IsZero() {
			t.Errorf("due %s, later %s", c.DueAt, c.LaterDueAt)
		}
		s.decide()
		if again := s.clock(p, "eu-gdpr", "authority-notice"); !again.DueAt.Equal(c.DueAt) {
			t.Errorf("running the rules again made it %s", again.DueAt)
		}
	})
}

func TestWhenTheRulesTurnADecisionIsLookedAtAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		g := s.group(p, terms.NoneLikely)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		d := s.determination(p, "eu-gdpr", "authority-notice")
		if err := Confirm(context.Background(), db, officer, d.ID, ""); err != nil {
			t.Fatal(err)
		}
		s.command(func(tx models.Tx) error {
			if err := models.TouchFacts(tx, s.incident); err != nil {
				return err
			}
			return models.UpdateGroup(tx, g.ID, 1, map[string]any{"risk_level": terms.HighRisk})
		})
		s.decide()
		if now := s.determination(p, "eu-gdpr", "authority-notice"); !now.Review || now.Effective != terms.Required {
			t.Errorf("stands %s, review %v", now.Effective, now.Review)
		}
		wantKind(t, Confirm(context.Background(), db, officer, d.ID, ""), models.KindConflict)
	})
}

func TestConfirmingThatADutyIsGoneEndsItsClock(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		g := s.group(p, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		if err := Confirm(context.Background(), db, officer, s.determination(p, "eu-gdpr", "subject-notice").ID, ""); err != nil {
			t.Fatal(err)
		}
		s.command(func(tx models.Tx) error {
			if err := models.TouchFacts(tx, s.incident); err != nil {
				return err
			}
			return models.UpdateGroup(tx, g.ID, 1, map[string]any{"risk_level": terms.NoneLikely})
		})
		s.decide()
		now := s.determination(p, "eu-gdpr", "subject-notice")
		if now.Outcome != terms.NotRequired || now.Effective != terms.Required || !now.Review {
			t.Fatalf("the rules say %s, stands %s, review %v", now.Outcome, now.Effective, now.Review)
		}
		s.clock(p, "eu-gdpr", "subject-notice") // runs on until somebody has looked
		if err := Confirm(context.Background(), db, officer, now.ID, "Looked at again."); err != nil {
			t.Fatal(err)
		}
		if now := s.determination(p, "eu-gdpr", "subject-notice"); now.Effective != terms.NotRequired {
			t.Errorf("stands %s", now.Effective)
		}
		for _, c := range s.clocks() {
			if c.Regime == "eu-gdpr" && c.Duty == "subject-notice" {
				t.Errorf("its clock still runs: %s", c.Clock)
			}
		}
	})
}

func TestAnOpenQuestionCannotBeConfirmed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		s.group(p, terms.RiskUnknown)
		s.decide()
		d := s.determination(p, "eu-gdpr", "authority-notice")
		if d.Outcome != terms.Undetermined {
			t.Fatalf("the rules say %s", d.Outcome)
		}
		wantKind(t, Confirm(context.Background(), db, officer, d.ID, ""), models.KindInvalid)
		c := s.clock(p, "eu-gdpr", "authority-notice")
		if !c.Provisional || c.TaskID != nil || c.DueAt.IsZero() {
			t.Errorf("provisional %v, task %v, due %s: time does not wait for the facts", c.Provisional, c.TaskID, c.DueAt)
		}
		// The law sets no time for telling people; our own target runs all the same.
		if c := s.clock(p, "eu-gdpr", "subject-notice"); !c.Provisional || !c.DueAt.IsZero() || c.TargetAt.IsZero() {
			t.Errorf("provisional %v, due %s, target %s: a duty without a limit has no clock while it is open", c.Provisional, c.DueAt, c.TargetAt)
		}
	})
}

func TestTheRecordHoldsOneEventForEachAct(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, p := owed(t, db)
		before, err := models.ListEvents(s.view(), s.incident, models.PageRequest{Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		c := s.clock(p, "eu-gdpr", "subject-notice")
		if err := Waive(context.Background(), db, officer, c.ID, c.Version, "They were told already, by telephone."); err != nil {
			t.Fatal(err)
		}
		after, err := models.ListEvents(s.view(), s.incident, models.PageRequest{Limit: 200})
		if err != nil || len(after.Items) != len(before.Items)+1 || after.Items[0].Operation != "waive-obligation" || after.Items[0].ObjectID != c.ID {
			t.Errorf("%d events after %d, the last is %+v, %v", len(after.Items), len(before.Items), after.Items[0], err)
		}
		faults, _, err := models.VerifyChains(s.view())
		if err != nil || len(faults) > 0 {
			t.Errorf("%v, %v", faults, err)
		}
	})
}
