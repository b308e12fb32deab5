package assessment

import (
	"slices"
	"strings"
	"time"

	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

// partyPrefix marks a word that is said of the party itself and not of what happened.
const partyPrefix = "party."

// anyBasis stands for an immunity that somebody would have to show; no law asks on which basis it rests.
const anyBasis = "claimed on some basis"

// nearDays is how far from the day a law began or ended an awareness lies that is worth asking about: a moment of its own that
// is off by years is no mistake.
const nearDays = 31

// partyCandidates are other answers to what is said of the party itself. Where it is established is left out: that is seldom a question, and
// every law of the world would be an answer to it.
func (t *trial) partyCandidates() []FactAnswer {
	p := t.in.Parties[0].prefilled()
	have := p.words()
	var out []FactAnswer
	try := func(word string, to ...any) {
		for _, v := range to {
			if canon(have[word]) != canon(v) {
				out = append(out, FactAnswer{Fact: partyPrefix + word, Text: factText(word), From: have[word], To: v})
			}
		}
	}
	for _, role := range terms.PartyRoles {
		try("role", role)
	}
	for _, kind := range terms.PartyKinds {
		try("kind", kind)
	}
	for _, sector := range terms.PartySectors {
		if i := slices.Index(p.Sectors, sector); i < 0 {
			try("sectors", append(slices.Clone(p.Sectors), sector))
		} else if len(p.Sectors) > 1 {
			try("sectors", slices.Delete(slices.Clone(p.Sectors), i, i+1))
		}
	}
	try("movement", true, false)
	try("eea_establishment", true, false)
	// Only an organisation under international law can be immune.
	if p.Immunity != "" {
		try("immunity", nil)
	} else if p.Kind == "international-organisation" {
		try("immunity", anyBasis)
	}
	return append(out, t.awareCandidates(p)...)
}

// awareCandidates are moments on the other side of the day on which the law began or ended for the duty, where the party's own awareness
// lies near it, or on the wrong side of it.
func (t *trial) awareCandidates(p PartyInput) []FactAnswer {
	if p.AwareAt.IsZero() {
		return nil
	}
	from := instantOrNil(p.AwareAt)
	day := localDay(p.AwareAt, t.of.Jurisdiction)
	outside := t.pack.StandingOn(t.duty, regimes.Date(day.String())) != regimes.StandingInForce
	var out []FactAnswer
	for _, turn := range []struct {
		on    regimes.Date
		steps []int // days from it on which the answer may be another
	}{{begin(t.pack, t.duty), []int{-1, 0}}, {until(t.pack, t.duty), []int{0, 1}}} {
		first, err := deadlines.ParseDate(string(turn.on))
		if err != nil {
			continue // the law has no such day
		}
		noon, err := time.Parse(time.RFC3339, first.String()+"T12:00:00Z")
		if err != nil {
			continue
		}
		if gap := p.AwareAt.Time().Sub(noon).Abs(); !outside && gap > nearDays*24*time.Hour {
			continue
		}
		for _, step := range turn.steps {
			out = append(out, FactAnswer{Fact: partyPrefix + "aware_at", Text: factText("aware_at"), From: from,
				To: noon.Add(time.Duration(step) * 24 * time.Hour).Format(time.RFC3339)})
		}
	}
	return out
}

// withWords gives the party with the answers that are about it.
func (p PartyInput) withWords(answers []FactAnswer) PartyInput {
	answer := func(v any) terms.Answer {
		b, said := v.(bool)
		if !said {
			return terms.Unknown
		}
		return terms.AnswerOf(b)
	}
	for _, a := range answers {
		word, ofParty := strings.CutPrefix(a.Fact, partyPrefix)
		if !ofParty {
			continue
		}
		text, _ := a.To.(string)
		switch word {
		case "role":
			p.Role = text
		case "kind":
			p.Kind = text
		case "immunity":
			p.Immunity = text
		case "sectors":
			p.Sectors, _ = terms.WordList(a.To)
			p.SectorsKnown = len(p.Sectors) > 0
		case "movement":
			p.Movement = answer(a.To)
		case "eea_establishment":
			p.EEAEstablishment = answer(a.To)
		case "aware_at":
			p.AwareAt, p.AwareInherited = instantFact(a.To), false
		}
	}
	return p
}
