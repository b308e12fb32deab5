package collaboration_test

import (
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/access"
	"candour/workflows/collaboration"
	"candour/workflows/jobs"
)

const home = "https://candour.example.org"

// house is an incident with two societies in it and somebody of each role.
type house struct {
	t        *testing.T
	db       *models.DB
	incident models.Incident
	parties  [2]models.Party
	boss     models.Viewer
	writer   models.Viewer
	focal    [2]models.Viewer
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) command(f func(tx models.Tx) error) {
	h.t.Helper()
	h.must(h.db.Command(h.t.Context(), models.Act{By: models.Console, Operation: "test"}, f))
}

func (h *house) somebody(role models.Role, name string, society models.ID) models.Viewer {
	h.t.Helper()
	a, err := access.AddDemo(h.t.Context(), h.db, access.Person{Name: name, Email: strings.ToLower(name) + "@example.org", Role: role, SocietyID: society}, "a password for tests")
	h.must(err)
	return a.Viewer("")
}

func newHouse(t *testing.T, db *models.DB) *house {
	h := &house{t: t, db: db, incident: models.Incident{ID: models.NewID(), Title: "A server", OpenedBy: models.NewID(), Exercise: true}}
	h.must(jobs.Migrate(t.Context(), db))
	h.command(func(tx models.Tx) error {
		h.incident.OpenedAt = tx.Now()
		return models.AddIncident(tx, &h.incident)
	})
	for i := range h.parties {
		o := models.Organisation{ID: models.NewID(), Kind: models.KindSociety, Name: []string{"Alpha", "Beta"}[i], Country: "DE", Timezone: "Europe/Berlin", Languages: models.JSONOf([]string{"de"})}
		h.command(func(tx models.Tx) error {
			h.must(models.AddOrganisation(tx, &o))
			h.parties[i] = models.Party{ID: models.NewID(), IncidentID: h.incident.ID, OrganisationID: &o.ID, Name: o.Name, Country: "DE", Role: models.Controller, Kind: "national-society", AwareAt: tx.Now(), AwareReason: "Told.", AddedAt: tx.Now()}
			return models.AddParty(tx, &h.parties[i])
		})
		h.focal[i] = h.somebody(models.RoleFocalPoint, "Focal"+o.Name, o.ID)
	}
	h.boss = h.somebody(models.RoleIncidentManager, "Boss", "")
	h.writer = h.somebody(models.RoleCommunications, "Writer", "")
	return h
}

func (h *house) add(by models.Viewer, kind models.ThingKind, thing models.ID, text string, mentions ...models.ID) (models.ID, error) {
	return collaboration.Add(h.t.Context(), h.db, by, h.incident.ID, kind, thing, collaboration.Words{Text: text, Mentions: mentions}, home)
}

func (h *house) sees(v models.Viewer) []string {
	h.t.Helper()
	all, err := collaboration.List(h.db.View(h.t.Context()), v, h.incident.ID, "", "")
	h.must(err)
	out := []string{}
	for _, c := range all {
		out = append(out, c.Text)
	}
	return out
}

