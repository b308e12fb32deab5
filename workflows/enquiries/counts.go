package enquiries

import (
	"time"

	"candour/models"
	"candour/models/terms"
)

// Counts are how many asked, in numbers only.
type Counts struct {
	Total  int
	Rows   []models.EnquiryCount // by topic, worry level and state
	Days   []Day                 // the last fourteen civil days of the zone asked for, each, oldest first
	Topics []string              // in the order of the list
}

// Day is how many asked about each topic on one civil day.
type Day struct {
	On     string // 2026-11-23
	Topics map[string]int
}

const daysShown = 14

// Count counts an incident's enquiries; a focal point's are those of its own society.
func Count(r models.Reader, by models.Viewer, incident models.ID, zone *time.Location) (Counts, error) {
	w, err := Known()
	if err != nil {
		return Counts{}, err
	}
	out := Counts{}
	for _, t := range w.Topics {
		out.Topics = append(out.Topics, t.ID)
	}
	if out.Rows, err = models.CountEnquiries(r, by, incident); err != nil {
		return out, err
	}
	for _, x := range out.Rows {
		out.Total += x.Count
	}
	today := r.Now().In(zone)
	place := map[string]int{}
	for back := daysShown - 1; back >= 0; back-- {
		on := time.Date(today.Year(), today.Month(), today.Day()-back, 12, 0, 0, 0, zone).Format(time.DateOnly)
		place[on] = len(out.Days)
		out.Days = append(out.Days, Day{On: on, Topics: map[string]int{}})
	}
	since := time.Date(today.Year(), today.Month(), today.Day()-daysShown+1, 0, 0, 0, 0, zone)
	moments, err := models.EnquiryMoments(r, by, incident, terms.InstantOf(since))
	for _, m := range moments {
		if n, ok := place[m.ReceivedAt.In(zone).Format(time.DateOnly)]; ok {
			out.Days[n].Topics[m.Topic]++
		}
	}
	return out, err
}
