package translation

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candour/models"
)

func sample(source string) (Piece, Language) {
	p := Piece{ID: models.NewID(), Kind: "people", Source: "en", Places: []string{"body", "sms"}, Words: map[string]Words{"en": {"body": source, "sms": "Call {{contact}}."}}}
	memory, _ := remembered("body", Split(source))
	l := Language{Code: "ar", State: IsOpen}
	target := make([]Paragraph, 0, len(memory))
	for i, m := range memory {
		if i%3 != 1 {
			target = append(target, Paragraph{Text: m.Target})
		}
	}
	l.Rows, _ = Align("body", Split(source), target, memory, never)
	more, _ := Align("sms", Split("Call {{contact}}."), nil, nil, never)
	l.Rows = append(l.Rows, more...)
	return p, l
}

// element is one node of the document, with what the standard says of it below.
type element struct {
	XMLName  xml.Name
	Attr     []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Inner    string     `xml:",innerxml"`
}

func (e element) get(name string) string { return attribute(xml.StartElement{Attr: e.Attr}, name) }

func (e element) walk(see func(path []string, e element), path ...string) {
	path = append(slices.Clone(path), e.XMLName.Local)
	see(path, e)
	for _, c := range e.Children {
		c.walk(see, path...)
	}
}

// inside is what XLIFF 2.1 (OASIS, section 4.2.2) lets an element of its core hold, in order.
var inside = map[string]*regexp.Regexp{
	"xliff":        regexp.MustCompile(`^(file )+$`),
	"file":         regexp.MustCompile(`^(skeleton )?(notes )?((unit|group) )+$`),
	"group":        regexp.MustCompile(`^(notes )?((unit|group) )*$`),
	"unit":         regexp.MustCompile(`^(notes )?(originalData )?((segment|ignorable) )*segment ((segment|ignorable) )*$`),
	"notes":        regexp.MustCompile(`^(note )+$`),
	"originalData": regexp.MustCompile(`^(data )+$`),
	"segment":      regexp.MustCompile(`^source (target )?$`),
	"source":       regexp.MustCompile(`^(ph )*$`),
	"target":       regexp.MustCompile(`^(ph )*$`),
	"note":         regexp.MustCompile(`^$`), "data": regexp.MustCompile(`^$`), "ph": regexp.MustCompile(`^$`),
}

// may are the attributes each element may have; those that it must have are marked.
var may = map[string]string{
	"xliff": "!version !srcLang trgLang", "file": "!id original canResegment", "group": "!id name", "unit": "!id name canResegment", "notes": "", "originalData": "",
	"note": "id category appliesTo priority", "data": "!id", "segment": "id state subState", "source": "space", "target": "space", "ph": "!id dataRef disp canCopy canDelete",
}

var nmtoken = regexp.MustCompile(`^[A-Za-z0-9._:-]+$`)

