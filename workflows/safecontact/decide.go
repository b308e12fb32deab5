package safecontact

import (
	"slices"

	"candour/models/terms"
)

// Words of Decision.Rule that are not rules of the table.
const (
	Allowed        = "allowed"
	ByOverride     = "override"
	NoSuchChannel  = "no_such_channel"
	DoNotContactIs = "do_not_contact"
	HarmUnknown    = "harm_unknown"
	NotAgreed      = "not_agreed" // the plan does not name the channel
	NoAddress      = "no_address"
	WrongHour      = "wrong_hour"
	NoHourAgreed   = "no_hour_agreed"
	NoSafeChannel  = "no_safe_channel"
)

// Decision is the answer for one person, one channel and one moment. Speaker, MustNotSay and FirstSentence bind whoever tells them, also
// when an override allows it.
type Decision struct {
	Allowed  bool
	Rule     string // id of the rule, or one of the words above
	Why      string // a plain sentence, the same for everybody: no names
	Citation string // SC13 [R]
	// NotBefore: only the hour is wrong, and this is when the next one that was agreed begins.
	NotBefore     terms.Instant
	Speaker       Speaker
	SexOfCaller   SexOfCaller
	MustNotSay    []string
	FirstSentence string
}

// view is a subject as the rules see it: the person's plan above the group's.
type view struct {
	Subject
	rules           []*Rule // that apply
	needsHours      *Rule
	harm            Harm
	minor           bool
	grown           bool      // known not to be a minor
	named           []Channel // by the plans, the first one first
	speaker         Speaker   // as the plans say
	guardian        Guardian
	sharedTelephone terms.Answer
	sharedMailbox   terms.Answer
	hours           []Hours
	zone            string
	plans           [2]*Plan // the person's, the group's
}

// is says whether a word of the rules is said of these people. Whoever has come of age is told as an adult (SC18).
func (v *view) is(word string) bool {
	if word == "minors" && v.grown {
		return false
	}
	return slices.Contains(v.Kinds, word) || slices.Contains(v.Vulnerabilities, word)
}

func viewOf(rules Rules, s Subject) *view {
	v := &view{Subject: s, plans: [2]*Plan{s.Person, s.Group}}
	for _, p := range v.plans {
		if p == nil {
			continue
		}
		v.harm, v.sharedTelephone, v.sharedMailbox = firstAnswer(v.harm, p.Harm), firstAnswer(v.sharedTelephone, p.SharedTelephone), firstAnswer(v.sharedMailbox, p.SharedMailbox)
		v.guardian = first(v.guardian, p.Guardian)
		v.speaker = first(v.speaker, p.Speaker)
		if len(v.named) == 0 {
			v.named = p.Channels
		}
		if len(v.hours) == 0 {
			v.hours, v.zone = p.Hours, p.Zone
		}
	}
	// What a group's plan names was named for a group that telling cannot hurt; this person it can.
	if s.Person != nil && s.Person.Harm == terms.Yes {
		v.named = s.Person.Channels
	}
	age := s.Minor
	if s.Person != nil {
		age = firstAnswer(s.Person.Minor, age)
	}
	v.grown = age == terms.No
	v.minor = age == terms.Yes || s.Group != nil && s.Group.Minor == terms.Yes && !v.grown || v.is("minors")
	for i := range rules.List {
		r := &rules.List[i]
		if !r.When.holds(v) {
			continue
		}
		v.rules = append(v.rules, r)
		if r.NeedsHours && v.needsHours == nil {
			v.needsHours = r
		}
	}
	return v
}

func firstAnswer(a, b terms.Answer) terms.Answer {
	if a != terms.Unknown {
		return a
	}
	return b
}

func first[T ~string](a, b T) T {
	if a != "" {
		return a
	}
	return b
}

// Decide says whether this person may be told by this channel at this moment. It depends on its arguments alone.
func Decide(rules Rules, s Subject, channel Channel, at terms.Instant) Decision {
	v := viewOf(rules, s)
	d := v.judge(rules, channel, at)
	v.demand(&d, channel)
	return d
}

