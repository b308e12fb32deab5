//go:build figures

package people

// Figures that `make bench` prints: the import against the floor of its engine, its memory, and pages and searches on what it left.
// Floors and imports run in turns on the same file in the same run, because machines drift; the figure is the median of the ratios.

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

const figurePeople = 515_000

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestFigureImportProcess is the child process whose time and memory are measured: the import and nothing else.
func TestFigureImportProcess(t *testing.T) {
	url := os.Getenv("CANDOUR_FIGURE_URL")
	if url == "" {
		return // run by TestFigures only
	}
	if p := os.Getenv("CANDOUR_FIGURE_PROFILE"); p != "" {
		f, err := os.Create(p + os.Getenv("CANDOUR_FIGURE_IMPORT"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			t.Fatal(err)
		}
		defer pprof.StopCPUProfile()
	}
	db, err := models.Open(t.Context(), models.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	u := Uploads{Dir: os.Getenv("CANDOUR_FIGURE_DIR")}
	for done := false; !done; {
		if done, err = u.Run(t.Context(), db, os.Getenv("CANDOUR_FIGURE_IMPORT"), time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); f[0] == "VmHWM:" {
			fmt.Printf("FIGURE %.3f %s\n", time.Since(start).Seconds(), f[1])
		}
	}
}

type imported struct {
	seconds float64
	peakMiB float64
}

// importFile uploads and imports a file in a process of its own.
func importFile(t *testing.T, url, file string) (*house, imported) {
	t.Helper()
	db, err := models.Open(t.Context(), models.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, db)
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, err := h.u.Receive(t.Context(), db, h.manager, h.incident, Target{Party: h.parties[0]}, "people.csv", f)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.u.Start(t.Context(), db, h.manager, i.ID, models.ImportSettings{}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFigureImportProcess$", "-test.v")
	cmd.Env = append(os.Environ(), "CANDOUR_FIGURE_URL="+url, "CANDOUR_FIGURE_DIR="+h.u.Dir, "CANDOUR_FIGURE_IMPORT="+i.ID)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var m imported
	var kib float64
	_, figure, _ := strings.Cut(string(out), "FIGURE ")
	if _, err := fmt.Sscanf(figure, "%f %f", &m.seconds, &kib); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	m.peakMiB = kib / 1024
	got := h.load(t, i.ID)
	if got.State != models.ImportDone || got.Accepted != got.Total() || got.Total() == 0 {
		t.Fatalf("%s: %s", counts(got), got.Reason)
	}
	return h, m
}

func postgresFloor(t *testing.T, url, file string) float64 {
	t.Helper()
	psql := func(args ...string) {
		out, err := exec.CommandContext(t.Context(), "psql", append([]string{"-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	psql("-c", "DROP TABLE IF EXISTS floor", "-c", "CREATE TABLE floor (number int PRIMARY KEY, reference text NOT NULL, email text NOT NULL UNIQUE, name text, country text, language text, telephone text, street text, postcode text, city text, data_categories text, branch text)")
	start := time.Now()
	psql("-c", `\copy floor from '`+file+`' with (format csv, header)`)
	return time.Since(start).Seconds()
}

func sqliteFloor(t *testing.T, file string) float64 {
	t.Helper()
	_, dsn, err := models.ParseURL("sqlite:" + filepath.Join(t.TempDir(), "floor.db"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.Exec("CREATE TABLE floor (number INTEGER PRIMARY KEY, reference TEXT NOT NULL, email TEXT NOT NULL UNIQUE, name TEXT, country TEXT, language TEXT, telephone TEXT, street TEXT, postcode TEXT, city TEXT, data_categories TEXT, branch TEXT)")
	must(err)
	f, err := os.Open(file)
	must(err)
	defer f.Close()
	start := time.Now()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	r.ReuseRecord = true
	_, err = r.Read()
	must(err)
	tx, err := db.Begin()
	must(err)
	add, err := tx.Prepare("INSERT INTO floor VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
	must(err)
	args := make([]any, 12)
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		must(err)
		for i := range args {
			args[i] = rec[i]
		}
		_, err = add.Exec(args...)
		must(err)
	}
	must(tx.Commit())
	return time.Since(start).Seconds()
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return xs[len(xs)/2]
}

func rounds(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("CANDOUR_FIGURE_ROUNDS"))
	if err != nil || n < 1 {
		return 3
	}
	return n
}

func TestFigures(t *testing.T) {
	dir, err := os.MkdirTemp("", "candour-figures")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	file, small := filepath.Join(dir, "people.csv"), filepath.Join(dir, "small.csv")
	if err := firstError(writePeople(file, figurePeople), writePeople(small, figurePeople/10)); err != nil {
		t.Fatal(err)
	}
	for _, engine := range modelstest.Engines() {
		if only := os.Getenv("CANDOUR_FIGURE_ENGINE"); only != "" && only != string(engine) {
			continue // a quicker look at one engine
		}
		limit, aim := 4.0, 3.0
		if engine == models.Postgres {
			limit, aim = 6, 4
		}
		var ratios, seconds, floors, peaks []float64
		var last *house
		for range rounds(t) {
			url := modelstest.URL(t, engine)
			floor := 0.0
			if engine == models.Postgres {
				floor = postgresFloor(t, url, file)
			} else {
				floor = sqliteFloor(t, file)
			}
			h, m := importFile(t, url, file)
			last = h
			floors, seconds, peaks = append(floors, floor), append(seconds, m.seconds), append(peaks, m.peakMiB)
			ratios = append(ratios, m.seconds/floor)
		}
		_, tenth := importFile(t, modelstest.URL(t, engine), small)
		fmt.Printf("%-9s import of %d x 12: %.1f s, floor %.1f s, ratio %.2f (limit %.0f, aim %.0f); peak memory %.0f MiB (%.0f MiB with a tenth of the rows; limit 200)\n",
			engine, figurePeople, median(seconds), median(floors), median(ratios), limit, aim, median(peaks), tenth.peakMiB)
		if median(ratios) > limit || median(peaks) > 200 {
			fmt.Printf("%-9s BEYOND the limit\n", engine)
		}
		pages(t, engine, last)
	}
	if os.Getenv("CANDOUR_FIGURE_ENGINE") == string(models.Postgres) {
		return // a workbook is read the same way on both
	}
	book := filepath.Join(dir, "people.xlsx")
	if err := writeWorkbook(book, file); err != nil {
		t.Fatal(err)
	}
	_, m := importFile(t, modelstest.URL(t, models.SQLite), book)
	fmt.Printf("%-9s import of %d x 12 from XLSX: %.1f s; peak memory %.0f MiB (limit 200)\n", models.SQLite, figurePeople, m.seconds, m.peakMiB)
	if m.peakMiB > 200 {
		t.Error("a workbook takes too much memory")
	}
}

// pages measures what people wait for on the list that the import left.
func pages(t *testing.T, engine models.Engine, h *house) {
	r := h.db.View(context.Background())
	time1 := func(what string, limit time.Duration, do func() (int, error)) time.Duration {
		var took []float64
		rows := 0
		for range 21 {
			start := time.Now()
			n, err := do()
			if err != nil {
				t.Fatal(err)
			}
			rows = n
			took = append(took, float64(time.Since(start)))
		}
		m := time.Duration(median(took))
		fmt.Printf("%-9s %-44s %8s (%d rows)\n", engine, what, m.Round(10*time.Microsecond), rows)
		if limit > 0 && m > limit {
			fmt.Printf("%-9s BEYOND: %s took %s, limit %s\n", engine, what, m, limit)
		}
		return m
	}
	page := func(cursor string) func() (int, error) {
		return func() (int, error) {
			p, err := List(r, h.manager, h.incident, models.PeopleFilter{}, models.PageRequest{Cursor: cursor})
			return len(p.Items), err
		}
	}
	cursor := ""
	for range 9_999 {
		p, err := models.ListPeople(r, h.manager, h.incident, models.PeopleFilter{}, models.PageRequest{Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		cursor = p.Next
	}
	time1("page 1", 40*time.Millisecond, page(""))
	time1("page 10,000", 40*time.Millisecond, page(cursor))
	// Against each other in turns, because a fifth of a fifth of a millisecond is less than what a machine drifts between two rows of figures.
	var against []float64
	for range 401 {
		var took [2]float64
		for i, c := range []string{"", cursor} {
			start := time.Now()
			if _, err := page(c)(); err != nil {
				t.Fatal(err)
			}
			took[i] = float64(time.Since(start))
		}
		against = append(against, took[1]/took[0])
	}
	fmt.Printf("%-9s page 10,000 takes %.2f times page 1 (limit 1.2)\n", engine, median(against))
	for _, s := range [][2]string{{"reference", "P-0400000"}, {"a common word", "müller"}, {"two words", "Chloé Müller"}, {"a word nobody has", "nobody"},
		{"a common word and one nobody has", "müller nobody"}, {"a telephone number nobody has", "+41 79 123 45 67"}, {"an e-mail address nobody has", "nobody@m01.example"}} {
		time1("search by "+s[0], 50*time.Millisecond, func() (int, error) {
			p, err := Search(r, h.manager, h.incident, s[1], models.PeopleFilter{}, models.PageRequest{})
			return len(p.Items), err
		})
	}
	p, err := Search(r, h.manager, h.incident, "P-0400000", models.PeopleFilter{}, models.PageRequest{})
	if err != nil || len(p.Items) != 1 {
		t.Fatalf("%d found, %v", len(p.Items), err)
	}
	email := p.Items[0].Details.Get(models.PersonEmail)
	time1("search by e-mail", 50*time.Millisecond, func() (int, error) {
		p, err := Search(r, h.manager, h.incident, email, models.PeopleFilter{}, models.PageRequest{})
		return len(p.Items), err
	})
}
