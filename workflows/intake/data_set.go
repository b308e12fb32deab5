package intake

import (
	"context"

	"candour/models"
	"candour/workflows/people/clean"
)

// DataSetEntry is a body of data that was exposed: a system, a register, a mailbox.
type DataSetEntry struct {
	Name       string
	Categories []string
	Notes      string
}

func (e *DataSetEntry) check() (err error) {
	if e.Name, err = clean.Field("name", e.Name, 200); err != nil {
		return err
	}
	if e.Name == "" {
		return models.InvalidField("name", "Name the data set: the system, the register, the mailbox.")
	}
	if e.Categories, err = words("categories", e.Categories, factWords("data_categories"), false); err != nil {
		return err
	}
	e.Notes, err = clean.Paragraphs("notes", e.Notes, 2000)
	return err
}

// AddDataSet adds a data set to an incident.
func AddDataSet(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, e DataSetEntry) (models.DataSet, error) {
	d := models.DataSet{ID: models.NewID(), IncidentID: incident}
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "add-data-set", Incident: incident}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		if err := e.check(); err != nil {
			return err
		}
		d.Name, d.Categories, d.Notes = e.Name, models.JSONOf(e.Categories), e.Notes
		if err := models.AddDataSet(tx, &d); err != nil {
			return err
		}
		tx.On("data-set", d.ID)
		if err := tx.Details(map[string]any{"categories": e.Categories}); err != nil {
			return err
		}
		return models.TouchFacts(tx, incident)
	})
	return d, err
}

// EditDataSet writes a data set anew at a known version.
func EditDataSet(ctx context.Context, db *models.DB, v models.Viewer, incident, id models.ID, version int, e DataSetEntry) (models.DataSet, error) {
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "edit-data-set", Incident: incident}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		if _, err := models.FindDataSet(tx, incident, id); err != nil {
			return err
		}
		if err := e.check(); err != nil {
			return err
		}
		if err := models.UpdateDataSet(tx, id, version, map[string]any{"name": e.Name, "categories": models.JSONOf(e.Categories), "notes": e.Notes}); err != nil {
			return err
		}
		tx.On("data-set", id)
		if err := tx.Details(map[string]any{"categories": e.Categories}); err != nil {
			return err
		}
		return models.TouchFacts(tx, incident)
	})
	if err != nil {
		return models.DataSet{}, err
	}
	return models.FindDataSet(db.View(ctx), incident, id)
}

// RemoveDataSet takes a data set out with a reason, when no group uses it.
func RemoveDataSet(ctx context.Context, db *models.DB, v models.Viewer, incident, id models.ID, version int, why string) error {
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "remove-data-set", Incident: incident, Why: why}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		if _, err := models.FindDataSet(tx, incident, id); err != nil {
			return err
		}
		if _, err := reason("reason", why); err != nil {
			return err
		}
		groups, err := models.LoadGroups(tx, incident)
		if err != nil {
			return err
		}
		for _, g := range groups {
			if g.DataSetID != nil && *g.DataSetID == id {
				return models.Conflict("People groups still stand in this data set. Move or remove them first.")
			}
		}
		if err := models.UpdateDataSet(tx, id, version, map[string]any{"removed_at": tx.Now()}); err != nil {
			return err
		}
		tx.On("data-set", id)
		return models.TouchFacts(tx, incident)
	})
}
