// Package spool keeps an uploaded file encrypted on disk while it waits: sealed as it arrives, read at any place
// without ever being whole in clear, deleted at the end. Personal data never touches the disk in clear (a list of
// names is the harm itself).
//
// The file is a row of segments of 64 KiB, each sealed with AES-256-GCM under a key made for this one file. The
// nonce is the number of the segment, and the last segment is marked: a segment moved, repeated, cut off or taken
// from another file does not open. Tink's streaming AEAD would do the same but reads only from front to back, and
// an XLSX package is read from its end.
package spool

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"
)

const (
	segment = 64 << 10
	tag     = 16
	// KeySize is the length of the key of one spool, in bytes.
	KeySize = 32
)

// ErrDamaged is returned when a segment does not open.
var ErrDamaged = errors.New("the waiting upload is damaged or belongs to another key; upload the file again")

// ErrTooLarge is returned when more is written than allowed.
var ErrTooLarge = errors.New("the file is larger than allowed")

// NewKey makes the key of one spool. It is kept wrapped in the row of the upload, never beside the file.
func NewKey() []byte {
	k := make([]byte, KeySize)
	rand.Read(k)
	return k
}

func sealer(key []byte) (cipher.AEAD, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("spool key has %d bytes, want %d", len(key), KeySize)
	}
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(b)
}

func nonce(n int64, last bool) []byte {
	out := make([]byte, 12)
	binary.BigEndian.PutUint64(out[3:11], uint64(n))
	if last {
		out[11] = 1
	}
	return out
}

// Writer seals what it is given. It holds one segment in memory.
type Writer struct {
	f      *os.File
	path   string
	aead   cipher.AEAD
	buf    []byte
	sealed []byte
	n      int64
	size   int64
	max    int64
	sum    hash.Hash
	err    error
}

// Create makes a new spool file, mode 0600, in dir (made when missing, mode 0700). max is the most it takes, 0 for no limit.
func Create(dir, name string, key []byte, max int64) (*Writer, error) {
	a, err := sealer(key)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make upload folder: %w", err)
	}
	path := filepath.Join(dir, name)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep upload: %w", err)
	}
	return &Writer{f: f, path: path, aead: a, buf: make([]byte, 0, segment), max: max, sum: sha256.New()}, nil
}

func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	if w.max > 0 && w.size+int64(len(p)) > w.max {
		w.err = ErrTooLarge
		return 0, w.err
	}
	w.sum.Write(p)
	w.size += int64(len(p))
	done := len(p)
	for len(p) > 0 {
		// A full segment is flushed only when more follows, so that the last one can be marked.
		if len(w.buf) == segment {
			if w.err = w.flush(false); w.err != nil {
				return 0, w.err
			}
		}
		n := min(segment-len(w.buf), len(p))
		w.buf = append(w.buf, p[:n]...)
		p = p[n:]
	}
	return done, nil
}

func (w *Writer) flush(last bool) error {
	w.sealed = w.aead.Seal(w.sealed[:0], nonce(w.n, last), w.buf, nil)
	w.n++
	w.buf = w.buf[:0]
	if _, err := w.f.Write(w.sealed); err != nil {
		return fmt.Errorf("keep upload: %w", err)
	}
	return nil
}

// Close seals the last segment and makes the file durable. It returns the SHA-256 and length of what was written.
func (w *Writer) Close() (sum []byte, size int64, err error) {
	if w.err == nil {
		w.err = w.flush(true)
	}
	if w.err == nil {
		w.err = w.f.Sync()
	}
	err = errors.Join(w.err, w.f.Close())
	w.err = errors.New("spool is closed")
	if err != nil {
		return nil, 0, errors.Join(err, os.Remove(w.path))
	}
	return w.sum.Sum(nil), w.size, nil
}

// Abort deletes an unfinished spool.
func (w *Writer) Abort() {
	if w.f.Close() == nil {
		os.Remove(w.path)
	}
}

// Reader reads a finished spool at any place. It keeps the last few segments opened; safe for several goroutines.
type Reader struct {
	f    *os.File
	aead cipher.AEAD
	size int64
	last int64
	mu   sync.Mutex
	kept [16]struct {
		n     int64
		plain []byte
	}
	next   int
	sealed []byte
}

// Open opens a finished spool and proves that its end is there.
func Open(dir, name string, key []byte) (*Reader, error) {
	a, err := sealer(key)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	st, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	r := &Reader{f: f, aead: a, sealed: make([]byte, segment+tag)}
	for i := range r.kept {
		r.kept[i].n = -1
	}
	r.last = (st.Size() - 1) / (segment + tag)
	r.size = st.Size() - (r.last+1)*tag
	if st.Size() < tag || r.size < 0 {
		f.Close()
		return nil, ErrDamaged
	}
	if _, err := r.segment(r.last); err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

// Size is the length of the plain file.
func (r *Reader) Size() int64 { return r.size }

// Close closes the file; it stays on disk until Remove.
func (r *Reader) Close() error { return r.f.Close() }

// Remove deletes a spool; one that is gone already is no error.
func Remove(dir, name string) error {
	err := os.Remove(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func (r *Reader) segment(n int64) ([]byte, error) {
	for i := range r.kept {
		if r.kept[i].n == n {
			return r.kept[i].plain, nil
		}
	}
	got, err := r.f.ReadAt(r.sealed, n*(segment+tag))
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	slot := &r.kept[r.next]
	r.next = (r.next + 1) % len(r.kept)
	slot.n = -1
	plain, err := r.aead.Open(slot.plain[:0], nonce(n, n == r.last), r.sealed[:got], nil)
	if err != nil {
		return nil, ErrDamaged
	}
	slot.n, slot.plain = n, plain
	return plain, nil
}

// ReadAt gives plain bytes.
func (r *Reader) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("negative offset")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	done := 0
	for done < len(p) {
		if off >= r.size {
			return done, io.EOF
		}
		plain, err := r.segment(off / segment)
		if err != nil {
			return done, err
		}
		n := copy(p[done:], plain[off%segment:])
		done += n
		off += int64(n)
	}
	return done, nil
}
