package exercise

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"candour/models"
	"candour/workflows/intake"
	"candour/workflows/regimes"
)

// Open opens the story as an incident of the database, by the same commands a person uses. What would be learnt after
// the database's present is left out: nobody can record it yet. The directory has to be there; a society that is not in
// it joins by name. Called again after a crash it goes on where it stopped and adds nothing twice.
//
// Errors: those of the commands; forbidden rights of the viewer among them.
func Open(ctx context.Context, db *models.DB, lib *regimes.Library, by models.Viewer, s *Story) (models.Incident, error) {
	o := &opener{ctx: ctx, db: db, lib: lib, by: by, story: s, parties: map[string]models.ID{}, sets: map[string]models.ID{}}
	for _, step := range []func() error{o.incident, o.join, o.dataSets, o.groups, o.contactPlans} {
		if err := step(); err != nil {
			return o.opened, fmt.Errorf("open the exercise: %w", err)
		}
	}
	return models.FindIncident(db.View(ctx), by, o.opened.ID)
}

type opener struct {
	ctx     context.Context
	db      *models.DB
	lib     *regimes.Library
	by      models.Viewer
	story   *Story
	opened  models.Incident
	parties map[string]models.ID
	sets    map[string]models.ID // by the story's id of the data set
}

// incident opens it with its moments and facts, or finds the one that was opened before.
func (o *opener) incident() error {
	exercise := true
	page, err := models.ListIncidents(o.db.View(o.ctx), o.by, models.IncidentFilter{Exercise: &exercise, Text: o.story.Title, State: models.IncidentOpen}, models.PageRequest{})
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(page.Items, func(i models.Incident) bool { return i.Title == o.story.Title }); i >= 0 {
		o.opened = page.Items[i]
		return nil
	}
	opening := intake.Opening{Title: o.story.Title, Exercise: true, Reporter: models.Reporter{Name: "EXERCISE", Society: "International Committee of the Red Cross"}}
	now := o.db.Now()
	for _, m := range o.story.KnownMoments(now) {
		if w, ok := m.Value.(When); ok && m.Key == "aware_at" {
			opening.AwareAt, opening.AwareZone = w.Instant(), m.Zone
			continue // opening writes this one itself
		}
		opening.Facts = append(opening.Facts, entry(m))
	}
	// All facts that have been learnt by now, the corrected ones too: the history is the point of the exercise.
	for _, f := range o.story.Facts {
		if !f.LearntAt.Instant().After(now) {
			opening.Facts = append(opening.Facts, entry(f))
		}
	}
	o.opened, err = intake.Open(o.ctx, o.db, o.lib, o.by, opening)
	return err
}

func entry(f Fact) intake.Entry {
	value := f.Value
	if w, ok := value.(When); ok {
		value = w.Instant()
	}
	// The story's number of people is "more than", which the people_count_exact beside it says in a file; in the database it is a range.
	if n, ok := value.(int); ok && f.Key == "people_count" {
		value = map[string]any{"min": n, "max": nil, "exact": false}
	}
	raw, err := json.Marshal(value)
	if err != nil {
		raw = nil // not reachable: the values are words, numbers, lists and times
	}
	return intake.Entry{Key: f.Key, Value: raw, Certainty: models.Certainty(f.Certainty), Source: f.Source, LearntAt: f.LearntAt.Instant(), Zone: f.Zone}
}

