package letter

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"candour/models"
)

// Limits of one mail. Text past its limit is cut: the whole lies in the original beside it.
const (
	MaxBytes  = 15 << 20
	MaxText   = 50_000 // characters that are shown
	MostFiles = 20
	mostParts = 100
	mostDepth = 8
	mostNamed = 30 // ids of other messages that are looked at
	maxHeader = 64 << 10
)

// Mail is what one says.
type Mail struct {
	ID          string   // "<...>"; empty: it has none that is one
	Answers     []string // ids of the messages it says it answers, nearest first
	FromName    string
	FromAddress string
	Subject     string
	SentAt      time.Time // as it says; zero: it does not
	Text        string
	Cut         bool // something of it is not shown: too long, or damaged
	Automatic   bool // it says that a machine wrote it (RFC 3834)
	Files       []File
}

// File came with a mail.
type File struct {
	Name      string
	MediaType string // told from the bytes where they say it
	Content   []byte
}

func wrong(format string, args ...any) error { return models.InvalidField("file", format, args...) }

// Read reads one mail. The error is for the person who handed it in.
func Read(raw []byte) (Mail, error) {
	switch {
	case len(bytes.TrimSpace(raw)) == 0:
		return Mail{}, wrong("The file is empty. Nothing was kept; choose it again.")
	case len(raw) > MaxBytes:
		return Mail{}, wrong("The mail is larger than %d MB. Nothing was kept; save it without its attachments, and hand those in as documents.", MaxBytes>>20)
	case bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return Mail{}, wrong("This is an Outlook file (.msg). Nothing was kept; save the mail as .eml, or forward it as an attachment to yourself and save that.")
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return Mail{}, wrong("This is a PDF, no mail. Nothing was kept; hand it in as a document, or type what it says.")
	}
	raw = withoutEnvelope(raw)
	if end := headerEnd(raw); end > maxHeader || bytes.IndexByte(raw[:end], 0) >= 0 {
		return Mail{}, wrong("The head of this mail is not one: it is too long, or holds what no mail has. Nothing was kept; save the mail again as .eml.")
	}
	m, err := mail.ReadMessage(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		return Mail{}, wrong("This is not a saved mail. Nothing was kept; save it as .eml (in most programs: File, Save as), or type what it says.")
	}
	var out Mail
	out.FromName, out.FromAddress = sender(m.Header.Get("From"))
	if out.FromName == "" && out.FromAddress == "" {
		return Mail{}, wrong("The mail does not say who it is from, so it is not one that was received. Nothing was kept; save it as .eml, or type what it says.")
	}
	out.ID = firstOf(ids(m.Header.Get("Message-Id")))
	out.Answers = append(ids(m.Header.Get("In-Reply-To")), reversed(ids(m.Header.Get("References")))...)
	out.Answers = out.Answers[:min(len(out.Answers), mostNamed)]
	out.Subject = line(decodeHeader(m.Header.Get("Subject")), 300)
	if at, err := m.Header.Date(); err == nil {
		out.SentAt = at
	}
	auto := strings.ToLower(strings.TrimSpace(m.Header.Get("Auto-Submitted")))
	out.Automatic = auto != "" && auto != "no" || m.Header.Get("X-Autoreply") != "" || strings.EqualFold(strings.TrimSpace(m.Header.Get("Precedence")), "auto_reply")
	r := reader{mail: &out}
	text := r.part(textproto.MIMEHeader(m.Header), m.Body, 0)
	out.Text = shown(text, &out.Cut)
	if out.Text == "" && len(out.Files) == 0 {
		return Mail{}, wrong("Nothing can be read in this mail: it is empty, encrypted or damaged. Nothing was kept; hand it in as a document, and type what it says.")
	}
	return out, nil
}

// reader walks the parts.
type reader struct {
	mail  *Mail
	parts int
}

// part gives the text of a part, and keeps what is a file.
func (r *reader) part(h textproto.MIMEHeader, body io.Reader, depth int) string {
	if r.parts++; r.parts > mostParts || depth > mostDepth {
		r.mail.Cut = true
		return ""
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind == "" {
		kind, params = "text/plain", map[string]string{}
	}
	if strings.HasPrefix(kind, "multipart/") {
		return r.several(kind, params["boundary"], body, depth)
	}
	content, whole := decoded(h, body)
	r.mail.Cut = r.mail.Cut || !whole
	disposition, dp, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := dp["filename"]
	if name == "" {
		name = params["name"]
	}
	switch {
	case disposition != "attachment" && name == "" && kind == "text/plain":
		return inCharset(content, params["charset"])
	case disposition != "attachment" && name == "" && kind == "text/html":
		return textOfHTML(inCharset(content, params["charset"]))
	}
	r.keep(name, kind, content)
	return ""
}

// several gives the text of a part that holds others. Of alternatives the plain one is taken: it is what every reader is meant to understand.
func (r *reader) several(kind, boundary string, body io.Reader, depth int) string {
	if boundary == "" {
		r.mail.Cut = true
		return ""
	}
	var texts []string
	best := ""
	parts := multipart.NewReader(body, boundary)
	for r.parts <= mostParts {
		p, err := parts.NextRawPart()
		if err != nil {
			r.mail.Cut = r.mail.Cut || err != io.EOF
			break
		}
		text := r.part(p.Header, p, depth+1)
		if strings.TrimSpace(text) == "" {
			continue
		}
		texts = append(texts, text)
		if plain, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type")); best == "" && (plain == "text/plain" || plain == "") {
			best = text
		}
	}
	if kind != "multipart/alternative" {
		return strings.Join(texts, "\n\n")
	}
	if best == "" && len(texts) > 0 {
		best = texts[len(texts)-1]
	}
	return best
}

func (r *reader) keep(name, kind string, content []byte) {
	if len(content) == 0 {
		return
	}
	if len(r.mail.Files) >= MostFiles {
		r.mail.Cut = true
		return
	}
	f := File{Name: fileName(name, kind, len(r.mail.Files)+1), MediaType: mediaType(kind, content), Content: content}
	r.mail.Files = append(r.mail.Files, f)
}

// withoutEnvelope takes off the line that mail folders put before each message.
func withoutEnvelope(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(raw, []byte("From ")) {
		if _, rest, ok := bytes.Cut(raw, []byte("\n")); ok {
			return rest
		}
	}
	return raw
}

func headerEnd(raw []byte) int {
	for _, end := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(raw, []byte(end)); i >= 0 {
			return i
		}
	}
	return len(raw)
}
