package people

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/jobs"
)

const mixed = `reference;name;email;phone;country;diagnosis
R1;Anna Müller;anna@example.org;+41 79 123 45 67;CH;secret
R2;محمد علی;;;;secret
R1;Anna Müller;anna@example.org;+41 79 123 45 67;CH;secret
R1;Somebody Else;else@example.org;;FR;secret
R3;Carl;not an address;;;secret
R4;"Dora;d@example.org;;;secret
;Emil Zátopek;emil@example.org;;;secret
;Emil Zátopek;emil@example.org;;;secret
;;;;CH;secret
R5;=cmd();f@example.org;;;secret
`

func TestEveryRowOfAListEndsInExactlyOnePlace(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		i := h.imported(t, mixed, Target{Party: h.parties[0]})
		if got, want := counts(i), "done 4 accepted 2 duplicate 3 rejected 1 quarantined"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if i.Total() != 10 || i.SpoolName != "" {
			t.Errorf("%d rows, spool %q", i.Total(), i.SpoolName)
		}
		if left, _ := os.ReadDir(h.u.Dir); len(left) != 0 {
			t.Errorf("files left behind: %v", left)
		}
		got := h.names(t, h.manager)
		slices.Sort(got)
		if want := []string{"=cmd()", "Anna Müller", "Emil Zátopek", "محمد علی"}; !slices.Equal(got, want) {
			t.Errorf("people: %q", got)
		}
		again := h.imported(t, mixed, Target{Party: h.parties[0]})
		if got, want := counts(again), "done 0 accepted 6 duplicate 3 rejected 1 quarantined"; got != want {
			t.Errorf("the same file again:\ngot  %s\nwant %s", got, want)
		}
		if n := len(h.names(t, h.manager)); n != 4 {
			t.Errorf("%d people after the same file again", n)
		}
	})
}

func TestRefusedRowsComeBackAsATableThatHoldsNoFormula(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		i := h.imported(t, "name,email,notes\n=HYPERLINK(1),bad,secret\n\"Ben,b@example.org,x\nAnna,a@example.org,secret\nAnna,a@example.org,other\n", Target{Party: h.parties[0]})
		var b bytes.Buffer
		if err := h.u.WriteRefused(&b, db.View(t.Context()), h.manager, i.ID); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte("\uFEFF")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows[1:] {
			got = append(got, strings.Join(r[:4], "/"))
		}
		if want := "1/2/rejected/email 2/3/rejected/stray_quote 4/5/duplicate/duplicate"; strings.Join(got, " ") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
		}
		if strings.Contains(b.String(), "secret") {
			t.Error("a column without a mapping is in the table")
		}
		if !strings.Contains(b.String(), "'=HYPERLINK(1)") || strings.Contains(b.String(), ",=HYPERLINK") {
			t.Errorf("a formula is live: %s", b.String())
		}
		if _, err := models.FindPeopleImport(db.View(t.Context()), models.Viewer{Role: models.RoleApprover}, i.ID); err == nil {
			t.Error("an approver finds an import")
		}
	})
}

func TestPeopleAreFoundByAddressNumberReferenceAndWordsOfTheName(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		h.imported(t, mixed, Target{Party: h.parties[0]})
		for text, want := range map[string]string{
			"ANNA@Example.org": "Anna Müller", "+41791234567": "Anna Müller", "0041 79 123 45 67": "Anna Müller", "r1": "Anna Müller",
			"müller": "Anna Müller", "MU\u0308LLER anna": "Anna Müller", "علی": "محمد علی", "Zátopek Emil": "Emil Zátopek",
			"muller": "", "anna zátopek": "", "nobody@example.org": "", "": "", "@": "", "999": "", "R": "",
		} {
			page, err := Search(db.View(t.Context()), h.manager, h.incident, text, models.PeopleFilter{}, models.PageRequest{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range page.Items {
				got = append(got, f.Details.Get(models.PersonName))
			}
			if strings.Join(got, ",") != want {
				t.Errorf("%q: got %q, want %q", text, got, want)
			}
		}
	})
}

