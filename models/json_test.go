package models

import (
	"encoding/json"
	"reflect"
	"testing"
)

// Whatever a column holds is read as the JSON reader would read it, or refused as it would be.
func TestListsOfWordsAreReadAsJSONReadsThem(t *testing.T) {
	for _, s := range []string{`[]`, `["a"]`, `["a","b c"]`, `["",""]`, `["say \"no\"","b"]`, `["Zürich","\u003cb\u003e"]`, ` ["a"]`, `["a", "b"]`, `null`,
		`["a",]`, `["a""b"]`, `["a]`, `[a]`, `["a",null]`, `[","]`, `["],["]`, `{}`, `[`, ``} {
		t.Run(s, func(t *testing.T) { readAsJSON[[]string](t, s) })
	}
}

func TestNumbersOfPeopleAreReadAsJSONReadsThem(t *testing.T) {
	for _, s := range []string{`{"min":null,"max":null,"exact":false}`, `{"min":515000,"max":null,"exact":false}`, `{"min":0,"max":12,"exact":false}`,
		`{"min":7,"max":7,"exact":true}`, `{"min":-1,"max":2,"exact":false}`, `{"max":2,"min":1,"exact":true}`, `{"min":1}`, `{}`, `null`,
		`{"min":01,"max":2,"exact":false}`, `{"min":+1,"max":2,"exact":false}`, `{"min":1,"max":2,"exact":maybe}`, `{"min":1.5,"max":2,"exact":true}`,
		`{"min":1,"max":2,"exact":true} `, `{"min":1,"max":2,"exact":true}}`, `{"min":,"max":2,"exact":true}`, `{"min":99999999999999999999,"max":2,"exact":true}`} {
		t.Run(s, func(t *testing.T) { readAsJSON[CountRange](t, s) })
	}
}

func readAsJSON[T any](t *testing.T, s string) {
	t.Helper()
	var got JSON[T]
	var want T
	gotErr, wantErr := got.Scan(s), json.Unmarshal([]byte(s), &want)
	if (gotErr == nil) != (wantErr == nil) {
		t.Fatalf("read with %v, JSON says %v", gotErr, wantErr)
	}
	if wantErr == nil && !reflect.DeepEqual(got.V, want) {
		t.Errorf("read %+v, JSON reads %+v", got.V, want)
	}
}
