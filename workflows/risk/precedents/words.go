package precedents

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candour/models/terms"
	"candour/workflows/risk/given"
)

// say puts a known fact into words.
func (c compared) say(f given.Facts) string {
	switch c.How {
	case "yes-no":
		if f.Bool(c.Key) == terms.Yes {
			return c.Yes
		}
		return c.No
	case "list":
		return c.list(f.Words(c.Key))
	case "number":
		n, _ := c.number(f)
		return fmt.Sprintf(c.Says, strconv.FormatFloat(n, 'f', -1, 64))
	}
	return fmt.Sprintf(c.Says, c.word(f.Word(c.Key)))
}

func (c compared) word(w string) string {
	if said, ok := c.Words[w]; ok {
		return said
	}
	return strings.ReplaceAll(w, "-", " ")
}

func (c compared) list(words []string) string {
	said := make([]string, len(words))
	for i, w := range words {
		said[i] = c.word(w)
	}
	return and(said)
}

// difference says how the incident differs from the case, as a clause after "except that".
func (c compared) difference(here, there given.Facts) string {
	switch c.How {
	case "yes-no":
		return c.say(here)
	case "list":
		var said []string
		if more := without(here.Words(c.Key), there.Words(c.Key)); len(more) > 0 {
			said = append(said, fmt.Sprintf(c.Also, c.list(more)))
		}
		if less := without(there.Words(c.Key), here.Words(c.Key)); len(less) > 0 {
			said = append(said, fmt.Sprintf(c.Lack, c.list(less)))
		}
		return strings.Join(said, " and ")
	}
	return c.say(here) + " (there: " + c.said(there) + ")"
}

// said is the bare word or number, for the bracket behind a clause that already says what it is about.
func (c compared) said(f given.Facts) string {
	if c.How == "number" {
		n, _ := c.number(f)
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return c.word(f.Word(c.Key))
}

// told is how many differences the sentence spells out; the list holds them all.
const told = 4

func (m Match) sentence(likeness string) string {
	of := func(kind string) []string {
		var out []string
		for _, d := range m.Differences {
			switch {
			case d.Kind == kind && kind == NotStatedThere: // what is known here need not be said again
				clause, _, _ := strings.Cut(d.Text, " (here: ")
				out = append(out, clause)
			case d.Kind == kind:
				out = append(out, d.Text)
			}
		}
		return out
	}
	var b strings.Builder
	differs, open, silent := of(Differs), of(NotKnownHere), of(NotStatedThere)
	fmt.Fprintf(&b, "Like %s (%s; %s)", m.Name, m.Title, likeness)
	if len(differs) > 0 {
		b.WriteString(", except that " + few(differs))
	} else {
		b.WriteString(" in every fact known on both sides")
	}
	b.WriteString(".")
	if len(open) > 0 {
		b.WriteString(" Not known yet here: " + few(open) + ".")
	}
	if len(silent) > 0 {
		b.WriteString(" The case does not say " + few(silent) + ".")
	}
	return b.String()
}

func few(clauses []string) string {
	if len(clauses) > told+1 {
		clauses = append(slices.Clone(clauses[:told]), fmt.Sprintf("%d points of less weight", len(clauses)-told))
	}
	if len(clauses) < 3 {
		return and(clauses)
	}
	return strings.Join(clauses[:len(clauses)-1], "; ") + "; and " + clauses[len(clauses)-1]
}

func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
