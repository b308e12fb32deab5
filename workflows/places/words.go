package places

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WordsLimit is how long the words of a society in one place may be: a paragraph.
const WordsLimit = 600

// host is anything that a telephone or a mail program would make a link of: two or more names with dots between, the last one of letters.
var host = regexp.MustCompile(`(?i)[\p{L}\p{N}][\p{L}\p{N}-]*(?:[.．][\p{L}\p{N}-]+)*[.．]\p{L}{2,}`)

// shared are domains where anybody can have an address; they are nobody's own.
var shared = []string{"gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "icloud.com", "me.com", "aol.com", "gmx.net", "gmx.de", "web.de", "mail.ru",
	"yandex.ru", "qq.com", "163.com", "proton.me", "protonmail.com", "yahoo.fr", "hotmail.fr", "orange.fr", "laposte.net"}

// OwnDomains gives the domains of e-mail addresses that belong to an organisation and not to a provider of mailboxes for everybody.
func OwnDomains(addresses ...string) []string {
	var out []string
	for _, a := range addresses {
		_, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(a)), "@")
		if ok && strings.Contains(domain, ".") && !slices.Contains(shared, domain) && !slices.Contains(out, domain) {
			out = append(out, domain)
		}
	}
	slices.Sort(out)
	return out
}

// FaultOfWords says why the words of a society cannot stand in a place; empty: they can. They are plain text, name no web or e-mail address but of
// its own domains, and have no placeholders but those that differ by reader.
func FaultOfWords(words string, domains, placeholders []string) string {
	rest := words
	for _, p := range placeholders {
		rest = strings.ReplaceAll(rest, "{{"+p+"}}", "")
	}
	switch {
	case !utf8.ValidString(words):
		return "This is not text. Type it again."
	case utf8.RuneCountInString(words) > WordsLimit:
		return fmt.Sprintf("These words have more than %d characters. Say the most important thing; the rest of the text is there already.", WordsLimit)
	case strings.Contains(words, "[[") || strings.Contains(words, "]]"):
		return "Double brackets mark a place in the notice; words in a place have none."
	case strings.Contains(rest, "{{") || strings.Contains(rest, "}}"):
		return "The only placeholders here are " + braced(placeholders) + "."
	case strings.ContainsFunc(words, invisible):
		return "There is an invisible character in these words that changes what is read. Delete the sentence and type it again."
	case strings.ContainsFunc(words, func(r rune) bool { return r == '<' || r == '>' }):
		return "These words are plain text, without < and >."
	}
	if link := foreignLink(words, domains); link != "" {
		if len(domains) == 0 {
			return fmt.Sprintf("%q looks like a web or e-mail address. People are warned of links in such messages, and no domain of your organisation is known here; give a telephone number or a place instead.", link)
		}
		return fmt.Sprintf("%q looks like a web or e-mail address that is not on your organisation's own domain (%s). People are warned of such links; give a telephone number or a place instead.", link, strings.Join(domains, ", "))
	}
	return ""
}

// foreignLink gives the first address that is on none of the domains; empty: none is.
func foreignLink(words string, domains []string) string {
	for _, h := range host.FindAllString(words, -1) {
		if !slices.ContainsFunc(domains, func(d string) bool {
			h := strings.ToLower(h)
			return h == d || strings.HasSuffix(h, "."+d)
		}) {
			return clip(h)
		}
	}
	// What has a scheme is a link even where no name follows that we know as one: a number, a port, a name without a dot.
	for rest := words; ; {
		_, after, ok := strings.Cut(rest, "://")
		if !ok {
			return ""
		}
		if m := host.FindStringIndex(after); m == nil || m[0] != 0 {
			return "://" + clip(after)
		}
		rest = after
	}
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}

func braced(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "{{" + n + "}}"
	}
	return strings.Join(out, ", ")
}

// invisible are controls, marks of direction, and the private characters that we mark a person's place with. Joiners are letters of several scripts.
func invisible(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 ||
		r == 0x200B || r == 0x2060 || r == 0xFEFF || r == utf8.RuneError || unicode.Is(unicode.Co, r)
}
