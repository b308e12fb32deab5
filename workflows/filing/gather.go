package filing

import (
	"slices"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
)

// theCase is an incident as one party has to tell it: what the answers are taken from.
type theCase struct {
	now       terms.Instant
	incident  models.Incident
	party     models.Party
	parties   []models.Party
	contact   *person
	groups    []models.PeopleGroup
	sets      map[models.ID]models.DataSet
	facts     map[string]models.Fact // what is said of the party stands above what is said of the incident
	risk      assessment.RiskReport
	duties    []models.Obligation // of this party
	duty      models.Obligation   // the one that is filed
	authority *Authority
	stage     models.FilingKind
	previous  string // reference of the stage filed before
	gaps      int
}

type person struct {
	name, email, telephone, role string
}

// gather reads what the answers are taken from. Who looks may see the party; names of contacts are left out later, not here, so that what
// is filed does not depend on who files it.
func gather(r models.Reader, duty models.Obligation) (*theCase, error) {
	c := &theCase{now: r.Now(), duty: duty, sets: map[models.ID]models.DataSet{}, facts: map[string]models.Fact{}, stage: models.FilingInitial}
	var err error
	if c.incident, err = models.LoadIncident(r, duty.IncidentID); err != nil {
		return nil, err
	}
	if c.parties, err = models.LoadParties(r, duty.IncidentID); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(c.parties, func(p models.Party) bool { return p.ID == duty.PartyID })
	if i < 0 {
		return nil, models.NotFound("Party")
	}
	c.party = c.parties[i]
	if err := c.people(r); err != nil {
		return nil, err
	}
	facts, err := models.CurrentFacts(r, duty.IncidentID)
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		own := f.PartyID != nil && *f.PartyID == c.party.ID
		if _, there := c.facts[f.Key]; f.GroupID == nil && f.Known() && (own || f.PartyID == nil && !there) {
			c.facts[f.Key] = f
		}
	}
	if c.risk, err = assessment.PartyRisk(r, c.incident, c.party.ID); err != nil {
		return nil, err
	}
	all, err := models.LoadObligations(r, duty.IncidentID)
	for _, o := range all {
		if o.PartyID == c.party.ID && o.Clock == models.ClockDuty {
			c.duties = append(c.duties, o)
		}
	}
	return c, err
}

func (c *theCase) people(r models.Reader) error {
	groups, err := models.LoadGroups(r, c.incident.ID)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.PartyID == c.party.ID {
			c.groups = append(c.groups, g)
		}
	}
	sets, err := models.ListDataSets(r, c.incident.ID)
	for _, s := range sets {
		c.sets[s.ID] = s
	}
	if err != nil || c.party.OrganisationID == nil {
		return err
	}
	contacts, err := models.ListContacts(r, *c.party.OrganisationID)
	if err != nil || len(contacts) == 0 {
		return err
	}
	at := max(0, slices.IndexFunc(contacts, func(x models.Contact) bool { return x.Role == "data-protection" }))
	p := person{role: contacts[at].Role}
	p.name, p.email, p.telephone, err = contacts[at].Person(r.Keys())
	c.contact = &p
	return err
}

// fact gives the plain value of a fact with where it comes from; ok is false while it is not known.
func (c *theCase) fact(key string) (v any, from Source, ok bool) {
	f, ok := c.facts[key]
	if !ok {
		return nil, Source{}, false
	}
	return f.Plain(), factSource(f), true
}

func (c *theCase) text(key string) (string, Source) {
	v, from, _ := c.fact(key)
	s, _ := v.(string)
	return s, from
}

func (c *theCase) yes(key string) (answer terms.Answer, from Source) {
	v, from, ok := c.fact(key)
	if b, isBool := v.(bool); ok && isBool {
		return terms.AnswerOf(b), from
	}
	return terms.Unknown, from
}

func (c *theCase) words(key string) ([]string, Source) {
	v, from, ok := c.fact(key)
	if !ok {
		return nil, from
	}
	words, _ := terms.WordList(v)
	return words, from
}

func (c *theCase) moment(key string) (terms.Instant, string, Source) {
	f, ok := c.facts[key]
	if !ok {
		return terms.Instant{}, "", Source{}
	}
	return f.Moment(), f.Zone, factSource(f)
}

// categories are those of the data of this party: of its groups, else of their data sets.
func (c *theCase) categories() (out []string) {
	for _, g := range c.groups {
		own := g.Categories.V
		if len(own) == 0 && g.DataSetID != nil {
			own = c.sets[*g.DataSetID].Categories.V
		}
		out = appendNew(out, own...)
	}
	return out
}

// living are the places where the people of this party live, with how many.
func (c *theCase) living() map[string]models.CountRange {
	out := map[string]models.CountRange{}
	for _, g := range c.groups {
		for place, n := range g.Residence.V {
			if before, there := out[place]; there {
				n = models.SumRanges(before, n)
			}
			out[place] = n
		}
	}
	return out
}

func appendNew(to []string, words ...string) []string {
	for _, w := range words {
		if w != "" && !slices.Contains(to, w) {
			to = append(to, w)
		}
	}
	return to
}

// Source says where an answer was taken from, so that it can be checked and corrected there.
type Source struct {
	Kind      string        `json:"kind"` // fact, party, group, risk, directory, obligation, incident, filing
	Key       string        `json:"key,omitempty"`
	Label     string        `json:"label"`
	Certainty string        `json:"certainty,omitempty"`
	LearntAt  terms.Instant `json:"learnt_at"`
}

func factSource(f models.Fact) Source {
	label := f.Key
	if d, ok := terms.KnownFact(f.Key); ok {
		label = d.Label
	} else if l, ok := momentLabels[f.Key]; ok {
		label = l
	}
	return Source{Kind: "fact", Key: f.Key, Label: label, Certainty: string(f.Certainty), LearntAt: f.LearntAt}
}

var momentLabels = map[string]string{"occurred_at": "When it happened", "detected_at": "When it was detected", "aware_at": "When it became known",
	"contained_at": "When it was contained", "public_at": "When it became public", "determined_at": "When it was determined"}
