package templates

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// checkPages are all that the page can say, in one language.
func checkPages(lang string) map[string]CheckPage {
	found := CheckPage{Lang: lang, Action: "/check", Kind: "message", Organisation: "Alpha Red Cross", Telephone: "+41 22 000 00 00", Email: "desk@alpha.example",
		Sent: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	with := func(o CheckOutcome, change func(*CheckPage)) CheckPage {
		p := found
		p.Outcome = o
		if change != nil {
			change(&p)
		}
		return p
	}
	return map[string]CheckPage{
		"ask":      {Lang: lang, Action: "/check"},
		"form":     {Lang: lang, Action: "/check", Outcome: CheckForm, Typed: `482-109 "><script>alert(1)</script>`},
		"digit":    {Lang: lang, Action: "/check", Outcome: CheckDigit, Typed: "482-109-375-516-280-378"},
		"genuine":  with(CheckGenuine, nil),
		"exercise": with(CheckGenuine, func(p *CheckPage) { p.Exercise = true }),
		"newer":    with(CheckNewer, func(p *CheckPage) { p.Kind = "statement" }),
		"stopped":  with(CheckStopped, func(p *CheckPage) { p.Kind, p.Telephone = "circular", "" }),
		"nobody":   with(CheckGenuine, func(p *CheckPage) { p.Kind, p.Organisation, p.Telephone, p.Email = "broadcast", "", "", "" }),
		"not-ours": {Lang: lang, Action: "/check", Outcome: CheckNotOurs},
		"wait":     {Lang: lang, Action: "/check", Outcome: CheckMustWait},
	}
}

var pageTitle = regexp.MustCompile(`<title>(.*)</title>`)

func TestTheCheckPageStaysAsItWasRead(t *testing.T) {
	for _, lang := range Languages() {
		title := ""
		for name, p := range checkPages(lang) {
			got, err := p.HTML()
			if err != nil {
				t.Fatalf("%s in %s: %v", name, lang, err)
			}
			path := filepath.Join("testdata", lang+"-check-"+name+".html")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s changed; if that is meant, run with -update and read it:\n%s", path, got)
			}
			page := string(got)
			if len(got) > 30<<10 {
				t.Errorf("%s is %d bytes, more than an old telephone on a bad line should have to load", path, len(got))
			}
			for _, never := range []string{"<script", "<img", "src=", "http://", "https://", "{{", "{month}", "{kind}", "{organisation}", "<no value>"} {
				if strings.Contains(page, never) {
					t.Errorf("%s holds %s", path, never)
				}
			}
			// What stands in the list of pages somebody has opened is the same whatever the answer was, and alarms nobody.
			is := pageTitle.FindStringSubmatch(page)[1]
			if title == "" {
				title = is
			}
			if is != title {
				t.Errorf("%s: the title is %q, elsewhere %q", path, is, title)
			}
			if (name == "exercise") != strings.Contains(page, "class=\"exercise\"") {
				t.Errorf("%s: the exercise is said wrongly", path)
			}
			if (lang == "ar") != strings.Contains(page, `dir="rtl">`) {
				t.Errorf("%s: its direction is wrong", path)
			}
		}
	}
}

func TestEveryWordOfTheCheckPageIsThereInEveryLanguage(t *testing.T) {
	hole := regexp.MustCompile(`\{[a-z]+\}`)
	var walk func(lang, name string, have, english reflect.Value)
	walk = func(lang, name string, have, english reflect.Value) {
		switch have.Kind() {
		case reflect.String:
			if strings.TrimSpace(have.String()) == "" || lang != "en" && have.String() == english.String() && len(have.String()) > 20 {
				t.Errorf("%s: %s is missing or not translated", lang, name)
			}
			if got, want := hole.FindAllString(have.String(), -1), hole.FindAllString(english.String(), -1); len(got) != len(want) {
				t.Errorf("%s: %s fills in %v, English %v", lang, name, got, want)
			}
		case reflect.Struct:
			for i := range have.NumField() {
				walk(lang, name+"."+have.Type().Field(i).Name, have.Field(i), english.Field(i))
			}
		case reflect.Slice:
			if have.Len() != english.Len() {
				t.Errorf("%s: %s has %d sentences, English %d", lang, name, have.Len(), english.Len())
				return
			}
			for i := range have.Len() {
				walk(lang, name, have.Index(i), english.Index(i))
			}
		case reflect.Map:
			for _, k := range english.MapKeys() {
				if !have.MapIndex(k).IsValid() {
					t.Errorf("%s: %s says nothing about %s", lang, name, k)
					continue
				}
				walk(lang, name, have.MapIndex(k), english.MapIndex(k))
			}
		}
	}
	for _, lang := range Languages() {
		if wordsOfCheck[lang] == nil {
			t.Fatalf("the page has no words in %s", lang)
		}
		walk(lang, "page", reflect.ValueOf(*wordsOfCheck[lang]), reflect.ValueOf(*wordsOfCheck["en"]))
	}
}

// A text message to an old telephone knows no invisible signs: the groups must keep their order without.
func TestAReferenceInArabicTextKeepsItsOrder(t *testing.T) {
	const ref = "482-109-375-516-280-379"
	for lang, want := range map[string]string{"en": ref, "fr": ref, "ar": "482.109.375.516.280.379", "fa": "482.109.375.516.280.379", "ar-SY": "482.109.375.516.280.379"} {
		if got := FilledReference(ref, lang); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	mail, err := PersonMail{TextLang: "ar", Organisation: "A", Contact: Contact{Name: "B"}, CheckPage: "https://candour.example.org/check", Subject: "C", Body: "D"}.Mail()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(mail.Text, MarkReference) || !strings.Contains(mail.HTML, MarkReference) || !strings.Contains(mail.Text, "\u2066https://candour.example.org/check\u2069") {
		t.Errorf("the frame of a mail does not say its reference and where to check it: %s", mail.Text)
	}
	if strings.Contains(mail.HTML, "<a href=\"https") {
		t.Error("the address is a link")
	}
}
