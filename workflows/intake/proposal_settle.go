package intake

import (
	"context"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/people/clean"
	"candour/workflows/regimes"
)

// Take names an answer that is accepted, and the mark of what stood there when the person looked.
type Take struct {
	Answer models.ID
	Seen   string
}

// AcceptProposal takes answers over, in one command: each goes the way it would go if the incident team had written it down itself, with the
// society as its source. Errors: conflict when an answer was settled already, or when something newer stands where it would go.
func AcceptProposal(ctx context.Context, db *models.DB, lib *regimes.Library, v models.Viewer, proposal models.ID, version int, takes []Take) (models.Proposal, error) {
	ids := []models.ID{}
	for _, t := range takes {
		ids = append(ids, t.Answer)
	}
	return settleProposal(ctx, db, v, "accept-proposal", "", proposal, version, ids, func(tx models.Tx, party models.Party, rows []*models.ProposalAnswer, details map[string]any) error {
		a := appender{tx: tx, lib: lib, by: v, incident: party.IncidentID}
		s := &standing{r: tx, v: v}
		touched := false
		for i, row := range rows {
			now, err := s.now(party, *row)
			if err != nil {
				return err
			}
			if row.State == models.ProposedOpen && seenOf(now) != takes[i].Seen {
				return models.Conflict("What stood here changed after you loaded the page. Nothing was taken over; load the proposal again and compare.")
			}
			// Settled first: a second press at the same moment finds nothing open and changes no fact.
			if err := models.SettleAnswer(tx, row, models.ProposedAccepted, v.Account, models.Settlement{Was: now}); err != nil {
				return err
			}
			rules, err := a.take(party, *row)
			if err != nil {
				return err
			}
			touched = touched || rules
		}
		if !touched {
			return nil
		}
		facts := []models.ID{}
		for _, f := range a.added {
			facts = append(facts, f.ID)
		}
		details["facts"] = facts
		return a.finish()
	})
}

// DeclineProposal leaves answers aside with a reason that the society reads.
func DeclineProposal(ctx context.Context, db *models.DB, v models.Viewer, proposal models.ID, version int, answers []models.ID, why string) (models.Proposal, error) {
	return settleProposal(ctx, db, v, "decline-proposal", why, proposal, version, answers, func(tx models.Tx, party models.Party, rows []*models.ProposalAnswer, _ map[string]any) error {
		why, err := reason("reason", why)
		if err != nil {
			return err
		}
		s := &standing{r: tx, v: v}
		for _, row := range rows {
			now, err := s.now(party, *row)
			if err != nil {
				return err
			}
			if err := models.SettleAnswer(tx, row, models.ProposedDeclined, v.Account, models.Settlement{Was: now, Reason: why}); err != nil {
				return err
			}
		}
		return nil
	})
}

// settleProposal is the frame of both: find, check the version, settle the named answers, move the proposal when nothing is open any more.
func settleProposal(ctx context.Context, db *models.DB, v models.Viewer, operation, why string, id models.ID, version int, ids []models.ID,
	settle func(tx models.Tx, party models.Party, rows []*models.ProposalAnswer, details map[string]any) error) (models.Proposal, error) {
	p, err := models.FindProposal(db.View(ctx), v, id)
	if err != nil {
		return p, err
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: operation, Incident: p.IncidentID, Why: why}, func(tx models.Tx) error {
		if p, err = models.FindProposal(tx, v, id); err != nil {
			return err
		}
		i, err := models.FindIncident(tx, v, p.IncidentID)
		if err != nil {
			return err
		}
		if i.State != models.IncidentOpen {
			return models.Conflict("The incident is closed. Open it again, with a reason, before changing its facts.")
		}
		party, err := models.FindParty(tx, v, p.PartyID)
		if err != nil {
			return err
		}
		all, err := models.ProposalAnswers(tx, id)
		if err != nil {
			return err
		}
		rows, err := chosen(all[id], ids)
		if err != nil {
			return err
		}
		// The version first: of two people who press at the same moment, one is told to look again before anything is changed.
		p.Version = version
		if err := models.MoveProposal(tx, &p, p.State, map[string]any{}); err != nil {
			return err
		}
		details := map[string]any{"party": p.PartyID, "answers": ids}
		if err := settle(tx, party, rows, details); err != nil {
			return err
		}
		if end := endOf(all[id]); end != p.State {
			if err := models.MoveProposal(tx, &p, end, map[string]any{"settled_at": tx.Now()}); err != nil {
				return err
			}
		}
		tx.On("proposal", id)
		details["state"] = p.State
		return tx.Details(details)
	})
	return p, err
}

