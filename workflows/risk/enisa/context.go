package enisa

import (
	"fmt"
	"strings"

	"candour/models/terms"
	"candour/workflows/risk/given"
)

// context takes the highest of the categories: each starts at its basic score, and the largest step that applies counts.
func context(f given.Facts, choices map[string]Choice) Context {
	out := Context{Part: Part{Key: "dpc", Because: []string{}}, Categories: []Category{}}
	low, high := 1, 1
	var lead *Category
	for _, c := range table().Categories {
		applies := c.When.Ask(f)
		if applies.Answer == terms.No {
			continue
		}
		cat := c.weigh(f, applies.Answer, choices)
		cat.Because, cat.Needs = said(applies.Reasons, applies.Answer), applies.Needs
		out.Categories = append(out.Categories, cat)
		high = max(high, cat.Highest)
		if applies.Answer == terms.Yes && (lead == nil || cat.Lowest > low) {
			kept := cat
			low, lead = cat.Lowest, &kept
		}
	}
	out.Lowest, out.Highest = Quarters(low*4), Quarters(high*4)
	out.Source = given.Source{Text: "ENISA 2013: the highest of the categories that apply, after their context steps", Confidence: "doc2"}
	var needs []string
	for _, cat := range out.Categories {
		if cat.Highest <= low {
			continue
		}
		needs = append(needs, cat.Needs...)
		for _, s := range cat.Steps {
			if s.State == "open" && s.To > low {
				needs = append(needs, s.Needs...)
			}
		}
	}
	only := f.Words("data_categories")
	if len(only) == 1 && only[0] == "credentials" {
		open := openedByCredentials(f, &out)
		needs = append(needs, open...)
	}
	out.Needs = given.InOrder(needs)
	out.Reason = contextReason(lead, out)
	if lead != nil {
		out.Because = append(out.Because, lead.Because...)
		for _, s := range lead.Steps {
			if s.State == "taken" || s.State == "chosen" {
				out.Because = append(out.Because, s.Because...)
			}
		}
	}
	return out
}

// weigh gives a category's score. Raising steps do not add up: ENISA names the score each leads to.
func (c category) weigh(f given.Facts, applies terms.Answer, choices map[string]Choice) Category {
	out := Category{Key: c.ID, Name: c.Name, Applies: applies.String(), Base: c.Base, Lowest: c.Base, Highest: c.Base, Steps: []Step{}, Source: c.Source}
	choice, chosen := choices[c.ID]
	for _, s := range c.Steps {
		step := Step{Key: s.ID, Delta: s.Delta, To: c.Base + s.Delta, Text: s.Text, State: "offered", Because: []string{}, Needs: []string{}, Source: s.Source}
		if s.When.Given() {
			found := s.When.Ask(f)
			switch {
			case found.Answer == terms.No:
				continue
			case found.Answer == terms.Yes:
				step.State, step.Because = "taken", said(found.Reasons, found.Answer)
			default:
				step.State, step.Needs = "open", found.Needs
			}
			if chosen { // the person's choice stands instead
				step.State, step.Needs = "offered", []string{}
			}
		}
		if chosen && choice.Step == s.ID {
			step.State, step.Because, step.Needs = "chosen", []string{choice.Reason}, []string{}
			out.Lowest, out.Highest = step.To, step.To
		}
		switch step.State {
		case "taken":
			out.Lowest, out.Highest = max(out.Lowest, step.To), max(out.Highest, step.To)
		case "open":
			out.Highest = max(out.Highest, step.To)
		}
		out.Steps = append(out.Steps, step)
	}
	if chosen && choice.Step == "" {
		out.Steps = append(out.Steps, Step{To: c.Base, Text: "the basic score, without any step", State: "chosen", Because: []string{choice.Reason},
			Needs: []string{}, Source: c.Source})
	}
	return out
}

// openedByCredentials widens the context when passwords are all that is known to be concerned: what they open is not said.
func openedByCredentials(f given.Facts, out *Context) []string {
	t := table().Credentials
	for _, c := range out.Categories {
		for _, s := range c.Steps {
			if c.Key == "simple" && s.State == "chosen" {
				return nil // a person has said what they open
			}
		}
	}
	harmless := t.HarmlessWhen.Ask(f)
	state := Step{Key: "credentials", Text: t.Text, State: "open", To: 4, Delta: 3, Because: []string{}, Needs: append([]string{"data_categories"}, harmless.Needs...), Source: t.Source}
	if harmless.Answer == terms.Yes {
		state.Text, state.State, state.To, state.Delta, state.Needs = t.Harmless, "taken", 1, 0, []string{}
		state.Because = harmless.Reasons
	} else if out.Lowest >= 16 {
		return nil // another step has already led to the highest score, whatever the passwords open
	} else {
		out.Highest = 16
	}
	for i := range out.Categories {
		if out.Categories[i].Key == "simple" {
			out.Categories[i].Steps = append(out.Categories[i].Steps, state)
			out.Categories[i].Highest = max(out.Categories[i].Highest, state.To)
		}
	}
	return state.Needs
}

func contextReason(lead *Category, out Context) string {
	var b strings.Builder
	if lead == nil {
		b.WriteString("Which data are concerned is not known yet, so the lowest score is 1.")
	} else {
		fmt.Fprintf(&b, "%s start at %d.", upperFirst(lead.Name), lead.Base)
		for _, s := range lead.Steps {
			if (s.State == "taken" || s.State == "chosen") && s.To == lead.Lowest {
				fmt.Fprintf(&b, " %+d: %s.", s.Delta, s.Text)
			}
		}
	}
	if out.Highest > out.Lowest {
		fmt.Fprintf(&b, " It could still be %s, depending on what is not known yet.", out.Highest)
	}
	return b.String()
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
