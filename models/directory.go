package models

import "gorm.io/gorm"

// scopeOrganisations keeps a focal point to its own society; authorities, headquarters and hosts are for everybody signed in.
func scopeOrganisations(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where("(kind NOT IN ? OR id = ?)", []OrganisationKind{KindSociety, KindDelegation}, society)
	}
	if !v.Has(RightReadDirectory) {
		return q.Where("1 = 0")
	}
	return q
}

// ViewOrganisation finds an entry this viewer may see.
func ViewOrganisation(r Reader, v Viewer, id ID) (Organisation, error) {
	if !ValidID(id) {
		return Organisation{}, NotFound("Organisation")
	}
	return one[Organisation](scopeOrganisations(r.q(), v).Where("id = ?", id), "Organisation")
}

// OpensContacts says whether this viewer may read the names and addresses of an organisation's contacts: staff who write to them, and a
// focal point for its own society. An auditor sees that there are contacts, not who they are.
func (v Viewer) OpensContacts(organisation ID) bool {
	if society, only := v.onlySociety(); only {
		return society == organisation
	}
	return v.Has(RightReadDirectory) && v.Role != RoleAuditor
}

// LoadOrganisations finds several entries by id, for a command; those that are not there are simply missing.
func LoadOrganisations(r Reader, ids []ID) ([]Organisation, error) {
	return many[Organisation](r.q().Where("id IN ?", ids).Order("name, id"), "organisations")
}

// LoadDirectory gives every entry, archived ones too, for export and import.
func LoadDirectory(r Reader) ([]Organisation, error) {
	return many[Organisation](r.q().Order("kind, name, id"), "organisations")
}

// LoadContacts gives every contact in use, for export and import.
func LoadContacts(r Reader) ([]Contact, error) {
	return many[Contact](r.q().Where("archived = ?", false).Order("organisation_id, position, id"), "contacts")
}

// HasBuiltIn says whether the directory that comes with the product was put in already.
func HasBuiltIn(r Reader) (bool, error) {
	var n int64
	err := r.q().Model(&Organisation{}).Where("built_in = ?", true).Count(&n).Error
	return n > 0, err
}

// AddOrganisations adds many at once; batches of 50 are what the embedded database likes best.
func AddOrganisations(tx Tx, os []Organisation) error {
	for i := range os {
		os[i].Version = 1
	}
	return tx.q().CreateInBatches(os, 50).Error
}
