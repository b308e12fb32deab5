package correspondence

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/delivery"
)

const (
	maxSubject = 120 // it becomes a subject line, with room for what stands before it
	maxName    = 120
	maxText    = 20_000
)

// Opening is what a thread begins with.
type Opening struct {
	Kind       models.CounterpartKind
	Subject    string
	Name       string
	Address    string
	Language   string // empty: English
	AssignedTo models.ID
}

// Open begins a thread. Nothing is sent by it. Errors: invalid (fields, the address of an affected person), conflict (closed).
func Open(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, o Opening) (models.ID, error) {
	t := models.CorrespondenceThread{ID: models.NewID(), IncidentID: incident, Kind: o.Kind, State: models.WaitingForUs, Language: o.Language, OpenedBy: by.Account}
	if t.Language == "" {
		t.Language = "en"
	}
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "open-correspondence", Incident: incident}, func(tx models.Tx) (err error) {
		if _, err := writable(tx, by, incident); err != nil {
			return err
		}
		if !slices.Contains(models.CounterpartKinds, o.Kind) {
			return models.InvalidField("kind", "Say who this is to us: an authority, a host, a lawyer, a journalist, or one of the others.")
		}
		if len(t.Language) > 20 || len(t.Language) < 2 || strings.ContainsFunc(t.Language, func(r rune) bool { return r != '-' && (r > 'z' || !unicode.IsLetter(r)) }) {
			return models.InvalidField("language", "This is no language.")
		}
		if t.Subject, err = line("subject", o.Subject, maxSubject); err != nil {
			return err
		}
		if t.Name, err = line("name", o.Name, maxName); err != nil {
			return err
		}
		address, err := delivery.ParseAddress(strings.TrimSpace(o.Address))
		if err != nil {
			return models.InvalidField("address", "%s.", strings.ToUpper(err.Error()[:1])+err.Error()[1:])
		}
		t.Address = address.String()
		if err := notAffected(tx, t); err != nil {
			return err
		}
		if t.AssignedTo, err = assignee(tx, o.AssignedTo); err != nil {
			return err
		}
		t.OpenedAt, t.LastAt = tx.Now(), tx.Now()
		tx.On("correspondence", t.ID)
		if err := tx.Details(map[string]any{"kind": t.Kind, "assigned_to": t.AssignedTo}); err != nil {
			return err
		}
		return models.AddThread(tx, &t)
	})
	return t.ID, err
}

// Change is what can be changed of a thread: who has it, and whose turn it is. Its outsider cannot: another one is another thread.
type Change struct {
	State      models.CorrespondenceState
	AssignedTo models.ID // empty: nobody
}

// Set changes a thread at a known version.
func Set(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, version int, c Change) error {
	t, err := models.FindThread(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "set-correspondence", Incident: t.IncidentID}, func(tx models.Tx) error {
		if _, err := writable(tx, by, t.IncidentID); err != nil {
			return err
		}
		if !slices.Contains([]models.CorrespondenceState{models.WaitingForUs, models.WaitingForThem, models.CorrespondenceEnded}, c.State) {
			return models.InvalidField("state", "A correspondence waits for us, waits for them, or is closed.")
		}
		to, err := assignee(tx, c.AssignedTo)
		if err != nil {
			return err
		}
		tx.On("correspondence", t.ID)
		if err := tx.Details(map[string]any{"state": c.State, "assigned_to": to}); err != nil {
			return err
		}
		t.Version = version
		return models.MoveThread(tx, t, map[string]any{"state": c.State, "assigned_to": to})
	})
}

// writable is the incident of a thread, when this viewer may read it and it is open.
func writable(tx models.Tx, by models.Viewer, incident models.ID) (models.Incident, error) {
	in, err := models.FindIncident(tx, by, incident)
	if err == nil && in.State != models.IncidentOpen {
		err = models.Conflict("The incident is closed. Nothing was saved; open it again, with a reason, before writing.")
	}
	return in, err
}

// notAffected refuses the address of somebody whose data are concerned: they are told by the way that is safe for them, and by no letter beside it.
func notAffected(r models.Reader, t models.CorrespondenceThread) error {
	is, err := models.IsAddressOfPerson(r, t.IncidentID, t.Address)
	if err != nil {
		return err
	}
	if is {
		return models.InvalidField("address", "This address belongs to somebody whose data are concerned. Nothing was sent; people are told by their contact plan, which knows what is safe for them.")
	}
	return nil
}

func assignee(r models.Reader, id models.ID) (*models.ID, error) {
	if id == "" {
		return nil, nil
	}
	no := models.InvalidField("assigned_to", "Whoever has a correspondence must be able to write letters. Choose somebody else.")
	if !models.ValidID(id) {
		return nil, no
	}
	a, err := models.FindAccount(r, id)
	if models.IsKind(err, models.KindNotFound) {
		return nil, no
	}
	if err != nil {
		return nil, err
	}
	if !a.DisabledAt.IsZero() || !a.Role.Has(models.RightWriteLetters) {
		return nil, no
	}
	return &a.ID, nil
}

// line is one line as people type it.
func line(field, s string, most int) (string, error) {
	s, err := text(field, s, most)
	if err == nil && strings.ContainsAny(s, "\n\t") {
		return "", models.InvalidField(field, "Write this on one line.")
	}
	return s, err
}

// text is what people type: something, no control characters, no signs that turn a line around, not longer than fits.
func text(field, s string, most int) (string, error) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	switch {
	case s == "":
		return "", models.InvalidField(field, "There are no words here yet.")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
	}):
		return "", models.InvalidField(field, "The text has a control character in it. Nothing was saved; remove it and try again.")
	case utf8.RuneCountInString(s) > most:
		return "", models.InvalidField(field, "Write no more than %d characters. Nothing was saved.", most)
	}
	return s, nil
}

// Writers are the accounts that can have a correspondence.
func Writers(r models.Reader) ([]models.Account, error) {
	all, err := models.ListAccounts(r)
	return slices.DeleteFunc(all, func(a models.Account) bool { return !a.DisabledAt.IsZero() || !a.Role.Has(models.RightWriteLetters) }), err
}
