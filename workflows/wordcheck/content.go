package wordcheck

import (
	"fmt"
	"slices"
	"strings"
)

// Demand is one thing a law wants to read in a text.
type Demand struct {
	Word        string // content word of the rule pack
	Law         string
	Citation    string
	Obligation  string // its id
	Provisional bool   // not yet certain that it is owed
	Partly      bool   // it binds those who tell some of the readers, not all: they may be told more in a notice of their own
	Later       bool   // the law lets it follow in a later phase (GDPR Art. 33(4))
}

// How a demand stands.
const (
	Tied    = "tied"    // the author has named the paragraph
	Found   = "found"   // words of it stand in a paragraph; nobody has said so yet
	Missing = "missing" //
)

// Content is one thing that one or more laws want, and the paragraph that satisfies it.
type Content struct {
	Word      string
	Label     string
	For       []Demand
	State     string
	Paragraph int // from 1; 0: none
	Owed      bool
	Later     bool // by every law that wants it
	partly    bool // by no law that binds the tellers of all readers
}

// content goes through what the laws want, in their order, each thing once whatever the number of laws.
func (c *check) content() []Content {
	var out []Content
	for _, d := range c.Demands {
		i := slices.IndexFunc(out, func(x Content) bool { return x.Word == d.Word })
		if i < 0 {
			i = len(out)
			out = append(out, Content{Word: d.Word, Label: labelOf(d.Word), State: Missing, Later: true, partly: true})
		}
		out[i].For = append(out[i].For, d)
		out[i].Owed = out[i].Owed || !d.Provisional
		out[i].partly = out[i].partly && d.Partly
		out[i].Later = out[i].Later && d.Later
	}
	for i := range out {
		c.satisfy(&out[i])
	}
	return out
}

func (c *check) satisfy(x *Content) {
	if n := c.Ties[x.Word]; n >= 1 && n <= len(c.body.paragraphs) {
		x.State, x.Paragraph = Tied, n
		return
	}
	if c.l != nil {
		for n, p := range c.body.paragraphs {
			part := c.body.part(p, c.lang())
			if slices.ContainsFunc(c.l.Content[x.Word].Find, func(f pattern) bool { return part.has(f.Regexp) }) {
				x.State, x.Paragraph = Found, n+1
				return
			}
		}
	}
	severity, says := Stops, "The law wants it in this notice. Write it, or name the paragraph that says it."
	switch {
	case !x.Owed:
		severity, says = Asks, "The law may want it in this notice: it is not yet certain that it is owed."
	case x.partly:
		severity, says = Asks, "The law of some of the readers wants it. Say it here, or send those readers a notice of their own."
	case x.Later:
		severity, says = Asks, "The law wants it, and lets it follow later. Say now what is known, and when the rest comes."
	}
	laws := make([]string, 0, len(x.For))
	for _, d := range x.For {
		if law := strings.TrimSpace(d.Law + ", " + d.Citation); !slices.Contains(laws, law) {
			laws = append(laws, law)
		}
	}
	c.whole("content-"+x.Word, severity, fmt.Sprintf("Nothing here says: %s. %s", strings.ToLower(x.Label[:1])+x.Label[1:], says),
		strings.Join(laws, "; "))
}

// labelOf is what a content word is called to the writer, whose screen is in English.
func labelOf(word string) string {
	if w, ok := loaded().byLanguage["en"].Content[word]; ok {
		return w.Label
	}
	return strings.ReplaceAll(word, "-", " ")
}
