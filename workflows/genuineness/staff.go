package genuineness

import (
	"candour/models"
)

// ForStaff is what a colleague at the hotline sees: which notice it is, where they may see the incident, and which person, where they may see
// that one.
type ForStaff struct {
	Finding
	IncidentReference string
	IncidentTitle     string
	NoticeNumber      int
	Channel           string // the one responsible for this person now
	MaySeeIncident    bool
	MaySeePerson      bool
}

// CheckAs looks a reference up for somebody who is signed in. Whoever may not see the incident or the person is told what a stranger is told.
func CheckAs(r models.Reader, v models.Viewer, ref Reference) (ForStaff, error) {
	f, err := Check(r, ref)
	out := ForStaff{Finding: f}
	if err != nil || f.Outcome == NotOurs {
		return out, err
	}
	in, err := models.FindIncident(r, v, f.Incident)
	if err == nil && f.Person != 0 {
		var line models.PersonDelivery
		_, err = models.FindPerson(r, v, f.Incident, f.Person)
		switch {
		case err == nil:
			if line, err = models.LoadPersonDelivery(r, f.Dispatch, f.Person); err != nil {
				return out, err
			}
			out.MaySeePerson, out.Channel = true, line.Channel
		// A society sees its own people's messages and nobody else's; other colleagues may know which notice it is without knowing to whom.
		case models.IsKind(err, models.KindNotFound) && v.SocietyID == "":
			err = nil
		}
	} else if err == nil && v.SocietyID != "" {
		err = ownThing(r, v, f)
	}
	if models.IsKind(err, models.KindNotFound) {
		return out.asStranger(), nil
	}
	if err != nil {
		return out, err
	}
	out.MaySeeIncident, out.IncidentReference, out.IncidentTitle = true, in.Reference, in.Title
	if !out.MaySeePerson {
		out.Person = 0
	}
	if f.Kind == KindMessage || f.Kind == KindCircular {
		n, err := models.LoadNotice(r, f.Thing)
		if err != nil {
			return out, err
		}
		out.NoticeNumber = n.Number
	}
	return out, nil
}

// ownThing says whether a focal point may see what is not addressed to people.
func ownThing(r models.Reader, v models.Viewer, f Finding) (err error) {
	switch f.Kind {
	case KindCircular:
		_, err = models.FindNotice(r, v, f.Thing)
	case KindBroadcast:
		_, err = models.FindBroadcast(r, v, f.Thing)
	}
	return err
}

func (s ForStaff) asStranger() ForStaff {
	s.Incident, s.Thing, s.Person, s.Dispatch, s.Channel, s.MaySeePerson = "", "", 0, 0, "", false
	return s
}
