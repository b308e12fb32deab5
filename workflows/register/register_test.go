package register_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/register"
)

var dpo = models.Viewer{Account: models.NewID(), Role: models.RoleDPO}

func breach(t *testing.T, db *models.DB, title string, exercise bool) models.Incident {
	t.Helper()
	i := models.Incident{ID: models.NewID(), Title: title, Exercise: exercise, OpenedAt: db.Now(), OpenedBy: dpo.Account, AwareAt: db.Now(), State: models.IncidentOpen}
	err := db.Command(t.Context(), models.Act{By: dpo.Actor(), Operation: "open-incident"}, func(tx models.Tx) error {
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(i.ID)
		p := models.Party{ID: models.NewID(), IncidentID: i.ID, Name: "EXERCISE Society", Role: models.PartyRole("controller"), AddedAt: tx.Now()}
		if err := models.AddParty(tx, &p); err != nil {
			return err
		}
		return models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: i.ID, Key: "people_count", Value: `{"min":12}`, Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

const old = "Réf.;Date;Description;Mesures;Motif\n" +
	"A-1;03.05.2019;Lost laptop;Wiped;No risk\n" +
	"A-2;2020-01-31;=cmd|' /C calc'!A0;;\n" +
	"A-1;03.05.2019;Lost laptop;Wiped;No risk\n"

var mapping = map[string]string{"Réf.": "reference", "Date": "happened_on", "Description": "what_happened", "Mesures": "measures", "Motif": "reason"}

func TestEveryBreachStandsInTheRegisterToldOrNot(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		real := breach(t, db, "Letter to the wrong person", false)
		breach(t, db, "EXERCISE", true)
		rows, err := register.Rows(db.View(t.Context()), dpo, false)
		if err != nil || len(rows) != 1 || rows[0].Incident != real.ID || rows[0].Controllers != "EXERCISE Society" || rows[0].People != "at least 12" || rows[0].Authority != "" {
			t.Errorf("%v: %+v", err, rows)
		}
		if rows, err := register.Rows(db.View(t.Context()), dpo, true); err != nil || len(rows) != 2 {
			t.Errorf("with exercises: %v, %d", err, len(rows))
		}
		focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: models.NewID()}
		if _, err := register.Rows(db.View(t.Context()), focal, false); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("a society: %v", err)
		}
	})
}

func TestAnOlderRegisterIsBroughtInLineByLine(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		bring := func(content string, m map[string]string, trial bool) register.ImportReport {
			t.Helper()
			r, err := register.Import(t.Context(), db, dpo, []byte(content), m, trial)
			if err != nil {
				t.Fatal(err)
			}
			if r.Rows != r.Added+r.Already+r.Bad {
				t.Errorf("a row is not accounted for: %+v", r)
			}
			return r
		}
		if r := bring(old, mapping, true); r.Applied || r.Added != 2 || r.Already != 1 {
			t.Errorf("trial: %+v", r)
		}
		if rows, err := register.Rows(db.View(t.Context()), dpo, false); err != nil || len(rows) != 0 {
			t.Errorf("a trial changed something: %v, %d", err, len(rows))
		}
		if r := bring(old, mapping, false); !r.Applied || r.Added != 2 || r.Already != 1 {
			t.Errorf("%+v", r)
		}
		if r := bring(old, mapping, false); r.Added != 0 || r.Already != 3 {
			t.Errorf("the same file again: %+v", r)
		}
		rows, err := register.Rows(db.View(t.Context()), dpo, false)
		if err != nil || len(rows) != 2 || rows[1].HappenedOn != "2019-05-03" || rows[1].Measures != "Wiped" || rows[1].Reason != "No risk" || rows[1].Incident != "" {
			t.Errorf("%v: %+v", err, rows)
		}
		// By the names columns usually have, and with a bad row: nothing is added and the row is named.
		bad := bring("Description,Date,Something else\nA mail,31.12.2021,x\n,2021-01-01,x\nA list,3/4/2021,x\n", nil, false)
		if bad.Applied || bad.Bad != 2 || len(bad.Errors) != 2 || bad.Errors[0].Line != 3 || bad.Errors[1].Column != "Date" || len(bad.Unmapped) != 1 {
			t.Errorf("%+v", bad)
		}
		for about, m := range map[string]map[string]string{"no column says what happened": {"Date": "happened_on"}, "a field that is none": {"Description": "secrets"}, "one field twice": {"Description": "what_happened", "Mesures": "what_happened"}} {
			if _, err := register.Import(t.Context(), db, dpo, []byte(old), m, true); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", about, err)
			}
		}
	})
}

func TestTheRegisterLeavesAsATableWithoutFormulas(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		breach(t, db, "Letter to the wrong person", false)
		if _, err := register.Import(t.Context(), db, dpo, []byte(old), mapping, false); err != nil {
			t.Fatal(err)
		}
		b, err := register.Export(t.Context(), db, dpo, register.CSV, false)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF")))).ReadAll()
		if err != nil || len(rows) != 4 || len(rows[0]) != len(register.Columns) {
			t.Fatalf("%v: %d rows", err, len(rows))
		}
		x, err := register.Export(t.Context(), db, dpo, register.XLSX, false)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(x))
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := f.GetRows("Sheet1")
		if err != nil || len(sheet) != 4 {
			t.Fatalf("%v: %d rows", err, len(sheet))
		}
		for _, table := range [][][]string{rows, sheet} {
			for _, row := range table {
				for _, c := range row {
					if strings.HasPrefix(c, "=") {
						t.Errorf("%q would run", c)
					}
				}
			}
		}
		if _, err := register.Export(t.Context(), db, dpo, "doc", false); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("%v", err)
		}
	})
}
