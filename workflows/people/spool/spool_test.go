package spool

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

func spooled(t *testing.T, dir, name string, key, plain []byte) {
	t.Helper()
	w, err := Create(dir, name, key, 0)
	if err != nil {
		t.Fatal(err)
	}
	for b := plain; len(b) > 0; {
		n := min(len(b), 10_007)
		if _, err := w.Write(b[:n]); err != nil {
			t.Fatal(err)
		}
		b = b[n:]
	}
	sum, size, err := w.Close()
	if want := sha256.Sum256(plain); err != nil || size != int64(len(plain)) || !bytes.Equal(sum, want[:]) {
		t.Fatalf("size %d, err %v", size, err)
	}
}

func TestWhatWasWrittenIsReadAtAnyPlaceAndNeverInClearOnDisk(t *testing.T) {
	for _, size := range []int{0, 1, segment - 1, segment, segment + 1, 2 * segment, 5*segment + 77} {
		dir, key := t.TempDir(), NewKey()
		plain := bytes.Repeat([]byte("Anna Müller;"), size/12+1)[:size]
		spooled(t, dir, "a", key, plain)
		raw, err := os.ReadFile(filepath.Join(dir, "a"))
		if err != nil || bytes.Contains(raw, []byte("Anna")) {
			t.Fatalf("size %d: clear text on disk (%v)", size, err)
		}
		if st, _ := os.Stat(filepath.Join(dir, "a")); st.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", st.Mode())
		}
		r, err := Open(dir, "a", key)
		if err != nil {
			t.Fatalf("size %d: %v", size, err)
		}
		got, err := io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("size %d: read %d bytes, %v", size, len(got), err)
		}
		for range 50 {
			if size < 2 {
				break
			}
			off, n := rand.IntN(size), 1+rand.IntN(2*segment)
			b := make([]byte, n)
			k, err := r.ReadAt(b, int64(off))
			if want := plain[off:min(off+n, size)]; !bytes.Equal(b[:k], want) || (k < n) != (err == io.EOF) {
				t.Fatalf("size %d: %d bytes at %d: got %d, %v", size, n, off, k, err)
			}
		}
		if err := errors.Join(r.Close(), Remove(dir, "a"), Remove(dir, "a")); err != nil {
			t.Error(err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

func TestAChangedSpoolDoesNotOpen(t *testing.T) {
	key := NewKey()
	plain := bytes.Repeat([]byte{7}, 3*segment+5)
	const whole = segment + tag
	for name, change := range map[string]func(b []byte) []byte{
		"one bit":              func(b []byte) []byte { b[100] ^= 1; return b },
		"last segment cut off": func(b []byte) []byte { return b[:3*whole] },
		"cut inside a segment": func(b []byte) []byte { return b[:len(b)-3] },
		"two segments exchanged": func(b []byte) []byte {
			return append(append(append([]byte{}, b[whole:2*whole]...), b[:whole]...), b[2*whole:]...)
		},
		"a segment repeated": func(b []byte) []byte { return append(append([]byte{}, b[:whole]...), b...) },
		"everything cut off": func(b []byte) []byte { return nil },
		"another key":        func(b []byte) []byte { key2 := NewKey(); copy(key, key2); return b },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			key = NewKey()
			spooled(t, dir, "a", key, plain)
			path := filepath.Join(dir, "a")
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, change(b), 0o600); err != nil {
				t.Fatal(err)
			}
			r, err := Open(dir, "a", key)
			if err == nil {
				_, err = io.Copy(io.Discard, io.NewSectionReader(r, 0, r.Size()))
			}
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("got %v, want a damaged spool", err)
			}
		})
	}
}

func TestMoreThanAllowedIsRefusedAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, "a", NewKey(), 100)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 101)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if _, _, err := w.Close(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	s, err := NewScratch(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write([]byte("Anna")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
