package models

import "candour/models/terms"

// OutboxFilter narrows the list of messages; empty fields do not.
type OutboxFilter struct {
	Incident ID
	Notice   ID
	State    DeliveryState
	NotSent  bool // held, deferred, refused, uncertain: those a person should look at
}

// ListOutbox gives messages newest first, page by page, without their sealed letters. Whoever may not read the outbox finds nothing.
func ListOutbox(r Reader, v Viewer, f OutboxFilter, p PageRequest) (Page[Delivery], error) {
	q := r.q().Omit("letter_sealed", "token_hash").Order("queued_at DESC, id DESC").Limit(p.Size() + 1)
	if !v.Has(RightReadOutbox) {
		q = q.Where("1 = 0")
	}
	for _, id := range []ID{f.Incident, f.Notice} {
		if id != "" && !ValidID(id) {
			return Page[Delivery]{Items: []Delivery{}}, nil
		}
	}
	if f.Incident != "" {
		q = q.Where("incident_id = ?", f.Incident)
	}
	if f.Notice != "" {
		q = q.Where("notice_id = ?", f.Notice)
	}
	if f.State != "" {
		q = q.Where("state = ?", f.State)
	}
	if f.NotSent {
		q = q.Where("state IN ?", []DeliveryState{DeliveryHeld, DeliveryDeferred, DeliveryRefused, DeliveryUncertain})
	}
	var before struct {
		At terms.Instant
		ID ID
	}
	if ok, err := p.decode(&before); err != nil {
		return Page[Delivery]{}, err
	} else if ok {
		q = q.Where("(queued_at, id) < (?, ?)", before.At, before.ID)
	}
	rows, err := many[Delivery](q, "outbox")
	if err != nil {
		return Page[Delivery]{}, err
	}
	return pageOf(rows, p.Size(), func(d Delivery) any {
		return struct {
			At terms.Instant
			ID ID
		}{d.QueuedAt, d.ID}
	}), nil
}

// FindOutboxDelivery finds one message with its letter.
func FindOutboxDelivery(r Reader, v Viewer, id ID) (Delivery, error) {
	if !ValidID(id) || !v.Has(RightReadOutbox) {
		return Delivery{}, NotFound("Message")
	}
	return one[Delivery](r.q().Where("id = ?", id), "Message")
}

// ListDeliveries gives the messages of an incident (of one circular when notice is given), without letters, for the board.
func ListDeliveries(r Reader, incident, notice, organisation ID) ([]Delivery, error) {
	q := r.q().Omit("letter_sealed", "token_hash").Where("incident_id = ?", incident)
	if notice != "" {
		q = q.Where("notice_id = ?", notice)
	}
	if organisation != "" {
		q = q.Where("organisation_id = ?", organisation)
	}
	return many[Delivery](q.Order("queued_at, id"), "deliveries")
}

// OrganisationsByID gives directory entries for lists that name them.
func OrganisationsByID(r Reader, ids []ID) (map[ID]Organisation, error) {
	rows, err := many[Organisation](r.q().Where("id IN ?", ids), "organisations")
	if err != nil {
		return nil, err
	}
	out := make(map[ID]Organisation, len(rows))
	for _, o := range rows {
		out[o.ID] = o
	}
	return out, nil
}

// DelegationsOfRegion gives who stands in for the silent societies of a region, for the chase.
func DelegationsOfRegion(r Reader, region string) ([]Organisation, error) {
	return many[Organisation](r.q().Where("kind = ? AND region = ? AND archived = ?", KindDelegation, region, false).Order("name, id"), "delegations")
}
