package enquiries

import (
	"context"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Agreement is how a caller agreed to be called back. What is not said is not allowed.
type Agreement struct {
	models.CallBack
	Language     string // empty: that of the enquiry
	Zone         string // the caller's, IANA
	From, Until  string // wall clock there, HH:MM
	Speaker      string // empty: anybody
	MaySayWho    bool
	MayVoiceMail bool
	MayRedial    bool
}

// write checks the agreement and seals it into the enquiry.
func (a Agreement) write(tx models.Tx, e *models.Enquiry) error {
	w, err := Known()
	if err != nil {
		return err
	}
	c := models.CallBack{Telephone: strings.TrimSpace(a.Telephone), AskFor: strings.TrimSpace(a.AskFor), Avoid: strings.TrimSpace(a.Avoid)}
	if strings.Count(c.Telephone, "")-1 < 4 || len(c.Telephone) > 40 || strings.ContainsFunc(c.Telephone, func(r rune) bool { return !strings.ContainsRune("+0123456789 ()-/.", r) }) {
		return models.InvalidField("telephone", "Write the number with its country code, for example +49 30 1234567.")
	}
	if err := short("ask_for", c.AskFor, nameLimit); err != nil {
		return err
	}
	if err := short("avoid", c.Avoid, noteLimit); err != nil {
		return err
	}
	if z, err := time.LoadLocation(a.Zone); err != nil || a.Zone == "" || z == time.Local {
		return models.InvalidField("zone", "Choose the time zone of the caller: the hours are theirs.")
	}
	// Where the window never holds and never begins, the hours are not hours.
	if holds, next := Window(a.From, a.Until, a.Zone, tx.Now()); !holds && next.IsZero() {
		return models.InvalidField("from", "Say between which hours they may be called, for example 09:00 and 18:00 of their own clock.")
	}
	if a.Speaker == "" {
		a.Speaker = w.Speakers[0]
	}
	if !slices.Contains(w.Speakers, a.Speaker) {
		return models.InvalidField("speaker", "Choose who may speak to them.")
	}
	if e.CallLanguage = e.Language; a.Language != "" {
		if e.CallLanguage, err = tag("call_language", a.Language); err != nil {
			return err
		}
	}
	e.CallWanted, e.CallZone, e.CallFrom, e.CallUntil, e.CallSpeaker = true, a.Zone, a.From, a.Until, a.Speaker
	e.CallMaySayWho, e.CallMayVoiceMail, e.CallMayRedial, e.CallTries = a.MaySayWho, a.MayVoiceMail, a.MayRedial, 0
	return e.SetCallBack(tx.Keys(), c)
}

// Agree writes down how the caller wants to be called back, in place of what was agreed before.
func Agree(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, a Agreement) error {
	return work(ctx, db, by, id, version, "agree-call-back", func(tx models.Tx, e *models.Enquiry) error {
		if e.State == models.EnquiryDone {
			return models.Conflict("This enquiry is settled. Nothing was changed; log a new one if they ask again.")
		}
		if err := a.write(tx, e); err != nil {
			return err
		}
		to := models.EnquiryCallBack
		if e.State == models.EnquiryRouted {
			to = e.State
		}
		if err := touch(tx, by, e, to); err != nil {
			return err
		}
		return models.MoveEnquiry(tx, e, to, map[string]any{"call_wanted": true, "call_sealed": e.CallSealed, "call_language": e.CallLanguage, "call_zone": e.CallZone,
			"call_from": e.CallFrom, "call_until": e.CallUntil, "call_speaker": e.CallSpeaker, "call_may_say_who": e.CallMaySayWho,
			"call_may_voice_mail": e.CallMayVoiceMail, "call_may_redial": e.CallMayRedial, "call_tries": 0})
	})
}

// Call is a call that may be made now: the number, whom to ask for, what must not be said.
type Call struct {
	ID models.ID
	models.CallBack
	Rules []string
}

// mayCall says why nobody may call now. There is no way around it: what was agreed can only be agreed anew.
func mayCall(r models.Reader, by models.Viewer, e models.Enquiry, calls []models.EnquiryCall) error {
	w, err := Known()
	if err != nil {
		return err
	}
	now := r.Now()
	holds, next := Window(e.CallFrom, e.CallUntil, e.CallZone, now)
	switch {
	case !e.CallWanted || len(e.CallSealed) == 0 || e.State != models.EnquiryCallBack && e.State != models.EnquiryRouted:
		return models.Conflict("No call back is agreed with this person. Nobody may call them.")
	case !holds:
		return models.Conflict("They may be called between %s and %s of their own clock (%s). That is again from %s. The number stays closed until then.",
			e.CallFrom, e.CallUntil, e.CallZone, next)
	case e.CallSpeaker == "same" && by.Account != e.LoggedBy && (e.OwnerID == nil || by.Account != *e.OwnerID):
		return models.Forbidden("They want to speak to the person they have spoken to. The number stays closed for you; whoever logged or owns the enquiry can call.")
	case inCall(calls) != "":
		return models.Conflict("Somebody has begun a call and has not said what became of it. Key that in first.")
	case e.CallTries >= w.Tries:
		return models.Conflict("%d calls have reached nobody. Find another safe way, or agree on new hours, before calling again.", e.CallTries)
	case len(calls) > 0 && !e.CallMayRedial && now.Sub(calls[0].EndedAt) < w.Again:
		return models.Conflict("The last call is less than %d hours ago, and they have not agreed to being rung again at once.", int(w.Again.Hours()))
	}
	return nil
}

// inCall is the call that was begun and not ended.
func inCall(calls []models.EnquiryCall) models.ID {
	for _, c := range calls {
		if c.Outcome == "" {
			return c.ID
		}
	}
	return ""
}

// Begin opens the number for one call. It is a command because somebody's number was opened: who and when stands in the record, the
// number does not.
func Begin(ctx context.Context, db *models.DB, by models.Viewer, id models.ID) (Call, error) {
	out := Call{ID: models.NewID()}
	err := work(ctx, db, by, id, 0, "begin-call", func(tx models.Tx, e *models.Enquiry) error {
		calls, err := models.CallsOfEnquiries(tx, e.ID)
		if err != nil {
			return err
		}
		if err := mayCall(tx, by, *e, calls[e.ID]); err != nil {
			return err
		}
		if out.CallBack, err = e.CallBack(tx.Keys()); err != nil {
			return err
		}
		out.Rules = Rules(*e)
		if err := models.AddEnquiryCall(tx, &models.EnquiryCall{ID: out.ID, EnquiryID: e.ID, BegunAt: tx.Now(), BegunBy: by.Account}); err != nil {
			return err
		}
		return touch(tx, by, e, e.State)
	})
	if err != nil {
		return Call{}, err
	}
	return out, nil
}

// Ended is what became of a call.
type Ended struct {
	Call    models.ID
	Outcome string
	Given   *Given // what was read out
}

// End keys in what became of a call, once. Who was reached is done, unless protection staff have the enquiry; who does not want to be
// called again is not: the number is erased.
func End(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, in Ended) error {
	w, err := Known()
	if err != nil {
		return err
	}
	if !slices.Contains(w.Outcomes, in.Outcome) {
		return models.InvalidField("outcome", "Choose what became of the call.")
	}
	if !models.ValidID(in.Call) {
		return models.NotFound("Call")
	}
	return work(ctx, db, by, id, 0, "end-call", func(tx models.Tx, e *models.Enquiry) error {
		if err := models.EndCall(tx, e.ID, in.Call, in.Outcome); err != nil {
			return err
		}
		if in.Given != nil {
			if err := give(tx, by, *e, *in.Given); err != nil {
				return err
			}
		}
		switch in.Outcome {
		case "not-reached", "somebody-else":
			return models.MoveEnquiry(tx, e, e.State, map[string]any{"call_tries": e.CallTries + 1, "due_at": later(e.DueAt, tx.Now().Add(w.Again), e.State)})
		case "reached":
			if e.State == models.EnquiryRouted {
				return touch(tx, by, e, e.State)
			}
		case "do-not-call":
			if e.State == models.EnquiryRouted {
				return models.MoveEnquiry(tx, e, e.State, map[string]any{"call_wanted": false, "call_sealed": nil})
			}
		}
		return end(tx, by, e, in.Outcome)
	})
}

// later is when a call is due again. Who may be in danger stays due.
func later(due, again terms.Instant, state models.EnquiryState) terms.Instant {
	if state == models.EnquiryRouted {
		return due
	}
	return again
}
