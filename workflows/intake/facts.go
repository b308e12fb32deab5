package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/people/clean"
	"candour/workflows/regimes"
)

// Entry is one fact as somebody says it. It is about the incident, one of its parties or one of its groups.
type Entry struct {
	PartyID   *models.ID
	GroupID   *models.ID
	Key       string
	Value     json.RawMessage  // null or empty: not known yet, said on purpose
	Certainty models.Certainty // empty: reported
	Source    string           // who or what says so
	LearntAt  terms.Instant    // zero: now
	Zone      string           // of a moment
	Reason    string           // for aware_at of a party: why this moment and no other
}

// maxEntries is the most facts of one command: the whole telephone script fits many times.
const maxEntries = 100

// Append adds facts in one command. What was said before stays readable; the fact learnt last is the one in force, so a fact that is
// recorded late with an early learnt_at does not push a newer one aside.
func Append(ctx context.Context, db *models.DB, lib *regimes.Library, v models.Viewer, incident models.ID, why string, entries []Entry) ([]models.Fact, error) {
	if len(entries) == 0 || len(entries) > maxEntries {
		return nil, models.Invalid("Say at least one fact, and at most %d at a time.", maxEntries)
	}
	var added []models.Fact
	err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "append-facts", Incident: incident, Why: why}, func(tx models.Tx) error {
		if _, err := models.FindIncident(tx, v, incident); err != nil {
			return err
		}
		a := appender{tx: tx, lib: lib, by: v, incident: incident}
		for _, e := range entries {
			if err := a.add(e, false); err != nil {
				return err
			}
		}
		added = a.added
		return a.finish()
	})
	return added, err
}

// appender adds facts inside a command and keeps the copies in step.
type appender struct {
	tx       models.Tx
	lib      *regimes.Library // nil: named facts of regimes are not checked against it
	by       models.Viewer
	incident models.ID
	added    []models.Fact
}

// add checks and adds one fact. own says that a command of this package set the fact itself (the risk of a group).
func (a *appender) add(e Entry, own bool) error {
	f, err := a.fact(e, own)
	if err != nil {
		return err
	}
	if err := models.AddFact(a.tx, &f); err != nil {
		return err
	}
	a.added = append(a.added, f)
	return a.copy(f, e.Reason)
}

// finish writes the event's details and marks the assessment as behind.
func (a *appender) finish() error {
	if len(a.added) == 1 {
		a.tx.On("fact", a.added[0].ID)
	}
	keys, ids := []string{}, []models.ID{}
	for _, f := range a.added {
		ids = append(ids, f.ID)
		if !slices.Contains(keys, f.Key) {
			keys = append(keys, f.Key)
		}
	}
	if err := a.tx.Details(map[string]any{"keys": keys, "facts": ids}); err != nil {
		return err
	}
	return models.TouchFacts(a.tx, a.incident)
}

func (a *appender) fact(e Entry, own bool) (models.Fact, error) {
	now := a.tx.Now()
	f := models.Fact{ID: models.NewID(), IncidentID: a.incident, PartyID: e.PartyID, GroupID: e.GroupID, Key: e.Key, Certainty: e.Certainty,
		LearntAt: e.LearntAt, RecordedAt: now}
	if a.by.Account != "" {
		f.RecordedBy = &a.by.Account
	}
	if f.Certainty == "" {
		f.Certainty = models.Reported
	}
	if !slices.Contains(models.Certainties, f.Certainty) {
		return f, models.InvalidField("certainty", "The certainty is assumed, reported, likely or confirmed.")
	}
	if f.LearntAt.IsZero() {
		f.LearntAt = now
	}
	if err := past("learnt_at", f.LearntAt, now); err != nil {
		return f, err
	}
	if err := a.subject(e); err != nil {
		return f, err
	}
	var err error
	if f.Value, f.Zone, err = a.value(e, own); err != nil {
		return f, err
	}
	source, err := clean.Paragraphs("source", e.Source, 500)
	if err != nil {
		return f, err
	}
	return f, f.SetSource(a.tx.Keys(), source)
}

// subject makes sure that the party or group belongs to this incident.
func (a *appender) subject(e Entry) error {
	if e.PartyID != nil && e.GroupID != nil {
		return models.InvalidField("group_id", "A fact is about a party or about a group, not both.")
	}
	if e.PartyID != nil {
		p, err := models.FindParty(a.tx, a.by, *e.PartyID)
		if err == nil && p.IncidentID != a.incident {
			err = models.NotFound("Party")
		}
		return err
	}
	if e.GroupID != nil {
		g, err := models.FindGroup(a.tx, a.by, *e.GroupID)
		if err == nil && g.IncidentID != a.incident {
			err = models.NotFound("People group")
		}
		return err
	}
	return nil
}

