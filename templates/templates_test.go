package templates

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew; then read each of them")

func paris(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

var samples = map[string][3]string{
	"en": {"Data of the people you look for may have been taken", "Attackers reached servers that hold data of at least 515,000 people.\n\nWe found out on 18 January 2022.\n- names and birth dates\n- addresses", "Tell us whether your society has people in this data.\nCall +41 22 000 00 00 at any time."},
	"fr": {"Des données de personnes que vous recherchez ont pu être volées", "Des attaquants ont atteint des serveurs qui contiennent les données d'au moins 515 000 personnes.\n\nNous l'avons appris le 18 janvier 2022.\n- noms et dates de naissance\n- adresses", "Dites-nous si ces données concernent votre société."},
	"es": {"Pueden haberse llevado datos de personas que ustedes buscan", "Los atacantes llegaron a servidores con datos de al menos 515.000 personas.\n\nLo supimos el 18 de enero de 2022.\n- nombres y fechas de nacimiento\n- direcciones", "Díganos si estos datos incluyen a personas de su sociedad."},
	"ar": {"قد تكون بيانات أشخاص تبحثون عنهم قد سُرقت", "وصل مهاجمون إلى خوادم تحتوي على بيانات 515,000 شخص على الأقل.\n\nعلمنا بذلك في 18 يناير 2022.\n- الأسماء وتواريخ الميلاد 1970-01-31\n- العناوين", "أخبرونا هل تخص هذه البيانات جمعيتكم.\nاتصلوا على +41 22 000 00 00 في أي وقت."},
}

func sample(t *testing.T, lang string) Circular {
	s := samples[lang]
	return Circular{TextLang: lang, Organisation: "Central Tracing Agency", Society: "Example Red Crescent Society",
		Contact:   Contact{Name: "Duty desk", Role: "Data protection", Phone: "+41 22 000 00 00", Mail: "desk@movement.example"},
		Reference: "INC-2022-0001", Title: s[0], Happened: s[1], Ask: s[2],
		AnswerBy: time.Date(2022, 1, 21, 17, 0, 0, 0, time.UTC), Zone: paris(t)}
}

const sampleLink = "https://notices.movement.example/l/MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"

func society(t *testing.T, lang, state string) SocietyPage {
	p := SocietyPage{Circular: sample(t, lang), State: state, Action: "/l/MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}
	switch state {
	case "answer":
		p.TypedName = "A. Reader"
	case "done":
		p.Answer, p.Code = AnswerCallMe, "7K2M-9QX4-PA"
	case "repeat":
		p.Answer = AnswerActing
	}
	return p
}

func public(t *testing.T, lang string) PublicPage {
	c := sample(t, lang)
	return PublicPage{TextLang: lang, Organisation: c.Organisation, Reference: c.Reference, Title: c.Title, Contact: c.Contact, Zone: c.Zone,
		Updates: []PublicUpdate{
			{PublishedAt: time.Date(2022, 1, 24, 9, 0, 0, 0, time.UTC), Text: c.Ask, URL: "/public/k7/" + lang + "-0a1b.html", Reference: "482-109-375-516-280-379"},
			{PublishedAt: time.Date(2022, 1, 19, 18, 0, 0, 0, time.UTC), Title: c.Title, Text: c.Happened, URL: "/public/k7/" + lang + "-2c3d.html",
				Earlier: []PublicEarlier{{time.Date(2022, 1, 18, 18, 0, 0, 0, time.UTC), "/public/k7/" + lang + "-4e5f.html"}}}},
		Corrections:  []PublicCorrection{{time.Date(2022, 1, 24, 9, 0, 0, 0, time.UTC), c.Title, c.Ask}},
		CheckPage:    "https://candour.example.org/check",
		NextUpdateAt: time.Date(2022, 1, 31, 9, 0, 0, 0, time.UTC),
		Languages:    []PublicLanguage{{"en", "/public/k7/en.html"}, {"fr", "/public/k7/fr.html"}, {"es", "/public/k7/es.html"}, {"ar", "/public/k7/ar.html"}},
		Links: PublicLinks{Self: "/public/k7/" + lang + ".html", Corrections: "/public/k7/" + lang + "-corrections.html", Atom: "/public/k7/" + lang + "-updates.xml",
			JSON: "/public/k7/" + lang + "-updates.json", Check: "/public/k7/" + lang + "-check.html", Subscribe: "/public/k7/subscription"}}
}

// pages renders everything in one language.
func pages(t *testing.T, lang string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	add := func(name string, b []byte, err error) {
		if err != nil {
			t.Fatalf("%s in %s: %v", name, lang, err)
		}
		out[name] = b
	}
	for _, state := range []string{"ask", "answer", "done", "repeat"} {
		b, err := society(t, lang, state).HTML()
		add("society-"+state+".html", b, err)
	}
	b, err := public(t, lang).HTML()
	add("public.html", b, err)
	l, err := sample(t, lang).Letter(sampleLink)
	add("letter.html", []byte(l.HTML), err)
	add("letter.txt", []byte("Subject: "+l.Subject+"\n\n"+l.Text), err)
	b, err = ExpiredPage()
	add("expired.html", b, err)
	return out
}

func TestPagesAndLettersStayAsTheyWereRead(t *testing.T) {
	for _, lang := range Languages() {
		for name, got := range pages(t, lang) {
			path := filepath.Join("testdata", lang+"-"+name)
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
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
		}
	}
}

func TestEveryWordIsThereInEveryLanguage(t *testing.T) {
	en := reflect.ValueOf(english)
	hole := regexp.MustCompile(`\{[a-z]+\}`)
	for _, lang := range Languages() {
		w := reflect.ValueOf(*words[lang])
		for i := range w.NumField() {
			name := w.Type().Field(i).Name
			switch f := w.Field(i); f.Kind() {
			case reflect.String:
				if strings.TrimSpace(f.String()) == "" {
					t.Errorf("%s: %s is empty", lang, name)
				}
				if lang != "en" && f.String() == en.Field(i).String() && len(f.String()) > 40 {
					t.Errorf("%s: %s is not translated", lang, name)
				}
				got, want := map[string]bool{}, map[string]bool{}
				for _, h := range hole.FindAllString(f.String(), -1) {
					got[h] = true
				}
				for _, h := range hole.FindAllString(en.Field(i).String(), -1) {
					want[h] = true
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %s fills in %v, English %v", lang, name, got, want)
				}
			case reflect.Array:
				seen := map[string]bool{}
				for j := range f.Len() {
					if s := f.Index(j).String(); s == "" || seen[s] {
						t.Errorf("%s: %s %d is empty or there twice", lang, name, j)
					} else {
						seen[s] = true
					}
				}
			}
		}
	}
}

func TestPagesAreSmallAndNeedNothingElse(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)<script|<link|<img|<iframe|@import|url\(|\sstyle=|\son[a-z]+=|javascript:|src=`)
	for _, lang := range Languages() {
		for name, b := range pages(t, lang) {
			limit := 30_000
			if name == "public.html" {
				limit = 50_000
			}
			if len(b) >= limit {
				t.Errorf("%s in %s is %d bytes", name, lang, len(b))
			}
			if m := forbidden.Find(b); m != nil {
				t.Errorf("%s in %s holds %q", name, lang, m)
			}
		}
	}
}

func TestAPageFullOfTextIsStillSmall(t *testing.T) {
	p := society(t, "ar", "ask")
	p.Happened = strings.Repeat("نكتب إليكم لأن حادثًا يمس البيانات التي تتقاسمونها معنا منذ 18 يناير 2022.\n\n", 60)
	b, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	if len(b) >= 30_000 {
		t.Errorf("%d bytes for a text of %d", len(b), len(p.Happened))
	}
}

func TestArabicPagesRunFromTheRightAndKeepNumbersWhole(t *testing.T) {
	b, err := society(t, "ar", "ask").HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<html lang="ar" dir="rtl">`, `<bdi dir="ltr">515,000</bdi>`, `<bdi dir="ltr">+41 22 000 00 00</bdi>`, `<bdi dir="ltr">1970-01-31</bdi>`, `<bdi dir="ltr">18</bdi>`, `بتوقيت <bdi dir="ltr">Paris</bdi>`} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestAReaderOfAnotherLanguageIsToldSo(t *testing.T) {
	lang, exact := Choose([]string{"fa-AF", "ps"}, []string{"en", "fr"})
	if lang != "en" || exact {
		t.Fatalf("chose %s, %v", lang, exact)
	}
	if lang, exact = Choose([]string{"ar", "fr"}, []string{"en", "fr", "es"}); lang != "fr" || exact {
		t.Errorf("chose %s, %v: the second language of the reader is nearer than ours", lang, exact)
	}
	if lang, exact = Choose([]string{"pt-BR"}, []string{"en", "pt"}); lang != "pt" || !exact {
		t.Errorf("chose %s, %v", lang, exact)
	}
	c := sample(t, "en")
	c.Wanted = "fa-AF"
	l, err := c.Letter(sampleLink)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(l.Text, "in your language yet (") || !strings.Contains(l.HTML, "in your language yet (") {
		t.Errorf("the letter does not say that it is in another language:\n%s", l.Text)
	}
}

func TestALanguageWithoutFixedWordsKeepsItsOwnText(t *testing.T) {
	c := sample(t, "en")
	c.TextLang, c.Title = "fa", "داده‌های افراد"
	b, err := SocietyPage{Circular: c, State: "ask", Action: "/l/x"}.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<html lang="en" dir="ltr">`, `<div lang="fa" dir="rtl">`} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestAnExerciseSaysSoEverywhere(t *testing.T) {
	for _, lang := range Languages() {
		c := sample(t, lang)
		c.Exercise = true
		l, err := c.Letter(sampleLink)
		if err != nil {
			t.Fatal(err)
		}
		b, err := SocietyPage{Circular: c, State: "ask", Action: "/l/x"}.HTML()
		if err != nil {
			t.Fatal(err)
		}
		p := public(t, lang)
		p.Exercise = true
		pub, err := p.HTML()
		if err != nil {
			t.Fatal(err)
		}
		for name, s := range map[string]string{"text": l.Text, "HTML": l.HTML, "page": string(b), "public page": string(pub)} {
			if !strings.Contains(s, words[lang].Exercise) {
				t.Errorf("%s: the %s does not say that it is an exercise", lang, name)
			}
		}
		if word, _, _ := strings.Cut(words[lang].Exercise, "."); !strings.HasPrefix(l.Subject, word) {
			t.Errorf("%s: subject %q", lang, l.Subject)
		}
	}
}

func TestAFetchedPageHoldsNoNameAndAnExpiredOneHoldsNothing(t *testing.T) {
	p := society(t, "en", "repeat")
	b, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("A. Reader")) {
		t.Error("the page tells who answered")
	}
	b, err = ExpiredPage()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Central Tracing Agency", "Example Red Crescent", "INC-2022", "movement.example"} {
		if bytes.Contains(b, []byte(secret)) {
			t.Errorf("the expired page holds %q", secret)
		}
	}
}

func TestTextOfPeopleIsNeverMarkup(t *testing.T) {
	evil := `</p><script>alert(1)</script><a href="javascript:x">{{.W}} <img src=x onerror=1>`
	c := sample(t, "ar")
	c.Title, c.Happened, c.Ask, c.Society, c.Organisation = evil, evil+"\n- "+evil, evil, evil, evil
	c.Contact = Contact{evil, evil, evil, evil}
	c.Reference = evil
	l, err := c.Letter(sampleLink)
	if err != nil {
		t.Fatal(err)
	}
	page, err := SocietyPage{Circular: c, State: "answer", Action: "/l/x", TypedName: evil + `"`}.HTML()
	if err != nil {
		t.Fatal(err)
	}
	pub, err := PublicPage{TextLang: "en", Title: evil, Organisation: evil, Updates: []PublicUpdate{{PublishedAt: time.Now(), Title: evil, Text: evil, URL: evil, Earlier: []PublicEarlier{{time.Now(), evil}}}}, Links: PublicLinks{Self: evil, Atom: evil, JSON: evil, Check: evil, Subscribe: evil}, Corrections: []PublicCorrection{{time.Now(), evil, evil}}}.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{"letter": l.HTML, "society page": string(page), "public page": string(pub)} {
		for _, bad := range []string{"<script", "<img", `<a href="javascript:`, "Words"} {
			if strings.Contains(s, bad) {
				t.Errorf("%s: %s came through", name, bad)
			}
		}
	}
}

func TestThePolicyNamesTheStyleThatIsUsed(t *testing.T) {
	b, err := ExpiredPage()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, []byte("<style>"+string(style)+"</style>")) {
		t.Error("the style in the page is not the style that was hashed")
	}
	if p := ContentSecurityPolicy(); strings.Contains(p, "unsafe") || !strings.Contains(p, "default-src 'none'") {
		t.Error(p)
	}
}

func TestTimesAreWrittenOutWithZoneAndUTC(t *testing.T) {
	at := time.Date(2022, 1, 20, 23, 30, 0, 0, time.UTC)
	for lang, want := range map[string]string{
		"en": "Friday 21 January 2022, 00:30 Paris time (Thursday 20 January 2022, 23:30 UTC)",
		"fr": "vendredi 21 janvier 2022 à 00:30, heure de Paris (jeudi 20 janvier 2022, 23:30 UTC)",
		"es": "viernes, 21 de enero de 2022, a las 00:30, hora de Paris (jueves, 20 de enero de 2022, 23:30 UTC)",
	} {
		if got := words[lang].moment(at.In(paris(t))); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := english.moment(at); got != "Thursday 20 January 2022, 23:30 UTC" {
		t.Errorf("UTC alone: %q", got)
	}
}
