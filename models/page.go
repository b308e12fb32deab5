package models

import (
	"encoding/base64"
	"encoding/json"
)

// PageRequest asks for one page by cursor: the keys of the last row of the page before. Page 10,000 costs what page 1 costs.
type PageRequest struct {
	Cursor string
	Limit  int
}

// Page is one page of rows; Next is empty on the last one.
type Page[T any] struct {
	Items []T
	Next  string
}

// Size is the limit asked for, kept between 1 and 200, 50 when not given.
func (p PageRequest) Size() int {
	switch {
	case p.Limit <= 0:
		return 50
	case p.Limit > 200:
		return 200
	}
	return p.Limit
}

// decode reads the cursor into keys; false when there is none.
func (p PageRequest) decode(keys any) (bool, error) {
	if p.Cursor == "" {
		return false, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(b, keys)
	}
	if err != nil {
		return false, InvalidField("cursor", "The page mark is not one of ours. Start again from the first page.")
	}
	return true, nil
}

// pageOf cuts a list that was read one row longer than the page, and makes the mark of the next page from its last row.
func pageOf[T any](rows []T, size int, keys func(T) any) Page[T] {
	if len(rows) <= size {
		return Page[T]{Items: rows}
	}
	rows = rows[:size]
	b, _ := json.Marshal(keys(rows[size-1]))
	return Page[T]{Items: rows, Next: base64.RawURLEncoding.EncodeToString(b)}
}
