package models

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"
)

// Share is one of the five terms of the coverage equation: affected = told + pending + unreached + excluded + uncertain.
type Share string

const (
	ShareTold      Share = "told"
	SharePending   Share = "pending"
	ShareUnreached Share = "unreached"
	ShareExcluded  Share = "excluded"
	ShareUncertain Share = "uncertain"
)

// Shares in the order they are shown.
var Shares = []Share{ShareTold, SharePending, ShareUnreached, ShareExcluded, ShareUncertain}

// ShareOf is the term in which a line counts. What is held was not sent: in an exercise, where nothing ever is, it counts as told there.
// A refusal without a channel that follows is turned into unreached by whoever decides that; until then it is pending.
func ShareOf(s DeliveryState, exercise bool) Share {
	switch s {
	case DeliverySent, DeliveryDelivered, DeliveryTold:
		return ShareTold
	case DeliveryHeld:
		if exercise {
			return ShareTold
		}
		return SharePending
	case DeliveryUnreached:
		return ShareUnreached
	case DeliveryExcluded:
		return ShareExcluded
	case DeliveryUncertain:
		return ShareUncertain
	}
	return SharePending
}

// CoverageRow is how many people of one cohort stand in one term for one reason.
type CoverageRow struct {
	PartyID ID
	GroupID *ID
	Share   Share
	Channel string
	Reason  string
	Count   int64
	Unnamed bool // of a group, by its number; not of people who stand here by name
}

// CoverageParts is what the equation of an incident is made of. The unnamed groups are those with somebody left to tell.
type CoverageParts struct {
	Rows    []CoverageRow
	Unnamed []UnnamedGroup
	Cohorts []PeopleCohort // those this viewer may see, with the people who stand in them by name
}

// Coverage reads the equation of an incident from a few rows: kept counts of the first dispatches, the numbers of people in the cohorts, and
// for the groups that are not named to the end their numbers and what was reported of them.
func Coverage(r Reader, v Viewer, incident Incident, base *CoverageBase) (CoverageParts, error) {
	parts, err := coverageParts(r, v, incident, base)
	if err != nil {
		return CoverageParts{}, fmt.Errorf("coverage: %w", err)
	}
	return parts, nil
}

func coverageParts(r Reader, v Viewer, incident Incident, base *CoverageBase) (CoverageParts, error) {
	var out CoverageParts
	var parties, firsts = []ID{}, []int64{}
	if err := scopeParties(r.q(), v).Model(&Party{}).Where("incident_id = ? AND removed_at IS NULL", incident.ID).Pluck("id", &parties).Error; err != nil {
		return out, err
	}
	mine := map[ID]bool{}
	for _, id := range parties {
		mine[id] = true
	}
	if err := r.q().Model(&Dispatch{}).Where("incident_id = ? AND kind = ?", incident.ID, DispatchFirst).Pluck("number", &firsts).Error; err != nil {
		return out, err
	}
	counts := []DispatchCount{}
	if len(firsts) > 0 {
		var err error
		if counts, err = ListDispatchCounts(r, firsts...); err != nil {
			return out, err
		}
	}
	in, byNumber := map[int64]int64{}, map[int64]PeopleCohort{}
	for _, c := range base.cohorts {
		byNumber[c.Number] = c
	}
	for _, c := range counts {
		cohort, ok := byNumber[c.Cohort]
		if !ok || !mine[cohort.PartyID] && ownOnly(v) {
			continue
		}
		in[c.Cohort] += c.Count
		row := CoverageRow{PartyID: cohort.PartyID, GroupID: cohort.GroupID, Share: ShareOf(c.State, incident.Exercise), Channel: c.Channel, Reason: c.Reason, Count: c.Count}
		if row.Share == ShareTold {
			row.Reason = string(c.State)
		}
		if row.Share == SharePending && row.Reason == "" {
			row.Reason = string(c.State)
		}
		out.Rows = append(out.Rows, row)
	}
	for _, c := range base.cohorts {
		// A party that was removed took its people out of the incident only on paper: they are still affected.
		if !mine[c.PartyID] && ownOnly(v) {
			continue
		}
		out.Cohorts = append(out.Cohorts, c)
		// More lines than people is no one's share: it shows as a difference.
		if left := c.PeopleCount - in[c.Number]; left > 0 {
			out.Rows = append(out.Rows, CoverageRow{PartyID: c.PartyID, GroupID: c.GroupID, Share: SharePending, Reason: "no_dispatch", Count: left})
		}
	}
	for _, x := range base.unnamed {
		if mine[x.PartyID] || !ownOnly(v) {
			out.Rows = append(out.Rows, x)
		}
	}
	for _, g := range base.open {
		if mine[g.PartyID] || !ownOnly(v) {
			out.Unnamed = append(out.Unnamed, g)
		}
	}
	return out, nil
}

