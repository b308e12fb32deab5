package genuineness_test

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/genuineness"
)

// sent is an incident with a notice on its way to three people.
type sent struct {
	t        *testing.T
	db       *models.DB
	incident models.Incident
}

func (s *sent) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *sent) command(f func(tx models.Tx) error) {
	s.t.Helper()
	s.must(s.db.Command(s.t.Context(), models.Act{By: models.Console, Operation: "test"}, f))
}

func newSent(t *testing.T, db *models.DB, exercise bool) *sent {
	s := &sent{t: t, db: db, incident: models.Incident{ID: models.NewID(), Title: "A server", Exercise: exercise, OpenedBy: models.NewID()}}
	s.command(func(tx models.Tx) error {
		s.incident.OpenedAt = tx.Now()
		return models.AddIncident(tx, &s.incident)
	})
	return s
}

// dispatch sends a notice to people; wave is the last one that was released.
func (s *sent) dispatch(wave int, rows ...models.PersonDelivery) models.Dispatch {
	s.t.Helper()
	n := models.Notice{ID: models.NewID(), IncidentID: s.incident.ID, Kind: models.NoticePeople, AuthorID: models.NewID(), EditedBy: models.NewID()}
	var d models.Dispatch
	s.command(func(tx models.Tx) error {
		n.CreatedAt, n.EditedAt = tx.Now(), tx.Now()
		s.must(n.SetPeopleDraft(tx.Keys(), models.PeopleDraft{}))
		fixed, err := n.SealFixed(tx.Keys(), []byte(`{"organisation":"Alpha Red Cross","contact":{"name":"Rosa Meyer","telephone":"+41 22 000 00 00","email":"desk@alpha.example"}}`))
		s.must(err)
		n.FixedSealed = fixed
		s.must(models.AddNotice(tx, &n))
		d = models.Dispatch{ID: models.NewID(), IncidentID: s.incident.ID, NoticeID: n.ID, Kind: models.DispatchFirst, Phase: models.DispatchSending, Wave: wave,
			CreatedAt: tx.Now(), CreatedBy: models.NewID(), ReleasedAt: tx.Now()}
		return models.AddDispatch(tx, &d)
	})
	for i := range rows {
		rows[i].Dispatch, rows[i].QueuedAt = d.Number, s.db.Now()
		if rows[i].Step == 0 {
			rows[i].Step = 1
		}
	}
	s.must(s.db.DispatchCommand(s.t.Context(), models.Act{By: models.Console, Operation: "test"}, func(b models.Bulk) error { return b.AddPersonDeliveries(rows) }))
	return d
}

func (s *sent) reference(d models.Dispatch, person int64) genuineness.Reference {
	s.t.Helper()
	c, err := genuineness.NewCoder(s.db.Keys())
	s.must(err)
	ref, err := c.Person(d.Number, person)
	s.must(err)
	return ref
}

func (s *sent) check(ref genuineness.Reference) genuineness.Finding {
	s.t.Helper()
	f, err := genuineness.Check(s.db.View(s.t.Context()), ref)
	s.must(err)
	return f
}

func line(person int64, wave int, state models.DeliveryState) models.PersonDelivery {
	return models.PersonDelivery{PersonID: person, Cohort: 1, Wave: wave, Channel: "email", State: state, Language: "en"}
}

func TestAMessageToAPersonIsKnownByItsReference(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newSent(t, db, true)
		d := s.dispatch(models.FirstWave, line(1<<24|1, 1, models.DeliverySent), line(1<<24|2, 1, models.DeliveryLeased), line(1<<24|3, 2, models.DeliveryQueued))
		f := s.check(s.reference(d, 1<<24|1))
		if f.Outcome != genuineness.Genuine || f.Kind != genuineness.KindMessage || f.Organisation != "Alpha Red Cross" || f.Telephone == "" || !f.Exercise || f.Sent != db.Now() || f.Person != 1<<24|1 {
			t.Errorf("%+v", f)
		}
		for about, c := range map[string]struct {
			ref  genuineness.Reference
			want genuineness.Outcome
		}{
			"of a message that is just being handed over":  {s.reference(d, 1<<24|2), genuineness.Genuine},
			"of somebody whose wave has not begun":         {s.reference(d, 1<<24|3), genuineness.NotOurs},
			"of somebody who is not in the audience":       {s.reference(d, 1<<24|4), genuineness.NotOurs},
			"of a dispatch that does not exist":            {s.reference(models.Dispatch{Number: d.Number + 1}, 1<<24|1), genuineness.NotOurs},
			"of nothing at all":                            {0, genuineness.NotOurs},
			"beyond every number":                          {genuineness.Reference(1e17), genuineness.NotOurs},
			"a preview made before there was any dispatch": {s.reference(models.Dispatch{}, 1<<24|1), genuineness.NotOurs},
		} {
			if got := s.check(c.ref).Outcome; got != c.want {
				t.Errorf("a reference %s: %s, want %s", about, got, c.want)
			}
		}
		// A supplement reaches the first person: their first message is replaced, and nobody else's.
		modelstest.ClockOf(db).Advance(time.Hour)
		later := s.dispatch(models.TheRest, line(1<<24|1, 1, models.DeliverySent), line(1<<24|2, 1, models.DeliveryQueued))
		if f := s.check(s.reference(d, 1<<24|1)); f.Outcome != genuineness.Replaced || f.Why != genuineness.WhyNewer {
			t.Errorf("after a supplement: %+v", f)
		}
		if f := s.check(s.reference(d, 1<<24|2)); f.Outcome != genuineness.Genuine {
			t.Errorf("before the supplement has reached them: %+v", f)
		}
		if f := s.check(s.reference(later, 1<<24|1)); f.Outcome != genuineness.Genuine {
			t.Errorf("the supplement itself: %+v", f)
		}
		s.command(func(tx models.Tx) error { return models.HaltDispatch(tx, later.Number, models.Stopped, "by_hand") })
		if f := s.check(s.reference(later, 1<<24|1)); f.Outcome != genuineness.Replaced || f.Why != genuineness.WhyStopped {
			t.Errorf("when it was stopped: %+v", f)
		}
	})
}

