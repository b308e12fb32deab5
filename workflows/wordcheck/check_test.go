package wordcheck

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// ids of what was found, with its severity.
func found(r Result) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, string(f.Severity)+" "+f.ID)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

func has(r Result, id string, s Severity) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.ID == id && f.Severity == s })
}

func TestClaimsAreHeldAgainstTheFacts(t *testing.T) {
	for _, c := range []struct {
		name, lang, text, fact, value, id string
		severity                          Severity // empty: nothing is said
	}{
		{"nothing was copied, and nobody knows", "en", "No data was copied.", "exfiltrated", "", "claim-nothing-copied", Stops},
		{"nothing was copied, and no sign of it was found", "en", "Your data have not been copied.", "exfiltrated", "no-indication", "claim-nothing-copied", Stops},
		{"nothing was copied, and it is ruled out", "en", "No data was copied.", "exfiltrated", "ruled-out", "claim-nothing-copied", ""},
		{"nothing was copied, French", "fr", "Aucune donnée n’a été copiée.", "exfiltrated", "possible", "claim-nothing-copied", Stops},
		{"nothing was copied, French, ruled out", "fr", "Vos données n'ont pas été volées.", "exfiltrated", "ruled-out", "claim-nothing-copied", ""},
		{"nothing was copied, Spanish", "es", "No se ha copiado ningún dato.", "exfiltrated", "", "claim-nothing-copied", Stops},
		{"nothing was copied, Arabic with vowel signs", "ar", "لم تُنسخ أي بيانات.", "exfiltrated", "", "claim-nothing-copied", Stops},
		{"nothing was copied, Arabic, by another verb", "ar", "لم يتم تسريب أي معلومات.", "exfiltrated", "presumed", "claim-nothing-copied", Stops},
		{"no evidence, and nobody has looked", "en", "There is no evidence that data left.", "exfiltrated", "", "claim-no-evidence", Asks},
		{"no evidence, though it is confirmed", "en", "There is no evidence that data left.", "exfiltrated", "confirmed", "claim-no-evidence", Stops},
		{"no evidence, as the facts say", "en", "We have no indication so far that data were copied; we cannot exclude it.", "exfiltrated", "no-indication", "claim-no-evidence", ""},
		{"no indication is not said to be nothing", "en", "We have no indication so far that data were copied; we cannot exclude it.", "exfiltrated", "no-indication", "claim-nothing-copied", ""},
		{"no evidence, with the doubt in the next sentence", "en", "We found no evidence of it. We cannot exclude it.", "exfiltrated", "possible", "claim-no-evidence", ""},
		{"no evidence, Arabic", "ar", "لا يوجد أي دليل على ذلك.", "exfiltrated", "", "claim-no-evidence", Asks},
		{"safe, though presumed copied", "en", "Your data is safe.", "exfiltrated", "presumed", "claim-safe", Stops},
		{"no risk, Spanish", "es", "No hay ningún riesgo para usted.", "exfiltrated", "", "claim-safe", Asks},
		{"copied, though nobody knows", "en", "Your data were stolen. We are sorry.", "exfiltrated", "", "claim-copied", Asks},
		{"copied, though ruled out", "en", "Your data were stolen. We are sorry.", "exfiltrated", "ruled-out", "claim-copied", Stops},
		{"copied, as is confirmed", "en", "Your data were stolen.", "exfiltrated", "confirmed", "claim-copied", ""},
		{"over, and nobody knows when", "en", "The attack is over.", "contained_at", "", "claim-over", Asks},
		{"over, and we know when", "fr", "L’attaque est terminée.", "contained_at", "2026-11-20T10:00:00Z", "claim-over", ""},
		{"encrypted, though it was not", "en", "The data were encrypted.", "encrypted_at_rest", "false", "claim-encrypted", Stops},
		{"an old claim that is taken back", "en", "We wrote that no data was copied.", "exfiltrated", "confirmed", "claim-nothing-copied", ""},
		{"a state is named", "en", "This was a state-sponsored attack.", "", "", "attribution", Asks},
		{"hackers from somewhere", "en", "We believe hackers from Ruritania did it.", "", "", "attribution", Asks},
		{"a guess", "en", "We believe hackers from Ruritania did it.", "", "", "speculation", Asks},
		{"a state is named, French", "fr", "Des pirates soutenus par un État.", "", "", "attribution", Asks},
		{"a state is named, Spanish", "es", "Un grupo respaldado por un gobierno.", "", "", "attribution", Asks},
		{"a state is named, Arabic", "ar", "قراصنة مدعومون من دولة أجنبية.", "", "", "attribution", Asks},
		{"a guess, Arabic", "ar", "ونعتقد أنهم دخلوا في الليل.", "", "", "speculation", Asks},
		{"an empty sentence", "en", "We take the security of your data very seriously.", "", "", "empty-comfort", Asks},
		{"a word that only begins like one", "en", "The believers met us.", "", "", "speculation", ""},
	} {
		r := Check(Input{Kind: KindAnswer, Channel: ChannelPage, Language: c.lang, Read: c.text, Raw: c.text, Facts: map[string]string{c.fact: c.value}})
		switch {
		case c.severity == "" && (has(r, c.id, Asks) || has(r, c.id, Stops)):
			t.Errorf("%s: found: %s", c.name, found(r))
		case c.severity != "" && !has(r, c.id, c.severity):
			t.Errorf("%s: found only: %s", c.name, found(r))
		}
	}
}

