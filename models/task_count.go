package models

// CountDoneTasks says how many tasks of an incident were completed.
func CountDoneTasks(r Reader, incident ID) (n int64, err error) {
	err = r.q().Model(&Task{}).Where("incident_id = ? AND state = ?", incident, TaskDone).Count(&n).Error
	return n, err
}
