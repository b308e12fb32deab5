package harms

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"candour/workflows/risk/given"
)

//go:embed harms.yaml
var catalogue []byte

// asked is a condition as the catalogue writes it: shared conditions by name, and one of its own; all must hold.
type asked struct {
	Given []string   `yaml:"given"`
	When  given.When `yaml:"when"`
}

type entry struct {
	ID       string         `yaml:"id"`
	Name     string         `yaml:"name"`
	Kind     string         `yaml:"kind"`
	Sentence string         `yaml:"sentence"`
	Given    []string       `yaml:"given"`
	When     given.When     `yaml:"when"`
	Likely   *asked         `yaml:"likely"`
	Seen     *asked         `yaml:"seen"`
	CanDo    []string       `yaml:"can_do"`
	Sources  []given.Source `yaml:"sources"`

	applies      given.When
	likely, seen *given.When
}

type sheet struct {
	Version    string                `yaml:"version"`
	Conditions map[string]given.When `yaml:"conditions"`
	Harms      []entry               `yaml:"harms"`
}

// Version names the catalogue.
func Version() string { return table().Version }

// table is the embedded catalogue, read once. It is part of the program: what is wrong with it is found by its tests.
var table = sync.OnceValue(func() *sheet {
	s, err := parse(catalogue)
	if err != nil {
		panic(err)
	}
	return s
})

func parse(content []byte) (*sheet, error) {
	s := &sheet{}
	if err := given.ReadTable("harms.yaml", content, s); err != nil {
		return nil, err
	}
	var found []error
	fail := func(ok bool, format string, args ...any) {
		if !ok {
			found = append(found, fmt.Errorf("harms.yaml: "+format, args...))
		}
	}
	join := func(of string, a asked) given.When {
		all := []given.When{}
		for _, name := range a.Given {
			shared, known := s.Conditions[name]
			fail(known, "%s names a condition %q that does not stand on top", of, name)
			all = append(all, shared)
		}
		fail(len(a.Given) > 0 || a.When.Given(), "%s has no condition", of)
		return given.And(append(all, a.When)...)
	}
	for i := range s.Harms {
		h := &s.Harms[i]
		h.applies = join(h.ID, asked{Given: h.Given, When: h.When})
		for name, a := range map[string]*asked{"likely": h.Likely, "seen": h.Seen} {
			if a == nil {
				continue
			}
			w := join(h.ID+" "+name, *a)
			if name == "likely" {
				h.likely = &w
			} else {
				h.seen = &w
			}
		}
		fail(h.ID != "" && h.Name != "" && strings.HasSuffix(h.Sentence, ".") && len(h.CanDo) > 0 && len(h.Sources) > 0, "harm %q lacks a part", h.ID)
		fail(slices.Contains([]string{"bodily", "material", "moral"}, h.Kind), "%s: kind %q is not bodily, material or moral", h.ID, h.Kind)
		for _, src := range h.Sources {
			err := src.Check()
			fail(err == nil, "%s: %v", h.ID, err)
		}
		fail(!slices.ContainsFunc(s.Harms[:i], func(o entry) bool { return o.ID == h.ID }), "%s stands twice", h.ID)
	}
	return s, errors.Join(found...)
}
