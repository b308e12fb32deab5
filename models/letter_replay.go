package models

import "candour/models/terms"

// LetterLine is what a journal knows of one message to a contact or an account: the last it wrote about it.
type LetterLine struct {
	ID     ID
	Epoch  int64
	State  DeliveryState
	Code   int
	Reason string
	At     terms.Instant
}

// ApplyLetter brings one message to where a journal saw it; false: the database knows as much, or nothing of this message.
func ApplyLetter(tx Tx, l LetterLine) (bool, error) {
	d, err := LoadDelivery(tx, l.ID)
	if IsKind(err, KindNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	open := d.State == DeliveryLeased || d.State == DeliverySending || d.State == DeliveryUncertain && l.State != DeliveryUncertain
	if l.Epoch < d.Epoch || l.Epoch == d.Epoch && !open {
		return false, nil
	}
	values := map[string]any{"state": l.State, "epoch": l.Epoch, "reply_code": l.Code, "reason": l.Reason, "settled_at": tx.Now(), "next_at": nil}
	switch l.State {
	case DeliverySent:
		values["sent_at"] = l.At
	case DeliveryDeferred:
		values["settled_at"], values["next_at"] = nil, tx.Now()
	}
	return true, SettleDelivery(tx, d, []DeliveryState{d.State}, values)
}
