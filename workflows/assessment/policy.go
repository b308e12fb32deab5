package assessment

import (
	_ "embed"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v3"

	"candour/workflows/deadlines"
	"candour/workflows/regimes"
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
	stored  *store
}

// store is what evaluations with one library can share: nothing in it depends on who is asked about, only on equal facts.
type store struct {
	index   packIndex
	looks   map[*regimes.Duty]lookAt
	names   map[string]string      // short names of what the rules of risk found
	risks   map[string]derivedRisk // by what the rules of risk can tell one group from another by
	narrows map[string]int         // by question and by the findings it was tried on
}

// shared gives an environment whose evaluations, one after the other, share what they work out.
func (env Environment) shared(lib *regimes.Library) Environment {
	env.stored = &store{index: indexPacks(lib), looks: map[*regimes.Duty]lookAt{}, names: map[string]string{}, risks: map[string]derivedRisk{}, narrows: map[string]int{}}
	return env
}
