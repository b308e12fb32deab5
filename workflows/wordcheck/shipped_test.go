package wordcheck_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"candour/templates"
	"candour/workflows/wordcheck"
)

// What each fact reads like, so that the templates are checked as people read them.
var values = map[string]map[string]string{
	"en": {"copied": "It is possible that data were copied.", "people_count": "at least 515,000", "detected_on": "18 January 2022", "data_kinds": "names, telephone numbers"},
	"fr": {"copied": "Il est possible que des données aient été copiées.", "people_count": "au moins 515 000", "detected_on": "18 janvier 2022", "data_kinds": "noms, numéros de téléphone"},
	"es": {"copied": "Es posible que se hayan copiado datos.", "people_count": "al menos 515.000", "detected_on": "18 de enero de 2022", "data_kinds": "nombres, números de teléfono"},
	"ar": {"copied": "من الممكن أن تكون بيانات قد نُسخت.", "people_count": "ما لا يقل عن 515,000", "detected_on": "18 يناير 2022", "data_kinds": "أسماء وأرقام هواتف"},
}

var stays = []string{"{{name}}", "{{society}}", "{{your_reference}}"}

func read(lang, s string) string {
	return regexp.MustCompile(`\{\{([a-z_]+)\}\}`).ReplaceAllStringFunc(s, func(m string) string {
		if slices.Contains(stays, m) {
			return m
		}
		for name, v := range map[string]string{"organisation": "Red Cross", "contact": "+41 22 000 00 00", "reference": "2026-001", "check_address": "https://help.example.org/check", "society_count": "60",
			"occurred_on": values[lang]["detected_on"], "public_on": values[lang]["detected_on"], "contained_on": values[lang]["detected_on"], "today": values[lang]["detected_on"]} {
			if m == "{{"+name+"}}" {
				return v
			}
		}
		if v, ok := values[lang][strings.Trim(m, "{}")]; ok {
			return v
		}
		return "UNKNOWN " + m
	})
}

func look(t *testing.T, name string, in wordcheck.Input) {
	t.Helper()
	in.Title, in.First = read(in.Language, in.Title), read(in.Language, in.First)
	in.Read = read(in.Language, in.Raw)
	in.Own, in.Facts = []string{"help.example.org"}, map[string]string{"exfiltrated": "possible"}
	if strings.Contains(in.Read, "UNKNOWN") {
		t.Errorf("%s: a placeholder that does not exist: %s", name, in.Read)
	}
	for _, f := range wordcheck.Check(in).Findings {
		t.Errorf("%s: %s %s at %d %q: %s", name, f.Severity, f.ID, f.At, f.Words, f.Says)
	}
}

// art34 is what nearly every law wants people to be told.
func art34() (out []wordcheck.Demand) {
	for _, word := range []string{"nature", "dpo-contact", "likely-consequences", "measures-taken", "advice-to-people", "categories-of-data", "date-of-discovery"} {
		out = append(out, wordcheck.Demand{Word: word, Law: "GDPR", Citation: "Art. 34(2)"})
	}
	return out
}

func TestEveryNoticeToPeopleThatShipsPassesItsOwnChecks(t *testing.T) {
	for _, variant := range templates.PeopleVariants {
		all, err := templates.PeopleStartsFor(variant)
		if err != nil {
			t.Fatal(err)
		}
		for lang, x := range all {
			for channel, raw := range map[string]string{wordcheck.ChannelMail: x.Body, wordcheck.ChannelSMS: x.SMS, wordcheck.ChannelLetter: x.Letter, wordcheck.ChannelScript: x.Script} {
				in := wordcheck.Input{Kind: wordcheck.KindPeople, Audience: variant, Channel: channel, Language: lang, Raw: raw}
				switch channel {
				case wordcheck.ChannelMail:
					in.Title, in.First, in.Demands = x.Subject, x.Families, art34()
				case wordcheck.ChannelLetter:
					in.First, in.Demands = x.Families, art34()
				case wordcheck.ChannelScript:
					in.First = x.Families
					if variant == "easy" {
						in.Audience = "" // said aloud by a person, who sees whether it is understood
					}
				}
				look(t, fmt.Sprintf("%s %s %s", variant, lang, channel), in)
			}
		}
	}
}

func TestEveryStatementThatShipsPassesItsOwnChecks(t *testing.T) {
	seen := map[string]int{}
	for _, s := range templates.Statements() {
		seen[s.Name]++
		look(t, s.Name+" "+s.Language, wordcheck.Input{Kind: wordcheck.KindStatement, Channel: wordcheck.ChannelPage, Language: s.Language, Title: s.Title, Raw: s.Body})
	}
	for _, name := range []string{"holding", "public", "correction", "closing"} {
		if seen[name] != len(wordcheck.Languages) {
			t.Errorf("%s ships in %d languages", name, seen[name])
		}
	}
}

func TestEveryCircularThatShipsPassesItsOwnChecks(t *testing.T) {
	all, err := templates.CircularStarts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		look(t, "circular "+c.Lang, wordcheck.Input{Kind: wordcheck.KindCircular, Audience: wordcheck.AudienceSocieties, Channel: wordcheck.ChannelMail, Language: c.Lang, Title: c.Title, Raw: c.Happened + "\n\n" + c.Ask})
	}
}

func TestEveryTextToPrintThatShipsPassesItsOwnChecks(t *testing.T) {
	all, err := templates.Printed()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		in := wordcheck.Input{Kind: string(p.Kind), Channel: wordcheck.ChannelPage, Language: p.Language, Title: p.Title, Raw: p.Body}
		switch p.Kind {
		case "staff-note":
			in.Audience = wordcheck.AudienceStaff
		case "hotline-script", "radio":
			in.Channel = wordcheck.ChannelScript
		}
		look(t, string(p.Kind)+" "+p.Language, in)
	}
}

func TestEveryAnswerThatShipsPassesItsOwnChecks(t *testing.T) {
	all, err := templates.Answers()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, a := range all {
		seen[a.Name]++
		look(t, a.Name+" "+a.Language, wordcheck.Input{Kind: wordcheck.KindAnswer, Channel: wordcheck.ChannelPage, Language: a.Language, Title: a.Question, Raw: a.Answer})
		look(t, a.Name+" said "+a.Language, wordcheck.Input{Kind: wordcheck.KindAnswer, Channel: wordcheck.ChannelScript, Language: a.Language, Title: a.Question, Raw: a.Answer})
	}
	if len(seen) != 8 {
		t.Errorf("%d questions ship, want 8: %v", len(seen), seen)
	}
	for name, n := range seen {
		if n != len(wordcheck.Languages) {
			t.Errorf("%s ships in %d languages", name, n)
		}
	}
}
