package intake

import (
	"context"

	"candour/models"
	"candour/workflows/regimes"
)

// EditParty writes a party anew at a known version. A new moment of awareness needs its reason and is added as a fact; the old one stays
// in the history. The organisation behind the party cannot be exchanged: remove it and add the right one.
func EditParty(ctx context.Context, db *models.DB, lib *regimes.Library, v models.Viewer, id models.ID, version int, in PartyEntry) (models.Party, error) {
	was, err := models.FindParty(db.View(ctx), v, id)
	if err != nil {
		return was, err
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "edit-party", Incident: was.IncidentID}, func(tx models.Tx) error {
		p, err := models.FindParty(tx, v, id)
		if err != nil {
			return err
		}
		next := p
		in.OrganisationID = p.OrganisationID
		if err := in.fill(&next); err != nil {
			return err
		}
		if err := models.UpdateParty(tx, id, version, map[string]any{"name": next.Name, "country": next.Country, "role": next.Role, "kind": next.Kind,
			"sectors": next.Sectors, "movement": next.Movement, "eea_establishment": next.EEAEstablishment, "staff_count": next.StaffCount, "immunity": next.Immunity}); err != nil {
			return err
		}
		a := appender{tx: tx, lib: lib, by: v, incident: p.IncidentID}
		moved := !in.AwareAt.IsZero() && (!in.AwareAt.Equal(p.AwareAt) || in.AwareZone != "" && in.AwareZone != p.AwareZone || in.AwareReason != "" && in.AwareReason != p.AwareReason)
		if moved {
			if err := a.add(Entry{PartyID: &id, Key: "aware_at", Value: instantJSON(in.AwareAt), Zone: in.AwareZone, Reason: in.AwareReason}, false); err != nil {
				return err
			}
		}
		if err := a.finish(); err != nil {
			return err
		}
		tx.On("party", id)
		return tx.Details(map[string]any{"role": next.Role, "country": next.Country, "awareness_changed": moved})
	})
	if err != nil {
		return models.Party{}, err
	}
	return models.FindParty(db.View(ctx), v, id)
}

// RemoveParty takes a party out with a reason. Its facts stay in the record. A party with groups stays: its people would be lost from view.
func RemoveParty(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, version int, why string) error {
	was, err := models.FindParty(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "remove-party", Incident: was.IncidentID, Why: why}, func(tx models.Tx) error {
		if _, err := reason("reason", why); err != nil {
			return err
		}
		groups, err := models.LoadGroups(tx, was.IncidentID)
		if err != nil {
			return err
		}
		for _, g := range groups {
			if g.PartyID == id {
				return models.Conflict("This party still has people groups. Remove them first, or move their people to another party.")
			}
		}
		if err := models.UpdateParty(tx, id, version, map[string]any{"removed_at": tx.Now()}); err != nil {
			return err
		}
		tx.On("party", id)
		if err := tx.Details(map[string]any{"organisation": was.OrganisationID}); err != nil {
			return err
		}
		return models.TouchFacts(tx, was.IncidentID)
	})
}
