package models

import "slices"

// LargeCohort is a cohort with the first person who came into it.
type LargeCohort struct {
	PeopleCohort
	First int64
}

// LargeCohorts gives the cohorts of an incident with at least so many people, by number.
func LargeCohorts(r Reader, incident ID, least int64) ([]LargeCohort, error) {
	rows, err := many[PeopleCohort](r.q().Where("incident_id = ? AND people_count >= ?", incident, least).Order("number"), "cohorts")
	if err != nil {
		return nil, err
	}
	out := make([]LargeCohort, 0, len(rows))
	for _, c := range rows {
		first, err := many[Person](r.q().Where("cohort = ?", c.Number).Order("id").Limit(1), "people")
		if err != nil {
			return nil, err
		}
		if len(first) > 0 {
			out = append(out, LargeCohort{c, first[0].ID})
		}
	}
	return out, nil
}

// SeesCohort says whether this viewer, with this filter, sees the people of a cohort.
func SeesCohort(r Reader, v Viewer, incident ID, f PeopleFilter, cohort int64) (bool, error) {
	seen, err := scopeCohorts(r, v, incident, f)
	return slices.Contains(seen, cohort), err
}

// PeopleMark reads where a page of ListPeople begins: after this cohort and id.
func PeopleMark(p PageRequest) (after [2]int64, err error) {
	_, err = p.decode(&after)
	return after, err
}
