package delivery

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"candour/models"
	"candour/templates"
	"candour/workflows/places"
)

// Variant is one of the texts of a notice to people.
type Variant string

const (
	VariantMail   Variant = "email"
	VariantSMS    Variant = "sms"
	VariantLetter Variant = "letter"
	VariantScript Variant = "script" // read aloud: calls and visits
)

// Variants in the order in which writers see them.
var Variants = []Variant{VariantMail, VariantSMS, VariantLetter, VariantScript}

// personMarks are the placeholders that stay in an approved text, because they differ by reader. The list is closed.
var personMarks = []struct{ Placeholder, Mark string }{
	{"{{name}}", templates.MarkName}, {"{{society}}", templates.MarkSociety}, {"{{your_reference}}", templates.MarkReference},
}

// PersonPlaceholders are the names of them.
var PersonPlaceholders = []string{"name", "society", "your_reference"}

// ToldPerson is as much of a person as their message holds.
type ToldPerson struct {
	Name      string // empty: a salutation stands for it
	Society   string
	Reference string // genuineness.Reference, with its dashes
	// Wanted is the person's own language; it chooses the text, and another one is said aloud.
	Wanted string
	// Families: the person belongs to a group of families of missing people, or nobody knows which group.
	Families bool
	// Adapted is the party whose own words stand in the marked places; empty: the standard words do.
	Adapted models.ID
}

// Telling is an approved notice made ready to be filled in many times: each text is built and checked once per language, and a person costs
// a few copies of bytes. It is safe for use by many workers at once.
type Telling struct {
	fixed    models.PeopleFixed
	exercise bool
	sample   bool
	langs    []string // written ones, the fallback first
	local    map[models.ID]models.AdaptationWords
	mu       sync.RWMutex
	made     map[skeletonKey]*skeleton
}

type skeletonKey struct {
	variant      Variant
	lang, wanted string
	families     bool
	adapted      models.ID
}

// skeleton is a text cut at its marks: piece, mark, piece, ..., piece.
type skeleton struct{ subject, text, html []string }

