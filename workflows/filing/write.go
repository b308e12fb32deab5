package filing

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"candour/models"
)

// Begin opens the filing of an obligation to an authority, with the draft of its first report. Asked again it gives what there is.
// Errors: not found; conflict when the obligation is closed, or the incident is.
func Begin(ctx context.Context, db *models.DB, by models.Viewer, obligation models.ID) (models.Filing, error) {
	sheet, err := Read(db.View(ctx), by, obligation, "")
	if err != nil {
		return models.Filing{}, err
	}
	if sheet.Filing != nil {
		return *sheet.Filing, nil
	}
	o := sheet.Obligation
	if o.State == models.ObligationSuperseded {
		return models.Filing{}, models.Conflict("The facts have changed and this obligation was replaced. Nothing was begun; open the one that stands now.")
	}
	f := models.Filing{ID: models.NewID(), IncidentID: o.IncidentID, PartyID: o.PartyID, Regime: o.Regime, Duty: o.Duty, Jurisdiction: o.Jurisdiction,
		ObligationID: o.ID, Form: sheet.Form.ID, BegunBy: by.Account}
	if sheet.Authority != nil && sheet.Authority.DependsOn == "" {
		f.Authority = sheet.Authority.ID
	}
	err = command(ctx, db, by, "begin-filing", f, func(tx models.Tx) error {
		f.BegunAt = tx.Now()
		s := models.FilingStage{ID: models.NewID(), FilingID: f.ID, Number: 1, Kind: models.FilingInitial, SavedAt: tx.Now(), SavedBy: by.Account}
		if err := s.SetContent(tx.Keys(), models.FilingContent{Typed: map[string]string{}, Says: sheet.says}); err != nil {
			return err
		}
		if err := models.AddFiling(tx, &f, &s); err != nil {
			return err
		}
		return tx.Details(map[string]any{"obligation": o.ID, "regime": f.Regime, "duty": f.Duty, "jurisdiction": f.Jurisdiction, "form": f.Form})
	})
	if models.IsKind(err, models.KindConflict) {
		// Two people pressed at the same moment: both go on with the one that was first.
		if there, found, again := models.FilingOf(db.View(ctx), o.Key()); again == nil && found {
			return there, nil
		}
	}
	return f, err
}

// Written is what a person saves of a draft: the answers typed, and what they belong to.
type Written struct {
	Version   int
	Typed     map[string]string // what was changed, by key; an empty one falls back to what the incident says
	Form      string            // empty: unchanged
	Authority string            // empty: unchanged
}

// longest is the most characters of one answer: no form takes more.
const longest = 20000

// Save keeps the draft of a filing, however much is still missing.
// Errors: not found; invalid (unknown field or form, too long); conflict (filed already, changed meanwhile).
func Save(ctx context.Context, db *models.DB, by models.Viewer, filing models.ID, w Written) error {
	sheet, err := ReadFiling(db.View(ctx), by, filing, "")
	if err != nil {
		return err
	}
	f, s := *sheet.Filing, sheet.Stage.FilingStage
	if s.ID == "" {
		return models.Conflict("This report was filed already and is not changed any more. Nothing was saved; begin a supplement for what is new.")
	}
	typed, err := w.check()
	if err != nil {
		return err
	}
	values := map[string]any{}
	if w.Form != "" {
		values["form"] = w.Form
	}
	if w.Authority != "" {
		if !slices.ContainsFunc(sheet.Candidates, func(a Authority) bool { return a.ID == w.Authority }) {
			return models.InvalidField("authority", "This authority is not known for this duty. Add it to the directory first.")
		}
		values["authority"] = w.Authority
	}
	f.Version = w.Version
	return command(ctx, db, by, "write-filing", f, func(tx models.Tx) error {
		content, err := s.Content(tx.Keys())
		if err != nil {
			return err
		}
		for key, value := range typed {
			if content.Typed[key] = value; value == "" {
				delete(content.Typed, key)
			}
		}
		keep(&content, sheet.says, typed)
		if err := s.SetContent(tx.Keys(), content); err != nil {
			return err
		}
		if err := models.TouchFiling(tx, &f, values); err != nil {
			return err
		}
		if err := models.SaveFilingStage(tx, &s, by.Account); err != nil {
			return err
		}
		return tx.Details(map[string]any{"stage": s.Number, "typed": len(typed), "form": w.Form, "authority": w.Authority})
	})
}