// value checks the value against the vocabulary and gives it in the form it is kept in.
func (a *appender) value(e Entry, own bool) (value, zoneName string, err error) {
	raw := bytes.TrimSpace(e.Value)
	unknown := len(raw) == 0 || string(raw) == "null"
	if models.IsMoment(e.Key) {
		return a.moment(e, raw, unknown)
	}
	if e.Key == "risk_level" && !own {
		return "", "", models.InvalidField("key", "The risk is set on a people group, with a reason, by somebody who may assess.")
	}
	d, known := terms.KnownFact(e.Key)
	if !known && !a.namedFact(e.Key) {
		return "", "", models.InvalidField("key", "There is no such fact in the vocabulary.")
	}
	if unknown {
		return "null", "", nil
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return "", "", models.InvalidField("value", "The value cannot be read.")
	}
	if !known {
		return named(v)
	}
	if d.Kind == terms.FactNumber {
		if _, isRange := v.(map[string]any); isRange {
			return countValue(raw)
		}
	}
	if err := terms.CheckFact(e.Key, v); err != nil {
		return "", "", models.InvalidField("value", "%s", takes(d))
	}
	if s, isText := v.(string); isText && d.Kind == terms.FactText {
		if v, err = clean.Paragraphs("value", s, 2000); err != nil {
			return "", "", err
		}
	}
	if list, isList := terms.WordList(v); isList && d.Kind == terms.FactWords {
		// An empty list would read as "none of them"; it means that nobody knows yet.
		if list, err = words("value", list, d.Words, d.Open); err != nil || len(list) == 0 {
			return "null", "", err
		}
		v = list
	}
	b, err := json.Marshal(v)
	return string(b), "", err
}

// takes says what a fact can be answered with, without repeating what was typed.
func takes(d terms.FactDef) string {
	switch d.Kind {
	case terms.FactBool:
		return "This fact takes yes, no or not known yet."
	case terms.FactNumber:
		return "This fact takes a number of zero or more, a range, or not known yet."
	case terms.FactText:
		return "This fact takes text."
	}
	return "This fact takes " + strings.Join(d.Words, ", ") + ", or not known yet."
}

func (a *appender) moment(e Entry, raw []byte, unknown bool) (string, string, error) {
	if e.GroupID != nil {
		return "", "", models.InvalidField("group_id", "Times belong to the incident or to a party.")
	}
	if e.PartyID != nil && e.Key == "aware_at" && unknown {
		return "", "", models.InvalidField("value", "A party has a moment of awareness, if only an assumed one: a clock runs from it.")
	}
	if e.PartyID == nil && e.Key == "aware_at" && unknown {
		return "", "", models.InvalidField("value", "An incident has a moment of awareness, if only an assumed one: the clocks run from it.")
	}
	z, err := zone("zone", e.Zone)
	if err != nil || unknown {
		return "null", z, err
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return "", "", models.InvalidField("value", "A time is written as 2022-01-19T18:00:00+01:00, with its offset.")
	}
	i, perr := terms.ParseInstant(s)
	if perr != nil {
		return "", "", models.InvalidField("value", "A time is written as 2022-01-19T18:00:00+01:00, with its offset; without it nobody knows which moment is meant.")
	}
	if err := past("value", i, a.tx.Now()); err != nil {
		return "", "", err
	}
	b, err := json.Marshal(i.String())
	return string(b), z, err
}

// namedFact says whether some regime asks for this fact.
func (a *appender) namedFact(key string) bool {
	if !terms.IsNamedFact(key) || a.lib == nil {
		return terms.IsNamedFact(key)
	}
	asks := func(lib *regimes.Library) bool {
		return slices.ContainsFunc(lib.All(), func(p *regimes.Pack) bool { return p.Questions[key] != "" })
	}
	if asks(a.lib) {
		return true
	}
	// An agreement of the organisation asks questions of its own. One that cannot be read asks nothing.
	own, err := assessment.Library(a.tx, a.lib)
	return err == nil && asks(own)
}

func named(v any) (string, string, error) {
	switch x := v.(type) {
	case bool, float64:
	case string:
		s, err := clean.Field("value", x, 300)
		if err != nil {
			return "", "", err
		}
		v = s
	default:
		return "", "", models.InvalidField("value", "This fact takes yes, no, a number or a time.")
	}
	b, err := json.Marshal(v)
	return string(b), "", err
}

func countValue(raw []byte) (string, string, error) {
	var c models.CountRange
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if d.Decode(&c) != nil {
		return "", "", models.InvalidField("value", "A range is written with min, max and exact; both ends are whole numbers or not known.")
	}
	if err := c.Valid(); err != nil {
		return "", "", err
	}
	if c.Min == nil && c.Max == nil {
		return "null", "", nil
	}
	b, err := json.Marshal(c)
	return string(b), "", err
}
