// Package tasks is who does what by when: a task for each obligation, a ladder of reminders before and after its limit, and the scan that
// fires each rung once, however long the program stood still.
package tasks

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
)

//go:embed playbooks/*.yaml
var playbookFiles embed.FS

// The playbooks that other stages name.
const (
	ByLaw    = "by-law"
	ByTarget = "by-target"
	Plain    = "plain"
	// Somebody may be in danger.
	Protection = "protection"
	// A score is stricter than the rules; a data protection officer looks at it.
	Score = "score"
	// Somebody has read what nobody has a reason to read.
	Intrusion = "intrusion"
)

// Actions and audiences of a rung.
const (
	Remind   = "remind"
	Escalate = "escalate"

	Owner           = "owner"
	IncidentManager = "incident-manager"
	DPO             = "data-protection-officer"
)

var audiences = []string{Owner, IncidentManager, DPO}

// Playbook is a ladder: what happens before and after the limit of a task while it is not done.
type Playbook struct {
	ID    string `yaml:"id"`
	Steps []Step `yaml:"steps"`
}

// Step is one rung. At is elapsed time from the limit, negative before it.
type Step struct {
	ID       string        `yaml:"id"`
	At       time.Duration `yaml:"at"`
	Action   string        `yaml:"action"`
	Audience string        `yaml:"audience"`
}

// Playbooks are the ladders built in, by id.
var Playbooks = sync.OnceValues(func() (map[string]Playbook, error) {
	entries, err := playbookFiles.ReadDir("playbooks")
	if err != nil {
		return nil, err
	}
	out := map[string]Playbook{}
	for _, e := range entries {
		data, err := playbookFiles.ReadFile("playbooks/" + e.Name())
		if err != nil {
			return nil, err
		}
		p, err := ParsePlaybook(e.Name(), data)
		if err != nil {
			return nil, err
		}
		out[p.ID] = p
	}
	return out, nil
})

// ParsePlaybook reads a ladder and refuses what it does not understand.
func ParsePlaybook(name string, data []byte) (Playbook, error) {
	var p Playbook
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	dec.KnownFields(true)
	if err := dec.Decode(&p); err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	if p.ID == "" || name != p.ID+".yaml" || len(p.Steps) == 0 {
		return p, fmt.Errorf("%s: a playbook needs the id of its file and at least one step", name)
	}
	seen := map[string]bool{}
	for i, s := range p.Steps {
		switch {
		case s.ID == "" || seen[s.ID]:
			return p, fmt.Errorf("%s: step %d needs an id of its own", name, i+1)
		case s.Action != Remind && s.Action != Escalate:
			return p, fmt.Errorf("%s: step %s: %q is not remind or escalate", name, s.ID, s.Action)
		case !slices.Contains(audiences, s.Audience):
			return p, fmt.Errorf("%s: step %s: %q is not one of %s", name, s.ID, s.Audience, strings.Join(audiences, ", "))
		case i > 0 && s.At <= p.Steps[i-1].At:
			return p, fmt.Errorf("%s: step %s does not come after the one before it", name, s.ID)
		}
		seen[s.ID] = true
	}
	return p, nil
}
