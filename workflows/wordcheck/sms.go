package wordcheck

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// Encodings of a text message.
const (
	GSM7 = "GSM 7-bit"
	UCS2 = "UCS-2"
)

// Message is how a text goes over the air: 3GPP TS 23.038 (the alphabets), TS 23.040 9.2.3.24.1 (parts). One part holds 160 septets or 70 units of
// 16 bits; of a message in parts each holds 153 or 67, because the header that puts them together takes room.
type Message struct {
	Encoding string
	Units    int    // septets, or units of 16 bits
	Parts    int    //
	Left     int    // units that still fit in the last part
	Outside  []rune // letters that the 7-bit alphabet lacks: they make it UCS-2
}

// gsm is the default alphabet of 3GPP TS 23.038 6.2.1; extension is 6.2.1.1: each of it is two septets, because an escape goes before it.
const (
	gsm = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	ext = "\f^{}\\[~]|€"
)

// MessageOf counts a text message. A letter is never cut in two between parts: an escape stays with its letter, and so does a surrogate pair.
func MessageOf(s string) Message {
	m := Message{Encoding: GSM7}
	var sizes []int
	for _, r := range s {
		switch {
		case strings.ContainsRune(gsm, r):
			sizes = append(sizes, 1)
		case strings.ContainsRune(ext, r):
			sizes = append(sizes, 2)
		default:
			m.Encoding = UCS2
			if !slices.Contains(m.Outside, r) {
				m.Outside = append(m.Outside, r)
			}
		}
	}
	whole, part := 160, 153
	if m.Encoding == UCS2 {
		whole, part, sizes = 70, 67, nil
		for _, r := range s {
			sizes = append(sizes, max(1, utf16.RuneLen(r)))
		}
	}
	for _, n := range sizes {
		m.Units += n
	}
	if m.Units <= whole {
		m.Parts, m.Left = min(1, m.Units), whole-m.Units
		return m
	}
	m.Parts, m.Left = 1, part
	for _, n := range sizes {
		if n > m.Left {
			m.Parts, m.Left = m.Parts+1, part
		}
		m.Left -= n
	}
	return m
}

// sampled puts in something as long as what a reader gets, so that the count is that of the message and not of the draft.
func sampled(s string) string {
	return strings.NewReplacer("{{your_reference}}", "482-109-375-516-280-379", "{{society}}", "National Red Cross Society", "{{name}}", "Maria Fernanda Gutierrez").Replace(s)
}

const (
	smsSource   = "3GPP TS 23.038 and TS 23.040: 160 characters, or 70 with letters outside the 7-bit alphabet; in parts 153 and 67"
	smsFewParts = 3
)

func (c *check) message(m Message) {
	if m.Parts > smsFewParts {
		c.whole("sms-long", Asks, fmt.Sprintf("The message goes out in %d parts. Old telephones show them out of order, and each part is paid for. Say that there is news and how to reach a person; the rest belongs in the call.", m.Parts), smsSource)
	}
	// One letter that is not in the alphabet makes the whole message more than twice as dear. In Arabic all of them are.
	if m.Encoding == UCS2 && c.lang() != "ar" && c.lang() != "" && len(m.Outside) <= 8 {
		if less := len(c.Read) > 0 && MessageOf(without(c.Read, m.Outside)).Parts < m.Parts; less {
			c.whole("sms-letters", Asks, fmt.Sprintf("%s not in the alphabet of text messages. Without it the message has fewer parts; keep it where the spelling of a name or a word needs it.", quotedLetters(m.Outside)), smsSource)
		}
	}
}

func without(s string, rs []rune) string {
	return strings.Map(func(r rune) rune {
		if slices.Contains(rs, r) {
			return ' '
		}
		return r
	}, s)
}

func quotedLetters(rs []rune) string {
	words := make([]string, len(rs))
	for i, r := range rs {
		words[i] = "“" + string(r) + "”"
	}
	if len(words) == 1 {
		return words[0] + " is"
	}
	return strings.Join(words, ", ") + " are"
}
