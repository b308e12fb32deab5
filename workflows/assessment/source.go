package assessment

import (
	"encoding/json"
	"fmt"

	"candour/models"
	"candour/models/terms"
)

// source is an incident as the database holds it, before it becomes an Input.
type source struct {
	incident models.Incident
	parties  []models.Party
	groups   []models.PeopleGroup
	sets     map[models.ID]models.DataSet
	facts    []models.Fact
	names    map[models.ID]string // of parties, made different where two are called the same
}

// partInput is an Input with the parties behind its names.
type partInput struct {
	Input
	parties map[string]models.Party
}

func (p partInput) party(name string) models.Party { return p.parties[name] }

func loadSource(r models.Reader, incident models.Incident) (*source, error) {
	s := &source{incident: incident, sets: map[models.ID]models.DataSet{}, names: map[models.ID]string{}}
	var err error
	if s.parties, err = models.LoadParties(r, incident.ID); err != nil {
		return nil, err
	}
	if s.groups, err = models.LoadGroups(r, incident.ID); err != nil {
		return nil, err
	}
	sets, err := models.ListDataSets(r, incident.ID)
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		s.sets[set.ID] = set
	}
	if s.facts, err = models.CurrentFacts(r, incident.ID); err != nil {
		return nil, err
	}
	seen := map[string]int{}
	for _, p := range s.parties {
		s.names[p.ID] = p.Name
		if seen[p.Name]++; seen[p.Name] > 1 {
			s.names[p.ID] = fmt.Sprintf("%s (%d)", p.Name, seen[p.Name])
		}
	}
	return s, nil
}

// inputs makes one Input for all parties that share the incident's moments, and one more for each party that has moments of its own: the
// day on which one society told its authority starts no clock of another.
func (s *source) inputs() []partInput {
	incident, facts := IncidentTimes{Title: s.incident.Title, AwareAt: s.incident.AwareAt}, FactSet{}
	own := map[models.ID][]models.Fact{}
	ofGroup := map[models.ID]FactSet{}
	for _, f := range s.facts {
		switch {
		case f.GroupID != nil:
			if ofGroup[*f.GroupID] == nil {
				ofGroup[*f.GroupID] = FactSet{}
			}
			put(ofGroup[*f.GroupID], f)
		case f.PartyID != nil:
			own[*f.PartyID] = append(own[*f.PartyID], f)
		case !moment(&incident, f):
			put(facts, f)
		}
	}
	shared := partInput{Input: Input{Incident: incident, Facts: facts}, parties: map[string]models.Party{}}
	var out []partInput
	for _, p := range s.parties {
		if len(own[p.ID]) == 0 {
			shared.add(s, p, ofGroup)
			continue
		}
		mine := partInput{Input: Input{Incident: incident, Facts: FactSet{}}, parties: map[string]models.Party{}}
		for k, v := range facts {
			mine.Facts[k] = v
		}
		for _, f := range own[p.ID] {
			if !moment(&mine.Incident, f) {
				put(mine.Facts, f)
			}
		}
		mine.add(s, p, ofGroup)
		out = append(out, mine)
	}
	if len(shared.Parties) > 0 {
		out = append([]partInput{shared}, out...)
	}
	return out
}

func (in *partInput) add(s *source, p models.Party, ofGroup map[models.ID]FactSet) {
	name := s.names[p.ID]
	in.parties[name] = p
	party := PartyInput{Name: name, Country: p.Country, Role: string(p.Role), AwareAt: p.AwareAt, Immunity: p.Immunity, Kind: p.Kind,
		Sectors: p.Sectors.V, SectorsKnown: len(p.Sectors.V) > 0, Movement: answerOf(p.Movement), EEAEstablishment: answerOf(p.EEAEstablishment)}
	if party.AwareAt.IsZero() {
		party.AwareAt, party.AwareInherited = in.Incident.AwareAt, true
	}
	if p.StaffCount != nil {
		n := float64(*p.StaffCount)
		party.StaffCount = &n
	}
	in.Parties = append(in.Parties, party)
	for _, g := range s.groups {
		if g.PartyID == p.ID {
			in.Groups = append(in.Groups, s.group(g, name, ofGroup[g.ID]))
		}
	}
}

// group lays what the matrix says about a group under what was said about it as a fact.
func (s *source) group(g models.PeopleGroup, party string, said FactSet) GroupInput {
	facts := FactSet{}
	categories := g.Categories.V
	if len(categories) == 0 && g.DataSetID != nil {
		categories = s.sets[*g.DataSetID].Categories.V
	}
	if len(categories) > 0 {
		facts["data_categories"] = categories
	}
	if len(g.Kinds.V) > 0 {
		facts["subjects_kinds"] = g.Kinds.V
	}
	if len(g.Vulnerabilities.V) > 0 {
		facts["vulnerable_subjects"] = true
	}
	for k, v := range said {
		facts[k] = v
	}
	out := GroupInput{Name: g.Name, Party: party, Facts: facts, People: rangeOf(g.Count.V), RiskLevel: g.RiskLevel}
	if len(g.Residence.V) > 0 {
		out.Residence = map[string]CountRange{}
		for place, n := range g.Residence.V {
			out.Residence[place] = rangeOf(n)
		}
	}
	return out
}

// moment takes a fact that is a time of the incident; false when it is another fact.
func moment(to *IncidentTimes, f models.Fact) bool {
	at, ok := map[string]*terms.Instant{"occurred_at": &to.OccurredAt, "detected_at": &to.DetectedAt, "aware_at": &to.AwareAt, "public_at": &to.PublicAt,
		"contained_at": &to.ContainedAt, "determined_at": &to.DeterminedAt, "assessed_at": &to.AssessedAt,
		"authority_notified_at": &to.AuthorityNotifiedAt}[f.Key]
	if ok {
		*at = f.Moment()
	}
	return ok
}

// put adds a fact that says something. Null was said on purpose and means not known yet, so it takes back what stood below it.
func put(to FactSet, f models.Fact) {
	var v any
	if json.Unmarshal([]byte(f.Value), &v) != nil {
		return
	}
	switch x := v.(type) {
	case nil:
		delete(to, f.Key)
	case []any:
		words, ok := terms.WordList(x)
		if ok && len(words) > 0 {
			to[f.Key] = words
		}
	default:
		to[f.Key] = x
	}
}

func rangeOf(c models.CountRange) CountRange {
	var out CountRange
	if c.Min != nil {
		n := int64(*c.Min)
		out.Min = &n
	}
	if c.Max != nil {
		n := int64(*c.Max)
		out.Max = &n
	}
	return out
}

func answerOf(b *bool) terms.Answer {
	if b == nil {
		return terms.Unknown
	}
	return terms.AnswerOf(*b)
}
