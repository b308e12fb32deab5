package exercise

import (
	"context"
	"fmt"
	"strings"

	"candour/models"
	"candour/workflows/directory"
)

// Contacts gives every party of the exercise that stands in the directory a focal point and a deputy, as long as it has nobody. Their
// addresses end in .example, which reaches nobody (RFC 2606), and an exercise sends nothing anyway.
func Contacts(ctx context.Context, db *models.DB, by models.Actor, incident models.ID) error {
	parties, err := models.LoadParties(db.View(ctx), incident)
	if err != nil {
		return err
	}
	for _, p := range parties {
		if p.OrganisationID == nil || p.Kind != "national-society" {
			continue
		}
		there, err := models.ListContacts(db.View(ctx), *p.OrganisationID)
		if err != nil {
			return err
		}
		if len(there) > 0 {
			continue
		}
		for i, role := range []string{"focal-point", "deputy"} {
			e := directory.ContactEntry{Role: role, Name: fmt.Sprintf("EXERCISE %s, %s", strings.ReplaceAll(role, "-", " "), p.Country),
				Email: fmt.Sprintf("%s.%s@exercise.example", role, strings.ToLower(p.Country)), Position: i + 1}
			if _, err := directory.AddContact(ctx, db, by, *p.OrganisationID, e); err != nil {
				return fmt.Errorf("contact of %s: %w", p.Name, err)
			}
		}
	}
	return nil
}
