package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The journal as it is documented: files of records of 64 bytes, the first of which is a header. Read here by other hands than those
// that write it.
const (
	recordSize   = 64
	recordSign   = 0xCD
	headerSign   = 0xCE
	intentRecord = 1
)

var checkSum = crc32.MakeTable(crc32.Castagnoli)

// intents gives everybody some node wrote an intent for, and how often, from all journals under a folder.
func intents(folder string) (map[int64]int, error) {
	all := map[int64]int{}
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".journal") {
			return err
		}
		return readJournal(path, all)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	return all, err
}

func readJournal(path string, all map[int64]int) error {
	raw, err := os.ReadFile(path)
	if err != nil || len(raw) < recordSize {
		return err
	}
	if raw[0] != headerSign {
		return fmt.Errorf("%s does not begin as a journal", path)
	}
	end := false // the space behind the last record is there already and holds none
	for at := recordSize; at+recordSize <= len(raw); at += recordSize {
		b := raw[at : at+recordSize]
		good := b[0] == recordSign && binary.LittleEndian.Uint32(b[60:]) == crc32.Checksum(b[:60], checkSum)
		switch {
		case !good:
			end = true
		case end:
			return fmt.Errorf("%s: a record at byte %d stands behind something that is none", path, at)
		case b[1] == intentRecord:
			all[int64(binary.LittleEndian.Uint64(b[20:]))]++
		}
	}
	return nil
}
