package bounce

import (
	"bufio"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"candour/workflows/delivery/mark"
)

// Kind of thing that came back.
type Kind string

const (
	Hard      Kind = "hard"      // it will not arrive: the server gave up
	Delayed   Kind = "delayed"   // it has not arrived yet, and the server goes on trying
	Delivered Kind = "delivered" // it lies in the mailbox
	Other     Kind = "other"     // an answer, an absence note, a complaint: says nothing about arrival
)

// Bounce is what a message that came back says.
type Bounce struct {
	Token  string // of the address it came to; empty when there is none
	Kind   Kind
	Status string // 5.1.1 (RFC 3463); empty when none was given
	Code   int    // 550; 0 when none was given
	Reason string // ours
}

const (
	mostBytes = 1 << 20 // a notification is a few kilobytes; the returned message behind it is not needed
	mostParts = 20
	mostDepth = 4
)

// Parse reads one message. recipients are the addresses it came to on the envelope, when they are known; otherwise those of its headers are
// looked at. The error says that it is no mail at all.
func Parse(r io.Reader, recipients ...string) (Bounce, error) {
	m, err := mail.ReadMessage(bufio.NewReader(io.LimitReader(r, mostBytes)))
	if err != nil {
		return Bounce{}, errors.New("this is no message")
	}
	b := Bounce{Kind: Other}
	for _, a := range append(recipients, addressesOf(m.Header)...) {
		if b.Token = mark.OfAddress(a); b.Token != "" {
			break
		}
	}
	found := &finding{}
	found.walk(textproto.MIMEHeader(m.Header), m.Body, 0)
	switch {
	case found.complaint:
	case found.status != nil:
		b.report(*found.status)
	case writtenByAServer(m.Header) && !found.report:
		b.plain(m.Header.Get("Subject"), found.text)
	}
	return b, nil
}

// addressesOf are the headers in which servers write where a message arrived.
func addressesOf(h mail.Header) (out []string) {
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Failed-Recipients-Of", "To"} {
		for _, v := range h[textproto.CanonicalMIMEHeaderKey(name)] {
			for _, one := range strings.Split(v, ",") {
				if i := strings.LastIndexByte(one, '<'); i >= 0 {
					one = one[i+1:]
				}
				out = append(out, one)
			}
		}
	}
	return out
}

// writtenByAServer tells a refusal from a person's answer and from an absence note (RFC 3834): servers write from nobody.
func writtenByAServer(h mail.Header) bool {
	if auto := strings.ToLower(h.Get("Auto-Submitted")); strings.HasPrefix(auto, "auto-replied") && h.Get("X-Failed-Recipients") == "" {
		from := strings.ToLower(h.Get("From"))
		// Some servers call their refusals auto-replied; those come from the server's own address.
		return strings.Contains(from, "mailer-daemon") || strings.Contains(from, "postmaster")
	}
	from := strings.ToLower(h.Get("From"))
	return strings.TrimSpace(h.Get("Return-Path")) == "<>" || h.Get("X-Failed-Recipients") != "" ||
		strings.Contains(from, "mailer-daemon") || strings.Contains(from, "postmaster") || strings.Contains(from, "mail delivery s")
}

// finding is what the parts of a message hold.
type finding struct {
	status    *statusPart
	report    bool // it calls itself a delivery status report
	complaint bool
	text      string
	parts     int
}

func (f *finding) walk(h textproto.MIMEHeader, body io.Reader, depth int) {
	if f.parts++; f.parts > mostParts || depth > mostDepth {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && params["boundary"] != "":
		switch strings.ToLower(params["report-type"]) {
		case "delivery-status":
			f.report = true
		case "feedback-report":
			f.complaint = true
		}
		parts := multipart.NewReader(body, params["boundary"])
		for f.parts <= mostParts {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			f.walk(p.Header, p, depth+1)
		}
	case kind == "message/delivery-status" || kind == "message/global-delivery-status":
		if f.status == nil {
			f.status = readStatus(decoded(h, body))
		}
	case kind == "text/plain" || kind == "text/html":
		if b, _ := io.ReadAll(io.LimitReader(decoded(h, body), 64<<10)); len(f.text) < 64<<10 {
			f.text += "\n" + string(b)
		}
	}
}

func decoded(h textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}
