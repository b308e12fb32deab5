package regimes

import (
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

// caseOutline is as much of a case as the counting needs; the runner beside the evaluation reads it whole.
type caseOutline struct {
	Name   string `yaml:"name"`
	Expect []struct {
		Regime  string        `yaml:"regime"`
		Duty    string        `yaml:"duty"`
		Outcome terms.Outcome `yaml:"outcome"`
	} `yaml:"expect"`
}

// CheckCases says which duties of the packs that were read lack a case: each needs one that is required and one that
// is not. Without both, nobody has shown that the trigger can tell them apart.
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
	seen := map[string][]terms.Outcome{}
	for _, c := range cases {
		for _, e := range c.Expect {
			if e.Regime == "" || e.Regime == p.ID {
				seen[e.Duty] = append(seen[e.Duty], e.Outcome)
			}
		}
	}
	var problems []Problem
	for _, d := range p.Duties {
		missing := ""
		switch {
		case !slices.Contains(seen[d.ID], terms.Required):
			missing = "that is required"
		case !slices.Contains(seen[d.ID], terms.NotRequired) && !slices.Contains(seen[d.ID], terms.Exempt):
			missing = "that is not required or exempt"
		default:
			continue
		}
		problems = append(problems, Problem{File: name, Line: 1, Message: fmt.Sprintf("Duty %s has no case %s. Add one.", d.ID, missing)})
	}
	return problems
}
