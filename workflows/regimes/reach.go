package regimes

import "candour/models/terms"

// Profile is what is known of a sort of party before there is an incident: its words for role, kind, sector, movement
// and name. Everything else is not known.
type Profile map[string][]string

func (Profile) Fact(string) (any, bool)                { return nil, false }
func (Profile) Risk() terms.RiskLevel                  { return terms.RiskUnknown }
func (Profile) People() (*int, *int, string)           { return nil, nil, "people" }
func (p Profile) Party(word string) ([]string, string) { return p[word], word }

// CouldBind says whether the regime can reach such a party at all: no only when every link is ruled out by what the
// party is, so that what is not known never hides a law.
func (p *Pack) CouldBind(party Profile) terms.Answer {
	answer := terms.No
	for _, l := range p.Binds {
		if l.When == nil {
			return terms.Yes
		}
		answer = terms.Or(answer, l.When.Eval(party).Answer)
	}
	return answer
}

// Asks lists the questions of the pack that decide whether this link binds, in order of their keys.
func (l Link) Asks(p *Pack) []string {
	out := []string{}
	if l.When == nil {
		return out
	}
	keys, _ := l.When.Keys()
	for _, key := range keys {
		if q := p.Questions[key]; q != "" {
			out = append(out, q)
		}
	}
	return out
}
