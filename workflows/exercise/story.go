// Package exercise holds the exercise incident as data: the breach of January 2022 as public sources tell it, with hours,
// counts and societies invented where no source gives them. Everything in it is marked EXERCISE; no person is named.
package exercise

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

//go:embed story.yaml parties.yaml groups.yaml names.yaml enquiries.yaml contact.yaml
var files embed.FS

// Story is the exercise incident: what was known, when it was learnt, and whose data are concerned.
type Story struct {
	Title    string    `yaml:"title"`
	Summary  string    `yaml:"summary"`
	Exercise bool      `yaml:"exercise"`
	Moments  []Fact    `yaml:"moments"`
	Facts    []Fact    `yaml:"facts"`
	DataSets []DataSet `yaml:"data_sets"`
	Parties  []Party   `yaml:"-"`
	Groups   []Group   `yaml:"-"`
}

// Fact is one statement, as it was learnt. Value is a word, a list of words, a number, a bool, or, for a moment, a time.
type Fact struct {
	Key       string `yaml:"key"`
	Value     any    `yaml:"value"`
	Zone      string `yaml:"zone"` // of a moment, so that local time can be shown
	Certainty string `yaml:"certainty"`
	Source    string `yaml:"source"`
	LearntAt  When   `yaml:"learnt_at"`
}

// Party is an organisation with its role and its own moment of awareness.
type Party struct {
	Name        string   `yaml:"name"` // as in the directory
	Country     string   `yaml:"country"`
	Kind        string   `yaml:"kind"`
	Movement    *bool    `yaml:"movement"`
	Sectors     []string `yaml:"sectors"`
	Role        string   `yaml:"role"`
	Immunity    string   `yaml:"immunity"`
	Zone        string   `yaml:"zone"`
	AwareAt     When     `yaml:"aware_at"`
	AwareReason string   `yaml:"aware_reason"`
	Known       bool     `yaml:"known"` // a public source names it; otherwise invented
}

// DataSet is a body of data, with what the groups in it have in common.
type DataSet struct {
	ID              string   `yaml:"id"`
	Name            string   `yaml:"name"`
	Categories      []string `yaml:"categories"`
	Kinds           []string `yaml:"kinds"`
	Vulnerabilities []string `yaml:"vulnerabilities"`
}

// How a count is meant.
const (
	MeansReported = "reported" // the figure the society gave
	MeansUpTo     = "up-to"
	MeansAtLeast  = "at-least"
	MeansUnknown  = "unknown" // the society cannot say whether its people are concerned
)

// Group is the people of one society in one data set. Count is how many synthetic people it has.
type Group struct {
	Party     string           `yaml:"party"`
	DataSet   string           `yaml:"data_set"`
	Count     int64            `yaml:"count"`
	Means     string           `yaml:"means"`
	Languages []string         `yaml:"languages"`
	Residence map[string]int64 `yaml:"residence"`
}

// Name of the group, unique in the incident.
func (g Group) Name() string { return g.Party + ": " + g.DataSet }

// Range is what is known of the number: nil is an open end.
func (g Group) Range() (minimum, maximum *int64) {
	n := g.Count
	switch g.Means {
	case MeansReported:
		return &n, &n
	case MeansUpTo:
		return nil, &n
	case MeansAtLeast:
		return &n, nil
	}
	nobody := int64(0)
	return &nobody, nil // perhaps none of them
}

// When is a time with the offset it was written with, so that local time survives reading and writing.
type When struct{ time.Time }

func (w *When) UnmarshalYAML(n *yaml.Node) error {
	t, err := time.Parse(time.RFC3339, n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %q is not a time with an offset", n.Line, n.Value)
	}
	w.Time = t
	return nil
}

// Instant is the moment in UTC.
func (w When) Instant() terms.Instant { return terms.InstantOf(w.Time) }

// Load reads the story built into the program, once. Treat it as read-only; MovedBy gives a copy.
var Load = sync.OnceValues(func() (*Story, error) {
	s := &Story{}
	for name, to := range map[string]any{"story.yaml": s, "parties.yaml": &s.Parties, "groups.yaml": &s.Groups} {
		if err := read(name, to); err != nil {
			return nil, err
		}
	}
	for i := range s.Moments {
		if err := s.Moments[i].readMoment(); err != nil {
			return nil, err
		}
	}
	return s, nil
})

func read(name string, to any) error {
	data, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(to); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// readMoment keeps a moment as When, whichever way the reader gave it.
func (f *Fact) readMoment() error {
	switch v := f.Value.(type) {
	case time.Time:
		f.Value = When{v}
	case string:
		t, err := time.Parse(time.RFC3339, v)
		if err != nil {
			return fmt.Errorf("story.yaml: moment %s: %q is not a time with an offset", f.Key, v)
		}
		f.Value = When{t}
	default:
		return fmt.Errorf("story.yaml: moment %s is not a time", f.Key)
	}
	return nil
}

// DataSet finds a data set by its id.
func (s *Story) DataSet(id string) (DataSet, bool) {
	for _, d := range s.DataSets {
		if d.ID == id {
			return d, true
		}
	}
	return DataSet{}, false
}

// MovedBy is the same story some whole days later: what happened, what was learnt, and when each became aware. The
// wall clock is kept, so a change to summer time moves no story.
func (s *Story) MovedBy(days int) *Story {
	out := *s
	move := func(w When, zone string) When {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			loc = w.Location()
		}
		l := w.In(loc)
		// The wall clock is rebuilt on the later day; the standard library resolves a gap by moving on, which an exercise bears.
		return When{time.Date(l.Year(), l.Month(), l.Day()+days, l.Hour(), l.Minute(), l.Second(), 0, loc)}
	}
	facts := func(in []Fact) []Fact {
		moved := make([]Fact, len(in))
		for i, f := range in {
			zone := f.Zone
			if zone == "" {
				zone = "Europe/Zurich"
			}
			f.LearntAt = move(f.LearntAt, zone)
			if w, isMoment := f.Value.(When); isMoment {
				f.Value = move(w, zone)
			}
			moved[i] = f
		}
		return moved
	}
	out.Moments, out.Facts = facts(s.Moments), facts(s.Facts)
	out.Parties = make([]Party, len(s.Parties))
	for i, p := range s.Parties {
		p.AwareAt = move(p.AwareAt, p.Zone)
		out.Parties[i] = p
	}
	return &out
}

// DaysTo is the number of whole days that brings the last awareness of any party to the day before now: every party knows, and the first
// clocks are still running.
func (s *Story) DaysTo(now terms.Instant) int {
	last := s.Parties[0].AwareAt.Instant()
	for _, p := range s.Parties {
		if at := p.AwareAt.Instant(); at.After(last) {
			last = at
		}
	}
	return int(now.Sub(last) / (24 * time.Hour))
}

// TodayMark ends the title of the story that was moved to now.
const TodayMark = ", as if it happened today"

// Today is the story moved so that the last party became aware within the day before now.
func (s *Story) Today(now terms.Instant) *Story {
	out := s.MovedBy(s.DaysTo(now))
	out.Title += TodayMark
	return out
}
