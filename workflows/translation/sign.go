package translation

import (
	"context"
	"slices"
	"strings"

	"candour/models"
)

// SignOff says that a language is right, to the byte: whoever signs names the check value of what they have read, and did not type it. For a
// text the source must be approved: a translation is signed off against words that stay.
func SignOff(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, code, hash string) error {
	return command(ctx, db, by, id, "sign-off-translation", "", func(tx models.Tx, p Piece) error {
		l, err := p.writable(tx, code)
		if err != nil {
			return err
		}
		switch {
		case l.Hash != hash:
			return models.Conflict("These are not the words that stand here now. Nothing was signed; load the page again and read them.")
		case l.row != nil && l.row.Excluded():
			return models.Conflict("This language is left out. Take it in again first.")
		case l.Count[Missing]+l.Count[Stale]+l.Broken+len(l.Extra) > 0 || !l.Arranged || len(l.Rows) == 0:
			return models.Conflict("This language cannot be signed off yet: %s.", l.says())
		case !p.Approved:
			return models.Conflict("The words in %s are not approved yet, so they may still change. Have them approved first; then sign off the translation.", nameOf(p.Source))
		case slices.Contains(p.typists(l), by.Account):
			return models.Forbidden("Who typed a translation does not sign it off. Somebody else who reads %s has to.", nameOf(code))
		}
		// From now on every paragraph is bound to the source it was read beside.
		m := models.TranslationMemory{Kept: l.memory.Kept}
		for _, r := range l.Rows {
			m.Pairs = append(m.Pairs, models.TranslatedParagraph{Place: r.Place, Source: r.Source.Text, Target: r.Target, By: r.By, At: r.At})
		}
		if err := tx.Details(map[string]any{"language": code, "hash": hash, "paragraphs": len(l.Rows)}); err != nil {
			return err
		}
		return l.write(tx, p, m, map[string]any{"signed_hash": hash, "signed_by": by.Account, "signed_at": tx.Now()})
	})
}

// typists are all who may have typed a word of this language as it stands.
func (p Piece) typists(l Language) []models.ID {
	out := slices.Clone(p.writers[l.Code])
	for _, r := range l.Rows {
		switch {
		case r.By != "":
			out = append(out, r.By)
		case !r.Ready:
			out = append(out, p.writers[""]...) // typed in the editor, by one of its writers
		}
	}
	return out
}

// Exclude leaves a language out by name: what is sent goes without it, and its readers get the words of another.
func Exclude(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, code, why string) error {
	why = strings.TrimSpace(why)
	if why == "" {
		return models.InvalidField("reason", "Say why this language is left out; it stands in the record.")
	}
	return command(ctx, db, by, id, "exclude-language", why, func(tx models.Tx, p Piece) error {
		l, err := p.writable(tx, code)
		if err != nil {
			return err
		}
		if l.row != nil && l.row.Excluded() {
			return models.Conflict("This language is left out already.")
		}
		if err := p.hold(tx); err != nil {
			return err
		}
		if err := tx.Details(map[string]any{"language": code}); err != nil {
			return err
		}
		if l.row == nil {
			if err := l.write(tx, p, l.memory, nil); err != nil {
				return err
			}
			if l, err = p.Language(tx, code); err != nil {
				return err
			}
		}
		sealed, err := l.row.SealExcludedWhy(tx.Keys(), why)
		if err != nil {
			return err
		}
		return models.UpdateTranslation(tx, *l.row, map[string]any{"excluded_by": by.Account, "excluded_at": tx.Now(), "excluded_why_sealed": sealed})
	})
}

// Include takes a language in again that was left out.
func Include(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, code string) error {
	return command(ctx, db, by, id, "include-language", "", func(tx models.Tx, p Piece) error {
		l, err := p.writable(tx, code)
		if err != nil {
			return err
		}
		if l.row == nil || !l.row.Excluded() {
			return models.Conflict("This language is not left out.")
		}
		if err := p.hold(tx); err != nil {
			return err
		}
		if err := tx.Details(map[string]any{"language": code}); err != nil {
			return err
		}
		return models.UpdateTranslation(tx, *l.row, map[string]any{"excluded_by": nil, "excluded_at": nil, "excluded_why_sealed": nil})
	})
}

// hold: which languages leave is part of what is submitted. The notice gets a new version here, so that of a submission and this at the same
// moment exactly one happens; a submitted notice goes back to its writers first.
func (p Piece) hold(tx models.Tx) error {
	if p.notice == nil {
		return nil
	}
	if p.notice.State != models.NoticeDraft {
		return models.Conflict("This notice lies with its approvers with the languages it has. Send it back to its writers first.")
	}
	return models.MoveNotice(tx, p.notice.ID, p.notice.Version, []models.NoticeState{models.NoticeDraft}, map[string]any{"state": models.NoticeDraft})
}
