package models

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm"
)

// PersonField is one of the at most twelve things kept of a person (data minimisation, GDPR Art. 5(1)(c)); columns of a
// list that map to none of them are dropped when it is read.
type PersonField int

const (
	PersonReference PersonField = iota
	PersonName
	PersonEmail
	PersonTelephone
	PersonCountry
	PersonLanguage
	PersonStreet
	PersonPostcode
	PersonCity
	PersonDataCategories
	PersonSociety
	PersonGroup
	PersonFieldCount
)

var personFieldWords = [PersonFieldCount]string{"reference", "name", "email", "telephone", "country", "language", "street", "postcode", "city",
	"data_categories", "society", "group"}

// String is the word of the field in JSON and in files.
func (f PersonField) String() string { return personFieldWords[f] }

// ParsePersonField reads a field's word.
func ParsePersonField(s string) (PersonField, bool) {
	for f, w := range personFieldWords {
		if w == s {
			return PersonField(f), true
		}
	}
	return 0, false
}

// PersonDetails are the fields of one person in clear. They exist in memory only: on disk they are one sealed record.
type PersonDetails struct {
	Fields [PersonFieldCount]string
	// TelephoneAsGiven: the number is not in E.164, because its country is not known.
	TelephoneAsGiven bool
}

func (d *PersonDetails) Get(f PersonField) string { return d.Fields[f] }

const personRecordVersion = 1

// appendPlain writes the record that gets sealed: version, flags, then each field behind its length.
func (d *PersonDetails) appendPlain(b []byte) []byte {
	flags := byte(0)
	if d.TelephoneAsGiven {
		flags |= 1
	}
	b = append(b, personRecordVersion, flags)
	for _, s := range d.Fields {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return b
}

var errPersonRecord = errors.New("sealed person record has a form this version does not know")

func (d *PersonDetails) readPlain(b []byte) error {
	if len(b) < 2 || b[0] != personRecordVersion {
		return errPersonRecord
	}
	d.TelephoneAsGiven = b[1]&1 != 0
	b = b[2:]
	for i := range d.Fields {
		n, w := binary.Uvarint(b)
		if w <= 0 || n > uint64(len(b)-w) {
			return errPersonRecord
		}
		d.Fields[i] = string(b[w : w+int(n)])
		b = b[w+int(n):]
	}
	return nil
}

// Person is one named person as the database holds them: the details are sealed, the keys only find.
type Person struct {
	ID           int64 // number of the file and of the row in it (PersonID)
	Cohort       int64
	SameKey      int64 // of the reference within its party, or of everything when there is none: two equal ones are the same person
	EmailKey     *int64
	TelephoneKey *int64
	Sealed       []byte
	Words        []int64 `gorm:"-"` // keys of the words of the name
}

func (Person) TableName() string { return "people" }

const personRowBits = 24

// MaxPersonRow is the highest row number an import can hold.
const MaxPersonRow = 1<<personRowBits - 1

// PersonID is the id a row of a file has for ever.
func PersonID(file, row int64) int64 { return file<<personRowBits | row }

func personPlace(id int64) string { return "people.sealed:" + strconv.FormatInt(id, 10) }

// SetDetails seals the details into the person, who must have an id.
func (p *Person) SetDetails(k *Keyring, d *PersonDetails) (err error) {
	p.Sealed, err = k.Seal(personPlace(p.ID), d.appendPlain(make([]byte, 0, 256)))
	return err
}

// Details opens them.
func (p *Person) Details(k *Keyring) (d PersonDetails, err error) {
	b, err := k.Open(personPlace(p.ID), p.Sealed)
	if err != nil {
		return d, err
	}
	return d, d.readPlain(b)
}

// PeopleCohort is the people of one party, and of one group when it is known, in one incident.
type PeopleCohort struct {
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	IncidentID ID
	PartyID    ID
	GroupID    *ID
	// PeopleCount is kept by whoever adds or erases people, because counting two million rows takes longer than a page may.
	PeopleCount int64
}

// EnsureCohort finds the cohort or adds it.
func EnsureCohort(tx Tx, incident, party ID, group *ID) (int64, error) {
	q := tx.q().Where("incident_id = ? AND party_id = ?", incident, party)
	if group == nil {
		q = q.Where("group_id IS NULL")
	} else {
		q = q.Where("group_id = ?", *group)
	}
	found, err := many[PeopleCohort](q.Limit(1), "cohorts")
	if err != nil || len(found) > 0 {
		if err == nil {
			return found[0].Number, nil
		}
		return 0, err
	}
	var last int64
	if err := tx.q().Model(&PeopleCohort{}).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return 0, err
	}
	c := PeopleCohort{Number: last + 1, IncidentID: incident, PartyID: party, GroupID: group}
	return c.Number, insert(tx, &c, "This part of the list")
}

