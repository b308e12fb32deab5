package deadlines

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"sync"
	"time"

	"candour/models/terms"
)

//go:embed calendars/*.yaml
var calendarFiles embed.FS

// Calendar says which days of a place are working days, between From and CompleteUntil and nowhere else.
type Calendar struct {
	Jurisdiction  string
	Name          string
	Weekend       []time.Weekday
	From          Date
	CompleteUntil Date
	Version       string // hash of the file, stored with every due time that used it
	Notes         string
	Years         []CalendarYear

	weekend  [7]bool
	holidays map[Date]Day
	working  map[Date]Day // weekend days worked in exchange for a free weekday
}

// CalendarYear keeps the sources of the dates beside them.
type CalendarYear struct {
	Year     int
	Sources  []string
	Notes    string
	Holidays []Day
	Working  []Day
}

// Day is one dated entry.
type Day struct {
	On   Date
	Name string
	Note string
}

var loadCalendars = sync.OnceValues(func() (map[string]*Calendar, error) {
	files, err := fs.Glob(calendarFiles, "calendars/*.yaml")
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Calendar, len(files))
	for _, name := range files {
		data, err := calendarFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		cal, err := LoadCalendar(name, data)
		if err != nil {
			return nil, err
		}
		out[cal.Jurisdiction] = cal
	}
	return out, nil
})

// CalendarFor is the calendar of business days of a jurisdiction. Few places have one, because few duties count
// business days; asking for another fails with ErrCannotCompute.
func CalendarFor(jurisdiction string) (*Calendar, error) {
	all, err := loadCalendars()
	if err != nil {
		return nil, err
	}
	cal, ok := all[jurisdiction]
	if !ok {
		return nil, fmt.Errorf("%w: there is no calendar of business days for %s", ErrCannotCompute, jurisdiction)
	}
	return cal, nil
}

// Calendars lists all calendars by jurisdiction.
func Calendars() ([]*Calendar, error) {
	all, err := loadCalendars()
	if err != nil {
		return nil, err
	}
	out := make([]*Calendar, 0, len(all))
	for _, cal := range all {
		out = append(out, cal)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Jurisdiction < out[j].Jurisdiction })
	return out, nil
}

// DueIn is Due with the zone and the calendar of a jurisdiction.
func DueIn(rule Rule, start terms.Instant, jurisdiction string) (Result, error) {
	zone, err := Zone(jurisdiction)
	if err != nil {
		return Result{}, err
	}
	var cal *Calendar
	if rule.Unit == BusinessDays {
		if cal, err = CalendarFor(jurisdiction); err != nil {
			return Result{}, err
		}
	}
	return Due(rule, start, zone, cal)
}

// IsBusinessDay fails with ErrCannotCompute outside the years the calendar is complete for.
func (c *Calendar) IsBusinessDay(d Date) (bool, error) {
	if d < c.From {
		return false, fmt.Errorf("%w: calendar of %s begins on %s", ErrCannotCompute, c.Name, c.From.Long())
	}
	if d > c.CompleteUntil {
		return false, fmt.Errorf("%w: calendar ends; the holidays of %s are known until %s", ErrCannotCompute, c.Name, c.CompleteUntil.Long())
	}
	if _, ok := c.working[d]; ok {
		return true, nil
	}
	if _, ok := c.holidays[d]; ok {
		return false, nil
	}
	return !c.weekend[d.Weekday()], nil
}

// add counts n business days after d; d itself is day 0 whatever day it is.
func (c *Calendar) add(d Date, n int) (Date, []string, error) {
	if _, err := c.IsBusinessDay(d); err != nil {
		return 0, nil, err
	}
	var skipped []string
	for left := n; left > 0; {
		d++
		works, err := c.IsBusinessDay(d)
		if err != nil {
			return 0, nil, err
		}
		if works {
			left--
			if w, ok := c.working[d]; ok {
				skipped = append(skipped, d.Long()+" is worked ("+w.Name+").")
			}
			continue
		}
		if h, ok := c.holidays[d]; ok && !c.weekend[d.Weekday()] {
			skipped = append(skipped, d.Long()+" is free ("+h.Name+").")
		}
	}
	names := make([]string, 0, 2)
	for _, w := range c.Weekend {
		names = append(names, w.String())
	}
	return d, append([]string{"The weekend in " + c.Name + " is " + strings.Join(names, " and ") + "."}, skipped...), nil
}
