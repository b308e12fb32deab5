package regimes

import (
	"fmt"
	"io/fs"
	"strconv"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

// CheckCases judges the cases beside the packs of the program. Every duty of a pack that was read needs a case that is
// required and one that is not, one on each side of each number its trigger turns on, one on each side of each clock,
// and one on each side of the days on which the law begins and ends. Without both sides nobody has shown that the rule
// can tell them apart. A rule that changed wants a case that changed.
func CheckCases() []Problem {
	packs, err := fs.Sub(embedded, "packs")
	if err != nil {
		return []Problem{{File: "packs", Line: 1, Message: err.Error()}}
	}
	lib, _ := Default()
	return lib.checkCases(packs)
}

func (l *Library) checkCases(files fs.FS) []Problem {
	var problems []Problem
	for _, p := range l.packs {
		if len(p.Duties) == 0 {
			problems = append(problems, checkChanges(p, nil)...)
			continue
		}
		if p.Draft() {
			continue
		}
		cases, found := readCases(files, p)
		if len(found) == 0 {
			found = append(checkSides(p, cases), checkChanges(p, cases)...)
		}
		problems = append(problems, found...)
	}
	return problems
}

// checkSides lists what no case shows.
func checkSides(p *Pack, cases *caseFile) []Problem {
	var problems []Problem
	miss := func(d Duty, what string) {
		problems = append(problems, Problem{File: cases.name, Line: 1, Message: fmt.Sprintf("Duty %s has no case %s. Add one.", d.ID, what)})
	}
	for _, d := range p.Duties {
		yes, no := sides(cases.rows(p.ID, d.ID))
		if len(yes) == 0 {
			miss(d, "that is required")
		}
		if len(no) == 0 {
			miss(d, "that is not required or exempt")
		}
		for _, t := range thresholds(d.When, false) {
			at, below, atIs, belowIs := yes, no, "required", "not required"
			if t.negated {
				at, below, atIs, belowIs = no, yes, "not required", "required"
			}
			if !anyNumber(at, t.number) {
				miss(d, "that is "+atIs+" at "+formatNumber(t.number))
			}
			if !anyNumber(below, t.number-1) {
				miss(d, "that is "+belowIs+" at "+formatNumber(t.number-1))
			}
		}
		checkClock(p, d, cases.rows(p.ID, d.ID), miss)
		checkSteps(p, d, cases.rows(p.ID, d.ID), miss)
	}
	return problems
}

// sides gives the inputs of the rows in which the duty is required, and of those in which it is not.
func sides(rows []caseRow) (yes, no []*yaml.Node) {
	for _, r := range rows {
		switch r.outcome {
		case terms.Required:
			yes = append(yes, r.of.input)
		case terms.NotRequired, terms.Exempt:
			no = append(no, r.of.input)
		}
	}
	return yes, no
}

// threshold is a number that a trigger turns on; negated when reaching it takes the duty away, as for the yearly batch
// of small breaches.
type threshold struct {
	number  float64
	negated bool
}

func thresholds(c Condition, negated bool) []threshold {
	var out []threshold
	if c.Word == WordPeopleAtLeast || c.Word == WordRecordsAtLeast || c.Word == WordFactAtLeast {
		out = append(out, threshold{c.Number, negated})
	}
	for _, part := range c.Parts {
		out = append(out, thresholds(part, negated != (c.Word == WordNot))...)
	}
	return out
}

func anyNumber(inputs []*yaml.Node, want float64) bool {
	for _, n := range inputs {
		if n == nil {
			continue
		}
		if n.Kind == yaml.ScalarNode && (n.Tag == "!!int" || n.Tag == "!!float") {
			if v, err := strconv.ParseFloat(n.Value, 64); err == nil && v == want {
				return true
			}
		}
		if anyNumber(n.Content, want) {
			return true
		}
	}
	return false
}
