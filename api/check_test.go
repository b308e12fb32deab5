package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/genuineness"
)

// message puts a notice that went to one person of a society into the world, and gives its reference.
func (w *world) message(party models.ID, file int64, mark string) string {
	w.t.Helper()
	n := models.Notice{ID: models.NewID(), IncidentID: w.own["incident_id"], Kind: models.NoticePeople, AuthorID: models.NewID(), EditedBy: models.NewID(), CreatedAt: w.db.Now(), EditedAt: w.db.Now()}
	d := models.Dispatch{ID: models.NewID(), IncidentID: n.IncidentID, NoticeID: n.ID, Kind: models.DispatchFirst, Phase: models.DispatchSending, Wave: models.TheRest,
		CreatedAt: w.db.Now(), CreatedBy: models.NewID(), ReleasedAt: w.db.Now()}
	person := models.Person{ID: models.PersonID(file, 1)}
	w.command(func(tx models.Tx) (err error) {
		if err := n.SetPeopleDraft(tx.Keys(), models.PeopleDraft{}); err != nil {
			return err
		}
		if n.FixedSealed, err = n.SealFixed(tx.Keys(), []byte(`{"organisation":"Alpha Red Cross","contact":{"name":"`+mark+`","telephone":"+41 22 000 00 00"}}`)); err != nil {
			return err
		}
		if err := models.AddNotice(tx, &n); err != nil {
			return err
		}
		if err := models.AddDispatch(tx, &d); err != nil {
			return err
		}
		if person.Cohort, err = models.EnsureCohort(tx, n.IncidentID, party, nil); err != nil {
			return err
		}
		details := models.PersonDetails{}
		details.Fields[models.PersonName] = mark
		return person.SetDetails(tx.Keys(), &details)
	})
	sealed := "?, ?, ?, ?"
	if w.db.Engine() == models.Postgres {
		sealed = "$1, $2, $3, $4"
	}
	if _, err := w.db.SQL().Exec("INSERT INTO people (id, cohort, same_key, sealed) VALUES ("+sealed+")", person.ID, person.Cohort, file, person.Sealed); err != nil {
		w.t.Fatal(err)
	}
	err := w.db.DispatchCommand(w.t.Context(), models.Act{By: models.Console, Operation: "test"}, func(b models.Bulk) error {
		return b.AddPersonDeliveries([]models.PersonDelivery{{Dispatch: d.Number, PersonID: person.ID, Cohort: person.Cohort, Wave: 1, Channel: "email", State: models.DeliverySent, Step: 1, Language: "en", QueuedAt: w.db.Now()}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := genuineness.NewCoder(w.db.Keys())
	if err != nil {
		w.t.Fatal(err)
	}
	ref, err := c.Person(d.Number, person.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return ref.String()
}

func (w *world) ask(reference string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.fetch(http.MethodPost, "/check", url.Values{"reference": {reference}, "lang": {"en"}}, headers...)
}

func (w *world) rows() string {
	w.t.Helper()
	var out []string
	for _, table := range []string{"events", "given_references", "person_deliveries", "sessions"} {
		var n int
		if err := w.db.SQL().QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, fmt.Sprint(n))
	}
	return strings.Join(out, " ")
}

func TestAnybodyCanCheckAReferenceInTwoSteps(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		ref := w.message(w.own["party_id"], 21, canary)
		before := w.rows()
		// 1. The form. Fetching it does nothing, with whatever in the address.
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, path := range []string{"/check", "/check?reference=" + ref, "/check?lang=ar"} {
				rec := w.fetch(method, path, nil)
				if rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" || len(rec.Result().Cookies()) != 0 || strings.Contains(rec.Body.String(), "Yes, this is ours") || strings.Contains(rec.Body.String(), ref) {
					t.Errorf("%s %s: %d %v", method, path, rec.Code, rec.Header())
				}
			}
		}
		if body := w.fetch(http.MethodGet, "/check", nil, "Accept-Language", "fr-CH,fr;q=0.9").Body.String(); !strings.Contains(body, `lang="fr"`) || !strings.Contains(body, `<form method="post" action="/check">`) {
			t.Errorf("the form is not there in the reader's language: %s", first(body))
		}
		// 2. The answer.
		rec := w.ask(ref)
		body := rec.Body.String()
		for _, want := range []string{"Yes, this is ours", "Alpha Red Cross", "November", "2026", "&#43;41 22 000 00 00", "We never ask for a password", "EXERCISE"} {
			if !strings.Contains(body, want) {
				t.Errorf("a genuine reference: %q is missing in %s", want, body)
			}
		}
		if rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" || !strings.Contains(rec.Header().Get("Content-Security-Policy"), "default-src 'none'") ||
			rec.Header().Get("Referrer-Policy") != "no-referrer" || len(rec.Result().Cookies()) != 0 {
			t.Errorf("%d %v", rec.Code, rec.Header())
		}
		// It tells nobody's name, no list, no incident.
		for _, never := range []string{canary, "Matrix", "INC-", w.own["incident_id"], ref, fmt.Sprint(models.PersonID(21, 1))} {
			if strings.Contains(body, never) {
				t.Errorf("the answer tells %q", never)
			}
		}
		for about, c := range map[string]struct {
			typed, says string
			code        int
		}{
			"a wrong last digit":  {ref[:len(ref)-1] + string('0'+(ref[len(ref)-1]-'0'+1)%10), "The last digit does not fit", 422},
			"too short":           {ref[:9], "It has 18 digits", 422},
			"nothing":             {"", "It has 18 digits", 422},
			"somebody's invented": {genuineness.Reference(12345678901234567).String(), "We do not know this reference", 200},
			"an attack":           {`"><script>alert(1)</script>`, "It has 18 digits", 422},
		} {
			rec := w.ask(c.typed)
			if rec.Code != c.code || !strings.Contains(rec.Body.String(), c.says) || strings.Contains(rec.Body.String(), "<script") || len(rec.Body.Bytes()) > 30<<10 {
				t.Errorf("%s: %d %s", about, rec.Code, first(rec.Body.String()))
			}
		}
		// Only the body of a form is read.
		if rec := w.fetch(http.MethodPost, "/check?reference="+ref, url.Values{}); rec.Code != 422 {
			t.Errorf("a reference in the address is read: %d", rec.Code)
		}
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:1/check", strings.NewReader(`{"reference":"`+ref+`"}`))
		r.Header.Set("Content-Type", "application/json")
		rec = httptest.NewRecorder()
		if w.handler.ServeHTTP(rec, r); rec.Code != 400 {
			t.Errorf("a body that is no form: %d", rec.Code)
		}
		if rec := w.fetch(http.MethodPost, "/check", url.Values{"reference": {strings.Repeat("1", 10_000)}}); rec.Code != 400 {
			t.Errorf("a body as long as a book: %d", rec.Code)
		}
		if after := w.rows(); after != before {
			t.Errorf("checking has written something: %s, before %s", after, before)
		}
	})
}