func (w Written) check() (map[string]string, error) {
	forms, err := loadForms()
	if err != nil {
		return nil, err
	}
	if _, err := forms.find(w.Form); w.Form != "" && err != nil {
		return nil, models.InvalidField("form", "This form is not known.")
	}
	typed := map[string]string{}
	for key, value := range w.Typed {
		if forms.answers[key].Key == "" {
			return nil, models.InvalidField("typed", "One of these fields is not known here. Load the page again.")
		}
		if utf8.RuneCountInString(value) > longest {
			return nil, models.InvalidField(key, "No form takes more than %d characters. Shorten it; what you typed is still on your screen.", longest)
		}
		typed[key] = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	}
	return typed, nil
}

// Next begins the report after a filed one: what people typed is carried over, and only what changes will be shown.
// Errors: not found; conflict (a draft is there, nothing is filed yet, or nothing may follow).
func Next(ctx context.Context, db *models.DB, by models.Viewer, filing models.ID, version int, kind models.FilingKind) error {
	sheet, err := ReadFiling(db.View(ctx), by, filing, "")
	if err != nil {
		return err
	}
	f, n := *sheet.Filing, len(sheet.Stages)
	switch {
	case sheet.Stage.ID != "":
		return models.Conflict("A report of this filing is being written already. Nothing was begun; go on with that one.")
	case n == 0 || !kind.MayFollow(sheet.Stages[n-1].Kind):
		return models.Conflict("This report cannot follow the one that was filed last. Nothing was begun.")
	}
	last := sheet.Stages[n-1]
	f.Version = version
	return command(ctx, db, by, "begin-filing-stage", f, func(tx models.Tx) error {
		if err := models.TouchFiling(tx, &f, nil); err != nil {
			return err
		}
		s := models.FilingStage{ID: models.NewID(), FilingID: f.ID, Number: last.Number + 1, Kind: kind, SavedAt: tx.Now(), SavedBy: by.Account}
		if err := s.SetContent(tx.Keys(), carriedOver(last.Content, sheet.says)); err != nil {
			return err
		}
		if err := models.AddFilingStage(tx, &s); err != nil {
			return err
		}
		return tx.Details(map[string]any{"stage": s.Number, "kind": kind})
	})
}

// carriedOver is the start of the next report. What was typed for the one before was typed against what the incident said then.
func carriedOver(last models.FilingContent, says map[string]string) models.FilingContent {
	next := models.FilingContent{Typed: last.Typed, Says: last.Says}
	keep(&next, says, nil)
	return next
}

// Drop forgets a draft that was never filed; of the first report nothing is left but the record that it was begun.
func Drop(ctx context.Context, db *models.DB, by models.Viewer, filing models.ID, version int) error {
	sheet, err := ReadFiling(db.View(ctx), by, filing, "")
	if err != nil {
		return err
	}
	f, s := *sheet.Filing, sheet.Stage.FilingStage
	if s.ID == "" || s.Number == 1 {
		return models.Conflict("There is no later report to drop. The first one stays as a draft until it is filed.")
	}
	f.Version = version
	return command(ctx, db, by, "drop-filing-stage", f, func(tx models.Tx) error {
		if err := models.TouchFiling(tx, &f, nil); err != nil {
			return err
		}
		if err := models.DropFilingStage(tx, &s); err != nil {
			return err
		}
		return tx.Details(map[string]any{"stage": s.Number, "kind": s.Kind})
	})
}

// command is one transaction and one event on the chain of the incident, which must be open.
func command(ctx context.Context, db *models.DB, by models.Viewer, operation string, f models.Filing, do func(models.Tx) error) error {
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: f.IncidentID}, func(tx models.Tx) error {
		i, err := models.LoadIncident(tx, f.IncidentID)
		if err != nil {
			return err
		}
		if i.State != models.IncidentOpen {
			return models.Conflict("The incident is closed. Nothing was changed; open it again, with a reason, before going on with this filing.")
		}
		tx.On("filing", f.ID)
		return do(tx)
	})
}
