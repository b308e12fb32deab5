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

// incidentCase is what the filings of one incident have in common, read once.
type incidentCase struct {
	incident models.Incident
	parties  []models.Party
	groups   []models.PeopleGroup
	sets     map[models.ID]models.DataSet
	facts    []models.Fact
	duties   []models.Obligation
	risk     func(party models.ID) (assessment.RiskReport, error)
}

func gatherAll(r models.Reader, incident models.ID) (*incidentCase, error) {
	c := &incidentCase{sets: map[models.ID]models.DataSet{}}
	var err error
	if c.incident, err = models.LoadIncident(r, incident); err != nil {
		return nil, err
	}
	if c.parties, err = models.LoadParties(r, incident); err != nil {
		return nil, err
	}
	if c.groups, err = models.LoadGroups(r, incident); err != nil {
		return nil, err
	}
	sets, err := models.ListDataSets(r, incident)
	if err != nil {
		return nil, err
	}
	for _, s := range sets {
		c.sets[s.ID] = s
	}
	if c.facts, err = models.CurrentFacts(r, incident); err != nil {
		return nil, err
	}
	if c.duties, err = models.LoadObligations(r, incident); err != nil {
		return nil, err
	}
	c.risk, err = assessment.PartyRisks(r, c.incident)
	return c, err
}

// dutyOf is the clock of a duty itself as it stands now.
func (all *incidentCase) dutyOf(k models.DutyKey) (models.Obligation, bool) {
	i := slices.IndexFunc(all.duties, func(o models.Obligation) bool { return o.Key() == k && o.Clock == models.ClockDuty })
	if i < 0 {
		return models.Obligation{}, false
	}
	return all.duties[i], true
}

// gather reads what the answers are taken from. Who looks may see the party; names of contacts are left out later, not here, so that what
// is filed does not depend on who files it.
func gather(r models.Reader, duty models.Obligation) (*theCase, error) {
	all, err := gatherAll(r, duty.IncidentID)
	if err != nil {
		return nil, err
	}
	return all.of(r, duty)
}

// of is the incident as the party of a duty has to tell it.
func (all *incidentCase) of(r models.Reader, duty models.Obligation) (*theCase, error) {
	c := &theCase{now: r.Now(), incident: all.incident, parties: all.parties, duty: duty, sets: all.sets, facts: map[string]models.Fact{}, stage: models.FilingInitial}
	i := slices.IndexFunc(c.parties, func(p models.Party) bool { return p.ID == duty.PartyID })
	if i < 0 {
		return nil, models.NotFound("Party")
	}
	c.party = c.parties[i]
	for _, g := range all.groups {
		if g.PartyID == c.party.ID {
			c.groups = append(c.groups, g)
		}
	}
	for _, f := range all.facts {
		own := f.PartyID != nil && *f.PartyID == c.party.ID
		if _, there := c.facts[f.Key]; f.GroupID == nil && f.Known() && (own || f.PartyID == nil && !there) {
			c.facts[f.Key] = f
		}
	}
	for _, o := range all.duties {
		if o.PartyID == c.party.ID && o.Clock == models.ClockDuty {
			c.duties = append(c.duties, o)
		}
	}
	var err error
	if c.risk, err = all.risk(c.party.ID); err != nil {
		return nil, err
	}
	return c, c.reach(r)
}

// reach finds whom the authority may ask.
func (c *theCase) reach(r models.Reader) error {
	if c.party.OrganisationID == nil {
		return nil
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
