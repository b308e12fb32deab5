package notices

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/regimes"
)

// A notice to people lives as a circular does: draft, submit, approve by somebody else, an edit voids. What follows an approval is another
// stage's: a dispatch meets the audience with it.

const (
	smsLimit      = 459 // three parts of a text message in most scripts; more is cut by some telephones
	familiesLimit = 500
	audienceLimit = 2000
)

// DraftPeople adds a notice to people to an incident.
func DraftPeople(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, d models.PeopleDraft) (models.Notice, error) {
	if err := checkPeople(d); err != nil {
		return models.Notice{}, err
	}
	n := models.Notice{ID: models.NewID(), IncidentID: incident, Kind: models.NoticePeople, AuthorID: by.Account, EditedBy: by.Account, Writers: models.JSONOf([]models.ID{by.Account})}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "draft-people-notice", Incident: incident}, func(tx models.Tx) error {
		if err := open(tx, by, incident); err != nil {
			return err
		}
		n.CreatedAt, n.EditedAt = tx.Now(), tx.Now()
		if err := n.SetPeopleDraft(tx.Keys(), d); err != nil {
			return err
		}
		tx.On("notice", n.ID)
		return models.AddNotice(tx, &n)
	})
	return n, err
}

// EditPeople replaces the draft. Whatever had been submitted or approved is void, and so is a dispatch that was prepared with it.
func EditPeople(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, d models.PeopleDraft) error {
	if err := checkPeople(d); err != nil {
		return err
	}
	n, err := atPeople(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "edit-people-notice", Incident: n.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, by, n.IncidentID); err != nil {
			return err
		}
		if err := n.SetPeopleDraft(tx.Keys(), d); err != nil {
			return err
		}
		tx.On("notice", id)
		void, err := models.VoidAdaptations(tx, id)
		if err != nil {
			return err
		}
		if err := tx.Details(map[string]any{"version": version + 1, "was": n.State, "societies_words_void": void}); err != nil {
			return err
		}
		values := voided()
		values["draft_sealed"], values["edited_at"], values["edited_by"] = n.DraftSealed, tx.Now(), by.Account
		values["writers"] = models.JSONOf(withWriter(n, by.Account))
		return models.MoveNotice(tx, id, version, beforeSending, values)
	})
}

// SubmitPeople puts the facts in, fixes words and audience, and hands them to the approvers.
func SubmitPeople(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int) error {
	n, err := atPeople(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "submit-people-notice", Incident: n.IncidentID}, func(tx models.Tx) error {
		if err := open(tx, by, n.IncidentID); err != nil {
			return err
		}
		in, err := models.LoadIncident(tx, n.IncidentID)
		if err != nil {
			return err
		}
		d, err := n.PeopleDraft(tx.Keys())
		if err != nil {
			return err
		}
		texts, unsettled, err := settledTexts(tx, n, d.Texts)
		if err != nil {
			return err
		}
		d.Texts = texts
		f, faults, err := fixPeople(tx, in, d)
		if err != nil {
			return err
		}
		faults = append(faults, unsettled...)
		if len(faults) > 0 {
			e := models.Invalid("The notice cannot be submitted yet. It was kept as a draft.")
			e.Fields = faults
			return e
		}
		b, err := json.Marshal(f)
		if err != nil {
			return err
		}
		hash := models.HashNotice(models.NoticePeople, b)
		sealed, err := n.SealFixed(tx.Keys(), b)
		if err != nil {
			return err
		}
		tx.On("notice", id)
		if err := tx.Details(map[string]any{"hash": hash, "languages": len(f.Texts), "groups": len(f.Audience.Groups), "parties": len(f.Audience.Parties)}); err != nil {
			return err
		}
		return models.MoveNotice(tx, id, version, []models.NoticeState{models.NoticeDraft}, map[string]any{
			"state": models.NoticeSubmitted, "fixed_sealed": sealed, "content_hash": hash, "facts_version": in.FactsVersion,
			"submitted_at": tx.Now(), "submitted_by": by.Account, "writers": models.JSONOf(withWriter(n, by.Account))})
	})
}

