package intake_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/assessment"
	"candour/workflows/intake"
	"candour/workflows/notices"
)

// The words a thief of the database would look for.
const (
	canaryTitle   = "CanaryTitle tracing servers"
	canaryGroup   = "CanaryGroup detainees"
	canaryRenamed = "CanaryRenamed detainees"
	canaryReason  = "CanaryReason because of reprisals"
	canarySubject = "CanarySubject please read"
	canaryWhy     = "CanaryWhy nobody can answer it any more"
)

// TestNoWordOfAnIncidentLiesInClear walks an incident through opening, groups, risk, rules, a circular and closing, and then reads every value
// of every table, also what is packed.
func TestNoWordOfAnIncidentLiesInClear(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		_, err := intake.EditHeader(ctx, db, manager, w.incident.ID, intake.Header{Title: canaryTitle, Version: w.incident.Version})
		must(err)
		g, err := intake.AddGroup(ctx, db, manager, w.incident.ID, intake.GroupEntry{PartyID: w.party.ID, Name: canaryGroup, Kinds: []string{"detainees"}, Count: models.CountRange{Min: number(10)}})
		must(err)
		g, err = intake.SetRisk(ctx, db, officer, g.ID, g.Version, terms.HighRisk, canaryReason)
		must(err)
		_, err = assessment.Decide(ctx, db, manager, w.incident.ID)
		must(err)
		_, err = intake.EditGroup(ctx, db, manager, g.ID, g.Version, intake.GroupEntry{PartyID: w.party.ID, Name: canaryRenamed, Kinds: []string{"detainees"}, Count: models.CountRange{Min: number(10)}})
		must(err)
		_, err = assessment.Decide(ctx, db, manager, w.incident.ID)
		must(err)
		sendCircular(t, db, w)
		for _, l := range closingList(t, db, w.incident.ID) {
			if l.Waivable {
				must(intake.WaiveClosing(ctx, db, officer, w.incident.ID, []intake.LetGo{{Kind: l.Kind, Subject: l.Subject, Covers: l.Covers}}, canaryWhy))
				break
			}
		}
		// What was written is read again, searched and sorted.
		page, err := models.ListIncidents(db.View(ctx), manager, models.IncidentFilter{Text: "canarytitle"}, models.PageRequest{})
		if err != nil || len(page.Items) != 1 || page.Items[0].Title != canaryTitle {
			t.Errorf("searched by its title: %+v, %v", page.Items, err)
		}
		groups, err := models.ListGroups(db.View(ctx), manager, w.incident.ID)
		if err != nil || len(groups) != 2 || groups[0].Name != canaryRenamed || groups[0].RiskReason != canaryReason {
			t.Errorf("groups: %+v, %v", groups, err)
		}
		values := 0
		everyValue(t, db, func(table, column string, value []byte) {
			values++
			if bytes.Contains(value, []byte("Canary")) {
				t.Errorf("%s.%s holds %q in clear", table, column, excerpt(value))
			}
		})
		if values < 1000 {
			t.Errorf("only %d values were read", values)
		}
	})
}

func sendCircular(t *testing.T, db *models.DB, w proposing) {
	t.Helper()
	ctx := t.Context()
	communications := models.Viewer{Account: models.NewID(), Role: models.RoleCommunications}
	approver := models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	second := models.Viewer{Account: models.NewID(), Role: models.RoleApprover}
	starts, err := templates.CircularStarts()
	if err != nil {
		t.Fatal(err)
	}
	d := models.CircularDraft{Organisation: "Central Tracing Agency", Contact: models.CircularContact{Name: "Duty desk", Telephone: "+41 22 000 00 00", Email: "desk@movement.example"},
		Texts: map[string]models.CircularText{}, Societies: []models.ID{w.focal.SocietyID}, AnswerBy: db.Now().Add(40 * time.Hour), Zone: "Europe/Zurich"}
	for _, s := range starts {
		if s.Lang != "en" {
			continue // a translation has a life of its own: somebody else signs it off
		}
		d.Texts[s.Lang] = models.CircularText{Title: canarySubject, Happened: "CanaryHappened: somebody was in the servers.", Ask: "Tell us that you have read this."}
	}
	must := func(err error) {
		t.Helper()
		var e *models.Error
		if errors.As(err, &e) {
			t.Fatal(e.Detail, e.Fields)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.Command(ctx, models.Act{By: models.Console, Operation: "test"}, func(tx models.Tx) error {
		c := models.Contact{ID: models.NewID(), OrganisationID: w.focal.SocietyID, Role: "focal-point", Position: 1}
		if err := c.SetPerson(tx.Keys(), "CanaryPerson", "canaryperson@society.example", "+41 22 000 00 00"); err != nil {
			return err
		}
		return models.AddContact(tx, &c)
	}))
	n, err := notices.Draft(ctx, db, communications, w.incident.ID, d)
	must(err)
	must(notices.Submit(ctx, db, communications, n.ID, 1))
	at := func() models.Notice {
		n, err := models.LoadNotice(db.View(ctx), n.ID)
		must(err)
		return n
	}
	now := at()
	must(notices.Approve(ctx, db, approver, n.ID, now.Version, now.ContentHash))
	must(notices.RequestSending(ctx, db, manager, n.ID, at().Version))
	now = at()
	_, err = notices.ApproveSending(ctx, db, second, n.ID, now.Version, now.ContentHash, "https://notices.movement.example")
	must(err)
	sent, err := models.ListDeliveries(db.View(ctx), w.incident.ID, n.ID, "")
	if err != nil || len(sent) == 0 || !strings.Contains(sent[0].Subject, "Canary") {
		t.Fatalf("the subject does not come back: %+v, %v", sent, err)
	}
}

// everyValue reads all tables, whatever their names, and unpacks what is packed.
func everyValue(t *testing.T, db *models.DB, look func(table, column string, value []byte)) {
	t.Helper()
	ctx := context.Background()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if db.Engine() == models.Postgres {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	}
	tables := []string{}
	rows, err := db.SQL().QueryContext(ctx, query)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	rows.Close()
	for _, table := range tables {
		rows, err := db.SQL().QueryContext(ctx, `SELECT * FROM "`+table+`"`)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		cells, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			to[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			for i, c := range cells {
				value, ok := c.([]byte)
				if !ok {
					value = []byte(fmt.Sprint(c))
				}
				if r, err := gzip.NewReader(bytes.NewReader(value)); err == nil {
					if open, err := io.ReadAll(r); err == nil {
						value = open
					}
				}
				look(table, columns[i], value)
			}
		}
		rows.Close()
	}
}

func excerpt(b []byte) string {
	i := bytes.Index(b, []byte("Canary"))
	return string(b[max(0, i-60):min(len(b), i+60)])
}
