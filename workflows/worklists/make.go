package worklists

import (
	"context"
	"slices"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/dispatch"
	"candour/workflows/genuineness"
	"candour/workflows/people/clean"
	"candour/workflows/receipts"
	"candour/workflows/safecontact"
)

// MostPeople stand on one list; more people make more lists.
const MostPeople = 2000

// Order is a list to be made.
type Order struct {
	Dispatch models.ID
	Party    models.ID
	Channel  string
	Language string // empty: all languages
	Most     int    // people on it; 0: as many as fit
	Settings models.WorklistSettings
}

// Make puts people of one society who wait for one channel on a list. Each is asked about again: whoever may not be told by this channel any
// more goes on to the next one that is safe, or is listed with the reason.
// Errors: invalid (no such channel), not found, conflict (halted, or nobody waits).
func Make(ctx context.Context, db *models.DB, v models.Viewer, o Order) (models.Worklist, error) {
	none := models.Worklist{}
	if !slices.Contains(models.ByHand, o.Channel) {
		return none, models.InvalidField("channel", "Choose letters, calls, visits or the society.")
	}
	var err error
	if o.Settings.ReturnLine, err = clean.Field("return_line", o.Settings.ReturnLine, 120); err != nil {
		return none, err
	}
	party, err := models.FindParty(db.View(ctx), v, o.Party)
	if err != nil {
		return none, err
	}
	d, err := models.DispatchByID(db.View(ctx), o.Dispatch)
	if err != nil {
		return none, err
	}
	if d.IncidentID != party.IncidentID {
		return none, models.NotFound("Dispatch")
	}
	a, err := dispatch.Load(db.View(ctx), d.NoticeID)
	if err != nil {
		return none, err
	}
	list := models.Worklist{ID: models.NewID(), IncidentID: d.IncidentID, Dispatch: d.Number, PartyID: party.ID, Channel: o.Channel,
		Settings: models.JSONOf(o.Settings), CreatedBy: v.Account}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "make-worklist", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("worklist", list.ID)
		if d, err = models.LoadDispatch(tx, d.Number); err != nil {
			return err
		}
		if err := mayStart(d); err != nil {
			return err
		}
		if o.Most <= 0 || o.Most > MostPeople {
			o.Most = MostPeople
		}
		lines, err := models.LinesForList(tx, d, party.ID, o.Channel, o.Language, o.Most)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			return models.Conflict("Nobody of this society waits for this channel now. Nothing was made.")
		}
		return fill(tx, a, &list, lines)
	})
	return list, err
}

// mayStart: a list is the beginning of telling, so what halts a dispatch halts it too.
func mayStart(d models.Dispatch) error {
	switch {
	case d.Phase != models.DispatchSending && d.Phase != models.DispatchDone || d.Wave == 0:
		return models.Conflict("This notice is not being sent yet. Lists can be made when its sending is approved.")
	case d.Halted != models.NotHalted:
		return models.Conflict("The sending of this notice is halted. No list was made; look at why first.")
	}
	return nil
}

func fill(tx models.Tx, a *dispatch.Audience, list *models.Worklist, lines []models.PersonDelivery) error {
	ids := make([]int64, len(lines))
	for i, l := range lines {
		ids[i] = l.PersonID
	}
	coder, err := genuineness.NewCoder(tx.Keys())
	if err != nil {
		return err
	}
	people, err := models.LoadPeople(tx, ids)
	if err != nil {
		return err
	}
	is, items := slices.Clone(lines), []models.WorklistItem{}
	var onList []int
	for i, l := range lines {
		p, there := people[l.PersonID]
		if !there {
			continue
		}
		d, err := p.Details(tx.Keys())
		if err != nil {
			return err
		}
		// Only the hour may be wrong now: a list is for later, and each entry says its hours.
		if now := a.Decide(&p, &d, safecontact.Channel(l.Channel), tx.Now()); !now.Allowed && now.NotBefore.IsZero() {
			tried, err := models.TriedChannels(tx, l.Dispatch, l.PersonID)
			if err != nil {
				return err
			}
			if is[i], err = receipts.Onward(tx.Keys(), a, &p, l, tried, tx.Now()); err != nil {
				return err
			}
			list.HeldBackCount++
			continue
		}
		reference, err := coder.Person(l.Dispatch, l.PersonID)
		if err != nil {
			return err
		}
		items = append(items, models.WorklistItem{PersonID: l.PersonID, Position: len(items) + 1, Step: l.Step, Language: l.Language, Reference: int64(reference)})
		onList = append(onList, i)
	}
	list.PeopleCount, list.CreatedAt = int64(len(items)), tx.Now()
	if len(items) == 0 {
		list.ClosedAt = tx.Now()
	}
	if err := models.AddWorklist(tx, list, items); err != nil {
		return err
	}
	for _, i := range onList {
		is[i].State, is[i].Worklist, is[i].Reason, is[i].NextAt, is[i].SettledAt = models.DeliveryListed, &list.Number, "", terms.Instant{}, terms.Instant{}
	}
	if err := models.MoveLines(tx, lines, is); err != nil {
		return err
	}
	return tx.Details(map[string]any{"channel": list.Channel, "people": len(items), "held_back": list.HeldBackCount})
}
