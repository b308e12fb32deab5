package safecontact

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

// MoreKinds are words for people that the rules know besides the vocabulary of facts, where kinds of people are an open list.
var MoreKinds = []string{"former-detainees"}

var excuses = []Excuse{ExcusePlanNamed, ExcusePersonNamed, ExcuseCleared}

// Doubts say how sure we are of a rule: recalled, read as a stored excerpt, or our own conclusion.
var Doubts = []string{"R", "S", "derived", "R/derived"}

// PeopleWords are the words by which a rule can name people.
func PeopleWords() []string {
	out := slices.Concat(terms.Vulnerabilities, MoreKinds)
	if d, ok := terms.KnownFact("subjects_kinds"); ok {
		out = append(out, d.Words...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// reader gathers every fault of a table, each with its file and line.
type reader struct {
	name   string
	people []string
	faults []error
}

func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s:%d: %s", r.name, n.Line, fmt.Sprintf(format, args...)))
}

// ReadRules reads a table strictly: a word that is not known here is refused with its line, because a rule that is read half protects nobody.
func ReadRules(name string, content []byte) (Rules, error) {
	var root yaml.Node
	dec := yaml.NewDecoder(strings.NewReader(string(content)))
	if err := dec.Decode(&root); err != nil {
		return Rules{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return Rules{}, fmt.Errorf("%s: a table is one document", name)
	}
	r := &reader{name: name, people: PeopleWords()}
	out := Rules{Version: hashOf(content)}
	r.each(root.Content[0], func(key string, k, v *yaml.Node) {
		switch key {
		case "edition":
			out.Edition = v.Value
		case "order":
			out.Order = words[Channel](r, v, Channels)
		case "rules":
			if v.Kind != yaml.SequenceNode {
				r.fault(v, "rules is a list")
			}
			for _, n := range v.Content {
				rule := r.rule(n)
				if slices.ContainsFunc(out.List, func(o Rule) bool { return o.ID == rule.ID }) {
					r.fault(n, "rule %s stands there twice", rule.ID)
				}
				out.List = append(out.List, rule)
			}
		default:
			r.fault(k, "%q is not known here", key)
		}
	})
	if len(r.faults) == 0 && (out.Edition == "" || len(out.Order) == 0 || len(out.List) == 0) {
		r.fault(root.Content[0], "a table has an edition, an order and rules")
	}
	return out, errors.Join(r.faults...)
}

func (r *reader) rule(n *yaml.Node) Rule {
	var out Rule
	said := false
	r.each(n, func(key string, k, v *yaml.Node) {
		switch key {
		case "id":
			out.ID = v.Value
		case "says":
			out.Says = v.Value
		case "when":
			out.When, said = r.when(v), true
		case "forbids":
			out.Forbids = words[Channel](r, v, Channels)
		case "unless":
			out.Unless = words[Excuse](r, v, excuses)
		case "speaker":
			out.Speaker = word[Speaker](r, v, Speakers[1:])
		case "needs_hours":
			out.NeedsHours = r.yes(v)
		case "on":
			out.On = words[Channel](r, v, Channels)
		case "must_not_say":
			out.MustNotSay = r.texts(v)
			for i, s := range out.MustNotSay {
				// A comma in a list in brackets would cut a sentence in two, and leave half of a demand.
				if first, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(first) || !strings.HasSuffix(s, ".") {
					r.fault(v.Content[i], "%q is not a whole sentence; one with a comma stands in quotation marks", s)
				}
			}
		case "first_sentence":
			out.FirstSentence = v.Value
		case "cites":
			out.Cites = r.texts(v)
		case "doubt":
			out.Doubt = word[string](r, v, Doubts)
		default:
			r.fault(k, "%q is not known in a rule", key)
		}
	})
	for _, c := range out.Cites {
		if !ruleNumber(c) {
			r.fault(n, "%q is not one of SC1 to SC26", c)
		}
	}
	if out.ID == "" || out.Says == "" || !said || len(out.Cites) == 0 || out.Doubt == "" {
		r.fault(n, "a rule needs id, says, when, cites and doubt")
	}
	if len(out.Forbids) == 0 && out.Speaker == "" && !out.NeedsHours && len(out.MustNotSay) == 0 && out.FirstSentence == "" {
		r.fault(n, "rule %s demands nothing", out.ID)
	}
	if len(out.Unless) > 0 && len(out.Forbids) == 0 || len(out.On) > 0 && len(out.MustNotSay) == 0 {
		r.fault(n, "rule %s: unless belongs to forbids, and on to must_not_say", out.ID)
	}
	out.citation = strings.Join(out.Cites, ", ") + " [" + out.Doubt + "]"
	return out
}

func (r *reader) when(n *yaml.Node) When {
	var w When
	keys := 0
	r.each(n, func(key string, k, v *yaml.Node) {
		keys++
		switch key {
		case "everybody":
			w.Everybody = r.yes(v)
		case "people":
			w.People = words[string](r, v, r.people)
		case "minor":
			w.Minor = r.yes(v)
		case "guardian":
			for _, g := range words[string](r, v, []string{"not_said", string(GuardianNone), string(ThroughGuardian), string(GuardianMayBeDanger)}) {
				w.Guardian = append(w.Guardian, Guardian(strings.TrimPrefix(g, "not_said")))
			}
		case "speaker":
			w.Speaker = words[Speaker](r, v, Speakers[1:])
		case "harm":
			for _, a := range words[string](r, v, []string{"yes", "no", "unknown"}) {
				answer, _ := ParseAnswer(a)
				w.Harm = append(w.Harm, answer)
			}
		case "shared_telephone":
			w.SharedTelephone = word[Shared](r, v, []Shared{SharedYes, SharedUnlessNo})
		case "shared_mailbox":
			w.SharedMailbox = word[Shared](r, v, []Shared{SharedYes, SharedUnlessNo})
		default:
			r.fault(k, "%q is not known under when", key)
		}
	})
	if keys == 0 || w.Everybody && keys > 1 {
		r.fault(n, "when says for whom the rule is: by its keys, or everybody: true alone")
	}
	return w
}

// each calls fn for every key of a mapping, which stands there once.
func (r *reader) each(n *yaml.Node, fn func(key string, k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, "keys with values belong here")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if seen[k.Value] {
			r.fault(k, "%q stands there twice", k.Value)
		}
		seen[k.Value] = true
		fn(k.Value, k, n.Content[i+1])
	}
}

func (r *reader) yes(n *yaml.Node) bool {
	if n.Value != "true" && n.Value != "yes" {
		r.fault(n, "%q is not yes; leave it out instead, because unknown is never no", n.Value)
	}
	return true
}

func (r *reader) texts(n *yaml.Node) []string {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "a list belongs here")
	}
	out := []string{}
	for _, e := range n.Content {
		if e.Kind != yaml.ScalarNode || strings.TrimSpace(e.Value) == "" {
			r.fault(e, "a sentence belongs here; one with a colon stands in quotation marks")
		}
		out = append(out, e.Value)
	}
	return out
}

func word[T ~string](r *reader, n *yaml.Node, known []T) T {
	if n.Kind != yaml.ScalarNode || !slices.Contains(known, T(n.Value)) {
		r.fault(n, "%q is not a word that is known here", n.Value)
	}
	return T(n.Value)
}

// words reads a list, or one word as a list of one.
func words[T ~string](r *reader, n *yaml.Node, known []T) []T {
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	out := make([]T, 0, len(list))
	for _, e := range list {
		out = append(out, word(r, e, known))
	}
	return out
}

// ruleNumber reads SC1 to SC26.
func ruleNumber(s string) bool {
	for n := 1; n <= 26; n++ {
		if s == fmt.Sprintf("SC%d", n) {
			return true
		}
	}
	return false
}
