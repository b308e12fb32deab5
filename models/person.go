package models

import (
	"encoding/binary"
	"errors"
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
