package intake

import (
	"context"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/people/clean"
)

// GroupEntry is people of one party in one data set who are alike for the rules and for how they can be told.
type GroupEntry struct {
	PartyID         models.ID
	DataSetID       *models.ID
	Name            string // empty: "party · data set"
	Kinds           []string
	Vulnerabilities []string
	Categories      []string // empty: those of the data set
	Languages       []string
	Count           models.CountRange
	Residence       map[string]models.CountRange
	// Of the count, as a fact.
	Certainty models.Certainty
	Source    string
	LearntAt  terms.Instant
}

func (e *GroupEntry) check() (err error) {
	if e.Name, err = clean.Field("name", e.Name, 300); err != nil {
		return err
	}
	if e.Kinds, err = words("kinds", e.Kinds, factWords("subjects_kinds"), true); err != nil {
		return err
	}
	if e.Vulnerabilities, err = words("vulnerabilities", e.Vulnerabilities, terms.Vulnerabilities, false); err != nil {
		return err
	}
	if e.Categories, err = words("categories", e.Categories, factWords("data_categories"), false); err != nil {
		return err
	}
	if e.Languages, err = languages(e.Languages); err != nil {
		return err
	}
	if e.Residence, err = residence(e.Residence); err != nil {
		return err
	}
	return e.Count.Valid()
}

// place finds party and data set of this incident, and names the group after them when nobody has.
func (e *GroupEntry) place(tx models.Tx, v models.Viewer, incident models.ID) error {
	p, err := models.FindParty(tx, v, e.PartyID)
	if err == nil && p.IncidentID != incident {
		err = models.NotFound("Party")
	}
	if err != nil {
		return err
	}
	name := p.Name
	if e.DataSetID != nil {
		d, err := models.FindDataSet(tx, incident, *e.DataSetID)
		if err != nil {
			return err
		}
		name += " · " + d.Name
	}
	if e.Name == "" {
		if e.Name, err = clean.Field("name", shorten(name, 300), 300); err != nil {
			return err
		}
	}
	return nil
}

// AddGroup adds a people group; its count is a fact with history.
func AddGroup(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, e GroupEntry) (models.PeopleGroup, error) {
	var g models.PeopleGroup
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "add-group", Incident: incident}, func(tx models.Tx) (err error) {
		if _, err = models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		a := appender{tx: tx, by: v, incident: incident}
		if g, err = a.group(e); err != nil {
			return err
		}
		if err := a.finish(); err != nil {
			return err
		}
		tx.On("people-group", g.ID)
		return tx.Details(map[string]any{"party": g.PartyID, "data_set": g.DataSetID, "count": g.Count.V})
	})
	if err != nil {
		return g, err
	}
	return models.FindGroup(db.View(ctx), v, g.ID)
}

func (a *appender) group(e GroupEntry) (models.PeopleGroup, error) {
	g := models.PeopleGroup{ID: models.NewID(), IncidentID: a.incident}
	if err := e.check(); err != nil {
		return g, err
	}
	if err := e.place(a.tx, a.by, a.incident); err != nil {
		return g, err
	}
	g.PartyID, g.DataSetID, g.Name = e.PartyID, e.DataSetID, e.Name
	g.Kinds, g.Vulnerabilities, g.Categories, g.Languages = models.JSONOf(e.Kinds), models.JSONOf(e.Vulnerabilities), models.JSONOf(e.Categories), models.JSONOf(e.Languages)
	g.Count, g.Residence = models.JSONOf(e.Count), models.JSONOf(e.Residence)
	if err := models.AddGroup(a.tx, &g); err != nil {
		return g, err
	}
	if e.Count.Min == nil && e.Count.Max == nil {
		return g, nil // nobody has said a number: no fact, not even "not known yet"
	}
	return g, a.add(e.count(g.ID), false)
}

func (e GroupEntry) count(group models.ID) Entry {
	return Entry{GroupID: &group, Key: "people_count", Value: jsonOf(e.Count), Certainty: e.Certainty, Source: e.Source, LearntAt: e.LearntAt}
}

