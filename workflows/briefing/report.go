package briefing

import (
	"context"
	"slices"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/texts"
)

// Draft writes the next report of an audience: what changed since the last one that was sent. One press gives a draft that is right at this
// moment; people edit it, and somebody else approves it.
func Draft(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, audience string) (models.Briefing, error) {
	a, err := audienceOf(audience)
	if err != nil {
		return models.Briefing{}, err
	}
	var b models.Briefing
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "draft-briefing", Incident: incident}, func(tx models.Tx) error {
		i, err := models.FindIncident(tx, by, incident)
		if err != nil {
			return err
		}
		now, err := gather(tx, by, i)
		if err != nil {
			return err
		}
		before, err := lastSent(tx, incident, audience)
		if err != nil {
			return err
		}
		b = models.Briefing{ID: models.NewID(), IncidentID: incident, Audience: audience, Number: 1, WrittenAt: tx.Now(), WrittenBy: by.Account}
		last, err := models.LastBriefing(tx, incident, audience)
		if err == nil {
			b.Number = last.Number + 1
		} else if !models.IsKind(err, models.KindNotFound) {
			return err
		}
		if before != nil {
			b.SinceAt = before.At
		}
		r := Write(a, b.Number, before, now)
		v, err := texts.SaveIn(tx, by, incident, models.TextBriefing, "", texts.Draft{Language: "en", Title: r.Title, Body: r.Body()})
		if err != nil {
			return err
		}
		b.TextID = v.TextID
		if err := b.SetSnapshot(tx.Keys(), now); err != nil {
			return err
		}
		tx.On("briefing", b.ID)
		if err := tx.Details(map[string]any{"audience": audience, "number": b.Number}); err != nil {
			return err
		}
		return models.AddBriefing(tx, &b)
	})
	return b, err
}

func lastSent(r models.Reader, incident models.ID, audience string) (*Snapshot, error) {
	b, err := models.LastSentBriefing(r, incident, audience)
	if models.IsKind(err, models.KindNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &Snapshot{}
	return s, b.Snapshot(r.Keys(), s)
}

// Recipients of a report: people who work here, or contacts of the directory. One message goes to each.
type Recipients struct {
	Accounts, Contacts []models.ID
}

// Send hands the approved words to the recipients, one message each, once.
func Send(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, to Recipients) error {
	b, err := models.FindBriefing(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	if _, err := models.FindIncident(db.View(ctx), by, b.IncidentID); err != nil {
		return models.NotFound("Situation report")
	}
	a, err := audienceOf(b.Audience)
	if err != nil {
		return err
	}
	to.Accounts, to.Contacts = once(to.Accounts), once(to.Contacts)
	n := len(to.Accounts) + len(to.Contacts)
	if n == 0 {
		return models.InvalidField("recipients", "Choose who gets the report.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "send-briefing", Incident: b.IncidentID}, func(tx models.Tx) error {
		i, err := models.LoadIncident(tx, b.IncidentID)
		if err != nil {
			return err
		}
		v, c, err := texts.Approved(tx, b.TextID)
		if err != nil {
			return err
		}
		o := delivery.ReportOrder{Incident: i, Occasion: b.ID, Language: v.Language, Title: c.RenderedTitle, Body: c.RenderedBody}
		offered, err := Offered(tx, a)
		if err != nil {
			return err
		}
		for _, id := range to.Accounts {
			at := slices.IndexFunc(offered.Accounts, func(x models.Account) bool { return x.ID == id })
			if at < 0 {
				return models.Invalid("One of the recipients does not belong to this audience. Nothing was sent.")
			}
			if err := delivery.EnqueueReport(tx, o, &offered.Accounts[at], nil); err != nil {
				return err
			}
		}
		for _, id := range to.Contacts {
			at := slices.IndexFunc(offered.Contacts, func(x models.Contact) bool { return x.ID == id })
			if at < 0 {
				return models.Invalid("One of the recipients does not belong to this audience. Nothing was sent.")
			}
			if err := delivery.EnqueueReport(tx, o, nil, &offered.Contacts[at]); err != nil {
				return err
			}
		}
		tx.On("briefing", b.ID)
		if err := tx.Details(map[string]any{"audience": b.Audience, "recipients": n}); err != nil {
			return err
		}
		if err := models.MarkBriefingSent(tx, b.ID, by.Account, n); err != nil {
			return err
		}
		return delivery.Wake(tx)
	})
}

func once(ids []models.ID) []models.ID {
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}

// Offer is who may get the version of an audience.
type Offer struct {
	Accounts      []models.Account
	Contacts      []models.Contact
	Organisations map[models.ID]models.Organisation
}

// Offered lists them: staff who read incidents, or contacts of the kinds of organisations that the audience names.
func Offered(r models.Reader, a Audience) (Offer, error) {
	out := Offer{Organisations: map[models.ID]models.Organisation{}}
	if slices.Contains(a.To, ToAccounts) {
		all, err := models.ListAccounts(r)
		if err != nil {
			return out, err
		}
		for _, x := range all {
			if x.DisabledAt.IsZero() && x.Role != models.RoleFocalPoint && x.Role.Has(models.RightReadIncidents) {
				out.Accounts = append(out.Accounts, x)
			}
		}
		return out, nil
	}
	contacts, err := models.LoadContacts(r)
	if err != nil {
		return out, err
	}
	var ids []models.ID
	for _, c := range contacts {
		ids = append(ids, c.OrganisationID)
	}
	if out.Organisations, err = models.OrganisationsByID(r, once(ids)); err != nil {
		return out, err
	}
	for _, c := range contacts {
		o := out.Organisations[c.OrganisationID]
		if !slices.Contains(a.To, string(o.Kind)) {
			continue
		}
		ok, err := delivery.HasAddress(r.Keys(), c)
		if err != nil {
			return out, err
		}
		if ok {
			out.Contacts = append(out.Contacts, c)
		}
	}
	return out, nil
}
