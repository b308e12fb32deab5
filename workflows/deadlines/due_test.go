package deadlines

import (
	"encoding/csv"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zone rules on every machine

	"candour/models/terms"
)

// The golden table was worked out by a second implementation in another language; each row says why.
func TestGoldenTable(t *testing.T) {
	f, err := os.Open("testdata/golden.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 501 {
		t.Fatalf("the golden table has shrunk to %d rows", len(rows)-1)
	}
	for _, row := range rows[1:] {
		name, jurisdiction, unit, why := row[0], row[1], row[3], row[6]
		t.Run(name, func(t *testing.T) {
			amount, err := strconv.Atoi(row[2])
			if err != nil {
				t.Fatal(err)
			}
			got, err := DueIn(Rule{amount, Unit(unit)}, at(t, row[4]), jurisdiction)
			if err != nil {
				t.Fatal(err)
			}
			if want := at(t, row[5]); !got.At.Equal(want) || got.Local.Format(time.RFC3339) != row[5] {
				t.Errorf("due %s, want %s\nbecause %s\nsteps: %s", got.Local.Format(time.RFC3339), row[5], why, strings.Join(got.Steps, " "))
			}
		})
	}
}

func TestTheStepsExplainWhatWasCounted(t *testing.T) {
	for _, c := range []struct {
		name, jurisdiction, start string
		rule                      Rule
		want                      []string
	}{
		{"hours over the end of summer time", "DE", "2026-10-23T15:00:00+02:00", Rule{72, Hours}, []string{
			"The clock starts on Fri 23 Oct 2026, 15:00 in Berlin (+02:00).",
			"Add 72 hours of elapsed time.",
			"Clocks in Berlin go back on Sun 25 Oct 2026; hours are elapsed time, so the wall clock reads differently.",
			"Due Mon 26 Oct 2026, 14:00 in Berlin (+01:00).",
		}},
		{"one business day over a worked Saturday", "BY", "2025-12-19T08:00:00+03:00", Rule{1, BusinessDays}, []string{
			"The clock starts on Fri 19 Dec 2025, 08:00 in Minsk (+03:00); day 0 is Fri 19 Dec 2025.",
			"Add 1 business day.",
			"The weekend in Belarus is Saturday and Sunday.",
			"Sat 20 Dec 2025 is worked (worked for 2025-12-26).",
			"The last day is Sat 20 Dec 2025; it ends at its last second in Minsk.",
			"Due Sat 20 Dec 2025, 23:59:59 in Minsk (+03:00).",
		}},
		{"a month that is shorter", "DE", "2026-01-31T10:00:00+01:00", Rule{1, Months}, []string{
			"The clock starts on Sat 31 Jan 2026, 10:00 in Berlin (+01:00); day 0 is Sat 31 Jan 2026.",
			"Add 1 month.",
			"That month has no day 31; its last day counts.",
			"The last day is Sat 28 Feb 2026; it ends at its last second in Berlin.",
			"Due Sat 28 Feb 2026, 23:59:59 in Berlin (+01:00).",
		}},
		{"no number in the law", "DE", "2026-01-31T10:00:00+01:00", Rule{0, None}, []string{
			"The law sets no number of hours or days, so it sets no due time.",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := DueIn(c.rule, at(t, c.start), c.jurisdiction)
			if err != nil {
				t.Fatal(err)
			}
			if g, w := strings.Join(got.Steps, "\n"), strings.Join(c.want, "\n"); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
		})
	}
}

