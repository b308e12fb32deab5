package enisa

import (
	"fmt"

	"candour/models/terms"
	"candour/workflows/regimes"
	"candour/workflows/risk/given"
)

// identification reads the answer on ENISA's own scale. Nothing else in the vocabulary can stand for it, so without the
// answer the whole scale is possible; what the data suggest is said beside it and not counted.
func identification(f given.Facts) Part {
	t := table().Identification
	p := Part{Key: "ei", Lowest: 1, Highest: 4, Because: []string{}, Needs: []string{}, Source: t.Source}
	word := f.Word("ease_of_identification")
	if word == "" {
		p.Reason, p.Needs = "How easily people can be identified is not known yet.", []string{"ease_of_identification"}
		for _, h := range t.Hints {
			if h.When.Ask(f).Answer == terms.Yes {
				p.Reason += fmt.Sprintf(" Proposal: %s, because %s.", h.Key, h.Text)
				break
			}
		}
		return p
	}
	for _, l := range t.Levels {
		if l.Key == word {
			p.Lowest, p.Highest = l.Value, l.Value
			p.Reason = upperFirst(l.Key) + ": " + l.Text + "."
			p.Because = append(p.Because, "How easily people can be identified: "+word+".")
		}
	}
	// Encryption is a flag of its own. Who answers "negligible" about encrypted data may have counted it here as well.
	encrypted := f.Bool("encrypted_at_rest")
	if word != "negligible" || encrypted == terms.No {
		return p
	}
	p.Highest, p.Source = 4, t.EncryptionSource
	if encrypted == terms.Unknown {
		p.Needs = []string{"encrypted_at_rest"}
		p.Reason += " If the data were encrypted, the answer may count the encryption, which is a flag of its own."
		return p
	}
	p.TwoReadings = true
	p.Reason += " The data were encrypted: if the answer was given because of that, say how easily people are identified by somebody who can read the data."
	return p
}

// part gives one circumstance: the highest level that the facts show, up to the highest that they leave possible.
func (c circumstance) part(f given.Facts) Part {
	p := Part{Key: c.ID, Because: []string{}, Needs: []string{}, Source: c.None.Source}
	text, possible := c.None.Text, ""
	shown := level{}
	open := map[int]regimes.Finding{}
	for i, l := range c.Levels {
		found := given.And(c.Gate, l.When).Ask(f)
		open[i] = found
		switch {
		case found.Answer == terms.Yes && !l.Possible:
			if l.Value > shown.Value {
				shown, text = l, l.Text
				p.Because, p.Source = said(found.Reasons, found.Answer), l.Source
			}
			p.Highest = max(p.Highest, l.Value)
		case found.Answer != terms.No:
			if l.Value > p.Highest || possible == "" {
				possible = l.Text
			}
			p.Highest = max(p.Highest, l.Value)
		}
	}
	p.Lowest = shown.Value
	p.Reason = upperFirst(text) + "."
	if p.Highest == p.Lowest {
		return p
	}
	p.Reason += " Possible as well: " + possible + "."
	var needs []string
	for i, l := range c.Levels {
		if l.Value <= p.Lowest {
			continue
		}
		needs = append(needs, open[i].Needs...)
		p.TwoReadings = p.TwoReadings || (l.Possible && open[i].Answer == terms.Yes)
	}
	p.Needs = given.InOrder(needs)
	return p
}
