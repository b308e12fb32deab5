package genuineness

import (
	"candour/models"
)

// Give gives a reference to something that is not addressed to people one by one, inside the command that lets it leave; asked again it is
// the same one.
func Give(tx models.Tx, kind models.ReferenceKind, thing, incident models.ID) (Reference, error) {
	n, err := models.EnsureReference(tx, kind, thing, incident)
	if err != nil {
		return 0, err
	}
	return ofNumber(tx, n)
}

func ofNumber(r models.Reader, n int64) (Reference, error) {
	c, err := NewCoder(r.Keys())
	if err != nil {
		return 0, err
	}
	return c.encode(subject{false, n}, 0)
}

// Of is the reference that was given to a thing; NotFound when none was.
func Of(r models.Reader, kind models.ReferenceKind, thing models.ID) (Reference, error) {
	g, err := models.ReferenceOfThing(r, kind, thing)
	if err != nil {
		return 0, err
	}
	return ofNumber(r, g.Number)
}

// OfIncident gives the references of all things of one kind in an incident, by thing.
func OfIncident(r models.Reader, incident models.ID, kind models.ReferenceKind) (map[models.ID]Reference, error) {
	numbers, err := models.ReferencesOf(r, incident, kind)
	if err != nil {
		return nil, err
	}
	c, err := NewCoder(r.Keys())
	if err != nil {
		return nil, err
	}
	out := make(map[models.ID]Reference, len(numbers))
	for thing, n := range numbers {
		if out[thing], err = c.encode(subject{false, n}, 0); err != nil {
			return nil, err
		}
	}
	return out, nil
}
