package delivery

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
)

// PersonMessage is what one e-mail of many is made of, beside the text that all share.
type PersonMessage struct {
	DeliveryID string // PersonDeliveryID; Message-ID and canary are functions of it
	To         Address
	Person     ToldPerson
	QueuedAt   terms.Instant // becomes Date, the same in each try
}

// PersonDeliveryID names one person's message in one step of one dispatch, in every installation and after every restart.
func PersonDeliveryID(dispatch models.ID, person int64, step int) string {
	return dispatch + "-" + strconv.FormatInt(person, 10) + "-" + strconv.Itoa(step)
}

// RealComposer writes the e-mails of a notice of a real incident. There is none for an exercise, so no path leads from one to the relay.
type RealComposer struct {
	telling *Telling
	from    Sender
	sign    *DKIM
	mu      sync.RWMutex
	made    map[skeletonKey]*mimeSkeleton
}

// RealBytes is one finished message to one address.
type RealBytes struct {
	to        Address
	raw       []byte
	body      int // where the body begins
	canaries  bool
	messageID string
}

// Size is how many bytes are handed over, Body those after the header, MessageID what mailboxes know the message by.
func (m RealBytes) Size() int         { return len(m.raw) }
func (m RealBytes) Body() []byte      { return m.raw[m.body:] }
func (m RealBytes) MessageID() string { return m.messageID }

// Buffer is the memory the message lies in, for the next one.
func (m RealBytes) Buffer() []byte { return m.raw }

// Personal says that the body names its reader by a reference nobody else has: then two equal bodies are a fault.
func (m RealBytes) Personal() bool { return m.canaries }

// ErrExercise is the answer to whoever wants to write to people of an exercise.
var ErrExercise = errors.New("this incident is an exercise: nothing is composed for people")

// ErrBleed says that a message held something of another person. It never leaves, and the dispatch is stopped.
var ErrBleed = errors.New("a message did not hold exactly its own reader's marks")

// NewRealComposer makes the composer of a telling; sign may be nil.
func NewRealComposer(t *Telling, from Sender, sign *DKIM) (*RealComposer, error) {
	if t.exercise {
		return nil, ErrExercise
	}
	return &RealComposer{telling: t, from: from, sign: sign, made: map[skeletonKey]*mimeSkeleton{}}, nil
}

// Compose fills the message of one person into buf, which may be used again when the message has been handed over. The same delivery always
// gives the same bytes. It is safe for use by many lanes at once, each with its own buf.
func (c *RealComposer) Compose(m PersonMessage, buf []byte) (RealBytes, error) {
	if m.To.IsZero() || !wellFormedID(m.DeliveryID) || m.QueuedAt.IsZero() {
		return RealBytes{}, errors.New("a message to a person needs an address, a delivery and a time")
	}
	sk, err := c.skeleton(m.Person)
	if err != nil {
		return RealBytes{}, err
	}
	v, err := sk.valuesOf(m.Person)
	if err != nil {
		return RealBytes{}, err
	}
	out := RealBytes{to: m.To, messageID: MessageID(m.DeliveryID, c.from.Address), canaries: sk.references > 0}
	buf = sk.header(buf[:0], m, out.messageID)
	out.body = len(buf)
	own, all := 0, 0
	for i := range sk.parts {
		before := len(buf)
		var n, k int
		buf, n, k = sk.parts[i].fill(buf, v, i == 1)
		own, all = own+n, all+k
		if len(buf) == before {
			return RealBytes{}, errors.New("a part of a message came out empty")
		}
	}
	buf = append(buf, sk.end...)
	out.raw = buf
	if err := sk.check(out, m.To, own, all); err != nil {
		return RealBytes{}, err
	}
	if c.sign != nil {
		signed, err := c.sign.Sign(out.raw)
		if err != nil {
			return RealBytes{}, err
		}
		out.body += len(signed) - len(out.raw)
		out.raw = signed
	}
	return out, nil
}

func (c *RealComposer) skeleton(p ToldPerson) (*mimeSkeleton, error) {
	lang, exact := c.telling.Language(p.Wanted)
	k := skeletonKey{variant: VariantMail, lang: lang, families: p.Families, adapted: c.telling.wordsOf(p)}
	if !exact {
		k.wanted = p.Wanted
	}
	c.mu.RLock()
	s := c.made[k]
	c.mu.RUnlock()
	if s != nil {
		return s, nil
	}
	words, lang, err := c.telling.skeleton(VariantMail, p)
	if err != nil {
		return nil, err
	}
	if s, err = newMimeSkeleton(words, lang, c.from); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.made) < 1000 { // a list can name any language
		c.made[k] = s
	}
	return s, nil
}

// values of one person, for the text part and for the HTML part.
type values struct {
	plain, html [3]string
	reference   string
}

// maxValue is longer than any name; more means that something else landed in the field.
const maxValue = 400

func (s *mimeSkeleton) valuesOf(p ToldPerson) (v values, err error) {
	name := p.Name
	if name == "" {
		name = templates.Salutation(s.lang)
	}
	for _, x := range []string{name, p.Society, p.Reference} {
		if len(x) > maxValue || !utf8.ValidString(x) || strings.ContainsFunc(x, func(r rune) bool {
			return r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 ||
				r >= 0xE001 && r <= 0xE003
		}) {
			return v, errors.New("a name holds characters that do not belong in one")
		}
	}
	v.reference = p.Reference
	v.plain = [3]string{templates.FilledName(name, s.lang), templates.FilledName(p.Society, s.lang), templates.FilledReference(p.Reference, s.lang)}
	v.html = [3]string{templates.FilledHTML(name), templates.FilledHTML(p.Society), `<bdi dir="ltr">` + p.Reference + `</bdi>`}
	return v, nil
}

func (s *mimeSkeleton) header(buf []byte, m PersonMessage, messageID string) []byte {
	for _, p := range s.head {
		buf = append(buf, p.text...)
		switch p.then {
		case thenDate:
			buf = m.QueuedAt.Time().AppendFormat(buf, time.RFC1123Z)
		case thenTo:
			buf = append(buf, m.To.mailbox...)
		case thenMessageID:
			buf = append(buf, messageID...)
		}
	}
	return buf
}

// check looks at the finished bytes, not at how they were made: one To with this address, as many header lines as were built, the reader's
// reference where the text has it, and no other's anywhere (TRUST ML-01, TP-04).
func (s *mimeSkeleton) check(m RealBytes, to Address, own, all int) error {
	head := m.raw[:m.body]
	at := bytes.Index(head, toHeader)
	if at < 0 || bytes.Count(head, newline) != s.lines || bytes.Contains(head[at+len(toHeader):], toHeader) {
		return ErrBleed
	}
	line, _, _ := bytes.Cut(head[at+len(toHeader):], newline)
	if string(line) != to.mailbox {
		return ErrBleed
	}
	if own != s.references || all != s.references+s.lookalikes {
		return ErrBleed
	}
	if len(m.raw) > maxMessage {
		return fmt.Errorf("a message is %d bytes, more than the %d that one may have", len(m.raw), maxMessage)
	}
	return nil
}

var (
	toHeader = []byte("\r\nTo: ")
	newline  = []byte("\r\n")
)
