package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"candour/models/terms"

	"github.com/go-mail/mail/v2"
)

// Message is everything one letter to one recipient is made of. The same Message always gives the same bytes, so that
// a retry cannot tell the reader something else and mailboxes recognise it by its Message-ID.
type Message struct {
	DeliveryID string // random id of the delivery; the Message-ID is a function of it
	To         Address
	Lang       string // of the words in it, for Content-Language
	Subject    string // short, no personal data
	Text, HTML string
	QueuedAt   terms.Instant // becomes Date: when we decided to write, the same in each attempt
	ListID     string        // RFC 2919, for what goes to many; empty: none
	// Unsubscribe is the https address at which one POST ends what the reader asked for (RFC 8058); empty: none.
	Unsubscribe string
	// Written says that a person wrote this to one outsider, so it is no automatic message; Answers what it answers, newest last: ids of other
	// messages, or of deliveries of ours. ReplyTo is where the answer goes; none: to the sender.
	Written bool
	Answers []string
	ReplyTo Address
}

// Sender is who writes: the organisation's own address and the name shown beside it.
type Sender struct {
	Address Address
	Name    string
}

const (
	maxSubject = 150 // runes; header lines are not folded inside a word by the library
	maxName    = 80
	maxMessage = 256 << 10 // a circular is a few kilobytes; more means something leaked into it
)

// Bytes builds the whole message in memory. Nothing is handed to a relay before this has succeeded: a body that fails
// half way would otherwise end as a cut but valid message (the library ends DATA in any case).
func (m Message) Bytes(from Sender) ([]byte, error) {
	if err := m.check(from); err != nil {
		return nil, err
	}
	enc := mail.QuotedPrintable
	if mostlyOutsideASCII(m.Text) {
		enc = mail.Base64 // a third of the size of quoted-printable in Arabic
	}
	out := mail.NewMessage(mail.SetCharset("UTF-8"), mail.SetEncoding(enc))
	out.SetAddressHeader("From", from.Address.mailbox, from.Name)
	out.SetHeader("To", m.To.mailbox)
	out.SetHeader("Subject", m.Subject)
	out.SetDateHeader("Date", m.QueuedAt.Time())
	out.SetHeader("Message-ID", MessageID(m.DeliveryID, from.Address))
	if m.Written {
		m.letterHeaders(out, from)
	} else {
		out.SetHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers to this
		out.SetHeader("X-Auto-Response-Suppress", "OOF, AutoReply")
	}
	out.SetHeader("Content-Language", m.Lang)
	if m.ListID != "" {
		out.SetHeader("List-Id", m.ListID)
	}
	if m.Unsubscribe != "" {
		out.SetHeader("List-Unsubscribe", "<"+m.Unsubscribe+">")
		out.SetHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	out.SetBoundary(boundary(m.DeliveryID))
	out.SetBody("text/plain", m.Text)
	out.AddAlternative("text/html", m.HTML)

	var buf bytes.Buffer
	if _, err := out.WriteTo(&buf); err != nil {
		return nil, fmt.Errorf("build message: %w", err)
	}
	raw, err := orderHeaders(buf.Bytes(), m.headers())
	if err != nil {
		return nil, err
	}
	if len(raw) > maxMessage {
		return nil, fmt.Errorf("message is %d bytes, more than the %d that a letter may have", len(raw), maxMessage)
	}
	return raw, nil
}

func (m Message) check(from Sender) error {
	if from.Address.IsZero() {
		return errors.New("message has no sender")
	}
	if err := headerText("sender name", from.Name, maxName); err != nil {
		return err
	}
	return m.checkContent()
}

func (m Message) checkContent() error {
	switch {
	case m.To.IsZero():
		return errors.New("message has no recipient")
	case !wellFormedID(m.DeliveryID):
		return errors.New("message has no delivery id")
	case m.QueuedAt.IsZero():
		return errors.New("message has no time")
	case strings.TrimSpace(m.Text) == "" || strings.TrimSpace(m.HTML) == "":
		return errors.New("message has no text or no HTML")
	case !utf8.ValidString(m.Text) || !utf8.ValidString(m.HTML):
		return errors.New("message is not valid UTF-8")
	case !wellFormedLang(m.Lang):
		return errors.New("message has no language")
	case slices.ContainsFunc(m.Answers, func(a string) bool { return !wellFormedID(a) && !WellFormedMessageID(a) }):
		return errors.New("what the message answers is not a message")
	case m.Unsubscribe != "" && !wellFormedUnsubscribe(m.Unsubscribe):
		return errors.New("the address to unsubscribe at is not one")
	case strings.Contains(m.Text, boundary(m.DeliveryID)) || strings.Contains(m.HTML, boundary(m.DeliveryID)):
		return errors.New("message holds its own boundary") // a text that ends its part could begin another
	}
	return headerText("subject", m.Subject, maxSubject)
}

// headerText is our own guard in front of the library's: one line of printable text, short, no direction overrides
// (which could make a subject read backwards).
func headerText(what, s string, limit int) error {
	if strings.TrimSpace(s) == "" {
		return fmt.Errorf("%s is empty", what)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("%s is not valid UTF-8", what)
	}
	if utf8.RuneCountInString(s) > limit {
		return fmt.Errorf("%s is longer than %d characters", what, limit)
	}
	for _, r := range s {
		if r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return fmt.Errorf("%s holds a control character", what)
		}
	}
	return nil
}