// ownOnly says that this viewer sees the own society only, or nothing.
func ownOnly(v Viewer) bool {
	_, only := v.onlySociety()
	return only || !v.Has(RightReadIncidents)
}

// OpenPeople is what keeps an incident from being closed: people of a dispatch who are pending or uncertain, and a difference between the lines
// and the people. An incident in which nobody was ever told one by one is not held up by it: there the obligations speak.
type OpenPeople struct{ Pending, Uncertain, Difference int64 }

// PeopleStillOpen reads it for closing. It looks at the cohorts that a first dispatch was for.
func PeopleStillOpen(r Reader, incident Incident) (o OpenPeople, err error) {
	cohorts, err := CohortsOf(r, incident.ID)
	if err != nil {
		return o, err
	}
	all, err := DispatchesOf(r, incident.ID)
	if err != nil {
		return o, err
	}
	var firsts []int64
	for _, d := range all {
		if d.Kind == DispatchFirst {
			firsts = append(firsts, d.Number)
		}
	}
	if len(firsts) == 0 {
		return o, nil
	}
	counts, err := ListDispatchCounts(r, firsts...)
	if err != nil {
		return o, err
	}
	in := map[int64]int64{}
	for _, c := range counts {
		in[c.Cohort] += c.Count
		switch ShareOf(c.State, incident.Exercise) {
		case SharePending:
			o.Pending += c.Count
		case ShareUncertain:
			o.Uncertain += c.Count
		}
	}
	unnamed, _, err := unnamedOf(r, nil, incident.ID, cohorts)
	if err != nil {
		return o, err
	}
	for _, x := range unnamed {
		if x.Share == SharePending {
			o.Pending += x.Count
		}
	}
	for _, c := range cohorts {
		switch left := c.PeopleCount - in[c.Number]; {
		case left > 0:
			o.Pending += left
		case left < 0:
			o.Difference -= left // more lines than people: the counts are wrong
		}
	}
	return o, nil
}

// PeopleCounts gives how many named people there are in each cohort this viewer may see.
func PeopleCounts(r Reader, v Viewer, incident ID) ([]PeopleCohort, error) {
	q := r.q().Where("incident_id = ?", incident)
	if society, only := v.onlySociety(); only {
		q = q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	} else if !v.Has(RightReadIncidents) {
		q = q.Where("1 = 0")
	}
	return many[PeopleCohort](q.Order("number"), "cohorts")
}

// CountsBothWays gives the kept counts of a dispatch and the counted ones, read in one snapshot.
func (db *DB) CountsBothWays(ctx context.Context, dispatch int64) (kept, counted []DispatchCount, err error) {
	opts := &sql.TxOptions{ReadOnly: true}
	if db.engine == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	if db.engine == SQLite {
		// Its transactions begin with the write lock here, which a long count must not hold; one statement sees one state.
		return db.countsInOne(ctx, dispatch)
	}
	err = db.g.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		s := View{session{g, db}}
		if kept, err = ListDispatchCounts(s, dispatch); err != nil {
			return err
		}
		counted, err = RecountDispatch(s, dispatch)
		return err
	}, opts)
	return kept, counted, err
}

func (db *DB) countsInOne(ctx context.Context, dispatch int64) (kept, counted []DispatchCount, err error) {
	type both struct {
		DispatchCount
		Kept bool
	}
	rows, err := many[both](db.View(ctx).q().Raw(`SELECT dispatch, cohort, channel, state, reason, count, 1 AS kept FROM dispatch_counts WHERE dispatch = ? AND count <> 0
		UNION ALL SELECT dispatch, cohort, channel, state, reason, COUNT(*), 0 FROM person_deliveries WHERE dispatch = ? GROUP BY dispatch, cohort, channel, state, reason`, dispatch, dispatch), "counts")
	for _, x := range rows {
		if x.Kept {
			kept = append(kept, x.DispatchCount)
		} else {
			counted = append(counted, x.DispatchCount)
		}
	}
	return kept, counted, err
}

// HasOpenTask says whether an incident has an open task of this kind, so that an alarm is raised once.
func HasOpenTask(r Reader, incident ID, kind string) (bool, error) {
	var n int64
	err := r.q().Model(&Task{}).Where("incident_id = ? AND kind = ? AND state = ?", incident, kind, TaskOpen).Count(&n).Error
	return n > 0, err
}
