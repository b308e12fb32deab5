package models

import (
	"gorm.io/gorm"

	"candour/models/terms"
)

// PartyRole in the sense of data protection law, in this incident.
type PartyRole string

const (
	Controller      PartyRole = "controller"
	JointController PartyRole = "joint-controller"
	Processor       PartyRole = "processor"
	Host            PartyRole = "host"
)

var PartyRoles = []PartyRole{Controller, JointController, Processor, Host}

// Party is an organisation in this incident, with its own moment of awareness. What the rules need is copied from the directory when it
// joins, so that a later change of the directory does not rewrite what was decided.
type Party struct {
	ID               ID
	IncidentID       ID
	OrganisationID   *ID
	Name             string
	Country          string // ISO 3166-1 alpha-2, or US-CA style
	Role             PartyRole
	Kind             string // national-society, international-organisation, company, public-body, other
	Sectors          JSON[[]string]
	Movement         *bool // nil: not known yet
	EEAEstablishment *bool `gorm:"column:eea_establishment"`
	StaffCount       *int
	Immunity         string // basis; empty: none claimed
	AwareAt          terms.Instant
	AwareZone        string
	AwareReason      string // why this moment and no other; no names of people
	AddedAt          terms.Instant
	RemovedAt        terms.Instant
	Version          int
}

func scopeParties(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("organisation_id = ?", society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// FindParty finds a party this viewer may see.
func FindParty(r Reader, v Viewer, id ID) (Party, error) {
	if !ValidID(id) {
		return Party{}, NotFound("Party")
	}
	return one[Party](scopeParties(r.q(), v).Where("id = ? AND removed_at IS NULL", id), "Party")
}

// ListParties gives the parties of an incident this viewer may see, by name; a focal point sees only its own.
func ListParties(r Reader, v Viewer, incident ID) ([]Party, error) {
	return many[Party](scopeParties(r.q(), v).Where("incident_id = ? AND removed_at IS NULL", incident).Order("name, id"), "parties")
}

// ListPartyHeads is ListParties with nothing but what stands at the head of a row: which organisation, its name, country and role.
func ListPartyHeads(r Reader, v Viewer, incident ID) ([]Party, error) {
	return many[Party](scopeParties(r.q(), v).Select("id", "incident_id", "organisation_id", "name", "country", "role").
		Where("incident_id = ? AND removed_at IS NULL", incident).Order("name, id"), "parties")
}

// PartyNames are the names of the parties of an incident this viewer may see.
func PartyNames(r Reader, v Viewer, incident ID) (map[ID]string, error) {
	rows, err := many[Party](scopeParties(r.q(), v).Select("id", "name").Where("incident_id = ? AND removed_at IS NULL", incident), "parties")
	out := make(map[ID]string, len(rows))
	for _, p := range rows {
		out[p.ID] = p.Name
	}
	return out, err
}

// NamesOfAllParties are the names of all parties of an incident, those that were taken out again among them: the record speaks of them too.
func NamesOfAllParties(r Reader, incident ID) (map[ID]string, error) {
	rows, err := many[Party](r.q().Select("id", "name").Where("incident_id = ?", incident), "parties")
	out := make(map[ID]string, len(rows))
	for _, p := range rows {
		out[p.ID] = p.Name
	}
	return out, err
}

// AwareOf gives when each party of an incident became aware, and nothing else of it.
func AwareOf(r Reader, incident ID) ([]Party, error) {
	return many[Party](r.q().Select("id", "aware_at").Where("incident_id = ? AND removed_at IS NULL", incident), "parties")
}

// LoadParties gives all parties of an incident, for the rules and the workers.
func LoadParties(r Reader, incident ID) ([]Party, error) {
	return many[Party](r.q().Where("incident_id = ? AND removed_at IS NULL", incident).Order("name, id"), "parties")
}

func AddParty(tx Tx, p *Party) error {
	p.Version = 1
	return insert(tx, p, "This organisation is a party of the incident; it")
}

// UpdateParty changes named columns at a known version.
func UpdateParty(tx Tx, id ID, version int, values map[string]any) error {
	values["version"] = version + 1
	return guarded(tx.q().Model(&Party{}).Where("id = ? AND version = ? AND removed_at IS NULL", id, version), values,
		"Somebody else changed this party while you were editing it. Your text is still on your screen; load the party again and compare.")
}
