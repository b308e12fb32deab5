package models

// CoverageBase is the part of the equation that telling does not change: who stands in an incident by name, the groups that are not named to the
// end and what was reported of them. It is hundreds of rows, and the page that shows it is read every few seconds by everybody on duty, so whoever
// reads it keeps it as long as its Mark stays the same.
type CoverageBase struct {
	Mark    CoverageMark
	cohorts []PeopleCohort
	unnamed []CoverageRow
	open    []UnnamedGroup
}

// CoverageMark changes with everything a base rests on. Reports and cohorts are only ever added; the sum notices people who moved between two.
type CoverageMark struct {
	FactsVersion                       int64 // of the incident; groups and parties raise it
	Reports, Cohorts, People, Standing int64
}

// ReadCoverageMark is cheap: sums over a few hundred rows inside the database.
func ReadCoverageMark(r Reader, incident Incident) (CoverageMark, error) {
	m := CoverageMark{}
	err := r.q().Raw(`SELECT
		(SELECT COUNT(*) FROM reported_counts WHERE incident_id = @i) AS reports,
		(SELECT COUNT(*) FROM people_cohorts WHERE incident_id = @i) AS cohorts,
		(SELECT COALESCE(SUM(people_count), 0) FROM people_cohorts WHERE incident_id = @i) AS people,
		(SELECT COALESCE(SUM(people_count * number), 0) FROM people_cohorts WHERE incident_id = @i) AS standing`, map[string]any{"i": incident.ID}).Scan(&m).Error
	m.FactsVersion = incident.FactsVersion
	return m, err
}

// LoadCoverageBase reads it, for every viewer alike; Coverage cuts out what one may see.
func LoadCoverageBase(r Reader, incident Incident, mark CoverageMark) (*CoverageBase, error) {
	b := &CoverageBase{Mark: mark}
	var err error
	if b.cohorts, err = CohortsOf(r, incident.ID); err != nil {
		return nil, err
	}
	b.unnamed, b.open, err = unnamedOf(r, nil, incident.ID, b.cohorts)
	return b, err
}
