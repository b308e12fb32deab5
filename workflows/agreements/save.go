package agreements

import (
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/regimes"
)

// Draft is what a person saves: a text, what is different in it, and why.
type Draft struct {
	Kind models.OwnRuleKind // of a new agreement
	Text string
	What string
	Why  string
}

// Add begins an agreement with its first version, which waits for a second person.
// Errors: invalid (with the fields), conflict (the id is taken).
func Add(ctx context.Context, db *models.DB, by models.Viewer, d Draft) (models.OwnRuleVersion, error) {
	if !slices.Contains(models.AgreementKinds, d.Kind) {
		return models.OwnRuleVersion{}, models.InvalidField("kind", "Say what it is: a contract, a donor's or a partner's terms, or an own policy.")
	}
	v, pack, err := d.version(by)
	if err != nil {
		return v, err
	}
	return v, db.Command(ctx, models.Act{By: by.Actor(), Operation: "add-agreement", Why: d.Why}, func(tx models.Tx) error {
		rule := models.OwnRule{ID: models.NewID(), Kind: d.Kind, Code: pack.ID, CreatedAt: tx.Now(), CreatedBy: by.Account}
		if err := models.AddOwnRule(tx, &rule); err != nil {
			return err
		}
		return put(tx, rule, &v, d.Why)
	})
}

// Save adds a version to an agreement; the one that counts goes on counting until somebody else approves this one.
// Errors: not found; invalid (with the fields); conflict (nothing changed).
func Save(ctx context.Context, db *models.DB, by models.Viewer, agreement models.ID, d Draft) (models.OwnRuleVersion, error) {
	rule, err := models.FindOwnRule(db.View(ctx), by, agreement)
	if err == nil && rule.Kind == models.OwnTargets {
		err = models.NotFound("Agreement")
	}
	if err != nil {
		return models.OwnRuleVersion{}, err
	}
	v, pack, err := d.version(by)
	if err != nil {
		return v, err
	}
	if pack.ID != rule.Code {
		return v, models.InvalidField("id", "The id of this agreement is %s and stays so: earlier decisions name it. For another agreement begin a new one.", rule.Code)
	}
	return v, db.Command(ctx, models.Act{By: by.Actor(), Operation: "save-agreement", Why: d.Why}, func(tx models.Tx) error {
		return put(tx, rule, &v, d.Why)
	})
}

// version checks what was typed and makes the row of it.
func (d *Draft) version(by models.Viewer) (models.OwnRuleVersion, *regimes.Pack, error) {
	checked := Check(d.Text)
	if err := checked.refusal(); err != nil {
		return models.OwnRuleVersion{}, nil, err
	}
	v := models.OwnRuleVersion{Name: checked.Pack.Name, EffectiveFrom: string(checked.Pack.InForce), EffectiveUntil: string(checked.Pack.Until),
		Text: checked.Text, Hash: checked.Pack.Version}
	return v, checked.Pack, d.explain(&v, by)
}

func (d *Draft) explain(v *models.OwnRuleVersion, by models.Viewer) error {
	d.What, d.Why = strings.TrimSpace(d.What), strings.TrimSpace(d.Why)
	if d.What == "" {
		return models.InvalidField("what", "Say in one line what is different in this version; it is shown in its history.")
	}
	if d.Why == "" {
		return models.InvalidField("why", "Say why, so that the second person can judge it.")
	}
	v.ID, v.What, v.WrittenBy = models.NewID(), d.What, by.Account
	return nil
}

// put is the inside of each command that saves a version.
func put(tx models.Tx, rule models.OwnRule, v *models.OwnRuleVersion, why string) error {
	have, err := models.ListOwnRuleVersions(tx, rule.ID)
	if err != nil {
		return err
	}
	standing := slices.IndexFunc(have, func(o models.OwnRuleVersion) bool {
		return o.State == models.OwnRuleApproved || o.State == models.OwnRuleWaiting
	})
	if standing >= 0 && have[standing].Hash == v.Hash {
		return models.Conflict("This says the same as version %d. Nothing was saved.", have[standing].Number)
	}
	v.RuleID, v.WrittenAt = rule.ID, tx.Now()
	if err := v.SetWhy(tx.Keys(), why); err != nil {
		return err
	}
	if err := models.AddOwnRuleVersion(tx, v); err != nil {
		return err
	}
	tx.On("agreement", rule.ID)
	return tx.Details(map[string]any{"code": rule.Code, "version": v.Number, "hash": v.Hash})
}
