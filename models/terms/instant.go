package terms

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// Instant is a moment in UTC, in whole seconds. One type for every *_at value, because an embedded database
// stores times as text and would compare the same moment in two zones as different.
type Instant struct{ t time.Time }

// InstantOf truncates to the second and moves to UTC.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	return Instant{t.UTC().Truncate(time.Second)}
}

// ParseInstant reads RFC 3339 with an offset; a time without a zone is refused, because nobody can know what it means.
func ParseInstant(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return Instant{}, fmt.Errorf("time %q is not RFC 3339 with an offset, for example 2022-01-19T18:00:00+01:00", s)
	}
	return InstantOf(t), nil
}

func (i Instant) Time() time.Time               { return i.t }
func (i Instant) IsZero() bool                  { return i.t.IsZero() }
func (i Instant) In(z *time.Location) time.Time { return i.t.In(z) }
func (i Instant) Before(j Instant) bool         { return i.t.Before(j.t) }
func (i Instant) After(j Instant) bool          { return i.t.After(j.t) }
func (i Instant) Equal(j Instant) bool          { return i.t.Equal(j.t) }
func (i Instant) Unix() int64                   { return i.t.Unix() }
func (i Instant) Sub(j Instant) time.Duration   { return i.t.Sub(j.t) }

// Add moves by elapsed time; it knows no calendar on purpose.
func (i Instant) Add(d time.Duration) Instant { return InstantOf(i.t.Add(d)) }

// String is RFC 3339 in UTC, empty for the zero instant.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	return i.t.Format(time.RFC3339)
}

func (i Instant) MarshalJSON() ([]byte, error) {
	if i.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(i.String())
}

func (i *Instant) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*i = Instant{}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	v, err := ParseInstant(s)
	*i = v
	return err
}

// Value stores text, the same on both engines, so that order by and <= mean the same on both.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.t.Format(time.RFC3339), nil
}

// Scan reads what Value wrote.
func (i *Instant) Scan(v any) error {
	switch x := v.(type) {
	case nil:
		*i = Instant{}
		return nil
	case time.Time:
		*i = InstantOf(x)
		return nil
	case string:
		p, err := ParseInstant(x)
		*i = p
		return err
	case []byte:
		p, err := ParseInstant(string(x))
		*i = p
		return err
	}
	return fmt.Errorf("cannot read an instant from %T", v)
}

// GormDataType keeps the column the same on both engines.
func (Instant) GormDataType() string { return "text" }

// MarshalText and UnmarshalText make an Instant a plain string wherever text is asked for (API documents, forms, maps).
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

func (i *Instant) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*i = Instant{}
		return nil
	}
	p, err := ParseInstant(string(b))
	*i = p
	return err
}
