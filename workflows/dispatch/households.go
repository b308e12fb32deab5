package dispatch

import (
	"context"
	"strings"

	"candour/models"
)

// mostOwn is how many households may be told in another way than the rule; with more, the rule is the wrong one.
const mostOwn = 2000

// HouseholdChoice is a decision about households: a rule for all, and some that are told in another way. Each of the two may be left out.
type HouseholdChoice struct {
	Rule string           // Separate, Combined, or empty: as it was
	Own  map[int64]string // first person of a household -> Separate, Combined, or empty: as the rule says
	Why  string
}

func (c HouseholdChoice) check() error {
	known := func(s string) bool { return s == Separate || s == Combined }
	if c.Rule == "" && len(c.Own) == 0 || c.Rule != "" && !known(c.Rule) {
		return models.InvalidField("households", "Choose separate messages, or one message for the household.")
	}
	for _, s := range c.Own {
		if s != "" && !known(s) {
			return models.InvalidField("own", "Choose separate messages, or one message for the household, for each of them.")
		}
	}
	return nil
}

// DecideHouseholds says what people get who share a mailbox or a telephone: a message each, or one for all of them; for all households, or for
// single ones, as long as they wait. It is a decision about how, never about whether: nobody is dropped.
func DecideHouseholds(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, c HouseholdChoice) error {
	if err := c.check(); err != nil {
		return err
	}
	d, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "decide-households", Incident: d.IncidentID, Why: strings.TrimSpace(c.Why)}, func(tx models.Tx) error {
		tx.On("dispatch", id)
		s := d.Settings.V
		if c.Rule != "" {
			s.Households = c.Rule
		}
		own := map[int64]string{}
		for person, decision := range s.OwnHouseholds {
			own[person] = decision
		}
		for person, decision := range c.Own {
			l, err := models.LoadPersonDelivery(tx, d.Number, person)
			if err != nil {
				return err
			}
			if l.State != models.DeliveryWaiting || l.Reason != ReasonHousehold {
				return models.Conflict("One of these households does not wait for a decision any more. Nothing was decided; load the list again. To decide anew, prepare the dispatch again.")
			}
			if delete(own, person); decision != "" && decision != s.Households {
				own[person] = decision
			}
		}
		if len(own) > mostOwn {
			return models.InvalidField("own", "More than %d households are told in another way than the rule. Turn the rule round instead.", mostOwn)
		}
		if s.OwnHouseholds = nil; len(own) > 0 {
			s.OwnHouseholds = own
		}
		if err := tx.Details(map[string]any{"households": s.Households, "own": len(own)}); err != nil {
			return err
		}
		// The people are others now than an approver may have read, so the lines are fixed and hashed anew.
		if err := models.MoveDispatch(tx, d.Number, version, []models.DispatchPhase{models.DispatchReady, models.DispatchRequested}, map[string]any{
			"phase": models.DispatchPreparing, "settings": models.JSONOf(s), "requested_at": nil, "requested_by": nil}); err != nil {
			return err
		}
		return wakeQueue(tx, d.Number)
	})
}

// Household is who reads one mailbox or telephone together, in one group of a society.
type Household struct {
	models.HouseholdLines
	Decision string // separate, combined; empty: nobody has decided
	Own      bool   // by a decision of its own and not by the rule
}

// Households gives the households of a dispatch behind a first person, in the order of their first people.
func Households(r models.Reader, by models.Viewer, id models.ID, after int64, limit int) ([]Household, error) {
	d, err := models.FindDispatch(r, by, id)
	if err != nil {
		return nil, err
	}
	rows, err := models.ListHouseholds(r, d.Number, after, limit)
	if err != nil {
		return nil, err
	}
	out := make([]Household, 0, len(rows))
	for _, h := range rows {
		x := Household{HouseholdLines: h, Decision: d.Settings.V.Households}
		if own, ok := d.Settings.V.OwnHouseholds[h.First]; ok {
			x.Decision, x.Own = own, true
		}
		out = append(out, x)
	}
	return out, nil
}
