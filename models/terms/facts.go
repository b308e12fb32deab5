package terms

import (
	"fmt"
	"slices"
	"strings"
)

// FactKind says what values a fact can take.
type FactKind string

const (
	FactBool   FactKind = "bool"
	FactNumber FactKind = "number"
	FactWord   FactKind = "word"  // one of Words
	FactWords  FactKind = "words" // some of Words; an empty list means not known yet
	FactText   FactKind = "text"  // shown, never decided on
)

// FactDef is one key of the closed vocabulary that the intake form, the files and the rules share.
type FactDef struct {
	Key   string   `json:"key"`
	Kind  FactKind `json:"kind"`
	Words []string `json:"words,omitempty"`
	// Open means that words beyond Words are welcome: they are stored and shown.
	Open bool `json:"open,omitempty"`
	// Label is the question a person is asked.
	Label string `json:"label"`
}

// Free says whether the fact is free text: shown, never decided on.
func (d FactDef) Free() bool { return d.Kind == FactText }

// KnownFact finds a key of the vocabulary. Keys that end in _text, _detail or _note are free text, whatever they are called.
func KnownFact(key string) (FactDef, bool) {
	if d, ok := factByKey[key]; ok {
		return d, true
	}
	for _, suffix := range []string{"_text", "_detail", "_note"} {
		if base, found := strings.CutSuffix(key, suffix); found && base != "" {
			return FactDef{Key: key, Kind: FactText, Label: "Note on " + strings.ReplaceAll(base, "_", " ")}, true
		}
	}
	return FactDef{}, false
}

// Facts lists the vocabulary in the order in which people are asked.
func Facts() []FactDef { return slices.Clone(facts) }

// IsNamedFact says whether key is a fact that one regime asks for beyond the vocabulary: other.<regime>.<word>.
func IsNamedFact(key string) bool {
	rest, found := strings.CutPrefix(key, "other.")
	if !found {
		return false
	}
	regime, word, found := strings.Cut(rest, ".")
	return found && regime != "" && word != "" && !strings.Contains(word, ".")
}

// CheckFact says why value cannot be an answer to key; nil value means not known yet and is always welcome.
// Values are as a YAML or JSON reader gives them: bool, int, float64, string, []string or []any.
func CheckFact(key string, value any) error {
	d, ok := KnownFact(key)
	if value == nil || (!ok && IsNamedFact(key)) {
		return nil
	}
	if !ok {
		return fmt.Errorf("fact %q is not in the vocabulary; put it under extras if it is only a note", key)
	}
	switch d.Kind {
	case FactBool:
		if _, isBool := value.(bool); !isBool {
			return fmt.Errorf("fact %s takes true, false or nothing, not %v", key, value)
		}
	case FactNumber:
		n, isNumber := Number(value)
		if !isNumber || n < 0 {
			return fmt.Errorf("fact %s takes a number of zero or more, not %v", key, value)
		}
	case FactWord:
		s, isString := value.(string)
		if !isString {
			return fmt.Errorf("fact %s takes one word, not %v", key, value)
		}
		return d.checkWord(s)
	case FactWords:
		words, isList := WordList(value)
		if !isList {
			return fmt.Errorf("fact %s takes a list of words, not %v", key, value)
		}
		for _, w := range words {
			if err := d.checkWord(w); err != nil {
				return err
			}
		}
	case FactText:
		if _, isString := value.(string); !isString {
			return fmt.Errorf("fact %s takes text, not %v", key, value)
		}
	}
	return nil
}

func (d FactDef) checkWord(w string) error {
	switch d.Key {
	case "risk_level": // takes the short forms as well
		_, err := ParseRiskLevel(w)
		return err
	case "exfiltrated": // yes, no and unknown are read with the evidence beside them
		if w == "yes" || w == "no" || w == "unknown" {
			return nil
		}
	}
	if d.Open || slices.Contains(d.Words, w) {
		return nil
	}
	return fmt.Errorf("fact %s: %q is not one of %s", d.Key, w, strings.Join(d.Words, ", "))
}

// Number reads a number as YAML and JSON readers give it.
func Number(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// WordList reads a list of words as YAML and JSON readers give it; a single word is a list of one.
func WordList(v any) ([]string, bool) {
	switch x := v.(type) {
	case string:
		return []string{x}, true
	case []string:
		return x, true
	case []any:
		out := make([]string, 0, len(x))
		for _, e := range x {
			s, ok := e.(string)
			if !ok {
				return nil, false
			}
			out = append(out, s)
		}
		return out, true
	}
	return nil, false
}

// ExfiltratedWord turns what people write about copying or taking into one of the five states; ok is false when
// nothing is known. A plain "no" is only "ruled-out" when the evidence is conclusive or nothing was open to taking
// (the breach touched no confidentiality): otherwise it means that nobody has seen a sign of it yet.
func ExfiltratedWord(written, evidence string, nature []string) (word string, ok bool, err error) {
	switch written {
	case "", "unknown":
		return "", false, nil
	case "yes":
		return "confirmed", true, nil
	case "no":
		nothingOpen := len(nature) > 0 && !slices.Contains(nature, "confidentiality")
		if evidence == "logs-conclusive-none" || nothingOpen {
			return "ruled-out", true, nil
		}
		return "no-indication", true, nil
	}
	if err := factByKey["exfiltrated"].checkWord(written); err != nil {
		return "", false, fmt.Errorf("%w (or yes, no, unknown)", err)
	}
	return written, true, nil
}
