package filing

import (
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/risk/harms"
)

func summary(c *theCase) filled {
	title := strings.TrimSpace(strings.TrimPrefix(c.incident.Title, "EXERCISE:"))
	if c.incident.Exercise {
		title = "EXERCISE, not a real notification. " + strings.ToUpper(title[:1]) + title[1:]
	}
	detail, a := c.text("data_detail")
	effect, b := c.text("service_impact_text")
	return said(paragraphs(sentence(title), sentence(detail), sentence(effect)), Source{Kind: "incident", Label: "Title of the incident"}, a, b)
}

func actor(c *theCase) filled {
	w, from := c.text("actor")
	if w == "" {
		return filled{}
	}
	s := strings.ToUpper(plainWord(w)[:1]) + plainWord(w)[1:]
	a, more := c.yes("malicious")
	switch a {
	case terms.Yes:
		s += ", with intent"
	case terms.No:
		s += ", without intent"
	}
	return said(sentence(s), from, more)
}

func taken(c *theCase) filled {
	w, from := c.text("exfiltrated")
	evidence, more := c.text("exfiltration_evidence")
	if evidence != "" {
		evidence = "Evidence: " + plainWord(evidence) + "."
	}
	if w == "" {
		return filled{}
	}
	return said(strings.TrimSpace(copied[w]+" "+evidence), from, more)
}

func recipients(c *theCase) filled {
	if words, from := c.words("recipients"); len(words) > 0 {
		return said(list(words), from)
	}
	s := actor(c)
	if a, from := c.yes("leaked_publicly"); a == terms.No && s.value != "" {
		s.value += " As far as is known the data were not made public."
		s.from = append(s.from, from)
	}
	return s
}

// protection lists what is known of the safeguards, each as one sentence. What is not known is not mentioned.
func protection(c *theCase) filled {
	parts, from := []string{}, []Source{}
	for _, p := range []struct{ key, yes, no string }{
		{"encrypted_at_rest", "The data were encrypted at rest.", "The data were not encrypted at rest."},
		{"key_compromised", "The key was exposed too.", "The key was not exposed."},
		{"intruder_as_user", "The intruder could act as a legitimate user, so encryption at rest did not protect.", "The intruder could not act as a legitimate user."},
		{"passwords_hashed", "Passwords were stored as hashes.", "Passwords were not stored as hashes."},
		{"strong_password", "The device was protected by a strong password.", ""},
		{"backup_available", "A backup was available.", "No backup was available."},
		{"first_entry_point_known", "The way in has been found.", "The way in has not been found yet."},
	} {
		a, src := c.yes(p.key)
		s := map[terms.Answer]string{terms.Yes: p.yes, terms.No: p.no}[a]
		if s != "" {
			parts, from = append(parts, s), append(from, src)
		}
	}
	if t, src := c.text("security_measures_text"); t != "" {
		parts, from = append(parts, sentence(t)), append(from, src)
	}
	return said(strings.Join(parts, " "), from...)
}

func dataCategories(c *theCase) filled {
	if words := c.categories(); len(words) > 0 {
		return said(list(words), Source{Kind: "group", Label: "Data sets of the people groups"})
	}
	return listOf("data_categories")(c)
}

func specialData(c *theCase) filled {
	words := c.categories()
	from := Source{Kind: "group", Label: "Data sets of the people groups"}
	if len(words) == 0 {
		words, from = c.words("data_categories")
	}
	found := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !slices.Contains(special, w) })
	if len(found) > 0 {
		return said(list(found), from)
	}
	if a, src := c.yes("special_category"); a == terms.No {
		return said("None.", src)
	}
	return filled{}
}

func kinds(c *theCase) filled {
	words := []string{}
	for _, g := range c.groups {
		words = appendNew(words, g.Kinds.V...)
	}
	if len(words) > 0 {
		return said(list(words), Source{Kind: "group", Label: "People groups of the party"})
	}
	return listOf("subjects_kinds")(c)
}

func howMany(c *theCase) filled {
	counts := []models.CountRange{}
	for _, g := range c.groups {
		counts = append(counts, g.Count.V)
	}
	if n := count(models.SumRanges(counts...)); n != "" && len(counts) > 0 {
		return said(n, Source{Kind: "group", Label: "Numbers of the people groups"})
	}
	f, ok := c.facts["people_count"]
	alone := !slices.ContainsFunc(c.parties, func(p models.Party) bool {
		return p.ID != c.party.ID && (p.Role == models.Controller || p.Role == models.JointController)
	})
	if !ok || f.PartyID == nil && !alone {
		return filled{} // the number of the whole incident is not that of one of its controllers
	}
	return counted("people_count")(c)
}

func vulnerable(c *theCase) filled {
	words := []string{}
	for _, g := range c.groups {
		words = appendNew(words, g.Vulnerabilities.V...)
	}
	if len(words) > 0 {
		return said("Yes: "+list(words)+".", Source{Kind: "group", Label: "Vulnerabilities of the people groups"})
	}
	switch a, from := c.yes("vulnerable_subjects"); a {
	case terms.Yes:
		return said("Yes.", from)
	case terms.No:
		return said("No.", from)
	}
	return filled{}
}

