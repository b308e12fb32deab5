package gateway

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"candour/models"
)

// Kind of message a gateway carries.
type Kind string

const (
	SMS   Kind = "sms"
	Voice Kind = "voice" // the text is read aloud in Language
)

// Kinds in the order people are shown them.
var Kinds = []Kind{SMS, Voice}

// Message is one message to one number. The same Message always gives the same bytes and the same key.
type Message struct {
	Key  string // Idempotency-Key: a function of the delivery and its step
	To   Number
	Lang string
	Text string
}

// maxText is more than any approved text message: 10 parts.
const maxText = 1530

func (m Message) check() error {
	switch {
	case m.To.IsZero():
		return errors.New("message has no number")
	case len(m.Key) < 16 || len(m.Key) > 100 || strings.Trim(m.Key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "":
		return errors.New("message has no key")
	case strings.TrimSpace(m.Text) == "" || !utf8.ValidString(m.Text):
		return errors.New("message has no text")
	case utf8.RuneCountInString(m.Text) > maxText:
		return fmt.Errorf("message is longer than %d characters", maxText)
	case m.Lang == "" || len(m.Lang) > 20:
		return errors.New("message has no language")
	}
	for _, r := range m.Text {
		if r < 0x20 && r != '\n' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || strings.ContainsRune("\u2028\u2029", r) {
			return errors.New("message holds a control character")
		}
	}
	return nil
}

// RealMessage belongs to a real incident. Only Route makes one, and Gateway.Hand takes nothing else.
type RealMessage struct{ message Message }

// ExerciseMessage belongs to an exercise. No code path leads from it to a provider.
type ExerciseMessage struct{ message Message }

// Outgoing is a RealMessage or an ExerciseMessage, nothing else.
type Outgoing interface{ outgoing() }

func (RealMessage) outgoing()     {}
func (ExerciseMessage) outgoing() {}

// Route gives a message the type of its incident, as delivery.Route does for mail: it asks the incident, not the caller. Without an incident a
// message is an exercise, which harms nobody.
func Route(incident models.Incident, m Message) Outgoing {
	if incident.ID == "" || incident.Exercise {
		return ExerciseMessage{m}
	}
	return RealMessage{m}
}

// Variant is the approved text of one language.
type Variant struct{ Lang, Text string }

// Choose gives a reader the first of their languages that is written; else the fallback, which is the first variant. exact is false when it is
// not the reader's first language.
func Choose(readers []string, variants []Variant) (v Variant, exact bool) {
	for i, want := range readers {
		for _, have := range variants {
			if base(have.Lang) == base(want) {
				return have, i == 0
			}
		}
	}
	if len(variants) == 0 {
		return Variant{}, false
	}
	return variants[0], len(readers) == 0
}

func base(lang string) string {
	b, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return b
}