func TestWhoMayReadAThingReadsWhatIsSaidAboutItAndNobodyElse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		h.must(second(h.add(h.boss, models.ThingIncident, h.incident.ID, "about everything")))
		h.must(second(h.add(h.focal[0], models.ThingParty, h.parties[0].ID, "about Alpha")))
		h.must(second(h.add(h.boss, models.ThingParty, h.parties[1].ID, "about Beta")))
		for who, c := range map[string]struct {
			v    models.Viewer
			want string
		}{"a manager": {h.boss, "about everything|about Alpha|about Beta"}, "Alpha": {h.focal[0], "about Alpha"}, "Beta": {h.focal[1], "about Beta"},
			"an administrator": {models.Viewer{Role: models.RoleAdministrator, Account: models.NewID()}, ""}} {
			if who == "an administrator" {
				if _, err := collaboration.List(db.View(t.Context()), c.v, h.incident.ID, "", ""); !models.IsKind(err, models.KindNotFound) {
					t.Errorf("an administrator reads comments: %v", err)
				}
				continue
			}
			if got := strings.Join(h.sees(c.v), "|"); len(got) != len(c.want) || !same(got, c.want) {
				t.Errorf("%s reads %q, want %q", who, got, c.want)
			}
		}
		for about, err := range map[string]error{
			"a society about the whole incident":    second(h.add(h.focal[0], models.ThingIncident, h.incident.ID, "x")),
			"a society about another":               second(h.add(h.focal[0], models.ThingParty, h.parties[1].ID, "x")),
			"about something that is not there":     second(h.add(h.boss, models.ThingFact, models.NewID(), "x")),
			"about a kind of thing nobody knows":    second(h.add(h.boss, "person", h.incident.ID, "x")),
			"about a thing of another incident":     second(collaboration.Add(t.Context(), db, h.boss, models.NewID(), models.ThingParty, h.parties[0].ID, collaboration.Words{Text: "x"}, home)),
			"calling a society to what it must not": second(h.add(h.boss, models.ThingParty, h.parties[0].ID, "x", h.focal[1].Account)),
			"calling nobody we know":                second(h.add(h.boss, models.ThingParty, h.parties[0].ID, "x", models.NewID())),
			"without words":                         second(h.add(h.boss, models.ThingIncident, h.incident.ID, " \n ")),
			"with a sign that turns the line":       second(h.add(h.boss, models.ThingIncident, h.incident.ID, "a\u202eb")),
			"longer than a page":                    second(h.add(h.boss, models.ThingIncident, h.incident.ID, strings.Repeat("a", 5000))),
		} {
			if err == nil {
				t.Errorf("%s: taken", about)
			}
		}
		if n := len(h.sees(h.boss)); n != 3 {
			t.Errorf("%d comments after ten that were refused", n)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// same compares lists joined by bars without their order: two comments of one second have no order of their own.
func same(a, b string) bool {
	for _, x := range strings.Split(b, "|") {
		if !strings.Contains("|"+a+"|", "|"+x+"|") {
			return false
		}
	}
	return true
}

func TestAMentionCallsSomebodyOnceAndTheMailDoesNotSayWhatWasSaid(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		const secret = "SECRET-OF-THE-HOUSE"
		id, err := h.add(h.boss, models.ThingIncident, h.incident.ID, "@Writer "+secret, h.writer.Account, h.writer.Account, h.boss.Account)
		h.must(err)
		called := func(v models.Viewer) int {
			t.Helper()
			all, err := collaboration.Called(db.View(t.Context()), v)
			h.must(err)
			return len(all)
		}
		if called(h.writer) != 1 || called(h.focal[0]) != 0 {
			t.Errorf("called: %d and %d", called(h.writer), called(h.focal[0]))
		}
		// Mentioned again in an edit: no second mail.
		h.must(collaboration.Edit(t.Context(), db, h.boss, id, 1, collaboration.Words{Text: "@Writer again " + secret, Mentions: []models.ID{h.writer.Account}}, home))
		page, err := models.ListOutbox(db.View(t.Context()), h.boss, models.OutboxFilter{Incident: h.incident.ID}, models.PageRequest{Limit: 50})
		h.must(err)
		if len(page.Items) != 1 || page.Items[0].AccountID != h.writer.Account || page.Items[0].Purpose != collaboration.PurposeMention {
			t.Fatalf("%+v", page.Items)
		}
		d, err := models.FindOutboxDelivery(db.View(t.Context()), h.boss, page.Items[0].ID)
		h.must(err)
		l, err := d.Letter(db.Keys())
		h.must(err)
		if strings.Contains(l.Text+l.HTML, secret) || !strings.Contains(l.Text, "Boss mentioned you in a comment on the incident") || !strings.Contains(l.Text, home+"/incidents/") {
			t.Errorf("the mail: %s", l.Text)
		}
		h.must(collaboration.Saw(t.Context(), db, h.writer, id))
		if called(h.writer) != 0 {
			t.Error("what was looked at is still listed")
		}
		if err := collaboration.Saw(t.Context(), db, h.writer, id); !models.IsKind(err, models.KindConflict) {
			t.Errorf("looked at twice: %v", err)
		}
		// Nothing of it lies open in the database or in the record.
		var events string
		rows, err := db.SQL().Query("SELECT details FROM events")
		h.must(err)
		defer rows.Close()
		for rows.Next() {
			var s string
			h.must(rows.Scan(&s))
			events += s
		}
		var sealed []byte
		h.must(db.SQL().QueryRow("SELECT text_sealed FROM comment_versions WHERE number = 1").Scan(&sealed))
		if strings.Contains(events, secret) || strings.Contains(string(sealed), secret) {
			t.Error("the words of a comment lie open")
		}
	})
}

