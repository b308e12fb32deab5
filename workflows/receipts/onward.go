package receipts

import (
	"context"
	"fmt"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/dispatch"
	"candour/workflows/safecontact"
	"candour/workflows/tasks"
)

// Onward is a line after its channel was tried in vain: the next channel that is safe for this person now, or none, with the reason. tried are
// the channels of earlier steps; that of the line is added.
func Onward(k *models.Keyring, a *dispatch.Audience, p *models.Person, line models.PersonDelivery, tried []string, at terms.Instant) (models.PersonDelivery, error) {
	d, err := p.Details(k)
	if err != nil {
		return line, err
	}
	not := []safecontact.Channel{safecontact.Channel(line.Channel)}
	for _, c := range tried {
		not = append(not, safecontact.Channel(c))
	}
	channel, decision := a.Choose(p, &d, at, not)
	is := line
	is.Step, is.Tries, is.ReplyCode, is.Worklist = line.Step+1, 0, 0, nil
	is.Epoch++ // whoever held the step before has no say in this one
	if channel == "" {
		is.NextAt, is.SettledAt = terms.Instant{}, at
		is.Channel, is.Reason = "", decision.Rule
		switch decision.Rule {
		case safecontact.HarmUnknown:
			is.State, is.SettledAt = models.DeliveryWaiting, terms.Instant{}
		case safecontact.DoNotContactIs:
			is.State = models.DeliveryExcluded
		default:
			// The word of the last try says more than that no channel is left.
			is.State, is.Channel, is.Step = models.DeliveryUnreached, line.Channel, line.Step
			if line.Reason != "" {
				is.Reason = line.Reason
			}
		}
		return is, nil
	}
	is.Channel, is.State, is.Reason, is.SettledAt, is.NextAt = string(channel), models.DeliveryQueued, "", terms.Instant{}, at
	if !decision.Allowed {
		is.NextAt = decision.NotBefore // only the hour is wrong
	}
	return is, nil
}

const advanceBatch = 200

// Advance takes everybody whose last try was refused to the next channel, in batches: one command and one event each. It gives how many moved.
func Advance(ctx context.Context, db *models.DB) (moved int, err error) {
	for {
		lines, err := models.RefusedLines(db.View(ctx), advanceBatch)
		if err != nil || len(lines) == 0 {
			return moved, err
		}
		for _, part := range byDispatch(lines) {
			if err := advance(ctx, db, part); err != nil {
				return moved, err
			}
			moved += len(part)
		}
	}
}

func byDispatch(lines []models.PersonDelivery) (out [][]models.PersonDelivery) {
	for _, part := range lines {
		if n := len(out); n == 0 || out[n-1][0].Dispatch != part.Dispatch {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], part)
	}
	return out
}

// advance moves refused lines of one dispatch.
func advance(ctx context.Context, db *models.DB, lines []models.PersonDelivery) error {
	d, err := models.LoadDispatch(db.View(ctx), lines[0].Dispatch)
	if err != nil {
		return err
	}
	a, err := dispatch.Load(db.View(ctx), d.NoticeID)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: models.System, Operation: "next-channel", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", d.ID)
		ids := make([]int64, len(lines))
		for i, l := range lines {
			ids[i] = l.PersonID
		}
		people, err := models.LoadPeople(tx, ids)
		if err != nil {
			return err
		}
		is, counts := make([]models.PersonDelivery, len(lines)), map[string]int{}
		for i, l := range lines {
			p, there := people[l.PersonID]
			if !there {
				is[i] = l // erased meanwhile: nobody to tell
				is[i].State, is[i].SettledAt = models.DeliveryUnreached, tx.Now()
				continue
			}
			tried, err := models.TriedChannels(tx, l.Dispatch, l.PersonID)
			if err != nil {
				return err
			}
			if is[i], err = Onward(tx.Keys(), a, &p, l, tried, tx.Now()); err != nil {
				return err
			}
			counts[string(is[i].State)+" "+is[i].Channel]++
		}
		if err := models.MoveLines(tx, lines, is); err != nil {
			return err
		}
		if err := openTask(tx, d, a.Notice); err != nil {
			return err
		}
		return tx.Details(map[string]any{"people": len(lines), "now": counts})
	})
}

// openTask tells a person, once for each dispatch as long as the task is open: what came back is on its page.
func openTask(tx models.Tx, d models.Dispatch, n models.Notice) error {
	title := fmt.Sprintf("Messages of notice %d came back: see who goes to the next channel", n.Number)
	open, err := models.OpenTaskNamed(tx, d.IncidentID, TaskKind, title)
	if err != nil || open {
		return err
	}
	return tasks.Open(tx, []models.Task{{IncidentID: d.IncidentID, Kind: TaskKind, Playbook: tasks.Plain, Title: title, DueAt: tx.Now().Add(taskTime),
		Detail: "Messages were refused or came back. Whoever has another safe channel is queued for it; the others are listed as not reached, with the reason. Correct wrong addresses on the page of the person: the message then goes to that person only."}})
}
