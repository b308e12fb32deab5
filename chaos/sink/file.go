package sink

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

var errClosed = errors.New("the sink is closed")

// file appends entries, one line of JSON each, and returns only when they are on disk. Entries that arrive together share one fsync.
type file struct {
	f     *os.File
	queue chan job
	done  chan struct{}
	once  sync.Once
}

type job struct {
	line  []byte
	ready chan error
}

// openFile goes on with a file that may end in half a line, because a sink was killed while it wrote: nobody was told 250 for that one.
func openFile(path string) (*file, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	whole, err := wholeLines(f)
	if err == nil {
		err = f.Truncate(whole)
	}
	if err == nil {
		_, err = f.Seek(whole, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	w := &file{f: f, queue: make(chan job, 256), done: make(chan struct{})}
	go w.write()
	return w, nil
}

// wholeLines is where the last finished line ends.
func wholeLines(f *os.File) (int64, error) {
	b, err := io.ReadAll(f)
	return int64(bytes.LastIndexByte(b, '\n') + 1), err
}

func (w *file) append(e Entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	j := job{append(line, '\n'), make(chan error, 1)}
	select {
	case w.queue <- j:
	case <-w.done:
		return errClosed
	}
	select {
	case err := <-j.ready:
		return err
	case <-w.done:
		return errClosed
	}
}

// write collects what waits, writes it with one call and syncs it with one more. After a first error nothing is promised any more: the
// page cache may have dropped what was written, so a later fsync proves nothing.
func (w *file) write() {
	var broken error
	for {
		var group []job
		select {
		case j := <-w.queue:
			group = append(group, j)
		case <-w.done:
			return
		}
		for len(w.queue) > 0 && len(group) < 256 {
			group = append(group, <-w.queue)
		}
		var all []byte
		for _, j := range group {
			all = append(all, j.line...)
		}
		if broken == nil {
			if _, broken = w.f.Write(all); broken == nil {
				broken = w.f.Sync()
			}
		}
		for _, j := range group {
			j.ready <- broken
		}
	}
}

func (w *file) close() error {
	var err error
	w.once.Do(func() { close(w.done); err = w.f.Close() })
	return err
}

// Read gives every entry a sink wrote. Half a line at the end was never answered and is left out; half a line anywhere else is an error.
func Read(path string) ([]Entry, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []Entry
	for n := 1; ; n++ {
		line, rest, whole := bytes.Cut(raw, []byte("\n"))
		if !whole {
			return all, nil
		}
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		all, raw = append(all, e), rest
	}
}