// PeopleFilter narrows a list of people; empty fields do not.
type PeopleFilter struct {
	Party ID
	Group ID
}

// scopeCohorts is where people are guarded: staff with the right, and a focal point for the own society.
func scopeCohorts(r Reader, v Viewer, incident ID, f PeopleFilter) ([]int64, error) {
	q, some := cohortsSeen(r, v, incident, f)
	if !some {
		return nil, nil
	}
	var out []int64
	return out, q.Order("number").Pluck("number", &out).Error
}

// cohortsSeen asks for the numbers of the cohorts; false when there can be none.
func cohortsSeen(r Reader, v Viewer, incident ID, f PeopleFilter) (*gorm.DB, bool) {
	if !v.Has(RightReadPeople) || !ValidID(incident) {
		return nil, false
	}
	q := r.q().Model(&PeopleCohort{}).Select("number").Where("incident_id = ?", incident)
	if society, only := v.onlySociety(); only {
		q = q.Where("party_id IN (SELECT id FROM parties WHERE organisation_id = ? AND removed_at IS NULL)", society)
	}
	if f.Party != "" {
		if !ValidID(f.Party) {
			return nil, false
		}
		q = q.Where("party_id = ?", f.Party)
	}
	if f.Group != "" {
		if !ValidID(f.Group) {
			return nil, false
		}
		q = q.Where("group_id = ?", f.Group)
	}
	return q, true
}

// ListPeople gives the people of an incident this viewer may see, sealed, page by page.
func ListPeople(r Reader, v Viewer, incident ID, f PeopleFilter, p PageRequest) (Page[Person], error) {
	cohorts, err := scopeCohorts(r, v, incident, f)
	if err != nil {
		return Page[Person]{}, fmt.Errorf("list people: %w", err)
	}
	var after [2]int64 // cohort and id of the last row of the page before
	if _, err := p.decode(&after); err != nil {
		return Page[Person]{}, err
	}
	found := []Person{}
	// One cohort at a time, so that each read is one walk along an index however many cohorts and people there are.
	for _, c := range cohorts {
		if c < after[0] {
			continue
		}
		q := r.q().Where("cohort = ?", c).Order("id").Limit(p.Size() + 1 - len(found))
		if c == after[0] {
			q = q.Where("id > ?", after[1])
		}
		rows, err := many[Person](q, "people")
		if err != nil {
			return Page[Person]{}, err
		}
		if found = append(found, rows...); len(found) > p.Size() {
			break
		}
	}
	return pageOf(found, p.Size(), func(x Person) any { return [2]int64{x.Cohort, x.ID} }), nil
}

// FindPerson finds one person of an incident this viewer may see.
func FindPerson(r Reader, v Viewer, incident ID, id int64) (Person, error) {
	cohorts, some := cohortsSeen(r, v, incident, PeopleFilter{})
	if !some {
		return Person{}, NotFound("Person")
	}
	return one[Person](r.q().Where("id = ? AND cohort IN (?)", id, cohorts), "Person")
}

// LoadCohorts gives the cohorts that these people of an incident stand in, by number.
func LoadCohorts(r Reader, incident ID, people []Person) (map[int64]PeopleCohort, error) {
	var numbers []int64
	for _, p := range people {
		if !slices.Contains(numbers, p.Cohort) {
			numbers = append(numbers, p.Cohort)
		}
	}
	rows, err := many[PeopleCohort](r.q().Where("incident_id = ? AND number IN ?", incident, numbers), "cohorts")
	if err != nil {
		return nil, err
	}
	out := make(map[int64]PeopleCohort, len(rows))
	for _, c := range rows {
		out[c.Number] = c
	}
	return out, nil
}
