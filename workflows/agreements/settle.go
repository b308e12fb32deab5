package agreements

import (
	"context"
	"strings"

	"candour/models"
	"candour/workflows/assessment"
	"candour/workflows/regimes"
)

// Approve is the second person's yes to the text they have read, named by its hash. From then on it counts for incidents
// that somebody became aware of on or after the day it names.
// Errors: not found; forbidden (own version); conflict (answered or replaced meanwhile).
func Approve(ctx context.Context, db *models.DB, by models.Viewer, version models.ID, hash string) error {
	return settle(ctx, db, by, version, "approve-agreement", "", func(tx models.Tx, rule models.OwnRule, v models.OwnRuleVersion) error {
		if v.WrittenBy == by.Account {
			return models.Forbidden("You wrote this version, so somebody else has to approve it. It waits for a data protection officer or an incident manager.")
		}
		if v.Hash != hash {
			return models.Conflict("This is not the text you have read. Nothing was approved; load the page again.")
		}
		// The vocabulary may have changed since it was saved: nothing is approved that the rules could not read.
		if err := readable(rule, v); err != nil {
			return err
		}
		return models.SettleOwnRuleVersion(tx, &v, models.OwnRuleApproved, by.Account, "")
	})
}

// Decline is the second person's no, or the author taking the version back. It needs a reason.
// Errors: not found; invalid (no reason); conflict (answered or replaced meanwhile).
func Decline(ctx context.Context, db *models.DB, by models.Viewer, version models.ID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return models.InvalidField("reason", "Say why, so that the author knows what to change.")
	}
	return settle(ctx, db, by, version, "decline-agreement", reason, func(tx models.Tx, _ models.OwnRule, v models.OwnRuleVersion) error {
		return models.SettleOwnRuleVersion(tx, &v, models.OwnRuleDeclined, by.Account, reason)
	})
}

func settle(ctx context.Context, db *models.DB, by models.Viewer, version models.ID, operation, why string,
	do func(models.Tx, models.OwnRule, models.OwnRuleVersion) error) error {
	r := db.View(ctx)
	v, err := models.FindOwnRuleVersion(r, by, version)
	if err != nil {
		return err
	}
	rule, err := models.FindOwnRule(r, by, v.RuleID)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Why: why}, func(tx models.Tx) error {
		tx.On("agreement", rule.ID)
		if err := tx.Details(map[string]any{"code": rule.Code, "version": v.Number, "hash": v.Hash}); err != nil {
			return err
		}
		return do(tx, rule, v)
	})
}

func readable(rule models.OwnRule, v models.OwnRuleVersion) error {
	if rule.Kind == models.OwnTargets {
		_, err := assessment.ReadTargets([]byte(v.Text))
		return err
	}
	if _, problems := regimes.ParseOwn(rule.Code, []byte(v.Text)); len(problems) > 0 {
		return models.Invalid("The rules cannot read this version: %s Nothing was approved; its author has to save a new one.", problems[0].Message)
	}
	return nil
}
