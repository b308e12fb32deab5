package regimes

import (
	"slices"
	"strings"

	"candour/workflows/deadlines"
)

// calendarRow names a place whose business days are counted by a law and whose holidays are not known for long, or not
// at all: the due times beyond that day stay open until somebody completes the calendar.
type calendarRow struct {
	Jurisdiction string   `json:"jurisdiction"`
	Until        *Date    `json:"complete_until"` // null: there is no calendar
	Regimes      []string `json:"regimes"`
}

// calendarsEnding lists the calendars that end within some days, for places where a law counts business days.
func calendarsEnding(lib *Library, o options) []calendarRow {
	laws := map[string][]string{}
	for _, p := range lib.packs {
		if !slices.ContainsFunc(p.Duties, countsBusinessDays) {
			continue
		}
		for _, place := range p.Countries {
			if _, err := deadlines.CalendarFor(place); err != nil {
				if country, _, part := strings.Cut(place, "-"); part {
					place = country
				}
			}
			if !slices.Contains(laws[place], p.ID) {
				laws[place] = append(laws[place], p.ID)
			}
		}
	}
	out := []calendarRow{}
	for _, place := range slices.Sorted(mapKeys(laws)) {
		row := calendarRow{Jurisdiction: place, Regimes: laws[place]}
		if cal, err := deadlines.CalendarFor(place); err == nil {
			until := Date(cal.CompleteUntil.String())
			if days, ok := daysBetween(o.today, until); ok && days > o.days {
				continue
			}
			row.Until = &until
		}
		out = append(out, row)
	}
	return out
}

func countsBusinessDays(d Duty) bool {
	for _, f := range []*FollowUp{d.AssessmentWindow, d.FollowUp} {
		if f != nil && f.Unit == BusinessDays {
			return true
		}
	}
	return d.Deadline.Unit == BusinessDays
}

func (r calendarRow) String() string {
	until := "no calendar"
	if r.Until != nil {
		until = "known until " + string(*r.Until)
	}
	return r.Jurisdiction + ": " + until + " (" + strings.Join(r.Regimes, ", ") + ")"
}