func TestAForgedSenderDoesNotEscapeTheLimit(t *testing.T) {
	db := modelstest.Open(t, "sqlite")
	w := newWorld(t, db)
	ref := w.message(w.own["party_id"], 21, "A name")
	post := func(reference, remote, forwarded string) int {
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:1/check", strings.NewReader(url.Values{"reference": {reference}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = remote
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
			r.Header.Set("X-Real-IP", forwarded)
			r.Header.Set("Forwarded", "for="+forwarded)
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		return rec.Code
	}
	stopped := 0
	for i := range 100 {
		if post(genuineness.Reference(i*7919+1).String(), "203.0.113.9:4000", fmt.Sprintf("198.51.%d.7", i)) == http.StatusTooManyRequests {
			stopped++
		}
	}
	if stopped != 40 {
		t.Errorf("%d of 100 guesses from one network were stopped, want those after 60", stopped)
	}
	if code := post(ref, "203.0.113.9:4000", ""); code != http.StatusTooManyRequests {
		t.Errorf("who guesses still learns what is real: %d", code)
	}
	if code := post(ref, "198.51.100.3:4000", ""); code != 200 {
		t.Errorf("somebody else is kept waiting: %d", code)
	}
}

func TestColleaguesSeeWhichMessageAndOnlyThoseWhoMayWhom(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		own, other := w.message(w.own["party_id"], 21, "A name"), w.message(w.other["party_id"], 22, canary)
		type answer struct {
			Outcome      string `json:"outcome"`
			Organisation string `json:"organisation"`
			IncidentID   string `json:"incident_id"`
			NoticeID     string `json:"notice_id"`
			PersonID     int64  `json:"person_id"`
		}
		check := func(role models.Role, ref string, want int) (a answer) {
			t.Helper()
			if code := w.as(role, http.MethodPost, "/reference-checks", fields{"reference": ref}, &a); code != want {
				t.Errorf("%s: %d, want %d", role, code, want)
			}
			return a
		}
		if a := check(models.RoleIncidentManager, other, 200); a.Outcome != "genuine" || a.IncidentID != w.own["incident_id"] || a.NoticeID == "" || a.PersonID != models.PersonID(22, 1) {
			t.Errorf("a manager: %+v", a)
		}
		if a := check(models.RoleFocalPoint, own, 200); a.PersonID != models.PersonID(21, 1) {
			t.Errorf("a society of its own person: %+v", a)
		}
		if a := check(models.RoleFocalPoint, other, 200); a.Outcome != "genuine" || a.Organisation == "" || a.IncidentID != "" || a.PersonID != 0 || a.NoticeID != "" {
			t.Errorf("a society of another's person: %+v", a)
		}
		check(models.RoleCommunications, own, 403)
		check(models.RoleIncidentManager, own[:20], 422)
		if a := check(models.RoleIncidentManager, genuineness.Reference(99).String(), 200); a.Outcome != "not_ours" {
			t.Errorf("an invented one: %+v", a)
		}
	})
}
