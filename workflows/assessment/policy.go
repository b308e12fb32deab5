package assessment

import (
	_ "embed"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v3"

	"candour/workflows/deadlines"
)

//go:embed policy.yaml
var policyFile []byte

// Policy gives, for each recipient of a duty, the target where the law sets no number.
type Policy map[string]deadlines.Rule

// DefaultPolicy is the policy built in; an organisation may set its own.
var DefaultPolicy = sync.OnceValue(func() Policy {
	var raw map[string]struct {
		Amount int    `yaml:"amount"`
		Unit   string `yaml:"unit"`
	}
	if err := yaml.Unmarshal(policyFile, &raw); err != nil {
		panic(fmt.Sprintf("policy.yaml is built into the program and cannot be read: %v", err))
	}
	out := Policy{}
	for recipient, t := range raw {
		unit, err := deadlines.ParseUnit(t.Unit)
		if err != nil {
			panic(fmt.Sprintf("policy.yaml is built into the program: %s: %v", recipient, err))
		}
		out[recipient] = deadlines.Rule{Amount: t.Amount, Unit: unit}
	}
	return out
})

// Environment is what the organisation brings to an assessment beside facts and law.
type Environment struct {
	Policy  Policy   // nil: the default policy
	Targets []Target // stricter than the law's limits
}
