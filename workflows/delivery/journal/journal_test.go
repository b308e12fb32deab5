package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func intent(person int64) Record {
	return Record{Kind: Intent, Dispatch: 3, Person: person, Step: 1, Try: 2, Epoch: 7, TextKey: 1 << 63, At: 1_790_000_000_000}
}

func opened(t testing.TB, dir string, o Options) *Journal {
	t.Helper()
	j, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func put(t testing.TB, j *Journal, rs ...Record) {
	t.Helper()
	for _, r := range rs {
		ticket, err := j.Append(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := ticket.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

func all(t testing.TB, j *Journal, from int64) (out []Record) {
	t.Helper()
	next := from
	err := j.Read(from, func(pos int64, r Record) error {
		if pos != next {
			t.Fatalf("record at %d, want %d", pos, next)
		}
		next++
		out = append(out, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRecordsComeBackAsTheyWereWritten(t *testing.T) {
	dir := t.TempDir()
	want := []Record{
		intent(1<<40 + 5),
		{Kind: Outcome, Dispatch: 3, Person: 1<<40 + 5, Step: 1, Try: 2, Epoch: 7, TextKey: 9, State: 4, Reason: 2, Code: 550, At: -1},
		{Kind: Mark, Seen: 12345, At: 5},
		{Kind: Intent, Dispatch: 1, Person: 2, Boot: 0xFEDCBA98, At: 5},
		{Kind: Begun, Dispatch: 1, Person: 2, At: 5},
		{Kind: Letter, ID: [16]byte{1, 2, 15: 16}, Epoch: 3, At: 6},
		{Kind: LetterOutcome, ID: [16]byte{1, 2, 15: 16}, Epoch: 3, State: 1, Code: 250, At: 7},
	}
	j := opened(t, dir, Options{})
	put(t, j, want...)
	node := j.Node()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = opened(t, dir, Options{})
	got := all(t, j, 0)
	if len(got) != len(want) || j.End() != int64(len(want)) {
		t.Fatalf("%d records, the end at %d, want %d", len(got), j.End(), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("record %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	if j.Node() != node {
		t.Error("the node has another id after a restart")
	}
	if from := all(t, j, 3); len(from) != 4 || from[0] != want[3] {
		t.Errorf("from the third on: %+v", from)
	}
}

func TestFilesRotateAndAreReadAsOne(t *testing.T) {
	dir := t.TempDir()
	o := Options{FileSize: 10 * RecordSize}
	j := opened(t, dir, o)
	for i := range int64(100) {
		put(t, j, intent(i))
	}
	files, err := listFiles(dir)
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for i, r := range all(t, j, 37) {
		if r.Person != int64(37+i) {
			t.Fatalf("record %d is about person %d", 37+i, r.Person)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = opened(t, dir, o)
	put(t, j, intent(100))
	if n := len(all(t, j, 0)); n != 101 {
		t.Errorf("%d records after a restart, want 101", n)
	}
	// Nothing that is still needed goes, whatever its age.
	if n, err := j.Prune(time.Now().Add(time.Hour), 30); err != nil || n != 3 {
		t.Errorf("pruned %d files, %v; want the three before record 27", n, err)
	}
	if err := j.Read(0, nil); !errors.Is(err, ErrPruned) {
		t.Errorf("reading what was removed: %v", err)
	}
	if first, err := j.Oldest(); err != nil || first != 27 {
		t.Errorf("the oldest record is %d, %v", first, err)
	}
	if n := len(all(t, j, 30)); n != 71 {
		t.Errorf("%d records kept from 30, want 71", n)
	}
	if n, err := j.Prune(time.Now().Add(-time.Hour), 101); err != nil || n != 0 {
		t.Errorf("pruned %d young files, %v", n, err)
	}
}

func TestTornEndIsCutAndDamageIsNamed(t *testing.T) {
	type change func(b []byte) []byte
	at := func(record, offset int) int { return (1+record)*RecordSize + offset }
	cases := []struct {
		about string
		do    change
		want  int    // records left
		bad   string // part of the error, when it is damage
	}{
		{"nothing happened", func(b []byte) []byte { return b }, 10, ""},
		{"the last record is half there", func(b []byte) []byte { return b[:len(b)-20] }, 9, ""},
		{"only a byte of a next one is there", func(b []byte) []byte { return append(b, recordSign) }, 10, ""},
		{"the last record is wrong", func(b []byte) []byte { b[at(9, 30)] ^= 1; return b }, 9, ""},
		{"the last three are empty space", func(b []byte) []byte { clear(b[at(7, 0):]); return b }, 7, ""},
		{"all are empty space", func(b []byte) []byte { clear(b[at(0, 0):]); return b }, 0, ""},
		{"one in the middle is wrong", func(b []byte) []byte { b[at(4, 30)] ^= 1; return b }, 0, "at byte 320"},
		{"the first is wrong", func(b []byte) []byte { b[at(0, 1)] ^= 1; return b }, 0, "at byte 64"},
		{"one is missing", func(b []byte) []byte { return append(b[:at(4, 0)], b[at(5, 0):]...) }, 4, ""},
		{"the beginning is wrong", func(b []byte) []byte { b[3] ^= 1; return b }, 0, "at byte 0"},
		{"the file is empty", func([]byte) []byte { return nil }, 0, ""},
		{"only half a beginning is there", func(b []byte) []byte { return b[:30] }, 0, ""},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			dir := t.TempDir()
			j := opened(t, dir, Options{})
			for i := range int64(10) {
				put(t, j, intent(i))
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, fileName(0))
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.do(b), 0o600); err != nil {
				t.Fatal(err)
			}
			j, err = Open(dir, Options{})
			if c.bad != "" {
				var damage *Damage
				if !errors.As(err, &damage) || !strings.Contains(err.Error(), c.bad) || !strings.Contains(err.Error(), path) {
					t.Fatalf("opened a damaged journal: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			if n := len(all(t, j, 0)); n != c.want {
				t.Errorf("%d records left, want %d", n, c.want)
			}
			put(t, j, intent(99))
			if got := all(t, j, int64(c.want)); len(got) != 1 || got[0].Person != 99 {
				t.Errorf("after the cut: %+v", got)
			}
		})
	}
}

func TestDamageInAFullFileIsFoundWhenItIsRead(t *testing.T) {
	dir := t.TempDir()
	o := Options{FileSize: 10 * RecordSize}
	j := opened(t, dir, o)
	for i := range int64(30) {
		put(t, j, intent(i))
	}
	path := filepath.Join(dir, fileName(9))
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for about, change := range map[string]func([]byte) []byte{
		"a wrong byte":      func(b []byte) []byte { b[3*RecordSize+5] ^= 4; return b },
		"a missing end":     func(b []byte) []byte { return b[:len(b)-1] },
		"a foreign header":  func(b []byte) []byte { h := header([16]byte{1}, 9); copy(b, h[:]); return b },
		"another beginning": func(b []byte) []byte { h := header(j.node, 8); copy(b, h[:]); return b },
	} {
		if err := os.WriteFile(path, change(append([]byte(nil), b...)), 0o600); err != nil {
			t.Fatal(err)
		}
		var damage *Damage
		if err := j.Read(0, func(int64, Record) error { return nil }); !errors.As(err, &damage) || damage.File != path {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func TestOneProcessAtATime(t *testing.T) {
	base := t.TempDir()
	a, err := OpenNode(base, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := Open(a.Dir(), Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("the same journal was opened twice: %v", err)
	}
	b, err := OpenNode(base, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a.Node() == b.Node() || a.Dir() == b.Dir() {
		t.Error("two nodes share a journal")
	}
	dir, node := b.Dir(), b.Node()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenNode(base, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Dir() != dir || again.Node() != node {
		t.Error("a node that starts again does not find its journal")
	}
	if s, err := os.Stat(dir); err != nil || s.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", s.Mode(), err)
	}
	if s, err := os.Stat(filepath.Join(dir, fileName(0))); err != nil || s.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", s.Mode(), err)
	}
}

func TestAJournalWithoutItsIdIsNotGivenAnother(t *testing.T) {
	dir := t.TempDir()
	if err := opened(t, dir, Options{}).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, nodeFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); err == nil {
		t.Error("a journal whose node is not known was opened")
	}
}

// faulty is a file that fails when it is told to.
type faulty struct {
	File
	write, sync error
	short       bool
	syncs       atomic.Int64
	slow        time.Duration
	atOnce      atomic.Int64
	most        atomic.Int64
}

func (f *faulty) WriteAt(b []byte, at int64) (int, error) {
	if f.write != nil {
		return 0, f.write
	}
	if f.short {
		return f.File.WriteAt(b[:20], at)
	}
	return f.File.WriteAt(b, at)
}

func (f *faulty) SyncData() error { return f.Sync() }

func (f *faulty) Sync() error {
	f.syncs.Add(1)
	if n := f.atOnce.Add(1); n > f.most.Load() {
		f.most.Store(n)
	}
	defer f.atOnce.Add(-1)
	time.Sleep(f.slow)
	if f.sync != nil {
		return f.sync
	}
	return f.File.Sync()
}

func withFaulty(f *faulty) Options {
	return Options{OpenFile: func(path string, flag int) (File, error) {
		real, err := OpenFile(path, flag)
		f.File = real
		return f, err
	}}
}

func TestAFailureEndsTheUseOfTheJournal(t *testing.T) {
	noSpace := errors.New("no space left on device")
	for about, breakIt := range map[string]func(f *faulty){
		"a write fails":         func(f *faulty) { f.write = noSpace },
		"half a record written": func(f *faulty) { f.short = true },
		"an fsync fails":        func(f *faulty) { f.sync = noSpace },
	} {
		t.Run(about, func(t *testing.T) {
			f, dir := &faulty{}, t.TempDir()
			j := opened(t, dir, withFaulty(f))
			put(t, j, intent(1))
			breakIt(f)
			ticket, err := j.Append(intent(2))
			if err == nil {
				err = ticket.Wait()
			}
			if err == nil || !strings.Contains(err.Error(), "sends nothing more") {
				t.Fatalf("the failure was not told: %v", err)
			}
			// The disk works again, and yet nothing may be trusted: what was in the page cache may be gone.
			f.write, f.sync, f.short = nil, nil, false
			if _, err := j.Append(intent(3)); err == nil {
				t.Error("a journal that failed takes records again")
			}
			if j.Err() == nil {
				t.Error("a journal that failed looks well")
			}
			if err := j.Close(); err == nil {
				t.Error("closing said that all is well")
			}
			j = opened(t, dir, Options{})
			if n := len(all(t, j, 0)); n < 1 || n > 2 {
				t.Errorf("%d records after a restart", n)
			}
		})
	}
}

func TestManyShareAnFsyncAndThereIsOneAtATime(t *testing.T) {
	f := &faulty{slow: 2 * time.Millisecond}
	j := opened(t, t.TempDir(), withFaulty(f))
	before := f.syncs.Load()
	const lanes, each = 32, 20
	var wg sync.WaitGroup
	for l := range int64(lanes) {
		wg.Go(func() {
			for i := range int64(each) {
				ticket, err := j.Append(intent(l*each + i))
				if err == nil {
					err = ticket.Wait()
				}
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := j.Append(Record{Kind: Outcome, Person: l*each + i}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := f.syncs.Load() - before; n > lanes*each/4 {
		t.Errorf("%d fsyncs for %d intents: they are not shared", n, lanes*each)
	}
	if f.most.Load() != 1 {
		t.Errorf("%d fsyncs at the same time", f.most.Load())
	}
	seen := map[int64]int{}
	for _, r := range all(t, j, 0) {
		seen[r.Person]++
		if r.Kind == Intent && seen[r.Person] != 1 || r.Kind == Outcome && seen[r.Person] != 2 {
			t.Fatalf("person %d: an outcome before its intent", r.Person)
		}
	}
	if len(seen) != lanes*each {
		t.Errorf("%d people in the journal, want %d", len(seen), lanes*each)
	}
}

func TestARecordIsInTheFileBeforeItIsDurable(t *testing.T) {
	j := opened(t, t.TempDir(), Options{})
	if _, err := j.Append(intent(5)); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(j.Dir(), fileName(0))) // what kill -9 at this moment would leave
	var r Record
	if err != nil || !r.decode(b[RecordSize:2*RecordSize], 0) || r.Person != 5 {
		t.Fatalf("%+v in the file, %v", r, err)
	}
}
