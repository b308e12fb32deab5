package journal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	defaultFileSize = 64 << 20
	nodeFile        = "node"
	lockFile        = "lock"
	suffix          = ".journal"
)

// OpenNode opens a journal under base for this process: the first folder whose node does not run, or a new one. So a node that starts again
// finds its own journal, and two nodes on one machine have two.
func OpenNode(base string, o Options) (*Journal, error) {
	if err := os.MkdirAll(base, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of delivery journals: %w", err)
	}
	entries, err := os.ReadDir(base)
	if err != nil {
		return nil, fmt.Errorf("read the folder of delivery journals: %w", err)
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), "node-") {
			continue
		}
		j, err := Open(filepath.Join(base, e.Name()), o)
		if errors.Is(err, ErrInUse) {
			continue
		}
		return j, err
	}
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		return nil, err
	}
	return Open(filepath.Join(base, "node-"+hex.EncodeToString(id[:4])), o)
}

// OpenOf opens the journal of one node under base. The error is ErrInUse while the node runs, and fs.ErrNotExist when its journal is not here.
func OpenOf(base, node string, o Options) (*Journal, error) {
	dir, err := dirOf(base, node)
	if err != nil {
		return nil, err
	}
	return Open(dir, o)
}

// Has says whether the journal of a node is under base.
func Has(base, node string) bool {
	_, err := dirOf(base, node)
	return err == nil
}

func dirOf(base, node string) (string, error) {
	entries, err := os.ReadDir(base)
	if err != nil {
		return "", fmt.Errorf("read the folder of delivery journals: %w", err)
	}
	for _, e := range entries {
		dir := filepath.Join(base, e.Name())
		if b, err := os.ReadFile(filepath.Join(dir, nodeFile)); err == nil && strings.TrimSpace(string(b)) == node {
			return dir, nil
		}
	}
	return "", fmt.Errorf("the journal of this node is not in %s: %w", base, os.ErrNotExist)
}

// ErrInUse says that another process writes this journal now.
var ErrInUse = errors.New("another process uses this delivery journal")

// Open opens the journal in dir, makes it when there is none, cuts a torn end, and takes it for this process.
func Open(dir string, o Options) (*Journal, error) {
	o = o.withDefaults()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the delivery journal: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("take the delivery journal: %w", err)
	}
	// The lock ends with the process, however it ends.
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrInUse
		}
		return nil, fmt.Errorf("take the delivery journal: %w", err)
	}
	j, err := open(dir, o)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	j.lock = lock
	go j.sync()
	return j, nil
}

func (o Options) withDefaults() Options {
	if o.FileSize == 0 {
		o.FileSize = defaultFileSize
	}
	if o.FileSize < 2*RecordSize {
		o.FileSize = 2 * RecordSize
	}
	if o.OpenFile == nil {
		o.OpenFile = OpenFile
	}
	if o.SyncDir == nil {
		o.SyncDir = syncDir
	}
	return o
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func open(dir string, o Options) (*Journal, error) {
	j := &Journal{dir: dir, o: o, done: make(chan struct{})}
	j.cond = newCond(j)
	var err error
	if j.node, err = nodeID(dir, o); err != nil {
		return nil, err
	}
	files, err := listFiles(dir)
	if err != nil {
		return nil, err
	}
	if n := len(files); n > 0 {
		// A file without a whole header was being begun: nothing is in it.
		if s, err := os.Stat(files[n-1].path); err != nil {
			return nil, err
		} else if s.Size() < RecordSize {
			if err := os.Remove(files[n-1].path); err != nil {
				return nil, fmt.Errorf("clean the delivery journal: %w", err)
			}
			files = files[:n-1]
		}
	}
	if len(files) == 0 {
		j.file, err = j.create(0)
		j.made = RecordSize
		return j, err
	}
	last := files[len(files)-1]
	end, err := cutTorn(last, j.node)
	if err != nil {
		return nil, err
	}
	f, err := o.OpenFile(last.path, os.O_WRONLY)
	if err != nil {
		return nil, fmt.Errorf("open the delivery journal: %w", err)
	}
	// What the page cache still held when the last process ended becomes durable now: what is read from here on is on the disk.
	if err := f.Sync(); err != nil {
		return nil, errors.Join(fmt.Errorf("make the delivery journal durable: %w", err), f.Close())
	}
	j.file, j.first, j.written, j.durable = f, last.first, end, end
	j.made = j.offset()
	return j, nil
}

// nodeID reads or makes the random id of the node that owns the folder.
func nodeID(dir string, o Options) (id [16]byte, err error) {
	path := filepath.Join(dir, nodeFile)
	b, err := os.ReadFile(path)
	if err == nil {
		if n, err := hex.Decode(id[:], []byte(strings.TrimSpace(string(b)))); err != nil || n != len(id) {
			return id, fmt.Errorf("%s does not hold the id of a node", path)
		}
		return id, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return id, fmt.Errorf("read the node's id: %w", err)
	}
	if files, err := listFiles(dir); err != nil || len(files) > 0 {
		return id, errors.Join(fmt.Errorf("%s is missing beside journal files; put it back from a copy of the folder", path), err)
	}
	if _, err := rand.Read(id[:]); err != nil {
		return id, err
	}
	tmp := path + ".part"
	if err := os.WriteFile(tmp, []byte(nodeName(id)+"\n"), 0o600); err != nil {
		return id, fmt.Errorf("write the node's id: %w", err)
	}
	if err := syncDir(tmp); err != nil { // a file can be made durable the same way
		return id, fmt.Errorf("write the node's id: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return id, fmt.Errorf("write the node's id: %w", err)
	}
	return id, o.SyncDir(dir)
}

func nodeName(id [16]byte) string { return hex.EncodeToString(id[:]) }

// Oldest is the place of the first record that is kept.
func (j *Journal) Oldest() (int64, error) {
	files, err := listFiles(j.dir)
	if err != nil || len(files) == 0 {
		return 0, err
	}
	return files[0].first, nil
}

// Prune removes files that ended before the given time and hold nothing at or after keep. The last file always stays.
func (j *Journal) Prune(before time.Time, keep int64) (removed int, err error) {
	files, err := listFiles(j.dir)
	if err != nil {
		return 0, err
	}
	for i, f := range files[:max(len(files)-1, 0)] {
		s, err := os.Stat(f.path)
		if err != nil {
			return removed, err
		}
		if files[i+1].first > keep || !s.ModTime().Before(before) {
			return removed, nil
		}
		if err := os.Remove(f.path); err != nil {
			return removed, fmt.Errorf("remove an old file of the delivery journal: %w", err)
		}
		removed++
	}
	return removed, nil
}