func TestStatementsBroadcastsAndCircularsAreKnownToo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newSent(t, db, false)
		text, by := models.NewID(), models.NewID()
		s.command(func(tx models.Tx) error {
			return models.AddText(tx, &models.Text{ID: text, IncidentID: s.incident.ID, Kind: models.TextStatement, CreatedAt: tx.Now(), CreatedBy: by})
		})
		var refs []genuineness.Reference
		publish := func(at terms.Instant) models.Publication {
			p := models.Publication{ID: models.NewID(), IncidentID: s.incident.ID, TextID: text, VersionID: models.NewID(), Language: "en", PublishAt: at, PublishedBy: by}
			s.command(func(tx models.Tx) error {
				v := models.TextVersion{ID: p.VersionID, TextID: text, Number: len(refs) + 1, Language: "en", State: models.TextApproved, FactsUsed: models.JSONOf(map[string]string{}), WrittenBy: by, WrittenAt: tx.Now()}
				s.must(v.SetContent(tx.Keys(), models.TextContent{Title: "T", RenderedTitle: "T"}, ""))
				s.must(models.AddTextVersion(tx, &v))
				s.must(models.AddPublication(tx, &p))
				ref, err := genuineness.Give(tx, models.ReferencePublication, p.ID, s.incident.ID)
				refs = append(refs, ref)
				return err
			})
			return p
		}
		says := func(about string, ref genuineness.Reference, want genuineness.Outcome, why string) {
			t.Helper()
			if f := s.check(ref); f.Outcome != want || f.Why != why {
				t.Errorf("%s: %+v", about, f)
			}
		}
		publish(db.Now())
		says("a statement", refs[0], genuineness.Genuine, "")
		second := publish(db.Now().Add(time.Hour))
		says("one that is not public yet", refs[1], genuineness.NotOurs, "")
		says("the one before it, until then", refs[0], genuineness.Genuine, "")
		modelstest.ClockOf(db).Advance(2 * time.Hour)
		says("the newer one", refs[1], genuineness.Genuine, "")
		says("the corrected one", refs[0], genuineness.Replaced, genuineness.WhyNewer)
		s.command(func(tx models.Tx) error { return models.WithdrawPublication(tx, second.ID, by) })
		says("a withdrawn one", refs[1], genuineness.Replaced, genuineness.WhyStopped)

		b := models.Broadcast{ID: models.NewID(), IncidentID: s.incident.ID, Kind: "radio", Language: "fr", Area: "North", BeginsOn: "2026-11-23", CreatedBy: by}
		var ref genuineness.Reference
		s.command(func(tx models.Tx) (err error) {
			b.CreatedAt = tx.Now()
			s.must(models.AddBroadcast(tx, &b))
			ref, err = genuineness.Give(tx, models.ReferenceBroadcast, b.ID, s.incident.ID)
			return err
		})
		says("a broadcast", ref, genuineness.Genuine, "")
		if again, err := genuineness.Of(db.View(t.Context()), models.ReferenceBroadcast, b.ID); err != nil || again != ref {
			t.Errorf("asked for again: %v, %v", again, err)
		}
		s.command(func(tx models.Tx) error {
			return models.UpdateBroadcast(tx, b, map[string]any{"withdrawn_at": tx.Now(), "withdrawn_by": by})
		})
		says("a broadcast taken back", ref, genuineness.Replaced, genuineness.WhyStopped)

		circular := func(recipients string) (models.Notice, genuineness.Reference) {
			n := models.Notice{ID: models.NewID(), IncidentID: s.incident.ID, Kind: models.NoticeCircular, AuthorID: by, EditedBy: by}
			var ref genuineness.Reference
			s.command(func(tx models.Tx) (err error) {
				n.CreatedAt, n.EditedAt = tx.Now(), tx.Now()
				s.must(n.SetDraft(tx.Keys(), models.CircularDraft{}))
				n.FixedSealed, err = n.SealFixed(tx.Keys(), []byte(`{"organisation":"ICRC","recipients":[`+recipients+`]}`))
				s.must(err)
				s.must(models.AddNotice(tx, &n))
				ref, err = genuineness.Give(tx, models.ReferenceCircular, n.ID, s.incident.ID)
				return err
			})
			return n, ref
		}
		send := func(n models.Notice) {
			s.command(func(tx models.Tx) error {
				return models.MoveNotice(tx, n.ID, 1, []models.NoticeState{models.NoticeDraft}, map[string]any{"state": models.NoticeSending, "sending_approved_at": tx.Now()})
			})
		}
		one, ref := circular(`{"society":"a"}`)
		says("a circular nobody has allowed to go", ref, genuineness.NotOurs, "")
		send(one)
		says("a circular", ref, genuineness.Genuine, "")
		other, _ := circular(`{"society":"b"}`)
		send(other)
		says("a circular when another went to others", ref, genuineness.Genuine, "")
		both, _ := circular(`{"society":"b"},{"society":"a"}`)
		send(both)
		says("a circular when a later one went to the same", ref, genuineness.Replaced, genuineness.WhyNewer)
	})
}
