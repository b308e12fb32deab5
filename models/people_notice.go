package models

import (
	"encoding/json"
	"slices"

	"gorm.io/gorm"
)

// NoticePeople is the kind of notice that goes to people one by one: one object, many languages, a text for each channel.
const NoticePeople = "people"

// PeopleText is what one person is told in one language, by each channel. {{name}}, {{society}} and {{your_reference}} differ by reader.
type PeopleText struct {
	Subject  string `json:"subject"`  // of the e-mail; names nobody
	Body     string `json:"body"`     // of the e-mail
	SMS      string `json:"sms"`      // says that we have something to say, and how to reach us; no more fits on a screen others see
	Letter   string `json:"letter"`   //
	Script   string `json:"script"`   // read aloud on the telephone or at the door
	Families string `json:"families"` // said first to families of missing people: this is not news of your relative
}

// PeopleAudience is who a notice is for: everybody named in these groups, and everybody named of these parties.
type PeopleAudience struct {
	Groups  []ID `json:"groups"`
	Parties []ID `json:"parties"`
}

// Holds says whether the audience takes in a cohort.
func (a PeopleAudience) Holds(c PeopleCohort) bool {
	return slices.Contains(a.Parties, c.PartyID) || c.GroupID != nil && slices.Contains(a.Groups, *c.GroupID)
}

// PeopleDraft is what people write: texts with {{placeholders}} by language, who writes, whom to ask, and who is told.
type PeopleDraft struct {
	Organisation string                `json:"organisation"`
	Contact      CircularContact       `json:"contact"`
	Texts        map[string]PeopleText `json:"texts"`
	Fallback     string                `json:"fallback"` // language of those whose own nobody wrote
	Audience     PeopleAudience        `json:"audience"`
	// Supplement tells people who have been told before something more; it does not count in coverage.
	Supplement bool `json:"supplement"`
	// For the checks: the audience it is worded for, and by "en.body" which paragraph says what a law wants (content word -> number, from 1).
	Variant string                    `json:"variant,omitempty"`
	Ties    map[string]map[string]int `json:"ties,omitempty"`
}

// PeopleFixed is what an approver approves: texts with the facts of that moment in them, and exactly this audience.
type PeopleFixed struct {
	Reference    string                `json:"reference"`
	Organisation string                `json:"organisation"`
	Contact      CircularContact       `json:"contact"`
	Texts        map[string]PeopleText `json:"texts"`
	Fallback     string                `json:"fallback"`
	Audience     PeopleAudience        `json:"audience"`
	Supplement   bool                  `json:"supplement"`
	CheckPage    string                `json:"check_page,omitempty"` // where the reference can be checked
}

// SetPeopleDraft seals what people wrote into the notice.
func (n *Notice) SetPeopleDraft(k *Keyring, d PeopleDraft) error {
	b, err := json.Marshal(d)
	if err != nil {
		return err
	}
	n.DraftSealed, err = k.Seal("notices.draft:"+n.ID, b)
	return err
}

// PeopleDraft opens what people wrote.
func (n *Notice) PeopleDraft(k *Keyring) (d PeopleDraft, err error) {
	b, err := k.Open("notices.draft:"+n.ID, n.DraftSealed)
	if err != nil {
		return d, err
	}
	return d, json.Unmarshal(b, &d)
}

// PeopleFixed opens the approved words and audience.
func (n *Notice) PeopleFixed(k *Keyring) (f PeopleFixed, err error) {
	b, err := n.FixedBytes(k)
	if err != nil {
		return f, err
	}
	if b == nil {
		return f, Conflict("This notice has not been submitted yet, so its text is not fixed.")
	}
	return f, json.Unmarshal(b, &f)
}

// FindPeopleNotice finds a notice to people. Drafts have a value to others, so a society reads it when it is sent, not before.
func FindPeopleNotice(r Reader, v Viewer, id ID) (Notice, error) {
	if !ValidID(id) {
		return Notice{}, NotFound("Notice")
	}
	return one[Notice](scopePeopleNotices(r.q(), v).Where("id = ?", id), "Notice")
}

// ListPeopleNotices gives the notices to people of an incident, newest first.
func ListPeopleNotices(r Reader, v Viewer, incident ID) ([]Notice, error) {
	return many[Notice](scopePeopleNotices(r.q(), v).Where("incident_id = ?", incident).Order("number DESC"), "notices")
}

func scopePeopleNotices(q *gorm.DB, v Viewer) *gorm.DB {
	q = q.Where("kind = ?", NoticePeople)
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// CountPeopleNoticesWaiting says how many notices to people of open incidents wait for somebody to approve their words.
func CountPeopleNoticesWaiting(r Reader, exercise bool) (n int64, err error) {
	err = ofOpenIncidents(r, r.q().Model(&Notice{}), exercise).Where("kind = ? AND state = ?", NoticePeople, NoticeSubmitted).Count(&n).Error
	return n, err
}

// NoticeOfPeople finds a notice to people for a worker or a command that checked before.
func NoticeOfPeople(r Reader, id ID) (Notice, error) {
	return one[Notice](r.q().Where("id = ? AND kind = ?", id, NoticePeople), "Notice")
}

// IsAddressOfPerson says whether an e-mail address belongs to somebody named in an incident. The keyed hash is enough to be careful by.
func IsAddressOfPerson(r Reader, incident ID, email string) (bool, error) {
	key, err := r.Keys().LookupNumber("people.email", incident, NormalEmail(email))
	if err != nil {
		return false, err
	}
	var n int64
	err = r.q().Model(&Person{}).Where("email_key = ?", key).Limit(1).Count(&n).Error
	return n > 0, err
}
