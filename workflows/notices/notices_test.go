package notices_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/templates"
	"candour/workflows/acknowledgement"
	"candour/workflows/delivery"
	"candour/workflows/notices"
)

var (
	author    = models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	approver  = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	approver2 = models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	manager   = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
)

const publicURL = "https://notices.movement.example"

type world struct {
	t         *testing.T
	db        *models.DB
	incident  models.ID
	societies []models.ID
}

// newWorld has an incident and societies: one with a contact and a deputy, one that reads Arabic, one nobody can write to, and a delegation.
func newWorld(t *testing.T, db *models.DB, exercise bool) *world {
	t.Helper()
	w := &world{t: t, db: db, incident: models.NewID()}
	err := db.Command(t.Context(), models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		in := models.Incident{ID: w.incident, Title: "Intruder in the family-tracing servers", Exercise: exercise, OpenedAt: tx.Now(), OpenedBy: author.Account, AwareAt: tx.Now()}
		if err := models.AddIncident(tx, &in); err != nil {
			return err
		}
		for k, v := range map[string]string{"people_count": `{"min":515000}`, "detected_at": `"2022-01-18T10:00:00+01:00"`, "exfiltrated": `"possible"`} {
			f := models.Fact{ID: models.NewID(), IncidentID: w.incident, Key: k, Value: v, Certainty: models.Confirmed, LearntAt: tx.Now(), Zone: "Europe/Zurich", RecordedAt: tx.Now()}
			if err := models.AddFact(tx, &f); err != nil {
				return err
			}
		}
		for i, s := range []struct {
			name, lang, zone string
			contacts         []string
		}{
			{"Alpha Red Cross", "en", "Europe/London", []string{"focal-point", "deputy"}},
			{"Beta Red Crescent", "ar", "Asia/Amman", []string{"focal-point", "region"}},
			{"Gamma Red Cross", "fa", "Asia/Kabul", nil},
		} {
			o := models.Organisation{ID: models.NewID(), Kind: models.KindSociety, Name: s.name, Country: "XA", Region: "europe-central-asia", Timezone: s.zone, Languages: models.JSONOf([]string{s.lang})}
			if err := models.AddOrganisation(tx, &o); err != nil {
				return err
			}
			w.societies = append(w.societies, o.ID)
			for j, role := range s.contacts {
				if err := addContact(tx, o.ID, role, j+1, fmt.Sprintf("%s%d@society%d.example", role, j, i)); err != nil {
					return err
				}
			}
			p := models.Party{ID: models.NewID(), IncidentID: w.incident, OrganisationID: &o.ID, Name: s.name, Role: models.Controller, Kind: "national-society", AddedAt: tx.Now(), AwareAt: tx.Now()}
			if err := models.AddParty(tx, &p); err != nil {
				return err
			}
		}
		o := models.Organisation{ID: models.NewID(), Kind: models.KindDelegation, Name: "Regional delegation", Region: "europe-central-asia", Languages: models.JSONOf([]string{"en"})}
		if err := models.AddOrganisation(tx, &o); err != nil {
			return err
		}
		return addContact(tx, o.ID, "duty-officer", 1, "duty@delegation.example")
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func addContact(tx models.Tx, org models.ID, role string, position int, email string) error {
	c := models.Contact{ID: models.NewID(), OrganisationID: org, Role: role, Position: position}
	if err := c.SetPerson(tx.Keys(), "Somebody", email, "+41 22 000 00 00"); err != nil {
		return err
	}
	return models.AddContact(tx, &c)
}

func (w *world) draft() models.CircularDraft {
	starts, err := templates.CircularStarts()
	if err != nil {
		w.t.Fatal(err)
	}
	d := models.CircularDraft{Organisation: "Central Tracing Agency", Contact: models.CircularContact{Name: "Duty desk", Telephone: "+41 22 000 00 00", Email: "desk@movement.example"},
		Texts: map[string]models.CircularText{}, Societies: w.societies, AnswerBy: w.db.Now().Add(40 * time.Hour), Zone: "Europe/Zurich"}
	for _, s := range starts {
		d.Texts[s.Lang] = models.CircularText{Title: s.Title, Happened: s.Happened, Ask: s.Ask}
	}
	return d
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		var e *models.Error
		if errors.As(err, &e) {
			w.t.Fatalf("%v %v", err, e.Fields)
		}
		w.t.Fatal(err)
	}
}

func (w *world) notice(id models.ID) models.Notice {
	w.t.Helper()
	n, err := models.LoadNotice(w.db.View(w.t.Context()), id)
	w.must(err)
	return n
}

func (w *world) submitted() models.Notice {
	w.t.Helper()
	n, err := notices.Draft(w.t.Context(), w.db, author, w.incident, w.draft())
	w.must(err)
	w.must(notices.Submit(w.t.Context(), w.db, author, n.ID, 1))
	return w.notice(n.ID)
}

func (w *world) requested() models.Notice {
	w.t.Helper()
	n := w.submitted()
	w.must(notices.Approve(w.t.Context(), w.db, approver, n.ID, n.Version, n.ContentHash))
	w.must(notices.RequestSending(w.t.Context(), w.db, manager, n.ID, n.Version+1))
	return w.notice(n.ID)
}

func (w *world) sending() models.Notice {
	w.t.Helper()
	n := w.requested()
	_, err := notices.ApproveSending(w.t.Context(), w.db, approver2, n.ID, n.Version, n.ContentHash, publicURL)
	w.must(err)
	return w.notice(n.ID)
}

func (w *world) deliveries(n models.Notice) []models.Delivery {
	w.t.Helper()
	ds, err := models.ListDeliveries(w.db.View(w.t.Context()), w.incident, n.ID, "")
	w.must(err)
	return ds
}

func TestACircularGoesThroughTwoPairsOfHands(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		ctx := t.Context()
		n := w.submitted()
		same := models.Viewer{Account: author.Account, Role: models.RoleApprover}
		if err := notices.Approve(ctx, db, same, n.ID, n.Version, n.ContentHash); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("an author approved their own circular: %v", err)
		}
		if err := notices.Approve(ctx, db, approver, n.ID, n.Version, "0123"); !models.IsKind(err, models.KindConflict) {
			t.Errorf("words nobody read were approved: %v", err)
		}
		if err := notices.RequestSending(ctx, db, manager, n.ID, n.Version); !models.IsKind(err, models.KindConflict) {
			t.Errorf("sending of an unapproved circular was asked for: %v", err)
		}
		w.must(notices.Approve(ctx, db, approver, n.ID, n.Version, n.ContentHash))
		w.must(notices.RequestSending(ctx, db, manager, n.ID, n.Version+1))
		both := models.Viewer{Account: manager.Account, Role: models.RoleApprover}
		if _, err := notices.ApproveSending(ctx, db, both, n.ID, n.Version+2, n.ContentHash, publicURL); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("who asked for the sending allowed it: %v", err)
		}
		unreachable, err := notices.ApproveSending(ctx, db, approver, n.ID, n.Version+2, n.ContentHash, publicURL)
		w.must(err)
		if len(unreachable) != 1 || unreachable[0] != w.societies[2] {
			t.Errorf("unreachable: %v", unreachable)
		}
		ds := w.deliveries(n)
		if len(ds) != 2 {
			t.Fatalf("%d letters for 3 societies of which one has no contact", len(ds))
		}
		if _, err := notices.ApproveSending(ctx, db, approver, n.ID, n.Version+2, n.ContentHash, publicURL); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a second press was not a conflict: %v", err)
		}
		faults, _, err := models.VerifyChains(db.View(ctx))
		if err != nil || len(faults) != 0 {
			t.Errorf("record: %v %v", faults, err)
		}
	})
}

