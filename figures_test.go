//go:build figures

package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/assessment"
	"candour/workflows/directory"
	"candour/workflows/exercise"
	"candour/workflows/intake"
	"candour/workflows/people"
	"candour/workflows/regimes"
)

// Figures of the whole application, printed by `make bench`; those of the import alone are beside it in workflows/people.

const (
	figureIncidents   = 1_000
	figureConnections = 16
	figureRequests    = 160
)

// figure prints one figure and the limit it has to keep. Beyond it is said, not failed: the time of a busy machine is no fault of the program.
func figure(t *testing.T, what string, got, limit float64, unit string) {
	t.Helper()
	beyond := ""
	if got > limit {
		beyond = "  BEYOND"
	}
	fmt.Printf("%-70s %9.2f %-5s (limit %g)%s\n", what, got, unit, limit, beyond)
}

// answers prints how long 95 of 100 answers took, the median of three rounds, with the time one of them costs the processors: on a busy
// machine only the second is the program's own. It is the whole test's, who asks included; that of a database server is not in it.
func answers(t *testing.T, what string, limit float64, round func() (took []float64)) {
	t.Helper()
	var p95s, costs []float64
	for range 3 {
		before := processorTime()
		took := round()
		if len(took) == 0 {
			t.Errorf("%s: nothing was answered", what)
			return
		}
		costs = append(costs, (processorTime()-before)/float64(len(took)))
		slices.Sort(took)
		p95s = append(p95s, took[len(took)*95/100])
	}
	p95, beyond := median(p95s), ""
	if p95 > limit {
		beyond = "  BEYOND"
	}
	fmt.Printf("%-70s %9.2f ms    (limit %g), %.2f ms of processor each%s\n", what+", 95 of 100 answers within", p95, limit, median(costs), beyond)
}

// processorTime is what this process has used so far, in milliseconds.
func processorTime() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e6
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

func TestFigureFirstPage(t *testing.T) {
	page, err := os.ReadFile("frontend/dist/index.html")
	if err != nil {
		t.Fatalf("build the page first: %v", err)
	}
	total := 0.0
	for _, m := range regexp.MustCompile(`(?:src|href)="/?(assets/[^"]+\.js)"`).FindAllSubmatch(page, -1) {
		info, err := os.Stat(filepath.Join("frontend/dist", string(m[1])+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		total += float64(info.Size()) / 1000
	}
	if total == 0 {
		t.Fatal("the page loads no script: the figure would mean nothing")
	}
	figure(t, "JavaScript of the first page, compressed", total, 300, "kB")
}

// TestFigureStart: the built program, on the exercise that it loaded at an earlier start, until it answers.
func TestFigureStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	var first float64
	var later []float64
	for round := range 4 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := l.Addr().String()
		_ = l.Close()
		cmd := exec.Command("./candour", "demo", dir)
		cmd.Env = append(os.Environ(), "CANDOUR_LISTEN="+address)
		start := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for ok := false; !ok; time.Sleep(5 * time.Millisecond) {
			if answer, err := (&http.Client{Timeout: time.Second}).Get("http://" + address + "/api/health"); err == nil {
				ok = answer.StatusCode == http.StatusOK
				_ = answer.Body.Close()
			}
			if time.Since(start) > time.Minute {
				_ = cmd.Process.Kill()
				t.Fatal("it does not answer within a minute")
			}
		}
		took := time.Since(start).Seconds()
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if round == 0 {
			first = took
		} else {
			later = append(later, took)
		}
	}
	figure(t, "first start, with loading the exercise", first, 60, "s")
	figure(t, "start to first answer", median(later), 2, "s")
}

// loaded is the application with the exercise, all its people and many other incidents.
type loaded struct {
	app      *app
	manager  models.Viewer
	incident models.ID
	imported float64 // seconds
}

