package wordcheck

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// longest is how many words of a text people under stress get to the end of. The numbers are ours: two minutes of reading at about 200 words a
// minute, four for a page; 130 words a minute aloud.
var longest = map[string]int{ChannelMail: 420, ChannelLetter: 480, ChannelScript: 420, ChannelPage: 700}

var longestOf = map[string]int{KindPoster: 150, KindRadio: 170, KindAnswer: 200, KindStaffNote: 450, KindScript: 800}

const lengthSource = "Our own limit: two minutes of reading, four for a page; a radio message of one minute. People under stress read little of a text"

// plain looks at how hard the text is to read.
func (c *check) plain() {
	limit, easy := c.l.Sentence.Words, c.Audience == AudienceEasy
	if easy {
		limit = c.l.Sentence.Easy
	}
	count := 0
	for _, s := range c.body.sentences {
		words := wordsOf(c.body.raw[s.from:s.to])
		count += len(words)
		if len(words) > limit {
			at := trimSpan(c.body.raw, s)
			c.add("sentence-long", Asks, c.body, at, fmt.Sprintf("%d words in one sentence; %d are enough. %s", len(words), limit, c.l.Sentence.Says), c.l.source(c.l.Sentence.From))
		}
		if easy {
			c.longWords(s)
		}
	}
	c.length(count)
	if !c.toPeople() && c.Kind != KindCircular && c.Kind != KindStaffNote {
		return
	}
	for _, j := range c.l.Jargon {
		for _, at := range c.body.find(j.Word.Regexp) {
			c.add("jargon", Asks, c.body, at, "Not everybody knows this word. "+j.Instead, c.l.source("jargon"))
		}
	}
	for _, p := range c.l.Passive {
		for _, at := range c.body.find(p.Regexp) {
			c.add("passive", Asks, c.body, at, "Nobody acts in this sentence. Say who does it: we, somebody, you.", c.l.source("passive"))
		}
	}
}

func (c *check) length(words int) {
	limit := longestOf[c.Kind]
	if limit == 0 {
		limit = longest[c.Channel]
	}
	if limit > 0 && words > limit && c.toPeople() {
		c.whole("text-long", Asks, fmt.Sprintf("%d words; readers under stress get to the end of about %d. What is not needed today can stand on the page.", words, limit), lengthSource)
	}
}

func (c *check) longWords(s span) {
	at := s.from
	for _, w := range strings.Fields(c.body.raw[s.from:s.to]) {
		i := strings.Index(c.body.raw[at:], w) + at
		at = i + len(w)
		bare := strings.TrimFunc(w, func(r rune) bool { return strings.ContainsRune(".,;:!?()«»\"'،؛؟…-", r) })
		if utf8.RuneCountInString(bare) > c.l.LongWord && !strings.ContainsAny(bare, "{}/@0123456789") {
			j := strings.Index(c.body.raw[i:], bare) + i
			c.add("word-long", Asks, c.body, span{j, j + len(bare)}, "A long word for a text in easy language. Is there a shorter one?", c.l.source("easy"))
		}
	}
}

func trimSpan(s string, at span) span {
	for at.from < at.to && strings.ContainsRune(" \t\n-", rune(s[at.from])) {
		at.from++
	}
	return at
}
