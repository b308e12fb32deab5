package models

import (
	"fmt"

	"candour/models/terms"
)

// ReportedCount is what a society says it has done with its own people of a group, whose names it keeps. Nothing is edited: a correction is a
// new number, and the highest counts.
type ReportedCount struct {
	ID           ID
	IncidentID   ID
	PartyID      ID
	GroupID      ID
	Number       int
	Told         int
	Unreached    JSON[map[string]int] // reason -> people
	Excluded     JSON[map[string]int]
	How          JSON[map[string]int] // channel -> people told by it
	ToldFrom     string               // civil dates
	ToldUntil    string
	ToldBySealed []byte // who told them
	ReportedAt   terms.Instant
	ReportedBy   ID
}

// SetToldBy seals who told them; ToldBy opens it.
func (c *ReportedCount) SetToldBy(k *Keyring, s string) (err error) {
	c.ToldBySealed, err = k.SealText("reported_counts.told_by:"+c.ID, s)
	return err
}

func (c *ReportedCount) ToldBy(k *Keyring) (string, error) {
	return k.OpenText("reported_counts.told_by:"+c.ID, c.ToldBySealed)
}

// GroupReport is the report of one group that counts.
type GroupReport struct {
	PartyID   ID
	GroupID   ID
	Told      int
	Unreached map[string]int
	Excluded  map[string]int
}

// Sum is everybody the report speaks of.
func (g GroupReport) Sum() int {
	n := g.Told
	for _, m := range []map[string]int{g.Unreached, g.Excluded} {
		for _, x := range m {
			n += x
		}
	}
	return n
}

// ReportedCounts gives the newest report of each group of an incident, by group, for the coverage equation.
func ReportedCounts(r Reader, incident ID) (map[ID]GroupReport, error) {
	rows, err := many[ReportedCount](r.q().Where(`incident_id = ? AND number = (SELECT MAX(n.number) FROM reported_counts n WHERE n.group_id = reported_counts.group_id)`, incident), "reported counts")
	if err != nil {
		return nil, err
	}
	out := make(map[ID]GroupReport, len(rows))
	for _, c := range rows {
		out[c.GroupID] = GroupReport{c.PartyID, c.GroupID, c.Told, c.Unreached.V, c.Excluded.V}
	}
	return out, nil
}

// ListReportedCounts gives every version of every report of an incident this viewer may see, newest first.
func ListReportedCounts(r Reader, v Viewer, incident ID) ([]ReportedCount, error) {
	q := r.q().Where("incident_id = ?", incident).Order("reported_at DESC, number DESC, id")
	if society, only := v.onlySociety(); only {
		q = q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	} else if !v.Has(RightReadIncidents) {
		q = q.Where("1 = 0")
	}
	return many[ReportedCount](q, "reported counts")
}

// AddReportedCount adds the next version; previous is the number the reporter saw, so that two reports at once are not taken for one.
func AddReportedCount(tx Tx, c *ReportedCount, previous int) error {
	var last int
	if err := tx.q().Model(&ReportedCount{}).Where("group_id = ?", c.GroupID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return fmt.Errorf("number report: %w", err)
	}
	if last != previous {
		return Conflict("Somebody else has reported about this group meanwhile. Nothing was saved; load the page again and compare.")
	}
	c.Number = last + 1
	return insert(tx, c, "A report with this number")
}

// NamedPeople is how many people of a group stand here by name, by group.
func NamedPeople(r Reader, incident ID) (map[ID]int64, error) {
	cohorts, err := many[PeopleCohort](r.q().Where("incident_id = ? AND group_id IS NOT NULL", incident), "cohorts")
	if err != nil {
		return nil, err
	}
	out := map[ID]int64{}
	for _, c := range cohorts {
		out[*c.GroupID] += c.PeopleCount
	}
	return out, nil
}
