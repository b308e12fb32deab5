package safecontact

import (
	"slices"
	"sync"
	"time"

	"candour/models/terms"
)

// zones remembers what LoadLocation reads: a mass sending asks for the same few zones half a million times.
var zones sync.Map

func zone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" { // the machine's zone is nobody's zone
		return nil, false
	}
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location), true
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	zones.Store(name, z)
	return z, true
}

// within says whether at lies in one of the hours, and if not, when the next ones begin; zero when there are none.
func within(hours []Hours, z *time.Location, at terms.Instant) (bool, terms.Instant) {
	local := at.In(z)
	year, month, day := local.Date()
	var next terms.Instant
	// From the day before, whose hours may end today, to the same day next week.
	for k := -1; k <= 8; k++ {
		noon := time.Date(year, month, day+k, 12, 0, 0, 0, z)
		// The day of the week of the civil date; noon exists on every day of every zone.
		name := Days[(int(noon.Weekday())+6)%7]
		for _, h := range hours {
			if len(h.Days) > 0 && !slices.Contains(h.Days, name) {
				continue
			}
			ends := day + k
			if h.To <= h.From {
				ends++
			}
			from := terms.InstantOf(time.Date(year, month, day+k, 0, h.From, 0, 0, z))
			to := terms.InstantOf(time.Date(year, month, ends, 0, h.To, 0, 0, z))
			if !at.Before(from) && at.Before(to) {
				return true, terms.Instant{}
			}
			// Where the clock is put forward over the hours, they may be empty on that day.
			if from.After(at) && from.Before(to) && (next.IsZero() || from.Before(next)) {
				next = from
			}
		}
	}
	return false, next
}
