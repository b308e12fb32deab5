package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

type journalFile struct {
	path  string
	first int64
}

func newCond(j *Journal) *sync.Cond { return sync.NewCond(&j.mu) }

func fileName(first int64) string { return fmt.Sprintf("%016d%s", first, suffix) }

// listFiles gives the files of a folder in the order of their records.
func listFiles(dir string) ([]journalFile, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the folder of the delivery journal: %w", err)
	}
	var files []journalFile
	for _, e := range entries {
		name, is := strings.CutSuffix(e.Name(), suffix)
		if !is {
			continue
		}
		first, err := strconv.ParseInt(name, 10, 64)
		if err != nil || first < 0 {
			return nil, fmt.Errorf("%s is no file of a delivery journal; move it away", filepath.Join(dir, e.Name()))
		}
		files = append(files, journalFile{filepath.Join(dir, e.Name()), first})
	}
	slices.SortFunc(files, func(a, b journalFile) int { return int(min(max(a.first-b.first, -1), 1)) })
	return files, nil
}

// Damage is a place of a journal that cannot be read and is not its torn end. Nothing is sent until a person has looked at it.
type Damage struct {
	File   string
	Offset int64
	What   string
}

func (d *Damage) Error() string {
	return fmt.Sprintf("the delivery journal is damaged: %s at byte %d: %s; restore the file from a copy, or have two people settle what this node was sending", d.File, d.Offset, d.What)
}

// ErrPruned says that the records asked for were removed after their time.
var ErrPruned = errors.New("these records of the delivery journal were removed after their time")

// Read gives the records of this node's journal from a place on, in order, with the place of each. It reads what was written when it began.
func (j *Journal) Read(from int64, each func(pos int64, r Record) error) error {
	return read(j.dir, j.node, from, j.End(), each)
}

func read(dir string, node [16]byte, from, end int64, each func(pos int64, r Record) error) error {
	files, err := listFiles(dir)
	if err != nil {
		return err
	}
	if len(files) > 0 && from < files[0].first {
		return ErrPruned
	}
	for i, f := range files {
		next := end
		if i+1 < len(files) {
			next = files[i+1].first
		}
		if next <= from || f.first >= end {
			continue
		}
		if err := readFile(f, node, max(from, f.first), min(next, end), each); err != nil {
			return err
		}
	}
	return nil
}

// readFile gives the records from one place up to another, all of which must be there.
func readFile(file journalFile, node [16]byte, from, to int64, each func(pos int64, r Record) error) (err error) {
	f, err := os.Open(file.path)
	if err != nil {
		return fmt.Errorf("read the delivery journal: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := checkHeader(f, file, node); err != nil {
		return err
	}
	offset := (1 + from - file.first) * RecordSize
	in := bufio.NewReaderSize(io.NewSectionReader(f, offset, 1<<62), 256<<10)
	var b [RecordSize]byte
	for pos := from; pos < to; pos++ {
		if _, err := io.ReadFull(in, b[:]); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return &Damage{file.path, offset, "the file ends before its last record"}
			}
			return fmt.Errorf("read the delivery journal: %w", err)
		}
		var r Record
		if !r.decode(b[:], pos) {
			return &Damage{file.path, offset, "this is not the record that belongs here"}
		}
		if err := each(pos, r); err != nil {
			return err
		}
		offset += RecordSize
	}
	return nil
}

func checkHeader(f io.ReaderAt, file journalFile, node [16]byte) error {
	var b [RecordSize]byte
	if _, err := f.ReadAt(b[:], 0); err != nil {
		return &Damage{file.path, 0, "the file has no beginning"}
	}
	switch owner, first, ok := readHeader(b[:]); {
	case !ok:
		return &Damage{file.path, 0, "the beginning cannot be read"}
	case first != file.first:
		return &Damage{file.path, 0, "the file was renamed"}
	case owner != node:
		return &Damage{file.path, 0, "the file belongs to another node"}
	}
	return nil
}

// cutTorn cuts off what was being written at the end of the last file when the machine stopped, and gives the place after the last record.
func cutTorn(file journalFile, node [16]byte) (end int64, err error) {
	f, err := os.OpenFile(file.path, os.O_RDWR, 0)
	if err != nil {
		return 0, fmt.Errorf("open the delivery journal: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := checkHeader(f, file, node); err != nil {
		return 0, err
	}
	good, torn, err := lastRecord(file, f)
	if err != nil || !torn {
		return good, err
	}
	if err := f.Truncate((1 + good - file.first) * RecordSize); err != nil {
		return 0, fmt.Errorf("cut the torn end of the delivery journal: %w", err)
	}
	return good, f.Sync()
}

// lastRecord walks a file and gives the place after its last good record. Bad bytes with a good record after them are damage, not a torn end.
func lastRecord(file journalFile, f io.ReaderAt) (end int64, torn bool, err error) {
	in := bufio.NewReaderSize(io.NewSectionReader(f, RecordSize, 1<<62), 256<<10)
	var b [RecordSize]byte
	end = file.first
	for pos := file.first; ; pos++ {
		n, err := io.ReadFull(in, b[:])
		if errors.Is(err, io.EOF) {
			return end, torn, nil
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return end, torn || n > 0, nil
		}
		if err != nil {
			return 0, false, fmt.Errorf("read the delivery journal: %w", err)
		}
		var r Record
		switch good := r.decode(b[:], pos); {
		case !good:
			torn = true
		case torn:
			return 0, false, &Damage{file.path, (1 + end - file.first) * RecordSize, "this is not the record that belongs here, and good ones follow"}
		default:
			end = pos + 1
		}
	}
}
