package contact

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/safecontact"
)

// longestOverride: a decision against a rule is for an occasion. Whoever needs longer changes the plan.
const longestOverride = 30 * 24 * 3600e9

// Ask is what a protection officer asks for: to use these channels against a rule, for one group or one person, until a moment.
type Ask struct {
	Incident models.ID
	Group    *models.ID
	Person   *int64
	Channels []safecontact.Channel
	Until    terms.Instant
	Why      string
}

// AskOverride is the protection officer's half. It opens nothing until a second person approves it.
// Errors: forbidden, not found, invalid (with the fields), conflict (the incident is closed).
func AskOverride(ctx context.Context, db *models.DB, by models.Viewer, a Ask) (models.ContactOverride, error) {
	o := models.ContactOverride{ID: models.NewID(), IncidentID: a.Incident, GroupID: a.Group, PersonID: a.Person, Until: a.Until, AskedBy: by.Account}
	if !by.Has(models.RightAskOverride) {
		return o, models.Forbidden("Only a protection officer asks to reach somebody against a rule.")
	}
	why, err := reason(a.Why)
	if err != nil {
		return o, err
	}
	for i, c := range a.Channels {
		if !c.Known() || slices.Contains(a.Channels[:i], c) {
			return o, models.InvalidField("channels", "Name each channel once, in the words of the list.")
		}
		o.Channels.V = append(o.Channels.V, string(c))
	}
	if len(a.Channels) == 0 {
		return o, models.InvalidField("channels", "Say which channels are to be used against the rules.")
	}
	return o, db.Command(ctx, models.Act{By: by.Actor(), Operation: "ask-contact-override", Incident: a.Incident, Why: why}, func(tx models.Tx) error {
		if err := open(tx, by, a.Incident); err != nil {
			return err
		}
		if err := about(tx, by, &o); err != nil {
			return err
		}
		if !o.Until.After(tx.Now()) || o.Until.After(tx.Now().Add(longestOverride)) {
			return models.InvalidField("until", "Say until when, within the next thirty days. What is safe for longer belongs in the contact plan.")
		}
		stands, err := models.OverrideStands(tx, o.IncidentID, models.ContactScope{Group: o.GroupID, Person: o.PersonID})
		if err == nil && stands {
			err = models.Conflict("There is an override for them already, waiting or in force. Take that one back first; nothing was asked for.")
		}
		if err != nil {
			return err
		}
		if err := o.SetWhy(tx.Keys(), why); err != nil {
			return err
		}
		if err := models.AddContactOverride(tx, &o); err != nil {
			return err
		}
		return overrideEvent(tx, &o)
	})
}

// about finds the group or the person it is for, in this incident.
func about(tx models.Tx, by models.Viewer, o *models.ContactOverride) error {
	switch {
	case (o.GroupID == nil) == (o.PersonID == nil):
		return models.Invalid("An override is for one group or for one person.")
	case o.PersonID != nil:
		_, err := models.FindPerson(tx, by, o.IncidentID, *o.PersonID)
		return err
	}
	g, err := models.FindGroup(tx, by, *o.GroupID)
	if err == nil && g.IncidentID != o.IncidentID {
		err = models.NotFound("People group")
	}
	return err
}

// ApproveOverride is the second person's yes; never to an own one. From then on it counts until its end.
// Errors: not found, forbidden (own), conflict (answered, taken back or past meanwhile).
func ApproveOverride(ctx context.Context, db *models.DB, by models.Viewer, id models.ID) error {
	return settle(ctx, db, by, id, "approve-contact-override", "", func(tx models.Tx, o *models.ContactOverride) error {
		if !by.Has(models.RightAgreeOverride) || o.AskedBy == by.Account {
			return models.Forbidden("You asked for this override, so somebody else has to approve it: an incident manager or another data protection officer.")
		}
		if !o.Until.After(tx.Now()) {
			return models.Conflict("The time this override was asked for is past. Nothing was approved; ask for a new one.")
		}
		return models.SettleContactOverride(tx, o, models.OverrideApproved, by.Account, "")
	})
}

// DeclineOverride is the second person's no, with a reason.
func DeclineOverride(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, why string) error {
	why, err := reason(why)
	if err != nil {
		return err
	}
	return settle(ctx, db, by, id, "decline-contact-override", why, func(tx models.Tx, o *models.ContactOverride) error {
		return models.SettleContactOverride(tx, o, models.OverrideDeclined, by.Account, why)
	})
}

// RevokeOverride takes one back, with a reason: whoever may decide on plans may, because stopping never needs two.
func RevokeOverride(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, why string) error {
	why, err := reason(why)
	if err != nil {
		return err
	}
	return settle(ctx, db, by, id, "revoke-contact-override", why, func(tx models.Tx, o *models.ContactOverride) error {
		return models.RevokeContactOverride(tx, o, by.Account, why)
	})
}

func settle(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, operation, why string, do func(models.Tx, *models.ContactOverride) error) error {
	o, err := models.FindContactOverride(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: o.IncidentID, Why: why}, func(tx models.Tx) error {
		if err := overrideEvent(tx, &o); err != nil {
			return err
		}
		return do(tx, &o)
	})
}

func overrideEvent(tx models.Tx, o *models.ContactOverride) error {
	tx.On("contact-override", o.ID)
	return tx.Details(map[string]any{"group": o.GroupID, "person": o.PersonID, "channels": o.Channels.V, "until": o.Until})
}

func reason(why string) (string, error) {
	why = strings.TrimSpace(why)
	switch {
	case why == "":
		return "", models.InvalidField("why", "Say why: this decision has to be understood later.")
	case len(why) > 8000:
		return "", models.InvalidField("why", "This is longer than a reason has to be. Nothing was saved; shorten it.")
	case strings.ContainsFunc(why, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }):
		return "", models.InvalidField("why", "The text has a control character in it. Nothing was saved; remove it and try again.")
	}
	return why, nil
}