// chosen finds the answers by id, each once; the pointers reach into the slice, so that the end of the proposal is seen in it.
func chosen(rows []models.ProposalAnswer, ids []models.ID) ([]*models.ProposalAnswer, error) {
	out := []*models.ProposalAnswer{}
	for n, id := range ids {
		i := slices.IndexFunc(rows, func(a models.ProposalAnswer) bool { return a.ID == id })
		if i < 0 || slices.Contains(ids[:n], id) {
			return nil, models.NotFound("Answer")
		}
		out = append(out, &rows[i])
	}
	if len(out) == 0 {
		return nil, models.Invalid("Choose at least one answer.")
	}
	return out, nil
}

// take writes one answer down where the incident team would write it. It says whether the rules could read what changed.
func (a *appender) take(p models.Party, row models.ProposalAnswer) (bool, error) {
	c, err := row.Content(a.tx.Keys())
	if err != nil {
		return false, err
	}
	v, from := c.Value, "Proposed by "+p.Name
	if c.Source != "" {
		from += ": " + c.Source
	}
	fact := func(key, text string) error {
		return a.add(Entry{PartyID: &p.ID, Key: key, Value: jsonOf(shorten(text, 2000)), Certainty: row.Certainty, Source: shorten(from, 500)}, false)
	}
	switch row.Question {
	case models.AskCount:
		if row.GroupID != nil {
			return true, a.add(Entry{GroupID: row.GroupID, Key: "people_count", Value: jsonOf(v.Count), Certainty: row.Certainty, Source: shorten(from, 500)}, false)
		}
		_, err := a.group(GroupEntry{PartyID: p.ID, DataSetID: row.DataSetID, Name: v.Label, Count: *v.Count, Certainty: row.Certainty, Source: shorten(from, 500)})
		return true, err
	case models.AskLaw:
		return true, fact(lawFact, v.Text)
	case models.AskLanguages:
		if err := a.speak(p, v.Languages); err != nil {
			return false, err
		}
		return true, fact(languagesFact, strings.Join(v.Languages, ", "))
	case models.AskChannels:
		return true, fact(channelsFact, channelWords(v))
	case models.AskPlan:
		return false, a.plan(p, row, v, from)
	case models.AskExceptions:
		// What was said may name people, so it stays sealed where it was said; the fact says that there is something to heed.
		return true, fact(exceptionsFact, "The society named people who must not be contacted, or only in another way. Read its proposal before anybody is told.")
	case models.AskAwareness:
		return true, a.add(Entry{PartyID: &p.ID, Key: "aware_at", Value: instantJSON(v.At), Zone: v.Zone, Reason: v.Reason, Certainty: row.Certainty, Source: shorten(from, 500)}, false)
	case models.AskContact:
		return false, a.reach(p, v)
	}
	return false, nil // a call: whoever accepts says that it was made or is being made
}

// speak sets the languages of all groups of the party, in their order.
func (a *appender) speak(p models.Party, in []string) error {
	list, err := languages(in)
	if err != nil {
		return err
	}
	groups, err := models.LoadGroups(a.tx, a.incident)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.PartyID != p.ID || slices.Equal(g.Languages.V, list) {
			continue
		}
		if err := models.UpdateGroup(a.tx, g.ID, g.Version, map[string]any{"languages": models.JSONOf(list)}); err != nil {
			return err
		}
	}
	return nil
}

// reach puts the contact first in the directory entry of the society, in front of those it had; in an exercise behind them, so that a real
// letter never goes to an exercise's contact first. A contact that is there already is left as it is.
func (a *appender) reach(p models.Party, v models.ProposalValue) error {
	if p.OrganisationID == nil {
		return models.Conflict("This party has no entry in the directory, so its contact has no place. Add the entry first, or decline with that reason.")
	}
	all, err := models.ListContacts(a.tx, *p.OrganisationID)
	if err != nil {
		return err
	}
	email, why := clean.Email(v.Email)
	if why != nil {
		return models.InvalidField("email", "%s", why.Detail)
	}
	telephone, _, why := clean.Telephone(v.Telephone, p.Country)
	if why != nil {
		return models.InvalidField("telephone", "%s", why.Detail)
	}
	for i := range all {
		name, address, number, err := all[i].Person(a.tx.Keys())
		if err != nil {
			return err
		}
		if name == v.Name && models.NormalEmail(address) == models.NormalEmail(email) && number == telephone {
			return nil
		}
	}
	i, err := models.LoadIncident(a.tx, a.incident)
	if err != nil {
		return err
	}
	c := models.Contact{ID: models.NewID(), OrganisationID: *p.OrganisationID, Role: "focal-point", Position: 1}
	for n := range all {
		if i.Exercise {
			c.Position = min(max(c.Position, all[n].Position+1), 99)
			continue
		}
		all[n].Position = min(all[n].Position+1, 99)
		if err := models.SaveContact(a.tx, &all[n]); err != nil {
			return err
		}
	}
	if err := c.SetPerson(a.tx.Keys(), v.Name, email, telephone); err != nil {
		return err
	}
	return models.AddContact(a.tx, &c)
}
