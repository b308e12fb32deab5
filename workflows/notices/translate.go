package notices

import (
	"maps"
	"slices"

	"candour/models"
	"candour/workflows/translation"
)

// settledTexts are the languages that leave: all that were written but those left out by name. Each that is neither settled nor left out is
// a fault, which keeps the notice from being submitted; whatever is edited later has to be submitted again.
func settledTexts[T any](r models.Reader, n models.Notice, all map[string]T) (map[string]T, []models.Field, error) {
	p, err := translation.OfNotice(r, n)
	if err != nil {
		return nil, nil, err
	}
	out, err := p.LeftOut(r)
	if err != nil {
		return nil, nil, err
	}
	faults, err := p.Blocking(r)
	rest := maps.Clone(all)
	maps.DeleteFunc(rest, func(lang string, _ T) bool { return slices.Contains(out, lang) })
	return rest, faults, err
}

// WriteLanguage puts the words of one language into a notice: an edit like any other, which voids what was submitted or approved.
func WriteLanguage(tx models.Tx, by models.Viewer, p translation.Piece, code string, words translation.Words) error {
	n := p.Notice()
	values := voided()
	details := map[string]any{"language": code, "was": n.State}
	if n.Kind == models.NoticePeople {
		d, err := n.PeopleDraft(tx.Keys())
		if err != nil {
			return err
		}
		d.Texts[code] = words.People()
		if err := checkPeople(d); err != nil {
			return err
		}
		if err := n.SetPeopleDraft(tx.Keys(), d); err != nil {
			return err
		}
		if details["societies_words_void"], err = models.VoidAdaptations(tx, n.ID); err != nil {
			return err
		}
	} else {
		d, err := n.Draft(tx.Keys())
		if err != nil {
			return err
		}
		d.Texts[code] = words.Circular()
		if err := check(d); err != nil {
			return err
		}
		if err := n.SetDraft(tx.Keys(), d); err != nil {
			return err
		}
		values["answer_by"] = orNull(d.AnswerBy.IsZero(), d.AnswerBy)
	}
	if err := tx.Details(details); err != nil {
		return err
	}
	values["draft_sealed"], values["edited_at"], values["edited_by"] = n.DraftSealed, tx.Now(), by.Account
	values["writers"] = models.JSONOf(withWriter(n, by.Account))
	return models.MoveNotice(tx, n.ID, n.Version, beforeSending, values)
}
