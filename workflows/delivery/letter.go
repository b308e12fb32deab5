package delivery

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"candour/models"
	"candour/templates"
)

// linkLife is how long a link can be used (TRUST AC-04: 14 days, at most 30).
const linkLife = 14 * 24 * time.Hour

// tokenMark stands where the token goes in a sealed letter, so that no token is at rest. It has the form of a token and
// survives escaping in HTML and in addresses.
const tokenMark = "TOKEN-TOKEN-TOKEN-TOKEN-TOKEN-TOKEN-TOKEN-X"

// LinkPath is the path of the page behind a link.
const LinkPath = "/l/"

// TokenHash is what is kept of a token.
func TokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// CircularFor is the circular as one reader gets it: text in the first of the reader's languages that exists, times in the zone of the
// society. The letter and the page behind its link are made of the same.
func CircularFor(in models.Incident, fixed models.CircularFixed, society models.Organisation, readerLanguage string) templates.Circular {
	readers := society.Languages.V
	if readerLanguage != "" {
		readers = append([]string{readerLanguage}, readers...)
	}
	lang, exact := templates.Choose(readers, availableIn(fixed.Texts))
	c := templates.Circular{
		TextLang: lang, Exercise: in.Exercise, Organisation: fixed.Organisation, Society: society.Name, Reference: fixed.Reference, CheckPage: fixed.CheckPage,
		Contact: templates.Contact{Name: fixed.Contact.Name, Role: fixed.Contact.Role, Phone: fixed.Contact.Telephone, Mail: fixed.Contact.Email},
		Title:   forSociety(fixed.Texts[lang].Title, society), Happened: forSociety(fixed.Texts[lang].Happened, society), Ask: forSociety(fixed.Texts[lang].Ask, society),
		AnswerBy: fixed.AnswerBy.Time(), Zone: zoneOf(society.Timezone, fixed.Zone),
	}
	if !exact && len(readers) > 0 {
		c.Wanted = readers[0]
	}
	return c
}

// SocietyPlaceholder is the one placeholder that stays in the approved text: it differs by reader.
const SocietyPlaceholder = "{{society}}"

func forSociety(text string, society models.Organisation) string {
	return strings.ReplaceAll(text, SocietyPlaceholder, society.Name)
}

// availableIn lists the languages of a circular, English first: it is what a reader gets whose language nobody wrote.
func availableIn(texts map[string]models.CircularText) []string {
	var langs []string
	for l := range texts {
		langs = append(langs, l)
	}
	slices.SortFunc(langs, func(a, b string) int {
		if (a == "en") != (b == "en") {
			if a == "en" {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return langs
}

func zoneOf(names ...string) *time.Location {
	for _, n := range names {
		if n == "" {
			continue
		}
		if z, err := time.LoadLocation(n); err == nil {
			return z
		}
	}
	return time.UTC
}

// message is the letter with its token, as one attempt hands it over.
func message(k *models.Keyring, d models.Delivery) (Message, error) {
	l, err := d.Letter(k)
	if err != nil {
		return Message{}, err
	}
	to, err := ParseAddress(l.To)
	if err != nil {
		return Message{}, err
	}
	token, err := d.Token(k)
	if err != nil {
		return Message{}, err
	}
	if d.ThreadID != "" { // words of a person: no mark in them is ours
		return Message{DeliveryID: d.ID, To: to, Lang: d.Language, Subject: d.Subject, QueuedAt: d.QueuedAt, Text: l.Text, HTML: l.HTML, Written: true, Answers: l.Answers}, nil
	}
	return Message{DeliveryID: d.ID, To: to, Lang: d.Language, Subject: d.Subject, QueuedAt: d.QueuedAt, Unsubscribe: strings.ReplaceAll(l.Unsubscribe, tokenMark, token),
		Text: strings.ReplaceAll(l.Text, tokenMark, token), HTML: strings.ReplaceAll(l.HTML, tokenMark, token)}, nil
}
