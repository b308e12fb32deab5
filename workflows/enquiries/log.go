package enquiries

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/tasks"
)

const (
	noteLimit = 300 // what they need, not what they told
	nameLimit = 200
)

// Entry is what a call taker keys in. Topic, worry level, channel and language are enough.
type Entry struct {
	Party      models.ID // society that was asked; empty: ourselves. A focal point's is always its own.
	Channel    string
	Topic      string
	Worry      string
	Language   string
	ReceivedAt terms.Instant // zero: now
	Caller     models.Caller
	Call       *Agreement // nil: no call back is wanted
	// What was said in the same talk: an answer that was read out, or a question that none fits.
	Given    *Given
	Question string
}

// Logged is what became of an entry.
type Logged struct {
	ID     models.ID
	Number int64
	State  models.EnquiryState
	Answer models.ID // a draft that was begun
}

// Log writes an enquiry down, in one command with what was answered. Whoever may be in danger is with protection staff when it returns.
// Errors: invalid, not found (incident, party), conflict (closed incident, an answer that is not approved any more).
func Log(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, in Entry) (Logged, error) {
	out := Logged{}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "log-enquiry", Incident: incident}, func(tx models.Tx) error {
		i, err := models.FindIncident(tx, by, incident)
		if err != nil {
			return err
		}
		if i.State != models.IncidentOpen {
			return models.Conflict("The incident is closed. Nothing was saved; open it again, with a reason, before logging an enquiry.")
		}
		e, topic, worry, err := in.enquiry(tx, by, i)
		if err != nil {
			return err
		}
		if err := models.AddEnquiry(tx, &e); err != nil {
			return err
		}
		to := models.EnquiryOpen
		switch {
		case topic.Protect || worry.Protect:
			to = models.EnquiryRouted
		case e.CallWanted:
			to = models.EnquiryCallBack
		case in.Given != nil:
			to = models.EnquiryAnswered
		}
		if in.Given != nil {
			if err := give(tx, by, e, *in.Given); err != nil {
				return err
			}
		}
		if in.Question != "" {
			if out.Answer, err = ask(tx, by, e, in.Question); err != nil {
				return err
			}
		}
		if err := arrive(tx, by, &e, to); err != nil {
			return err
		}
		out.ID, out.Number, out.State = e.ID, e.Number, e.State
		tx.On("enquiry", e.ID)
		return tx.Details(map[string]any{"number": e.Number, "topic": e.Topic, "worry": e.Worry, "channel": e.Channel, "state": e.State})
	})
	return out, err
}

// enquiry checks the entry and makes the row; it is open until it arrives somewhere.
func (in Entry) enquiry(tx models.Tx, by models.Viewer, i models.Incident) (e models.Enquiry, topic Topic, worry Worry, err error) {
	w, err := Known()
	if err != nil {
		return e, topic, worry, err
	}
	var ok bool
	if topic, ok = w.topic(in.Topic); !ok {
		return e, topic, worry, models.InvalidField("topic", "Choose what they ask about.")
	}
	if worry, ok = w.worry(in.Worry); !ok {
		return e, topic, worry, models.InvalidField("worry", "Choose how they are.")
	}
	if !slices.Contains(w.Channels, in.Channel) {
		return e, topic, worry, models.InvalidField("channel", "Choose how they asked.")
	}
	e = models.Enquiry{ID: models.NewID(), IncidentID: i.ID, Channel: in.Channel, Topic: topic.ID, Worry: worry.ID, State: models.EnquiryOpen,
		ReceivedAt: in.ReceivedAt, LoggedAt: tx.Now(), LoggedBy: by.Account, Tasks: models.JSONOf([]string{})}
	if e.Language, err = tag("language", in.Language); err != nil {
		return e, topic, worry, err
	}
	if e.ReceivedAt.IsZero() {
		e.ReceivedAt = tx.Now()
	}
	if e.ReceivedAt.After(tx.Now()) {
		return e, topic, worry, models.InvalidField("received_at", "They cannot have asked in the future. Correct the time, or leave it out.")
	}
	e.DueAt = e.ReceivedAt.Add(worry.Target)
	if e.PartyID, err = party(tx, by, i.ID, in.Party); err != nil {
		return e, topic, worry, err
	}
	for name, s := range map[string]string{"name": in.Caller.Name, "note": in.Caller.Note} {
		if err := short(name, s, map[string]int{"name": nameLimit, "note": noteLimit}[name]); err != nil {
			return e, topic, worry, err
		}
	}
	if err := e.SetCaller(tx.Keys(), models.Caller{Name: strings.TrimSpace(in.Caller.Name), Note: strings.TrimSpace(in.Caller.Note)}); err != nil {
		return e, topic, worry, err
	}
	if in.Call != nil {
		err = in.Call.write(tx, &e)
	}
	return e, topic, worry, err
}