// EditGroup writes a group anew at a known version. A new count is added as a fact; the old one stays in the history.
func EditGroup(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, version int, e GroupEntry) (models.PeopleGroup, error) {
	was, err := models.FindGroup(db.View(ctx), v, id)
	if err != nil {
		return was, err
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "edit-group", Incident: was.IncidentID}, func(tx models.Tx) error {
		g, err := models.FindGroup(tx, v, id)
		if err != nil {
			return err
		}
		if err := e.check(); err != nil {
			return err
		}
		if err := e.place(tx, v, g.IncidentID); err != nil {
			return err
		}
		if err := models.UpdateGroup(tx, id, version, map[string]any{"party_id": e.PartyID, "data_set_id": e.DataSetID, "name": e.Name, "kinds": models.JSONOf(e.Kinds),
			"vulnerabilities": models.JSONOf(e.Vulnerabilities), "categories": models.JSONOf(e.Categories), "languages": models.JSONOf(e.Languages),
			"residence": models.JSONOf(e.Residence)}); err != nil {
			return err
		}
		a := appender{tx: tx, by: v, incident: g.IncidentID}
		counted := !sameRange(g.Count.V, e.Count)
		if counted {
			if err := a.add(e.count(id), false); err != nil {
				return err
			}
		}
		if err := a.finish(); err != nil {
			return err
		}
		tx.On("people-group", id)
		details := map[string]any{"party": e.PartyID, "data_set": e.DataSetID}
		if counted {
			details["count"] = e.Count
		}
		return tx.Details(details)
	})
	if err != nil {
		return models.PeopleGroup{}, err
	}
	return models.FindGroup(db.View(ctx), v, id)
}

func sameRange(a, b models.CountRange) bool {
	same := func(x, y *int) bool { return (x == nil) == (y == nil) && (x == nil || *x == *y) }
	return same(a.Min, b.Min) && same(a.Max, b.Max) && a.Exact == b.Exact
}

// RemoveGroup takes a group out with a reason; its facts stay in the record.
func RemoveGroup(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, version int, why string) error {
	was, err := models.FindGroup(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "remove-group", Incident: was.IncidentID, Why: why}, func(tx models.Tx) error {
		if _, err := reason("reason", why); err != nil {
			return err
		}
		if err := models.UpdateGroup(tx, id, version, map[string]any{"removed_at": tx.Now()}); err != nil {
			return err
		}
		tx.On("people-group", id)
		return models.TouchFacts(tx, was.IncidentID)
	})
}

// SetRisk sets how high the risk to the people of a group is, with a reason. Empty takes it back: not known yet. The level is also added
// as a fact, so that its history shows who set what and when.
func SetRisk(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, version int, level terms.RiskLevel, why string) (models.PeopleGroup, error) {
	was, err := models.FindGroup(db.View(ctx), v, id)
	if err != nil {
		return was, err
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "set-risk", Incident: was.IncidentID, Why: why}, func(tx models.Tx) error {
		why, err := reason("reason", why)
		if err != nil {
			return err
		}
		if level, err = terms.ParseRiskLevel(string(level)); err != nil {
			return models.InvalidField("level", "The risk is none_likely, risk or high_risk, or empty for not known yet.")
		}
		by := v.Account
		if err := models.UpdateGroup(tx, id, version, map[string]any{"risk_level": level, "risk_reason": why, "risk_set_by": &by, "risk_set_at": tx.Now()}); err != nil {
			return err
		}
		a := appender{tx: tx, by: v, incident: was.IncidentID}
		e := Entry{GroupID: &id, Key: "risk_level", Certainty: models.Likely}
		if level != terms.RiskUnknown {
			e.Value = jsonOf(level)
		}
		if err := a.add(e, true); err != nil {
			return err
		}
		if err := a.finish(); err != nil {
			return err
		}
		tx.On("people-group", id)
		return tx.Details(map[string]any{"level": level})
	})
	if err != nil {
		return models.PeopleGroup{}, err
	}
	return models.FindGroup(db.View(ctx), v, id)
}
