package wordcheck

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const linkSource = "A phisher copies whatever readers learn to click: links lead to our own domain only, and nothing in them tells who opened them (TRUST TP-05)"

var (
	schemed  = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]{1,20}):(?://|[^\s/])[^\s<>"«»“”]*`)
	bareHost = regexp.MustCompile(`(?i)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}(?:[/?#][^\s<>"«»“”]*)?`)
	address  = regexp.MustCompile(`[\p{L}\p{N}._%+-]+@([\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)`)
	picture  = regexp.MustCompile(`(?i)!\[[^\]]*\]\(|<\s*(?:img|picture|iframe|embed|object|video|audio|link)\b`)
	form     = regexp.MustCompile(`(?i)<\s*(?:form|input|button|textarea|select)\b`)
	code     = regexp.MustCompile(`(?i)<\s*/?\s*(?:script|style|svg|meta|base)\b|\bon[a-z]{3,20}\s*=\s*["']`)
	numbers  = regexp.MustCompile(`^(?:\d{1,3}\.){3}\d{1,3}$|^\[|^0x`)
)

// run schemes that act when they are clicked.
var acting = []string{"javascript", "data", "vbscript", "file", "blob", "ftp"}

func (c *check) links() {
	for _, t := range []*text{c.title, c.first, c.body} {
		c.linksIn(t)
	}
}

func (c *check) linksIn(t *text) {
	for _, at := range all(picture, t.raw) {
		c.add("link-picture", Stops, t, at, "A picture or a frame that is fetched tells when it was opened, and by whom. Take it out.", linkSource)
	}
	for _, at := range all(form, t.raw) {
		c.add("link-form", Stops, t, at, "We never put a form into a text. Say how to reach a person instead.", linkSource)
	}
	for _, at := range all(code, t.raw) {
		c.add("link-code", Stops, t, at, "This is code. It would be shown to readers as it stands, and never run; take it out.", "A text is data, never code (TRUST TP-01)")
	}
	var taken []span
	for _, at := range all(address, t.raw) {
		if within(at, taken) {
			continue
		}
		taken = append(taken, at)
		if _, host, _ := strings.Cut(t.raw[at.from:at.to], "@"); len(c.Own) > 0 && !c.own(host) {
			c.add("address-elsewhere", Asks, t, at, "This e-mail address is not of our own domain. Readers are told to trust ours only; give another one if there is one.", linkSource)
		}
	}
	for _, m := range schemed.FindAllStringSubmatchIndex(t.raw, -1) {
		at, scheme := trimmed(t.raw, span{m[0], m[1]}), strings.ToLower(t.raw[m[2]:m[3]])
		switch {
		case scheme == "http" || scheme == "https":
			taken = append(taken, at)
			c.link(t, at, strings.TrimLeft(t.raw[m[3]+1:at.to], `/\`))
		case slices.Contains(acting, scheme):
			taken = append(taken, at)
			c.add("link-acts", Stops, t, at, "This is no address of a page but something that acts when it is clicked. Take it out.", linkSource)
		}
	}
	for _, at := range all(bareHost, t.raw) {
		if at = trimmed(t.raw, at); within(at, taken) {
			continue
		}
		host, _ := cutHost(t.raw[at.from:at.to])
		ending := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
		if strings.HasPrefix(strings.ToLower(host), "www.") || slices.Contains(loaded().links.Endings, ending) || strings.ContainsAny(t.raw[at.from:at.to], "/?#") {
			c.link(t, at, t.raw[at.from:at.to])
		}
	}
}

// link judges one address, without its scheme.
func (c *check) link(t *text, at span, rest string) {
	host, tail := cutHost(rest)
	switch {
	case strings.ContainsAny(host, `@\`):
		c.add("link-elsewhere", Stops, t, at, "What stands before the @ or the stroke in this link is not where it leads. Write the plain address of our own page.", linkSource)
		return
	case slices.Contains(loaded().links.Shorteners, strings.TrimPrefix(hostName(host), "www.")):
		c.add("link-shortener", Stops, t, at, "Nobody sees where a shortened link leads, and its owner counts who follows it. Write the full address of our own page.", linkSource)
		return
	case len(c.Own) == 0:
		c.add("link-unjudged", Asks, t, at, "Nobody has said which domains are our own, so this link was not judged. Set CANDOUR_PUBLIC_URL.", linkSource)
	case !c.own(host):
		c.add("link-elsewhere", Stops, t, at, "This link does not lead to our own domain ("+strings.Join(c.Own, ", ")+"). Write the words out, or put the page on ours.", linkSource)
		return
	}
	if i := strings.IndexByte(tail, '?'); i >= 0 {
		c.add("link-tracking", Stops, t, at, "What stands after the question mark can tell who opened the link. Write the address without it.", linkSource)
	}
}

// own says whether a host is one of the organisation's domains, or below one. Letters that only look like ours are not ours.
func (c *check) own(host string) bool {
	h := hostName(host)
	if strings.ContainsFunc(h, func(r rune) bool { return r > unicode.MaxASCII }) {
		return false
	}
	return slices.ContainsFunc(c.Own, func(own string) bool {
		own = hostName(own)
		if numbers.MatchString(own) || numbers.MatchString(h) {
			return h == own
		}
		return own != "" && (h == own || strings.HasSuffix(h, "."+own))
	})
}

// hostName is a host as it is compared: without port, last dot and case.
func hostName(host string) string {
	h := strings.ToLower(strings.TrimSpace(host))
	if i := strings.LastIndexByte(h, ':'); i >= 0 && !strings.Contains(h[i:], "]") {
		h = h[:i]
	}
	return strings.TrimSuffix(h, ".")
}

func cutHost(s string) (host, tail string) {
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// trimmed leaves out what ends the sentence and not the address.
func trimmed(s string, at span) span {
	for at.to > at.from && strings.ContainsAny(s[at.to-1:at.to], ".,;:!?)'") {
		at.to--
	}
	for _, mark := range []string{"؟", "،", "؛", "…", "’"} {
		if strings.HasSuffix(s[at.from:at.to], mark) {
			at.to -= len(mark)
		}
	}
	return at
}

func within(at span, taken []span) bool {
	return slices.ContainsFunc(taken, func(x span) bool { return at.from < x.to && x.from < at.to })
}

func all(p *regexp.Regexp, s string) []span {
	var out []span
	for _, m := range p.FindAllStringIndex(s, -1) {
		out = append(out, span{m[0], m[1]})
	}
	return out
}
