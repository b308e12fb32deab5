package people

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
)

// TestKilledProcess is no test but the program that TestKillNineAnywhere kills; it does nothing without its environment.
func TestKilledProcess(t *testing.T) {
	url := os.Getenv("CANDOUR_KILL_URL")
	if url == "" {
		return
	}
	ahead, err := strconv.Atoi(os.Getenv("CANDOUR_KILL_MINUTES"))
	if err != nil {
		t.Fatal(err)
	}
	// Each life begins later than the lease of the one before, as if nobody had restarted the program for a while.
	db, err := models.Open(t.Context(), models.Options{URL: url, Clock: func() time.Time { return time.Now().Add(time.Duration(ahead) * time.Minute) }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
		t.Fatal(err)
	}
	fmt.Println("working")
	if _, err := (Uploads{Dir: os.Getenv("CANDOUR_KILL_DIR")}).Run(t.Context(), db, os.Getenv("CANDOUR_KILL_IMPORT"), time.Minute); err != nil {
		t.Fatal(err)
	}
}

// A program killed with signal 9 at moments spread over its work, again and again, ends with exactly the people of the file.
func TestKillNineAnywhere(t *testing.T) {
	for _, engine := range modelstest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			url := modelstest.URL(t, engine)
			db, err := models.Open(t.Context(), models.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := db.Unlock(t.Context(), modelstest.MasterKey); err != nil {
				t.Fatal(err)
			}
			h := newHouse(t, db)
			var file strings.Builder
			var want []string
			file.WriteString("reference,name,email\n")
			const rows = 60_000
			for k := range rows {
				switch {
				case k%1000 == 500:
					fmt.Fprintf(&file, "R%d,Person %d,bad\n", k, k)
				case k%1000 == 501: // the row before the bad one again
					fmt.Fprintf(&file, "R%d,Person %d,p%d@example.org\n", k-2, k-2, k-2)
				default:
					fmt.Fprintf(&file, "R%d,Person %d,p%d@example.org\n", k, k, k)
					want = append(want, fmt.Sprintf("Person %d", k))
				}
			}
			i := h.receive(t, file.String(), Target{Party: h.parties[0]})
			if err := h.u.Start(t.Context(), db, h.manager, i.ID, models.ImportSettings{}); err != nil {
				t.Fatal(err)
			}
			killed, lives := 0, 0
			for ; lives < 40 && h.load(t, i.ID).State != models.ImportDone; lives++ {
				cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledProcess$")
				cmd.Env = append(os.Environ(), "CANDOUR_KILL_URL="+url, "CANDOUR_KILL_DIR="+h.u.Dir, "CANDOUR_KILL_IMPORT="+i.ID, fmt.Sprintf("CANDOUR_KILL_MINUTES=%d", 2*lives))
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				done := make(chan error, 1)
				go func() { done <- cmd.Wait() }()
				select {
				case err := <-done:
					if err != nil {
						t.Fatalf("life %d ended by itself: %v", lives, err)
					}
				case <-time.After(time.Duration(200+170*lives) * time.Millisecond):
					if err := cmd.Process.Kill(); err != nil {
						t.Fatal(err)
					}
					<-done
					killed++
				}
			}
			last := h.load(t, i.ID)
			if got, wanted := counts(last), "done 59880 accepted 60 duplicate 60 rejected 0 quarantined"; got != wanted {
				t.Errorf("after %d kills in %d lives:\ngot  %s\nwant %s", killed, lives, got, wanted)
			}
			t.Logf("%d kills in %d lives", killed, lives)
			if killed == 0 {
				t.Error("nothing was killed, so nothing was proved")
			}
			if got := h.names(t, h.manager); !slices.Equal(got, want) {
				t.Errorf("%d people, want exactly %d", len(got), len(want))
			}
			if left, _ := os.ReadDir(h.u.Dir); len(left) != 0 {
				t.Errorf("files left behind: %v", left)
			}
		})
	}
}