// MessageID is a function of the delivery alone (TRUST ML-03): each attempt carries the same one, so relays and
// mailboxes can collapse a double and an uncertain hand-over can be looked up.
func MessageID(deliveryID string, from Address) string {
	return "<" + digest("message-id", deliveryID)[:40] + "@" + from.Domain() + ">"
}

// ListID names what goes to many from this sender, so that whoever reads much mail can sort it (RFC 2919).
func ListID(from Address) string { return "<notices." + from.Domain() + ">" }

func boundary(deliveryID string) string { return "candour-" + digest("boundary", deliveryID)[:40] }

func digest(purpose, s string) string {
	sum := sha256.Sum256([]byte("candour/" + purpose + "\x00" + s))
	return hex.EncodeToString(sum[:])
}

func wellFormedID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}

// wellFormedUnsubscribe: an address of ours in one header line, without anything that could end it.
func wellFormedUnsubscribe(s string) bool {
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") || len(s) > 400 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7F || r == '<' || r == '>' || r == ',' || r == '"' })
}

func wellFormedLang(s string) bool {
	if len(s) < 2 || len(s) > 20 {
		return false
	}
	return wellFormedID(s)
}

func mostlyOutsideASCII(s string) bool {
	outside := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			outside++
		}
	}
	return outside*6 > len(s)
}

// headerOrder fixes what the library leaves to chance: it walks a map, so the same message would come out in another
// order each time and a retry would not be the same bytes.
var headerOrder = []string{"Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
	"Content-Language", "MIME-Version", "Content-Type"}

// headers are those this message has, in their order.
func (m Message) headers() []string {
	headers := headerOrder
	for _, more := range []struct {
		there bool
		names []string
	}{{m.Unsubscribe != "", []string{"List-Unsubscribe", "List-Unsubscribe-Post"}}, {m.ListID != "", []string{"List-Id"}},
		{len(m.Answers) > 0, []string{"In-Reply-To", "References"}}, {!m.ReplyTo.IsZero(), []string{"Reply-To"}}} {
		if more.there {
			headers = append(append([]string{}, more.names...), headers...)
		}
	}
	return headers
}

func orderHeaders(raw []byte, headerOrder []string) ([]byte, error) {
	end := bytes.Index(raw, []byte("\r\n\r\n"))
	if end < 0 {
		return nil, errors.New("build message: no end of headers")
	}
	var fields []string
	for _, line := range strings.SplitAfter(string(raw[:end+2]), "\r\n") {
		switch {
		case line == "":
		case line[0] == ' ' || line[0] == '\t':
			if len(fields) == 0 {
				return nil, errors.New("build message: headers begin with a continuation")
			}
			fields[len(fields)-1] += line
		default:
			fields = append(fields, line)
		}
	}
	rank := make(map[string]int, len(headerOrder))
	for i, n := range headerOrder {
		rank[n] = i
	}
	seen := make(map[string]bool, len(fields))
	for _, f := range fields {
		name, _, _ := strings.Cut(f, ":")
		// Anything that is not on the list, or is there twice, did not come from us.
		if _, known := rank[name]; !known || seen[name] {
			return nil, errors.New("build message: a header appeared that nobody asked for")
		}
		seen[name] = true
	}
	if len(fields) != len(headerOrder) {
		return nil, errors.New("build message: a header is missing")
	}
	sort.SliceStable(fields, func(i, j int) bool {
		a, _, _ := strings.Cut(fields[i], ":")
		b, _, _ := strings.Cut(fields[j], ":")
		return rank[a] < rank[b]
	})
	out := make([]byte, 0, len(raw))
	for _, f := range fields {
		out = append(out, f...)
	}
	return append(out, raw[end+2:]...), nil
}
