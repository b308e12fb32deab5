package safecontact

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

type plainPlan Plan

// written is a plan with its answers as words; the fields here hide those of the same name below.
type written struct {
	plainPlan
	Harm            string `json:"harm"`
	SharedTelephone string `json:"shared_telephone"`
	SharedMailbox   string `json:"shared_mailbox"`
	Minor           string `json:"minor"`
}

// MarshalJSON writes answers as yes, no and unknown.
func (p Plan) MarshalJSON() ([]byte, error) {
	return json.Marshal(written{plainPlan(p), p.Harm.String(), p.SharedTelephone.String(), p.SharedMailbox.String(), p.Minor.String()})
}

// UnmarshalJSON reads what MarshalJSON wrote. A key it does not know is an error: a demand that is not understood must not get lost.
func (p *Plan) UnmarshalJSON(b []byte) error {
	var w written
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&w); err != nil {
		return fmt.Errorf("contact plan: %w", err)
	}
	*p = Plan(w.plainPlan)
	for _, a := range []struct {
		to   *terms.Answer
		word string
	}{{&p.Harm, w.Harm}, {&p.SharedTelephone, w.SharedTelephone}, {&p.SharedMailbox, w.SharedMailbox}, {&p.Minor, w.Minor}} {
		var err error
		if *a.to, err = ParseAnswer(a.word); err != nil {
			return fmt.Errorf("contact plan: %w", err)
		}
	}
	return nil
}

// UnmarshalYAML reads the same keys from YAML.
func (p *Plan) UnmarshalYAML(n *yaml.Node) error {
	var keys map[string]any
	if err := n.Decode(&keys); err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	b, err := json.Marshal(keys)
	if err == nil {
		err = p.UnmarshalJSON(b)
	}
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	return nil
}

// MarshalYAML writes the same keys.
func (p Plan) MarshalYAML() (any, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	var keys map[string]any
	return keys, json.Unmarshal(b, &keys)
}

// ParseAnswer reads yes, no and unknown; nothing is unknown.
func ParseAnswer(word string) (terms.Answer, error) {
	switch word {
	case "yes":
		return terms.Yes, nil
	case "no":
		return terms.No, nil
	case "", "unknown":
		return terms.Unknown, nil
	}
	return terms.Unknown, fmt.Errorf("%q is not yes, no or unknown", word)
}
