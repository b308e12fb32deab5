package models

import (
	"bytes"
	"compress/gzip"
	"io"

	"candour/models/terms"
)

// Assessment is one run of the rules over an incident: what they were given, which rules they were, and what they said. It is never
// changed, so that an old answer can be shown and replayed byte for byte.
type Assessment struct {
	ID           ID
	IncidentID   ID
	Number       int    // 1, 2, 3 within the incident
	FactsVersion int64  // of the incident, when the facts were read
	Input        []byte `gorm:"-"` // packed
	InputSealed  []byte
	Packs        JSON[map[string]string] // regime -> version of its pack
	Environment  JSON[map[string]string] // policy, calendars, program
	Result       []byte                  `gorm:"-"` // packed
	ResultSealed []byte
	ResultHash   string // sha256 of the result before packing
	Outcomes     JSON[map[terms.Outcome]int]
	Held         int // changes that this run did not make, because they wait for a person
	RunAt        terms.Instant
	RunBy        *ID
}

// Pack shrinks the bytes of an assessment for keeping; Unpack gives them back unchanged.
func Pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func Unpack(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// ListAssessments gives the runs of an incident, newest first, without their bytes and the versions of their packs.
func ListAssessments(r Reader, incident ID) ([]Assessment, error) {
	return many[Assessment](r.q().Omit("input_sealed", "result_sealed", "packs").Where("incident_id = ?", incident).Order("number DESC"), "assessments")
}

// FindAssessment gives one run with its bytes.
func FindAssessment(r Reader, incident ID, number int) (Assessment, error) {
	return one[Assessment](r.q().Where("incident_id = ? AND number = ?", incident, number), "Assessment")
}

// AssessmentByID gives one run with its bytes.
func AssessmentByID(r Reader, incident, id ID) (Assessment, error) {
	return one[Assessment](r.q().Where("incident_id = ? AND id = ?", incident, id), "Assessment")
}

// AssessmentAt gives the newest run of a moment, with its bytes; not found before the first.
func AssessmentAt(r Reader, incident ID, at terms.Instant) (Assessment, error) {
	return one[Assessment](r.q().Where("incident_id = ? AND run_at <= ?", incident, at).Order("number DESC").Limit(1), "Assessment")
}

// LatestAssessment gives the newest run without its bytes; not found before the first.
func LatestAssessment(r Reader, incident ID) (Assessment, error) {
	return one[Assessment](r.q().Omit("input_sealed", "result_sealed").Where("incident_id = ?", incident).Order("number DESC").Limit(1), "Assessment")
}

// IncidentsBehind lists the open incidents whose facts have changed since the rules last ran over them. One that was never assessed is
// not behind: a person starts that.
func IncidentsBehind(r Reader) ([]ID, error) {
	var out []ID
	err := r.q().Raw(`SELECT i.id FROM incidents i JOIN (SELECT incident_id, MAX(facts_version) AS seen FROM assessments GROUP BY incident_id) a
		ON a.incident_id = i.id WHERE i.state = ? AND i.facts_version > a.seen ORDER BY i.id`, IncidentOpen).Scan(&out).Error
	return out, err
}

// AddAssessment numbers and adds a run, if the facts are still those it was given.
func AddAssessment(tx Tx, a *Assessment) error {
	incident, err := LoadIncident(tx, a.IncidentID)
	if err != nil {
		return err
	}
	if incident.FactsVersion != a.FactsVersion {
		return Conflict("The facts changed while the rules were running. Run them again.")
	}
	var last int
	if err := tx.q().Model(&Assessment{}).Where("incident_id = ?", a.IncidentID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return err
	}
	a.Number = last + 1
	return insert(tx, a, "An assessment with this number")
}
