package bounce

import (
	"bufio"
	"io"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
)

// statusPart is the machine's part of a report, of its one recipient: each of our messages has exactly one.
type statusPart struct {
	action, status string
	code           int
}

// readStatus reads the fields of RFC 3464 section 2: a block about the message, then one for each recipient. The worst of several counts: a
// copy that somebody's server made further on may have arrived, but ours is known by what failed.
func readStatus(r io.Reader) *statusPart {
	tp := textproto.NewReader(bufio.NewReader(io.LimitReader(r, 256<<10)))
	var worst *statusPart
	for range 20 {
		h, err := tp.ReadMIMEHeader()
		if action := strings.ToLower(strings.TrimSpace(withoutComment(h.Get("Action")))); action != "" || h.Get("Status") != "" {
			s := &statusPart{action: action, status: enhanced(h.Get("Status"))}
			diagnostic := h.Get("Diagnostic-Code")
			s.code = replyCode(diagnostic)
			// Some servers write only 5.0.0 as status and the real one into the diagnostic.
			if more := enhanced(diagnostic); more != "" && (s.status == "" || strings.HasSuffix(s.status, ".0.0")) {
				s.status = more
			}
			if worst == nil || rank(s.kind()) > rank(worst.kind()) {
				worst = s
			}
		}
		if err != nil {
			break
		}
	}
	return worst
}

func withoutComment(s string) string {
	s, _, _ = strings.Cut(s, "(")
	return s
}

var (
	enhancedPattern = regexp.MustCompile(`(?:^|[^0-9.])([245]\.\d{1,3}\.\d{1,3})(?:$|[^0-9.])`)
	replyPattern    = regexp.MustCompile(`(?:^|[^0-9.])([45]\d\d)(?:$|[^0-9.])`)
)

// enhanced finds an enhanced status code (RFC 3463).
func enhanced(s string) string {
	if m := enhancedPattern.FindStringSubmatch(" " + s + " "); m != nil {
		return m[1]
	}
	return ""
}

func replyCode(s string) int {
	if m := replyPattern.FindStringSubmatch(" " + s + " "); m != nil {
		n, err := strconv.Atoi(m[1])
		if err == nil {
			return n
		}
	}
	return 0
}

func (s statusPart) kind() Kind {
	switch s.action {
	case "failed":
		return Hard
	case "delayed":
		return Delayed
	case "delivered":
		return Delivered
	case "":
		switch {
		case strings.HasPrefix(s.status, "5"):
			return Hard
		case strings.HasPrefix(s.status, "4"):
			return Delayed
		}
	}
	return Other // relayed, expanded: it went on into a system that says nothing
}

func rank(k Kind) int {
	switch k {
	case Hard:
		return 3
	case Delayed:
		return 2
	case Delivered:
		return 1
	}
	return 0
}

func (b *Bounce) report(s statusPart) {
	b.Kind, b.Status, b.Code = s.kind(), s.status, s.code
	switch b.Kind {
	case Hard:
		b.Reason = words(s.status, s.code)
	case Delayed:
		b.Reason = ReasonDelayed
	}
}
