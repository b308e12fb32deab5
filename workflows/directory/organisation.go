package directory

import (
	"context"

	"candour/models"
)

// Add puts a new entry into the directory.
func Add(ctx context.Context, db *models.DB, by models.Actor, o models.Organisation) (models.Organisation, error) {
	o.ID, o.BuiltIn, o.Archived = models.NewID(), false, false
	err := db.Command(ctx, models.Act{By: by, Operation: "add-organisation"}, func(tx models.Tx) error {
		if err := check(&o); err != nil {
			return err
		}
		tx.On("organisation", o.ID)
		if err := tx.Details(map[string]any{"kind": o.Kind, "country": o.Country}); err != nil {
			return err
		}
		return models.AddOrganisation(tx, &o)
	})
	return o, err
}

// Edit writes an entry back if nobody else has changed it since o.Version was read. Whether it came with the product stays as it was.
func Edit(ctx context.Context, db *models.DB, by models.Actor, o models.Organisation) (models.Organisation, error) {
	err := db.Command(ctx, models.Act{By: by, Operation: "edit-organisation"}, func(tx models.Tx) error {
		was, err := models.FindOrganisation(tx, o.ID)
		if err != nil {
			return err
		}
		if err := check(&o); err != nil {
			return err
		}
		if was.Name != o.Name || was.Kind != o.Kind {
			other, err := models.FindOrganisationNamed(tx, o.Kind, o.Name)
			if err == nil && other.ID != o.ID {
				return models.InvalidField("name", "There is another entry of this kind with this name.")
			}
			if err != nil && !models.IsKind(err, models.KindNotFound) {
				return err
			}
		}
		o.BuiltIn, o.Archived = was.BuiltIn, was.Archived
		tx.On("organisation", o.ID)
		if err := tx.Details(map[string]any{"version": o.Version + 1, "changed": changed(was, o)}); err != nil {
			return err
		}
		return models.SaveOrganisation(tx, &o)
	})
	return o, err
}

// Archive takes an entry out of lists and choices, or brings it back. Incidents that name it keep doing so.
func Archive(ctx context.Context, db *models.DB, by models.Actor, id models.ID, version int, archived bool, why string) (models.Organisation, error) {
	var o models.Organisation
	err := db.Command(ctx, models.Act{By: by, Operation: "archive-organisation", Why: why}, func(tx models.Tx) (err error) {
		if o, err = models.FindOrganisation(tx, id); err != nil {
			return err
		}
		o.Archived, o.Version = archived, version
		tx.On("organisation", id)
		if err := tx.Details(map[string]any{"archived": archived}); err != nil {
			return err
		}
		return models.SaveOrganisation(tx, &o)
	})
	return o, err
}

// changed names the columns that differ, for the record: words, never what stood in them.
func changed(a, b models.Organisation) []string {
	out := []string{}
	for _, f := range fields {
		if f.get(&a) != f.get(&b) {
			out = append(out, f.column)
		}
	}
	return out
}
