package deadlines

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheShippedCalendarsLoad(t *testing.T) {
	all, err := Calendars()
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, c := range all {
		have = append(have, c.Jurisdiction)
		if c.From.String() != "2022-01-01" || !strings.HasPrefix(c.Version, "sha256:") || c.Notes == "" {
			t.Errorf("%s: from %s, version %q, notes %q", c.Jurisdiction, c.From, c.Version, c.Notes)
		}
		if _, err := Zone(c.Jurisdiction); err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(have, " "); got != "BR BY CO CR EC EG KZ US-VT" {
		t.Errorf("calendars are %s", got)
	}
}

// Days somebody looked up, one by one, in the source named in the calendar.
func TestDaysSomebodyLookedUp(t *testing.T) {
	for _, c := range []struct {
		jurisdiction, date string
		works              bool
		why                string
	}{
		{"EG", "2025-10-06", true, "Armed Forces Day was moved to the Thursday"},
		{"EG", "2025-10-09", false, "Armed Forces Day, moved"},
		{"EG", "2025-04-25", false, "a Friday"},
		{"EG", "2025-04-24", false, "Sinai Liberation Day, moved to the Thursday"},
		{"EG", "2024-06-19", true, "free for the public sector only"},
		{"EG", "2024-05-01", true, "Labour Day was moved to 5 May"},
		{"EG", "2024-05-05", false, "a Sunday, Labour Day"},
		{"EG", "2026-01-25", true, "a Sunday; the holiday was moved to 29 January"},
		{"KZ", "2026-08-31", true, "30 August is no holiday any more"},
		{"KZ", "2025-09-01", false, "Constitution Day fell on a Saturday"},
		{"KZ", "2024-05-04", true, "a worked Saturday"},
		{"KZ", "2024-05-08", false, "free in exchange"},
		{"KZ", "2025-01-05", true, "a worked Sunday"},
		{"BY", "2026-04-25", true, "a worked Saturday"},
		{"BY", "2026-04-20", false, "free in exchange"},
		{"BY", "2026-04-21", false, "Radunitsa, nine days after Orthodox Easter"},
		{"BY", "2025-12-20", true, "a worked Saturday"},
		{"US-VT", "2026-03-03", false, "Town Meeting Day"},
		{"US-VT", "2026-07-03", false, "Independence Day is a Saturday"},
		{"US-VT", "2026-08-17", false, "Bennington Battle Day is a Sunday"},
		{"US-VT", "2026-06-19", true, "Juneteenth is not in § 371"},
		{"US-VT", "2026-11-27", true, "the day after Thanksgiving is not in § 371"},
		{"US-VT", "2027-12-31", false, "New Year's Day 2028 is a Saturday"},
		{"BR", "2026-02-17", true, "carnival is no national holiday"},
		{"BR", "2026-06-04", true, "Corpus Christi is no national holiday"},
		{"BR", "2023-11-20", true, "a national holiday only from 2024"},
		{"BR", "2024-11-20", false, "Consciência Negra"},
		{"BR", "2026-04-03", false, "Good Friday"},
		{"CO", "2026-01-06", true, "Epiphany moves to the Monday"},
		{"CO", "2026-01-12", false, "Epiphany, moved"},
		{"CO", "2026-03-23", false, "Saint Joseph, moved"},
		{"CO", "2026-07-20", false, "Independence Day does not move"},
		{"CO", "2025-08-07", false, "Boyacá does not move"},
		{"EC", "2026-01-02", false, "by decree"},
		{"EC", "2025-10-09", false, "by decree, beside the moved holiday of the 10th"},
		{"EC", "2025-11-04", false, "2 November was a Sunday"},
		{"EC", "2026-05-25", false, "24 May is a Sunday"},
		{"EC", "2024-10-31", true, "suspended, but to be made up"},
		{"CR", "2022-09-15", true, "Independence Day was moved"},
		{"CR", "2022-09-19", false, "Independence Day, moved"},
		{"CR", "2025-09-15", false, "no more moving"},
		{"CR", "2026-12-01", false, "Army Abolition Day"},
	} {
		cal, err := CalendarFor(c.jurisdiction)
		if err != nil {
			t.Fatal(err)
		}
		d, err := ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		if works, err := cal.IsBusinessDay(d); err != nil || works != c.works {
			t.Errorf("%s %s (%s): works %v, %v", c.jurisdiction, d.Long(), c.why, works, err)
		}
	}
}

// Each broken calendar is refused with its file and line.
func TestBrokenCalendarsAreRefused(t *testing.T) {
	want := map[string]string{
		"unknown-key":      "line 7: field holliday not found",
		"date-twice":       "zz.yaml:11: 2026-05-01 stands there twice",
		"wrong-year":       "zz.yaml:10: 2027-05-01 does not belong in the year 2026",
		"no-such-date":     "zz.yaml:10: 2026-02-30 is not a date",
		"no-name":          "zz.yaml:10: 2026-05-01 has no name",
		"no-source":        "the year 2026 names no source",
		"missing-year":     "after 2024 comes 2026",
		"ends-too-late":    "zz.yaml:5: the calendar claims to be complete until 2027-06-30, but its last year is 2026",
		"ends-too-early":   "zz.yaml:5: the calendar ends before it starts",
		"starts-too-early": "zz.yaml:4: the calendar starts on 2025-01-01, but its first year is 2026",
		"worked-weekday":   "zz.yaml:12: Mon 4 May 2026 is a working day already",
		"worked-and-free":  "zz.yaml:12: 2026-05-02 stands there twice",
		"no-weekend":       "zz.yaml:1: the weekend is missing",
		"bad-weekend":      `"saturn-day" is not a day of the week`,
		"wrong-file":       "the calendar of XX belongs in xx.yaml",
		"two-documents":    "one calendar per file",
		"no-years":         "the calendar has no years",
		"no-end":           "complete_until",
	}
	files, err := filepath.Glob("testdata/busted/*.yaml")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d broken calendars for %d messages, %v", len(files), len(want), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, err = LoadCalendar("calendars/zz.yaml", data)
		if err == nil || !strings.Contains(err.Error(), want[name]) || !strings.HasPrefix(err.Error(), "calendars/zz.yaml") {
			t.Errorf("%s: said %v, want %q", name, err, want[name])
		}
	}
}
