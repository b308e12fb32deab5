package models

import (
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"
)

// heldTitles are the titles of all incidents, opened: they lie sealed, and whoever types a word into the search asks for all of them again and
// again. They are read anew when an incident came or one was changed; who may see which is asked of the database each time.
type heldTitles struct {
	mu   sync.Mutex
	mark titlesMark
	all  []titleOf // newest first
}

type titlesMark struct{ Count, Versions, Last int64 }

type titleOf struct {
	number int64
	text   string // title and reference, in small letters
}

func (h *heldTitles) with(r Reader, text string) ([]int64, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var mark titlesMark
	err := r.q().Model(&Incident{}).Select("COUNT(*) AS count, COALESCE(SUM(version), 0) AS versions, COALESCE(MAX(number), 0) AS last").Scan(&mark).Error
	if err != nil {
		return nil, err
	}
	if mark != h.mark {
		rows, err := many[Incident](r.q().Select("id", "number", "reference", "title_sealed").Order("number DESC"), "incidents")
		if err != nil {
			return nil, err
		}
		h.mark, h.all = mark, make([]titleOf, len(rows))
		for n, i := range rows {
			h.all[n] = titleOf{i.Number, strings.ToLower(i.Title + "\n" + i.Reference)}
		}
	}
	var found []int64
	for _, t := range h.all {
		if strings.Contains(t.text, text) {
			found = append(found, t.number)
		}
	}
	return found, nil
}

// findIncidents gives the page of those that q asks for with the text in the title or the reference.
func findIncidents(r Reader, q *gorm.DB, text string, size int) (Page[Incident], error) {
	numbers, err := r.titles().with(r, strings.ToLower(text))
	if err != nil {
		return Page[Incident]{}, err
	}
	found := []Incident{}
	for some := range slices.Chunk(numbers, 500) {
		rows, err := many[Incident](q.Session(&gorm.Session{}).Where("number IN ?", some), "incidents")
		if err != nil {
			return Page[Incident]{}, err
		}
		if found = append(found, rows...); len(found) > size {
			break
		}
	}
	return pageOf(found[:min(len(found), size+1)], size, func(i Incident) any { return i.Number }), nil
}