func TestAFindingNamesTheWordsAndWhereTheyStand(t *testing.T) {
	text := "Guten Tag — é. Your data is safe."
	for _, f := range Check(Input{Kind: KindAnswer, Language: "en", Read: text, Raw: text}).Findings {
		if f.ID == "claim-safe" && (f.Words != "Your data is safe" || f.At != 15 || f.Says == "" || f.Source == "") {
			t.Errorf("%+v", f)
		}
	}
	ar := "قال: لم تُنسخ أيّ بيانات منها."
	r := Check(Input{Kind: KindAnswer, Language: "ar", Read: ar, Raw: ar})
	if r.Findings[0].Words != "لم تُنسخ أيّ" || r.Findings[0].At != 5 {
		t.Errorf("%+v", r.Findings[0])
	}
}

func TestLinksLeadToOurOwnDomainOnly(t *testing.T) {
	own := []string{"https://help.redcross.example:8443"[len("https://"):], "redcross.example"}
	for _, c := range []struct{ text, id string }{
		{"See https://help.redcross.example/check.", ""},
		{"See help.redcross.example/check", ""},
		{"See https://REDCROSS.example", ""},
		{"See https://redcross.example.evil.example/", "link-elsewhere"},
		{"See https://notredcross.example/", "link-elsewhere"},
		{"See https://redcross.example@evil.example/", "link-elsewhere"},
		{`See https://evil.example\@redcross.example/`, "link-elsewhere"},
		{"See http://10.0.0.7/check", "link-elsewhere"},
		{"See https://rеdcross.example/", "link-elsewhere"}, // Cyrillic е
		{"See https://xn--rdcross-0of.example/", "link-elsewhere"},
		{"See evil.com", "link-elsewhere"},
		{"See www.evil.example", "link-elsewhere"},
		{"See https://bit.ly/3abc", "link-shortener"},
		{"See tinyurl.com/x", "link-shortener"},
		{"See https://redcross.example/?utm_source=mail", "link-tracking"},
		{"See https://redcross.example/?p=123", "link-tracking"},
		{"[click](javascript:alert(1))", "link-acts"},
		{"data:text/html;base64,AAAA", "link-acts"},
		{"![x](https://redcross.example/p.gif)", "link-picture"},
		{"<img src=x>", "link-picture"},
		{"<form action=/x><input name=password>", "link-form"},
		{"<script>alert(1)</script>", "link-code"},
		{`<b onclick="x()">`, "link-code"},
		{"Write to help@redcross.example or call.", ""},
		{"Write to help@evil.example or call.", "address-elsewhere"},
		{"We closed it at 5 p.m. on 3.11.2026, i.e. at once. It cost 3.5 million.", ""},
		{"Call +41 22 000 00 00: we answer.", ""},
		{"The number is 1.234.567 and the time 10:30.", ""},
	} {
		r := Check(Input{Kind: KindAnswer, Language: "en", Read: c.text, Raw: c.text, Own: own})
		var got []string
		for _, f := range r.Findings {
			if strings.HasPrefix(f.ID, "link") || strings.HasPrefix(f.ID, "address") {
				got = append(got, f.ID)
			}
		}
		if c.id == "" && len(got) > 0 || c.id != "" && !slices.Contains(got, c.id) {
			t.Errorf("%s: %v, want %q", c.text, got, c.id)
		}
	}
}

