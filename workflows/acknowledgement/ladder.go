package acknowledgement

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

//go:embed ladder.yaml
var ladderFile []byte

// Audiences of a rung.
const (
	toFirstContact    = "first-contact"
	toDeputy          = "deputy"
	toRegion          = "region"
	toIncidentManager = "incident-manager"
)

var audiences = []string{toFirstContact, toDeputy, toRegion, toIncidentManager}

// Rung is one step of the chase, as a share of the time the society was given. Shares above one lie after its end.
type Rung struct {
	ID       string  `yaml:"id"`
	Share    float64 `yaml:"share"`
	Audience string  `yaml:"audience"`
}

// Ladder is the order in which silence is chased; its last rung is the incident manager.
type Ladder struct {
	Rungs []Rung `yaml:"rungs"`
}

// TheLadder is the one built in (ladder.yaml).
var TheLadder = sync.OnceValues(func() (Ladder, error) { return ParseLadder("ladder.yaml", ladderFile) })

var rungID = regexp.MustCompile(`^[a-z][a-z-]{1,39}$`)

// latest is the longest that a ladder may wait, in shares: ten times the time given is silence that nobody hears.
const latest = 10

// ParseLadder reads a ladder and refuses what it does not understand, and any ladder that could leave silence without a person.
func ParseLadder(name string, data []byte) (Ladder, error) {
	var l Ladder
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&l); err != nil {
		return l, fmt.Errorf("%s: %w", name, err)
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return l, fmt.Errorf("%s: one document is read; there is more", name)
	}
	seen := map[string]bool{}
	for i, r := range l.Rungs {
		last := i == len(l.Rungs)-1
		switch {
		case !rungID.MatchString(r.ID) || seen[r.ID]:
			return l, fmt.Errorf("%s: rung %d needs an id of its own, of small letters and hyphens", name, i+1)
		case !slices.Contains(audiences, r.Audience):
			return l, fmt.Errorf("%s: rung %s: %q is not one of %s", name, r.ID, r.Audience, strings.Join(audiences, ", "))
		case !(r.Share > 0 && r.Share <= latest): // also refuses .nan
			return l, fmt.Errorf("%s: rung %s: the share must be above 0 and at most %d", name, r.ID, latest)
		case i > 0 && r.Share <= l.Rungs[i-1].Share:
			return l, fmt.Errorf("%s: rung %s does not come after the one before it", name, r.ID)
		case last != (r.Audience == toIncidentManager):
			return l, fmt.Errorf("%s: rung %s: the incident manager is the last rung, and only the last", name, r.ID)
		}
		seen[r.ID] = true
	}
	if len(l.Rungs) == 0 {
		return l, fmt.Errorf("%s: a ladder needs at least the rung of the incident manager", name)
	}
	return l, nil
}

// at is when a rung is due; zero after the last.
func (l Ladder) at(i int, expectedAt, answerBy terms.Instant) terms.Instant {
	if i >= len(l.Rungs) {
		return terms.Instant{}
	}
	span := answerBy.Sub(expectedAt)
	return expectedAt.Add(time.Duration(float64(span) * l.Rungs[i].Share))
}

// pause keeps a rung that is overdue from being climbed in the same minute as the one before it: it is the time between the first two.
func (l Ladder) pause(expectedAt, answerBy terms.Instant) time.Duration {
	if len(l.Rungs) < 2 {
		return answerBy.Sub(expectedAt)
	}
	return l.at(1, expectedAt, answerBy).Sub(l.at(0, expectedAt, answerBy))
}
