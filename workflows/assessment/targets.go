package assessment

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

// Target is what the organisation asks of itself besides the limits of law: a regime, a kind of recipient, or both, and an
// earlier time. It never moves a limit, and never lies behind one.
type Target struct {
	Regime    string         `json:"regime,omitempty" yaml:"regime,omitempty"`       // empty: every regime
	Recipient string         `json:"recipient,omitempty" yaml:"recipient,omitempty"` // empty: everybody the regime names
	Amount    int            `json:"amount" yaml:"amount"`
	Unit      deadlines.Unit `json:"unit" yaml:"unit"`
}

// Rule is the target as a clock counts it.
func (t Target) Rule() deadlines.Rule { return deadlines.Rule{Amount: t.Amount, Unit: t.Unit} }

// fits says whether the target speaks of a duty.
func (t Target) fits(pack *regimes.Pack, duty *regimes.Duty) bool {
	return (t.Regime == "" || t.Regime == pack.ID) && (t.Recipient == "" || t.Recipient == duty.Recipient)
}

// TargetFile is how the targets are kept: the bytes that an old run rests on.
type TargetFile struct {
	Targets []Target `yaml:"targets"`
}

// ReadTargets reads what WriteTargets wrote.
func ReadTargets(content []byte) ([]Target, error) {
	var f TargetFile
	dec := yaml.NewDecoder(bytes.NewReader(content))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the own targets: %w", err)
	}
	return f.Targets, nil
}

// WriteTargets gives the same bytes for the same targets.
func WriteTargets(targets []Target) ([]byte, error) { return yaml.Marshal(TargetFile{targets}) }

// ownTarget lays the earliest own target of a duty beside its clock. Several may speak of one duty: the earliest counts.
func (e *evaluation) ownTarget(det *Determination, v *verdict, start, aware anchor, pack *regimes.Pack, duty *regimes.Duty, row linkRow) {
	if start.at.IsZero() {
		start = aware
	}
	var first terms.Instant
	var at *string
	var rule deadlines.Rule
	for _, t := range e.env.Targets {
		if !t.fits(pack, duty) || start.at.IsZero() {
			continue
		}
		trial := verdict{}
		end, _ := e.compute(&trial, t.Rule(), start, row)
		if when := instantFact(deref(end)); !when.IsZero() && (first.IsZero() || when.Before(first)) {
			first, at, rule = when, end, t.Rule()
		}
	}
	if at == nil {
		return
	}
	if limit := strictLimit(det); !limit.IsZero() && !first.Before(limit) {
		v.because(fmt.Sprintf("Our own target of %s from %s would not end before the limit, so the limit counts.", rule, start.word))
		return
	}
	if have := instantFact(deref(det.TargetAt)); !have.IsZero() && !first.Before(have) {
		v.because(fmt.Sprintf("Our own target of %s from %s is not earlier than the one above, so that one counts.", rule, start.word))
		return
	}
	det.TargetAt = e.count(v, rule, start, row, "This is our own target, stricter than what is demanded. It moves no limit.")
}

// strictLimit is the limit, or its strict reading while the real start is not known.
func strictLimit(det *Determination) terms.Instant {
	limit := instantFact(deref(det.DueAt))
	for _, also := range det.Also {
		if at := instantFact(deref(also.DueAt)); also.Kind == AlsoProvisional && (limit.IsZero() || at.Before(limit)) {
			limit = at
		}
	}
	return limit
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
