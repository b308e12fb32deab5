package templates

import "errors"

// Answers a society can give, as they stand in the form.
const (
	AnswerSeen     = "seen"
	AnswerActing   = "acting"
	AnswerDeclined = "declined"
	AnswerCallMe   = "call_me"
)

// SocietyPage is the page behind the link. Its State says which of the steps is shown:
// ask (We have read it), answer (We act, Not ours, Call me), done, repeat (already answered, nothing changed).
type SocietyPage struct {
	Circular
	State     string
	Action    string // where the form goes: the page's own path
	TypedName string // only in the answer to a press of the reader, who typed it; a page that is fetched never has it
	Problem   bool   // the name was missing
	Answer    string // in done and repeat
	Code      string // in done; proof for the reader
}

type societyView struct {
	circularView
	State, Action, TypedName, Answered, Code string
	Problem                                  bool
}

// HTML renders the page.
func (p SocietyPage) HTML() ([]byte, error) {
	v := societyView{circularView: p.view(), State: p.State, Action: p.Action, TypedName: p.TypedName, Code: p.Code, Problem: p.Problem}
	switch p.State {
	case "ask":
	case "answer":
		v.PageTitle = v.W.AnswerTitle
	case "done", "repeat":
		v.PageTitle = v.W.DoneTitle
		if p.State == "repeat" {
			v.PageTitle = v.W.RepeatTitle
		}
		switch p.Answer {
		case AnswerActing:
			v.Answered, v.Next = v.W.DoneAct, v.W.NextAct
		case AnswerDeclined:
			v.Answered, v.Next = v.W.DoneNotOurs, v.W.NextNotOurs
		case AnswerCallMe:
			v.Answered, v.Next = v.W.DoneCall, v.W.NextCall
		default:
			return nil, errors.New("society page: done without an answer")
		}
	default:
		return nil, errors.New("society page: unknown state " + p.State)
	}
	return render("society", v)
}

type closedView struct {
	common
	Text   string
	Others []closedOther
}

type closedOther struct {
	Lang, Dir, Title, Text string
}

// ExpiredPage is what a link that is too old, replaced, withdrawn or invented shows: always the same, in every language
// at once, because even the right language would say something about the society behind it.
func ExpiredPage() ([]byte, error) {
	return closedPage(func(w *Words) (string, string) { return w.ExpiredTitle, w.ExpiredText })
}

// BusyPage is shown when one link has been tried too often.
func BusyPage() ([]byte, error) {
	return closedPage(func(w *Words) (string, string) { return w.BusyTitle, w.BusyText })
}

// ForeignPage is shown when an answer was sent from somewhere else than our own page.
func ForeignPage() ([]byte, error) {
	return closedPage(func(w *Words) (string, string) { return w.ForeignTitle, w.ForeignText })
}

func closedPage(say func(*Words) (title, text string)) ([]byte, error) {
	v := closedView{common: newCommon("en", "", false)}
	v.PageTitle, v.Text = say(v.W)
	for _, lang := range Languages()[1:] {
		title, text := say(words[lang])
		v.Others = append(v.Others, closedOther{lang, Dir(lang), title, text})
	}
	return render("closed", v)
}
