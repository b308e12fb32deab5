package models

import (
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"
)

// countCohorts keeps how many people stand in each cohort, in the transaction that adds or erases them. Cohorts are taken in one order, so
// that two imports never wait for each other in a circle.
func countCohorts(tx Tx, added map[int64]int64) error {
	for _, number := range slices.Sorted(maps.Keys(added)) {
		n := added[number]
		if n == 0 {
			continue
		}
		err := tx.q().Model(&PeopleCohort{}).Where("number = ?", number).Update("people_count", gorm.Expr("people_count + ?", n)).Error
		if err != nil {
			return fmt.Errorf("count people of a cohort: %w", err)
		}
	}
	return nil
}
