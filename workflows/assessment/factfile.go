package assessment

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// facts reads a mapping of facts. Inside extras any key is welcome: those of the vocabulary count like the others, the
// rest goes to ignored.
func (r *reader) facts(n *yaml.Node, what string, ignored []string) (FactSet, []string) {
	out := FactSet{}
	var extras *yaml.Node
	r.fields(n, what, map[string]func(*yaml.Node){
		"extras": func(n *yaml.Node) { extras = n },
	}, func(k, v *yaml.Node) {
		if !known(k.Value) {
			names := []string{"extras"}
			for _, d := range terms.Facts() {
				names = append(names, d.Key)
			}
			r.fail(k, "%s does not know the key %s. %s", what, shown(k.Value), nearestFact(k.Value, names))
			return
		}
		r.fact(out, k.Value, v)
	})
	r.fields(extras, what+".extras", nil, func(k, v *yaml.Node) {
		if !known(k.Value) {
			ignored = appendNew(ignored, k.Value)
			return
		}
		before, twice := out[k.Value]
		r.fact(out, k.Value, v)
		if twice && !reflect.DeepEqual(before, out[k.Value]) {
			r.fail(k, "%s stands in %s and in extras with different values. Keep one of the two.", k.Value, what)
		}
	})
	return out, ignored
}

func known(key string) bool {
	_, ok := terms.KnownFact(key)
	return ok || terms.IsNamedFact(key)
}

// nearestFact names a near key, or says where a note may go; all sixty keys would drown the message.
func nearestFact(key string, names []string) string {
	if hint := didYouMean(key, names); strings.HasPrefix(hint, "Did") {
		return hint
	}
	return "Put it under extras if it is only a note."
}

func (r *reader) fact(to FactSet, key string, n *yaml.Node) {
	if isNull(n) {
		return
	}
	if terms.IsNamedFact(key) {
		r.namedFact(to, key, n)
		return
	}
	d, _ := terms.KnownFact(key)
	if n.Kind == yaml.ScalarNode && n.Value == "unknown" && d.Kind != terms.FactText {
		return
	}
	switch {
	case key == "risk_level":
		if level := r.risk(n); level != terms.RiskUnknown {
			to[key] = string(level)
		}
	case key == "exfiltrated":
		r.exfiltrated(to, n)
	case d.Kind == terms.FactBool:
		if a := r.answer(n, key); a != terms.Unknown {
			to[key] = a == terms.Yes
		}
	case d.Kind == terms.FactNumber:
		if f := r.number(n, key); f != nil {
			to[key] = *f
		}
	case d.Kind == terms.FactWord:
		if w := r.text(n, key); w != "" && r.checked(n, key, w) {
			to[key] = w
		}
	case d.Kind == terms.FactWords:
		if ws := r.words(n, key); len(ws) > 0 {
			to[key] = ws
		}
	default:
		if s := r.text(n, key); s != "" {
			to[key] = s
		}
	}
}

func (r *reader) checked(n *yaml.Node, key, word string) bool {
	if err := terms.CheckFact(key, word); err != nil {
		d, _ := terms.KnownFact(key)
		r.fail(n, "%s: %s is not a word known here. %s", key, shown(word), didYouMean(word, append([]string(nil), d.Words...)))
		return false
	}
	return true
}

// words reads a list of words; one word alone is a list of one, an empty list is not known yet.
func (r *reader) words(n *yaml.Node, key string) []string {
	nodes := []*yaml.Node{n}
	if n.Kind != yaml.ScalarNode {
		nodes = r.items(n, key)
	}
	var out []string
	for _, item := range nodes {
		w := r.text(item, key)
		if w == "" || w == "unknown" || !r.checkedInList(item, key, w) {
			continue
		}
		out = appendNew(out, w)
	}
	return out
}

