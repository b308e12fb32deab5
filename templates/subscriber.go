package templates

import (
	"errors"
	"strings"
)

// SubscriberLetter is a message to somebody who asked to hear of updates. It says nothing of what happened: a mailbox may be read by others.
// Exactly one of BeginURL (the question whether the address is right) and EndURL (the news that there is something new) is set.
type SubscriberLetter struct {
	Lang         string
	Exercise     bool
	Organisation string
	PageURL      string
	BeginURL     string
	EndURL       string
}

// Letter writes the e-mail. The same input gives the same bytes.
func (l SubscriberLetter) Letter() (Letter, error) {
	if (l.BeginURL == "") == (l.EndURL == "") || l.PageURL == "" || l.Organisation == "" {
		return Letter{}, errors.New("a message to a subscriber needs who writes, the page, and one link")
	}
	view := struct {
		common
		PW      *publicWords
		Subject string
		SubscriberLetter
	}{newCommon(l.Lang, "", l.Exercise), publicWordsFor(l.Lang), "", l}
	said := view.PW.MailUpdateSubject
	if l.BeginURL != "" {
		said = view.PW.MailBeginSubject
	}
	view.Subject = fill(said, "{organisation}", plain(l.Organisation, view.Dir))
	view.Subject = strings.NewReplacer("\u2066", "", "\u2069", "").Replace(view.Subject) // no isolates in a header
	if l.Exercise {
		word, _, _ := strings.Cut(view.W.Exercise, ".")
		view.Subject = word + ": " + view.Subject
	}
	html, err := render("subscriber", view)
	if err != nil {
		return Letter{}, err
	}
	var b strings.Builder
	if l.Exercise {
		b.WriteString("*** " + view.W.Exercise + " ***\n\n")
	}
	if l.BeginURL != "" {
		b.WriteString(view.PW.MailBeginText + "\n\n" + l.BeginURL + "\n\n" + view.PW.MailBeginNot + "\n")
	} else {
		b.WriteString(view.PW.MailUpdateText + "\n\n" + l.PageURL + "\n\n" + view.PW.MailUpdateEnd + "\n" + l.EndURL + "\n")
	}
	b.WriteString("\n-- \n" + plain(l.Organisation, view.Dir) + "\n" + view.PW.MailNever + "\n")
	return Letter{Subject: view.Subject, Text: b.String(), HTML: string(html)}, nil
}

// Steps of the pages around a subscription.
const (
	SubscribeAsked = "asked"
	SubscribeBad   = "bad"   // no address; the form again
	SubscribeBegin = "begin" // behind the link of the first message
	SubscribeBegun = "begun"
	SubscribeEnd   = "end" // behind the link of every other
	SubscribeEnded = "ended"
)

// SubscriptionPage is one step. It never says whether an address is known: what it shows depends on the step alone.
type SubscriptionPage struct {
	Step      string
	Lang      string
	Exercise  bool
	Action    string   // where the form goes
	Languages []string // offered in the form of SubscribeBad
	Back      string   // the page of the incident, where it is known
}

// HTML renders the page.
func (p SubscriptionPage) HTML() ([]byte, error) {
	view := struct {
		publicView
		Step, Heading, Text, Button, Action, Back string
	}{publicView: PublicPage{TextLang: p.Lang, Exercise: p.Exercise}.frame(), Step: p.Step, Action: p.Action, Back: p.Back}
	w := view.PW
	for _, l := range p.Languages {
		view.Languages = append(view.Languages, switchView{languageView{l, "", NameOf(l)}, l == p.Lang})
	}
	switch p.Step {
	case SubscribeAsked:
		view.Heading, view.Text = w.AskedTitle, w.AskedText
	case SubscribeBad:
		view.Heading, view.Text = w.SubscribeTitle, w.SubscribeBad
	case SubscribeBegin:
		view.Heading, view.Text, view.Button = w.BeginTitle, w.BeginText, w.BeginButton
	case SubscribeBegun:
		view.Heading, view.Text = w.BegunTitle, w.BegunText
	case SubscribeEnd:
		view.Heading, view.Text, view.Button = w.EndTitle, w.EndText, w.EndButton
	case SubscribeEnded:
		view.Heading, view.Text = w.EndedTitle, w.EndedText
	default:
		return nil, errors.New("subscription page: unknown step " + p.Step)
	}
	return render("subscription", view)
}
