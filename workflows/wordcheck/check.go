package wordcheck

import (
	"cmp"
	"slices"
)

// Severity of a finding.
type Severity string

const (
	Stops Severity = "stops" // the text cannot be submitted with it
	Asks  Severity = "asks"  // somebody has to look; they may leave it
)

// Kinds of pieces, as they are checked.
const (
	KindStatement  = "statement"
	KindNotice     = "notice" // what an obligation asks for
	KindPeople     = "people"
	KindCircular   = "circular"
	KindAnswer     = "answer"
	KindPublicPage = "public-page"
	KindStaffNote  = "staff-note"
	KindScript     = "hotline-script"
	KindPoster     = "poster"
	KindRadio      = "radio"
)

// Channels in which a text is read.
const (
	ChannelPage   = "page"
	ChannelMail   = "email"
	ChannelSMS    = "sms"
	ChannelLetter = "letter"
	ChannelScript = "script"
)

// Audiences a text may be written for; the empty one is everybody.
const (
	AudienceGeneral   = ""
	AudienceFamilies  = "families"  // of missing people
	AudienceDetainees = "detainees" //
	AudienceMinors    = "minors"    // and their guardians
	AudienceSurvivors = "survivors" //
	AudienceStaff     = "staff"     // and volunteers
	AudienceEasy      = "easy"      // easy language
	AudienceSocieties = "societies" //
	AudienceAuthority = "authority" // and other bodies that read for a living
)

// Audiences in the order in which they are offered.
var Audiences = []string{AudienceGeneral, AudienceFamilies, AudienceDetainees, AudienceMinors, AudienceSurvivors, AudienceStaff, AudienceEasy, AudienceSocieties, AudienceAuthority}

// Input is one text in one language and everything it is held against.
type Input struct {
	Kind     string
	Audience string
	Channel  string
	Language string
	Title    string         // as read; of a mail the subject
	Read     string         // as it is read, facts filled in
	Raw      string         // as written, with placeholders
	First    string         // said before it to families of missing people; empty: not to these readers
	Demands  []Demand       // what the applicable laws want to read in it
	Ties     map[string]int // content word -> number of the paragraph, from 1, that the author says satisfies it
	Own      []string       // the organisation's own domains; none: nobody has said which
	Facts    map[string]string
}

// Finding is one thing about a text.
type Finding struct {
	ID       string   // of the check, the same for the same thing in every language
	Severity Severity //
	Field    string   // title, body or first
	At       int      // characters before the words concerned, in the field as read; -1: the whole text
	Words    string   // the words concerned; empty: something is missing
	Says     string   // what and why, to the writer
	Source   string   // what says so
}

// Result is everything that was found, and the list of what the laws want with where it stands.
type Result struct {
	Findings []Finding // in the order of the text; what stops first
	Content  []Content
	SMS      *Message // of a text message
}

// Stopped says whether anything keeps the text from being submitted.
func (r Result) Stopped() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == Stops })
}

// Check reads one text.
func Check(in Input) Result {
	c := &check{Input: in, l: listOf(in.Language)}
	c.body = newText("body", in.Read, c.lang())
	c.title = newText("title", in.Title, c.lang())
	c.first = newText("first", in.First, c.lang())
	var out Result
	out.Content = c.content()
	c.links()
	if in.Channel == ChannelSMS {
		m := MessageOf(sampled(in.Read))
		out.SMS = &m
		c.message(m)
	}
	if c.l == nil {
		c.whole("language-unchecked", Asks, "There are no word lists for this language, so its words were not checked. Have somebody read it who speaks it and knows what may be said.",
			"Candour's lists exist in English, French, Spanish and Arabic")
	} else {
		c.blocks()
		c.claims()
		c.requests()
		c.plain()
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		if a.Severity != b.Severity {
			return -cmp.Compare(a.Severity, b.Severity) // stops, asks
		}
		return cmp.Compare(a.At, b.At)
	})
	out.Findings = c.found
	return out
}

type check struct {
	Input
	l                  *list
	title, body, first *text
	found              []Finding
}

func (c *check) lang() string { return baseLanguage(c.Language) }

// whole adds a finding about all of the text, or about what is not in it.
func (c *check) whole(id string, s Severity, says, source string) {
	c.found = append(c.found, Finding{ID: id, Severity: s, Field: "body", At: -1, Says: says, Source: source})
}

func (c *check) add(id string, s Severity, t *text, at span, says, source string) {
	c.found = append(c.found, Finding{ID: id, Severity: s, Field: t.field, At: t.chars(at.from), Words: t.raw[at.from:at.to], Says: says, Source: source})
}

// toPeople says whether people read this who may be harmed by a wrong word: everything but letters between organisations.
func (c *check) toPeople() bool {
	return c.Audience != AudienceAuthority && c.Audience != AudienceSocieties && c.Kind != KindCircular && c.Kind != KindStaffNote
}