func TestAnEditVoidsEverythingThatWasApproved(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.requested()
		d := w.draft()
		d.Societies = d.Societies[:2]
		w.must(notices.Edit(t.Context(), db, author, n.ID, n.Version, d))
		after := w.notice(n.ID)
		if after.State != models.NoticeDraft || after.ApprovedHash != "" || after.ApprovedBy != nil || after.SendingRequestedBy != nil || after.FixedSealed != nil {
			t.Errorf("after an edit: %+v", after)
		}
		if _, err := notices.ApproveSending(t.Context(), db, approver2, n.ID, after.Version, n.ContentHash, publicURL); !models.IsKind(err, models.KindConflict) {
			t.Errorf("the old approval still counted: %v", err)
		}
		w.must(notices.Submit(t.Context(), db, author, n.ID, after.Version))
		if again := w.notice(n.ID); again.ContentHash == n.ContentHash {
			t.Error("other recipients have the same hash")
		}
	})
}

// TRUST AZ-06: a race of edit against approval never lets unapproved words out.
func TestOfAnEditAndAnApprovalAtOnceExactlyOneHappens(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		for range 15 {
			n := w.submitted()
			var approved, edited error
			var wg sync.WaitGroup
			wg.Go(func() { approved = notices.Approve(t.Context(), db, approver, n.ID, n.Version, n.ContentHash) })
			wg.Go(func() {
				d := w.draft()
				d.Organisation = "Somebody else"
				edited = notices.Edit(t.Context(), db, author, n.ID, n.Version, d)
			})
			wg.Wait()
			if (approved == nil) == (edited == nil) {
				t.Fatalf("approved: %v, edited: %v", approved, edited)
			}
			if now := w.notice(n.ID); (now.State == models.NoticeApproved) != (approved == nil) {
				t.Fatalf("state %s", now.State)
			}
		}
	})
}

