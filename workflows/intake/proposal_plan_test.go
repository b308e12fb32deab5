package intake_test

import (
	"encoding/json"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/intake"
	"candour/workflows/safecontact"
)

func (w proposing) plan(group *models.ID, person int64, plan string) intake.OwnAnswer {
	return intake.OwnAnswer{Question: models.AskPlan, GroupID: group,
		ProposalContent: models.ProposalContent{Value: models.ProposalValue{Plan: json.RawMessage(plan), Person: person}, Source: "Our branch"}}
}

// officer sets plans; an account, because decisions not to contact are looked at again by one.
func (w proposing) officer(t *testing.T) models.Viewer {
	t.Helper()
	a := models.Account{ID: models.NewID(), Role: models.RoleIncidentManager}
	err := w.db.Command(t.Context(), models.Act{By: models.System, Operation: "test"}, func(tx models.Tx) error {
		a.CreatedAt = tx.Now()
		if err := a.SetPerson(tx.Keys(), "Officer", a.ID+"@example.org"); err != nil {
			return err
		}
		return models.AddAccount(tx, &a)
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.Viewer("")
}

func (w proposing) counts(t *testing.T, s models.ContactScope) (int, *safecontact.Plan) {
	t.Helper()
	rows, err := models.ListContactPlans(w.db.View(t.Context()), w.incident.ID, s)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return 0, nil
	}
	p, err := contact.Read(w.db.View(t.Context()), &rows[0])
	if err != nil {
		t.Fatal(err)
	}
	return rows[0].Number, p
}

const evenings = `{"harm":"yes","harm_why":"Neighbours watch them.","channels":["call","visit"],"hours":[{"days":["mon"],"from":1080,"to":1200}],"zone":"Europe/Berlin","must_not_say":["Why they are here"]}`

func TestASocietyProposesHowItsPeopleAreToldSafelyAndItCountsWhenItIsTakenOver(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		officer, group := w.officer(t), models.ContactScope{Group: &w.group.ID}
		p := w.submitted(t, w.plan(&w.group.ID, 0, evenings))
		if n, _ := w.counts(t, group); n != 0 {
			t.Fatal("a proposal counts before anybody took it over")
		}
		// Who may write facts and not set plans does not take it over.
		if _, err := intake.AcceptProposal(t.Context(), db, nil, models.Viewer{Account: models.NewID(), Role: models.RoleApprover}, p.ID, p.Version, takes(p)); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("taken over by an approver: %v", err)
		}
		if _, err := intake.AcceptProposal(t.Context(), db, nil, officer, p.ID, p.Version, takes(p)); err != nil {
			t.Fatal(err)
		}
		n, plan := w.counts(t, group)
		if n != 1 || plan.Harm != terms.Yes || len(plan.Channels) != 2 || plan.Zone != "Europe/Berlin" || len(plan.MustNotSay) != 1 {
			t.Errorf("version %d: %+v", n, plan)
		}
		// What the centre decided since stays, and a proposal never replaces a plan that nobody compared it with.
		set := *plan
		set.Cleared, set.ClearedBy = []safecontact.Channel{safecontact.ChannelVisit}, "Delegation, 20 Nov"
		set.DoNotContact = &safecontact.DoNotContact{Reason: safecontact.ReasonUnsafePlace, Reviewer: officer.Account, ReviewOn: "2026-12-31", Alternative: safecontact.InsteadLater}
		next := w.submitted(t, w.plan(&w.group.ID, 0, `{"harm":"no","harm_why":"They moved."}`))
		if _, err := contact.SetGroupPlan(t.Context(), db, officer, w.group.ID, contact.Entry{Plan: set, Why: "Asked.", Read: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := intake.AcceptProposal(t.Context(), db, nil, officer, next.ID, next.Version, takes(next)); !models.IsKind(err, models.KindConflict) {
			t.Errorf("over a plan nobody compared: %v", err)
		}
		next = w.first(t, officer)
		if _, err := intake.AcceptProposal(t.Context(), db, nil, officer, next.ID, next.Version, takes(next)); err != nil {
			t.Fatal(err)
		}
		if n, plan = w.counts(t, group); n != 3 || plan.Harm != terms.No || plan.DoNotContact == nil || len(plan.Cleared) != 1 {
			t.Errorf("version %d: %+v", n, plan)
		}
	})
}

func TestWhatASocietyMayNotProposeAboutAPlan(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		version := 0
		for about, a := range map[string]intake.OwnAnswer{
			"a channel that a delegation clears": w.plan(&w.group.ID, 0, `{"cleared":["visit"],"cleared_by":"us"}`),
			"a plan nobody can read":             w.plan(&w.group.ID, 0, `{"secret":1}`),
			"a plan of nobody":                   w.plan(nil, 0, evenings),
			"somebody else's person":             w.plan(nil, models.PersonID(9, 9), evenings),
			"both":                               w.plan(&w.group.ID, models.PersonID(9, 9), evenings),
		} {
			if _, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, version, []intake.OwnAnswer{a}); !models.IsKind(err, models.KindInvalid) && !models.IsKind(err, models.KindNotFound) {
				t.Errorf("%s: %v", about, err)
			}
		}
		for about, plan := range map[string]string{"nothing": `{}`, "hours without a zone": `{"hours":[{"from":60,"to":120}]}`, "harm without why": `{"harm":"no"}`} {
			draft, err := intake.SaveProposal(t.Context(), db, w.focal, w.party.ID, version, []intake.OwnAnswer{w.plan(&w.group.ID, 0, plan)})
			if err != nil {
				t.Fatalf("%s: the draft is kept: %v", about, err)
			}
			version = draft.Version
			_, err = intake.SubmitProposal(t.Context(), db, w.focal, w.party.ID, version)
			wantField(t, err, "contact-plan-"+w.group.ID)
		}
	})
}

// Whoever is not asked to see people reads neither whose plan it is nor what it says.
func TestAPlanOfOnePersonIsReadByThoseWhoSeePeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		person, probed := models.PersonID(1, 1), false
		var cohort int64
		err := db.Command(t.Context(), models.Act{By: models.System, Operation: "test", Incident: w.incident.ID}, func(tx models.Tx) (err error) {
			cohort, err = models.EnsureCohort(tx, w.incident.ID, w.party.ID, &w.group.ID)
			return err
		})
		if err == nil {
			err = db.PeopleCommand(t.Context(), models.Act{By: models.System, Operation: "test", Incident: w.incident.ID}, &probed, func(b models.Bulk) error {
				p := models.Person{ID: person, Cohort: cohort, SameKey: 1}
				if err := p.SetDetails(b.Keys(), &models.PersonDetails{}); err != nil {
					return err
				}
				_, err := b.AddPeople([]models.Person{p})
				return err
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		p := w.submitted(t, w.plan(nil, person, evenings), w.plan(&w.group.ID, 0, evenings))
		press := w.first(t, models.Viewer{Account: models.NewID(), Role: models.RoleCommunications})
		for _, a := range press.Answers {
			if !a.Hidden || a.Value.Person != 0 || len(a.Value.Plan) != 0 {
				t.Errorf("%+v", a.Value)
			}
		}
		if _, err := intake.AcceptProposal(t.Context(), db, nil, w.officer(t), p.ID, p.Version, takes(p)); err != nil {
			t.Fatal(err)
		}
		if n, plan := w.counts(t, models.ContactScope{Person: &person}); n != 1 || plan.Harm != terms.Yes {
			t.Errorf("version %d: %+v", n, plan)
		}
	})
}
