package acknowledgement

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
)

// pressesPerHour is how often the buttons behind one link may be used (TRUST AC-04).
const pressesPerHour = 10

// ErrLinkDead is every link that cannot be used: too old, replaced, withdrawn or invented. Outside they look the same.
var ErrLinkDead = errors.New("this link cannot be used")

// ErrBusy is a link whose buttons were used too often.
var ErrBusy = errors.New("too many attempts with this link")

// Link is a live link with everything the page behind it shows.
type Link struct {
	Delivery models.Delivery
	Incident models.Incident
	Notice   models.Notice
	Society  models.Organisation
	Expected models.Acknowledgement
	Circular templates.Circular
}

// OpenLink finds what a token leads to. It only reads: opening the page changes nothing and is recorded nowhere.
func OpenLink(r models.Reader, token string) (Link, error) {
	var l Link
	if len(token) != 43 {
		return l, ErrLinkDead
	}
	d, err := models.FindDeliveryByToken(r, delivery.TokenHash(token))
	if models.IsKind(err, models.KindNotFound) {
		return l, ErrLinkDead
	}
	if err != nil {
		return l, err
	}
	if !d.LinkRevokedAt.IsZero() || !r.Now().Before(d.LinkExpiresAt) {
		return l, ErrLinkDead
	}
	l.Delivery = d
	if l.Notice, err = models.LoadNotice(r, d.NoticeID); err != nil {
		return l, err
	}
	if l.Incident, err = models.LoadIncident(r, d.IncidentID); err != nil {
		return l, err
	}
	if l.Society, err = models.FindOrganisation(r, d.OrganisationID); err != nil {
		return l, err
	}
	if l.Expected, err = models.FindAcknowledgement(r, d.NoticeID, d.OrganisationID); err != nil {
		return l, err
	}
	fixed, err := l.Notice.Fixed(r.Keys())
	if err != nil {
		return l, err
	}
	readerLanguage := d.Language
	if d.Wanted != "" {
		readerLanguage = d.Wanted
	}
	l.Circular = delivery.CircularFor(l.Incident, fixed, l.Society, readerLanguage)
	return l, nil
}

// Page is what a fetch of the link shows: what can be done next, and no name.
func (l Link) Page(path string) templates.SocietyPage {
	p := templates.SocietyPage{Circular: l.Circular, Action: path, State: "ask"}
	switch {
	case !l.Expected.AnsweredAt.IsZero():
		p.State, p.Answer = "repeat", l.Expected.Answer
	case !l.Expected.SeenAt.IsZero():
		p.State = "answer"
	}
	return p
}

// Answers a form may carry.
var answers = []string{models.AnswerActing, models.AnswerDeclined, models.AnswerCallMe}

// Press is one press on a button of the page, with a name typed by a human being. It records what it means, once, and gives the next page.
// A press that changes nothing any more says so and is harmless.
func Press(ctx context.Context, db *models.DB, token, button, name, path string) (templates.SocietyPage, error) {
	l, err := OpenLink(db.View(ctx), token)
	if err != nil {
		return templates.SocietyPage{}, err
	}
	tried, err := models.CountLinkAttempts(db.View(ctx), l.Delivery.ID, db.Now().Add(-time.Hour))
	if err != nil {
		return templates.SocietyPage{}, err
	}
	if tried >= pressesPerHour {
		return templates.SocietyPage{}, ErrBusy
	}
	page := l.Page(path)
	if page.State == "repeat" {
		return page, nil
	}
	if button != templates.AnswerSeen && !slices.Contains(answers, button) {
		return page, nil // a form that is not ours: show the page again
	}
	name, ok := humanName(name)
	if !ok {
		page.Problem = true
		return page, nil
	}
	// Only what could change something counts: a forgotten name must not lock a society out.
	if err := db.NoteLinkAttempt(ctx, l.Delivery.ID); err != nil {
		return templates.SocietyPage{}, err
	}
	by := Responder{Actor: models.Actor{Kind: "link", ID: l.Delivery.ID}, Name: name, Assurance: models.AssuranceLink, Delivery: &l.Delivery}
	changed, err := record(ctx, db, l.Expected, button, by)
	if err != nil {
		return templates.SocietyPage{}, err
	}
	if l, err = OpenLink(db.View(ctx), token); err != nil {
		return templates.SocietyPage{}, err
	}
	page = l.Page(path)
	switch page.State {
	case "answer":
		page.TypedName = name
	case "repeat":
		if changed {
			page.State = "done"
			if page.Code, err = Code(db.Keys(), l.Expected); err != nil {
				return templates.SocietyPage{}, err
			}
		}
	}
	return page, nil
}

