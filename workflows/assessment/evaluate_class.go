package assessment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candour/models/terms"
	"candour/workflows/regimes"
)

// lookAt is what a duty or a link can tell one group of people from another by. Groups that agree on it get the same
// answer, so that a party with thousands of groups costs no more than their differences.
type lookAt struct {
	facts []string
	risk  bool
}

func (l lookAt) with(c *regimes.Condition) lookAt {
	if c == nil {
		return l
	}
	facts, risk := c.Keys()
	l.facts, l.risk = append(slices.Clone(l.facts), facts...), l.risk || risk
	slices.Sort(l.facts)
	l.facts = slices.Compact(l.facts)
	return l
}

// looksAt is what the trigger and the exemptions of a duty look at. A known exfiltration is named in the reasons of
// every duty, so it always counts.
func (e *evaluation) looksAt(duty *regimes.Duty) lookAt {
	if l, done := e.looks[duty]; done {
		return l
	}
	l := lookAt{facts: []string{"exfiltrated"}}.with(&duty.When)
	for i := range duty.Exemptions {
		l = l.with(duty.Exemptions[i].When)
	}
	e.looks[duty] = l
	return l
}

// class names the group's answers to what is looked at.
func (e *evaluation) class(s *subject, pack *regimes.Pack, g *group, l lookAt, row linkRow) string {
	var b strings.Builder
	for _, key := range l.facts {
		if v, known := g.facts[key]; known {
			writeFact(&b, key, v)
		}
	}
	if l.risk && g.risk != terms.RiskUnknown {
		b.WriteString("\x01" + string(g.risk))
	} else if l.risk {
		b.WriteString("\x01" + e.derived(s, g, e.refusedCredit(pack, row.jurisdiction, s)).name)
	}
	if g.perhapsNobody() {
		b.WriteString("\x03" + g.path)
	}
	if g.residenceUnknown(row) {
		b.WriteString("\x02" + g.path) // the reader is told of which group it is not known
	}
	return b.String()
}

func (e *evaluation) riskClass(s *subject, g *group) string {
	if g.riskKey == "" {
		var b strings.Builder
		for _, key := range e.rules.Keys {
			if v, known := g.facts[key]; known && key != "people_count" {
				writeFact(&b, key, v)
			}
		}
		n, _ := s.everybody()
		for _, threshold := range e.rules.Thresholds {
			b.WriteString(side(n, threshold))
		}
		g.riskKey = b.String()
	}
	return g.riskKey
}

// side says on which side of a threshold a range of people lies.
func side(n CountRange, threshold int64) string {
	switch {
	case n.Min != nil && *n.Min >= threshold:
		return "+"
	case n.Max != nil && *n.Max < threshold:
		return "-"
	}
	return "?"
}

// writeFact writes a fact so that equal facts look equal and others do not; fmt would be most of the work.
func writeFact(b *strings.Builder, key string, v any) {
	b.WriteString(key)
	b.WriteByte('=')
	switch x := v.(type) {
	case bool:
		b.WriteString(strconv.FormatBool(x))
	case string:
		b.WriteString(x)
	case []string:
		for _, w := range x {
			b.WriteString(w)
			b.WriteByte(',')
		}
	default:
		if n, ok := terms.Number(v); ok {
			b.WriteString(strconv.FormatFloat(n, 'g', -1, 64))
		} else {
			fmt.Fprint(b, v)
		}
	}
	b.WriteByte(0)
}
