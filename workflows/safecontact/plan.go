package safecontact

import (
	"candour/models/terms"
)

// Harm answers the first question for every group: can telling them hurt them? Its zero is unknown, which blocks (SC1).
type Harm = terms.Answer

// Plan is what is known about telling a group, or one person, safely. An empty field says nothing; a person's plan stands above the plan
// of the group, field by field, except that "do not contact" of either one counts.
type Plan struct {
	// Harm: no opens the ordinary channels; yes leaves only the channels the plan names; unknown leaves none.
	Harm    Harm   `json:"harm"`
	HarmWhy string `json:"harm_why,omitempty"`
	// Channels that are safe, the first one first. Empty: nobody has said.
	Channels  []Channel `json:"channels,omitempty"`
	Languages []string  `json:"languages,omitempty"` // BCP 47, the first one first
	// Hours at which a person may be reached by anything but a letter or a broadcast, in Zone. Empty: at any time.
	Hours       []Hours     `json:"hours,omitempty"`
	Zone        string      `json:"zone,omitempty"` // for example Europe/Zurich
	Speaker     Speaker     `json:"speaker,omitempty"`
	SexOfCaller SexOfCaller `json:"sex_of_caller,omitempty"`
	// MustNotSay is added to what the rules keep from being said.
	MustNotSay      []string     `json:"must_not_say,omitempty"`
	SharedTelephone terms.Answer `json:"shared_telephone"`
	SharedMailbox   terms.Answer `json:"shared_mailbox"`
	// Minor, of a person: somebody who has come of age is told as an adult (SC18). A group's no says nothing of each one in it.
	Minor    terms.Answer `json:"minor"`
	Guardian Guardian     `json:"guardian,omitempty"`
	// Cleared are channels that the delegation in charge has cleared although they pass a detaining authority (SC13).
	Cleared      []Channel     `json:"cleared,omitempty"`
	ClearedBy    string        `json:"cleared_by,omitempty"` // the delegation and who there, with the date
	DoNotContact *DoNotContact `json:"do_not_contact,omitempty"`
}

// Hours are a time of the day on some days: From and To in minutes since local midnight; To before From ends on the next day.
type Hours struct {
	Days []string `json:"days,omitempty"` // mon to sun; empty: every day
	From int      `json:"from"`
	To   int      `json:"to"`
}

// DoNotContact is a decision not to contact, for a reason of the closed list (SC2). It stands until somebody takes it back: a review
// that is overdue is an alarm, never a permission.
type DoNotContact struct {
	Reason         Reason      `json:"reason"`
	Reviewer       string      `json:"reviewer"`  // the account that looks again
	ReviewOn       string      `json:"review_on"` // civil date, 2026-12-31
	Alternative    Alternative `json:"alternative"`
	AlternativeHow string      `json:"alternative_how,omitempty"`
}

// Override is a decision of a protection officer and a second person to reach somebody against a rule, by named channels, for a time.
type Override struct {
	By, Second string // accounts; two different ones
	Until      terms.Instant
	Channels   []Channel
}

// Subject is one person as the rules see them. Kinds and Vulnerabilities are those of the group and anything known of the person.
type Subject struct {
	Kinds           []string     // words of terms: subjects_kinds
	Vulnerabilities []string     // words of terms.Vulnerabilities
	Minor           terms.Answer // unknown in a group that holds minors counts as yes; the person's plan stands above it
	Group           *Plan
	Person          *Plan
	HasEmail, HasTelephone,
	HasPostalAddress bool
	CountryOfResidence string
	Override           *Override
}
