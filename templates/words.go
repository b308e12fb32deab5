package templates

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Words are the fixed words of letters and pages in one language. {organisation}, {society}, {language}, {shown} and
// {contact} in them are filled in by us. A frightened person at two in the morning and a tired focal point with sixty
// other messages both have to understand each line at first reading.
type Words struct {
	Exercise          string
	WritesTo          string
	NotInYourLanguage string
	YourContact       string
	Reference         string // by which the words are checked
	IncidentNumber    string // what to name to the contact
	WhatHappened      string
	WhatWeAsk         string
	AnswerBy          string
	AnswerSoon        string

	MailOpenPage string
	MailButton   string
	MailLinkFor  string
	MailNeverAsk string
	MailGenuine  string
	MailWhyYou   string
	CheckHere    string // with {address}
	MailReminder string
	ReminderWord string

	AtLeast string // with {n}
	AtMost  string
	Between string // with {a} and {b}

	ReadButton   string
	NameLabel    string
	NameHint     string
	NameMissing  string
	SeenRecorded string
	AnswerTitle  string
	ActButton    string
	ActHint      string
	NotOurs      string
	NotOursHint  string
	CallMe       string
	CallMeHint   string
	OneTimeHint  string

	DoneTitle    string
	DoneAct      string
	DoneNotOurs  string
	DoneCall     string
	NextAct      string
	NextNotOurs  string
	NextCall     string
	CodeLabel    string
	CloseNow     string
	RepeatTitle  string
	RepeatText   string
	ExpiredTitle string
	ExpiredText  string
	BusyTitle    string
	BusyText     string
	ForeignTitle string
	ForeignText  string

	PublicLastUpdate  string
	PublicNext        string
	PublicUpdates     string
	PublicNothing     string
	PublicCorrections string
	PublicNoCorrect   string
	PublicSaid        string
	PublicRight       string
	PublicNeverAsk    string
	PublicContact     string
	PublicLanguages   string

	// Dates are written out, because 3/4/2022 is two different days in two of our languages.
	Date     string // with {weekday} {day} {month} {year}
	DateTime string // with {date} {time} {city} {utc}
	Weekdays [7]string
	Months   [12]string
}

var words = map[string]*Words{"en": &english, "fr": &french, "es": &spanish, "ar": &arabic}

// Languages lists the languages whose fixed words are here.
func Languages() []string { return []string{"en", "fr", "es", "ar"} }

// WordsFor gives the fixed words in that language, or in English when we do not have them; the second value is the
// language they are really in.
func WordsFor(lang string) (*Words, string) {
	base := baseOf(lang)
	if w, ok := words[base]; ok {
		return w, base
	}
	return &english, "en"
}

// Choose picks the text a reader gets: the first of the reader's languages that is available, else the first that is
// available at all. exact is false when it is not the reader's first language, which the letter then says.
func Choose(readers, available []string) (lang string, exact bool) {
	for i, want := range readers {
		for _, have := range available {
			if baseOf(have) == baseOf(want) {
				return have, i == 0
			}
		}
	}
	if len(available) == 0 {
		return "", false
	}
	return available[0], len(readers) == 0
}

// Dir is the writing direction of a language.
func Dir(lang string) string {
	switch baseOf(lang) {
	case "ar", "fa", "he", "ur", "ps", "dv", "ckb", "sd", "ug", "yi", "prs":
		return "rtl"
	}
	return "ltr"
}

// NameOf is the name of a language as its own speakers write it, or its code when nobody told us.
func NameOf(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return lang
	}
	if name := display.Self.Name(tag); name != "" {
		return name
	}
	return lang
}

func baseOf(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return base
}

// fill puts values into {names}. Values are never looked at again, so a value with braces stays as it is.
func fill(s string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(s)
}
