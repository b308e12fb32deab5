package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"candour/models"
	"candour/models/modelstest"
)

// house is the application as it is shipped: settings from an environment, a database that starts empty, a listener, jobs that run. The stories
// in flows_test.go talk to it over HTTP only.
type house struct {
	t      *testing.T
	app    *app
	env    map[string]string
	url    string
	people map[models.Role]*person
}

// onEachEngine tells the story once on each engine.
func onEachEngine(t *testing.T, story func(t *testing.T, engine models.Engine)) {
	for _, engine := range modelstest.Engines() {
		t.Run(string(engine), func(t *testing.T) { story(t, engine) })
	}
}

// settings are what an administrator writes down before the first start.
func settings(t *testing.T, engine models.Engine, smtpURL string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	key := filepath.Join(dir, "key")
	if err := os.WriteFile(key, []byte(base64.StdEncoding.EncodeToString(modelstest.MasterKey)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"CANDOUR_DATABASE_URL": modelstest.EmptyURL(t, engine), "CANDOUR_LISTEN": freeAddress(t), "CANDOUR_KEY_FILE": key,
		"CANDOUR_DATA_DIR": dir, "CANDOUR_SMTP_URL": smtpURL, "CANDOUR_MAIL_FROM": "notices@movement.example"}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// openHouse starts the application on a fresh database, with an account for every role.
func openHouse(t *testing.T, engine models.Engine, smtpURL string) *house {
	t.Helper()
	env := settings(t, engine, smtpURL)
	cfg, err := readConfig(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	var said, wrong bytes.Buffer
	if code := firstAdministrator(t.Context(), cfg, []string{"Ada Administrator", "admin@movement.example"}, &said, &wrong); code != 0 {
		t.Fatalf("first administrator: %d: %s", code, wrong.String())
	}
	h := startCopy(t, env)
	h.staff(said.String())
	return h
}

// startCopy starts one copy of the application with these settings.
func startCopy(t *testing.T, env map[string]string) *house {
	t.Helper()
	cfg, err := readConfig(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	stopped := make(chan error, 1)
	go func() { stopped <- a.listen(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil && !strings.Contains(err.Error(), http.ErrServerClosed.Error()) {
			t.Errorf("the application did not stop well: %v", err)
		}
		if err := a.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return &house{t: t, app: a, env: env, url: cfg.PublicURL, people: map[models.Role]*person{}}
}

// staff lets the first administrator in by the link the console printed, who invites everybody else.
func (h *house) staff(console string) {
	h.t.Helper()
	h.people[models.RoleAdministrator] = h.enter("admin@movement.example", console, "")
	// The data protection officer first: until there is one, the console is the second person.
	for _, role := range []models.Role{models.RoleDPO, models.RoleIncidentManager, models.RoleCommunications, models.RoleApprover, models.RoleAuditor} {
		h.people[role] = h.invite(role, string(role)+"@movement.example")
	}
}

// invite gives somebody an account, who takes it up at once.
func (h *house) invite(role models.Role, email string) *person {
	h.t.Helper()
	var invited struct {
		Account struct{ ID string } `json:"account"`
		Link    string              `json:"link"`
	}
	h.as(models.RoleAdministrator).post("/accounts", body{"name": "Test " + string(role), "email": email, "role": role}, 200, &invited)
	p := h.enter(email, invited.Link, h.secondPerson(role, email))
	p.account = invited.Account.ID
	return p
}

// secondPerson confirms what was asked for this account, and gives the code; empty for a role that one person gives alone.
func (h *house) secondPerson(role models.Role, email string) string {
	h.t.Helper()
	if !role.NeedsSecondPerson() {
		return ""
	}
	officer := h.as(models.RoleDPO)
	if officer == nil {
		return h.console(email)
	}
	var waiting struct {
		Items []struct{ ID, Email string }
	}
	officer.get("/account-changes", 200, &waiting)
	for _, c := range waiting.Items {
		if c.Email == email {
			var said struct{ Code string }
			h.as(models.RoleAdministrator).post("/account-changes/"+c.ID+"/confirmation", nil, 403, nil)
			officer.post("/account-changes/"+c.ID+"/confirmation", nil, 200, &said)
			return said.Code
		}
	}
	h.t.Fatalf("nothing waits for %s", email)
	return ""
}

// console runs "candour admin confirm" beside the running copy, and reads the code it prints.
func (h *house) console(email string) string {
	h.t.Helper()
	cfg, err := readConfig(func(name string) string { return h.env[name] })
	if err != nil {
		h.t.Fatal(err)
	}
	var said, wrong bytes.Buffer
	if code := firstAdministrator(h.t.Context(), cfg, []string{"confirm", email}, &said, &wrong); code != 0 {
		h.t.Fatalf("confirm at the console: %d: %s", code, wrong.String())
	}
	return strings.TrimSpace(said.String()[strings.LastIndex(strings.TrimSpace(said.String()), "\n"):])
}

const flowPassword = "lantern wharf 81 copper"

// enter takes an invitation up: a password, an authenticator app, its first code.
func (h *house) enter(email, link, code string) *person {
	h.t.Helper()
	p := h.stranger()
	p.email = email
	_, token, found := strings.Cut(strings.TrimSpace(link), "#")
	if !found {
		h.t.Fatal("the invitation holds no token")
	}
	p.post("/invitation/password", body{"token": token, "code": code, "password": flowPassword}, 200, nil)
	var next struct{ Next string }
	p.post("/sign-in", body{"email": email, "password": flowPassword}, 200, &next)
	p.is("next step of the first sign-in", next.Next, "enrol")
	p.get("/me", 401, nil) // the password alone opens nothing
	var app struct{ Secret string }
	p.post("/sign-in/enrolment", nil, 200, &app)
	p.secret = app.Secret
	p.code(time.Now())
	return p
}

// code gives the second factor's code of a moment.
func (p *person) code(at time.Time) {
	p.h.t.Helper()
	code, err := totp.GenerateCode(p.secret, at)
	if err != nil {
		p.h.t.Fatal(err)
	}
	p.post("/sign-in/code", body{"code": code}, 200, nil)
}

func (h *house) as(role models.Role) *person { return h.people[role] }

// stranger is a browser without a session.
func (h *house) stranger() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &person{h: h, at: h.url, client: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

type body map[string]any

// person is somebody at a browser: cookies, and the headers a browser sends.
type person struct {
	h                      *house
	at                     string // the copy this browser talks to
	client                 *http.Client
	account, email, secret string
}

// through is the same browser talking to another copy.
func (p *person) through(h *house) *person {
	other := *p
	other.h, other.at = h, h.url
	return &other
}

func (p *person) get(path string, status int, out any) {
	p.h.t.Helper()
	p.want("GET", path, nil, status, out)
}

func (p *person) post(path string, b body, status int, out any) {
	p.h.t.Helper()
	p.want("POST", path, b, status, out)
}

func (p *person) put(path string, b body, status int, out any) {
	p.h.t.Helper()
	p.want("PUT", path, b, status, out)
}

// want sends one request to the API and fails on another status than the one the story expects.
func (p *person) want(method, path string, b body, status int, out any) {
	p.h.t.Helper()
	got, said := p.send(method, path, b)
	if got != status {
		p.h.t.Fatalf("%s %s answers %d, want %d: %s", method, path, got, status, said)
	}
	if out != nil {
		if err := json.Unmarshal(said, out); err != nil {
			p.h.t.Fatalf("%s %s: %v in %s", method, path, err, said)
		}
	}
}

// send reports what came back. An answer of 500 and more is never part of a story.
func (p *person) send(method, path string, b body) (int, []byte) {
	p.h.t.Helper()
	var sent io.Reader
	if b != nil {
		raw, err := json.Marshal(b)
		if err != nil {
			p.h.t.Fatal(err)
		}
		sent = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(p.h.t.Context(), method, p.at+"/api"+path, sent)
	if err != nil {
		p.h.t.Fatal(err)
	}
	if b != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Mode", "cors")
	answer, err := p.client.Do(r)
	if err != nil {
		p.h.t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	if answer.StatusCode >= 500 {
		p.h.t.Fatalf("%s %s: %d: %s", method, path, answer.StatusCode, said)
	}
	return answer.StatusCode, said
}

func (p *person) is(what string, got, want any) {
	p.h.t.Helper()
	is(p.h.t, what, got, want)
}

func is(t *testing.T, what string, got, want any) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		t.Errorf("%s: %s, want %s", what, g, w)
	}
}

// page opens an address as a reader does, without an account and without running scripts.
func (h *house) page(method, address, language string, form url.Values) (int, string) {
	h.t.Helper()
	var sent io.Reader
	if form != nil {
		sent = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(h.t.Context(), method, address, sent)
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", language)
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Origin", "null") // what a browser says for a form on a page without referrer
	}
	answer, err := (&http.Client{Timeout: 30 * time.Second}).Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	if len(said) > 30_000 {
		h.t.Errorf("the page at %s has %d bytes", answer.Request.URL.Path[:8], len(said))
	}
	return answer.StatusCode, string(said)
}

// eventually waits for what jobs do by themselves.
func eventually(t *testing.T, what string, within time.Duration, done func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !done(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", within, what)
		}
	}
}

// together runs the same thing at the same moment, n times.
func together(n int, do func(int)) {
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { do(i) })
	}
	wait.Wait()
}

func one[T any](t *testing.T, what string, all []T, fits func(T) bool) T {
	t.Helper()
	i := slices.IndexFunc(all, fits)
	if i < 0 {
		t.Fatalf("%s is not among %d", what, len(all))
	}
	return all[i]
}
