package models

import (
	"errors"
	"fmt"
)

// Kind sorts errors by what the person in front of the screen can do about them.
type Kind string

const (
	KindInvalid      Kind = "invalid"      // correct the input
	KindNotFound     Kind = "not_found"    // it is not there, or not for you: the answer is the same on purpose
	KindConflict     Kind = "conflict"     // somebody or something was faster: look again
	KindForbidden    Kind = "forbidden"    // signed in, but this right is not yours
	KindUnauthorised Kind = "unauthorised" // not signed in
	KindTooMany      Kind = "too_many"     // wait
	KindUnavailable  Kind = "unavailable"  // a part of the service is not there; nothing was lost
)

// Field names one input that is wrong and says why, in a sentence.
type Field struct {
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

// Error may be shown to a person. Anything else that is returned as error is a bug or an outage.
type Error struct {
	Kind   Kind
	Detail string
	Fields []Field
}

func (e *Error) Error() string { return e.Detail }

// Invalid, NotFound, Conflict and Forbidden build the errors of everyday commands.
func Invalid(format string, a ...any) *Error {
	return &Error{Kind: KindInvalid, Detail: fmt.Sprintf(format, a...)}
}

// InvalidField is Invalid with the field that has to be corrected.
func InvalidField(name, format string, a ...any) *Error {
	d := fmt.Sprintf(format, a...)
	return &Error{Kind: KindInvalid, Detail: d, Fields: []Field{{name, d}}}
}

func NotFound(what string) *Error {
	return &Error{Kind: KindNotFound, Detail: what + " was not found. It may have been removed, or it is not shared with you."}
}

func Conflict(format string, a ...any) *Error {
	return &Error{Kind: KindConflict, Detail: fmt.Sprintf(format, a...)}
}

func Forbidden(format string, a ...any) *Error {
	return &Error{Kind: KindForbidden, Detail: fmt.Sprintf(format, a...)}
}

// IsKind says whether err is a shown error of that kind.
func IsKind(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}
