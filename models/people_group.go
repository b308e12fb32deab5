package models

import (
	"cmp"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// DataSet is a body of data that was exposed: a system, a register, a mailbox.
type DataSet struct {
	ID         ID
	IncidentID ID
	Name       string
	Categories JSON[[]string] // words of terms: data_categories
	Notes      string
	RemovedAt  terms.Instant
	Version    int
}

// CountRange is a number of people as far as it is known; nil is not known yet. Exact: counted, not estimated.
type CountRange struct {
	Min   *int `json:"min"`
	Max   *int `json:"max"`
	Exact bool `json:"exact"`
}

// PeopleGroup is people of one party in one data set who are alike for the rules and for how they can be told.
type PeopleGroup struct {
	ID               ID
	IncidentID       ID
	PartyID          ID
	DataSetID        *ID
	Name             string `gorm:"-"`
	NameSealed       []byte
	NameKey          []byte                      // keyed hash: one name once per party
	Kinds            JSON[[]string]              // words of terms: subjects_kinds
	Vulnerabilities  JSON[[]string]              // vulnerability factors
	Categories       JSON[[]string]              // data categories; empty: those of the data set
	Languages        JSON[[]string]              // BCP 47
	Count            JSON[CountRange]            // current; history in facts (people_count of the group)
	Residence        JSON[map[string]CountRange] // country or US-CA -> people living there
	RiskLevel        terms.RiskLevel             // set by a person, with a reason
	RiskReason       string                      `gorm:"-"` // no names of people
	RiskReasonSealed []byte
	RiskSetBy        *ID
	RiskSetAt        terms.Instant
	RemovedAt        terms.Instant
	Version          int
}

func ListDataSets(r Reader, incident ID) ([]DataSet, error) {
	return many[DataSet](r.q().Where("incident_id = ? AND removed_at IS NULL", incident).Order("name, id"), "data sets")
}

func FindDataSet(r Reader, incident, id ID) (DataSet, error) {
	if !ValidID(id) {
		return DataSet{}, NotFound("Data set")
	}
	return one[DataSet](r.q().Where("id = ? AND incident_id = ? AND removed_at IS NULL", id, incident), "Data set")
}

func AddDataSet(tx Tx, d *DataSet) error {
	d.Version = 1
	return insert(tx, d, "A data set with this name")
}

func UpdateDataSet(tx Tx, id ID, version int, values map[string]any) error {
	values["version"] = version + 1
	return guarded(tx.q().Model(&DataSet{}).Where("id = ? AND version = ? AND removed_at IS NULL", id, version), values,
		"Somebody else changed this data set while you were editing it. Load it again and compare.")
}

func scopeGroups(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ?)", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// GroupFilter narrows the list; empty fields do not.
type GroupFilter struct {
	Party     ID
	DataSet   ID
	NoDataSet bool // only groups of no data set
}

// PageGroups gives the groups of an incident this viewer may see by name, page by page; a focal point sees only its own society's.
func PageGroups(r Reader, v Viewer, incident ID, f GroupFilter, p PageRequest) (Page[PeopleGroup], error) {
	q := scopeGroups(r.q(), v).Where("incident_id = ? AND removed_at IS NULL", incident)
	for column, id := range map[string]ID{"party_id": f.Party, "data_set_id": f.DataSet} {
		if id == "" {
			continue
		}
		if !ValidID(id) {
			return Page[PeopleGroup]{Items: []PeopleGroup{}}, nil
		}
		q = q.Where(column+" = ?", id)
	}
	if f.NoDataSet {
		q = q.Where("data_set_id IS NULL")
	}
	// Names lie sealed: the heads of groups are opened and sorted here, and only the page is read whole.
	heads, err := many[PeopleGroup](q.Session(&gorm.Session{}).Select("id", "name_sealed"), "people groups")
	if err != nil {
		return Page[PeopleGroup]{}, err
	}
	sortGroups(heads)
	var after [2]string
	if ok, err := p.decode(&after); err != nil {
		return Page[PeopleGroup]{}, err
	} else if ok {
		heads = slices.DeleteFunc(heads, func(g PeopleGroup) bool {
			return cmp.Or(cmp.Compare(g.Name, after[0]), cmp.Compare(g.ID, after[1])) <= 0
		})
	}
	heads = heads[:min(len(heads), p.Size()+1)]
	ids := make([]ID, len(heads))
	for i, g := range heads {
		ids[i] = g.ID
	}
	rows, err := many[PeopleGroup](r.q().Where("id IN ?", ids), "people groups")
	if err != nil {
		return Page[PeopleGroup]{}, err
	}
	sortGroups(rows)
	return pageOf(rows, p.Size(), func(g PeopleGroup) any { return [2]string{g.Name, g.ID} }), nil
}

// sortGroups puts groups in the order of their names.
func sortGroups(gs []PeopleGroup) {
	slices.SortFunc(gs, func(a, b PeopleGroup) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
}

func groupsByName(q *gorm.DB) ([]PeopleGroup, error) {
	rows, err := many[PeopleGroup](q, "people groups")
	sortGroups(rows)
	return rows, err
}

// ListGroups gives all the groups of an incident this viewer may see.
func ListGroups(r Reader, v Viewer, incident ID) ([]PeopleGroup, error) {
	return groupsByName(scopeGroups(r.q(), v).Where("incident_id = ? AND removed_at IS NULL", incident))
}

// GroupCount is as much of a group as counting needs: whose, in which data set, how many.
type GroupCount struct {
	ID        ID
	PartyID   ID
	DataSetID *ID
	Count     CountRange
}

// CountedGroups is every group of an incident this viewer may see, for sums. Hundreds of them are read for one screen, so they are
// taken from the driver as they come.
func CountedGroups(r Reader, v Viewer, incident ID) ([]GroupCount, error) {
	return countedGroups(scopeGroups(r.q(), v), incident)
}

func countedGroups(q *gorm.DB, incident ID) ([]GroupCount, error) {
	rows, err := q.Model(&PeopleGroup{}).Select("id", "party_id", "data_set_id", "count").
		Where("incident_id = ? AND removed_at IS NULL", incident).Order("id").Rows()
	if err != nil {
		return nil, fmt.Errorf("count people groups: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := []GroupCount{}
	for rows.Next() {
		var g GroupCount
		var count JSON[CountRange]
		if err := rows.Scan(&g.ID, &g.PartyID, &g.DataSetID, &count); err != nil {
			return nil, fmt.Errorf("count people groups: %w", err)
		}
		g.Count = count.V
		out = append(out, g)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("count people groups: %w", err)
	}
	return out, nil
}

// LoadGroups gives all groups of an incident, for the rules and the workers.
func LoadGroups(r Reader, incident ID) ([]PeopleGroup, error) {
	return groupsByName(r.q().Where("incident_id = ? AND removed_at IS NULL", incident))
}

// GroupNames gives the names of groups, of removed ones too, to whoever has checked that they may be seen.
func GroupNames(r Reader, ids []ID) (map[ID]string, error) {
	out := make(map[ID]string, len(ids))
	return out, inBatches(ids, func(ids []ID) error {
		rows, err := many[PeopleGroup](r.q().Select("id", "name_sealed").Where("id IN ?", ids), "people groups")
		for _, g := range rows {
			out[g.ID] = g.Name
		}
		return err
	})
}

func FindGroup(r Reader, v Viewer, id ID) (PeopleGroup, error) {
	if !ValidID(id) {
		return PeopleGroup{}, NotFound("People group")
	}
	return one[PeopleGroup](scopeGroups(r.q(), v).Where("id = ? AND removed_at IS NULL", id), "People group")
}

func AddGroup(tx Tx, g *PeopleGroup) error {
	g.Version = 1
	return insert(tx, g, "A group with this name for this party")
}

func UpdateGroup(tx Tx, id ID, version int, values map[string]any) error {
	values["version"] = version + 1
	g := PeopleGroup{ID: id}
	if name, renamed := values["name"].(string); renamed {
		is, err := one[PeopleGroup](tx.q().Select("id", "incident_id").Where("id = ?", id), "People group")
		if err != nil {
			return err
		}
		if values["name_key"], err = groupNameKey(tx.Keys(), is.IncidentID, name); err != nil {
			return err
		}
	}
	for name, place := range map[string]string{"name": g.namePlace(), "risk_reason": g.reasonPlace()} {
		if err := sealValue(tx.Keys(), values, name, place); err != nil {
			return err
		}
	}
	return guarded(tx.q().Model(&PeopleGroup{}).Where("id = ? AND version = ? AND removed_at IS NULL", id, version), values,
		"Somebody else changed this group while you were editing it. Your text is still on your screen; load the group again and compare.")
}

// ViewDataSets gives the data sets of an incident; a focal point sees those that hold its own society's people.
func ViewDataSets(r Reader, v Viewer, incident ID) ([]DataSet, error) {
	q := r.q().Where("incident_id = ? AND removed_at IS NULL", incident).Order("name, id")
	if society, only := v.onlySociety(); only {
		q = q.Where("id IN (SELECT g.data_set_id FROM people_groups g JOIN parties p ON p.id = g.party_id WHERE p.organisation_id = ? AND g.removed_at IS NULL)", society)
	} else if !v.Has(RightReadIncidents) {
		q = q.Where("1 = 0")
	}
	return many[DataSet](q, "data sets")
}
