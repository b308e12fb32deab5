package collaboration

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
)

const (
	longest      = 4000 // characters of one comment
	mostMentions = 20   // a mention calls a person; everybody is no person
)

// PurposeMention is a mail that calls somebody to a comment.
const PurposeMention = "mention"

// Words is what somebody writes, and whom they call.
type Words struct {
	Text     string
	Mentions []models.ID
}

// Add writes a comment beside a thing. Errors: not found (the thing), invalid (no words, somebody who may not read the thing), conflict (closed).
func Add(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, kind models.ThingKind, thing models.ID, w Words, publicURL string) (models.ID, error) {
	c := models.Comment{ID: models.NewID(), IncidentID: incident, ThingKind: kind, ThingID: thing, AuthorID: by.Account}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "add-comment", Incident: incident}, func(tx models.Tx) error {
		in, err := models.ThingOf(tx, by, kind, thing)
		if err != nil {
			return err
		}
		if in != incident {
			return models.NotFound("What the comment is about")
		}
		if err := open(tx, incident); err != nil {
			return err
		}
		v, err := w.version(tx, c.ID)
		if err != nil {
			return err
		}
		c.WrittenAt = tx.Now()
		if err := models.AddComment(tx, &c, &v); err != nil {
			return err
		}
		tx.On("comment", c.ID)
		if err := call(tx, by, c, w.Mentions, publicURL); err != nil {
			return err
		}
		return tx.Details(map[string]any{"thing": kind, "mentions": len(w.Mentions)})
	})
	return c.ID, err
}

// Edit puts other words in the place of one's own; the earlier ones are kept.
func Edit(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, w Words, publicURL string) error {
	c, err := models.FindComment(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	if c.AuthorID != by.Account {
		return models.Forbidden("Only whoever wrote a comment changes its words. Answer it with another one.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "edit-comment", Incident: c.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, c.IncidentID); err != nil {
			return err
		}
		v, err := w.version(tx, c.ID)
		if err != nil {
			return err
		}
		c.Version = version
		if err := models.EditComment(tx, c, &v); err != nil {
			return err
		}
		tx.On("comment", c.ID)
		if err := call(tx, by, c, w.Mentions, publicURL); err != nil {
			return err
		}
		return tx.Details(map[string]any{"version": v.Number, "mentions": len(w.Mentions)})
	})
}

// Resolve closes what a comment is about, or opens it again.
func Resolve(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, resolved bool) error {
	c, err := models.FindComment(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	operation := "resolve-comment"
	if !resolved {
		operation = "reopen-comment"
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: c.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, c.IncidentID); err != nil {
			return err
		}
		tx.On("comment", c.ID)
		return models.ResolveComment(tx, c.ID, resolved, by.Account)
	})
}

// Saw takes a mention off one's own list.
func Saw(ctx context.Context, db *models.DB, by models.Viewer, id models.ID) error {
	c, err := models.FindComment(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "see-mention", Incident: c.IncidentID}, func(tx models.Tx) error {
		tx.On("comment", c.ID)
		return models.SawMention(tx, c.ID, by.Account)
	})
}

func open(r models.Reader, incident models.ID) error {
	in, err := models.LoadIncident(r, incident)
	if err == nil && in.State != models.IncidentOpen {
		err = models.Conflict("The incident is closed. Nothing was saved; open it again, with a reason, before writing.")
	}
	return err
}

func (w Words) version(tx models.Tx, comment models.ID) (v models.CommentVersion, err error) {
	text, err := plain("text", w.Text, longest)
	if err != nil {
		return v, err
	}
	if text == "" {
		return v, models.InvalidField("text", "There are no words yet. Write what you want to say.")
	}
	v = models.CommentVersion{CommentID: comment, WrittenAt: tx.Now()}
	return v, v.SetText(tx.Keys(), text)
}

// plain is text as people type it: no control characters, no signs that turn a line around, not longer than fits.
func plain(field, s string, most int) (string, error) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E
	}) {
		return "", models.InvalidField(field, "The text has a control character in it. Nothing was saved; remove it and try again.")
	}
	if utf8.RuneCountInString(s) > most {
		return "", models.InvalidField(field, "Write no more than %d characters. Nothing was saved.", most)
	}
	return s, nil
}

// call notes who is mentioned and writes to them, each once per comment. Whoever may not read the thing cannot be called to it: the mail would
// tell them that there is something.
func call(tx models.Tx, by models.Viewer, c models.Comment, mentions []models.ID, publicURL string) error {
	if len(mentions) > mostMentions {
		return models.InvalidField("mentions", "Call no more than %d people in one comment. Nothing was saved.", mostMentions)
	}
	in, err := models.LoadIncident(tx, c.IncidentID)
	if err != nil {
		return err
	}
	names, err := models.AccountNames(tx, []models.ID{by.Account})
	if err != nil {
		return err
	}
	wrote := false
	for _, id := range slices.Compact(slices.Sorted(slices.Values(mentions))) {
		a, err := mentionable(tx, c, id)
		if err != nil {
			return err
		}
		fresh, err := models.AddMention(tx, c.ID, a.ID)
		if err != nil {
			return err
		}
		if !fresh || a.ID == by.Account {
			continue
		}
		sent, err := delivery.EnqueueForStaff(tx, delivery.StaffOrder{Incident: in, Account: a, Purpose: PurposeMention, Occasion: c.ID, Letter: letter(in, c, names[by.Account], publicURL)})
		if err != nil {
			return err
		}
		wrote = wrote || sent
	}
	if !wrote {
		return nil
	}
	return delivery.Wake(tx)
}

func mentionable(r models.Reader, c models.Comment, id models.ID) (models.Account, error) {
	no := models.InvalidField("mentions", "Somebody you mention cannot read what this comment is about. Nothing was saved; take the name out.")
	if !models.ValidID(id) {
		return models.Account{}, no
	}
	a, err := models.FindAccount(r, id)
	if models.IsKind(err, models.KindNotFound) {
		return a, no
	}
	if err != nil {
		return a, err
	}
	if _, err := models.ThingOf(r, a.Viewer(""), c.ThingKind, c.ThingID); models.IsKind(err, models.KindNotFound) || !a.DisabledAt.IsZero() {
		return a, no
	} else if err != nil {
		return a, err
	}
	return a, nil
}

// letter says who called and where. What was said stays behind the sign-in.
func letter(in models.Incident, c models.Comment, who, publicURL string) templates.StaffLetter {
	return templates.StaffLetter{Title: fmt.Sprintf("%s: you were mentioned", in.Reference),
		Sections: []templates.StaffSection{{Items: []string{fmt.Sprintf("%s mentioned you in a comment on %s.", who, places[c.ThingKind])}}},
		Link:     strings.TrimSuffix(publicURL, "/") + "/incidents/" + in.ID + "/comments",
		Why:      "You get this because a colleague called you by name."}
}

var places = map[models.ThingKind]string{models.ThingIncident: "the incident", models.ThingParty: "a party", models.ThingFact: "a fact", models.ThingDetermination: "a decision",
	models.ThingTask: "a task", models.ThingText: "a text", models.ThingCircular: "a circular", models.ThingNotice: "a notice to people"}
