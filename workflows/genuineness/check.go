package genuineness

import (
	"slices"

	"candour/models"
	"candour/models/terms"
)

// Outcome of a check.
type Outcome string

const (
	Genuine  Outcome = "genuine"
	Replaced Outcome = "replaced" // it was ours, and does not stand any more
	NotOurs  Outcome = "not_ours"
)

// Why something does not stand any more.
const (
	WhyNewer   = "newer"   // a later message says more or corrects it
	WhyStopped = "stopped" // it was stopped, withdrawn or taken back
)

// Kinds of what a reference stands for, as strangers are told.
const (
	KindMessage   = "message" // to one person: an e-mail, a text message, a letter, a call or a visit
	KindCircular  = "circular"
	KindStatement = "statement"
	KindBroadcast = "broadcast"
)

// Finding is what a reference turns out to be. Strangers are told nothing of what stands below the line.
type Finding struct {
	Outcome      Outcome
	Why          string
	Kind         string
	Organisation string
	Telephone    string
	Email        string
	Sent         terms.Instant // only month and year are told
	Exercise     bool

	// ---
	Incident models.ID
	Thing    models.ID // notice, publication or broadcast
	Dispatch int64
	Person   int64
}

// Check looks a reference up. What never left, or not yet, is not ours: a check must not tell that something is being prepared.
func Check(r models.Reader, ref Reference) (Finding, error) {
	none := Finding{Outcome: NotOurs}
	c, err := NewCoder(r.Keys())
	if err != nil {
		return none, err
	}
	s, line, ok := c.decode(ref)
	if !ok {
		return none, nil
	}
	f := none
	if s.dispatch {
		f, err = person(r, s.number, line)
	} else if line == 0 {
		f, err = given(r, s.number)
	}
	if models.IsKind(err, models.KindNotFound) {
		return none, nil
	}
	if err != nil || f.Outcome == NotOurs {
		return none, err
	}
	in, err := models.LoadIncident(r, f.Incident)
	f.Exercise = in.Exercise
	return f, err
}

func (f *Finding) replaced(why string) {
	if f.Outcome == Genuine {
		f.Outcome, f.Why = Replaced, why
	}
}

func person(r models.Reader, dispatch, id int64) (Finding, error) {
	f := Finding{Outcome: NotOurs}
	d, err := models.LoadDispatch(r, dispatch)
	if err != nil {
		return f, err
	}
	line, err := models.LoadPersonDelivery(r, dispatch, id)
	if err != nil {
		return f, err
	}
	if line.Wave > d.Wave && line.Worklist == nil && line.Step < 2 {
		return f, nil // nothing of this wave has left
	}
	n, err := models.NoticeOfPeople(r, d.NoticeID)
	if err != nil {
		return f, err
	}
	fixed, err := n.PeopleFixed(r.Keys())
	if err != nil {
		return f, err
	}
	f = Finding{Outcome: Genuine, Kind: KindMessage, Organisation: fixed.Organisation, Telephone: fixed.Contact.Telephone, Email: fixed.Contact.Email,
		Sent: d.ReleasedAt, Incident: d.IncidentID, Thing: d.NoticeID, Dispatch: dispatch, Person: id}
	if d.Halted == models.Stopped || n.State == models.NoticeWithdrawn {
		f.replaced(WhyStopped)
	}
	newer, err := models.NewerDispatchTo(r, d, id)
	if newer {
		f.replaced(WhyNewer)
	}
	return f, err
}

func given(r models.Reader, number int64) (Finding, error) {
	g, err := models.LoadGivenReference(r, number)
	if err != nil {
		return Finding{Outcome: NotOurs}, err
	}
	f := Finding{Outcome: Genuine, Incident: g.IncidentID, Thing: g.ThingID}
	switch g.Kind {
	case models.ReferenceCircular:
		err = f.circular(r)
	case models.ReferencePublication:
		err = f.publication(r)
	case models.ReferenceBroadcast:
		err = f.broadcast(r)
	default:
		f.Outcome = NotOurs
	}
	return f, err
}

func (f *Finding) circular(r models.Reader) error {
	f.Kind = KindCircular
	n, err := models.LoadNotice(r, f.Thing)
	if err != nil {
		return err
	}
	if n.SendingApprovedAt.IsZero() {
		f.Outcome = NotOurs
		return nil
	}
	f.Sent = n.SendingApprovedAt
	fixed, err := n.Fixed(r.Keys())
	if err != nil {
		return err
	}
	f.Organisation, f.Telephone, f.Email = fixed.Organisation, fixed.Contact.Telephone, fixed.Contact.Email
	if n.State == models.NoticeWithdrawn {
		f.replaced(WhyStopped)
	}
	later, err := models.CircularsSentAfter(r, n)
	if err != nil {
		return err
	}
	for _, x := range later {
		other, err := x.Fixed(r.Keys())
		if err != nil {
			return err
		}
		// Only a circular that went to everybody this one went to can have taken its place.
		if !slices.ContainsFunc(fixed.Recipients, func(mine models.CircularRecipient) bool {
			return !slices.ContainsFunc(other.Recipients, func(x models.CircularRecipient) bool { return x.Society == mine.Society })
		}) {
			f.replaced(WhyNewer)
		}
	}
	return nil
}

func (f *Finding) publication(r models.Reader) error {
	f.Kind = KindStatement
	all, err := models.ListPublications(r, f.Incident)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(p models.Publication) bool { return p.ID == f.Thing })
	if i < 0 || all[i].PublishAt.After(r.Now()) {
		f.Outcome = NotOurs
		return nil
	}
	f.Sent = all[i].PublishAt
	if !all[i].WithdrawnAt.IsZero() {
		f.replaced(WhyStopped)
	}
	for _, p := range all[:i] { // newest first
		if p.TextID == all[i].TextID && p.WithdrawnAt.IsZero() && !p.PublishAt.After(r.Now()) {
			f.replaced(WhyNewer)
		}
	}
	return f.speaker(r)
}

func (f *Finding) broadcast(r models.Reader) error {
	f.Kind = KindBroadcast
	b, err := models.LoadBroadcast(r, f.Thing)
	if err != nil {
		return err
	}
	f.Sent = b.CreatedAt
	if !b.WithdrawnAt.IsZero() {
		f.replaced(WhyStopped)
	}
	if err := f.speaker(r); err != nil || b.PartyID == nil {
		return err
	}
	p, err := models.LoadParty(r, *b.PartyID)
	if err == nil {
		f.Organisation, f.Telephone, f.Email = p.Name, "", ""
	}
	return err
}

// speaker is who speaks to everybody in this incident, as approved; before anything is, nobody is named.
func (f *Finding) speaker(r models.Reader) error {
	p, err := models.PublicPageOf(r, f.Incident)
	if models.IsKind(err, models.KindNotFound) {
		return nil
	}
	f.Organisation, f.Telephone, f.Email = p.Organisation, p.ContactPhone, p.ContactMail
	return err
}