func load(t *testing.T, engine models.Engine) *loaded {
	t.Helper()
	ctx := context.Background()
	// Not modelstest.Open: its clock stands still, and time is what is measured.
	db, err := models.Open(ctx, models.Options{URL: modelstest.URL(t, engine)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.Unlock(ctx, modelstest.MasterKey))
	a := &app{cfg: Config{PublicURL: "http://127.0.0.1", Demo: true, DataDir: t.TempDir()}, db: db}
	db.SetHome(a.cfg.PublicURL)
	must(directory.SeedDirectory(ctx, db))
	must(a.assemble())
	must(a.loadDemo(ctx, io.Discard))
	accounts, err := models.ListAccounts(db.View(ctx))
	must(err)
	i := slices.IndexFunc(accounts, func(a models.Account) bool { return a.Role == models.RoleIncidentManager })
	l := &loaded{app: a, manager: models.Viewer{Account: accounts[i].ID, Role: accounts[i].Role}}

	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	for n := range figureIncidents {
		_, err := intake.Open(ctx, db, lib, l.manager, intake.Opening{Title: fmt.Sprintf("A computer was lost, number %d", n+1),
			Reporter: models.Reporter{Name: "Reporter"}, AwareAt: db.Now(), AwareZone: "UTC"})
		must(err)
	}
	story, err := exercise.Load()
	must(err)
	opened, err := exercise.Open(ctx, db, lib, l.manager, story)
	must(err)
	l.incident = opened.ID
	// Fewer people make a quicker look at one page; 0 is everybody.
	limit, err := strconv.Atoi(cmp.Or(os.Getenv("CANDOUR_FIGURE_PEOPLE"), "0"))
	must(err)
	start := time.Now()
	list, err := exercise.ImportPeople(ctx, db, people.Uploads{Dir: t.TempDir()}, l.manager, story, opened.ID, limit)
	must(err)
	l.imported = time.Since(start).Seconds()
	fmt.Printf("%-70s %9.2f s (%d people)\n", string(engine)+": import of everybody in the exercise", l.imported, list.Accepted)
	return l
}

func TestFigurePages(t *testing.T) {
	for _, engine := range modelstest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			l := load(t, engine)
			decideFigure(t, engine, l)
			differenceFigure(t, engine, l)
			apiFigures(t, engine, l)
			detailFigures(t, engine, l)
		})
	}
}

// decideFigure: all parties, all regimes, all groups of the exercise.
func decideFigure(t *testing.T, engine models.Engine, l *loaded) {
	var rounds []float64
	for range 3 {
		start := time.Now()
		if _, err := assessment.Decide(t.Context(), l.app.db, l.manager, l.incident); err != nil {
			t.Fatal(err)
		}
		rounds = append(rounds, time.Since(start).Seconds())
	}
	took := median(rounds)
	figure(t, string(engine)+": decide the exercise", took, 1, "s")
	figure(t, string(engine)+": decide against import", 100*took/l.imported, 10, "%")
}

// apiFigures asks everything that can be read with nothing but an incident, over sockets, as many at once as a busy house has.
func apiFigures(t *testing.T, engine models.Engine, l *loaded) {
	server := httptest.NewServer(l.app.handler)
	defer server.Close()
	client := signedIn(t, server.URL)
	operations := l.app.server.Operations()
	only := regexp.MustCompile(os.Getenv("CANDOUR_FIGURE_OPERATION"))
	for _, id := range slices.Sorted(maps.Keys(operations)) {
		op := operations[id]
		if op.Method != http.MethodGet || !models.RoleIncidentManager.Has(op.Right) && !op.Public {
			continue
		}
		path := strings.ReplaceAll(op.Path, "{incident_id}", l.incident)
		if strings.Contains(path, "{") || !only.MatchString(id) {
			continue
		}
		path = "/api" + path
		if status := ask(t, client, server.URL+path); status != http.StatusOK {
			fmt.Printf("%-70s answers %d without further settings: not measured\n", string(engine)+": "+id, status)
			continue
		}
		answers(t, string(engine)+": "+id, 40, func() []float64 { return asked(t, client, server.URL+path) })
	}
}

func signedIn(t *testing.T, server string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: figureConnections}}
	body, err := json.Marshal(map[string]string{"email": demoAccounts[0].email, "password": demoPassword})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, server+"/api/sign-in", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(answer.Body)
		t.Fatalf("sign in: %d: %s", answer.StatusCode, said)
	}
	return client
}

func ask(t *testing.T, client *http.Client, url string) int {
	answer, err := client.Get(url)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		t.Error(err)
	}
	return answer.StatusCode
}

// asked is how long each answer took, in milliseconds, with all connections busy.
func asked(t *testing.T, client *http.Client, url string) []float64 {
	var mu sync.Mutex
	var all []float64
	var wait sync.WaitGroup
	for range figureConnections {
		wait.Go(func() {
			for range figureRequests / figureConnections {
				start := time.Now()
				if status := ask(t, client, url); status != http.StatusOK {
					t.Errorf("%s answers %d", url, status)
					return
				}
				took := float64(time.Since(start).Microseconds()) / 1000
				mu.Lock()
				all = append(all, took)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return all
}
