package models

// TextsOfIncident gives every text of an incident this viewer may see, whatever its kind, oldest first.
func TextsOfIncident(r Reader, v Viewer, incident ID) ([]Text, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[Text](r.q().Where("incident_id = ?", incident).Order("created_at, id"), "texts")
}

// VersionsOfTexts gives every version of these texts, the newest of each first.
func VersionsOfTexts(r Reader, texts ...ID) (map[ID][]TextVersion, error) {
	out := map[ID][]TextVersion{}
	return out, inBatches(texts, func(ids []ID) error {
		rows, err := many[TextVersion](r.q().Where("text_id IN ?", ids).Order("text_id, number DESC"), "versions")
		for _, v := range rows {
			out[v.TextID] = append(out[v.TextID], v)
		}
		return err
	})
}
