package deadlines

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Dates are read as nodes, so that every refusal can name the line.
type calendarFile struct {
	Jurisdiction  string     `yaml:"jurisdiction"`
	Name          string     `yaml:"name"`
	Weekend       []string   `yaml:"weekend"`
	From          yaml.Node  `yaml:"from"`
	CompleteUntil yaml.Node  `yaml:"complete_until"`
	Notes         string     `yaml:"notes"`
	Years         []yearFile `yaml:"years"`
}

type yearFile struct {
	Year     int       `yaml:"year"`
	Sources  []string  `yaml:"sources"`
	Notes    string    `yaml:"notes"`
	Holidays []dayFile `yaml:"holidays"`
	Working  []dayFile `yaml:"working"`
}

type dayFile struct {
	On   yaml.Node `yaml:"date"`
	Name string    `yaml:"name"`
	Note string    `yaml:"note"`
}

// LoadCalendar reads one calendar and refuses, with file and line, whatever it cannot vouch for: unknown keys, a date
// outside its year, a date twice, a year without sources, a gap between years, an end beyond the last year.
func LoadCalendar(file string, data []byte) (*Calendar, error) {
	var in calendarFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&in); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := dec.Decode(new(calendarFile)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: one calendar per file, please", file)
	}
	sum := sha256.Sum256(data)
	c := &Calendar{
		Jurisdiction: in.Jurisdiction, Name: in.Name, Notes: in.Notes, Version: "sha256:" + hex.EncodeToString(sum[:]),
		holidays: map[Date]Day{}, working: map[Date]Day{},
	}
	if in.Jurisdiction == "" || in.Name == "" {
		return nil, fmt.Errorf("%s:1: a calendar needs a jurisdiction and a name", file)
	}
	if want := "/" + strings.ToLower(in.Jurisdiction) + ".yaml"; !strings.HasSuffix("/"+file, want) {
		return nil, fmt.Errorf("%s:1: the calendar of %s belongs in %s", file, in.Jurisdiction, want[1:])
	}
	if err := c.readWeekend(file, in.Weekend); err != nil {
		return nil, err
	}
	if err := c.readYears(file, in.Years); err != nil {
		return nil, err
	}
	return c, c.readSpan(file, &in.From, &in.CompleteUntil)
}

func (c *Calendar) readWeekend(file string, names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("%s:1: the weekend is missing", file)
	}
	for _, name := range names {
		found := false
		for w := time.Sunday; w <= time.Saturday; w++ {
			if strings.EqualFold(name, w.String()) {
				c.Weekend, c.weekend[w], found = append(c.Weekend, w), true, true
			}
		}
		if !found {
			return fmt.Errorf("%s:1: %q is not a day of the week", file, name)
		}
	}
	return nil
}

func (c *Calendar) readYears(file string, years []yearFile) error {
	if len(years) == 0 {
		return fmt.Errorf("%s:1: the calendar has no years", file)
	}
	for i, y := range years {
		if i > 0 && y.Year != years[i-1].Year+1 {
			return fmt.Errorf("%s: after %d comes %d; years must follow one another, a missing year would read as a year without holidays", file, years[i-1].Year, y.Year)
		}
		if len(y.Sources) == 0 {
			return fmt.Errorf("%s: the year %d names no source", file, y.Year)
		}
		out := CalendarYear{Year: y.Year, Sources: y.Sources, Notes: y.Notes}
		var err error
		if out.Holidays, err = c.readDays(file, y.Year, y.Holidays, c.holidays); err != nil {
			return err
		}
		if out.Working, err = c.readDays(file, y.Year, y.Working, c.working); err != nil {
			return err
		}
		for j, w := range out.Working {
			if !c.weekend[w.On.Weekday()] {
				return fmt.Errorf("%s:%d: %s is a working day already; only a day of the weekend can be worked in exchange", file, y.Working[j].On.Line, w.On.Long())
			}
		}
		c.Years = append(c.Years, out)
	}
	return nil
}

func (c *Calendar) readDays(file string, year int, days []dayFile, into map[Date]Day) ([]Day, error) {
	out := make([]Day, 0, len(days))
	for _, d := range days {
		on, err := ParseDate(d.On.Value)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, d.On.Line, err)
		}
		if y, _, _ := on.Civil(); y != year {
			return nil, fmt.Errorf("%s:%d: %s does not belong in the year %d", file, d.On.Line, on, year)
		}
		if d.Name == "" {
			return nil, fmt.Errorf("%s:%d: %s has no name", file, d.On.Line, on)
		}
		if _, twice := c.holidays[on]; twice {
			return nil, fmt.Errorf("%s:%d: %s stands there twice", file, d.On.Line, on)
		}
		if _, twice := c.working[on]; twice {
			return nil, fmt.Errorf("%s:%d: %s stands there twice", file, d.On.Line, on)
		}
		day := Day{On: on, Name: d.Name, Note: d.Note}
		into[on] = day
		out = append(out, day)
	}
	return out, nil
}

func (c *Calendar) readSpan(file string, from, until *yaml.Node) error {
	var err error
	if c.From, err = ParseDate(from.Value); err != nil {
		return fmt.Errorf("%s:%d: from: %w", file, max(from.Line, 1), err)
	}
	if c.CompleteUntil, err = ParseDate(until.Value); err != nil {
		return fmt.Errorf("%s:%d: complete_until: %w", file, max(until.Line, 1), err)
	}
	first, last := c.Years[0].Year, c.Years[len(c.Years)-1].Year
	if y, _, _ := c.From.Civil(); y < first {
		return fmt.Errorf("%s:%d: the calendar starts on %s, but its first year is %d", file, from.Line, c.From, first)
	}
	if y, _, _ := c.CompleteUntil.Civil(); y > last {
		return fmt.Errorf("%s:%d: the calendar claims to be complete until %s, but its last year is %d", file, until.Line, c.CompleteUntil, last)
	}
	if c.CompleteUntil < c.From {
		return fmt.Errorf("%s:%d: the calendar ends before it starts", file, until.Line)
	}
	return nil
}
