package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
	"candour/workflows/people"
	"candour/workflows/regimes"
)

// canary stands in every row of the other society; no focal point may ever read it.
const canary = "CANARY-OTHER-SOCIETY"

// world is one server with an incident, two societies in it, and an account for each role.
type world struct {
	t        *testing.T
	db       *models.DB
	handler  http.Handler
	ops      map[string]api.Operation
	doc      document
	uploads  people.Uploads
	accounts map[string]models.ID // role, or society-focal-point of the own society
	own      map[string]models.ID // path parameter -> object of the own society
	other    map[string]models.ID
}

func newWorld(t *testing.T, db *models.DB) *world {
	t.Helper()
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	uploads := people.Uploads{Dir: t.TempDir()}
	h, s, err := api.New(api.Config{PublicURL: "http://127.0.0.1:1", Demo: true, OutboxDir: t.TempDir(), Uploads: uploads}, db, lib, api.Page{Files: fstest.MapFS{"index.html": {Data: []byte("page")}}})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, handler: h, ops: s.Operations(), uploads: uploads, accounts: map[string]models.ID{}}
	b, err := s.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &w.doc); err != nil {
		t.Fatal(err)
	}
	w.fill()
	return w
}

// fill makes the objects of two societies in one incident, and the accounts.
func (w *world) fill() {
	w.t.Helper()
	incident := models.NewID()
	w.command(func(tx models.Tx) error {
		i := models.Incident{ID: incident, Title: "Matrix", OpenedAt: tx.Now(), OpenedBy: models.NewID(), Exercise: true}
		return models.AddIncident(tx, &i)
	})
	w.own, w.other = w.society(incident, "Own"), w.society(incident, canary)
	// An incident the own society has no part in.
	foreign := models.NewID()
	w.command(func(tx models.Tx) error {
		i := models.Incident{ID: foreign, Title: canary, OpenedAt: tx.Now(), OpenedBy: models.NewID(), Exercise: true}
		return models.AddIncident(tx, &i)
	})
	w.decide(incident)
	w.own["incident_id"], w.other["incident_id"] = incident, foreign
	for _, r := range models.Roles {
		p := access.Person{Name: string(r), Email: string(r) + "@example.org", Role: r}
		if r == models.RoleFocalPoint {
			p.SocietyID = w.own["organisation_id"]
		}
		a, err := access.AddDemo(w.t.Context(), w.db, p, "a password for tests")
		if err != nil {
			w.t.Fatal(err)
		}
		w.accounts[string(r)] = a.ID
	}
	// Something about an account waits, asked for by none of those who are called.
	asker := models.Actor{Kind: "account", ID: models.NewID()}
	a, _, err := access.Invite(w.t.Context(), w.db, asker, access.Person{Name: canary, Email: "waits@example.org", Role: models.RoleIncidentManager})
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := models.OpenAccountChange(w.db.View(w.t.Context()), a.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	w.own["change_id"], w.other["change_id"] = c.ID, c.ID
	w.agreement()
	w.telling()
	w.contactPlans()
	w.toldByHand(w.own, incident, 1, "Own")
	w.toldByHand(w.other, incident, 2, canary)
	w.said(w.own, incident, "Own")
	w.said(w.other, incident, canary)
	w.wrote(w.own, incident, canary)
	w.wrote(w.other, foreign, canary)
}

func (w *world) command(f func(models.Tx) error) {
	w.t.Helper()
	if err := w.db.Command(w.t.Context(), models.Act{By: models.Console, Operation: "test"}, f); err != nil {
		w.t.Fatal(err)
	}
}

// society makes one society's objects, each with the mark in what a person could read of it.
func (w *world) society(incident models.ID, mark string) map[string]models.ID {
	w.t.Helper()
	ids := map[string]models.ID{}
	for _, k := range []string{"organisation_id", "party_id", "group_id", "contact_id", "data_set_id", "text_id"} {
		ids[k] = models.NewID()
	}
	org, party := ids["organisation_id"], ids["party_id"]
	w.command(func(tx models.Tx) error {
		o := models.Organisation{ID: org, Kind: models.KindSociety, Name: "Society " + models.NewID(), Country: "DE", Timezone: "Europe/Berlin", Languages: models.JSONOf([]string{"de"})}
		if err := models.AddOrganisation(tx, &o); err != nil {
			return err
		}
		c := models.Contact{ID: ids["contact_id"], OrganisationID: org, Role: "focal-point", Position: 1}
		if err := c.SetPerson(tx.Keys(), mark, "contact@example.org", ""); err != nil {
			return err
		}
		if err := models.AddContact(tx, &c); err != nil {
			return err
		}
		p := models.Party{ID: party, IncidentID: incident, OrganisationID: &org, Name: mark, Country: "DE", Role: models.Controller, Kind: "national-society", AwareAt: tx.Now(), AwareReason: mark, AddedAt: tx.Now()}
		if err := models.AddParty(tx, &p); err != nil {
			return err
		}
		n := 10
		g := models.PeopleGroup{ID: ids["group_id"], IncidentID: incident, PartyID: party, Name: mark, Count: models.JSONOf(models.CountRange{Min: &n, Max: &n})}
		if err := models.AddGroup(tx, &g); err != nil {
			return err
		}
		d := models.DataSet{ID: ids["data_set_id"], IncidentID: incident, Name: "Data " + mark}
		if err := models.AddDataSet(tx, &d); err != nil {
			return err
		}
		f := models.Fact{ID: models.NewID(), IncidentID: incident, PartyID: &party, Key: "aware_at", Value: `"2026-11-20T08:00:00Z"`, Certainty: models.Reported, LearntAt: tx.Now(), RecordedAt: tx.Now()}
		if err := f.SetSource(tx.Keys(), mark); err != nil {
			return err
		}
		return models.AddFact(tx, &f)
	})
	return ids
}

// session opens a session directly: hashing a password for each of thousands of cells would prove nothing more.
func (w *world) session(account models.ID, assurance int, age time.Duration) string {
	w.t.Helper()
	secret := models.NewID()
	w.command(func(tx models.Tx) error {
		now := tx.Now()
		return models.AddSession(tx, &models.Session{ID: models.NewID(), SecretHash: access.HashSecret(secret), AccountID: account, Assurance: assurance,
			CreatedAt: now.Add(-age), SeenAt: now, ExpiresAt: now.Add(30*time.Minute - age)})
	})
	return secret
}

var parameter = regexp.MustCompile(`\{([a-z_]+)\}`)

// call sends one operation with path parameters from ids and the smallest body its schema allows.
func (w *world) call(op api.Operation, ids map[string]models.ID, secret, origin string) *httptest.ResponseRecorder {
	w.t.Helper()
	path := parameter.ReplaceAllStringFunc(op.Path, func(m string) string {
		if id, ok := ids[m[1:len(m)-1]]; ok {
			return id
		}
		return models.NewID()
	})
	body := ""
	if op.Method != http.MethodGet {
		body = w.doc.smallestBody("/api"+op.Path, strings.ToLower(op.Method))
	}
	r := httptest.NewRequest(op.Method, "http://127.0.0.1:1/api"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if secret != "" {
		r.AddCookie(&http.Cookie{Name: "candour-session", Value: secret})
	}
	r.Header.Set("Sec-Fetch-Site", origin)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

const noRight = "Your role does not include this."

// Every operation is called as every role, as a stranger, with half a sign-in, with an old session, and from another site.
func TestEveryOperationAsEveryRole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		cells := 0
		check := func(op api.Operation, who string, rec *httptest.ResponseRecorder, ok bool, want string) {
			cells++
			if !ok {
				t.Errorf("%s as %s: %d, want %s: %s", op.ID, who, rec.Code, want, first(rec.Body.String()))
			}
			if rec.Code >= 500 {
				t.Errorf("%s as %s: %d %s", op.ID, who, rec.Code, first(rec.Body.String()))
			}
		}
		for _, id := range slices.Sorted(mapKeys(w.ops)) {
			op := w.ops[id]
			rec := w.call(op, w.own, "", "same-origin")
			check(op, "a stranger", rec, op.Public != (rec.Code == 401) || op.ID == "sign-in", "401 unless public")
			if op.Public {
				continue
			}
			rec = w.call(op, w.own, w.session(w.accounts["administrator"], 1, 0), "same-origin")
			check(op, "half signed in", rec, op.Partial || rec.Code == 401, "401")
			rec = w.call(op, w.own, w.session(w.accounts["administrator"], 2, time.Hour), "same-origin")
			check(op, "an ended session", rec, rec.Code == 401, "401")
			if op.Method != http.MethodGet {
				rec = w.call(op, w.own, w.session(w.accounts["administrator"], 2, 0), "cross-site")
				check(op, "another site", rec, rec.Code == 403, "403")
			}
			for _, role := range models.Roles {
				rec := w.call(op, w.own, w.session(w.accounts[string(role)], 2, 0), "same-origin")
				refused := rec.Code == 403 && strings.Contains(rec.Body.String(), noRight)
				check(op, string(role), rec, refused != role.Has(op.Right) && (rec.Code != 401 || op.Partial), fmt.Sprintf("allowed=%v", role.Has(op.Right)))
			}
		}
		t.Logf("%d operations, %d cells", len(w.ops), cells)
	})
}

// A focal point who asks for what belongs to another society is told that it is not there, and reads nothing of it anywhere.
func TestASocietySeesOnlyItself(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		focal := w.accounts[string(models.RoleFocalPoint)]
		for _, id := range slices.Sorted(mapKeys(w.ops)) {
			op := w.ops[id]
			if op.Public || !models.RoleFocalPoint.Has(op.Right) || op.ID == "sign-out" {
				continue
			}
			for name, ids := range map[string]map[string]models.ID{"its own": w.own, "another's": w.other} {
				rec := w.call(op, ids, w.session(focal, 2, 0), "same-origin")
				if strings.Contains(rec.Body.String(), canary) {
					t.Errorf("%s with %s ids shows the other society: %s", op.ID, name, first(rec.Body.String()))
				}
				// The directory of organisations is for everybody signed in; everything else of another society is not there.
				if name == "another's" && strings.Contains(op.Path, "{") && op.Right != models.RightReadDirectory && rec.Code < 400 {
					t.Errorf("%s answered %d for what belongs to another society", op.ID, rec.Code)
				}
			}
		}
	})
}

func first(s string) string { return s[:min(len(s), 300)] }