func TestOnlyThoseWithTheRightSeePeopleAndASocietyOnlyItsOwn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		i := h.imported(t, "name,society\nAnna,CH\nBen,Society of FR\nCarl,fr\nDora,Atlantis\n", Target{})
		if got, want := counts(i), "done 3 accepted 0 duplicate 0 rejected 1 quarantined"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		for _, role := range models.Roles {
			got := strings.Join(h.names(t, models.Viewer{Role: role, Account: models.NewID(), SocietyID: h.societies[1]}), ",")
			want := ""
			switch role {
			case models.RoleIncidentManager, models.RoleDPO:
				want = "Anna,Ben,Carl"
			case models.RoleFocalPoint:
				want = "Ben,Carl"
			}
			if got != want {
				t.Errorf("%s sees %q, want %q", role, got, want)
			}
		}
		focal := models.Viewer{Role: models.RoleFocalPoint, SocietyID: h.societies[1]}
		page, err := Search(db.View(t.Context()), focal, h.incident, "anna", models.PeopleFilter{}, models.PageRequest{})
		if err != nil || len(page.Items) != 0 {
			t.Errorf("a focal point found somebody of another society: %v", err)
		}
		all, err := List(db.View(t.Context()), h.manager, h.incident, models.PeopleFilter{}, models.PageRequest{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all.Items {
			_, err := Find(db.View(t.Context()), focal, h.incident, f.ID)
			if own := f.Party == h.parties[1]; own != (err == nil) {
				t.Errorf("own %v, found: %v", own, err)
			}
		}
	})
}

func TestAnInterruptedImportGoesOnAndAddsNothingTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		var file strings.Builder
		file.WriteString("reference,name,email\n")
		const n = 60_000
		for k := range n {
			switch k % 10 {
			case 3:
				fmt.Fprintf(&file, "R%d,Person %d,bad\n", k, k)
			case 7:
				fmt.Fprintf(&file, "R%d,Person %d,p%d@example.org\n", k-1, k-1, k-1)
			default:
				fmt.Fprintf(&file, "R%d,Person %d,p%d@example.org\n", k, k, k)
			}
		}
		i := h.receive(t, file.String(), Target{Party: h.parties[0]})
		if err := h.u.Start(t.Context(), db, h.manager, i.ID, models.ImportSettings{}); err != nil {
			t.Fatal(err)
		}
		// A worker is stopped behind its first batch, another is cut off in the middle of one, as a killed program is.
		if done, err := h.u.Run(t.Context(), db, i.ID, 0); done || err != nil {
			t.Fatalf("first turn: done %v, %v", done, err)
		}
		first := h.load(t, i.ID)
		if first.Position == 0 || first.Position == n {
			t.Fatalf("first turn ended at row %d", first.Position)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		if _, err := h.u.Run(ctx, db, i.ID, time.Minute); err == nil {
			t.Log("the second turn was faster than its end")
		}
		modelstest.ClockOf(db).Advance(2 * lease)
		due, err := models.DueImports(db.View(t.Context()))
		if err != nil || len(due) > 1 {
			t.Fatalf("due: %v, %v", due, err)
		}
		last := h.run(t, i.ID)
		if got, want := counts(last), "done 48000 accepted 6000 duplicate 6000 rejected 0 quarantined"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if got := h.names(t, h.manager); len(got) != 48_000 {
			t.Errorf("%d people", len(got))
		}
		faults, _, err := models.VerifyChains(db.View(t.Context()))
		if err != nil || len(faults) > 0 {
			t.Errorf("record: %v, %v", faults, err)
		}
	})
}

func TestAWorkerThatWasThoughtDeadWritesNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		i := h.receive(t, "name\nAnna\nBen\n", Target{Party: h.parties[0]})
		if err := h.u.Start(t.Context(), db, h.manager, i.ID, models.ImportSettings{}); err != nil {
			t.Fatal(err)
		}
		old, mine, err := db.LeaseImport(t.Context(), i.ID, db.Now().Add(lease))
		if err != nil || !mine {
			t.Fatal(mine, err)
		}
		if _, mine, _ := db.LeaseImport(t.Context(), i.ID, db.Now().Add(lease)); mine {
			t.Fatal("two workers have the same import")
		}
		modelstest.ClockOf(db).Advance(2 * lease)
		h.run(t, i.ID)
		err = db.Command(t.Context(), models.Act{By: models.System, Operation: "import-people-batch", Incident: h.incident}, func(tx models.Tx) error {
			old.Position = 2
			return models.AdvanceImport(tx, &old, 0)
		})
		if !errors.Is(err, models.ErrLeaseLost) {
			t.Errorf("got %v", err)
		}
	})
}

