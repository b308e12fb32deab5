package safecontact

import (
	"fmt"
	"slices"
	"strings"

	"candour/models/terms"
	"candour/workflows/deadlines"
)

const dayMinutes = 24 * 60

// Problem is one field of a plan that cannot be kept as it is.
type Problem struct{ Field, Says string }

// Problems is why a plan is refused.
type Problems []Problem

func (p Problems) Error() string {
	says := make([]string, len(p))
	for i, one := range p {
		says[i] = one.Says
	}
	return strings.Join(says, " ")
}

// Validate says why a plan cannot be kept: Problems, one for each field, or nil.
func (p Plan) Validate() error {
	var out Problems
	say := func(field, format string, args ...any) {
		out = append(out, Problem{field, fmt.Sprintf(format, args...)})
	}
	if p.Harm != terms.Unknown && strings.TrimSpace(p.HarmWhy) == "" {
		say("harm_why", "Say why telling them can or cannot hurt them: others rely on it.")
	}
	checkChannels(p.Channels, "channels", say)
	checkChannels(p.Cleared, "cleared", say)
	if len(p.Cleared) > 0 && strings.TrimSpace(p.ClearedBy) == "" {
		say("cleared_by", "Say which delegation cleared these channels, who and when (SC13).")
	}
	for _, l := range p.Languages {
		if !languageTag(l) {
			say("languages", "%q is not a language tag like ar or fa-AF.", l)
		}
	}
	for _, h := range p.Hours {
		if h.From < 0 || h.From >= dayMinutes || h.To < 0 || h.To > dayMinutes || h.From == h.To {
			say("hours", "Hours go from one time of the day to another one.")
		}
		for _, d := range h.Days {
			if !slices.Contains(Days, d) {
				say("hours", "%q is not a day; days are %s.", d, strings.Join(Days, ", "))
			}
		}
	}
	if _, ok := zone(p.Zone); !ok && (p.Zone != "" || len(p.Hours) > 0) {
		say("zone", "Say in which time zone the hours are, for example Africa/Nairobi: a safe hour on the wrong clock is not safe.")
	}
	oneOf(p.Speaker, Speakers, "speaker", say)
	oneOf(p.SexOfCaller, SexesOfCaller, "sex_of_caller", say)
	oneOf(p.Guardian, Guardians, "guardian", say)
	for _, s := range p.MustNotSay {
		if strings.TrimSpace(s) == "" || len(s) > 500 {
			say("must_not_say", "What must not be said is a short sentence.")
		}
	}
	p.DoNotContact.check(say)
	if out == nil {
		return nil
	}
	return out
}

func (d *DoNotContact) check(say func(field, format string, args ...any)) {
	if d == nil {
		return
	}
	if !slices.Contains(Reasons, d.Reason) {
		say("do_not_contact.reason", "Choose one of the reasons for which somebody may not be contacted (SC2).")
	}
	if strings.TrimSpace(d.Reviewer) == "" {
		say("do_not_contact.reviewer", "Say who looks at this decision again.")
	}
	if _, err := deadlines.ParseDate(d.ReviewOn); err != nil {
		say("do_not_contact.review_on", "Say on which day it is looked at again, like 2026-12-31.")
	}
	if !slices.Contains(Alternatives, d.Alternative) {
		say("do_not_contact.alternative", "Say what is done instead.")
	}
	// Art. 34(3)(c) GDPR, and SC2: disproportionate effort is answered with a public communication, not with silence.
	if d.Reason == ReasonDisproportionate && d.Alternative != InsteadPublicNotice {
		say("do_not_contact.alternative", "Where the effort would be disproportionate, a public notice takes the place of telling people one by one.")
	}
}

func checkChannels(cs []Channel, field string, say func(field, format string, args ...any)) {
	for i, c := range cs {
		if !c.Known() {
			say(field, "%q is not a channel.", c)
		}
		if slices.Contains(cs[:i], c) {
			say(field, "%s stands there twice; the order says which comes first.", c)
		}
	}
}

func oneOf[T ~string](word T, words []T, field string, say func(field, format string, args ...any)) {
	if !slices.Contains(words, word) {
		say(field, "%q is not a word that can stand here.", word)
	}
}

// languageTag reads the shape of a BCP 47 tag; whether the language exists is for whoever writes the text.
func languageTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 2 && i == 0 || len(part) < 1 || len(part) > 8 {
			return false
		}
		for _, r := range part {
			if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}
