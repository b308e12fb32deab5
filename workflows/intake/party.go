package intake

import (
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/people/clean"
	"candour/workflows/regimes"
)

// PartyEntry is an organisation that joins an incident. With OrganisationID the directory answers what is left empty; without it the
// name is enough and the rest is not known yet.
type PartyEntry struct {
	OrganisationID   *models.ID
	Name             string
	Country          string
	Role             models.PartyRole
	Kind             string
	Sectors          []string
	Movement         *bool
	EEAEstablishment *bool
	StaffCount       *int
	Immunity         string
	AwareAt          terms.Instant // zero: the incident's
	AwareZone        string
	AwareReason      string // why this moment and no other; needed when AwareAt is given
}

// AddParty adds one organisation with its role and its own moment of awareness.
func AddParty(ctx context.Context, db *models.DB, lib *regimes.Library, v models.Viewer, incident models.ID, in PartyEntry) (models.Party, error) {
	var p models.Party
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "add-party", Incident: incident}, func(tx models.Tx) (err error) {
		if _, err = models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		a := appender{tx: tx, lib: lib, by: v, incident: incident}
		if p, err = a.join(in, ""); err != nil {
			return err
		}
		if err := a.finish(); err != nil {
			return err
		}
		tx.On("party", p.ID)
		return tx.Details(map[string]any{"role": p.Role, "country": p.Country, "organisation": p.OrganisationID})
	})
	if err != nil {
		return p, err
	}
	return models.FindParty(db.View(ctx), v, p.ID)
}

// MaxSocieties is the most organisations of one command: all there are, twice.
const MaxSocieties = 400

// AddSocieties adds many organisations of the directory in one command with the same role and moment. Those that are parties already are
// left as they are; skipped says how many.
func AddSocieties(ctx context.Context, db *models.DB, lib *regimes.Library, v models.Viewer, incident models.ID, organisations []models.ID, same PartyEntry) (added []models.Party, skipped int, err error) {
	if len(organisations) == 0 || len(organisations) > MaxSocieties {
		return nil, 0, models.InvalidField("organisation_ids", "Choose at least one society, and at most %d at a time.", MaxSocieties)
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "add-parties", Incident: incident}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		there, err := models.LoadParties(tx, incident)
		if err != nil {
			return err
		}
		a := appender{tx: tx, lib: lib, by: v, incident: incident}
		for _, id := range slices.Compact(slices.Sorted(slices.Values(organisations))) {
			if slices.ContainsFunc(there, func(p models.Party) bool { return p.OrganisationID != nil && *p.OrganisationID == id }) {
				skipped++
				continue
			}
			one := same
			one.OrganisationID = &id
			p, err := a.join(one, "")
			if err != nil {
				return err
			}
			added = append(added, p)
		}
		if len(added) == 0 {
			return models.Conflict("All of these are parties of the incident already. Nothing was changed.")
		}
		if err := a.finish(); err != nil {
			return err
		}
		tx.On("incident", incident)
		return tx.Details(map[string]any{"added": len(added), "skipped": skipped, "role": same.Role})
	})
	return added, skipped, err
}

// join adds the party and, as a fact, its moment.
func (a *appender) join(in PartyEntry, certainty models.Certainty) (models.Party, error) {
	p := models.Party{ID: models.NewID(), IncidentID: a.incident, AddedAt: a.tx.Now()}
	if in.OrganisationID != nil {
		o, err := models.ViewOrganisation(a.tx, a.by, *in.OrganisationID)
		if err != nil {
			return p, err
		}
		in = in.from(o)
	}
	if err := in.fill(&p); err != nil {
		return p, err
	}
	if in.AwareAt.IsZero() {
		i, err := models.LoadIncident(a.tx, a.incident)
		if err != nil {
			return p, err
		}
		in.AwareAt, in.AwareZone = i.AwareAt, i.AwareZone
		if in.AwareReason == "" {
			in.AwareReason = "Assumed: the same moment as the incident, until the party says when it knew."
		}
		if certainty == "" {
			certainty = models.Assumed
		}
	}
	if err := models.AddParty(a.tx, &p); err != nil {
		return p, err
	}
	err := a.add(Entry{PartyID: &p.ID, Key: "aware_at", Value: instantJSON(in.AwareAt), Zone: in.AwareZone, Certainty: certainty, Reason: in.AwareReason}, false)
	return p, err
}

var kindOf = map[models.OrganisationKind]string{
	models.KindSociety: "national-society", models.KindDelegation: "international-organisation", models.KindHeadquarters: "international-organisation",
	models.KindHost: "company", models.KindCompany: "company", models.KindAuthority: "public-body", models.KindOther: "other",
}

// from copies what the directory knows into what was left empty.
func (in PartyEntry) from(o models.Organisation) PartyEntry {
	for _, f := range []struct {
		to   *string
		from string
	}{{&in.Name, o.Name}, {&in.Country, o.Country}, {&in.Kind, kindOf[o.Kind]}, {&in.Immunity, o.Immunity}} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	yes := true
	if o.Kind == models.KindSociety && len(in.Sectors) == 0 {
		// Without a sector every law of a sector would answer "undetermined" for sixty societies.
		in.Sectors = []string{"humanitarian"}
	}
	// Only components of the Movement have an emblem in the directory.
	if in.Movement == nil && (o.Kind == models.KindSociety || o.Emblem != "") {
		in.Movement = &yes
	}
	return in
}

// fill checks everything but the moment, which is a fact.
func (in PartyEntry) fill(p *models.Party) (err error) {
	if p.Name, err = clean.Field("name", in.Name, 200); err != nil {
		return err
	}
	if p.Name == "" {
		return models.InvalidField("name", "Name the organisation, or choose it from the directory.")
	}
	if p.Country, err = country("country", in.Country); err != nil {
		return err
	}
	if !slices.Contains(models.PartyRoles, in.Role) {
		return models.InvalidField("role", "The role in this incident is controller, joint-controller, processor or host.")
	}
	if in.Kind != "" && !slices.Contains(terms.PartyKinds, in.Kind) {
		return models.InvalidField("kind", "The kind is not one of %s.", strings.Join(terms.PartyKinds, ", "))
	}
	sectors, err := words("sectors", in.Sectors, terms.PartySectors, false)
	if err != nil {
		return err
	}
	if in.StaffCount != nil && (*in.StaffCount < 0 || *in.StaffCount > 100_000_000) {
		return models.InvalidField("staff_count", "The number of staff is zero or more.")
	}
	if p.Immunity, err = clean.Field("immunity", in.Immunity, 300); err != nil {
		return err
	}
	p.OrganisationID, p.Role, p.Kind, p.Sectors = in.OrganisationID, in.Role, in.Kind, models.JSONOf(sectors)
	p.Movement, p.EEAEstablishment, p.StaffCount = in.Movement, in.EEAEstablishment, in.StaffCount
	return nil
}