func (r *reader) checkedInList(n *yaml.Node, key, word string) bool {
	if err := terms.CheckFact(key, []string{word}); err != nil {
		d, _ := terms.KnownFact(key)
		r.fail(n, "%s: %s is not a word known here. %s", key, shown(word), didYouMean(word, append([]string(nil), d.Words...)))
		return false
	}
	return true
}

// exfiltrated keeps what was written; what a plain "no" means depends on other facts, which a group may override, so it
// is settled when the facts of a group are put together.
func (r *reader) exfiltrated(to FactSet, n *yaml.Node) {
	w := r.text(n, "exfiltrated")
	if n.Tag == "!!bool" {
		w = map[string]string{"true": "yes", "false": "no"}[strings.ToLower(w)]
	}
	if w == "" {
		return
	}
	if _, _, err := terms.ExfiltratedWord(w, "", nil); err != nil {
		d, _ := terms.KnownFact("exfiltrated")
		r.fail(n, "exfiltrated: %s is not a word known here. %s", shown(w), didYouMean(w, append([]string{"yes", "no", "unknown"}, d.Words...)))
		return
	}
	to["exfiltrated"] = w
}

// namedFact reads a fact that one regime asks for: a yes or no, a number, a word, a list, or, for a name that ends in
// -at, a time.
func (r *reader) namedFact(to FactSet, key string, n *yaml.Node) {
	if n.Kind == yaml.SequenceNode {
		var ws []string
		for _, item := range n.Content {
			if w := r.text(item, key); w != "" {
				ws = append(ws, w)
			}
		}
		if len(ws) > 0 {
			to[key] = ws
		}
		return
	}
	if strings.HasSuffix(key, "-at") {
		if at := r.instant(n, key); !at.IsZero() {
			to[key] = at
		}
		return
	}
	s := r.text(n, key)
	switch {
	case s == "" || s == "unknown":
	case n.Tag == "!!bool" || s == "yes" || s == "no":
		to[key] = strings.EqualFold(s, "true") || s == "yes"
	case n.Tag == "!!int" || n.Tag == "!!float":
		if f := r.number(n, key); f != nil {
			to[key] = *f
		}
	default:
		// A word no rule asks about would be passed over in silence, and its duty judged as if nobody had said anything.
		if allowed := namedWords()[key]; len(allowed) > 0 && !slices.Contains(allowed, s) {
			r.fail(n, "%s: %s is not a word known here. It takes %s, or unknown.", key, shown(s), strings.Join(allowed, ", "))
			return
		}
		to[key] = s
	}
}

// namedWords are the words that the rules understand of each named fact they ask for: yes and no, or those the rule names. What is a number,
// a time or free text is not among them.
var namedWords = sync.OnceValue(func() map[string][]string {
	out, open := map[string][]string{}, map[string]bool{}
	var walk func(c *regimes.Condition)
	walk = func(c *regimes.Condition) {
		if c == nil {
			return
		}
		if terms.IsNamedFact(c.Key) {
			if len(c.Values) == 0 {
				open[c.Key] = true
			}
			for _, v := range c.Values {
				switch v := v.(type) {
				case bool:
					out[c.Key] = appendNew(out[c.Key], "yes", "no")
				case string:
					out[c.Key] = appendNew(out[c.Key], v)
				default:
					open[c.Key] = true
				}
			}
		}
		for i := range c.Parts {
			walk(&c.Parts[i])
		}
	}
	lib, _ := regimes.Default()
	for _, p := range lib.All() {
		for i := range p.Binds {
			walk(p.Binds[i].When)
		}
		for i := range p.Duties {
			d := &p.Duties[i]
			walk(&d.When)
			for j := range d.Exemptions {
				walk(d.Exemptions[j].When)
			}
			open[d.ClockFact] = true
		}
	}
	for key := range open {
		delete(out, key)
	}
	return out
})

func appendNew(to []string, more ...string) []string {
	for _, m := range more {
		found := false
		for _, t := range to {
			if t == m {
				found = true
				break
			}
		}
		if !found {
			to = append(to, m)
		}
	}
	return to
}