// against checks the constraints of the standard that a document of ours could break, and gives the breaks.
func against(raw []byte) (breaks []string) {
	bad := func(format string, a ...any) { breaks = append(breaks, fmt.Sprintf(format, a...)) }
	var root element
	if err := xml.Unmarshal(raw, &root); err != nil {
		return []string{err.Error()}
	}
	ids := map[string]bool{}
	root.walk(func(path []string, e element) {
		name := e.XMLName.Local
		order := ""
		for _, c := range e.Children {
			order += c.XMLName.Local + " "
		}
		rule, there := inside[name]
		if !there || e.XMLName.Space != xliffNamespace {
			bad("element %s is not one of the core", name)
			return
		}
		if !rule.MatchString(order) {
			bad("%s holds %q", name, order)
		}
		allowed := strings.Fields(may[name])
		for _, a := range e.Attr {
			if a.Name.Local != "xmlns" && !slices.Contains(allowed, a.Name.Local) && !slices.Contains(allowed, "!"+a.Name.Local) {
				bad("%s has an attribute %s", name, a.Name.Local)
			}
		}
		for _, a := range allowed {
			if must, ok := strings.CutPrefix(a, "!"); ok && e.get(must) == "" {
				bad("%s lacks %s", name, must)
			}
		}
		if id := e.get("id"); id != "" {
			if !nmtoken.MatchString(id) {
				bad("id %q is no NMTOKEN", id)
			}
			// Unique among the elements of its kind in the file (group, unit), or in the unit (checked below).
			if name == "unit" || name == "group" {
				if ids[name+id] {
					bad("%s %s is there twice", name, id)
				}
				ids[name+id] = true
			}
		}
		if name != "unit" {
			return
		}
		data, tags := map[string]bool{}, map[string]string{}
		e.walk(func(path []string, x element) {
			switch x.XMLName.Local {
			case "data":
				if data[x.get("id")] {
					bad("data %s is there twice", x.get("id"))
				}
				data[x.get("id")] = true
			case "segment":
				state := x.get("state")
				if !slices.Contains([]string{"initial", "translated", "reviewed", "final"}, state) {
					bad("state %q", state)
				}
				if sub := x.get("subState"); sub != "" && (!strings.Contains(sub, ":") || strings.HasPrefix(sub, "xlf:")) {
					bad("subState %q has no prefix of its own", sub)
				}
				if state != "initial" && !strings.Contains(x.Inner, "<target") {
					bad("state %s without a target", state)
				}
			case "ph":
				side := path[len(path)-2]
				if tags[side+x.get("id")] != "" {
					bad("ph %s is there twice in one %s", x.get("id"), side)
				}
				tags[side+x.get("id")] = x.get("dataRef")
				if !data[x.get("dataRef")] {
					bad("ph %s refers to no data", x.get("id"))
				}
				// A tag of the target with the id of one of the source is the same tag.
				if was := tags["source"+x.get("id")]; side == "target" && was != "" && was != x.get("dataRef") {
					bad("ph %s is another one in the target", x.get("id"))
				}
			}
		})
	})
	if root.get("version") != "2.1" || root.XMLName.Local != "xliff" {
		bad("not XLIFF 2.1")
	}
	return breaks
}

const awkward = "Dear {{name}},\n\nWe noticed it on {{detected_on}}, again on {{detected_on}}. {{copied}} <b>&amp;\"'</b> ]]> &#x41;\n\n- First {{contact}}\n- =1+1 [[local: office]] ask us [[/local]]\n\nمرحبا \u200fworld"

func TestTheFileForTranslatorsKeepsTheStandard(t *testing.T) {
	p, l := sample(awkward)
	raw := p.XLIFF(l)
	for _, b := range against(raw) {
		t.Error(b)
	}
	if strings.Contains(string(raw), "<!DOCTYPE") || !strings.Contains(string(raw), `srcLang="en" trgLang="ar"`) || !strings.Contains(string(raw), `<ph id="1" dataRef="d1" disp="{{name}}"`) {
		t.Errorf("%s", raw)
	}
}

func TestWhatTheStandardForbidsIsFound(t *testing.T) {
	p, l := sample(awkward)
	good := string(p.XLIFF(l))
	for name, f := range map[string]func(string) string{
		"a unit twice":            func(s string) string { return strings.Replace(s, ".2.", ".1.", 1) + "" },
		"an unknown state":        func(s string) string { return strings.Replace(s, `state="translated"`, `state="done"`, 1) },
		"a tag without its data":  func(s string) string { return strings.Replace(s, `dataRef="d1"`, `dataRef="d99"`, 1) },
		"target before source":    func(s string) string { return strings.Replace(s, "<source", "<target/><source", 1) },
		"an attribute of its own": func(s string) string { return strings.Replace(s, "<unit ", "<unit mood=\"good\" ", 1) },
	} {
		bad := f(good)
		if name == "a unit twice" {
			bad = strings.Replace(good, l.Rows[1].unit(false).ID, l.Rows[0].unit(false).ID, 1)
		}
		if len(against([]byte(bad))) == 0 {
			t.Errorf("%s was not found", name)
		}
	}
}

