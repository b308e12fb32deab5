package models

// ChainLengths says how many entries the record of each incident has: while the number stays, no command has changed the incident.
func ChainLengths(r Reader, incidents []ID) (map[ID]int64, error) {
	heads, err := many[ChainHead](r.q().Where("chain IN ?", incidents), "lengths of the record")
	out := make(map[ID]int64, len(heads))
	for _, h := range heads {
		out[h.Chain] = h.Seq
	}
	return out, err
}

// IncidentsThatTell are those of the incidents from which people are told one by one, or were counted as told by a list or a broadcast.
func IncidentsThatTell(r Reader, incidents []ID) (map[ID]bool, error) {
	var ids []ID
	err := r.q().Raw("SELECT DISTINCT incident_id FROM people_cohorts WHERE incident_id IN ? UNION SELECT DISTINCT incident_id FROM reported_counts WHERE incident_id IN ? "+
		"UNION SELECT DISTINCT incident_id FROM dispatches WHERE incident_id IN ?", incidents, incidents, incidents).Scan(&ids).Error
	out := make(map[ID]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}