// party is the society that was asked. A focal point asks for none but its own, and always for that one.
func party(r models.Reader, by models.Viewer, incident, id models.ID) (*models.ID, error) {
	if by.Role == models.RoleFocalPoint {
		all, err := models.LoadParties(r, incident)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(p models.Party) bool { return p.OrganisationID != nil && *p.OrganisationID == by.SocietyID })
		if i < 0 || id != "" && id != all[i].ID {
			return nil, models.NotFound("Party")
		}
		return &all[i].ID, nil
	}
	if id == "" {
		return nil, nil
	}
	p, err := models.FindParty(r, by, id)
	if err != nil {
		return nil, err
	}
	if p.IncidentID != incident {
		return nil, models.NotFound("Party")
	}
	return &p.ID, nil
}

func tag(field, s string) (string, error) {
	if _, err := language.Parse(s); err != nil || s == "" {
		return "", models.InvalidField(field, "This language is not known here. Choose one of the list.")
	}
	// Kept as written: normalising would turn some tags (ber, cnr) into others.
	return s, nil
}

func short(field, s string, limit int) error {
	if utf8.RuneCountInString(s) > limit {
		return models.InvalidField(field, "Write no more than %d characters: what they need, not what they told you.", limit)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' }) {
		return models.InvalidField(field, "There is a control character in this text. Nothing was saved; type it again.")
	}
	return nil
}

// arrive brings an enquiry into a state, with what that state asks for. Routing opens the tasks in the same transaction: when the call
// taker reads that protection staff have it, they have it.
func arrive(tx models.Tx, by models.Viewer, e *models.Enquiry, to models.EnquiryState) error {
	if to == e.State {
		return nil
	}
	set := map[string]any{"settled_at": terms.Instant{}, "settled_by": nil}
	if to.Settled() {
		set["settled_at"], set["settled_by"] = tx.Now(), by.Account
	}
	if to == models.EnquiryRouted {
		opened, err := protect(tx, *e)
		if err != nil {
			return err
		}
		e.Tasks = models.JSONOf(opened)
		e.DueAt = tx.Now()
		set["tasks"], set["due_at"] = e.Tasks, e.DueAt
	}
	if to == models.EnquiryDone {
		if err := closeTasks(tx, by, *e); err != nil {
			return err
		}
	}
	return models.MoveEnquiry(tx, e, to, set)
}

// protect opens a task for the protection officer and one for the incident manager. Their titles say a number and no word of who or why.
func protect(tx models.Tx, e models.Enquiry) ([]string, error) {
	var ts []models.Task
	var ids []string
	for _, role := range []models.Role{models.RoleDPO, models.RoleIncidentManager} {
		people, err := models.AccountsOfRoles(tx, role)
		if err != nil {
			return nil, err
		}
		t := models.Task{ID: models.NewID(), IncidentID: e.IncidentID, PartyID: e.PartyID, Kind: "protection", Playbook: tasks.Protection, DueAt: tx.Now(),
			Title: "Enquiry " + number(e) + ": somebody may be in danger"}
		t.Detail = "Open the enquiry now. Somebody who asked us may be in danger, or fears it."
		if len(people) > 0 {
			t.OwnerID = &people[0].ID
		}
		ts, ids = append(ts, t), append(ids, t.ID)
	}
	return ids, tasks.Open(tx, ts)
}

func closeTasks(tx models.Tx, by models.Viewer, e models.Enquiry) error {
	open, err := models.TasksByID(tx, e.Tasks.V)
	if err != nil {
		return err
	}
	for _, t := range open {
		if t.State != models.TaskOpen {
			continue
		}
		if err := tasks.Close(tx, t, models.TaskDone, &by.Account, ""); err != nil {
			return err
		}
	}
	return nil
}
