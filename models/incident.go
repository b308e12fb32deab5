package models

import (
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"candour/models/terms"
)

// IncidentState of an incident; closed is not final, a closed incident can be opened again with a reason.
type IncidentState string

const (
	IncidentOpen   IncidentState = "open"
	IncidentClosed IncidentState = "closed"
)

// Incident is what happened, once. The moments are copies of the current facts of the same key, kept here for lists.
type Incident struct {
	ID             ID
	Reference      string // INC-2026-0001; neutral, may stand in a subject line
	Number         int64  // rises by one; lists are ordered by it
	Title          string `gorm:"-"` // one sentence: what happened. No names of people
	TitleSealed    []byte
	State          IncidentState
	Exercise       bool // never reaches a real address
	AwareAt        terms.Instant
	AwareZone      string
	ReporterSealed []byte // who was on the line: name, telephone, society
	OpenedAt       terms.Instant
	OpenedBy       ID
	ClosedAt       terms.Instant
	PeopleErasedAt terms.Instant // nothing of its people is here since; zero: not erased
	KeepUntilOn    string        // a day: how long the data of its people are kept; empty: nobody has said
	Version        int
	// FactsVersion rises with every change that the rules could read; an assessment remembers the one it saw.
	FactsVersion int64
}

// Reporter is who brought the news, as typed at the telephone.
type Reporter struct {
	Name      string `json:"name"`
	Telephone string `json:"telephone"`
	Society   string `json:"society"`
}

func scopeIncidents(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("id IN (SELECT incident_id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// FindIncident finds an incident this viewer may see.
func FindIncident(r Reader, v Viewer, id ID) (Incident, error) {
	if !ValidID(id) {
		return Incident{}, NotFound("Incident")
	}
	return one[Incident](scopeIncidents(r.q(), v).Where("id = ?", id), "Incident")
}

// LoadIncident finds an incident for a worker or a command that has already checked its viewer.
func LoadIncident(r Reader, id ID) (Incident, error) {
	return one[Incident](r.q().Where("id = ?", id), "Incident")
}

// NewestIncident is what a message that belongs to no incident travels with: the newest real one, else the newest exercise; false when there
// is none.
func NewestIncident(r Reader) (Incident, bool, error) {
	rows, err := many[Incident](r.q().Order("exercise, number DESC").Limit(1), "incidents")
	if err != nil || len(rows) == 0 {
		return Incident{}, false, err
	}
	return rows[0], true, nil
}

// IncidentFilter narrows the list; empty fields do not.
type IncidentFilter struct {
	State    IncidentState
	Exercise *bool
	Text     string // part of the title or the reference
}

// ListIncidents gives the incidents this viewer may see, newest first, page by page.
func ListIncidents(r Reader, v Viewer, f IncidentFilter, p PageRequest) (Page[Incident], error) {
	q := scopeIncidents(r.q(), v).Order("number DESC").Limit(p.Size() + 1)
	if f.State != "" {
		q = q.Where("state = ?", f.State)
	}
	if f.Exercise != nil {
		q = q.Where("exercise = ?", *f.Exercise)
	}
	var before int64
	if ok, err := p.decode(&before); err != nil {
		return Page[Incident]{}, err
	} else if ok {
		q = q.Where("number < ?", before)
	}
	if f.Text != "" {
		return findIncidents(r, q, f.Text, p.Size())
	}
	rows, err := many[Incident](q, "incidents")
	if err != nil {
		return Page[Incident]{}, err
	}
	return pageOf(rows, p.Size(), func(i Incident) any { return i.Number }), nil
}

// ofOpenIncidents narrows rows that belong to incidents to open ones: real ones, or exercises, never both in one count.
func ofOpenIncidents(r Reader, q *gorm.DB, exercise bool) *gorm.DB {
	return q.Where("incident_id IN (?)", r.q().Model(&Incident{}).Select("id").Where("state = ? AND exercise = ?", IncidentOpen, exercise))
}

// AddIncident numbers and adds the incident. Two opened at the same moment: the unique number lets one through, the other is tried again.
func AddIncident(tx Tx, i *Incident) error {
	var last int64
	if err := tx.q().Model(&Incident{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return err
	}
	i.Number, i.Version, i.State = last+1, 1, IncidentOpen
	i.Reference = fmt.Sprintf("INC-%d-%04d", tx.Now().Time().Year(), i.Number)
	return insert(tx, i, "An incident with this number")
}

// UpdateIncident changes named columns of an open incident at a known version.
func UpdateIncident(tx Tx, id ID, version int, values map[string]any) error {
	values["version"] = version + 1
	if err := sealValue(tx.Keys(), values, "title", (&Incident{ID: id}).titlePlace()); err != nil {
		return err
	}
	return guarded(tx.q().Model(&Incident{}).Where("id = ? AND version = ?", id, version), values,
		"Somebody else changed this incident while you were editing it. Your text is still on your screen; load the incident again and compare.")
}

// TouchFacts marks that something the rules could read has changed, so that the last assessment is known to be behind.
func TouchFacts(tx Tx, incident ID) error {
	return guarded(tx.q().Model(&Incident{}).Where("id = ? AND state = ?", incident, IncidentOpen),
		map[string]any{"facts_version": gorm.Expr("facts_version + 1")},
		"The incident is closed. Open it again, with a reason, before changing its facts.")
}

// SetReporter seals who was on the line; ReporterOf opens it.
func (i *Incident) SetReporter(k *Keyring, r Reporter) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	i.ReporterSealed, err = k.Seal("incidents.reporter:"+i.ID, b)
	return err
}

func (i *Incident) ReporterOf(k *Keyring) (r Reporter, err error) {
	if len(i.ReporterSealed) == 0 {
		return r, nil
	}
	b, err := k.Open("incidents.reporter:"+i.ID, i.ReporterSealed)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(b, &r)
}

// SetIncidentState opens or closes; the guard makes sure that it was in the state the person saw.
func SetIncidentState(tx Tx, id ID, from, to IncidentState, closedAt terms.Instant) error {
	return guarded(tx.q().Model(&Incident{}).Where("id = ? AND state = ?", id, from),
		map[string]any{"state": to, "closed_at": closedAt, "version": gorm.Expr("version + 1")},
		"The incident is no longer as you saw it: somebody else closed it or opened it again. Load it and look.")
}
