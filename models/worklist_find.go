package models

// DispatchByID finds one for a command that has checked the party before.
func DispatchByID(r Reader, id ID) (Dispatch, error) {
	if !ValidID(id) {
		return Dispatch{}, NotFound("Dispatch")
	}
	return one[Dispatch](r.q().Where("id = ?", id), "Dispatch")
}

// LoadPerson finds one by id, for a worker or a command that checked before.
func LoadPerson(r Reader, id int64) (Person, error) {
	return one[Person](r.q().Where("id = ?", id), "Person")
}

// LoadParty finds one for a command that checked before.
func LoadParty(r Reader, id ID) (Party, error) {
	return one[Party](r.q().Where("id = ?", id), "Party")
}

// CorrectPerson writes what was learnt about how somebody is reached, if the person is still as they were read.
func CorrectPerson(tx Tx, p *Person, was []byte) error {
	return guarded(tx.q().Model(&Person{}).Where("id = ? AND sealed = ?", p.ID, was),
		map[string]any{"sealed": p.Sealed, "email_key": p.EmailKey, "telephone_key": p.TelephoneKey},
		"Somebody else changed this person meanwhile. Nothing was changed; load the page again.")
}
