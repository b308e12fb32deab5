package enquiries

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
)

// Topic is what an enquiry is about.
type Topic struct {
	ID      string `yaml:"id" json:"id"`
	Label   string `yaml:"label" json:"label"`
	Say     string `yaml:"say" json:"say" doc:"What the call taker keeps in mind before anything else."`
	Protect bool   `yaml:"protect" json:"protect" doc:"Goes to protection staff at once."`
}

// Worry is how the person who asks is.
type Worry struct {
	ID      string        `yaml:"id" json:"id"`
	Label   string        `yaml:"label" json:"label"`
	Target  time.Duration `yaml:"target" json:"-"`
	Hours   int           `yaml:"-" json:"target_hours" doc:"Elapsed hours until somebody has dealt with it; our own target."`
	Protect bool          `yaml:"protect" json:"protect" doc:"Goes to protection staff at once."`
}

// Words are the closed lists an enquiry is written with.
type Words struct {
	Version  int           `yaml:"version" json:"version"`
	Topics   []Topic       `yaml:"topics" json:"topics" nullable:"false"`
	Worries  []Worry       `yaml:"worries" json:"worries" nullable:"false"`
	Channels []string      `yaml:"channels" json:"channels" nullable:"false"`
	Speakers []string      `yaml:"speakers" json:"speakers" nullable:"false" doc:"Who may speak to the caller."`
	Outcomes []string      `yaml:"outcomes" json:"outcomes" nullable:"false" doc:"What may become of a call."`
	Endings  []string      `yaml:"endings" json:"endings" nullable:"false" doc:"How an enquiry may end without one."`
	Again    time.Duration `yaml:"again" json:"-"`
	Tries    int           `yaml:"tries" json:"tries" doc:"Calls that reached nobody before another way has to be found."`
}

//go:embed words.yaml
var wordsFile []byte

// Known reads the lists built in, once. Treat them as read-only.
var Known = sync.OnceValues(func() (Words, error) { return parse(wordsFile) })

func parse(data []byte) (Words, error) {
	var w Words
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&w); err != nil {
		return w, fmt.Errorf("enquiry words: %w", err)
	}
	if len(w.Topics) == 0 || len(w.Worries) == 0 || w.Again <= 0 || w.Tries <= 0 {
		return w, fmt.Errorf("enquiry words: topics, worries, again and tries are needed")
	}
	seen := map[string]bool{}
	for _, t := range w.Topics {
		if t.ID == "" || t.Label == "" || t.Say == "" || seen[t.ID] {
			return w, fmt.Errorf("enquiry words: topic %q needs an id of its own, a label and what to say", t.ID)
		}
		seen[t.ID] = true
	}
	for i := range w.Worries {
		x := &w.Worries[i]
		if x.ID == "" || x.Label == "" || x.Target < 0 || x.Target%time.Hour != 0 || i > 0 && x.Target >= w.Worries[i-1].Target {
			return w, fmt.Errorf("enquiry words: worry %q needs an id, a label and a shorter target, in hours, than the calmer one before it", x.ID)
		}
		x.Hours = int(x.Target / time.Hour)
	}
	return w, nil
}

func (w Words) topic(id string) (Topic, bool) {
	i := slices.IndexFunc(w.Topics, func(t Topic) bool { return t.ID == id })
	if i < 0 {
		return Topic{}, false
	}
	return w.Topics[i], true
}

func (w Words) worry(id string) (Worry, bool) {
	i := slices.IndexFunc(w.Worries, func(x Worry) bool { return x.ID == id })
	if i < 0 {
		return Worry{}, false
	}
	return w.Worries[i], true
}
