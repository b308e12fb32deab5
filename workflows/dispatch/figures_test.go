//go:build figures

package dispatch

// Figures that `make bench` prints: sending against a bare loop of the library in the same run against the same server, because machines
// drift; the figure is the median of the ratios. Everybody is counted at the server.

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery"
	"candour/workflows/delivery/journal"
)

func bareWords(t *testing.T) (text, html, subject string) {
	t.Helper()
	telling, err := delivery.NewTelling(models.Incident{ID: models.NewID()}, wordsFor(models.NewID()), false)
	if err != nil {
		t.Fatal(err)
	}
	l, _, err := telling.Mail(delivery.ToldPerson{Name: "Zoë Müller 1000", Society: "Croix-Rouge", Reference: "482-109-375-516-280-379", Wanted: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return l.Text, l.HTML, l.Subject
}

// TestFigureSendProcess is the node whose time and memory are measured.
func TestFigureSendProcess(t *testing.T) {
	url := os.Getenv("CANDOUR_FIGURE_URL")
	if url == "" {
		return // run by the figures only
	}
	db, err := models.Open(t.Context(), models.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	var people, connections int
	if _, err := fmt.Sscan(os.Getenv("CANDOUR_FIGURE_SIZE"), &people, &connections); err != nil {
		t.Fatal(err)
	}
	j, err := journal.OpenNode(os.Getenv("CANDOUR_FIGURE_DIR"), journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	f := &fleet{t: t, db: db, sink: &mailSink{address: os.Getenv("CANDOUR_FIGURE_RELAY")}}
	f.dispatch.Number = 1
	start := time.Now()
	n := NewNode(db, j, NodeSettings{Lanes: connections}, Mail(f.setup(), nil))
	if err := n.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	for f.states()[models.DeliverySent] < people {
		time.Sleep(20 * time.Millisecond)
	}
	took := time.Since(start).Seconds()
	if err := n.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if w := strings.Fields(line); w[0] == "VmHWM:" {
			fmt.Printf("FIGURE %.3f %s\n", took, w[1])
		}
	}
}

func runFigure(t *testing.T, test string, env ...string) (seconds, peakMiB float64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$", "-test.v")
	if p := os.Getenv("CANDOUR_FIGURE_PROFILE"); p != "" {
		cmd.Args = append(cmd.Args, "-test.cpuprofile="+p+"."+test)
	}
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if os.Getenv("CANDOUR_FIGURE_SHOW") != "" {
		fmt.Println(string(out))
	}
	if os.Getenv("CANDOUR_FIGURE_CPU") != "" {
		u := cmd.ProcessState
		fmt.Printf("%s: %.2f s of the processor in the program, %.2f s in the system\n", test, u.UserTime().Seconds(), u.SystemTime().Seconds())
	}
	_, figure, _ := strings.Cut(string(out), "FIGURE ")
	words := strings.Fields(figure)
	seconds, err = strconv.ParseFloat(words[0], 64)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if len(words) > 1 {
		kib, _ := strconv.ParseFloat(words[1], 64)
		peakMiB = kib / 1024
	}
	return seconds, peakMiB
}

func figureMedian(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

func TestFigures(t *testing.T) {
	people, err := strconv.Atoi(cmp.Or(os.Getenv("CANDOUR_FIGURE_PEOPLE"), "40000"))
	if err != nil {
		t.Fatal(err)
	}
	rounds, err := strconv.Atoi(cmp.Or(os.Getenv("CANDOUR_FIGURE_ROUNDS"), "3"))
	if err != nil {
		t.Fatal(err)
	}
	for _, engine := range modelstest.Engines() {
		if only := os.Getenv("CANDOUR_FIGURE_ENGINE"); only != "" && only != string(engine) {
			continue
		}
		url := modelstest.URL(t, engine)
		db := openFigure(t, url)
		f, folder := newFleet(t, db, people), filepath.Join(t.TempDir(), "journal") // one node, started again for each round
		for _, c := range []struct {
			about, sink string
			people      int
			bare, lanes int
			limit       float64
		}{
			{"full mail server", "full", people, 8, 32, 0.8},
			{"lean mail server", "lean", people, 8, 32, 0.65},
			{"mail server that answers after 20 ms", "lean+20ms", people / 2, 32, 32, 0.95},
		} {
			if only := os.Getenv("CANDOUR_FIGURE_ONLY"); only != "" && only != c.sink {
				continue
			}
			p := startProcess(t, c.sink)
			var ratios, rates []float64
			peak := 0.0
			for range rounds {
				bare, _ := runFigure(t, "TestFigureBareProcess", "CANDOUR_FIGURE_BARE="+p.address, fmt.Sprintf("CANDOUR_FIGURE_SIZE=%d %d", c.people, c.bare))
				if got, twice := p.took(); got != c.people || twice != 0 {
					t.Errorf("the bare loop told %d of %d, %d twice", got, c.people, twice)
				}
				f.again(c.people)
				took, mib := runFigure(t, "TestFigureSendProcess", "CANDOUR_FIGURE_URL="+url, "CANDOUR_FIGURE_RELAY="+p.address,
					"CANDOUR_FIGURE_DIR="+folder, fmt.Sprintf("CANDOUR_FIGURE_SIZE=%d %d", c.people, c.lanes))
				if got, twice := p.took(); got != c.people || twice != 0 {
					t.Errorf("the node told %d of %d, %d twice", got, c.people, twice)
				}
				f.check()
				ratios, rates, peak = append(ratios, bare/took), append(rates, float64(c.people)/took), max(peak, mib)
			}
			beyond := ""
			if figureMedian(ratios) < c.limit || peak > 230 || figureMedian(rates) < 1000 {
				beyond = "  BEYOND"
			}
			fmt.Printf("%-70s %9.2f of a bare loop (limit %g), %.0f/s, %.0f MB%s\n", fmt.Sprintf("send, %s, %s", c.about, engine), figureMedian(ratios), c.limit,
				figureMedian(rates), peak, beyond)
		}
	}
}

func openFigure(t *testing.T, url string) *models.DB {
	t.Helper()
	db, err := models.Open(t.Context(), models.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	return db
}

// again puts the first lines back to be sent, and takes the others out.
func (f *fleet) again(people int) {
	f.t.Helper()
	for _, q := range []string{
		fmt.Sprintf("UPDATE person_deliveries SET state = CASE WHEN person_id <= %d THEN 'queued' ELSE 'excluded' END, next_at = queued_at, tries = 0, reason = ''", models.PersonID(1, int64(people))),
		"DELETE FROM dispatch_counts", "DELETE FROM delivery_attempts",
		"INSERT INTO dispatch_counts SELECT dispatch, cohort, channel, state, reason, COUNT(*) FROM person_deliveries GROUP BY 1, 2, 3, 4, 5",
	} {
		if _, err := f.db.SQL().ExecContext(context.Background(), q); err != nil {
			f.t.Fatal(err)
		}
	}
}
