// Package precedents shows the published cases that are nearest to an incident, and what differs. It orders and explains;
// it never decides: an incident that looks like a case may still differ in the one fact that matters. Pure: no database,
// network, clock.
package precedents

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"candour/models/terms"
	"candour/workflows/risk/given"
)

//go:embed compare.yaml edpb.yaml wp250.yaml
var files embed.FS

// Case is one published case in our own words.
type Case struct {
	ID       string         `json:"id" yaml:"id"`
	Name     string         `json:"name" yaml:"name"`
	Title    string         `json:"title" yaml:"title"`
	Document string         `json:"document" yaml:"document"`
	Section  string         `json:"section" yaml:"section"`
	Facts    map[string]any `json:"facts" yaml:"facts"`
	Summary  string         `json:"summary" yaml:"summary"`
	Outcome  Outcome        `json:"outcome" yaml:"outcome"`
	Reasons  []string       `json:"reasons" yaml:"reasons"`
	Also     string         `json:"also,omitempty" yaml:"also"`
	// Confidence: facts are seen or recalled; outcome is high (checked against a record) or recalled.
	Confidence Confidence `json:"confidence" yaml:"confidence"`
	Sources    []string   `json:"sources" yaml:"sources"`
	Unsure     []string   `json:"unsure" yaml:"unsure"`
}

// Confidence says how sure we are of a case's facts and of its outcome.
type Confidence struct {
	Facts   string `json:"facts" yaml:"facts"`
	Outcome string `json:"outcome" yaml:"outcome"`
}

// Outcome is what the published case says must be done. Authority and People are yes, no or conditional.
type Outcome struct {
	RiskLevel terms.RiskLevel `json:"risk_level" yaml:"risk_level"`
	Authority string          `json:"authority" yaml:"authority"`
	People    string          `json:"people" yaml:"people"`
	DependsOn []string        `json:"depends_on,omitempty" yaml:"depends_on"`
}

// compared is one fact that is compared, its weight, and how differences are said.
type compared struct {
	Key     string            `yaml:"key"`
	Weight  int               `yaml:"weight"`
	How     string            `yaml:"how"`
	Yes     string            `yaml:"yes"`
	No      string            `yaml:"no"`
	Says    string            `yaml:"says"`
	Also    string            `yaml:"also"`
	Lack    string            `yaml:"lack"`
	Whether string            `yaml:"whether"`
	Words   map[string]string `yaml:"words"`
	Limits  []float64         `yaml:"limits"`

	order []string // scale: the vocabulary's words, mildest first
}

type sheet struct {
	Version        string `yaml:"version"`
	NotKnownHere   int    `yaml:"not_known_here_percent"`
	NotStatedThere int    `yaml:"not_stated_there_percent"`
	Likeness       []struct {
		Key  string `yaml:"key"`
		UpTo int    `yaml:"up_to"`
		Says string `yaml:"says"`
	} `yaml:"likeness"`
	Facts []compared `yaml:"facts"`

	cases []Case
	read  []given.Facts
}

type caseFile struct {
	Sources map[string]string `yaml:"sources"`
	Cases   []Case            `yaml:"cases"`
}

// table is the embedded data, read once. It is part of the program: what is wrong with it is found by its tests.
var table = sync.OnceValue(func() *sheet {
	s, err := load(files)
	if err != nil {
		panic(err)
	}
	return s
})

// All lists the cases in their published order. The facts are copies.
func All() []Case {
	out := slices.Clone(table().cases)
	for i := range out {
		out[i].Facts = maps.Clone(out[i].Facts)
	}
	return out
}

func load(files fs.FS) (*sheet, error) {
	s := &sheet{}
	if err := readFile(files, "compare.yaml", s); err != nil {
		return nil, err
	}
	var found []error
	fail := func(ok bool, format string, args ...any) {
		if !ok {
			found = append(found, fmt.Errorf(format, args...))
		}
	}
	for i := range s.Facts {
		d, known := terms.KnownFact(s.Facts[i].Key)
		s.Facts[i].order = d.Words
		fail(known && s.Facts[i].fits(d.Kind), "compare.yaml: %s cannot be compared as %q", s.Facts[i].Key, s.Facts[i].How)
		fail(s.Facts[i].Weight > 0 && s.Facts[i].Whether != "", "compare.yaml: %s needs a weight and words", s.Facts[i].Key)
	}
	for _, name := range []string{"edpb.yaml", "wp250.yaml"} {
		var f caseFile
		if err := readFile(files, name, &f); err != nil {
			return nil, err
		}
		for _, c := range f.Cases {
			for key, value := range c.Facts {
				err := terms.CheckFact(key, value)
				fail(err == nil, "%s: %s: %v", name, c.ID, err)
			}
			_, err := terms.ParseRiskLevel(string(c.Outcome.RiskLevel))
			fail(err == nil && c.Outcome.RiskLevel != "", "%s: %s has no risk level", name, c.ID)
			for i, key := range c.Sources {
				text, known := f.Sources[key]
				fail(known, "%s: %s names a source %s that is not listed", name, c.ID, key)
				c.Sources[i] = text
			}
			if c.Unsure == nil {
				c.Unsure = []string{}
			}
			if c.Sources == nil {
				c.Sources = []string{}
			}
			s.cases = append(s.cases, c)
			s.read = append(s.read, given.Read(c.Facts))
		}
	}
	return s, errors.Join(found...)
}

func readFile(files fs.FS, name string, into any) error {
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	return given.ReadTable(name, content, into)
}

// fits says whether a fact of this kind can be compared this way, and has the words for it.
func (c compared) fits(kind terms.FactKind) bool {
	switch c.How {
	case "yes-no":
		return kind == terms.FactBool && c.Yes != "" && c.No != ""
	case "one-of", "scale":
		return kind == terms.FactWord && c.Says != ""
	case "list":
		return kind == terms.FactWords && c.Also != "" && c.Lack != ""
	case "number":
		return kind == terms.FactNumber && c.Says != "" && len(c.Limits) > 0 && slices.IsSorted(c.Limits)
	}
	return false
}
