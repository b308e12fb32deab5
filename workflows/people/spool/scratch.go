package spool

import (
	"crypto/rand"
	"encoding/hex"
	"io"
)

// Scratch is a spool for working data of one run (the shared strings of an XLSX): its key is never written anywhere,
// so that what a killed process leaves behind is noise.
type Scratch struct {
	dir, name string
	key       []byte
	w         *Writer
	r         *Reader
}

// NewScratch makes one in dir, at most max bytes long.
func NewScratch(dir string, max int64) (*Scratch, error) {
	var b [12]byte
	rand.Read(b[:])
	s := &Scratch{dir: dir, name: "scratch-" + hex.EncodeToString(b[:]), key: NewKey()}
	w, err := Create(dir, s.name, s.key, max)
	if err != nil {
		return nil, err
	}
	s.w = w
	return s, nil
}

func (s *Scratch) Write(p []byte) (int, error) { return s.w.Write(p) }

// Finish ends writing; what was written can then be read at any place.
func (s *Scratch) Finish() (io.ReaderAt, error) {
	if _, _, err := s.w.Close(); err != nil {
		return nil, err
	}
	r, err := Open(s.dir, s.name, s.key)
	if err != nil {
		return nil, err
	}
	s.w, s.r = nil, r
	return r, nil
}

// Close deletes it.
func (s *Scratch) Close() error {
	if s.w != nil {
		s.w.Abort()
	}
	if s.r != nil {
		s.r.Close()
	}
	return Remove(s.dir, s.name)
}