func TestAFileComesBackAsItWent(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, p Piece, l Language) {
		source, target, units, err := readXLIFF(p.XLIFF(l))
		if err != nil || source != "en" || target != "ar" {
			t.Fatalf("%v %s %s", err, source, target)
		}
		for i, u := range l.Units() {
			if units[i].ID != u.ID || units[i].Source != u.Source || units[i].Target != u.Target {
				t.Fatalf("%+v became %+v", u, units[i])
			}
		}
		raw, err := p.CSV(l)
		if err != nil {
			t.Fatalf("%v", err)
		}
		to, rows, err := readCSV(raw)
		if err != nil || to != "ar" {
			t.Fatalf("%v %s", err, to)
		}
		for i, u := range l.Units() {
			if rows[i].ID != u.ID || rows[i].Source != u.Source || rows[i].Target != u.Target {
				t.Fatalf("%+v became %+v", u, rows[i])
			}
		}
		all, _ := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
		for _, row := range all {
			for _, c := range row {
				if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
					t.Fatalf("a cell begins a formula: %q", c)
				}
			}
		}
	}
	p, l := sample(awkward)
	check(t, p, l)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"=x", "'", "'=", "{{name}}", "{{contact}} ", " and", "\n", "\n\n", "- ", "<a>", "&", "é", "مرحبا", "+1", "@", "]]", "[[local: a]]"}), 1, 20).Draw(t, "words"), "")
		if len(Split(s)) == 0 {
			return
		}
		p, l := sample(s)
		check(t, p, l)
	})
}

func TestFilesThatAreRefused(t *testing.T) {
	p, l := sample(awkward)
	good := string(p.XLIFF(l))
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>` + strings.TrimPrefix(good, xml.Header)
	for name, c := range map[string]struct{ file, says string }{
		"a document type":            {bomb, "document type"},
		"an entity from outside":     {`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + strings.TrimPrefix(good, xml.Header), "document type"},
		"an entity nobody declared":  {strings.Replace(good, "Dear", "&a;", 1), "not an XLIFF"},
		"another encoding":           {strings.Replace(good, "UTF-8", "UTF-16", 1), "not an XLIFF"},
		"XLIFF 1.2":                  {`<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file/></xliff>`, "not an XLIFF"},
		"cut off":                    {good[:len(good)/2], "not an XLIFF"},
		"another document":           {"<html><body>hello</body></html>", "not an XLIFF"},
		"elements in elements":       {`<xliff version="2.1" xmlns="` + xliffNamespace + `">` + strings.Repeat("<file>", 100), "not an XLIFF"},
		"nothing in it":              {`<xliff version="2.1" xmlns="` + xliffNamespace + `" srcLang="en"><file id="f"/></xliff>`, "not an XLIFF"},
		"too large":                  {strings.Repeat(" ", FileLimit) + good, "larger"},
		"a table without its column": {"a,b\n1,2\n", "columns unit and target"},
		"not text":                   {"unit,target\n\x00\xff", "columns unit and target"},
		"an open quotation":          {"unit,target\n\"a,b\n", "columns unit and target"},
		"empty":                      {"", "columns unit and target"},
	} {
		if _, _, _, err := readFile([]byte(c.file)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What the modules of other tools add is passed over.
	with := strings.Replace(good, "<segment", `<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#s1"><source>wrong</source><target>wrong</target></mtc:match></mtc:matches><segment`, 1)
	_, _, units, err := readFile([]byte(with))
	if err != nil || units[0].Source != "Dear {{name}}," || strings.Contains(units[0].Target, "wrong") {
		t.Errorf("%v %+v", err, units)
	}
}
