package regimes

import (
	"fmt"
	"io/fs"
	"strconv"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

// caseOutline is as much of a case as the counting needs; the runner beside the evaluation reads it whole.
type caseOutline struct {
	Input  yaml.Node `yaml:"input"`
	Expect []struct {
		Regime  string        `yaml:"regime"`
		Duty    string        `yaml:"duty"`
		Outcome terms.Outcome `yaml:"outcome"`
	} `yaml:"expect"`
}

// CheckCases says which duties of the packs that were read lack a case: each needs one that is required and one that
// is not, and where a number decides, one on each side of it. Without both, nobody has shown that the trigger can
// tell them apart.
func CheckCases() []Problem {
	packs, err := fs.Sub(embedded, "packs")
	if err != nil {
		return []Problem{{File: "packs", Line: 1, Message: err.Error()}}
	}
	lib, _ := Default()
	var problems []Problem
	for _, p := range lib.All() {
		if !p.Draft() && len(p.Duties) > 0 {
			problems = append(problems, checkCases(packs, p)...)
		}
	}
	return problems
}

func checkCases(files fs.FS, p *Pack) []Problem {
	name := p.ID + casesSuffix
	content, err := fs.ReadFile(files, name)
	if err != nil {
		return []Problem{{File: name, Line: 1, Message: "The cases cannot be read: " + err.Error()}}
	}
	var cases []caseOutline
	if err := yaml.Unmarshal(content, &cases); err != nil {
		r := &reader{file: name}
		r.failParse(err)
		return r.problems
	}
	var problems []Problem
	miss := func(d Duty, what string) {
		problems = append(problems, Problem{File: name, Line: 1, Message: fmt.Sprintf("Duty %s has no case %s. Add one.", d.ID, what)})
	}
	for _, d := range p.Duties {
		yes, no := sides(cases, p.ID, d.ID)
		if len(yes) == 0 {
			miss(d, "that is required")
		}
		if len(no) == 0 {
			miss(d, "that is not required or exempt")
		}
		for _, t := range thresholds(d.When, false) {
			above, below, aboveIs, belowIs := yes, no, "required", "not required"
			if t.negated {
				above, below, aboveIs, belowIs = no, yes, "not required", "required"
			}
			if !anyNumber(above, func(n float64) bool { return n >= t.number }) {
				miss(d, "that is "+aboveIs+" at "+formatNumber(t.number)+" or more")
			}
			if !anyNumber(below, func(n float64) bool { return n < t.number }) {
				miss(d, "that is "+belowIs+" below "+formatNumber(t.number))
			}
		}
	}
	return problems
}

// sides gives the inputs of the cases in which the duty is required, and of those in which it is not.
func sides(cases []caseOutline, regime, duty string) (yes, no []*yaml.Node) {
	for i := range cases {
		for _, e := range cases[i].Expect {
			if e.Duty != duty || (e.Regime != "" && e.Regime != regime) {
				continue
			}
			switch e.Outcome {
			case terms.Required:
				yes = append(yes, &cases[i].Input)
			case terms.NotRequired, terms.Exempt:
				no = append(no, &cases[i].Input)
			}
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

// thresholds are the numbers of people or records that a trigger turns on.
func thresholds(c Condition, negated bool) []threshold {
	var out []threshold
	if c.Word == WordPeopleAtLeast || c.Word == WordRecordsAtLeast {
		out = append(out, threshold{c.Number, negated})
	}
	for _, part := range c.Parts {
		out = append(out, thresholds(part, negated != (c.Word == WordNot))...)
	}
	return out
}

func anyNumber(inputs []*yaml.Node, fits func(float64) bool) bool {
	for _, n := range inputs {
		if n.Kind == yaml.ScalarNode && n.Tag == "!!int" {
			if v, err := strconv.ParseFloat(n.Value, 64); err == nil && fits(v) {
				return true
			}
		}
		if anyNumber(n.Content, fits) {
			return true
		}
	}
	return false
}
