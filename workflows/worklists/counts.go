package worklists

import (
	"context"
	"maps"
	"slices"
	"time"

	"candour/models"
	"candour/workflows/people/clean"
	"candour/workflows/safecontact"
)

// Counted is what a society reports about its own people of one group, without a name.
type Counted struct {
	Group     models.ID
	Previous  int // number of the report the writer saw; 0: none
	Told      int
	Unreached map[string]int // reason -> people
	Excluded  map[string]int
	How       map[string]int // channel -> people told by it; sums to Told
	ToldFrom  string         // civil dates
	ToldUntil string
	ToldBy    string // who told them; sealed
}

// UnreachedReasons and ExcludedReasons are the words a report may use.
var (
	UnreachedReasons = []string{"no_address", "not_reached", "wrong_address", "moved", "person_refused", "place_not_reachable", "deceased", "not_known"}
	ExcludedReasons  = reasonWords()
)

func reasonWords() (out []string) {
	for _, r := range safecontact.Reasons {
		out = append(out, string(r))
	}
	return out
}

// ReportCounts adds the next version of a report. It does not touch people whose names are here: those are told by lists and messages.
// Errors: not found, invalid (sums, dates, words), conflict (somebody reported meanwhile).
func ReportCounts(ctx context.Context, db *models.DB, v models.Viewer, c Counted) (models.ReportedCount, error) {
	none := models.ReportedCount{}
	g, err := models.FindGroup(db.View(ctx), v, c.Group)
	if err != nil {
		return none, err
	}
	in, err := models.LoadIncident(db.View(ctx), g.IncidentID)
	if err != nil {
		return none, err
	}
	if in.State != models.IncidentOpen {
		return none, models.Conflict("The incident is closed, so nothing more is counted. Ask the incident team to open it again, with a reason.")
	}
	if err := c.check(g, db.Now().Time()); err != nil {
		return none, err
	}
	row := models.ReportedCount{ID: models.NewID(), IncidentID: g.IncidentID, PartyID: g.PartyID, GroupID: g.ID, Told: c.Told, Unreached: models.JSONOf(c.Unreached),
		Excluded: models.JSONOf(c.Excluded), How: models.JSONOf(c.How), ToldFrom: c.ToldFrom, ToldUntil: c.ToldUntil, ReportedBy: v.Account}
	return row, db.Command(ctx, models.Act{By: v.Actor(), Operation: "report-counts", Incident: g.IncidentID}, func(tx models.Tx) error {
		tx.On("people-group", g.ID)
		named, err := models.NamedPeople(tx, g.IncidentID)
		if err != nil {
			return err
		}
		// Otherwise the same people would be counted twice: once by name and once in a number.
		if named[g.ID] > 0 {
			return models.Conflict("The people of this group stand here by name, so each of them is counted where they are told. Report on their lists instead.")
		}
		row.ReportedAt = tx.Now()
		if err := row.SetToldBy(tx.Keys(), c.ToldBy); err != nil {
			return err
		}
		if err := models.AddReportedCount(tx, &row, c.Previous); err != nil {
			return err
		}
		return tx.Details(map[string]any{"number": row.Number, "told": c.Told, "unreached": c.Unreached, "excluded": c.Excluded, "how": c.How})
	})
}

const mostCounted = 100_000_000

func (c *Counted) check(g models.PeopleGroup, now time.Time) (err error) {
	sum, how := c.Told, 0
	for _, part := range []struct {
		field string
		given map[string]int
		known []string
	}{{"unreached", c.Unreached, UnreachedReasons}, {"excluded", c.Excluded, ExcludedReasons}, {"how", c.How, channelWords()}} {
		for _, word := range slices.Sorted(maps.Keys(part.given)) {
			n := part.given[word]
			if n < 0 || n > mostCounted || !slices.Contains(part.known, word) {
				return models.InvalidField(part.field, "Every number needs a reason of the list, and none can be below zero.")
			}
			if part.field == "how" {
				how += n
			} else {
				sum += n
			}
		}
	}
	most := g.Count.V.Max
	switch {
	case c.Told < 0 || c.Told > mostCounted:
		return models.InvalidField("told", "Say how many people have been told; zero is an answer.")
	case how != c.Told:
		return models.InvalidField("how", "Say for everybody who was told how: %d are told, and %d have a way.", c.Told, how)
	case most != nil && sum > *most:
		return models.InvalidField("told", "The report speaks of %d people, but the group has at most %d. Correct one of them first.", sum, *most)
	}
	from, err := time.Parse("2006-01-02", c.ToldFrom)
	if err != nil {
		return models.InvalidField("told_from", "Give the first day as a date.")
	}
	until, err := time.Parse("2006-01-02", c.ToldUntil)
	if err != nil || until.Before(from) {
		return models.InvalidField("told_until", "Give the last day as a date; it cannot lie before the first.")
	}
	// Somewhere it is tomorrow already.
	if until.After(now.Add(14 * time.Hour)) {
		return models.InvalidField("told_until", "This day has not come yet. Report what has been done.")
	}
	c.ToldBy, err = clean.Field("told_by", c.ToldBy, 120)
	return err
}

// channelWords are ways people are told one by one; a broadcast tells nobody in particular and counts for nobody.
func channelWords() (out []string) {
	for _, c := range safecontact.Channels {
		if c != safecontact.ChannelBroadcast {
			out = append(out, string(c))
		}
	}
	return out
}

// Ways lists the channels a report may name.
func Ways() []string { return channelWords() }
