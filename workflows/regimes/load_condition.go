package regimes

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

var conditionWords = []string{WordAlways, WordRiskAtLeast, WordHarmAtLeast, WordPeopleAtLeast, WordRecordsAtLeast,
	WordDataCategoriesAny, WordRole, WordEncryption, WordAcquired, WordAccessed, WordFact, WordFactAtLeast, WordSector,
	WordKind, WordMovement, WordEEAEstablishment, WordNameAny, WordAllOf, WordAnyOf, WordNot}

// maxDepth keeps a hostile or broken file from exhausting the stack; real triggers are three or four deep.
const maxDepth = 20

func (r *reader) condition(n *yaml.Node, depth int) Condition {
	known := conditionWords
	if r.factors != nil {
		known = append(slices.Clone(known), WordFactor, WordProved)
	}
	f, ok := r.mapping(n, "A condition", known...)
	if !ok {
		return Condition{}
	}
	if len(f.of) != 1 || depth > maxDepth {
		r.fail(n, "A condition is exactly one word, at most %d deep. Join several with all_of or any_of.", maxDepth)
		return Condition{}
	}
	for word, v := range f.of {
		c := Condition{Word: word}
		switch word {
		case WordAlways, WordAcquired, WordAccessed:
			if !f.flag(word) {
				r.fail(v, "%s takes true only; for the opposite write not: {%s: true}.", word, word)
			}
		case WordRiskAtLeast:
			c.Level = terms.RiskLevel(f.word(word, "", string(terms.Risk), string(terms.HighRisk)))
		case WordHarmAtLeast:
			c.Harm = f.word(word, "", "significant", "serious")
		case WordEncryption:
			f.word(word, "", "protects")
		case WordPeopleAtLeast, WordRecordsAtLeast:
			c.Number = r.number(v, word)
		case WordMovement, WordEEAEstablishment:
			b := f.answer(word)
			if b == nil {
				r.fail(v, "%s takes true or false.", word)
			} else {
				c.Bool = *b
			}
		case WordRole:
			c.Words = r.oneOrMore(v, word, terms.PartyRoles)
		case WordSector:
			c.Words = r.oneOrMore(v, word, terms.PartySectors)
		case WordKind:
			c.Words = r.oneOrMore(v, word, terms.PartyKinds)
		case WordNameAny:
			c.Words = r.oneOrMore(v, word, nil)
		case WordDataCategoriesAny:
			d, _ := terms.KnownFact("data_categories")
			c.Words = r.oneOrMore(v, word, d.Words)
		case WordFact:
			c.Key, c.Values = r.factValues(v)
		case WordFactAtLeast:
			c.Key, c.Number = r.factThreshold(v)
		case WordAllOf, WordAnyOf:
			parts := f.list(word)
			if len(parts) == 0 {
				r.fail(v, "%s needs at least one condition.", word)
			}
			for _, part := range parts {
				c.Parts = append(c.Parts, r.condition(part, depth+1))
			}
		case WordNot, WordProved:
			c.Parts = []Condition{r.condition(v, depth+1)}
		case WordFactor:
			c.Key = f.word(word, "", r.factors...)
		}
		return c
	}
	return Condition{}
}

func (r *reader) number(n *yaml.Node, what string) float64 {
	v, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || (n.Tag != "!!int" && n.Tag != "!!float") || err != nil || !(v > 0 && v < 1e12) {
		r.fail(n, "%s takes a number above zero; \"more than 500\" is written 501.", what)
		return 0
	}
	return v
}

// oneOrMore reads a word or a list of words; a nil vocabulary takes any text.
func (r *reader) oneOrMore(n *yaml.Node, what string, vocabulary []string) []string {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	var out []string
	for _, e := range nodes {
		if e.Kind != yaml.ScalarNode || e.Tag != "!!str" || (vocabulary != nil && !slices.Contains(vocabulary, e.Value)) {
			r.fail(e, "%s: %q is not a word it knows. Known: %s.", what, e.Value, strings.Join(vocabulary, ", "))
			continue
		}
		out = append(out, e.Value)
	}
	if len(out) == 0 && len(nodes) == 0 {
		r.fail(n, "%s needs at least one word.", what)
	}
	return out
}

func (r *reader) factPair(n *yaml.Node, what string) (string, *yaml.Node, bool) {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		r.fail(n, "%s takes one key and its value, for example {malicious: true}. Join several with all_of.", what)
		return "", nil, false
	}
	return n.Content[0].Value, n.Content[1], true
}

func (r *reader) factValues(n *yaml.Node) (string, []any) {
	key, value, ok := r.factPair(n, WordFact)
	if !ok {
		return "", nil
	}
	def, known := terms.KnownFact(key)
	switch {
	case key == "risk_level":
		r.fail(n, "Write risk_at_least instead of a fact about risk_level, so that levels are compared and not spelled.")
		return key, nil
	case known && def.Free():
		r.fail(n, "fact %s is free text: it is shown, never decided on.", key)
		return key, nil
	case !known && !terms.IsNamedFact(key):
		r.fail(n, "fact %q is not in the vocabulary. Correct it, or use a named fact other.<regime>.<word> with its question.", key)
		return key, nil
	}
	nodes := []*yaml.Node{value}
	if value.Kind == yaml.SequenceNode {
		nodes = value.Content
	}
	if len(nodes) == 0 {
		r.fail(value, "fact %s needs at least one value.", key)
	}
	var out []any
	for _, e := range nodes {
		if v, ok := r.factValue(e, key, def, known); ok {
			out = append(out, v)
		}
	}
	return key, out
}

func (r *reader) factValue(e *yaml.Node, key string, def terms.FactDef, known bool) (any, bool) {
	var v any
	if e.Kind != yaml.ScalarNode || e.Decode(&v) != nil || v == nil {
		r.fail(e, "fact %s: the value must be true, false, a number or a word.", key)
		return nil, false
	}
	if !known {
		switch v.(type) {
		case bool, string, int, float64:
			return v, true
		}
		r.fail(e, "fact %s: the value must be true, false, a number or a word.", key)
		return nil, false
	}
	// A rule may only name words that the vocabulary lists, even where people may answer with words of their own.
	def.Open = false
	if s, isText := v.(string); isText && (def.Kind == terms.FactWord || def.Kind == terms.FactWords) && !slices.Contains(def.Words, s) {
		r.fail(e, "fact %s: %q is not one of %s.", key, s, strings.Join(def.Words, ", "))
		return nil, false
	}
	if err := terms.CheckFact(key, v); err != nil {
		r.fail(e, "%s.", strings.TrimSuffix(err.Error(), "."))
		return nil, false
	}
	return v, true
}

func (r *reader) factThreshold(n *yaml.Node) (string, float64) {
	key, value, ok := r.factPair(n, WordFactAtLeast)
	if !ok {
		return "", 0
	}
	def, known := terms.KnownFact(key)
	if (known && def.Kind != terms.FactNumber) || (!known && !terms.IsNamedFact(key)) {
		r.fail(n, "fact_at_least takes a number of the vocabulary or a named fact, not %q.", key)
		return key, 0
	}
	return key, r.number(value, WordFactAtLeast)
}