func TestNobodyIsAskedForAnything(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		flagged    bool
	}{
		{"en", "Send us a copy of your passport.", true},
		{"en", "Please confirm your details.", true},
		{"en", "Click here to see it.", true},
		{"en", "We never ask you to send us a copy of your passport.", false},
		{"en", "We will not ask you to confirm your details.", false},
		{"fr", "Envoyez-nous une copie de votre passeport.", true},
		{"fr", "Veuillez confirmer votre adresse.", true},
		{"fr", "Nous ne vous demanderons jamais : cliquez ici.", false},
		{"es", "Envíenos una copia de su pasaporte.", true},
		{"es", "Haga clic aquí.", true},
		{"es", "Nunca le pedimos que confirme su contraseña.", false},
		{"ar", "أرسل لنا نسخة من جواز سفرك.", true},
		{"ar", "اضغط هنا.", true},
		{"ar", "لا نطلب منك أبدًا أن ترسل لنا نسخة من وثيقة.", false},
	} {
		r := Check(Input{Kind: KindPeople, Channel: ChannelMail, Language: c.lang, Read: c.text, Raw: c.text})
		if has(r, "request-data", Stops) != c.flagged {
			t.Errorf("%s: %s", c.text, found(r))
		}
	}
}

func TestWhatALawWantsIsTiedFoundOrMissing(t *testing.T) {
	art34 := func(word string) Demand {
		return Demand{Word: word, Law: "GDPR", Citation: "Art. 34(2)", Obligation: "o1"}
	}
	text := "Somebody broke into our computers.\n\nBe careful with calls.\n\nThe moon is full."
	in := Input{Kind: KindNotice, Language: "en", Read: text, Raw: text, Demands: []Demand{art34("nature"), art34("advice-to-people"), art34("likely-consequences"), art34("measures-taken"),
		{Word: "cause", Law: "Other", Citation: "s. 1", Provisional: true}, {Word: "complaint-route", Law: "Other", Citation: "s. 1", Provisional: true}}, Ties: map[string]int{"likely-consequences": 3, "measures-taken": 9}}
	r := Check(in)
	want := map[string]struct {
		state string
		n     int
	}{"nature": {Found, 1}, "advice-to-people": {Found, 2}, "likely-consequences": {Tied, 3}, "measures-taken": {Missing, 0}, "cause": {Found, 1}, "complaint-route": {Missing, 0}}
	for _, c := range r.Content {
		if w := want[c.Word]; c.State != w.state || c.Paragraph != w.n {
			t.Errorf("%s: %s in paragraph %d, want %s in %d", c.Word, c.State, c.Paragraph, w.state, w.n)
		}
	}
	if !has(r, "content-measures-taken", Stops) || !has(r, "content-complaint-route", Asks) || len(r.Content) != 6 {
		t.Errorf("%s", found(r))
	}
}

func TestFamiliesReadFirstThatItIsNoNewsOfTheirRelative(t *testing.T) {
	for _, c := range []struct {
		lang, first string
		ok          bool
	}{
		{"en", "This is not news of your relative. The search goes on.", true},
		{"en", "Dear {{name}},\n\nThis is not news of your relative.", true},
		{"en", "We have important news. Somebody broke in. This is not news of your relative.", false},
		{"fr", "Ceci n’est pas une nouvelle de votre proche.", true},
		{"es", "Esto no es una noticia de su familiar.", true},
		{"ar", "هذه ليست أخبارًا عن قريبك. البحث مستمر.", true},
		{"ar", "لدينا أخبار مهمة.", false},
	} {
		for _, in := range []Input{{First: c.first, Read: "x"}, {Audience: AudienceFamilies, Read: c.first}} {
			in.Kind, in.Language, in.Raw = KindPeople, c.lang, in.Read
			if got := !has(Check(in), "families-first", Stops); got != c.ok {
				t.Errorf("%s: %v", c.first, got)
			}
		}
	}
}

func TestALanguageWithoutAListIsNotCalledChecked(t *testing.T) {
	r := Check(Input{Kind: KindPeople, Language: "uk", Read: "https://evil.example/", Own: []string{"redcross.example"}})
	if !has(r, "language-unchecked", Asks) || !has(r, "link-elsewhere", Stops) {
		t.Errorf("%s", found(r))
	}
}

func TestAnyTextIsReadWithoutHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("aé {}.\n-!?@/:<>[]()؟ـأنلم\u202f\u0301")), rapid.Rune())).Draw(t, "s")
		lang := rapid.SampledFrom([]string{"en", "fr", "es", "ar", "xx", ""}).Draw(t, "lang")
		r := Check(Input{Kind: KindPeople, Audience: rapid.SampledFrom(Audiences).Draw(t, "a"), Channel: ChannelSMS, Language: lang, Title: s, Read: s, Raw: s, First: s, Own: []string{"a.example"}})
		for _, f := range r.Findings {
			field := []rune(s)
			if f.At >= 0 && !strings.HasPrefix(string(field[min(f.At, len(field)):]), f.Words) {
				t.Fatalf("%s: %q does not stand at %d of %q", f.ID, f.Words, f.At, s)
			}
		}
	})
}
