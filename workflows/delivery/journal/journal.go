package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// File is what the journal needs of an open file; tests put failing ones in.
type File interface {
	WriteAt(b []byte, offset int64) (int, error)
	Sync() error     // everything
	SyncData() error // the content, not the times of the file
	Truncate(size int64) error
	Close() error
}

type diskFile struct{ *os.File }

func (f diskFile) SyncData() error { return dataSync(f.File) }

// OpenFile opens a file as the journal does.
func OpenFile(path string, flag int) (File, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return diskFile{f}, nil
}

// ahead is how much empty space is made at the end of a file at once. Writing into space that is there needs no change of the file system's own
// records, which everybody on the disk would wait for together.
const ahead = 256 << 10

var empty [ahead]byte

// Options of a journal; the zero value is what is used outside tests.
type Options struct {
	FileSize int64                                     // a file is full at this size; 0: 64 MB
	Gather   time.Duration                             // how long an fsync waits for company
	OpenFile func(path string, flag int) (File, error) // nil: the file system's
	SyncDir  func(path string) error                   // nil: the file system's
}

// Journal is the open journal of this node. It may be used by many goroutines.
type Journal struct {
	dir  string
	node [16]byte
	o    Options
	lock *os.File

	mu      sync.Mutex // guards what follows
	cond    *sync.Cond // written, durable or failed changed
	file    File
	full    []File // written to the end, not yet durable
	made    int64  // bytes of file that are there, written or empty
	first   int64  // place of the first record in file
	written int64  // records written, in all files
	durable int64  // records that are on the disk
	wanted  int64  // somebody waits for this many to be durable
	failed  error
	closed  bool
	done    chan struct{}
}

// ErrClosed is the answer of a journal that was closed.
var ErrClosed = errors.New("the delivery journal is closed")

var errShort = errors.New("not everything was written")

// Ticket is the promise of one record to become durable.
type Ticket struct {
	j   *Journal
	pos int64
}

// Wait returns when the record is on the disk, or with the reason why it cannot be said that it is.
func (t Ticket) Wait() error {
	j := t.j
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.wanted <= t.pos {
		j.wanted = t.pos + 1
		j.cond.Broadcast()
	}
	for j.durable <= t.pos && j.failed == nil {
		j.cond.Wait()
	}
	if j.durable > t.pos {
		return nil
	}
	return j.failed
}

// Append writes a record. It is in the file when Append returns (kill -9 of the program does not lose it), and on the disk when Wait of the
// ticket returns (loss of power does not lose it either).
func (j *Journal) Append(r Record) (Ticket, error) {
	if r.Kind < Intent || r.Kind > lastKind {
		return Ticket{}, errors.New("a record of the delivery journal needs a kind")
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed != nil {
		return Ticket{}, j.failed
	}
	if j.offset() >= j.o.FileSize {
		if err := j.rotate(); err != nil {
			return Ticket{}, j.fail(err)
		}
	}
	if at := j.offset(); at+RecordSize > j.made && j.o.FileSize >= ahead {
		if n, err := j.file.WriteAt(empty[:], at); err != nil || n != ahead {
			return Ticket{}, j.fail(fmt.Errorf("make space in the delivery journal: %w", errors.Join(err, errShort)))
		}
		j.made = at + ahead
	}
	var b [RecordSize]byte
	r.encode(&b, j.written)
	if n, err := j.file.WriteAt(b[:], j.offset()); err != nil || n != RecordSize {
		return Ticket{}, j.fail(fmt.Errorf("write the delivery journal: %w", errors.Join(err, errShort)))
	}
	j.written++
	return Ticket{j, j.written - 1}, nil
}

// offset is where the next record goes in its file.
func (j *Journal) offset() int64 { return (1 + j.written - j.first) * RecordSize }

// rotate begins the next file. The full one is durable first: only the last file may have a torn end.
func (j *Journal) rotate() error {
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("make the delivery journal durable: %w", err)
	}
	f, err := j.create(j.written)
	if err != nil {
		return err
	}
	j.full, j.file, j.first, j.made = append(j.full, j.file), f, j.written, RecordSize
	return nil
}

func (j *Journal) create(first int64) (File, error) {
	f, err := j.o.OpenFile(filepath.Join(j.dir, fileName(first)), os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return nil, fmt.Errorf("begin a file of the delivery journal: %w", err)
	}
	h := header(j.node, first)
	_, err = f.WriteAt(h[:], 0)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = j.o.SyncDir(j.dir)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("begin a file of the delivery journal: %w", err), f.Close())
	}
	return f, nil
}

// fail ends the use of this journal for good; whoever waits is told. The caller holds the lock.
func (j *Journal) fail(err error) error {
	if j.failed == nil {
		j.failed = fmt.Errorf("%w; this node sends nothing more until it is started again", err)
		j.cond.Broadcast()
	}
	return j.failed
}

// sync is the one goroutine that makes records durable.
func (j *Journal) sync() {
	defer close(j.done)
	j.mu.Lock()
	defer j.mu.Unlock()
	for {
		for j.wanted <= j.durable && j.failed == nil && !j.closed {
			j.cond.Wait()
		}
		if j.failed != nil || j.closed && j.durable >= j.written {
			return
		}
		if j.o.Gather > 0 && !j.closed {
			j.mu.Unlock()
			time.Sleep(j.o.Gather)
			j.mu.Lock()
		}
		upTo, files := j.written, append(j.full, j.file)
		j.full = nil
		j.mu.Unlock()
		err := syncAll(files)
		j.mu.Lock()
		if err != nil {
			_ = j.fail(fmt.Errorf("make the delivery journal durable: %w", err))
			return
		}
		j.durable = upTo
		j.cond.Broadcast()
	}
}

// syncAll makes files durable and closes all but the last, which is still written to.
func syncAll(files []File) error {
	for _, f := range files[:len(files)-1] {
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return files[len(files)-1].SyncData()
}

// End is the place after the last record written.
func (j *Journal) End() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.written
}

// Err is why the journal takes nothing more, or nil.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.failed
}

// Dir is the folder, and Node the id of the node whose journal this is: it is in the folder, not in the machine's name, so that a disk that
// moves takes its identity along.
func (j *Journal) Dir() string  { return j.dir }
func (j *Journal) Node() string { return nodeName(j.node) }

// Close makes everything durable and lets the folder go.
func (j *Journal) Close() error {
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return nil
	}
	j.closed = true
	j.cond.Broadcast()
	j.mu.Unlock()
	<-j.done
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.failed
	if err == nil {
		j.failed = ErrClosed
	}
	j.cond.Broadcast()
	if err == nil {
		err = j.file.Truncate(j.offset()) // the empty space
	}
	return errors.Join(err, j.file.Close(), j.lock.Close())
}

// Position is the place of the record.
func (t Ticket) Position() int64 { return t.pos }
