package models

import "gorm.io/gorm/clause"

// RefusedLines gives lines whose last try was refused and that have no next channel yet, by dispatch. Those of a stopped dispatch wait: whoever
// stopped it wants nothing to start.
func RefusedLines(r Reader, limit int) ([]PersonDelivery, error) {
	return many[PersonDelivery](r.q().Where("state = 'refused' AND dispatch IN (SELECT number FROM dispatches WHERE phase IN ? AND halted <> ?)",
		[]DispatchPhase{DispatchSending, DispatchDone}, Stopped).Order("dispatch, person_id").Limit(limit), "refused deliveries")
}

// KeepAttempt is AddAttempt for a try that may have been kept already.
func KeepAttempt(tx Tx, d PersonDelivery, by *ID) error {
	return tx.q().Clauses(clause.OnConflict{DoNothing: true}).Create(&DeliveryAttempt{Dispatch: d.Dispatch, PersonID: d.PersonID, Step: d.Step, Try: max(d.Tries, 1), Channel: d.Channel,
		State: d.State, ReplyCode: d.ReplyCode, Reason: d.Reason, Node: d.Node, SettledAt: tx.Now(), SettledBy: by}).Error
}

// OpenTasksOfKind gives the open tasks of one kind in an incident.
func OpenTasksOfKind(r Reader, incident ID, kind string) ([]Task, error) {
	return many[Task](r.q().Where("incident_id = ? AND kind = ? AND state = ?", incident, kind, TaskOpen).Order("id"), "tasks")
}

// OpenTaskNamed says whether an open task of this kind and title is there.
func OpenTaskNamed(r Reader, incident ID, kind, title string) (bool, error) {
	var n int64
	err := r.q().Model(&Task{}).Where("incident_id = ? AND kind = ? AND title = ? AND state = ?", incident, kind, title, TaskOpen).Count(&n).Error
	return n > 0, err
}