// ApprovePeople says yes to exactly the words and audience whose hash the approver has in front of them.
func ApprovePeople(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, hash string) error {
	n, err := atPeople(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return approve(ctx, db, by, n, hash)
}

// ReturnPeople sends it back to its author with a reason.
func ReturnPeople(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, why string) error {
	n, err := atPeople(db.View(ctx), by, id, version)
	if err != nil {
		return err
	}
	return giveBack(ctx, db, by, n, why)
}

func atPeople(r models.Reader, by models.Viewer, id models.ID, version int) (models.Notice, error) {
	n, err := models.FindPeopleNotice(r, by, id)
	if err == nil && n.Version != version {
		err = models.Conflict("This notice changed while you were looking at it. Nothing was done; load it again and compare.")
	}
	return n, err
}

// peopleFields are the texts of one language by the names that faults carry.
func peopleFields(t *models.PeopleText) map[string]*string {
	return map[string]*string{"subject": &t.Subject, "body": &t.Body, "sms": &t.SMS, "letter": &t.Letter, "script": &t.Script, "families": &t.Families}
}

// checkPeople accepts an unfinished draft but nothing that could never be sent.
func checkPeople(d models.PeopleDraft) error {
	for _, lang := range slices.Sorted(maps.Keys(d.Texts)) {
		if !languageCode(lang) {
			return models.InvalidField("texts", "%q is not the code of a language, such as en, fr or pt-BR.", clip(lang))
		}
		t := d.Texts[lang]
		for field, s := range peopleFields(&t) {
			name, limit := "texts."+lang+"."+field, textLimit
			switch field {
			case "subject":
				limit = titleLimit
			case "sms":
				limit = smsLimit
			case "families":
				limit = familiesLimit
			}
			if utf8.RuneCountInString(*s) > limit {
				return models.InvalidField(name, "This text has more than %d characters; its readers will not get to the end of it.", limit)
			}
			if strings.ContainsFunc(*s, func(r rune) bool {
				return hidden(r) || unicode.Is(unicode.Co, r) || field == "subject" && unicode.IsControl(r)
			}) {
				return models.InvalidField(name, "The text has an invisible character in it that changes what is read. Delete the sentence and type it again.")
			}
		}
	}
	if d.Variant != "" && !slices.Contains(templates.PeopleVariants, d.Variant) {
		return models.InvalidField("variant", "This audience is not one of those that notices are worded for.")
	}
	for _, ties := range d.Ties {
		for word, paragraph := range ties {
			if !slices.Contains(regimes.ContentWords, word) || paragraph < 0 || paragraph > textLimit {
				return models.InvalidField("ties", "A paragraph is tied to something that no law asks for.")
			}
		}
	}
	if err := checkContact(d.Organisation, d.Contact); err != nil {
		return err
	}
	if len(d.Audience.Groups)+len(d.Audience.Parties) > audienceLimit {
		return models.InvalidField("audience", "More groups than an incident has.")
	}
	for _, id := range slices.Concat(d.Audience.Groups, d.Audience.Parties) {
		if !models.ValidID(id) {
			return models.InvalidField("audience", "A group or party of the audience is not one of this incident.")
		}
	}
	return nil
}

// checkContact is shared with circulars: who writes, and the human being who is named.
func checkContact(organisation string, c models.CircularContact) error {
	for field, s := range map[string]string{"organisation": organisation, "contact.name": c.Name, "contact.role": c.Role, "contact.telephone": c.Telephone, "contact.email": c.Email} {
		if utf8.RuneCountInString(s) > 120 || strings.ContainsFunc(s, unicode.IsControl) {
			return models.InvalidField(field, "This is longer than 120 characters, or has a line break in it.")
		}
	}
	if c.Email != "" {
		if _, err := delivery.ParseAddress(c.Email); err != nil {
			return models.InvalidField("contact.email", "This is not an e-mail address that can be written to.")
		}
	}
	return nil
}
