package models

import "candour/models/terms"

// EnquiryFilter narrows the list; empty fields do not.
type EnquiryFilter struct {
	Topic, Worry, Channel, Language string
	State                           EnquiryState
	Party, Owner                    ID
}

// ListEnquiries gives the enquiries of an incident this viewer may see, newest first, page by page. Nothing sealed is opened.
func ListEnquiries(r Reader, v Viewer, incident ID, f EnquiryFilter, p PageRequest) (Page[Enquiry], error) {
	q := scopeEnquiries(r.q(), v).Where("incident_id = ?", incident).Order("number DESC").Limit(p.Size() + 1)
	for column, word := range map[string]string{"topic": f.Topic, "worry": f.Worry, "channel": f.Channel, "language": f.Language, "state": string(f.State)} {
		if word != "" {
			q = q.Where(column+" = ?", word)
		}
	}
	for column, id := range map[string]ID{"party_id": f.Party, "owner_id": f.Owner} {
		switch {
		case id == "":
		case !ValidID(id):
			return Page[Enquiry]{Items: []Enquiry{}}, nil
		default:
			q = q.Where(column+" = ?", id)
		}
	}
	var before int64
	if ok, err := p.decode(&before); err != nil {
		return Page[Enquiry]{}, err
	} else if ok {
		q = q.Where("number < ?", before)
	}
	rows, err := many[Enquiry](q, "enquiries")
	if err != nil {
		return Page[Enquiry]{}, err
	}
	return pageOf(rows, p.Size(), func(e Enquiry) any { return e.Number }), nil
}

// UnsettledEnquiries gives what somebody still has to do something about, the most urgent first.
func UnsettledEnquiries(r Reader, v Viewer, incident ID, limit int) ([]Enquiry, error) {
	return many[Enquiry](scopeEnquiries(r.q(), v).Where("incident_id = ? AND state IN ?", incident, []EnquiryState{EnquiryOpen, EnquiryRouted, EnquiryCallBack}).
		Order("due_at, number").Limit(limit), "enquiries")
}

// EnquiryCount is how many enquiries have these words. It names nobody, so whoever reads the incident reads it; a focal point reads its
// own society's.
type EnquiryCount struct {
	Topic string
	Worry string
	State EnquiryState
	Count int
}

// CountEnquiries counts by topic, worry level and state.
func CountEnquiries(r Reader, v Viewer, incident ID) ([]EnquiryCount, error) {
	if _, err := FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	return rowsOf[EnquiryCount](ofOwnSociety(r.q().Table("enquiries"), v).Select("topic, worry, state, COUNT(*) AS count").
		Where("incident_id = ?", incident).Group("topic, worry, state").Order("topic, worry, state"))
}

// EnquiryMoment is when an enquiry about a topic came.
type EnquiryMoment struct {
	ReceivedAt terms.Instant
	Topic      string
}

// EnquiryMoments gives when the enquiries since a moment came, oldest first. Which civil day that is depends on who looks.
func EnquiryMoments(r Reader, v Viewer, incident ID, since terms.Instant) ([]EnquiryMoment, error) {
	if _, err := FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	return rowsOf[EnquiryMoment](ofOwnSociety(r.q().Table("enquiries"), v).Select("received_at, topic").
		Where("incident_id = ? AND received_at >= ?", incident, since).Order("received_at"))
}