func (o *opener) join() error {
	there, err := models.LoadParties(o.db.View(o.ctx), o.opened.ID)
	if err != nil {
		return err
	}
	for _, p := range there {
		o.parties[p.Name] = p.ID
	}
	for _, p := range o.story.Parties {
		if _, joined := o.parties[p.Name]; joined {
			continue
		}
		e := intake.PartyEntry{Name: p.Name, Country: p.Country, Role: models.PartyRole(p.Role), Kind: p.Kind, Sectors: p.Sectors, Movement: p.Movement,
			Immunity: p.Immunity, AwareAt: p.AwareAt.Instant(), AwareZone: p.Zone, AwareReason: p.AwareReason}
		if err := o.fromDirectory(&e, p); err != nil {
			return err
		}
		added, err := intake.AddParty(o.ctx, o.db, o.lib, o.by, o.opened.ID, e)
		if err != nil {
			return fmt.Errorf("party %s: %w", p.Name, err)
		}
		o.parties[p.Name] = added.ID
	}
	return nil
}

// fromDirectory links the party to its entry, whose basis of immunity is the better one.
func (o *opener) fromDirectory(e *intake.PartyEntry, p Party) error {
	kind := map[string]models.OrganisationKind{"national-society": models.KindSociety, "international-organisation": models.KindHeadquarters}[p.Kind]
	if kind == "" {
		return nil
	}
	org, err := models.FindOrganisationNamed(o.db.View(o.ctx), kind, p.Name)
	if models.IsKind(err, models.KindNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	e.OrganisationID = &org.ID
	if org.Immunity != "" {
		e.Immunity = org.Immunity
	}
	return nil
}

func (o *opener) dataSets() error {
	there, err := models.ListDataSets(o.db.View(o.ctx), o.opened.ID)
	if err != nil {
		return err
	}
	for _, d := range o.story.DataSets {
		if i := slices.IndexFunc(there, func(t models.DataSet) bool { return t.Name == d.Name }); i >= 0 {
			o.sets[d.ID] = there[i].ID
			continue
		}
		added, err := intake.AddDataSet(o.ctx, o.db, o.by, o.opened.ID, intake.DataSetEntry{Name: d.Name, Categories: d.Categories})
		if err != nil {
			return fmt.Errorf("data set %s: %w", d.Name, err)
		}
		o.sets[d.ID] = added.ID
	}
	return nil
}

// groups adds the people groups. How high the risk to them is, the rules derive.
func (o *opener) groups() error {
	there, err := models.LoadGroups(o.db.View(o.ctx), o.opened.ID)
	if err != nil {
		return err
	}
	have := map[string]models.PeopleGroup{}
	for _, g := range there {
		have[g.Name] = g
	}
	aware := map[string]When{}
	for _, p := range o.story.Parties {
		aware[p.Name] = p.AwareAt
	}
	for _, g := range o.story.Groups {
		d, _ := o.story.DataSet(g.DataSet)
		name := g.Party + " · " + d.Name
		if _, added := have[name]; added {
			continue
		}
		if _, err := o.addGroup(g, d, name, aware[g.Party]); err != nil {
			return fmt.Errorf("group %s: %w", name, err)
		}
	}
	return nil
}

func (o *opener) addGroup(g Group, d DataSet, name string, learnt When) (models.PeopleGroup, error) {
	party, set := o.parties[g.Party], o.sets[g.DataSet]
	e := intake.GroupEntry{PartyID: party, DataSetID: &set, Name: name, Kinds: d.Kinds, Vulnerabilities: d.Vulnerabilities, Languages: g.Languages,
		Residence: map[string]models.CountRange{}, Certainty: models.Assumed, Source: "EXERCISE: invented", LearntAt: learnt.Instant()}
	if g.Means == MeansReported || g.Means == MeansUpTo {
		e.Certainty, e.Source = models.Reported, "EXERCISE: the figure this society gave in 2022, split over data sets by invention"
	}
	minimum, maximum := g.Range()
	e.Count = models.CountRange{Min: whole(minimum), Max: whole(maximum)}
	for place, n := range g.Residence {
		e.Residence[place] = models.CountRange{Min: whole(&n)}
	}
	return intake.AddGroup(o.ctx, o.db, o.by, o.opened.ID, e)
}

func whole(n *int64) *int {
	if n == nil {
		return nil
	}
	i := int(*n)
	return &i
}
