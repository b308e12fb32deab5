package notices

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"candour/models"
)

const (
	titleLimit = 110 // it is the subject, with "Exercise: Reminder: " before it
	textLimit  = 6000
	pastLimit  = 191 + 64 // societies there are, and some delegations
)

// Draft adds a circular to an incident.
func Draft(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, d models.CircularDraft) (models.Notice, error) {
	if err := check(d); err != nil {
		return models.Notice{}, err
	}
	n := models.Notice{ID: models.NewID(), IncidentID: incident, Kind: models.NoticeCircular, AuthorID: by.Account, EditedBy: by.Account, AnswerBy: d.AnswerBy, Writers: models.JSONOf([]models.ID{by.Account})}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "draft-circular", Incident: incident}, func(tx models.Tx) error {
		if err := open(tx, by, incident); err != nil {
			return err
		}
		n.CreatedAt, n.EditedAt = tx.Now(), tx.Now()
		if err := n.SetDraft(tx.Keys(), d); err != nil {
			return err
		}
		tx.On("notice", n.ID)
		return models.AddNotice(tx, &n)
	})
	return n, err
}

// Edit replaces the draft. Whatever had been submitted or approved is void: those were other words.
func Edit(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, d models.CircularDraft) error {
	if err := check(d); err != nil {
		return err
	}
	n, err := at(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "edit-circular", Incident: n.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, by, n.IncidentID); err != nil {
			return err
		}
		if err := n.SetDraft(tx.Keys(), d); err != nil {
			return err
		}
		tx.On("notice", id)
		if err := tx.Details(map[string]any{"version": version + 1, "was": n.State}); err != nil {
			return err
		}
		values := voided()
		values["draft_sealed"], values["answer_by"] = n.DraftSealed, orNull(d.AnswerBy.IsZero(), d.AnswerBy)
		values["edited_at"], values["edited_by"] = tx.Now(), by.Account
		values["writers"] = models.JSONOf(withWriter(n, by.Account))
		return models.MoveNotice(tx, id, version, beforeSending, values)
	})
}

// withWriter remembers everybody who ever wrote a version: their words may still be in the last one.
func withWriter(n models.Notice, who models.ID) []models.ID {
	if slices.Contains(n.Writers.V, who) {
		return n.Writers.V
	}
	return append(slices.Clone(n.Writers.V), who)
}

// at finds the circular at the version the viewer has in front of them. Whoever decides decides about what they have read: all that follows is
// checked against this row, and the guarded update lets it through only while the row is still this version.
func at(r models.Reader, by models.Viewer, id models.ID, version int) (models.Notice, error) {
	n, err := models.FindNotice(r, by, id)
	if err == nil && n.Version != version {
		err = models.Conflict("This circular changed while you were looking at it. Nothing was done; load it again and compare.")
	}
	return n, err
}

// beforeSending are the states in which words can still change.
var beforeSending = []models.NoticeState{models.NoticeDraft, models.NoticeSubmitted, models.NoticeApproved, models.NoticeSendingRequested}

// voided takes back everything that was said about the words before.
func voided() map[string]any {
	return map[string]any{"state": models.NoticeDraft, "fixed_sealed": nil, "content_hash": "", "recipients_count": 0, "facts_version": 0,
		"submitted_at": nil, "submitted_by": nil, "approved_at": nil, "approved_by": nil, "approved_hash": "",
		"sending_requested_at": nil, "sending_requested_by": nil}
}

func orNull(null bool, v any) any {
	if null {
		return nil
	}
	return v
}

func open(tx models.Tx, by models.Viewer, incident models.ID) error {
	in, err := models.FindIncident(tx, by, incident)
	if err != nil {
		return err
	}
	if in.State != models.IncidentOpen {
		return models.Conflict("The incident is closed. Open it again, with a reason, before writing to anybody.")
	}
	return nil
}

// check accepts an unfinished draft (nothing typed is ever lost) but nothing that could never be sent.
func check(d models.CircularDraft) error {
	for lang, t := range d.Texts {
		if !languageCode(lang) {
			return models.InvalidField("texts", "%q is not the code of a language, such as en, fr or pt-BR.", clip(lang))
		}
		for field, s := range map[string]string{"title": t.Title, "happened": t.Happened, "ask": t.Ask} {
			limit := textLimit
			if field == "title" {
				limit = titleLimit
			}
			if utf8.RuneCountInString(s) > limit {
				return models.InvalidField("texts."+lang+"."+field, "This text has more than %d characters; readers on a telephone will not get to the end of it.", limit)
			}
			if strings.ContainsFunc(s, func(r rune) bool { return hidden(r) || field == "title" && unicode.IsControl(r) }) {
				return models.InvalidField("texts."+lang+"."+field, "The text has an invisible character in it that changes what is read. Delete the sentence and type it again.")
			}
		}
	}
	if err := checkContact(d.Organisation, d.Contact); err != nil {
		return err
	}
	if d.Zone != "" {
		if _, err := time.LoadLocation(d.Zone); err != nil {
			return models.InvalidField("zone", "This time zone is not known; write it as Europe/Zurich.")
		}
	}
	if len(d.Societies) > pastLimit {
		return models.InvalidField("societies", "More recipients than there are societies.")
	}
	seen := map[models.ID]bool{}
	for _, id := range d.Societies {
		if !models.ValidID(id) || seen[id] {
			return models.InvalidField("societies", "A recipient is in the list twice, or is not an entry of the directory.")
		}
		seen[id] = true
	}
	return nil
}

// hidden are controls that could make a reader see other words than were approved. Joiners (ZWJ, ZWNJ) are letters of several scripts.
func hidden(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == utf8.RuneError
}

func languageCode(s string) bool {
	return len(s) >= 2 && len(s) <= 12 && !strings.ContainsFunc(s, func(r rune) bool {
		return !slices.Contains([]rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"), r)
	})
}

func clip(s string) string {
	if len(s) > 20 {
		return s[:20]
	}
	return s
}
