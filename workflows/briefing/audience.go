package briefing

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"candour/models"
)

//go:embed audiences.yaml
var audiencesFile []byte

// Topics an audience may read.
const (
	Facts     = "facts"
	Duties    = "duties"
	Clocks    = "clocks"
	People    = "people"
	Societies = "societies"
	Silent    = "silent"
	Enquiries = "enquiries"
	Approvals = "approvals"
	Questions = "questions"
	Unknown   = "uncertain"
)

// ToAccounts says that an audience works here.
const ToAccounts = "accounts"

// Audience is a version of the report: what it may read, and who may get it.
type Audience struct {
	ID     string   `yaml:"id"`
	Topics []string `yaml:"topics"`
	To     []string `yaml:"to"`
}

// May says whether a topic is in this version.
func (a Audience) May(topic string) bool { return slices.Contains(a.Topics, topic) }

// Audiences in the order they are offered.
var Audiences = sync.OnceValues(func() ([]Audience, error) {
	var out []Audience
	d := yaml.NewDecoder(bytes.NewReader(audiencesFile))
	d.KnownFields(true)
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("audiences.yaml: %w", err)
	}
	for _, a := range out {
		for _, t := range a.Topics {
			if !slices.Contains([]string{Facts, Duties, Clocks, People, Societies, Silent, Enquiries, Approvals, Questions, Unknown}, t) {
				return nil, fmt.Errorf("audiences.yaml: %s may read %q, which is no topic", a.ID, t)
			}
		}
		for _, to := range a.To {
			if to != ToAccounts && !slices.Contains(models.OrganisationKinds, models.OrganisationKind(to)) {
				return nil, fmt.Errorf("audiences.yaml: %s goes to %q, which is nobody", a.ID, to)
			}
		}
	}
	return out, nil
})

func audienceOf(id string) (Audience, error) {
	all, err := Audiences()
	if err != nil {
		return Audience{}, err
	}
	if i := slices.IndexFunc(all, func(a Audience) bool { return a.ID == id }); i >= 0 {
		return all[i], nil
	}
	return Audience{}, models.InvalidField("audience", "There is no such audience.")
}
