package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
)

// colleague is somebody at a browser: cookies, and the headers a browser sends.
type colleague struct {
	at     string
	client *http.Client
}

type body map[string]any

func newColleague(h *house) *colleague {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // only for options we do not give
	}
	return &colleague{"http://" + h.listen, &http.Client{Jar: jar, Timeout: 60 * time.Second}}
}

// call sends one request and reads the answer into out; anything but success is an error with what was said.
func (c *colleague) call(method, path string, b body, out any) error {
	var in io.Reader
	if b != nil {
		raw, err := json.Marshal(b)
		if err != nil {
			return err
		}
		in = bytes.NewReader(raw)
	}
	return c.send(method, path, "application/json", in, out)
}

func (c *colleague) send(method, path, kind string, in io.Reader, out any) error {
	r, err := http.NewRequest(method, c.at+"/api"+path, in)
	if err != nil {
		return err
	}
	if in != nil {
		r.Header.Set("Content-Type", kind)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Mode", "cors")
	answer, err := c.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d: %s", method, path, answer.StatusCode, said)
	}
	if out != nil {
		return json.Unmarshal(said, out)
	}
	return nil
}

func (c *colleague) get(path string, out any) error          { return c.call("GET", path, nil, out) }
func (c *colleague) post(path string, b body, out any) error { return c.call("POST", path, b, out) }

// upload sends a file.
func (c *colleague) upload(path, name string, file []byte, out any) error {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	p, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = p.Write(file)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return err
	}
	return c.send("POST", path, w.FormDataContentType(), &b, out)
}

// staff are the people of a house by role.
type staff map[string]*colleague

const password = "lantern wharf 81 copper"

// hire makes the accounts: the first administrator at the console, everybody else by invitation and, where the role asks for it, a second
// person.
func hire(h *house) (staff, error) {
	said, err := h.command("admin", "Ada Administrator", "admin@movement.example")
	if err != nil {
		return nil, err
	}
	s := staff{}
	err = h.quietly(func() error {
		if s["administrator"], err = h.enter("admin@movement.example", said, ""); err != nil {
			return err
		}
		for _, role := range []string{"data-protection-officer", "incident-manager", "communications", "approver", "auditor"} {
			if s[role], err = s.invite(h, role); err != nil {
				return fmt.Errorf("invite the %s: %w", role, err)
			}
		}
		return nil
	})
	return s, err
}

func (s staff) invite(h *house, role string) (*colleague, error) {
	email := role + "@movement.example"
	var invited struct{ Link string }
	if err := s["administrator"].post("/accounts", body{"name": "Test " + role, "email": email, "role": role}, &invited); err != nil {
		return nil, err
	}
	code, err := s.secondPerson(h, email)
	if err != nil {
		return nil, err
	}
	return h.enter(email, invited.Link, code)
}

func (s staff) secondPerson(h *house, email string) (string, error) {
	officer := s["data-protection-officer"]
	if officer == nil {
		said, err := h.command("admin", "confirm", email)
		lines := strings.Split(strings.TrimSpace(said), "\n")
		return lines[len(lines)-1], err
	}
	var waiting struct{ Items []struct{ ID, Email string } }
	if err := officer.get("/account-changes", &waiting); err != nil {
		return "", err
	}
	for _, c := range waiting.Items {
		if c.Email == email {
			var said struct{ Code string }
			err := officer.post("/account-changes/"+c.ID+"/confirmation", nil, &said)
			return said.Code, err
		}
	}
	return "", nil // a role that one person gives alone
}

// enter takes an invitation up: a password, an authenticator app, its first code.
func (h *house) enter(email, link, code string) (*colleague, error) {
	c := newColleague(h)
	_, token, _ := strings.Cut(strings.TrimSpace(link), "#")
	if err := c.post("/invitation/password", body{"token": token, "code": code, "password": password}, nil); err != nil {
		return nil, err
	}
	if err := c.post("/sign-in", body{"email": email, "password": password}, nil); err != nil {
		return nil, err
	}
	var app struct{ Secret string }
	if err := c.post("/sign-in/enrolment", nil, &app); err != nil {
		return nil, err
	}
	now, err := totp.GenerateCode(app.Secret, time.Now())
	if err != nil {
		return nil, err
	}
	return c, c.post("/sign-in/code", body{"code": now}, nil)
}
