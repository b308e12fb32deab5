package safecontact

import "slices"

// Channel is a way in which a person can be told.
type Channel string

const (
	ChannelEmail     Channel = "email"
	ChannelSMS       Channel = "sms"
	ChannelVoice     Channel = "voice" // a machine speaks, perhaps to an answering machine
	ChannelLetter    Channel = "letter"
	ChannelCall      Channel = "call" // a human being calls
	ChannelVisit     Channel = "visit"
	ChannelBroadcast Channel = "broadcast" // radio, poster, community leader: addressed to nobody
	ChannelSociety   Channel = "society"   // told by a worker of their own society
)

// Channels is every channel, in the order people are shown them.
var Channels = []Channel{ChannelEmail, ChannelSMS, ChannelCall, ChannelLetter, ChannelVisit, ChannelSociety, ChannelVoice, ChannelBroadcast}

// Known says whether the word is a channel.
func (c Channel) Known() bool { return slices.Contains(Channels, c) }

// Speaker is who may speak to the person. A demand for a later one is the stricter one.
type Speaker string

const (
	SpeakerNotSaid         Speaker = ""
	SpeakerAny             Speaker = "any"
	SpeakerSocietyWorker   Speaker = "society_worker"
	SpeakerKnownCaseWorker Speaker = "known_case_worker" // the one the person already trusts (SC24)
	SpeakerDelegateOnly    Speaker = "delegate_only"     // a delegate, in private talk (SC13)
	SpeakerChildProtection Speaker = "child_protection"  // trained staff (SC16)
)

// Speakers from the least to the most strict.
var Speakers = []Speaker{SpeakerNotSaid, SpeakerAny, SpeakerSocietyWorker, SpeakerKnownCaseWorker, SpeakerDelegateOnly, SpeakerChildProtection}

func stricter(a, b Speaker) Speaker {
	if slices.Index(Speakers, b) > slices.Index(Speakers, a) {
		return b
	}
	return a
}

// SexOfCaller is by wish of the person (SC24).
type SexOfCaller string

const (
	CallerNotSaid SexOfCaller = ""
	CallerAny     SexOfCaller = "any"
	CallerWoman   SexOfCaller = "woman"
	CallerMan     SexOfCaller = "man"
)

// SexesOfCaller are the words of the wish.
var SexesOfCaller = []SexOfCaller{CallerNotSaid, CallerAny, CallerWoman, CallerMan}

// Guardian says through whom somebody is told who cannot be told alone.
type Guardian string

const (
	GuardianNotSaid Guardian = ""
	GuardianNone    Guardian = "none"
	ThroughGuardian Guardian = "through_guardian"
	// GuardianMayBeDanger: the guardian or carer may be who hurts them, or who is searched for; only child protection tells them (SC16).
	GuardianMayBeDanger Guardian = "guardian_may_be_danger"
)

// Guardians are the words for it.
var Guardians = []Guardian{GuardianNotSaid, GuardianNone, ThroughGuardian, GuardianMayBeDanger}

// Reason for not contacting somebody: the closed list of SC2.
type Reason string

const (
	ReasonEndangers        Reason = "endangers_person"
	ReasonGraveDistress    Reason = "grave_distress"
	ReasonUnsafePlace      Reason = "unsafe_or_impossible_place"
	ReasonDisproportionate Reason = "disproportionate_effort" // then a public notice
	ReasonVitalOperation   Reason = "ruins_vital_operation"
	ReasonDataUseless      Reason = "data_useless" // protective measures already make the data useless
)

// Reasons in the order of SC2.
var Reasons = []Reason{ReasonEndangers, ReasonGraveDistress, ReasonUnsafePlace, ReasonDisproportionate, ReasonVitalOperation, ReasonDataUseless}

// NeedsLegalAdvice says that the reason comes from the rules of an international organisation and has no counterpart in Art. 34(3) GDPR:
// a society under the GDPR asks its lawyers before it relies on it (SC2).
func (r Reason) NeedsLegalAdvice() bool {
	return r == ReasonEndangers || r == ReasonGraveDistress || r == ReasonVitalOperation
}

// Alternative is what is done instead of contacting somebody.
type Alternative string

const (
	InsteadPublicNotice  Alternative = "public_notice"
	InsteadLater         Alternative = "later"
	InsteadTrustedPerson Alternative = "trusted_person"
	InsteadSociety       Alternative = "society_worker"
	InsteadProtection    Alternative = "protective_measures"
	InsteadNothing       Alternative = "nothing_possible"
)

// Alternatives in the order people are shown them.
var Alternatives = []Alternative{InsteadPublicNotice, InsteadLater, InsteadTrustedPerson, InsteadSociety, InsteadProtection, InsteadNothing}

// Days of the week as hours name them, Monday first.
var Days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