func TestWhatCannotBeComputedSaysSo(t *testing.T) {
	for _, c := range []struct {
		name, jurisdiction, start string
		rule                      Rule
		want                      string
		cannot                    bool
	}{
		{"the calendar of Egypt ends before the third working day", "EG", "2026-04-20T10:00:00+02:00", Rule{3, BusinessDays}, "cannot compute: calendar ends; the holidays of Egypt are known until Wed 22 Apr 2026", true},
		{"the calendar of Belarus ends with the year", "BY", "2026-12-29T10:00:00+03:00", Rule{3, BusinessDays}, "calendar ends", true},
		{"a start before the calendar begins", "BR", "2021-12-31T10:00:00-03:00", Rule{3, BusinessDays}, "calendar of Brazil begins on Sat 1 Jan 2022", true},
		{"a start after the calendar ends", "BR", "2031-01-01T10:00:00-03:00", Rule{3, BusinessDays}, "calendar ends", true},
		{"business days where no calendar is kept", "DE", "2026-01-31T10:00:00+01:00", Rule{3, BusinessDays}, "no calendar of business days for DE", true},
		{"a place nobody knows", "ZZ", "2026-01-31T10:00:00+01:00", Rule{72, Hours}, `no time zone is known for the authority of "ZZ"`, false},
		{"a state of the union written without its union", "CALIFORNIA", "2026-01-31T10:00:00+01:00", Rule{72, Hours}, "no time zone", false},
		{"a negative rule", "DE", "2026-01-31T10:00:00+01:00", Rule{-1, Hours}, "makes no sense", false},
		{"a rule of centuries", "DE", "2026-01-31T10:00:00+01:00", Rule{200_000, Months}, "makes no sense", false},
		{"a unit the packs do not use", "DE", "2026-01-31T10:00:00+01:00", Rule{2, "weeks"}, `unit "weeks" is not one of`, false},
		{"a clock that has not started", "DE", "", Rule{72, Hours}, "has not started", false},
		{"a start long before any breach law", "DE", "1800-01-01T00:00:00Z", Rule{72, Hours}, "outside the years", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var start terms.Instant
			if c.start != "" {
				start = at(t, c.start)
			}
			got, err := DueIn(c.rule, start, c.jurisdiction)
			if err == nil {
				t.Fatalf("answered %s", got.At)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("said %q, want %q", err, c.want)
			}
			if errors.Is(err, ErrCannotCompute) != c.cannot {
				t.Errorf("ErrCannotCompute is %v for %q", !c.cannot, err)
			}
		})
	}
	if _, err := Due(Rule{3, BusinessDays}, at(t, "2026-01-31T10:00:00Z"), time.UTC, nil); !errors.Is(err, ErrCannotCompute) {
		t.Errorf("business days without a calendar: %v", err)
	}
	if _, err := Due(Rule{3, Hours}, at(t, "2026-01-31T10:00:00Z"), nil, nil); err == nil {
		t.Error("answered without a zone")
	}
}

// Nuuk moved its clocks from 23:00 to 24:00 on Saturday 25 March 2023 (and 30 March 2024 from 23:00 to midnight): the day
// ended at 22:59:59.
func TestADayThatLosesItsLastHour(t *testing.T) {
	zone, err := time.LoadLocation("America/Nuuk")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Due(Rule{1, CalendarDays}, at(t, "2024-03-29T12:00:00-02:00"), zone, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "2024-03-30T22:59:59-02:00"; got.Local.Format(time.RFC3339) != want {
		t.Errorf("due %s, want %s", got.Local.Format(time.RFC3339), want)
	}
	if !strings.Contains(strings.Join(got.Steps, " "), "the last second before the change counts") {
		t.Errorf("the gap is not explained: %v", got.Steps)
	}
}

func TestEveryJurisdictionHasAZone(t *testing.T) {
	all, err := Jurisdictions()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 240 {
		t.Fatalf("only %d jurisdictions", len(all))
	}
	for _, j := range all {
		if _, err := Zone(j); err != nil {
			t.Error(err)
		}
	}
}

func TestZonesFileIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"an unknown zone":         {"jurisdiction,timezone,note\nDE,Europe/Berlinn,\n", `zones.csv:2: time zone "Europe/Berlinn" of DE`},
		"a jurisdiction twice":    {"jurisdiction,timezone,note\nDE,Europe/Berlin,\nDE,Europe/Berlin,\n", "zones.csv:3: DE stands there twice"},
		"a row that is too short": {"jurisdiction,timezone,note\nDE,Europe/Berlin\n", "wrong number of fields"},
	} {
		if _, err := readZones([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestParseUnit(t *testing.T) {
	for _, u := range []Unit{Hours, CalendarDays, BusinessDays, Months, None} {
		if got, err := ParseUnit(string(u)); err != nil || got != u {
			t.Errorf("%q: %v %v", u, got, err)
		}
	}
	if _, err := ParseUnit("days"); err == nil {
		t.Error(`"days" says neither calendar nor business and was taken`)
	}
}

func at(t *testing.T, s string) terms.Instant {
	t.Helper()
	i, err := terms.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}
