package models

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
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
		return json.Unmarshal([]byte(x), &j.V)
	case []byte:
		return json.Unmarshal(x, &j.V)
	}
	return fmt.Errorf("cannot read JSON from %T", v)
}

// GormDataType is text on both engines.
func (JSON[T]) GormDataType() string { return "text" }
