package templates

import (
	"html/template"
	"regexp"
	"strings"
)

// block is a heading, a paragraph or a list. Texts written by people are plain: blank lines separate paragraphs, a line that begins with "## " is a
// heading, lines that begin with "- " are a list, **words** are bold. There is no other markup, so a text cannot bring a link, a picture or a
// form with it.
type block struct {
	Heading template.HTML
	Lines   []template.HTML // of a paragraph, joined by line breaks
	Items   []template.HTML
}

const headingMark = "## "

func blocks(text, dir string) []block {
	var out []block
	for _, para := range paragraphs(text) {
		var b block
		for _, line := range para {
			if head, ok := strings.CutPrefix(line, headingMark); ok {
				if len(b.Lines) > 0 || len(b.Items) > 0 {
					out = append(out, b)
				}
				out, b = append(out, block{Heading: inline(head, dir)}), block{}
				continue
			}
			if item, ok := strings.CutPrefix(line, "- "); ok {
				if len(b.Lines) > 0 {
					out = append(out, b)
					b = block{}
				}
				b.Items = append(b.Items, inline(item, dir))
				continue
			}
			if len(b.Items) > 0 {
				out = append(out, b)
				b = block{}
			}
			b.Lines = append(b.Lines, inline(line, dir))
		}
		if len(b.Lines) > 0 || len(b.Items) > 0 {
			out = append(out, b)
		}
	}
	return out
}

func paragraphs(text string) [][]string {
	var out [][]string
	var para []string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			if len(para) > 0 {
				out = append(out, para)
			}
			para = nil
			continue
		}
		para = append(para, line)
	}
	if len(para) > 0 {
		out = append(out, para)
	}
	return out
}

// foreignRun is what the bidirectional algorithm would tear apart inside right-to-left text: numbers, dates, telephone
// numbers, mail and web addresses, references ("123-45-6789" would be shown as "6789-45-123").
var foreignRun = regexp.MustCompile(`\+?[A-Za-z0-9](?:[A-Za-z0-9@._%+:,/=?&–-]| \+?[A-Za-z0-9])*[A-Za-z0-9%]|\p{Nd}(?:[\p{Nd}.,:/٫٬-]*\p{Nd})?|[A-Za-z]`)

// inline is a line of text with its bold words. A mark without its pair is a character like any other.
func inline(s, dir string) template.HTML {
	parts := strings.Split(s, "**")
	if len(parts) < 3 || len(parts)%2 == 0 {
		return apart(s, dir)
	}
	var b strings.Builder
	for i, p := range parts {
		if i%2 == 1 && p != "" {
			b.WriteString("<b>" + string(apart(p, dir)) + "</b>")
			continue
		}
		b.WriteString(string(apart(p, dir)))
	}
	return template.HTML(b.String())
}

func apart(s, dir string) template.HTML {
	if dir != "rtl" {
		return template.HTML(template.HTMLEscapeString(s))
	}
	var b strings.Builder
	last := 0
	for _, at := range foreignRun.FindAllStringIndex(s, -1) {
		b.WriteString(template.HTMLEscapeString(s[last:at[0]]))
		b.WriteString(`<bdi dir="ltr">`)
		b.WriteString(template.HTMLEscapeString(s[at[0]:at[1]]))
		b.WriteString("</bdi>")
		last = at[1]
	}
	b.WriteString(template.HTMLEscapeString(s[last:]))
	return template.HTML(b.String())
}

// plain does for the text part of a letter what inline does for the other: isolates (U+2066, U+2069) instead of <bdi>.
func plain(s, dir string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, headingMark)
		if n := strings.Count(line, "**"); n > 0 && n%2 == 0 {
			lines[i] = strings.ReplaceAll(lines[i], "**", "")
		}
	}
	s = strings.Join(lines, "\n")
	if dir != "rtl" {
		return s
	}
	return foreignRun.ReplaceAllString(s, "\u2066$0\u2069")
}