// Responder is who answers for a society, by link or signed in.
type Responder struct {
	Actor     models.Actor
	Name      string
	Assurance string
	Delivery  *models.Delivery // the letter whose link was used
}

// Answer records the answer of somebody who is signed in for the society.
func Answer(ctx context.Context, db *models.DB, v models.Viewer, notice models.ID, answer string) (models.Acknowledgement, error) {
	r := db.View(ctx)
	if !slices.Contains(answers, answer) && answer != templates.AnswerSeen {
		return models.Acknowledgement{}, models.InvalidField("answer", "Answer with seen, acting, declined or call_me.")
	}
	a, err := models.FindAcknowledgement(r, notice, v.SocietyID)
	if err != nil {
		return a, err
	}
	account, err := models.FindAccount(r, v.Account)
	if err != nil {
		return a, err
	}
	name, err := account.Name(db.Keys())
	if err != nil {
		return a, err
	}
	changed, err := record(ctx, db, a, answer, Responder{Actor: v.Actor(), Name: name, Assurance: models.AssuranceSignIn})
	if err != nil {
		return a, err
	}
	if !changed {
		return a, models.Conflict("Your society has already answered this circular. Nothing was changed; to change the answer, call the contact named in it.")
	}
	return models.FindAcknowledgement(r, notice, v.SocietyID)
}

// errNothingNew rolls back a press that found the work done; it never leaves this file.
var errNothingNew = errors.New("nothing new")

// record writes the press down; false when it had been recorded before. Of a thousand presses at once exactly one has an effect: the rows
// are changed only where they are still empty.
func record(ctx context.Context, db *models.DB, a models.Acknowledgement, button string, by Responder) (bool, error) {
	err := db.Command(ctx, models.Act{By: by.Actor, Operation: "acknowledge-circular", Incident: a.IncidentID}, func(tx models.Tx) error {
		tx.On("acknowledgement", a.ID)
		seen, err := models.MarkSeen(tx, &a, by.Name, by.Actor.ID)
		if err != nil {
			return err
		}
		answered := false
		if button != templates.AnswerSeen {
			if answered, err = models.MarkAnswered(tx, &a, button, by.Name, by.Actor.ID, by.Assurance); err != nil {
				return err
			}
		}
		if !seen && !answered {
			return errNothingNew
		}
		if answered && button != models.AnswerActing {
			if err := followUp(tx, a, button); err != nil {
				return err
			}
		}
		if by.Delivery != nil {
			if err := delivery.ConfirmByPress(tx, *by.Delivery); err != nil {
				return err
			}
		}
		return tx.Details(map[string]any{"society": a.OrganisationID, "notice": a.NoticeID, "button": button, "assurance": by.Assurance})
	})
	if errors.Is(err, errNothingNew) {
		return false, nil
	}
	return err == nil, err
}

// humanName tells a typed name from nothing, from what scanners fill in, and from what does not belong in a name.
func humanName(s string) (string, bool) {
	s = strings.Join(strings.Fields(s), " ")
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), strings.ContainsRune("<>{}@\\/=", r):
			return "", false
		}
	}
	return s, letters >= 2 && utf8.RuneCountInString(s) <= 100 && utf8.ValidString(s)
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code is the short proof of an answer: 50 bits of a keyed hash and a check character, easy to read out on the telephone.
func Code(k *models.Keyring, a models.Acknowledgement) (string, error) {
	b, err := k.Lookup("acknowledgements.code", a.ID, a.Answer)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	sum, acc, bits := 0, 0, 0
	for i, n := 0, 0; n < 10; n++ {
		for bits < 5 {
			acc, bits = acc<<8|int(b[i]), bits+8
			i++
		}
		bits -= 5
		v := acc >> bits & 31
		sum = sum*32 + v
		sum %= 31
		if n == 4 {
			out.WriteByte(crockford[v])
			out.WriteByte('-')
			continue
		}
		out.WriteByte(crockford[v])
	}
	return out.String() + "-" + string(crockford[sum]), nil
}
