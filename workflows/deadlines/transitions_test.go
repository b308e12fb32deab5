package deadlines

import (
	"math/rand"
	"os"
	"strings"
	"testing"
	"time"

	"candour/models/terms"
)

// keep is the share of zones in the usual run, picked by a fixed seed; CANDOUR_LONG=1 runs them all.
func zonesUnderTest(t *testing.T, keep float64) []*time.Location {
	t.Helper()
	data, err := os.ReadFile("testdata/zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	seed := int64(20261123)
	r := rand.New(rand.NewSource(seed))
	var out []*time.Location
	for _, name := range strings.Fields(string(data)) {
		if os.Getenv("CANDOUR_LONG") == "" && r.Float64() > keep {
			continue
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out = append(out, zone)
	}
	return out
}

// transitions lists the instants between 2000 and 2050 at which the offset of zone changes, found by stepping through
// the years in hours and narrowing down, without ZoneBounds, so that the code under test is not its own model.
func transitions(zone *time.Location) []int64 {
	const from, to, step = 946684800, 2524608000, 6 * 3600
	var out []int64
	for u := int64(from); u < to; u += step {
		if offsetAt(u, zone) == offsetAt(u+step, zone) {
			continue
		}
		lo, hi := u, u+step
		for hi-lo > 1 {
			if mid := (lo + hi) / 2; offsetAt(mid, zone) == offsetAt(u, zone) {
				lo = mid
			} else {
				hi = mid
			}
		}
		out = append(out, hi)
	}
	return out
}

// TM-02: hours are whole seconds added to a Unix time, whatever the wall clock does within seven days of the start.
func TestHoursAreElapsedTimeAroundEveryTransition(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	checked := 0
	for _, zone := range zonesUnderTest(t, 1) {
		for _, change := range transitions(zone) {
			for _, hours := range []int{1, 24, 72} {
				start := change - 7*86400 + r.Int63n(14*86400)
				got, err := Due(Rule{hours, Hours}, terms.InstantOf(time.Unix(start, 0)), zone, nil)
				if err != nil {
					t.Fatal(err)
				}
				if got.At.Unix() != start+int64(hours)*3600 || got.Local.Unix() != got.At.Unix() {
					t.Fatalf("%s: %d hours from %d are %d", zone, hours, start, got.At.Unix())
				}
				checked++
			}
		}
	}
	t.Logf("%d starts checked", checked)
}

// TM-03: around every transition the end of a day is never later than the last second of that day, is the first second
// that reads 23:59:59, and is at most one hour early for every authority.
func TestDaysEndNoLaterThanTheLawAroundEveryTransition(t *testing.T) {
	authority := map[string]bool{}
	all, err := Jurisdictions()
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range all {
		zone, _ := Zone(j)
		authority[zone.String()] = true
	}
	checked := 0
	for _, zone := range zonesUnderTest(t, 0.25) {
		for _, change := range transitions(zone) {
			for shift := int64(-1); shift <= 1; shift++ {
				day := DateOf(change+shift*86400, zone)
				first, last := modelDay(day, zone)
				got, _ := day.end(zone)
				switch {
				case got > last:
					t.Fatalf("%s %s: ends at %d, later than the day itself (%d)", zone, day, got, last)
				case got != first:
					t.Fatalf("%s %s: ends at %d, the model says %d", zone, day, got, first)
				case authority[zone.String()] && last-got > 3600:
					t.Fatalf("%s %s: %d seconds early", zone, day, last-got)
				}
				checked++
			}
		}
	}
	t.Logf("%d days checked", checked)
}

// modelDay walks minute by minute: first is the first second that reads 23:59:59 on the day (or, if none does, the last
// second before the clock jumps past the day), last is the last second of the day.
func modelDay(day Date, zone *time.Location) (first, last int64) {
	utcEnd := int64(day)*86400 + 86399
	year, month, d := day.Civil()
	first, last = -1, -1
	before := int64(-1)
	for u := utcEnd + 1 - 16*3600; u < utcEnd+16*3600; u += 60 {
		wall := time.Unix(u, 0).In(zone)
		y, m, dd := wall.Date()
		switch today := time.Date(y, m, dd, 0, 0, 0, 0, time.UTC).Compare(time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)); {
		case today < 0:
			before = u + 59
		case today == 0:
			last = u + 59
			if first < 0 && wall.Hour() == 23 && wall.Minute() == 59 {
				first = u + 59
			}
		}
	}
	if last < 0 { // the whole date was skipped
		return before, before
	}
	if first < 0 {
		first = last
	}
	return first, last
}

// Any rule gives an answer or an error, never a panic; an answer is never before the start's day, and a longer rule is
// never due earlier.
func FuzzDue(f *testing.F) {
	f.Add(int64(1792764000), 72, uint8(0), uint16(3))
	f.Add(int64(1325152800), 2, uint8(1), uint16(240))
	f.Add(int64(0), 0, uint8(3), uint16(7))
	all, err := Jurisdictions()
	if err != nil {
		f.Fatal(err)
	}
	units := []Unit{Hours, CalendarDays, BusinessDays, Months, None, "weeks"}
	f.Fuzz(func(t *testing.T, unix int64, amount int, unit uint8, place uint16) {
		rule := Rule{amount, units[int(unit)%len(units)]}
		where := all[int(place)%len(all)]
		if unix < -1<<40 || unix > 1<<40 {
			unix %= 1 << 40
		}
		start := terms.InstantOf(time.Unix(unix, 0))
		got, err := DueIn(rule, start, where)
		if err != nil || rule.Unit == None {
			return
		}
		if len(got.Steps) < 3 {
			t.Errorf("%v in %s from %s gives no steps", rule, where, start)
		}
		zone, _ := Zone(where)
		if DateOf(got.At.Unix(), zone) < DateOf(start.Unix(), zone) {
			t.Errorf("%v in %s from %s is due %s, before it starts", rule, where, start, got.At)
		}
		longer, err := DueIn(Rule{amount + 1, rule.Unit}, start, where)
		if err == nil && longer.At.Before(got.At) {
			t.Errorf("%v in %s from %s: one more is due earlier (%s, %s)", rule, where, start, longer.At, got.At)
		}
	})
}