func TestUploadsThatAreRefusedOrCancelledLeaveNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		if _, err := h.u.Receive(t.Context(), db, h.manager, h.incident, Target{}, "x.csv", strings.NewReader("name\nM\xfcller\nJos\xe9\n")); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("a file in the wrong encoding: %v", err)
		}
		if _, err := h.u.Receive(t.Context(), db, models.Viewer{Role: models.RoleAdministrator}, h.incident, Target{}, "x.csv", strings.NewReader("name\nA\n")); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("an administrator: %v", err)
		}
		i := h.receive(t, "name\nAnna\n", Target{})
		if err := h.u.Start(t.Context(), db, h.manager, i.ID, models.ImportSettings{}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("nobody said whose people: %v", err)
		}
		if err := h.u.Cancel(t.Context(), db, h.manager, i.ID); err != nil {
			t.Error(err)
		}
		j := h.receive(t, "name\nBen\n", Target{Party: h.parties[0]})
		modelstest.ClockOf(db).Advance(25 * time.Hour)
		if err := h.u.Sweep(t.Context(), db); err != nil {
			t.Error(err)
		}
		if s := h.load(t, j.ID).State; s != models.ImportCancelled {
			t.Errorf("an upload nobody confirmed is %s", s)
		}
		if left, _ := os.ReadDir(h.u.Dir); len(left) != 0 {
			t.Errorf("files left behind: %v", left)
		}
	})
}

func TestTheQueueImportsWhatWasStarted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		if err := jobs.Migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		runner, err := jobs.NewRunner(t.Context(), db, h.u.Work(db))
		if err == nil {
			err = runner.Start(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := runner.Stop(context.Background()); err != nil {
				t.Error(err)
			}
		}()
		i := h.receive(t, mixed, Target{Party: h.parties[0]})
		if err := h.u.Start(t.Context(), db, h.manager, i.ID, models.ImportSettings{}); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(20 * time.Second); h.load(t, i.ID).State != models.ImportDone && time.Now().Before(end); {
			time.Sleep(50 * time.Millisecond)
		}
		if got, want := counts(h.load(t, i.ID)), "done 4 accepted 2 duplicate 3 rejected 1 quarantined"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	h := newHouse(t, db)
	_, err := h.u.Receive(t.Context(), db, h.manager, h.incident, Target{Party: h.parties[0]}, "x.csv", io.MultiReader(strings.NewReader("name\nAnna\n"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	if !models.IsKind(err, models.KindInvalid) {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(h.u.Dir); len(left) != 0 {
		t.Errorf("files left behind: %v", left)
	}
}

func TestNothingOfAPersonIsInClearInTheDatabaseOrTheSpool(t *testing.T) {
	dir := t.TempDir()
	db := modelstest.Open(t, models.SQLite)
	h := newHouse(t, db)
	h.u.Dir = dir
	i := h.receive(t, "reference,name,email,phone\nCANARYREF,CANARYNAME,canary@canary.example,+41791234567\nR2,CANARYBAD,nope,\n", Target{Party: h.parties[0]})
	scan := func(where string) {
		var files []string
		var path string
		if err := db.SQL().QueryRow("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path); err != nil {
			t.Fatal(err)
		}
		files = append(files, path, path+"-wal")
		spooled, _ := os.ReadDir(dir)
		for _, e := range spooled {
			files = append(files, dir+"/"+e.Name())
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			for _, word := range []string{"CANARY", "canary", "41791234567", "list.csv"} {
				if bytes.Contains(b, []byte(word)) {
					t.Errorf("%s: %s holds %s in clear", where, f, word)
				}
			}
		}
	}
	scan("while waiting")
	if err := h.u.Start(t.Context(), db, h.manager, i.ID, models.ImportSettings{}); err != nil {
		t.Fatal(err)
	}
	h.run(t, i.ID)
	scan("after the import")
}
