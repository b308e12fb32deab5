package templates

import (
	"html/template"
	"slices"
	"strconv"
	"time"
)

// CheckPage is where anybody can ask whether a message is ours: the form first, then one answer. It needs no script and no cookie, and its
// title and address say nothing about anybody who was there.
type CheckPage struct {
	Lang    string
	Action  string // the address of the page
	Outcome CheckOutcome
	Typed   string // shown again after a slip, so that it can be compared with the paper

	// Of what was found.
	Exercise     bool
	Kind         string // message, circular, statement, broadcast
	Organisation string
	Telephone    string
	Email        string
	Sent         time.Time // month and year are shown
}

// CheckOutcome is what the page says.
type CheckOutcome string

const (
	CheckAsk      CheckOutcome = ""
	CheckForm     CheckOutcome = "form"    // not eighteen digits
	CheckDigit    CheckOutcome = "digit"   // eighteen, and the last does not fit
	CheckGenuine  CheckOutcome = "genuine" //
	CheckNewer    CheckOutcome = "newer"   // ours, and we have written again
	CheckStopped  CheckOutcome = "stopped" // ours, and it does not count any more
	CheckNotOurs  CheckOutcome = "not_ours"
	CheckMustWait CheckOutcome = "wait"
)

// checkWords are the words of the page in one language. {organisation}, {kind} and {month} are filled in.
type checkWords struct {
	Title, Intro, Label, Hint, Button, Privacy string
	BadForm, BadDigit                          string
	Genuine, Newer, Stopped, NotOurs, Wait     checkAnswer
	Nobody                                     string // stands for an organisation that nobody has named
	Kinds                                      map[string]string
	Month                                      string // with {month} and {year}
	DoTitle, NeverTitle, Never, Copied         string
	HumanTitle, HumanHere, Human, Again        string
}

type checkAnswer struct {
	Title string
	Said  []string
	Do    []string
}

type checkView struct {
	common
	CheckPage
	K         *checkWords
	Languages []languageView
	Problem   string
	Answer    *answerView
	Again     string
	Exercise  bool // both embedded structs have it
}

type answerView struct {
	Title string
	Said  []template.HTML
	Do    []string
}

// Dial is the telephone number as a telephone wants it.
func (v checkView) Dial() string { return Contact{Phone: v.Telephone}.Dial() }

// HTML renders the page.
func (p CheckPage) HTML() ([]byte, error) {
	c := newCommon(p.Lang, "", p.Exercise)
	k, known := wordsOfCheck[c.WordsLang]
	if !known {
		k = wordsOfCheck["en"]
	}
	v := checkView{common: c, CheckPage: p, K: k, Again: p.Action + "?lang=" + c.WordsLang, Exercise: p.Exercise}
	v.PageTitle = k.Title
	for _, l := range Languages() {
		if l != c.WordsLang {
			v.Languages = append(v.Languages, languageView{l, p.Action + "?lang=" + l, NameOf(l)})
		}
	}
	answers := map[CheckOutcome]checkAnswer{CheckGenuine: k.Genuine, CheckNewer: k.Newer, CheckStopped: k.Stopped, CheckNotOurs: k.NotOurs, CheckMustWait: k.Wait}
	switch p.Outcome {
	case CheckAsk:
	case CheckForm:
		v.Problem = k.BadForm
	case CheckDigit:
		v.Problem = k.BadDigit
	default:
		v.Answer = v.answer(answers[p.Outcome])
	}
	return render("check", v)
}

func (v checkView) answer(a checkAnswer) *answerView {
	apart := func(s string) string { return "<bdi>" + template.HTMLEscapeString(s) + "</bdi>" }
	organisation := apart(v.CheckPage.Organisation)
	if v.CheckPage.Organisation == "" {
		organisation = template.HTMLEscapeString(v.K.Nobody)
	}
	month := ""
	if !v.Sent.IsZero() {
		at := v.Sent.UTC()
		month = fill(template.HTMLEscapeString(v.K.Month), "{month}", v.W.Months[at.Month()-1], "{year}", "<bdi dir=\"ltr\">"+strconv.Itoa(at.Year())+"</bdi>")
	}
	out := &answerView{Title: a.Title, Do: slices.Clone(a.Do)}
	for _, s := range a.Said {
		out.Said = append(out.Said, template.HTML(fill(template.HTMLEscapeString(s), "{organisation}", organisation, "{kind}", template.HTMLEscapeString(v.K.Kinds[v.Kind]), "{month}", month)))
	}
	return out
}

// checkLine says where a reference can be checked. It is text and no link: nobody should learn to press what stands in a message.
func checkLine(w *Words, address, dir string) template.HTML {
	if address == "" {
		return ""
	}
	shown := template.HTMLEscapeString(address)
	if dir == "rtl" {
		shown = `<bdi dir="ltr">` + shown + `</bdi>`
	}
	return template.HTML(fill(template.HTMLEscapeString(w.CheckHere), "{address}", shown))
}
