package agreements

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"candour/models"
	"candour/workflows/assessment"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

var targetRecipients = []string{"authority", "subjects", "controller", "other", "self"}

// SaveTargets saves the whole list of own targets as a version that waits for a second person. law holds what they are
// measured against.
// Errors: invalid (with the fields: not earlier than what is demanded, unknown regime), conflict (nothing changed).
func SaveTargets(ctx context.Context, db *models.DB, by models.Viewer, law *regimes.Library, targets []assessment.Target, what, why string) (models.OwnRuleVersion, error) {
	d := Draft{What: what, Why: why}
	lib, err := assessment.Library(db.View(ctx), law)
	if err != nil {
		return models.OwnRuleVersion{}, err
	}
	if err := checkTargets(lib, targets); err != nil {
		return models.OwnRuleVersion{}, err
	}
	text, err := assessment.WriteTargets(targets)
	if err != nil {
		return models.OwnRuleVersion{}, err
	}
	sum := sha256.Sum256(text)
	v := models.OwnRuleVersion{Name: "Own targets", EffectiveFrom: db.Now().Time().Format("2006-01-02"), Text: string(text), Hash: "sha256:" + hex.EncodeToString(sum[:])}
	if err := d.explain(&v, by); err != nil {
		return v, err
	}
	return v, db.Command(ctx, models.Act{By: by.Actor(), Operation: "save-own-targets", Why: d.Why}, func(tx models.Tx) error {
		rule, err := models.OwnRuleByCode(tx, models.OwnTargetsCode)
		if models.IsKind(err, models.KindNotFound) {
			rule = models.OwnRule{ID: models.NewID(), Kind: models.OwnTargets, Code: models.OwnTargetsCode, CreatedAt: tx.Now(), CreatedBy: by.Account}
			err = models.AddOwnRule(tx, &rule)
		}
		if err != nil {
			return err
		}
		return put(tx, rule, &v, d.Why)
	})
}

func checkTargets(lib *regimes.Library, targets []assessment.Target) error {
	e := models.Invalid("The targets cannot be saved yet. Nothing was saved.")
	fail := func(i int, field, format string, a ...any) {
		e.Fields = append(e.Fields, models.Field{Name: fmt.Sprintf("targets[%d].%s", i, field), Detail: fmt.Sprintf(format, a...)})
	}
	for i, t := range targets {
		pack, known := lib.Find(t.Regime)
		switch {
		case t.Regime == "" && t.Recipient == "":
			fail(i, "recipient", "Say for which law or agreement, or for which recipients, this target is.")
		case t.Regime != "" && !known:
			fail(i, "regime", "%s is not in the library. Choose a law or an approved agreement.", t.Regime)
		case t.Recipient != "" && !slices.Contains(targetRecipients, t.Recipient):
			fail(i, "recipient", "%q is not a recipient that a law names.", t.Recipient)
		case t.Amount < 1 || t.Amount > 10000:
			fail(i, "amount", "Write a whole number of hours or days, at least 1.")
		case t.Unit != deadlines.Hours && t.Unit != deadlines.CalendarDays && t.Unit != deadlines.BusinessDays:
			fail(i, "unit", "A target counts hours, calendar days or business days.")
		case slices.IndexFunc(targets, func(o assessment.Target) bool { return o.Regime == t.Regime && o.Recipient == t.Recipient }) != i:
			fail(i, "regime", "There is a target for this above. Keep the earlier of the two.")
		default:
			if limit, later := laterThan(t, pack); later {
				fail(i, "amount", "%s is not earlier than %s, which is demanded already. An own target can only be stricter.", t.Rule(), limit)
			}
		}
	}
	if len(e.Fields) > 0 {
		e.Detail = e.Fields[0].Detail + " Nothing was saved."
		return e
	}
	return nil
}

// laterThan says whether a target would be stricter than nothing it speaks of, and than what. Where it is stricter than
// some duties only, it is kept: with the others the limit counts, and says so.
func laterThan(t assessment.Target, pack *regimes.Pack) (limit deadlines.Rule, later bool) {
	var against []deadlines.Rule
	if pack == nil {
		against = append(against, assessment.DefaultPolicy()[t.Recipient])
	} else {
		for _, d := range pack.Duties {
			if t.Recipient != "" && t.Recipient != d.Recipient {
				continue
			}
			rule := deadlines.Rule{Amount: d.Deadline.Amount, Unit: deadlines.Unit(d.Deadline.Unit)}
			if d.Deadline.Unit == regimes.NoUnit {
				rule = assessment.DefaultPolicy()[d.Recipient]
			}
			against = append(against, rule)
		}
	}
	for _, rule := range against {
		if !surelyLater(t.Rule(), rule) {
			return rule, false
		}
		if limit == (deadlines.Rule{}) || rule.Amount > limit.Amount {
			limit = rule
		}
	}
	return limit, len(against) > 0
}

// surelyLater compares two rules where the comparison holds whatever the start: hours are exact, the last day of a count of
// days ends within it. What depends on weekends and holidays is settled when the clock runs.
func surelyLater(target, limit deadlines.Rule) bool {
	if target.Unit == limit.Unit {
		return target.Amount >= limit.Amount
	}
	least, _ := span(target)
	_, most := span(limit)
	return most > 0 && least >= most
}

// span gives the hours a rule takes at least and at most; 0 at most: no bound. An hour more or less is the change of clocks.
func span(r deadlines.Rule) (least, most int) {
	switch r.Unit {
	case deadlines.Hours:
		return r.Amount, r.Amount
	case deadlines.CalendarDays:
		return 24*r.Amount - 1, 24*(r.Amount+1) + 1
	case deadlines.BusinessDays:
		return 24*r.Amount - 1, 0
	case deadlines.Months:
		return 28*24*r.Amount - 1, 31*24*r.Amount + 25
	}
	return 0, 0
}
