package models

import "candour/models/terms"

// Schedule is when a recurring job runs: a cron line in a zone, editable. The job itself looks for what is due, however long ago.
type Schedule struct {
	Name      string `gorm:"primaryKey"`
	Spec      string // five fields, as robfig/cron reads them
	Zone      string // IANA
	Says      string // what the job does, one sentence
	Enabled   bool
	RanAt     terms.Instant // last time the job finished
	ChangedAt terms.Instant
	ChangedBy *ID
	Version   int
}

func ListSchedules(r Reader) ([]Schedule, error) {
	return many[Schedule](r.q().Order("name"), "schedules")
}

func FindSchedule(r Reader, name string) (Schedule, error) {
	return one[Schedule](r.q().Where("name = ?", name), "Schedule")
}

func AddSchedule(tx Tx, s *Schedule) error {
	s.Version = 1
	return insert(tx, s, "A schedule of this name")
}

// UpdateSchedule changes named columns at a known version.
func UpdateSchedule(tx Tx, s *Schedule, values map[string]any) error {
	values["version"], values["changed_at"] = s.Version+1, tx.Now()
	return guarded(tx.q().Model(&Schedule{}).Where("name = ? AND version = ?", s.Name, s.Version), values,
		"Somebody else changed this schedule while you were editing it. Load it again and compare.")
}

// RanSchedule notes that a recurring job has run. It is no command: it changes no state a person would ask about.
func (db *DB) RanSchedule(v View, name string) error {
	return v.q().Model(&Schedule{}).Where("name = ?", name).Update("ran_at", v.Now()).Error
}
