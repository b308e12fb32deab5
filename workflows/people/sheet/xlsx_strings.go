package sheet

import (
	"encoding/binary"
	"io"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sharedStrings holds the texts that the cells of a workbook point to. A list of 515,000 people has millions of
// them, so they are kept in blocks, and past a few MiB the blocks go to the caller's encrypted scratch; memory keeps
// where each block begins and the blocks used last.
type sharedStrings struct {
	count   int
	size    int64
	inRAM   []byte
	blocks  []stringBlock
	scratch Scratch
	at      io.ReaderAt
	kept    map[int]*openBlock
	ring    []int
}

type stringBlock struct {
	first int // number of its first string
	off   int64
}

type openBlock struct {
	data  []byte
	start []int32
}

const (
	blockSize  = 32 << 10
	keptBlocks = 128
)

// Marks in place of a length: the string is there but may not be used.
const (
	markLong    = MaxCell + 1
	markNotUTF8 = MaxCell + 2
)

func readSharedStrings(p *xlsxPackage, name string, scratch func() (Scratch, error)) (*sharedStrings, error) {
	s := &sharedStrings{kept: map[int]*openBlock{}}
	if name == "" {
		return s, nil
	}
	part, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	err = s.read(newXMLScanner(part), scratch)
	if err == nil && s.scratch != nil {
		if err = s.spill(); err == nil {
			s.at, err = s.scratch.Finish()
		}
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *sharedStrings) read(x *xmlScanner, scratch func() (Scratch, error)) error {
	var text []byte
	inside, phonetic, long := false, 0, false
	for {
		err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case x.kind == xmlStart && x.name == "si":
			text, long, phonetic = text[:0], false, 0
		case x.kind == xmlStart && x.name == "rPh":
			phonetic++
		case x.kind == xmlEnd && x.name == "rPh":
			phonetic--
		case x.kind == xmlStart && x.name == "t":
			inside = true
		case x.kind == xmlEnd && x.name == "t":
			inside = false
		case x.kind == xmlText && inside && phonetic == 0:
			text = append(text, x.text...)
			long = long || x.long || len(text) > MaxCell
			text = text[:min(len(text), MaxCell+1)]
		case x.kind == xmlEnd && x.name == "si":
			if err := s.add(text, long, scratch); err != nil {
				return err
			}
		}
	}
}

func (s *sharedStrings) add(text []byte, long bool, scratch func() (Scratch, error)) error {
	if n := len(s.blocks); n == 0 || s.size-s.blocks[n-1].off >= blockSize {
		s.blocks = append(s.blocks, stringBlock{s.count, s.size})
	}
	s.count++
	length := uint64(len(text))
	if long {
		length, text = markLong, nil
	} else if !utf8.Valid(text) {
		length, text = markNotUTF8, nil
	}
	before := len(s.inRAM)
	s.inRAM = append(binary.AppendUvarint(s.inRAM, length), text...)
	s.size += int64(len(s.inRAM) - before)
	if s.scratch == nil && len(s.inRAM) > maxSharedInRAM {
		if scratch == nil {
			return refuse(TooLarge, "The workbook holds more text than can be read here. Save it as CSV UTF-8 and send that. Nothing was kept.")
		}
		var err error
		if s.scratch, err = scratch(); err != nil {
			return err
		}
	}
	if s.scratch != nil && len(s.inRAM) >= blockSize {
		return s.spill()
	}
	return nil
}

func (s *sharedStrings) spill() error {
	_, err := s.scratch.Write(s.inRAM)
	s.inRAM = s.inRAM[:0]
	if cap(s.inRAM) > 1<<20 {
		s.inRAM = nil
	}
	return err
}

func (s *sharedStrings) get(n, column int) (string, *Problem, error) {
	if n >= s.count {
		return "", &Problem{Code: BrokenCell, Column: column, Detail: "A cell points to a text that is not in the workbook."}, nil
	}
	i := sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].first > n }) - 1
	b, err := s.block(i)
	if err != nil {
		return "", nil, err
	}
	data := b.data[b.start[n-s.blocks[i].first]:]
	length, w := binary.Uvarint(data)
	switch length {
	case markLong:
		return "", tooLong(column), nil
	case markNotUTF8:
		return "", &Problem{Code: NotUTF8, Column: column, Detail: "A cell holds bytes that are not letters."}, nil
	}
	return unescapeX(string(data[w : w+int(length)])), nil, nil
}

// block opens block i, or finds it among those used last.
func (s *sharedStrings) block(i int) (*openBlock, error) {
	if b := s.kept[i]; b != nil {
		return b, nil
	}
	off, end, strings := s.blocks[i].off, s.size, s.count
	if i+1 < len(s.blocks) {
		end, strings = s.blocks[i+1].off, s.blocks[i+1].first
	}
	b := &openBlock{start: make([]int32, 0, strings-s.blocks[i].first)}
	if s.at == nil {
		b.data = s.inRAM[off:end]
	} else {
		b.data = make([]byte, end-off)
		if n, err := s.at.ReadAt(b.data, off); err != nil && !(err == io.EOF && n == len(b.data)) {
			return nil, err
		}
	}
	for at := 0; at < len(b.data); {
		b.start = append(b.start, int32(at))
		length, w := binary.Uvarint(b.data[at:])
		if length > MaxCell {
			length = 0
		}
		at += w + int(length)
	}
	if len(s.ring) == keptBlocks {
		delete(s.kept, s.ring[0])
		s.ring = append(s.ring[:0], s.ring[1:]...)
	}
	s.kept[i], s.ring = b, append(s.ring, i)
	return b, nil
}

func (s *sharedStrings) close() error {
	if s.scratch != nil {
		return s.scratch.Close()
	}
	return nil
}

// unescapeX reads _xHHHH_, how workbooks write characters that XML cannot hold (ECMA-376, ST_Xstring). A control
// character that comes out of it is refused later like any other.
func unescapeX(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil && utf8.ValidRune(rune(n)) {
				b.WriteRune(rune(n))
				i += 7
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
