package deadlines

import (
	"fmt"
	"time"
)

const (
	secondsPerDay  = 86400
	lastSecond     = secondsPerDay - 1 // 23:59:59 of a civil day
	maxOffsetHours = 16                // no zone has ever been further from UTC
)

// Date is a civil date, counted in days since 1 January 1970. It has no zone and no time of day, so adding to it can
// meet neither a gap nor an overlap; only Date.end, which goes back to an instant, has to.
type Date int64

// DateOf is the civil date that the wall clock in zone shows at the Unix second u.
func DateOf(u int64, zone *time.Location) Date {
	return Date(floorDiv(u+offsetAt(u, zone), secondsPerDay))
}

// NewDate builds a date of the proleptic Gregorian calendar; a day the month does not have is refused.
func NewDate(year, month, day int) (Date, error) {
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, fmt.Errorf("%04d-%02d-%02d is not a date", year, month, day)
	}
	return civilToDays(year, month, day), nil
}

// ParseDate reads 2026-11-23 and nothing else.
func ParseDate(s string) (Date, error) {
	var y, m, d int
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, fmt.Errorf("%q is not a date like 2026-11-23", s)
	}
	for i, part := range []struct{ from, to int }{{0, 4}, {5, 7}, {8, 10}} {
		n := 0
		for _, c := range s[part.from:part.to] {
			if c < '0' || c > '9' {
				return 0, fmt.Errorf("%q is not a date like 2026-11-23", s)
			}
			n = n*10 + int(c-'0')
		}
		switch i {
		case 0:
			y = n
		case 1:
			m = n
		default:
			d = n
		}
	}
	return NewDate(y, m, d)
}

// civilToDays counts days since 1970-01-01 in 400-year eras that start on 1 March, so that the leap day comes last.
func civilToDays(y, m, d int) Date {
	if m <= 2 {
		y--
	}
	era := floorDiv(int64(y), 400)
	yoe := int64(y) - era*400
	mp := int64((m + 9) % 12)
	doy := (153*mp+2)/5 + int64(d) - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Date(era*146097 + doe - 719468)
}

// Civil gives year, month and day; the inverse of NewDate.
func (d Date) Civil() (year, month, day int) {
	z := int64(d) + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy - (153*mp+2)/5 + 1)
	month = int(mp) + 3
	if month > 12 {
		month -= 12
	}
	year = int(yoe + era*400)
	if month <= 2 {
		year++
	}
	return year, month, day
}

// Weekday of the date; 1 January 1970 was a Thursday.
func (d Date) Weekday() time.Weekday {
	return time.Weekday((int64(d)%7 + 7 + int64(time.Thursday)) % 7)
}

// AddMonths clamps at the end of the month: 31 January + 1 month is 28 February (29 in a leap year).
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Civil()
	months := int64(y)*12 + int64(m-1) + int64(n)
	y = int(floorDiv(months, 12))
	m = int(months-int64(y)*12) + 1
	if last := daysIn(y, m); day > last {
		day = last
	}
	return civilToDays(y, m, day)
}

// String is ISO 8601.
func (d Date) String() string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Long is how people read a date: Mon 26 Oct 2026.
func (d Date) Long() string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%s %d %s %d", d.Weekday().String()[:3], day, time.Month(m).String()[:3], y)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
