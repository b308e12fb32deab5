package models

import (
	"errors"

	"gorm.io/gorm"
)

// OrganisationKind sorts the directory.
type OrganisationKind string

const (
	KindSociety      OrganisationKind = "national-society"
	KindDelegation   OrganisationKind = "delegation"
	KindHeadquarters OrganisationKind = "headquarters"
	KindHost         OrganisationKind = "host"
	KindAuthority    OrganisationKind = "authority"
	KindCompany      OrganisationKind = "company"
	KindOther        OrganisationKind = "other"
)

// OrganisationKinds in the order people are shown them.
var OrganisationKinds = []OrganisationKind{KindSociety, KindDelegation, KindHeadquarters, KindHost, KindAuthority, KindCompany, KindOther}

// Organisation is an entry of the directory. It is no person, so it is not sealed.
type Organisation struct {
	ID          ID
	Kind        OrganisationKind
	Name        string
	Country     string // ISO 3166-1 alpha-2
	CountryName string
	Region      string         // IFRC region, as a slug
	Emblem      string         // red-cross, red-crescent, magen-david-adom; shown as a word, never drawn
	Languages   JSON[[]string] // BCP 47, the one we write in first
	Timezone    string         // IANA
	Immunity    string         // basis, when national law does not bind it; empty otherwise
	Portal      string         // authorities: where a notice is filed
	Notes       string
	BuiltIn     bool // came with the product; editing keeps it
	Version     int  // rises with each change: two people editing cannot lose the other's words
	Archived    bool
}

// Contact is a person at an organisation. Name, e-mail and telephone are sealed.
type Contact struct {
	ID              ID
	OrganisationID  ID
	Role            string // focal-point, deputy, data-protection, communications, leadership, duty-officer, region
	NameSealed      []byte
	EmailSealed     []byte
	EmailKey        []byte
	TelephoneSealed []byte
	Language        string // empty: the organisation's first
	Position        int    // who is asked first: 1, then the deputies
	Archived        bool
	Version         int // rises with each change: two people editing cannot lose the other's words
}

// SetPerson seals name, e-mail and telephone into the contact.
func (c *Contact) SetPerson(k *Keyring, name, email, telephone string) (err error) {
	if c.NameSealed, err = k.SealText("contacts.name:"+c.ID, name); err != nil {
		return err
	}
	if c.EmailSealed, err = k.SealText("contacts.email:"+c.ID, email); err != nil {
		return err
	}
	c.EmailKey = nil
	if email != "" {
		if c.EmailKey, err = k.Lookup("contacts.email", "", NormalEmail(email)); err != nil {
			return err
		}
	}
	c.TelephoneSealed, err = k.SealText("contacts.telephone:"+c.ID, telephone)
	return err
}

// Person opens name, e-mail and telephone.
func (c *Contact) Person(k *Keyring) (name, email, telephone string, err error) {
	if name, err = k.OpenText("contacts.name:"+c.ID, c.NameSealed); err != nil {
		return
	}
	if email, err = k.OpenText("contacts.email:"+c.ID, c.EmailSealed); err != nil {
		return
	}
	telephone, err = k.OpenText("contacts.telephone:"+c.ID, c.TelephoneSealed)
	return
}

// OrganisationFilter narrows the directory; empty fields do not.
type OrganisationFilter struct {
	Kind    OrganisationKind
	Country string
	Region  string
	Text    string // part of the name or country
	// Archived asks for the entries no longer in use instead.
	Archived bool
}

func FindOrganisation(r Reader, id ID) (Organisation, error) {
	if !ValidID(id) {
		return Organisation{}, NotFound("Organisation")
	}
	return one[Organisation](r.q().Where("id = ?", id), "Organisation")
}

// FindOrganisationNamed finds by kind and exact name, for imports that bring the directory again.
func FindOrganisationNamed(r Reader, kind OrganisationKind, name string) (Organisation, error) {
	return one[Organisation](r.q().Where("kind = ? AND name = ?", kind, name), "Organisation")
}

// ListOrganisations gives the directory by name, page by page, as far as this viewer may see it.
func ListOrganisations(r Reader, v Viewer, f OrganisationFilter, p PageRequest) (Page[Organisation], error) {
	q := scopeOrganisations(r.q(), v).Where("archived = ?", f.Archived).Order("name, id").Limit(p.Size() + 1)
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if f.Country != "" {
		q = q.Where("country = ?", f.Country)
	}
	if f.Region != "" {
		q = q.Where("region = ?", f.Region)
	}
	if f.Text != "" {
		like := "%" + escapeLike(f.Text) + "%"
		q = q.Where(`(LOWER(name) LIKE LOWER(?) ESCAPE '\' OR LOWER(country_name) LIKE LOWER(?) ESCAPE '\')`, like, like)
	}
	var after [2]string
	if ok, err := p.decode(&after); err != nil {
		return Page[Organisation]{}, err
	} else if ok {
		q = q.Where("(name, id) > (?, ?)", after[0], after[1])
	}
	rows, err := many[Organisation](q, "organisations")
	if err != nil {
		return Page[Organisation]{}, err
	}
	return pageOf(rows, p.Size(), func(o Organisation) any { return [2]string{o.Name, o.ID} }), nil
}

// CountOrganisations says how many entries of a kind there are.
func CountOrganisations(r Reader, kind OrganisationKind) (n int64, err error) {
	err = r.q().Model(&Organisation{}).Where("kind = ? AND archived = ?", kind, false).Count(&n).Error
	return n, err
}

func AddOrganisation(tx Tx, o *Organisation) error {
	o.Version = 1
	return insert(tx, o, "An organisation of this kind and name")
}

// SaveOrganisation writes an edit, if nobody else has since this version was read.
func SaveOrganisation(tx Tx, o *Organisation) error {
	was := o.Version
	o.Version++
	r := tx.q().Model(&Organisation{}).Where("id = ? AND version = ?", o.ID, was).Select("*").Omit("id").Updates(o)
	if errors.Is(r.Error, gorm.ErrDuplicatedKey) {
		return Conflict("There is another entry of this kind with this name. Nothing was changed.")
	}
	if r.Error == nil && r.RowsAffected == 0 {
		return Conflict("Somebody else changed this entry while you were editing it. Your text is still on your screen; load the entry again and compare.")
	}
	return r.Error
}

func FindContact(r Reader, id ID) (Contact, error) {
	if !ValidID(id) {
		return Contact{}, NotFound("Contact")
	}
	return one[Contact](r.q().Where("id = ?", id), "Contact")
}

// ListContacts gives the contacts of organisations in the order they are asked.
func ListContacts(r Reader, organisations ...ID) ([]Contact, error) {
	return many[Contact](r.q().Where("organisation_id IN ? AND archived = ?", organisations, false).Order("organisation_id, position, id"), "contacts")
}

func AddContact(tx Tx, c *Contact) error {
	c.Version = 1
	return insert(tx, c, "This contact")
}

// SaveContact writes an edit, if nobody else has since this version was read.
func SaveContact(tx Tx, c *Contact) error {
	was := c.Version
	c.Version++
	r := tx.q().Model(&Contact{}).Where("id = ? AND version = ?", c.ID, was).Select("*").Omit("id").Updates(c)
	if r.Error == nil && r.RowsAffected == 0 {
		return Conflict("Somebody else changed this contact while you were editing it. Your text is still on your screen; load the contact again and compare.")
	}
	return r.Error
}
