package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"
)

// xlsxPackage is the checked zip around a workbook. Names inside it are only keys: nothing is ever written by them.
type xlsxPackage struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// openPackage refuses what a list of people never holds before a single part is unpacked: a bomb, macros, links to
// other files, embedded files, encryption.
func openPackage(src io.ReaderAt, size int64) (*xlsxPackage, error) {
	z, err := zip.NewReader(src, size)
	if err != nil {
		return nil, refuse(Broken, "The file begins like an XLSX workbook but is cut off or damaged. Send it again. Nothing was kept.")
	}
	if len(z.File) > maxParts {
		return nil, refuse(Unsafe, "The workbook has more than 2,000 parts. Save only the list of people as a new workbook and send that. Nothing was kept.")
	}
	p := &xlsxPackage{parts: map[string]*zip.File{}, left: maxUnpacked}
	var packed, unpacked uint64
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/"))
		if err := checkPart(f, name); err != nil {
			return nil, err
		}
		if f.UncompressedSize64 > maxUnpacked || f.CompressedSize64 > uint64(size) {
			return nil, bomb()
		}
		packed, unpacked = packed+f.CompressedSize64, unpacked+f.UncompressedSize64
		if f.UncompressedSize64 > smallPart && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, bomb()
		}
		if _, twice := p.parts[name]; twice {
			return nil, refuse(Unsafe, "The workbook holds the same part twice, so programs would read it differently. Save it again and send the new file. Nothing was kept.")
		}
		p.parts[name] = f
	}
	// Parts that together claim more bytes than the file has overlap each other.
	if unpacked > maxUnpacked || packed > uint64(size) || unpacked > smallPart && unpacked/maxRatio > uint64(size) {
		return nil, bomb()
	}
	if p.parts["xl/workbook.xml"] == nil && p.parts["_rels/.rels"] == nil {
		return nil, refuse(WrongFileType, "This is a packed file (.zip, .ods, .docx) but not an XLSX workbook. Open the list in your spreadsheet program, save it as XLSX or CSV, and send that file. Nothing was kept.")
	}
	return p, p.peekParts()
}

func checkPart(f *zip.File, name string) error {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(name, w) {
				return true
			}
		}
		return false
	}
	switch {
	case f.Flags&1 != 0:
		return refuse(Unsafe, "The workbook is encrypted. Save it without a password and send it again. Nothing was kept.")
	case f.Mode()&fs.ModeSymlink != 0, !f.Mode().IsRegular() && !f.Mode().IsDir():
		return refuse(Unsafe, "The workbook holds a link instead of a file. It was refused. Nothing was kept.")
	case has("vbaproject", "xl/macrosheets/", "xl/activex/", "xl/dialogsheets/"):
		return refuse(Unsafe, "The workbook holds macros. Save it as .xlsx without macros, or as CSV UTF-8, and send it again. Nothing was kept.")
	case has("xl/externallinks/"):
		return refuse(Unsafe, "The workbook is linked to other files. Copy the list as values into a new workbook and send that. Nothing was kept.")
	case has("xl/embeddings/"), strings.HasSuffix(name, ".zip"), strings.HasSuffix(name, ".xlsx"), strings.HasSuffix(name, ".xlsm"), strings.HasSuffix(name, ".docx"):
		return refuse(Unsafe, "The workbook holds another file inside. Copy the list as values into a new workbook and send that. Nothing was kept.")
	}
	return nil
}

func bomb() error {
	return refuse(Unsafe, "The workbook unpacks to far more than it is (over 512 MiB, or over 100 times its size). It was refused before unpacking. Nothing was kept.")
}

// peekParts looks at the first bytes of each part for a file inside the file, and for a DTD.
func (p *xlsxPackage) peekParts() error {
	head := make([]byte, 1024)
	for name, f := range p.parts {
		if f.UncompressedSize64 == 0 {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return broken()
		}
		n, err := io.ReadFull(r, head)
		r.Close()
		if err != nil && err != io.ErrUnexpectedEOF {
			return broken()
		}
		b := head[:n]
		switch {
		case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("\xD0\xCF\x11\xE0")), bytes.HasPrefix(b, []byte("Rar!")), bytes.HasPrefix(b, []byte("7z\xBC\xAF")), bytes.HasPrefix(b, []byte("\x1F\x8B")):
			return refuse(Unsafe, "The workbook holds another file inside. Copy the list as values into a new workbook and send that. Nothing was kept.")
		case bytes.Contains(b, []byte("<!DOCTYPE")), bytes.Contains(b, []byte("<!ENTITY")):
			return refuse(Unsafe, "The workbook declares a document type (DTD), which a list of people never needs. It was refused and not read. Nothing was kept.")
		case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
			if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
				return broken()
			}
		}
		if name == "[content_types].xml" && bytes.Contains(bytes.ToLower(b), []byte("macroenabled")) {
			return refuse(Unsafe, "The workbook is of a kind that holds macros. Save it as .xlsx and send it again. Nothing was kept.")
		}
	}
	return nil
}

// open unpacks one part, bounded by what it declared and by what the whole package may still unpack.
func (p *xlsxPackage) open(name string) (io.ReadCloser, error) {
	f := p.parts[strings.ToLower(name)]
	if f == nil {
		return nil, broken()
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken()
	}
	return &boundedPart{r, p, int64(f.UncompressedSize64)}, nil
}

type boundedPart struct {
	io.ReadCloser
	p    *xlsxPackage
	left int64
}

func (b *boundedPart) Read(buf []byte) (int, error) {
	n, err := b.ReadCloser.Read(buf)
	b.left -= int64(n)
	b.p.left -= int64(n)
	if b.left < 0 || b.p.left < 0 {
		return 0, bomb()
	}
	if err != nil && err != io.EOF {
		err = broken()
	}
	return n, err
}
