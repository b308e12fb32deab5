package safecontact

import (
	"slices"
	"testing"

	"candour/models/terms"
)

// noon is a Monday, 12:00 in Nairobi.
var noon = instant("2026-11-23T09:00:00Z")

func instant(s string) terms.Instant {
	i, err := terms.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

// reachable is somebody of these kinds with every address on file, whom telling cannot hurt.
func reachable(kinds ...string) Subject {
	return Subject{Kinds: kinds, HasEmail: true, HasTelephone: true, HasPostalAddress: true,
		Group: &Plan{Harm: terms.No, HarmWhy: "agreed with protection staff"}}
}

func (s Subject) with(change func(s *Subject)) Subject {
	change(&s)
	return s
}

func (s Subject) groupNames(cs ...Channel) Subject {
	g := *s.Group
	g.Channels = cs
	s.Group = &g
	return s
}

func (s Subject) harm(a terms.Answer) Subject {
	g := *s.Group
	g.Harm = a
	s.Group = &g
	return s
}

func (s Subject) personNames(cs ...Channel) Subject {
	s.Person = &Plan{Channels: cs}
	return s
}

func (s Subject) guardian(g Guardian) Subject {
	s.Person = &Plan{Guardian: g}
	return s
}

var anyHour = []Hours{{From: 0, To: dayMinutes}}

// TestEachRuleOfSafeContact has the rules of section 11 by number, in words a protection officer can check. allowed: empty is yes, else
// the id of what is against it.
func TestEachRuleOfSafeContact(t *testing.T) {
	detainee, child, family := reachable("detainees"), reachable("minors"), reachable("relatives", "missing-persons")
	survivor := reachable("survivors-of-violence")
	for _, tc := range []struct {
		name    string
		s       Subject
		channel Channel
		against string
	}{
		{"SC1 staff whom telling cannot hurt are written to", reachable("staff"), ChannelEmail, ""},
		{"SC1 nobody is told while nobody answered whether it can hurt", reachable("staff").harm(terms.Unknown), ChannelEmail, HarmUnknown},
		{"SC1 not even where the plan names the channel", reachable("staff").harm(terms.Unknown).groupNames(ChannelEmail), ChannelEmail, HarmUnknown},
		{"SC1 a group without any plan is not told", Subject{Kinds: []string{"staff"}, HasEmail: true}, ChannelEmail, HarmUnknown},
		{"SC1 whom it can hurt is not told by what nobody has named", reachable("donors").harm(terms.Yes), ChannelLetter, NotAgreed},
		{"SC1 whom it can hurt is told by the channel that was named", reachable("donors").harm(terms.Yes).groupNames(ChannelLetter), ChannelLetter, ""},
		{"SC1 what was named for a harmless group does not count for a person it can hurt",
			reachable("donors").groupNames(ChannelLetter).with(func(s *Subject) { s.Person = &Plan{Harm: terms.Yes} }), ChannelLetter, NotAgreed},
		{"SC2 a decision not to contact blocks", reachable("staff").with(func(s *Subject) { s.Person = &Plan{DoNotContact: &DoNotContact{}} }), ChannelEmail, DoNotContactIs},
		{"SC2 a person's plan does not lift the decision for the group",
			reachable("staff").with(func(s *Subject) {
				s.Group.DoNotContact = &DoNotContact{}
				s.Person = &Plan{Harm: terms.No, Channels: Channels}
			}), ChannelEmail, DoNotContactIs},
		{"SC3 a telephone on file is not safe where the plan names the mail only", reachable("staff").groupNames(ChannelEmail), ChannelSMS, NotAgreed},
		{"SC3 a machine does not speak where nobody named it", reachable("staff"), ChannelVoice, NotAgreed},
		{"SC3 nobody is visited where nobody named it", reachable("staff"), ChannelVisit, NotAgreed},
		{"SC3 a mailbox nobody asked about gets no mail where it can hurt", reachable("donors").harm(terms.Yes).groupNames(ChannelEmail), ChannelEmail, "shared-mailbox-not-asked"},
		{"SC3 unless the person named the mailbox", reachable("donors").harm(terms.Yes).personNames(ChannelEmail), ChannelEmail, ""},
		{"SC3 a telephone nobody asked about gets no SMS where it can hurt", reachable("donors").harm(terms.Yes).groupNames(ChannelSMS), ChannelSMS, "shared-telephone-not-asked"},
		{"SC3 unless the person named the telephone", reachable("donors").harm(terms.Yes).personNames(ChannelSMS), ChannelSMS, ""},
		{"SC4 no SMS to a telephone that others use", reachable("staff").with(func(s *Subject) { s.Person = &Plan{SharedTelephone: terms.Yes} }), ChannelSMS, "shared-telephone"},
		{"SC4 but a call", reachable("staff").with(func(s *Subject) { s.Person = &Plan{SharedTelephone: terms.Yes} }), ChannelCall, ""},
		{"SC4 no mail to a mailbox that others read", reachable("staff").with(func(s *Subject) { s.Person = &Plan{SharedMailbox: terms.Yes} }), ChannelEmail, "shared-mailbox"},
		{"SC4 nothing on voicemail that shows what a family looks for", reachable("relatives").groupNames(ChannelVoice), ChannelVoice, "nothing-on-voicemail"},
		{"SC4 a persecuted person gets no letter that nobody named", reachable().with(func(s *Subject) { s.Vulnerabilities = []string{"persecuted"} }), ChannelLetter, "persecuted-quietly"},
		{"SC3 a protected address is not written to unless the person named it", reachable().with(func(s *Subject) { s.Vulnerabilities = []string{"protected-identity"} }).groupNames(ChannelLetter), ChannelLetter, "protected-identity"},
		{"SC7 only the trusted case worker speaks, so no machine writes", reachable("staff").with(func(s *Subject) { s.Person = &Plan{Speaker: SpeakerKnownCaseWorker} }), ChannelEmail, "speaker-named-case-worker"},
		{"SC7 and a call is possible", reachable("staff").with(func(s *Subject) { s.Person = &Plan{Speaker: SpeakerKnownCaseWorker} }), ChannelCall, ""},
		{"SC13 where only a delegate speaks, no society worker does", reachable("staff").with(func(s *Subject) { s.Person = &Plan{Speaker: SpeakerDelegateOnly} }), ChannelSociety, "speaker-named-delegate"},
		{"SC16 where only child protection speaks, nothing is written", reachable("staff").with(func(s *Subject) { s.Person = &Plan{Speaker: SpeakerChildProtection} }), ChannelLetter, "speaker-named-child-protection"},
		{"SC13 no letter through the detaining authority", detainee.groupNames(ChannelLetter, ChannelVisit), ChannelLetter, "detained"},
		{"SC13 no call through the detaining authority", detainee.groupNames(ChannelCall), ChannelCall, "detained"},
		{"SC13 not even where the person named it", detainee.personNames(ChannelLetter), ChannelLetter, "detained"},
		{"SC13 with clearance by the delegation a letter goes", detainee.with(func(s *Subject) {
			s.Group = &Plan{Harm: terms.Yes, Channels: []Channel{ChannelLetter}, Cleared: []Channel{ChannelLetter}, ClearedBy: "delegation"}
		}), ChannelLetter, ""},
		{"SC13 a delegate's visit goes without clearance", detainee.groupNames(ChannelVisit), ChannelVisit, ""},
		{"SC15 the release address of a former detainee is unsafe", reachable("former-detainees").groupNames(ChannelLetter), ChannelLetter, "formerly-detained"},
		{"SC15 until the person names it", reachable("former-detainees").personNames(ChannelLetter), ChannelLetter, ""},
		{"SC16 a child is told through the guardian", child.guardian(ThroughGuardian), ChannelLetter, ""},
		{"SC16 not through a guardian who may be the danger", child.guardian(GuardianMayBeDanger), ChannelLetter, "guardian-may-be-danger"},
		{"SC16 nor by a call to the guardian's telephone", child.guardian(GuardianMayBeDanger), ChannelCall, "guardian-may-be-danger"},
		{"SC16 but by child protection", child.guardian(GuardianMayBeDanger), ChannelSociety, ""},
		{"SC16 a child alone is not called", child.guardian(GuardianNone), ChannelCall, "child-not-called-alone"},
		{"SC17 nothing in writing to a child alone", child, ChannelEmail, "child-not-in-writing"},
		{"SC17 one whose guardian nobody asked about counts as alone", child.guardian(GuardianNotSaid), ChannelSMS, "child-not-in-writing"},
		{"SC18 who has come of age is told as an adult", child.with(func(s *Subject) { s.Minor = terms.No }), ChannelEmail, ""},
		{"SC18 as the person's plan says", child.with(func(s *Subject) { s.Person = &Plan{Minor: terms.No} }), ChannelEmail, ""},
		{"SC18 a group's no says nothing of each one in it", child.with(func(s *Subject) { s.Group.Minor = terms.No }), ChannelEmail, "child-not-in-writing"},
		{"SC18 a group of minors is one whatever its kind", reachable("students").with(func(s *Subject) { s.Group.Minor = terms.Yes }), ChannelEmail, "child-not-in-writing"},
		{"SC18 in a group with minors, nobody's age is taken for granted", reachable("students").with(func(s *Subject) { s.Vulnerabilities = []string{"minors"} }), ChannelEmail, "child-not-in-writing"},
		{"SC19 a family is written to where the plan names it", family.groupNames(ChannelLetter), ChannelLetter, ""},
		{"SC21 the address on file of a sought person may be somebody else's", reachable("sought-persons"), ChannelLetter, "sought-address-of-others"},
		{"SC23 a survivor is not called because the group may be", survivor.groupNames(ChannelCall), ChannelCall, "survivor-agreed-way-only"},
		{"SC23 a survivor is called in the agreed way and hour", survivor.with(func(s *Subject) {
			s.Person = &Plan{Channels: []Channel{ChannelCall}, Hours: anyHour, Zone: "Africa/Nairobi"}
		}), ChannelCall, ""},
		{"SC23 not without an agreed hour", survivor.personNames(ChannelCall), ChannelCall, NoHourAgreed},
		{"SC23 not outside it", survivor.with(func(s *Subject) {
			s.Person = &Plan{Channels: []Channel{ChannelCall}, Hours: []Hours{{From: 780, To: 840}}, Zone: "Africa/Nairobi"}
		}), ChannelCall, WrongHour},
		{"SC23 never on a machine, whoever named it", survivor.personNames(ChannelVoice), ChannelVoice, "survivor-no-voice-mail"},
		{"SC26 a public notice to migrants is possible where it is planned", reachable("refugees-migrants").groupNames(ChannelBroadcast), ChannelBroadcast, ""},
		{"SC26 and not otherwise", reachable("refugees-migrants"), ChannelBroadcast, NotAgreed},
		{"SC26 no letter to an undocumented person's door", reachable().with(func(s *Subject) { s.Vulnerabilities = []string{"undocumented"} }), ChannelLetter, "undocumented-at-home"},
		{"nothing without an address", reachable("staff").with(func(s *Subject) { s.HasEmail = false }), ChannelEmail, NoAddress},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Decide(Default(), tc.s, tc.channel, noon)
			want := tc.against
			if want == "" {
				want = Allowed
			}
			if d.Rule != want || d.Allowed != (tc.against == "") || d.Why == "" {
				t.Errorf("got allowed %v by %s (%s), want %s", d.Allowed, d.Rule, d.Why, want)
			}
		})
	}
}

