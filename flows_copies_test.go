package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

// someSocieties are n societies of the directory, whoever they are.
func (s *story) someSocieties(n int) []string {
	s.t.Helper()
	var page api.OrganisationPage
	s.h.as(models.RoleIncidentManager).get(fmt.Sprintf("/organisations?kind=national-society&limit=%d", n), 200, &page)
	names := []string{}
	for _, o := range page.Items {
		names = append(names, o.Name)
	}
	is(s.t, "societies", len(names), n)
	return names
}

// Several copies of the same binary on one PostgreSQL: a session of one is a session of all, and what one asks for is done once by any of them.
func TestSeveralCopiesShareOneDatabase(t *testing.T) {
	for _, engine := range modelstest.Engines() {
		if engine != models.Postgres {
			continue // the embedded database belongs to one process
		}
		post := startSink(t)
		first := openHouse(t, engine, post.url)
		env := map[string]string{}
		for name, value := range first.env {
			env[name] = value
		}
		env["CANDOUR_LISTEN"], env["CANDOUR_PUBLIC_URL"], env["CANDOUR_DATA_DIR"] = freeAddress(t), first.url, t.TempDir()
		second := startCopy(t, env)
		second.url = "http://" + env["CANDOUR_LISTEN"] // one address for the public, a listener for each

		s := openStory(t, first, false)
		manager, approver := first.as(models.RoleIncidentManager), first.as(models.RoleApprover)
		s.fill()
		var shown api.IncidentView
		manager.through(second).get("/incidents/"+s.id, 200, &shown)
		is(t, "seen through the other copy", shown.Parties, 5)

		// Both copies are asked to allow the same sending in the same moment: one of them does.
		c := s.circular(s.someSocieties(40)...)
		v := c.approved()
		var status [6]int
		together(len(status), func(i int) {
			through := approver
			if i%2 == 1 {
				through = approver.through(second)
			}
			status[i], _ = through.send("POST", "/circulars/"+c.id+"/sending", body{"version": v.Version, "hash": v.ContentHash})
		})
		allowed := 0
		for _, x := range status {
			if x == http.StatusOK {
				allowed++
			} else if x != http.StatusConflict {
				t.Errorf("the sending answers %d", x)
			}
		}
		is(t, "allowed", allowed, 1)
		eventually(t, "forty letters", 3*time.Minute, func() bool { return s.board(manager.through(second)).Counts.Sent == 40 })
		is(t, "societies written to", len(post.got(t)), 40)
		for id, n := range post.perMessage() {
			is(t, "letters "+id, n, 1)
		}
		is(t, "letters", post.count(), 40)
		var record api.Verification
		first.as(models.RoleAuditor).through(second).get("/record/verification", 200, &record)
		is(t, "the record is whole", record.Whole, true)
	}
}

