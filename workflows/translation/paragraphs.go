package translation

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// Paragraph is one unit of a field of a piece: a block between blank lines, or one point of a list. Before and Marker belong to the layout
// and are taken from the source; Text is what is translated.
type Paragraph struct {
	Before string // what stands between it and the one before: "", "\n" or "\n\n"
	Marker string // of a list or a heading, with its space
	Text   string
	Hash   string // of Text; where it stands does not matter, so a paragraph that moved is the same one
}

// marker begins a block of its own even without a blank line before it.
var marker = regexp.MustCompile(`^(?:[-*+•] |\d{1,3}[.)] |#{1,6} |> )`)

// Split cuts a text into paragraphs. Join gives the text back but for spaces at the ends of lines and more than one blank line.
func Split(text string) []Paragraph {
	var out []Paragraph
	blank := false
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" {
			blank = true
			continue
		}
		m := marker.FindString(line)
		if !blank && m == "" && len(out) > 0 && !heading(out[len(out)-1]) {
			out[len(out)-1].Text += "\n" + line
			continue
		}
		p := Paragraph{Before: "\n", Marker: m, Text: strings.TrimPrefix(line, m)}
		if blank {
			p.Before = "\n\n"
		}
		if len(out) == 0 {
			p.Before = ""
		}
		out, blank = append(out, p), false
	}
	for i := range out {
		out[i].Hash = HashOf(out[i].Text)
	}
	return out
}

// heading: its paragraph ends with its line.
func heading(p Paragraph) bool { return strings.HasPrefix(p.Marker, "#") }

// Join is the text made of paragraphs.
func Join(all []Paragraph) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Before + p.Marker + p.Text)
	}
	return b.String()
}

// HashOf names a paragraph by its words.
func HashOf(text string) string {
	sum := sha256.Sum256([]byte("candour-paragraph-1\x00" + text))
	return hex.EncodeToString(sum[:])
}

// one makes a translation a single paragraph without layout: what a translator sends may have line ends of their system, a marker of the list
// it stands in, or a blank line, which would cut it in two.
func one(text string, p Paragraph) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if line = strings.TrimRight(line, " \t\r"); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	for i, line := range lines {
		// A line that looks like a point of a list would be a paragraph of its own when the text is read again.
		if m := marker.FindString(line); m != "" && (i > 0 || p.Marker != "") {
			lines[i] = strings.TrimPrefix(line, m)
		}
	}
	end := "\n"
	if heading(p) {
		end = " "
	}
	out := strings.TrimSpace(strings.Join(lines, end))
	for p.Marker == "" && marker.MatchString(out) || strings.Contains(out, "\n") && len(Split(out)) > 1 {
		if again := strings.TrimPrefix(out, marker.FindString(out)); again != out {
			out = strings.TrimSpace(again)
			continue
		}
		out = strings.ReplaceAll(out, "\n", " ")
	}
	return out
}
