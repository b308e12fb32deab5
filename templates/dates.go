package templates

import (
	"strconv"
	"strings"
	"time"
)

// day writes a date in words, in the zone of t.
func (w *Words) day(t time.Time) string {
	return fill(w.Date, "{weekday}", w.Weekdays[t.Weekday()], "{day}", strconv.Itoa(t.Day()), "{month}", w.Months[t.Month()-1], "{year}", strconv.Itoa(t.Year()))
}

// moment writes a date and time in the zone of t and in UTC, so that nobody has to guess whose clock is meant.
func (w *Words) moment(t time.Time) string {
	utc := t.UTC().Format("15:04")
	if t.Location() == time.UTC || t.Location().String() == "UTC" {
		return w.day(t) + ", " + utc + " UTC"
	}
	if t.UTC().Day() != t.Day() {
		utc = w.day(t.UTC()) + ", " + utc
	}
	return fill(w.DateTime, "{date}", w.day(t), "{time}", t.Format("15:04"), "{city}", city(t.Location()), "{utc}", utc)
}

// city turns Europe/Paris into Paris.
func city(z *time.Location) string {
	name := z.String()
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}
