package sink

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Entry is one message that was accepted.
type Entry struct {
	At        time.Time `json:"at"`
	From      string    `json:"from"` // envelope
	To        []string  `json:"to"`   // envelope, in the order of the RCPT commands
	HeaderTo  string    `json:"header_to"`
	MessageID string    `json:"message_id"`
	Size      int       `json:"size"`
	Hash      string    `json:"hash"`
	Headers   []string  `json:"headers,omitempty"`  // names of the header fields, one for each time they occur, sorted
	Canaries  []string  `json:"canaries,omitempty"` // every mark found anywhere in the message, decoded
	Copies    []string  `json:"copies,omitempty"`   // header fields that would reach somebody else
	Fault     string    `json:"fault,omitempty"`    // why a mail program could not read it
	Encrypted bool      `json:"encrypted,omitempty"`
}

// Canary marks a person in the text of a message: whoever gets somebody else's was told about a stranger.
var Canary = regexp.MustCompile(`KNR[0-9]{7}`)

// copies are header fields that name further readers or ask a mail program to write back.
var copies = []string{"Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc", "Apparently-To", "Disposition-Notification-To", "Return-Receipt-To"}

// read makes the entry of a message. Whatever is wrong with it is noted, never refused: the judge looks, the sender is not helped.
func read(from string, to []string, raw []byte) Entry {
	sum := sha256.Sum256(raw)
	e := Entry{From: from, To: slices.Clone(to), Size: len(raw), Hash: hex.EncodeToString(sum[:8])}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		e.Fault = "header: " + err.Error()
		return e
	}
	e.HeaderTo, e.MessageID = m.Header.Get("To"), m.Header.Get("Message-Id")
	for _, name := range copies {
		if _, there := m.Header[name]; there {
			e.Copies = append(e.Copies, name)
		}
	}
	marks := map[string]bool{}
	note := func(text []byte) {
		for _, c := range Canary.FindAll(text, -1) {
			marks[string(c)] = true
		}
	}
	for name, values := range m.Header {
		for _, v := range values {
			e.Headers = append(e.Headers, name)
			if words, err := new(mime.WordDecoder).DecodeHeader(v); err == nil {
				v = words
			}
			note([]byte(v))
		}
	}
	slices.Sort(e.Headers)
	if err := parts(m.Header.Get, m.Body, note); err != nil {
		e.Fault = "body: " + err.Error()
	}
	for c := range marks {
		e.Canaries = append(e.Canaries, c)
	}
	slices.Sort(e.Canaries)
	return e
}

// parts walks the parts of a message and hands the decoded text of each on.
func parts(header func(string) string, body io.Reader, note func([]byte)) error {
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	if err == nil && strings.HasPrefix(kind, "multipart/") {
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := parts(p.Header.Get, p, note); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(header("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	note(text)
	return err
}
