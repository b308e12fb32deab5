package translation

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"candour/models"
)

const (
	// FileLimit is how large a file from a translator may be.
	FileLimit  = 2 << 20
	unitLimit  = 5000
	depthLimit = 40
)

var notXLIFF = models.InvalidField("file", "This is not an XLIFF 2 file. Nothing was taken over; export the text again and have that file translated.")

// readXLIFF reads units from an XLIFF 2.0 or 2.1 file. There is no document type, no entity and no other encoding in what is accepted, so
// nothing in a file can reach for something else or grow when it is read. Unknown elements (extensions of tools) are passed over.
func readXLIFF(raw []byte) (source, target string, units []Unit, err error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("only UTF-8") }
	var (
		path  []string
		u     *Unit
		data  map[string]string
		name  string
		text  strings.Builder
		inTxt int // depth of the element whose text is read
		seen  = map[string]bool{}
	)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", "", nil, notXLIFF
		}
		switch x := token.(type) {
		case xml.Directive:
			return "", "", nil, models.InvalidField("file", "The file declares a document type, which a translation does not need and which can be harmful. Nothing was taken over.")
		case xml.StartElement:
			path = append(path, x.Name.Local)
			if len(path) > depthLimit {
				return "", "", nil, notXLIFF
			}
			if len(path) == 1 {
				if x.Name.Local != "xliff" || x.Name.Space != xliffNamespace || !strings.HasPrefix(attribute(x, "version"), "2.") {
					return "", "", nil, notXLIFF
				}
				source, target = attribute(x, "srcLang"), attribute(x, "trgLang")
			}
			if x.Name.Space != xliffNamespace {
				continue
			}
			switch {
			case x.Name.Local == "unit":
				if len(units) >= unitLimit {
					return "", "", nil, models.InvalidField("file", "The file has more than %d units. Nothing was taken over.", unitLimit)
				}
				u, data = &Unit{ID: attribute(x, "id")}, map[string]string{}
			case u == nil:
			case ours(path):
				text.Reset()
				inTxt, name = len(path), attribute(x, "id")
			case inTxt > 0 && x.Name.Local == "ph":
				// The text of a placeholder is ours; what a tool shows for it is not read.
				text.WriteString(data[attribute(x, "dataRef")])
			}
		case xml.CharData:
			if inTxt > 0 {
				text.Write(x)
			}
		case xml.EndElement:
			if inTxt == len(path) && u != nil {
				switch x.Name.Local {
				case "data":
					data[name] = text.String()
				case "source":
					u.Source += text.String()
				case "target":
					u.Target += text.String()
				}
				inTxt = 0
			}
			if x.Name.Local == "unit" && u != nil {
				// An id twice is two translations of one paragraph: the first counts, the second is reported.
				if seen[u.ID] {
					u.Note = "twice"
				}
				seen[u.ID] = true
				units, u = append(units, *u), nil
			}
			path = path[:len(path)-1]
		}
	}
	if len(units) == 0 {
		return "", "", nil, notXLIFF
	}
	return source, target, units, nil
}

// ours says that the text of this element is read: the words of a segment, and the placeholders of its unit. Modules of tools (matches of a
// memory, for example) have elements of the same names further down.
func ours(path []string) bool {
	if len(path) < 3 {
		return false
	}
	own, in, above := path[len(path)-1], path[len(path)-2], path[len(path)-3]
	return above == "unit" && ((own == "source" || own == "target") && (in == "segment" || in == "ignorable") || own == "data" && in == "originalData")
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
