package intake

import (
	"context"
	"encoding/json"
	"log/slog"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/people/clean"
	"candour/workflows/regimes"
)

// Opening is what is known when somebody reports. Title, reporter and AwareAt are all that is asked.
type Opening struct {
	// ID may be chosen by the page, so that a request sent twice over a bad line opens one incident. Empty: made here.
	ID        models.ID
	Title     string // what happened, in one sentence; no names of people
	Reporter  models.Reporter
	SocietyID models.ID     // of the person on the line, when it is in the directory: it joins as controller, and its clocks run
	AwareAt   terms.Instant // when did anyone first know; zero: now
	AwareZone string
	Exercise  bool    // chosen now and never changed
	Facts     []Entry // answers of the telephone script, if any
}

// Open opens an incident. Its clocks run from this moment on: the earliest plausible awareness counts until somebody knows better.
func Open(ctx context.Context, db *models.DB, lib *regimes.Library, v models.Viewer, in Opening) (models.Incident, error) {
	if in.ID == "" {
		in.ID = models.NewID()
	}
	if !models.ValidID(in.ID) {
		return models.Incident{}, models.InvalidField("id", "The number of the draft is not one of ours.")
	}
	if was, err := models.LoadIncident(db.View(ctx), in.ID); err == nil {
		return again(was, v)
	}
	var i models.Incident
	var err error
	// Two incidents opened in the same moment want the same number: one of them is told to try again, and does.
	for range 5 {
		if i, err = open(ctx, db, lib, v, in); !models.IsKind(err, models.KindConflict) {
			break
		}
		if was, found := models.LoadIncident(db.View(ctx), in.ID); found == nil {
			return again(was, v)
		}
	}
	return i, err
}

// again answers a request that came twice.
func again(was models.Incident, v models.Viewer) (models.Incident, error) {
	if was.OpenedBy != v.Account {
		return models.Incident{}, models.Conflict("This draft was opened as an incident by somebody else.")
	}
	return was, nil
}

func open(ctx context.Context, db *models.DB, lib *regimes.Library, v models.Viewer, in Opening) (models.Incident, error) {
	i := models.Incident{ID: in.ID, Exercise: in.Exercise, OpenedBy: v.Account}
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "open-incident"}, func(tx models.Tx) error {
		// 1. The three fields.
		if err := in.check(tx.Now()); err != nil {
			return err
		}
		i.Title, i.AwareAt, i.AwareZone, i.OpenedAt = in.Title, in.AwareAt, in.AwareZone, tx.Now()
		if err := i.SetReporter(tx.Keys(), in.Reporter); err != nil {
			return err
		}
		if err := models.AddIncident(tx, &i); err != nil {
			return err
		}
		tx.InIncident(i.ID)
		// 2. What was said, as facts: the moment first, then the answers of the script.
		a := appender{tx: tx, lib: lib, by: v, incident: i.ID}
		first := Entry{Key: "aware_at", Value: instantJSON(in.AwareAt), Zone: in.AwareZone, Certainty: models.Reported, Source: in.Reporter.Name}
		for _, e := range append([]Entry{first}, in.Facts...) {
			if err := a.add(e, false); err != nil {
				return err
			}
		}
		// 3. The society on the line is a party until somebody says otherwise.
		parties := 0
		if in.SocietyID != "" {
			if _, err := a.join(PartyEntry{OrganisationID: &in.SocietyID, Role: models.Controller, AwareAt: in.AwareAt, AwareZone: in.AwareZone,
				AwareReason: "First report. Assumed until the society says when it knew."}, models.Assumed); err != nil {
				return err
			}
			parties = 1
		}
		if err := a.finish(); err != nil {
			return err
		}
		tx.On("incident", i.ID)
		return tx.Details(map[string]any{"reference": i.Reference, "exercise": i.Exercise, "facts": len(a.added), "parties": parties})
	})
	if err != nil {
		return i, err
	}
	// 4. The rules run at once, so that provisional clocks are on the screen before the telephone is put down. The report is kept
	// whatever they say: if they cannot run now, the incident shows that its assessment is behind.
	if _, err := assessment.Decide(ctx, db, v, i.ID); err != nil {
		slog.Error("the rules did not run when an incident was opened", "incident", i.ID, "error", err)
	}
	return models.LoadIncident(db.View(ctx), i.ID)
}

func (in *Opening) check(now terms.Instant) (err error) {
	if in.Title, err = clean.Field("title", in.Title, 200); err != nil {
		return err
	}
	if in.Title == "" {
		return models.InvalidField("title", "Say in one sentence what happened. No names of people.")
	}
	if in.Reporter, err = checkReporter(in.Reporter); err != nil {
		return err
	}
	if in.AwareZone, err = zone("aware_zone", in.AwareZone); err != nil {
		return err
	}
	if in.AwareAt.IsZero() {
		in.AwareAt = now
	}
	return past("aware_at", in.AwareAt, now)
}

func checkReporter(r models.Reporter) (models.Reporter, error) {
	var err error
	if r.Name, err = clean.Field("reporter", r.Name, 200); err != nil {
		return r, err
	}
	number, _, why := clean.Telephone(r.Telephone, "")
	if why != nil {
		return r, models.InvalidField("reporter", "%s", why.Detail)
	}
	r.Telephone = number
	if r.Society, err = clean.Field("reporter", r.Society, 200); err != nil {
		return r, err
	}
	if r.Name == "" && r.Telephone == "" && r.Society == "" {
		return r, models.InvalidField("reporter", "Say who is on the line: a name, a number or a society is enough.")
	}
	return r, nil
}

// Header is what can be corrected of an incident itself; times are facts, and whether it is an exercise never changes.
type Header struct {
	Title    string
	Reporter *models.Reporter // nil: unchanged
	Version  int
}

// EditHeader corrects the sentence and who was on the line.
func EditHeader(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, h Header) (models.Incident, error) {
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "edit-incident", Incident: id}, func(tx models.Tx) error {
		i, err := models.FindIncident(tx, v, id)
		if err != nil {
			return err
		}
		values, changed := map[string]any{}, []string{}
		title, err := clean.Field("title", h.Title, 200)
		if err != nil {
			return err
		}
		if title == "" {
			return models.InvalidField("title", "Say in one sentence what happened. No names of people.")
		}
		if title != i.Title {
			values["title"], changed = title, append(changed, "title")
		}
		if h.Reporter != nil {
			r, err := checkReporter(*h.Reporter)
			if err != nil {
				return err
			}
			if err := i.SetReporter(tx.Keys(), r); err != nil {
				return err
			}
			values["reporter_sealed"], changed = i.ReporterSealed, append(changed, "reporter")
		}
		tx.On("incident", id)
		if err := tx.Details(map[string]any{"changed": changed}); err != nil {
			return err
		}
		return models.UpdateIncident(tx, id, h.Version, values)
	})
	if err != nil {
		return models.Incident{}, err
	}
	return models.FindIncident(db.View(ctx), v, id)
}

// jsonOf is for values that cannot fail.
func jsonOf(v any) json.RawMessage {
	b, _ := json.Marshal(v)
	return b
}
