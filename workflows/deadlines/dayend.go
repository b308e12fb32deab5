package deadlines

import "time"

func offsetAt(u int64, zone *time.Location) int64 {
	_, offset := time.Unix(u, 0).In(zone).Zone()
	return int64(offset)
}

// ending says how the last second of a civil day was found.
type ending int

const (
	plain     ending = iota
	overlap          // 23:59:59 comes twice that night; the first one counts
	gap              // 23:59:59 is skipped; the last second before the gap counts
	noSuchDay        // the whole date is skipped (Samoa had no 30 December 2011)
)

// end is the Unix second at which the civil day ends in zone. The standard library promises nothing for a wall clock
// time inside a gap or an overlap, and answers differently from zone to zone; so the offsets in force around that
// midnight are listed and tried one by one, and the earliest second that fits is taken.
func (d Date) end(zone *time.Location) (int64, ending) {
	wall := int64(d)*secondsPerDay + lastSecond
	from, to := wall-maxOffsetHours*3600, wall+maxOffsetHours*3600
	first, hits := int64(0), 0
	before := int64(0) // last second before a jump over the wanted wall time
	jumped := false
	for u := from; u <= to; {
		_, next := bounds(u, zone)
		offset := offsetAt(u, zone)
		if at := wall - offset; at >= u && (next == never || at < next) {
			if hits == 0 {
				first = at
			}
			hits++
		}
		if next == never {
			break
		}
		if !jumped && next-1+offset < wall && next+offsetAt(next, zone) > wall {
			before, jumped = next-1, true
		}
		u = next
	}
	switch {
	case hits == 1:
		return first, plain
	case hits > 1:
		return first, overlap
	case !jumped:
		return wall - offsetAt(wall, zone), plain // not reachable: a wall time is either shown or jumped over
	case DateOf(before, zone) < d:
		return before, noSuchDay
	}
	return before, gap
}

const never = int64(1) << 62

// bounds gives the period of constant offset around u, as Unix seconds, the end excluded.
func bounds(u int64, zone *time.Location) (start, end int64) {
	s, e := time.Unix(u, 0).In(zone).ZoneBounds()
	start, end = -never, never
	if !s.IsZero() {
		start = s.Unix()
	}
	if !e.IsZero() {
		end = e.Unix()
	}
	return start, end
}