// NewTelling makes a notice ready. sample marks everything it writes as one.
func NewTelling(in models.Incident, f models.PeopleFixed, sample bool) (*Telling, error) {
	t := &Telling{fixed: f, exercise: in.Exercise, sample: sample, local: map[models.ID]models.AdaptationWords{}, made: map[skeletonKey]*skeleton{}}
	for lang := range f.Texts {
		t.langs = append(t.langs, lang)
	}
	slices.SortFunc(t.langs, func(a, b string) int {
		if (a == f.Fallback) != (b == f.Fallback) {
			if a == f.Fallback {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	if len(t.langs) == 0 {
		return nil, fmt.Errorf("a notice without a text")
	}
	return t, nil
}

// Adapt gives the people of a party the words that their society has signed. It is called before anybody is told.
func (t *Telling) Adapt(party models.ID, words models.AdaptationWords) { t.local[party] = words }

// wordsOf is whose words a reader gets; empty: nobody's of their own.
func (t *Telling) wordsOf(p ToldPerson) models.ID {
	if _, ok := t.local[p.Adapted]; ok {
		return p.Adapted
	}
	return ""
}

// Language chooses the text for a reader; exact says that it is the reader's own language.
func (t *Telling) Language(wanted string) (lang string, exact bool) {
	if wanted == "" {
		return t.langs[0], false
	}
	if slices.Contains(t.langs, wanted) {
		return wanted, true
	}
	return templates.Choose([]string{wanted}, t.langs)
}

// Mail fills the e-mail of one person.
func (t *Telling) Mail(p ToldPerson) (templates.Letter, string, error) {
	s, lang, err := t.skeleton(VariantMail, p)
	if err != nil {
		return templates.Letter{}, "", err
	}
	name := p.Name
	if name == "" {
		name = templates.Salutation(lang)
	}
	plain := [3]string{templates.FilledName(name, lang), templates.FilledName(p.Society, lang), templates.FilledReference(p.Reference, lang)}
	l := templates.Letter{Subject: s.subject[0], Text: fillPieces(s.text, plain),
		HTML: fillPieces(s.html, [3]string{templates.FilledHTML(name), templates.FilledHTML(p.Society), "<bdi dir=\"ltr\">" + html.EscapeString(p.Reference) + "</bdi>"})}
	return l, lang, checkFilled(l.Text, l.HTML)
}

// Plain fills a text message, a letter or a script.
func (t *Telling) Plain(v Variant, p ToldPerson) (text, lang string, err error) {
	s, lang, err := t.skeleton(v, p)
	if err != nil {
		return "", "", err
	}
	name := p.Name
	if name == "" {
		name = templates.Salutation(lang)
	}
	text = fillPieces(s.text, [3]string{templates.FilledName(name, lang), templates.FilledName(p.Society, lang), templates.FilledReference(p.Reference, lang)})
	return text, lang, checkFilled(text)
}

func (t *Telling) skeleton(v Variant, p ToldPerson) (*skeleton, string, error) {
	lang, exact := t.Language(p.Wanted)
	k := skeletonKey{variant: v, lang: lang, families: p.Families, adapted: t.wordsOf(p)}
	if !exact && v == VariantMail && wellFormedLang(p.Wanted) {
		k.wanted = p.Wanted
	}
	t.mu.RLock()
	s := t.made[k]
	t.mu.RUnlock()
	if s != nil {
		return s, lang, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	// A list can name any language; what is said about a few dozen of them is enough, the rest read the text without the remark.
	if len(t.made) > 400 {
		k.wanted = ""
	}
	s, err := t.make(k)
	if err == nil {
		t.made[k] = s
	}
	return s, lang, err
}

func (t *Telling) make(k skeletonKey) (*skeleton, error) {
	x := Worded(t.fixed.Texts[k.lang], t.local[k.adapted][k.lang])
	m := templates.PersonMail{TextLang: k.lang, Wanted: k.wanted, Exercise: t.exercise, Sample: t.sample, Organisation: t.fixed.Organisation, CheckPage: t.fixed.CheckPage,
		Contact: templates.Contact{Name: t.fixed.Contact.Name, Role: t.fixed.Contact.Role, Phone: t.fixed.Contact.Telephone, Mail: t.fixed.Contact.Email},
		Subject: x.Subject, Body: marked(x.Body)}
	if k.families {
		m.Families = x.Families
	}
	if k.variant == VariantMail {
		l, err := m.Mail()
		if err != nil {
			return nil, err
		}
		if err := headerText("subject", l.Subject, maxSubject); err != nil {
			return nil, err
		}
		return &skeleton{subject: []string{l.Subject}, text: cutAtMarks(l.Text), html: cutAtMarks(l.HTML)}, nil
	}
	text := map[Variant]string{VariantSMS: x.SMS, VariantLetter: x.Letter, VariantScript: x.Script}[k.variant]
	if strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("the notice has no %s in %s", k.variant, k.lang)
	}
	return &skeleton{text: cutAtMarks(m.PersonPlain(marked(text)))}, nil
}

// Worded puts a society's words into the marked places of a text; where it has none the standard words stand.
func Worded(x models.PeopleText, words map[string]string) models.PeopleText {
	for _, s := range []*string{&x.Body, &x.SMS, &x.Letter, &x.Script} {
		*s = places.Fill(*s, words)
	}
	return x
}

func marked(s string) string {
	for _, m := range personMarks {
		s = strings.ReplaceAll(s, m.Placeholder, m.Mark)
	}
	return s
}

// cutAtMarks gives piece, mark, piece, ..., piece.
func cutAtMarks(s string) []string {
	var out []string
	last := 0
	for i, r := range s {
		if r >= 0xE001 && r <= 0xE003 {
			w := utf8.RuneLen(r)
			out = append(out, s[last:i], s[i:i+w])
			last = i + w
		}
	}
	return append(out, s[last:])
}

func fillPieces(pieces []string, values [3]string) string {
	n := 0
	for _, p := range pieces {
		n += len(p) + 40
	}
	var b strings.Builder
	b.Grow(n)
	for i, p := range pieces {
		if i%2 == 1 {
			// The third byte of a mark in UTF-8 is 0x81, 0x82 or 0x83.
			p = values[p[2]-0x81]
		}
		b.WriteString(p)
	}
	return b.String()
}

// checkFilled is the whole message as it will be read: no hole, no mark left, no text that is not text.
func checkFilled(texts ...string) error {
	for _, s := range texts {
		switch {
		case s == "":
			return fmt.Errorf("a message came out empty")
		case !utf8.ValidString(s):
			return fmt.Errorf("a message is not valid text")
		case strings.Contains(s, "{{") || strings.Contains(s, "\ue001") || strings.Contains(s, "\ue002") || strings.Contains(s, "\ue003"):
			return fmt.Errorf("a message has a hole in it")
		case len(s) > maxMessage/2:
			return fmt.Errorf("a message is longer than any we write")
		}
	}
	return nil
}

// Languages are the written ones, the fallback first.
func (t *Telling) Languages() []string { return t.langs }
