package retention_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/people"
	"candour/workflows/retention"
)

type house struct {
	t     *testing.T
	db    *models.DB
	files retention.Files
}

func newHouse(t *testing.T, db *models.DB) house {
	from, err := delivery.ParseAddress("desk@candour.example")
	if err != nil {
		t.Fatal(err)
	}
	return house{t, db, retention.Files{Uploads: people.Uploads{Dir: t.TempDir()}, Outbox: delivery.Outbox{Dir: t.TempDir(), From: delivery.Sender{Address: from, Name: "Desk"}}}}
}

func (h house) command(fn func(models.Tx) error) {
	h.t.Helper()
	if err := h.db.Command(h.t.Context(), models.Act{By: models.System, Operation: "test"}, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) run() retention.Deleted {
	h.t.Helper()
	d, err := retention.Run(h.t.Context(), h.db, h.files)
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func (h house) account() models.Account {
	h.t.Helper()
	a := models.Account{ID: models.NewID(), Role: models.RoleIncidentManager, CreatedAt: h.db.Now()}
	h.command(func(tx models.Tx) error {
		if err := a.SetPerson(tx.Keys(), "Somebody", a.ID[:8]+"@desk.example"); err != nil {
			return err
		}
		a.InvitationHash, a.InvitationExpiresAt = []byte(a.ID), tx.Now().Add(time.Hour)
		return models.AddAccount(tx, &a)
	})
	return a
}

func (h house) incident(exercise bool) models.Incident {
	h.t.Helper()
	i := models.Incident{ID: models.NewID(), Title: "Intruder", OpenedAt: h.db.Now(), OpenedBy: models.NewID(), Exercise: exercise}
	h.command(func(tx models.Tx) error { return models.AddIncident(tx, &i) })
	return i
}

func TestSessionsAndInvitationsAreForgottenInTime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, clock := newHouse(t, db), modelstest.ClockOf(db)
		invited := h.account()
		h.command(func(tx models.Tx) error {
			for _, s := range []models.Session{
				{EndedAt: tx.Now(), ExpiresAt: tx.Now().Add(90 * 24 * time.Hour)},
				{ExpiresAt: tx.Now()},
				{ExpiresAt: tx.Now().Add(90 * 24 * time.Hour)},
			} {
				s.ID, s.AccountID, s.SecretHash, s.CreatedAt, s.SeenAt = models.NewID(), invited.ID, []byte(models.NewID()), tx.Now(), tx.Now()
				if err := models.AddSession(tx, &s); err != nil {
					return err
				}
			}
			return nil
		})
		if d := h.run(); d != (retention.Deleted{}) {
			t.Errorf("deleted before its time: %+v", d)
		}
		clock.Advance(30*24*time.Hour - time.Second)
		if d := h.run(); d != (retention.Deleted{Invitations: 1}) {
			t.Errorf("a second before 30 days: %+v", d)
		}
		clock.Advance(time.Second)
		if d := h.run(); d != (retention.Deleted{Sessions: 2}) {
			t.Errorf("after 30 days: %+v", d)
		}
		if d := h.run(); d != (retention.Deleted{}) {
			t.Errorf("a second run deletes more: %+v", d)
		}
		if left, err := models.ListSessions(db.View(t.Context()), invited.ID); err != nil || len(left) != 1 {
			t.Errorf("%d live sessions, %v", len(left), err)
		}
		if _, err := models.FindAccountByInvitation(db.View(t.Context()), []byte(invited.ID)); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("the invitation is still there: %v", err)
		}
		var events int
		if err := db.SQL().QueryRow(`SELECT COUNT(*) FROM events WHERE operation = 'apply-retention'`).Scan(&events); err != nil || events != 2 {
			t.Errorf("%d events for two runs that did something, %v", events, err)
		}
	})
}

func TestWhatRefusedRowsHeldIsErasedAndTheirReasonStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, clock := newHouse(t, db), modelstest.ClockOf(db)
		in := h.incident(true)
		old, running := h.imported(in, models.ImportDone), h.imported(in, models.ImportRunning)
		clock.Advance(31 * 24 * time.Hour)
		young := h.imported(in, models.ImportDone)
		if d := h.run(); d.ImportRows != 1 || d.FileNames != 1 {
			t.Errorf("%+v, want the one row and name of the one import that is over and old", d)
		}
		for id, kept := range map[models.ID]bool{old: false, running: true, young: true} {
			var out bytes.Buffer
			manager := models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
			if err := h.files.Uploads.WriteRefused(&out, db.View(t.Context()), manager, id); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out.String(), "Dupont") != kept || !strings.Contains(out.String(), "bad-email") {
				t.Errorf("kept %v: %s", kept, out.String())
			}
		}
	})
}

