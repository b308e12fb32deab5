package access

import (
	"context"

	"candour/models"
)

// What a person had begun to write stays in their browser until they sign out. Then it must not lie on a machine that others use, and must not
// be lost: it waits here, sealed, and goes back with the next sign-in.

// draftsLimit is plenty for a dozen long texts, and too little to store anything else.
const draftsLimit = 512 << 10

// KeepDrafts keeps the drafts of an account in place of those kept before. What is in them is the page's business.
func KeepDrafts(ctx context.Context, db *models.DB, v models.Viewer, content string) error {
	if len(content) > draftsLimit {
		return models.InvalidField("content", "The drafts are larger than %d kB together, so they were not kept. Save the longest one first, then sign out.", draftsLimit>>10)
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "keep-drafts"}, func(tx models.Tx) error {
		d := models.KeptDraft{AccountID: v.Account, KeptAt: tx.Now()}
		if err := d.SetContent(tx.Keys(), []byte(content)); err != nil {
			return err
		}
		tx.On("account", v.Account)
		return models.SaveKeptDraft(tx, &d)
	})
}

// KeptDrafts gives back what was kept; empty when nothing was.
func KeptDrafts(r models.Reader, v models.Viewer) (string, error) {
	d, err := models.FindKeptDraft(r, v.Account)
	if models.IsKind(err, models.KindNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	b, err := d.Content(r.Keys())
	return string(b), err
}

// ForgetDrafts deletes them, once their owner has them back.
func ForgetDrafts(ctx context.Context, db *models.DB, v models.Viewer) error {
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "forget-drafts"}, func(tx models.Tx) error {
		tx.On("account", v.Account)
		return models.DeleteKeptDraft(tx, v.Account)
	})
}