// kill -9 in the middle of a sending, and a new start: nobody is written to twice, nobody is missed in silence, and of whom nobody can know
// whether the letter arrived is listed for a person.
func TestAKilledSendingIsTakenUpAgain(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "candour")
	if said, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, said)
	}
	onEachEngine(t, func(t *testing.T, engine models.Engine) {
		post := startSink(t)
		p := &program{t: t, binary: binary, env: settings(t, engine, post.url)}
		console := p.run("admin", "Ada Administrator", "admin@movement.example")
		p.start()
		h := &house{t: t, env: p.env, url: "http://" + p.env["CANDOUR_LISTEN"], people: map[models.Role]*person{}}
		h.staff(console)
		manager, approver := h.as(models.RoleIncidentManager), h.as(models.RoleApprover)
		s := openStory(t, h, false)
		s.fill()

		// From the tenth letter on the mail server takes letters and does not answer: the program is in the middle when it dies.
		post.holdAt = 10
		s.circular(s.someSocieties(30)...).send()
		select {
		case <-post.held:
		case <-time.After(time.Minute):
			t.Fatal("the tenth letter did not come")
		}
		p.kill()
		post.answerAgain()
		p.waitForLeases()
		p.start()

		var uncertain struct{ Items []api.OutboxItem }
		eventually(t, "everybody is accounted for", 90*time.Second, func() bool {
			manager.get("/outbox?limit=200&state=uncertain&circular="+s.sent, 200, &uncertain)
			return s.board(manager).Counts.Sent+len(uncertain.Items) == 30
		})
		if len(uncertain.Items) == 0 || len(uncertain.Items) > 4 {
			t.Errorf("%d letters are uncertain; four were on their way at most, one at least", len(uncertain.Items))
		}
		board := s.board(manager)
		is(t, "problems on the board", board.Counts.Problems, len(uncertain.Items))
		for id, n := range post.perMessage() {
			is(t, "letters "+id, n, 1)
		}
		if got := len(post.got(t)); got < board.Counts.Sent || got > 30 {
			t.Errorf("%d societies have a letter, %d are called sent", got, board.Counts.Sent)
		}

		// A person asks one of them; it did arrive. The rest waits for its own answer, not for chance.
		// One says what they heard, another agrees; neither does both.
		at := "/outbox/" + uncertain.Items[0].ID
		approver.post(at+"/resolution", body{"why": "Asked by telephone."}, 409, nil)
		approver.post(at+"/proposal", body{"resolution": "arrived", "why": "Asked by telephone at noon."}, 200, nil)
		approver.post(at+"/agreement", body{"resolution": "arrived"}, 403, nil)
		approver.post(at+"/disagreement", body{"reason": "Somebody else should have asked."}, 200, nil)
		manager.post(at+"/proposal", body{"resolution": "arrived", "why": "Asked by telephone at noon."}, 200, nil)
		manager.post(at+"/agreement", body{"resolution": "arrived"}, 403, nil)
		approver.post(at+"/agreement", body{"resolution": "send_again"}, 409, nil)
		approver.post(at+"/agreement", body{"resolution": "arrived"}, 200, nil)
		is(t, "problems after asking", s.board(manager).Counts.Problems, len(uncertain.Items)-1)
		p.stop()
		if said := p.run("verify"); !bytes.Contains([]byte(said), []byte("The record is whole")) {
			t.Errorf("verify: %s", said)
		}
	})
}

// program is the built binary, as it runs in production.
type program struct {
	t      *testing.T
	binary string
	env    map[string]string
	cmd    *exec.Cmd
}

func (p *program) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(p.t.Context(), p.binary, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	for name, value := range p.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

func (p *program) run(args ...string) string {
	p.t.Helper()
	said, err := p.command(args...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("%s: %v\n%s", args[0], err, said)
	}
	return string(said)
}

func (p *program) start() {
	p.t.Helper()
	p.cmd = p.command("serve")
	var said bytes.Buffer
	p.cmd.Stderr = &said
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	client := &http.Client{Timeout: time.Second}
	eventually(p.t, "an answer of the started program", 30*time.Second, func() bool {
		answer, err := client.Get("http://" + p.env["CANDOUR_LISTEN"] + "/api/health")
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		_, _ = io.Copy(io.Discard, answer.Body)
		return answer.StatusCode == http.StatusOK
	})
}

// kill ends it as a power cut does.
func (p *program) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	_ = p.cmd.Wait() // says that it was killed
}

func (p *program) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("asked to stop: %v", err)
	}
}

// waitForLeases stands for the minutes in which nobody runs: what the dead process held is put three minutes back.
func (p *program) waitForLeases() {
	p.t.Helper()
	db, err := models.Open(p.t.Context(), models.Options{URL: p.env["CANDOUR_DATABASE_URL"]})
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	for _, s := range minutesLater[db.Engine()] {
		if _, err := db.SQL().ExecContext(p.t.Context(), s); err != nil {
			p.t.Fatal(err)
		}
	}
	var left sql.NullInt64
	if err := db.SQL().QueryRowContext(p.t.Context(), "SELECT COUNT(*) FROM deliveries WHERE state = 'sending'").Scan(&left); err != nil || left.Int64 == 0 {
		p.t.Fatalf("%d letters were being handed over when it died, %v", left.Int64, err)
	}
}

var minutesLater = map[models.Engine][]string{
	models.SQLite: {
		"UPDATE deliveries SET lease_until = strftime('%Y-%m-%dT%H:%M:%SZ', lease_until, '-3 minutes') WHERE lease_until IS NOT NULL",
		"UPDATE river_job SET attempted_at = datetime(attempted_at, '-3 minutes', 'subsec') WHERE state = 'running'",
		"DELETE FROM river_leader",
	},
	models.Postgres: {
		"UPDATE deliveries SET lease_until = lease_until - interval '3 minutes' WHERE lease_until IS NOT NULL",
		"UPDATE river_job SET attempted_at = attempted_at - interval '3 minutes' WHERE state = 'running'",
		"DELETE FROM river_leader",
	},
}