// TestWhatBindsWhoTellsThem has the rules that let a message go but say who speaks and what stays unsaid.
func TestWhatBindsWhoTellsThem(t *testing.T) {
	for _, tc := range []struct {
		name    string
		s       Subject
		channel Channel
		speaker Speaker
		unsaid  string // begins one of them
		opens   string // the first sentence begins
	}{
		{"SC4 nothing on the envelope", reachable("relatives"), ChannelLetter, "", "On the envelope", "There is no news"},
		{"SC4 nothing to whoever answers a shared telephone", reachable("staff").with(func(s *Subject) { s.Person = &Plan{SharedTelephone: terms.Yes} }), ChannelCall, "", "To whoever answers", ""},
		{"SC5 the right person first", reachable("staff"), ChannelCall, "", "Why you come or call", ""},
		{"SC8 no promise of safety", reachable("staff"), ChannelEmail, "", "That the person or their data are safe", ""},
		{"SC13 a delegate speaks to detainees", reachable("detainees"), ChannelVisit, SpeakerDelegateOnly, "To the authority", ""},
		{"SC14 relatives do not learn of a detention", reachable("relatives"), ChannelCall, "", "That anybody is or was detained", "There is no news"},
		{"SC16 child protection speaks to a child alone", reachable("minors"), ChannelVisit, SpeakerChildProtection, "That nothing will be passed on", ""},
		{"SC16 child protection comes before a delegate", reachable("minors", "detainees"), ChannelVisit, SpeakerChildProtection, "To relatives", ""},
		{"SC17 what must be reported is said", reachable("minors").guardian(ThroughGuardian), ChannelLetter, "", "That nothing will be passed on", ""},
		{"SC19 no news of the missing, in the first sentence", reachable("missing-persons"), ChannelLetter, "", "Anything that reads like news", "There is no news"},
		{"SC21 whereabouts stay unsaid", reachable("sought-persons"), ChannelVisit, "", "Where a sought person is", "There is no news"},
		{"SC23 the organisation is not named to third persons", reachable("survivors-of-violence"), ChannelCall, SpeakerKnownCaseWorker, "The name of the organisation", ""},
		{"SC24 the trusted case worker speaks", reachable("survivors-of-violence"), ChannelVisit, SpeakerKnownCaseWorker, "Anything in a second call", ""},
		{"SC25 which data is said in a safe talk only", reachable("survivors-of-violence"), ChannelEmail, SpeakerKnownCaseWorker, "Which of their data", ""},
		{"SC26 a public notice does not show where they live", reachable("refugees-migrants"), ChannelBroadcast, "", "Where they live", ""},
		{"SC26 legal status stays unsaid", reachable("refugees-migrants"), ChannelEmail, "", "Anything about legal status", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Decide(Default(), tc.s, tc.channel, noon)
			starts := func(s string) bool { return len(s) >= len(tc.unsaid) && s[:len(tc.unsaid)] == tc.unsaid }
			if d.Speaker != tc.speaker || !slices.ContainsFunc(d.MustNotSay, starts) {
				t.Errorf("speaker %q and unsaid %q", d.Speaker, d.MustNotSay)
			}
			if len(d.FirstSentence) < len(tc.opens) || d.FirstSentence[:len(tc.opens)] != tc.opens || tc.opens == "" && d.FirstSentence != "" {
				t.Errorf("first sentence %q", d.FirstSentence)
			}
		})
	}
}

