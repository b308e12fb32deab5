package models

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// JSON keeps a value of T as text, the same bytes on both engines (a binary JSON column would reorder keys).
type JSON[T any] struct{ V T }

func JSONOf[T any](v T) JSON[T] { return JSON[T]{v} }

func (j JSON[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.V)
	return string(b), err
}

func (j *JSON[T]) Scan(v any) error {
	switch x := v.(type) {
	case nil:
		var zero T
		j.V = zero
		return nil
	case string:
		switch to := any(&j.V).(type) {
		case *[]string:
			if plainWords(x, to) {
				return nil
			}
		case *CountRange:
			if plainRange(x, to) {
				return nil
			}
		}
		return json.Unmarshal([]byte(x), &j.V)
	case []byte:
		return json.Unmarshal(x, &j.V)
	}
	return fmt.Errorf("cannot read JSON from %T", v)
}

// plainWords reads a list of strings as Value wrote it, when none of them needed an escape: most columns are such lists, and whole pages of
// them are read at once. It says no to everything else and changes nothing then.
func plainWords(s string, out *[]string) bool {
	if len(s) < 2 || s[0] != '[' || s[len(s)-1] != ']' || strings.IndexByte(s, '\\') >= 0 {
		return false
	}
	words, rest := []string{}, s[1:len(s)-1]
	for rest != "" {
		if rest[0] != '"' {
			return false
		}
		end := strings.IndexByte(rest[1:], '"') + 1
		if end == 0 {
			return false
		}
		words, rest = append(words, rest[1:end]), rest[end+1:]
		if rest == "" {
			break
		}
		if rest[0] != ',' || len(rest) == 1 {
			return false
		}
		rest = rest[1:]
	}
	*out = words
	return true
}

// plainRange reads a number of people as Value wrote it; it says no to everything else and changes nothing then.
func plainRange(s string, out *CountRange) bool {
	var c CountRange
	s, ok := strings.CutPrefix(s, `{"min":`)
	low, s, more := strings.Cut(s, `,"max":`)
	high, s, exact := strings.Cut(s, `,"exact":`)
	if !ok || !more || !exact || !plainNumber(low, &c.Min) || !plainNumber(high, &c.Max) || s != "true}" && s != "false}" {
		return false
	}
	c.Exact = s == "true}"
	*out = c
	return true
}

func plainNumber(s string, out **int) bool {
	if s == "null" {
		return true
	}
	n, err := strconv.Atoi(s)
	// JSON knows no plus and no zero in front; what is not written as we write it is for the JSON reader.
	if err != nil || strconv.Itoa(n) != s {
		return false
	}
	*out = &n
	return true
}

// GormDataType is text on both engines.
func (JSON[T]) GormDataType() string { return "text" }
