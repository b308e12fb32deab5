package wordcheck

import (
	"regexp"
	"slices"
	"strings"
)

var telephone = regexp.MustCompile(`\+?[0-9٠-٩](?:[0-9٠-٩ \x{00a0}().-]{5,})[0-9٠-٩]`)

func contains(s, what string) bool { return strings.Contains(s, what) }

// claims looks for sentences that the facts do not carry.
func (c *check) claims() {
	for _, cl := range c.l.Claims {
		severity, standing := c.standing(cl)
		if standing == supported {
			continue
		}
		for _, t := range []*text{c.title, c.first, c.body} {
			for _, p := range cl.Find {
				for _, at := range t.find(p.Regexp) {
					if c.excused(t, at, cl) {
						continue
					}
					c.add(cl.ID, severity, t, at, cl.Says+c.asKnown(cl, standing), c.l.source(cl.From))
				}
			}
		}
	}
}

const (
	supported = "supported"
	denied    = "denied"
	open      = "open"
)

// standing says what the facts say of a claim. A fact nobody knows supports nothing: unknown is never no.
func (c *check) standing(cl claim) (Severity, string) {
	if cl.Fact == "" {
		return cl.Severity, open
	}
	v := c.Facts[cl.Fact]
	switch {
	case v != "" && (slices.Contains(cl.Supports, v) || slices.Contains(cl.Supports, "known")):
		return "", supported
	case v != "" && slices.Contains(cl.Denies, v):
		return Stops, denied
	}
	return cl.Severity, open
}

func (c *check) asKnown(cl claim, standing string) string {
	switch {
	case cl.Fact == "":
		return ""
	case standing == denied:
		return " The facts say the opposite: " + factWords(cl.Fact) + ": " + strings.ReplaceAll(c.Facts[cl.Fact], "-", " ") + "."
	case c.Facts[cl.Fact] == "":
		return " " + factWords(cl.Fact) + ": not known yet."
	}
	return " " + factWords(cl.Fact) + ": " + strings.ReplaceAll(c.Facts[cl.Fact], "-", " ") + "."
}

func factWords(fact string) string {
	words := map[string]string{"exfiltrated": "Whether data were copied", "actor": "Who was behind it", "contained_at": "When it was stopped", "encrypted_at_rest": "Whether the data were encrypted",
		"people_count": "How many people are affected", "cause": "The cause"}
	if w, ok := words[fact]; ok {
		return w
	}
	return "The fact " + fact
}

// excused: the sentence takes the claim back, or says beside it what we cannot exclude.
func (c *check) excused(t *text, at span, cl claim) bool {
	s := t.sentence(at)
	whole := t.part(s, c.lang())
	if c.l.Quoted.Regexp != nil && whole.has(c.l.Quoted.Regexp) {
		return true
	}
	if cl.With == nil {
		return false
	}
	end := s.to
	for _, next := range t.sentences {
		if next.from >= s.to {
			end = next.to
			break
		}
	}
	return t.part(span{s.from, end}, c.lang()).has(cl.With.Regexp)
}

const requestSource = "We ask for nothing in a text: whoever asks is not us (TRUST TP-05; warnings of the ICRC and National Societies about messages in their name)"

// requests looks for what a phisher would write: to send, type or confirm something.
func (c *check) requests() {
	for _, t := range []*text{c.title, c.body} {
		for _, p := range c.l.Requests {
			for _, at := range t.find(p.Regexp) {
				if t.part(t.sentence(at), c.lang()).has(c.l.Refusal.Regexp) {
					continue
				}
				severity := Stops
				if !c.toPeople() {
					severity = Asks
				}
				c.add("request-data", severity, t, at, "This asks the reader for personal details or papers. We never do that in a text: say how to reach a person.", requestSource)
			}
		}
		for _, p := range c.l.Attached {
			for _, at := range t.find(p.Regexp) {
				if t.part(t.sentence(at), c.lang()).has(c.l.Refusal.Regexp) {
					continue
				}
				severity := Asks
				if c.Kind == KindPeople && (c.Channel == ChannelMail || c.Channel == ChannelSMS) {
					severity = Stops
				}
				c.add("attachment", severity, t, at, "We attach nothing: an attachment is how harm comes. Put what it says into the text.", requestSource)
			}
		}
	}
}