func TestACircularWithAHoleCannotBeSubmitted(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	for name, change := range map[string]func(*models.CircularDraft){
		"a fact nobody knows": func(d *models.CircularDraft) {
			d.Texts["en"] = models.CircularText{Title: "T", Happened: "It stopped on {{contained_on}}.", Ask: "A"}
		},
		"an unknown placeholder": func(d *models.CircularDraft) {
			d.Texts["en"] = models.CircularText{Title: "T", Happened: "{{.Keys.Open}}", Ask: "A"}
		},
		"nothing asked":         func(d *models.CircularDraft) { d.Texts["en"] = models.CircularText{Title: "T", Happened: "H"} },
		"no contact":            func(d *models.CircularDraft) { d.Contact = models.CircularContact{} },
		"nobody to write to":    func(d *models.CircularDraft) { d.Societies = nil },
		"a time that is past":   func(d *models.CircularDraft) { d.AnswerBy = db.Now().Add(-time.Hour) },
		"no text":               func(d *models.CircularDraft) { d.Texts = nil },
		"no organisation named": func(d *models.CircularDraft) { d.Organisation = " " },
	} {
		t.Run(name, func(t *testing.T) {
			d := w.draft()
			change(&d)
			n, err := notices.Draft(t.Context(), db, author, w.incident, d)
			if err != nil {
				t.Fatalf("an unfinished draft was not kept: %v", err)
			}
			err = notices.Submit(t.Context(), db, author, n.ID, 1)
			var e *models.Error
			if !errors.As(err, &e) || e.Kind != models.KindInvalid || len(e.Fields) == 0 {
				t.Errorf("submitted: %v", err)
			}
		})
	}
}

func TestEachSocietyGetsItsOwnLetterInItsLanguage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.sending()
		r := db.View(t.Context())
		tokens := map[string]bool{}
		for _, d := range w.deliveries(n) {
			full, err := models.LoadDelivery(r, d.ID)
			w.must(err)
			l, err := full.Letter(db.Keys())
			w.must(err)
			society, err := models.FindOrganisation(r, d.OrganisationID)
			w.must(err)
			for _, other := range []string{"Alpha Red Cross", "Beta Red Crescent", "Gamma Red Cross"} {
				if strings.Contains(l.Text, other) != (other == society.Name) {
					t.Errorf("the letter to %s and the name %s: %q", society.Name, other, l.Text)
				}
			}
			if want := society.Languages.V[0]; d.Language != want {
				t.Errorf("%s reads %s, gets %s", society.Name, want, d.Language)
			}
			if strings.Contains(l.Text, "{{") || !strings.Contains(l.Text, "515") && !strings.Contains(l.Text, "٥١٥") {
				t.Errorf("facts are not filled in: %q", l.Text)
			}
			token, err := full.Token(db.Keys())
			w.must(err)
			if strings.Contains(l.Text, token) || tokens[token] {
				t.Error("the token is at rest, or the same for two societies")
			}
			tokens[token] = true
			link, err := acknowledgement.OpenLink(r, token)
			w.must(err)
			if link.Society.ID != society.ID {
				t.Error("the link leads to another society")
			}
		}
	})
}

func TestAWithdrawnCircularStopsLettersLinksAndChase(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		n := w.sending()
		token := w.token(w.deliveries(n)[0].ID)
		w.must(notices.Withdraw(t.Context(), db, manager, n.ID, n.Version, "Sent to the wrong societies."))
		for _, d := range w.deliveries(n) {
			if d.State != models.DeliveryHeld {
				t.Errorf("a letter is still %s", d.State)
			}
		}
		if _, err := acknowledgement.OpenLink(db.View(t.Context()), token); !errors.Is(err, acknowledgement.ErrLinkDead) {
			t.Errorf("the link still opens: %v", err)
		}
		modelstest.ClockOf(db).Advance(1000 * time.Hour)
		if n, err := acknowledgement.Chase(t.Context(), db, publicURL); err != nil || n != 0 {
			t.Errorf("still chased: %d %v", n, err)
		}
		if k, err := delivery.SendDue(t.Context(), db, delivery.Post{}, "w"); err != nil || k != 0 {
			t.Errorf("still sent: %d %v", k, err)
		}
	})
}

func (w *world) token(delivery models.ID) string {
	w.t.Helper()
	d, err := models.LoadDelivery(w.db.View(w.t.Context()), delivery)
	w.must(err)
	token, err := d.Token(w.db.Keys())
	w.must(err)
	return token
}