// imported adds an import with one refused row, and its waiting file.
func (h house) imported(in models.Incident, state models.ImportState) models.ID {
	h.t.Helper()
	i := models.PeopleImport{ID: models.NewID(), IncidentID: in.ID, State: state, UploadedAt: h.db.Now(), UploadedBy: models.NewID(), StartedAt: h.db.Now()}
	if i.SpoolName = "upload-" + i.ID; state != models.ImportRunning {
		i.FinishedAt = h.db.Now()
	}
	h.command(func(tx models.Tx) error {
		var err error
		if i.FileNumber, err = models.EnsurePeopleFile(tx, in.ID, []byte(i.ID)); err != nil {
			return err
		}
		if err := i.SetSpool(tx.Keys(), []byte("key"), "Dupont.csv"); err != nil {
			return err
		}
		if err := models.AddPeopleImport(tx, &i); err != nil {
			return err
		}
		row := models.ImportRow{ImportID: i.ID, Number: 1, Line: 2, Outcome: models.RowRejected, Code: "bad-email"}
		if err := row.SetContent(tx.Keys(), models.ImportRowContent{Detail: "Not an address.", Cells: []string{"Jeanne Dupont"}}); err != nil {
			return err
		}
		return models.AddImportRows(tx, []models.ImportRow{row})
	})
	h.file(h.files.Uploads.Dir, i.SpoolName, h.db.Now())
	return i.ID
}

func (h house) file(dir, name string, at terms.Instant) {
	h.t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("sealed"), 0o600); err != nil {
		h.t.Fatal(err)
	}
	if err := os.Chtimes(path, at.Time(), at.Time()); err != nil {
		h.t.Fatal(err)
	}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func TestOnlyWaitingFilesThatAreNeededStay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		in := h.incident(true)
		h.imported(in, models.ImportDone)
		running := h.imported(in, models.ImportRunning)
		now, dir := db.Now(), h.files.Uploads.Dir
		h.file(dir, "scratch-aa", now.Add(-49*time.Hour))
		h.file(dir, "scratch-bb", now.Add(-47*time.Hour))
		h.file(dir, "upload-"+models.NewID(), now.Add(-49*time.Hour))
		h.file(dir, "somebody-elses", now.Add(-1000*time.Hour))
		if d := h.run(); d.Spools != 3 {
			t.Errorf("%+v, want three files", d)
		}
		if got, want := names(t, dir), "scratch-bb somebody-elses upload-"+running; got != want {
			t.Errorf("there are %s, want %s", got, want)
		}
	})
}

func TestCopiesOfMessagesGoWhenTheirExerciseIsClosed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		a, open, closed := h.account(), h.incident(true), h.incident(true)
		for _, in := range []models.Incident{open, closed} {
			h.command(func(tx models.Tx) error {
				_, err := delivery.EnqueueForStaff(tx, delivery.StaffOrder{Incident: in, Account: a, Purpose: delivery.PurposeTasks, Occasion: in.ID,
					Letter: templates.StaffLetter{Title: "A task", Sections: []templates.StaffSection{{Items: []string{"x"}}}, Link: "https://candour.example", Why: "Test."}})
				return err
			})
		}
		for range 2 {
			if _, err := delivery.SendDue(t.Context(), db, delivery.Post{Outbox: h.files.Outbox}, "worker"); err != nil {
				t.Fatal(err)
			}
		}
		h.file(h.files.Outbox.Dir, models.NewID()+".eml", db.Now())
		h.file(h.files.Outbox.Dir, "notes.txt", db.Now())
		if d := h.run(); d != (retention.Deleted{}) {
			t.Errorf("deleted while both are open: %+v", d)
		}
		h.command(func(tx models.Tx) error {
			return models.SetIncidentState(tx, closed.ID, models.IncidentOpen, models.IncidentClosed, tx.Now())
		})
		if d := h.run(); d != (retention.Deleted{OutboxFiles: 1}) {
			t.Errorf("%+v, want the one copy of the closed exercise", d)
		}
		ds, err := models.ListDeliveries(db.View(t.Context()), open.ID, "", "")
		if err != nil || len(ds) != 1 || !strings.Contains(names(t, h.files.Outbox.Dir), ds[0].ID) {
			t.Errorf("the copy of the open exercise is gone: %v", err)
		}
	})
}