func TestEarlierWordsAreKeptAndOnlyTheirWriterChangesThem(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		id, err := h.add(h.boss, models.ThingIncident, h.incident.ID, "first")
		h.must(err)
		edit := func(by models.Viewer, version int, text string) error {
			return collaboration.Edit(t.Context(), db, by, id, version, collaboration.Words{Text: text}, home)
		}
		h.must(edit(h.boss, 1, "second"))
		if err := edit(h.boss, 1, "third"); !models.IsKind(err, models.KindConflict) {
			t.Errorf("an edit of an old version: %v", err)
		}
		if err := edit(h.writer, 2, "mine"); !models.IsKind(err, models.KindForbidden) {
			t.Errorf("somebody else's edit: %v", err)
		}
		all, err := models.VersionsOf(db.View(t.Context()), id)
		h.must(err)
		if len(all) != 2 || all[0].Number != 2 || h.sees(h.boss)[0] != "second" {
			t.Errorf("%+v", all)
		}
		h.must(collaboration.Resolve(t.Context(), db, h.writer, id, true))
		if err := collaboration.Resolve(t.Context(), db, h.boss, id, true); !models.IsKind(err, models.KindConflict) {
			t.Errorf("settled twice: %v", err)
		}
		h.must(collaboration.Resolve(t.Context(), db, h.boss, id, false))
	})
}

func TestAnEntryByHandKeepsBothTimes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		good := collaboration.Entry{HappenedAt: db.Now().Add(-72 * time.Hour), Zone: "Africa/Nairobi", What: "The host telephoned.", Source: "Log of the duty desk"}
		id, err := collaboration.AddEntry(t.Context(), db, h.boss, h.incident.ID, good)
		h.must(err)
		e, err := models.FindTimelineEntry(db.View(t.Context()), h.boss, id)
		h.must(err)
		c, err := e.Content(db.Keys())
		h.must(err)
		if e.HappenedAt != good.HappenedAt || e.RecordedAt != db.Now() || c.What != good.What || strings.Contains(string(e.ContentSealed), "telephoned") {
			t.Errorf("%+v %+v", e, c)
		}
		for about, spoil := range map[string]func(*collaboration.Entry){
			"in the future":      func(e *collaboration.Entry) { e.HappenedAt = db.Now().Add(time.Hour) },
			"without a time":     func(e *collaboration.Entry) { e.HappenedAt = terms.Instant{} },
			"on no clock":        func(e *collaboration.Entry) { e.Zone = "" },
			"on a clock unknown": func(e *collaboration.Entry) { e.Zone = "Mars/Base" },
			"without what":       func(e *collaboration.Entry) { e.What = " " },
			"without a source":   func(e *collaboration.Entry) { e.Source = "" },
			"with a control":     func(e *collaboration.Entry) { e.What = "a\x00b" },
		} {
			bad := good
			spoil(&bad)
			if _, err := collaboration.AddEntry(t.Context(), db, h.boss, h.incident.ID, bad); !models.IsKind(err, models.KindInvalid) {
				t.Errorf("%s: %v", about, err)
			}
		}
		if err := collaboration.WithdrawEntry(t.Context(), db, h.boss, id, ""); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("withdrawn without a reason: %v", err)
		}
		h.must(collaboration.WithdrawEntry(t.Context(), db, h.boss, id, "It was the other host."))
		if err := collaboration.WithdrawEntry(t.Context(), db, h.boss, id, "Again."); !models.IsKind(err, models.KindConflict) {
			t.Errorf("withdrawn twice: %v", err)
		}
	})
}