// TestWishesOfTheSexOfTheCallerAreHandedOn is SC24, second half.
func TestWishesOfTheSexOfTheCallerAreHandedOn(t *testing.T) {
	s := reachable("survivors-of-violence")
	s.Group.SexOfCaller, s.Person = CallerAny, &Plan{SexOfCaller: CallerWoman}
	if d := Decide(Default(), s, ChannelCall, noon); d.SexOfCaller != CallerWoman {
		t.Errorf("got %q", d.SexOfCaller)
	}
}

func TestAnOverrideNeedsTwoPeopleAnEndAndTheChannel(t *testing.T) {
	later := noon.Add(3600e9)
	for _, tc := range []struct {
		name string
		o    Override
		ok   bool
	}{
		{"two people, in time", Override{"a", "b", later, []Channel{ChannelEmail}}, true},
		{"the same person twice", Override{"a", "a", later, []Channel{ChannelEmail}}, false},
		{"nobody else yet", Override{"a", "", later, []Channel{ChannelEmail}}, false},
		{"over", Override{"a", "b", noon, []Channel{ChannelEmail}}, false},
		{"without an end", Override{"a", "b", terms.Instant{}, []Channel{ChannelEmail}}, false},
		{"for another channel", Override{"a", "b", later, []Channel{ChannelLetter}}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := reachable("detainees")
			s.Group = &Plan{DoNotContact: &DoNotContact{}}
			s.Override = &tc.o
			d := Decide(Default(), s, ChannelEmail, noon)
			if d.Allowed != tc.ok || tc.ok && (d.Rule != ByOverride || d.Speaker != SpeakerDelegateOnly) {
				t.Errorf("got %+v", d)
			}
			c, _, _ := Choose(Default(), s, noon, nil)
			if (c == ChannelEmail) != tc.ok {
				t.Errorf("chose %q", c)
			}
		})
	}
}
