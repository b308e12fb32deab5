package journal

import (
	"os"
	"path/filepath"
	"testing"
)

func FuzzReader(f *testing.F) {
	dir := f.TempDir()
	j := opened(f, dir, Options{})
	for i := range int64(5) {
		put(f, j, intent(i))
	}
	whole, err := os.ReadFile(filepath.Join(dir, fileName(0)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:200])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), fileName(0))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		end, err := cutTorn(journalFile{path, 0}, j.node)
		if err != nil {
			return
		}
		// What is left can be read whole, and holds nothing that was not written: every record carries its place and its check sum.
		next := int64(0)
		err = readFile(journalFile{path, 0}, j.node, 0, end, func(pos int64, r Record) error {
			var again [RecordSize]byte
			r.encode(&again, pos)
			if at := (1 + pos) * RecordSize; string(again[:]) != string(b[at:at+RecordSize]) && (r.Kind == Intent || b[at+10] == 0 && b[at+11] == 0) {
				t.Errorf("record %d was read as something else", pos)
			}
			next++
			return nil
		})
		if err != nil || next != end {
			t.Errorf("%d of %d records read after the cut, %v", next, end, err)
		}
	})
}

// BenchmarkDurable is intents a second with 32 lanes, each waiting for its own to be on the disk.
func BenchmarkDurable(b *testing.B) {
	j := opened(b, b.TempDir(), Options{})
	b.SetParallelism(16) // for each of the processors
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			put(b, j, intent(1))
			if _, err := j.Append(Record{Kind: Outcome, Person: 1}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "intents/s")
}

func BenchmarkRead(b *testing.B) {
	j := opened(b, b.TempDir(), Options{})
	for i := range int64(100_000) {
		if _, err := j.Append(intent(i)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if err := j.Read(0, func(int64, Record) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