func riskSource() Source {
	return Source{Kind: "risk", Label: "Risk to people, derived from the facts"}
}

func riskLevel(c *theCase) filled {
	if c.risk.Level == nil || len(c.groups) == 0 {
		return filled{}
	}
	w := plainWord(string(*c.risk.Level))
	return said(strings.ToUpper(w[:1])+w[1:]+" to the rights and freedoms of people", riskSource())
}

func riskReasons(c *theCase) filled {
	out := []string{}
	for _, a := range c.risk.Rules {
		if a.Answer == "yes" {
			out = appendNew(out, sentence(a.Says))
		}
	}
	if len(c.groups) == 0 {
		return filled{}
	}
	return said(strings.Join(out, "\n"), riskSource())
}

// mostHarms keeps the answer within what a form takes; the first are the likeliest.
const mostHarms = 10

// harmed says what can happen to people. What cannot be ruled out yet stands there too: unknown is not no.
func harmed(c *theCase) filled {
	out := []string{}
	for _, h := range c.risk.Harms[:min(len(c.risk.Harms), mostHarms)] {
		how := h.Likelihood
		if h.Applies != harms.Applies {
			how = "cannot be ruled out yet"
		}
		out = append(out, fmt.Sprintf("%s (%s): %s", h.Name, how, sentence(h.Sentence)))
	}
	return said(strings.Join(out, "\n"), Source{Kind: "risk", Label: "Harms that the facts leave standing"})
}

func forPeople(c *theCase) filled {
	out := []string{}
	for _, h := range c.risk.Harms[:min(len(c.risk.Harms), mostHarms)] {
		if len(h.CanDo) > 0 {
			out = appendNew(out, sentence(h.CanDo[0]))
		}
	}
	if len(out) == 0 {
		return filled{}
	}
	return said("Proposed: "+strings.Join(out, " "), Source{Kind: "risk", Label: "What can be done against these harms"})
}

func service(c *theCase) filled {
	w, from := c.text("service_impact")
	t, more := c.text("service_impact_text")
	level := map[string]string{"none": "None.", "minor": "Minor.", "major": "Major."}[w]
	return said(strings.TrimSpace(level+" "+sentence(t)), from, more)
}

// measures says what the record shows was done. A form gets no measure that nobody has recorded.
func measures(c *theCase) filled {
	parts, from := []string{}, []Source{}
	if t, src := c.text("measures_text"); t != "" {
		parts, from = append(parts, sentence(t)), append(from, src)
	}
	if m := moment("contained_at")(c); m.value != "" {
		parts, from = append(parts, "The breach was contained on "+m.value+"."), append(from, m.from...)
	}
	if m := moment("public_at")(c); m.value != "" {
		parts, from = append(parts, "The public was told on "+m.value+"."), append(from, m.from...)
	}
	if p := peopleTold(c); strings.HasPrefix(p.value, "Yes") {
		parts, from = append(parts, "The people affected were told."), append(from, p.from...)
	}
	return said(strings.Join(parts, "\n"), from...)
}

func (c *theCase) telling() (told, owed []models.Obligation) {
	for _, o := range c.duties {
		if o.Recipient != "subjects" || o.Provisional {
			continue
		}
		owed = append(owed, o)
		if o.State == models.ObligationDischarged {
			told = append(told, o)
		}
	}
	return told, owed
}

func peopleTold(c *theCase) filled {
	told, owed := c.telling()
	from := Source{Kind: "obligation", Label: "Obligations to tell people"}
	switch {
	case len(owed) == 0:
		return filled{}
	case len(told) == len(owed):
		return said("Yes.", from)
	case len(told) > 0:
		return said(fmt.Sprintf("In part: %d of %d duties to tell people are done.", len(told), len(owed)), from)
	}
	return said("Not yet. They will be told without undue delay.", from)
}

func peopleToldWhen(c *theCase) filled {
	told, _ := c.telling()
	days := []string{}
	for _, o := range told {
		days = appendNew(days, o.ProofOn)
	}
	return said(strings.Join(days, "; "), Source{Kind: "obligation", Label: "Proof of the obligations to tell people"})
}

// otherAuthorities lists what this party owes to others. That nobody else is to be told is for a person to say.
func otherAuthorities(c *theCase) filled {
	out := []string{}
	for _, o := range c.duties {
		if o.Recipient != "authority" || o.Key() == c.duty.Key() || o.State == models.ObligationWaived {
			continue
		}
		state := "to be told"
		switch {
		case o.State == models.ObligationDischarged:
			state = "told on " + o.ProofOn
		case o.Provisional:
			state = "may have to be told"
		}
		name, _, _ := strings.Cut(o.RecipientName, " (")
		if o.Jurisdiction != "" {
			name += ", " + place(o.Jurisdiction)
		}
		out = appendNew(out, name+": "+state)
	}
	return said(strings.Join(out, "; "), Source{Kind: "obligation", Label: "Obligations to tell authorities"})
}
