package deadlines

import (
	"testing"
	"time"
)

// Our own civil arithmetic against the standard library's in UTC, which has no gaps: every day from 1899 to 2201.
func TestCivilDatesAgreeWithTheStandardLibrary(t *testing.T) {
	start := time.Date(1899, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := 0; i < 302*366; i++ {
		day := start.Add(time.Duration(i) * 24 * time.Hour)
		want, _ := NewDate(day.Year(), int(day.Month()), day.Day())
		if got := DateOf(day.Unix()+3600, time.UTC); got != want {
			t.Fatalf("%s: %d, want %d", day, got, want)
		}
		y, m, d := want.Civil()
		if y != day.Year() || m != int(day.Month()) || d != day.Day() || want.Weekday() != day.Weekday() {
			t.Fatalf("%s came back as %d-%d-%d %s", day, y, m, d, want.Weekday())
		}
	}
}

func TestMonthsClampToTheLastDay(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2028-02-29", 12, "2029-02-28"},
		{"2026-03-31", 1, "2026-04-30"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-05-15", 0, "2026-05-15"},
		{"2026-01-31", 13, "2027-02-28"}, {"2026-11-30", 3, "2027-02-28"}, {"2100-01-30", 1, "2100-02-28"},
	} {
		from, err := ParseDate(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := from.AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s + %d months is %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestDatesThatAreNone(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026/01/01", "2026-01-1x", "2026-04-31", "-026-01-01"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q was read as %s", s, d)
		}
	}
	if d, err := ParseDate("2028-02-29"); err != nil || d.Long() != "Tue 29 Feb 2028" {
		t.Errorf("2028-02-29 is %v, %v", d.Long(), err)
	}
}