// judge is the decision without what it demands of whoever tells them.
func (v *view) judge(rules Rules, channel Channel, at terms.Instant) Decision {
	var d Decision
	refuse := func(rule, citation, why string) Decision {
		d.Rule, d.Citation, d.Why = rule, citation, why
		return d
	}
	if !channel.Known() {
		return refuse(NoSuchChannel, "", "There is no such channel.")
	}
	d.Rule, d.Why = Allowed, "No rule is against it."
	if v.Override.covers(channel, at) {
		d.Rule, d.Why = ByOverride, "A protection officer and a second person have decided to use this channel against the rules."
	} else if rule, citation, why := v.against(rules, channel); rule != "" {
		return refuse(rule, citation, why)
	}
	if !v.reachable(channel) {
		return refuse(NoAddress, "", "Nothing is known by which this channel could reach them.")
	}
	if channel == ChannelLetter || channel == ChannelBroadcast {
		d.Allowed = true
		return d
	}
	if len(v.hours) == 0 {
		if v.needsHours != nil && d.Rule != ByOverride {
			return refuse(NoHourAgreed, v.needsHours.citation, v.needsHours.Says+" None was agreed.")
		}
		d.Allowed = true
		return d
	}
	z, known := zone(v.zone)
	if !known {
		return refuse(WrongHour, "SC23 [S]", "Hours were agreed, but nobody knows on which clock.")
	}
	if d.Allowed, d.NotBefore = within(v.hours, z, at); !d.Allowed {
		return refuse(WrongHour, "SC23 [S]", "This is not one of the hours that were agreed.")
	}
	return d
}

// against is the first reason not to use a channel, whatever the hour.
func (v *view) against(rules Rules, channel Channel) (rule, citation, why string) {
	for _, p := range v.plans {
		if p != nil && p.DoNotContact != nil {
			return DoNotContactIs, "SC2 [R]", "It was decided not to contact them; the decision names its reason, and what is done instead."
		}
	}
	if v.harm == terms.Unknown {
		return HarmUnknown, "SC1 [R/derived]", "Nobody has answered yet whether telling them can hurt them."
	}
	named := slices.Contains(v.named, channel)
	switch {
	case len(v.named) > 0 && !named:
		return NotAgreed, "SC3 [S]", "The contact plan does not name this channel."
	case len(v.named) == 0 && v.harm == terms.Yes:
		return NotAgreed, "SC1, SC3 [R/derived, S]", "Telling them can hurt them, and no channel has been named as safe."
	case len(v.named) == 0 && !slices.Contains(rules.Order, channel):
		return NotAgreed, "SC3 [S]", "This channel is only used where a contact plan names it."
	}
	for _, r := range v.rules {
		if slices.Contains(r.Forbids, channel) && !v.excused(r, channel, named) {
			return r.ID, r.citation, r.Says
		}
	}
	return "", "", ""
}

func (v *view) excused(r *Rule, channel Channel, named bool) bool {
	for _, e := range r.Unless {
		switch e {
		case ExcusePlanNamed:
			if named {
				return true
			}
		case ExcusePersonNamed:
			if v.Person != nil && slices.Contains(v.Person.Channels, channel) {
				return true
			}
		case ExcuseCleared:
			for _, p := range v.plans {
				if p != nil && slices.Contains(p.Cleared, channel) {
					return true
				}
			}
		}
	}
	return false
}

// reachable says whether something is known by which the channel could reach them. A visit that a plan names goes to where the plan's
// author knows them to be; a society knows its own people.
func (v *view) reachable(channel Channel) bool {
	switch channel {
	case ChannelEmail:
		return v.HasEmail
	case ChannelSMS, ChannelVoice, ChannelCall:
		return v.HasTelephone
	case ChannelLetter:
		return v.HasPostalAddress
	case ChannelVisit:
		return v.HasPostalAddress || slices.Contains(v.named, channel)
	}
	return true
}

// demand adds what binds whoever tells them by this channel.
func (v *view) demand(d *Decision, channel Channel) {
	d.Speaker = v.speaker
	for _, p := range v.plans {
		if p == nil {
			continue
		}
		d.SexOfCaller = first(d.SexOfCaller, p.SexOfCaller)
		d.MustNotSay = addNew(d.MustNotSay, p.MustNotSay)
	}
	for _, r := range v.rules {
		d.Speaker = stricter(d.Speaker, r.Speaker)
		d.FirstSentence = first(d.FirstSentence, r.FirstSentence)
		if len(r.On) == 0 || slices.Contains(r.On, channel) {
			d.MustNotSay = addNew(d.MustNotSay, r.MustNotSay)
		}
	}
}

func addNew(to, more []string) []string {
	for _, s := range more {
		if !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	return to
}

// covers says whether two different people have allowed this channel until later than at. One without an end is none.
func (o *Override) covers(channel Channel, at terms.Instant) bool {
	return o != nil && o.By != "" && o.Second != "" && o.By != o.Second && at.Before(o.Until) && slices.Contains(o.Channels, channel)
}
