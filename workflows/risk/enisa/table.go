// Package enisa scores the severity of a breach by ENISA's method of 2013, SE = DPC x EI + CB, and explains the score.
// It stands beside the rules: an aid that shows its working and never decides who is told. Pure: no database, network, clock.
package enisa

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"sync"

	"candour/workflows/risk/given"
)

//go:embed enisa.yaml
var tables []byte

// step is a change of a category's basic score by context.
type step struct {
	ID     string       `yaml:"id"`
	Delta  int          `yaml:"delta"`
	Text   string       `yaml:"text"`
	When   given.When   `yaml:"when"` // not given: no fact says it, a person chooses it
	Source given.Source `yaml:"source"`
}

type category struct {
	ID     string       `yaml:"id"`
	Name   string       `yaml:"name"`
	Base   int          `yaml:"base"`
	Source given.Source `yaml:"source"`
	When   given.When   `yaml:"when"`
	Steps  []step       `yaml:"steps"`
}

type level struct {
	Value    Quarters     `yaml:"value"`
	Text     string       `yaml:"text"`
	Possible bool         `yaml:"possible"` // the facts show that it may be so, never that it is
	When     given.When   `yaml:"when"`
	Source   given.Source `yaml:"source"`
}

type circumstance struct {
	ID     string     `yaml:"id"`
	Name   string     `yaml:"name"`
	Gate   given.When `yaml:"gate"`
	None   level      `yaml:"none"`
	Levels []level    `yaml:"levels"`
}

type sheet struct {
	Document string `yaml:"document"`
	Version  string `yaml:"version"`
	Note     string `yaml:"note"`
	Bands    []struct {
		Key    Band     `yaml:"key"`
		From   Quarters `yaml:"from"`
		Effect string   `yaml:"effect"`
	} `yaml:"bands"`
	Categories  []category `yaml:"categories"`
	Credentials struct {
		Text         string       `yaml:"text"`
		Harmless     string       `yaml:"harmless"`
		HarmlessWhen given.When   `yaml:"harmless_when"`
		Source       given.Source `yaml:"source"`
	} `yaml:"credentials"`
	Identification struct {
		Source           given.Source `yaml:"source"`
		EncryptionSource given.Source `yaml:"encryption_source"`
		Levels           []struct {
			Key   string   `yaml:"key"`
			Value Quarters `yaml:"value"`
			Text  string   `yaml:"text"`
		} `yaml:"levels"`
		Hints []struct {
			When given.When `yaml:"when"`
			Key  string     `yaml:"key"`
			Text string     `yaml:"text"`
		} `yaml:"hints"`
	} `yaml:"identification"`
	Circumstances []circumstance `yaml:"circumstances"`
	Flags         []struct {
		ID     string       `yaml:"id"`
		Text   string       `yaml:"text"`
		When   given.When   `yaml:"when"`
		Source given.Source `yaml:"source"`
	} `yaml:"flags"`
}

// table is the embedded tables, read once. They are part of the program: what is wrong with them is found by its tests.
var table = sync.OnceValue(func() *sheet {
	s, err := parse(tables)
	if err != nil {
		panic(err)
	}
	return s
})

func parse(content []byte) (*sheet, error) {
	s := &sheet{}
	if err := given.ReadTable("enisa.yaml", content, s); err != nil {
		return nil, err
	}
	return s, s.check()
}

func (s *sheet) check() error {
	var found []error
	fail := func(ok bool, format string, args ...any) {
		if !ok {
			found = append(found, fmt.Errorf("enisa.yaml: "+format, args...))
		}
	}
	source := func(of string, src given.Source) {
		err := src.Check()
		fail(err == nil, "%s: %v", of, err)
	}
	fail(len(s.Bands) == len(Bands()), "bands must be the four of the document")
	for i, b := range s.Bands {
		fail(i < len(Bands()) && b.Key == Bands()[i] && (i == 0) == (b.From == 0), "band %q is out of order", b.Key)
		fail(i == 0 || b.From > s.Bands[i-1].From, "band %q must begin above the one before", b.Key)
	}
	for _, c := range s.Categories {
		source(c.ID, c.Source)
		fail(c.When.Given() && c.Base >= 1 && c.Base <= 4, "category %s needs a condition and a base from 1 to 4", c.ID)
		for i, st := range c.Steps {
			source(c.ID+" "+st.ID, st.Source)
			fail(st.Delta != 0 && c.Base+st.Delta >= 1 && c.Base+st.Delta <= 4, "step %s of %s leaves the range 1 to 4", st.ID, c.ID)
			fail(st.Delta > 0 || !st.When.Given(), "step %s of %s lowers the score: a person chooses that, with a reason", st.ID, c.ID)
			fail(!slices.ContainsFunc(c.Steps[:i], func(o step) bool { return o.ID == st.ID }), "step %s of %s stands twice", st.ID, c.ID)
		}
	}
	for _, c := range s.Circumstances {
		source(c.ID, c.None.Source)
		fail(c.Gate.Given() && c.None.Value == 0, "circumstance %s needs a gate, and nothing where nothing happened", c.ID)
		for _, l := range c.Levels {
			source(c.ID, l.Source)
			fail(l.When.Given() && l.Value > 0 && l.Value <= 2, "circumstance %s has a level without condition or outside 0.25 to 0.5", c.ID)
		}
	}
	fail(len(s.Circumstances) == 4 && len(s.Identification.Levels) == 4, "four circumstances and four levels of identification are expected")
	source("identification", s.Identification.Source)
	source("identification", s.Identification.EncryptionSource)
	source("credentials", s.Credentials.Source)
	for _, f := range s.Flags {
		source(f.ID, f.Source)
	}
	return errors.Join(found...)
}
