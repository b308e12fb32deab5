package planted

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Every form in which 515,000 was seen or may be written, each once, in four languages.
var planted = []struct{ lang, text string }{
	{"en", "The data of at least 515,000 people were reached."},
	{"en", "Some 515 000 people are concerned."},
	{"en", "We count 515000 records of people."},
	{"en", "It concerns 515k people."},
	{"en", "About 0.515 million people are on the lists."},
	{"en", "There are 515 thousand people in all."},
	{"en", "Data of five hundred and fifteen thousand people were copied."},
	{"en", "Five hundred fifteen thousand people were told."},
	{"en", "Between five hundred and fifteen thousand and six hundred thousand people."},
	{"en", "Between 515,000 and 600,000 people (**515,000** at least)."}, // two
	{"fr", "Les données de 515\u202f000 personnes sont concernées."},
	{"fr", "Au moins 515\u00a0000 personnes."},
	{"fr", "Plus de 515'000 personnes en Suisse."},
	{"fr", "Environ 0,515 million de personnes."},
	{"fr", "Cinq cent quinze mille personnes sont concernées."},
	{"fr", "Ces cinq-cent-quinze-mille personnes recevront une lettre."},
	{"es", "Los datos de 515.000 personas."},
	{"es", "Al menos 515 000 personas."},
	{"es", "Son quinientas quince mil personas."},
	{"es", "Quinientos quince mil casos de personas."},
	{"es", "Unas 515 mil personas."},
	{"ar", "بيانات ما لا يقل عن ٥١٥٬٠٠٠ شخص."},
	{"ar", "نحو 515,000 شخص."},
	{"ar", "تخص ٥١٥ ألف شخص."},
	{"ar", "خمسمئة وخمسة عشر ألف شخص."},
	{"ar", "بيانات خمسمائة وخمسة عشر ألفًا من الأشخاص."},
	{"ar", "خمس مئة و خمسة عشر ألف شخص."},
	{"ar", "وصل الدخيل إلى بيانات لخَمسُمِئةٍ وخمسةَ عشرَ ألفِ شخصٍ."},
	{"ar", "ما بين ٥١٥٠٠٠ و٦٠٠٠٠٠ شخص."},
}

// What looks like it and is not.
var decoys = []string{
	"1,515,000 people", "1 515 000 personnes", "2.515.000 personas", "1'515'000 Personen", "515,000,000 messages", "515,001 people", "15,000 people", "5,150,000 people",
	"Call +41 22 515 000 or 022 515 000.", "Telephone 515 000 today.", "Tel. 515000", "Appelez le 515 000.", "هاتف 515000", "+999 515 000 11",
	"Reference INC-515000.", "ref. 515,000", "Our reference is 515000-2.", "INC-2022-515000", "See https://example.org/515000 for more.", "a515000@example.org", "#515000",
	"USD 515,000 were spent.", "It cost 515,000 euros.", "$515,000", "515 000 francs", "515,000 km", "Cinq cent quinze mille francs", "مبلغ 515,000 دولار",
	"one million five hundred and fifteen thousand people", "five hundred and fifteen thousand two hundred people", "five hundred and fifteen thousand and twenty people",
	"five hundred and fifty thousand people", "five hundred and fifteen people", "two million cinq cents",
	"un million cinq cent quinze mille personnes", "cinq cent quinze mille deux cents personnes", "cinq cent cinquante mille personnes", "cinq cent quinze personnes",
	"un millón quinientas quince mil personas", "quinientas quince mil doscientas personas", "quinientas cincuenta mil personas",
	"مليون وخمسمئة وخمسة عشر ألف شخص", "خمسمئة وخمسون ألف شخص", "خمسمئة وخمسة عشر ألفا ومئتا شخص", "خمسة عشر ألف شخص", "٥١٬٥٠٠ شخص",
	"0.515 billion", "5.15 million", "51.5k people", "515 people", "515 mm", "more than half a million people",
}

func TestEveryPlantedUseOfANumberIsFoundAndNoneOther(t *testing.T) {
	want := Number{N: 515_000, Nouns: PeopleNouns}
	all, expected := []string{}, 0
	for _, p := range planted {
		expect := 1
		if strings.Contains(p.text, "**") {
			expect = 2
		}
		expected += expect
		got := sure(FindNumber(p.text, want))
		if len(got) != expect {
			t.Errorf("%s: %q: found %d, want %d: %+v", p.lang, p.text, len(got), expect, got)
		}
		all = append(all, p.text)
	}
	for _, d := range decoys {
		if got := sure(FindNumber(d, want)); len(got) != 0 {
			t.Errorf("%q is not a use: %+v", d, got)
		}
	}
	if expected != 30 {
		t.Errorf("%d uses are planted, want 30", expected)
	}
	// All together with the decoys between them, as one long text.
	text := ""
	for n := range max(len(all), len(decoys)) {
		if n < len(all) {
			text += all[n] + "\n"
		}
		if n < len(decoys) {
			text += decoys[n] + ".\n"
		}
	}
	if got := sure(FindNumber(text, want)); len(got) != 30 {
		t.Errorf("in one text: %d uses", len(got))
	}
}

func sure(uses []Use) (out []Use) {
	for _, u := range uses {
		if !u.Hint {
			out = append(out, u)
		}
	}
	return out
}

func TestARoughNumberIsAHintAndNotAUse(t *testing.T) {
	for _, s := range []string{"more than half a million people", "over 500,000 people", "plus d'un demi-million de personnes", "más de medio millón de personas", "أكثر من نصف مليون شخص", "nearly 520,000 people"} {
		got := FindNumber(s, Number{N: 515_000})
		if len(got) != 1 || !got[0].Hint || got[0].Why == "" {
			t.Errorf("%q: %+v", s, got)
		}
	}
	if got := FindNumber("500,000 people of another list", Number{N: 515_000}); len(got) != 0 {
		t.Errorf("without a word of estimation it is another number: %+v", got)
	}
}

func TestAnotherNumberIsWrittenInTheSameFormAndLanguage(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"at least 515,000 people", 530_000, "530,000"}, {"515 000 people", 1_200_000, "1 200 000"}, {"515\u202f000 personnes", 612_345, "612\u202f345"},
		{"515'000 Personen", 530_000, "530'000"}, {"515000 people", 530_000, "530000"}, {"515k people", 530_000, "530k"}, {"515k people", 530_500, "530,500"},
		{"0.515 million people", 1_250_000, "1.250 million"}, {"0,515 million de personnes", 530_000, "0,530 million"}, {"515.000 personas", 530_000, "530.000"},
		{"٥١٥٬٠٠٠ شخص", 530_000, "٥٣٠٬٠٠٠"}, {"٥١٥ ألف شخص", 530_000, "٥٣٠ ألف"},
		{"five hundred and fifteen thousand people", 621_000, "six hundred and twenty-one thousand"}, {"Five hundred fifteen thousand people", 621_000, "Six hundred twenty-one thousand"},
		{"cinq cent quinze mille personnes", 580_000, "cinq cent quatre-vingt mille"}, {"Cinq cent quinze mille personnes", 600_000, "Six cent mille"},
		{"quinientas quince mil personas", 731_000, "setecientas treinta y un mil"}, {"quinientos quince mil casos", 731_000, "setecientos treinta y un mil"},
		{"خمسمئة وخمسة عشر ألف شخص", 600_000, "ستمئة ألف"}, {"خمسمائة وخمسة عشر ألف شخص", 530_000, "خمسمائة وثلاثون ألف"}, {"خمسمئة وخمسة عشر ألفًا", 521_000, "خمسمئة وواحد وعشرون ألفًا"},
	} {
		got := FindNumber(c.text, Number{N: 515_000})
		if len(got) != 1 {
			t.Errorf("%q: %+v", c.text, got)
			continue
		}
		if w := got[0].Write(c.n); w != c.want {
			t.Errorf("%q with %d reads %q, want %q", c.text, c.n, w, c.want)
		}
	}
}

// What is written in words is found again, as itself and as nothing else.
func TestEveryNumberInWordsIsFoundAgain(t *testing.T) {
	numbers := []int{2_000_000, 1_000_000, 100_000, 71_000, 80_000, 91_000, 200_000, 300_000, 1_001_000, 999_999, 515_000, 515_201, 61_000, 121_000, 21_000, 2_000, 3_000, 11_000, 12_345, 180_080, 700_071}
	for n := 1000; n < 1_000_000; n = n*7/5 + 13 {
		numbers = append(numbers, n)
	}
	for _, lang := range Languages {
		for _, n := range numbers {
			said := Say(lang, n)
			if got := sure(FindNumber("x "+said+" x.", Number{N: n})); len(got) != 1 || got[0].Found != said {
				t.Errorf("%s: %d is %q; found %+v", lang, n, said, got)
			}
			for _, other := range []int{n + 1, n - 1, n + 1000, n % 1000, n / 1000, n / 1000 * 1000} {
				if other == n || other < 20 {
					continue
				}
				if got := sure(FindNumber("x "+said+" x.", Number{N: other})); len(got) != 0 {
					t.Errorf("%s: %q is not %d", lang, said, other)
				}
			}
		}
	}
}

func TestSmallNumbersNeedWhatTheyCount(t *testing.T) {
	sixty := Number{N: 60, Nouns: SocietyNouns}
	for s, want := range map[string]int{
		"At least 60 National Societies are concerned.": 1, "Sixty Red Cross and Red Crescent Societies": 1, "soixante Sociétés nationales": 1, "sesenta Sociedades Nacionales": 1, "ستون جمعية وطنية": 1,
		"within 60 days": 0, "sixty minutes": 0, "60 people of one society": 0, "160 societies": 0, "one hundred and sixty societies": 0, "soixante et une sociétés": 0, "sixty-one societies": 0, "اثنان وستون جمعية": 0,
	} {
		if got := sure(FindNumber(s, sixty)); len(got) != want {
			t.Errorf("%q: %+v", s, got)
		}
	}
	year := Number{N: 2022, Nouns: PeopleNouns}
	if len(FindNumber("In January 2022 we noticed it.", year)) != 0 || len(FindNumber("2022 people", year)) != 1 || len(FindNumber("2,022 people", year)) != 1 {
		t.Error("a year is not a number of people")
	}
}

func TestDatesInTheirForms(t *testing.T) {
	d := Day{2022, time.January, 18}
	to := Day{2022, time.February, 1}
	for s, want := range map[string]string{
		"on 18 January 2022 we": "1 February 2022", "on January 18, 2022, we": "February 1, 2022", "the 18th of January": "1 February", "18 Jan 2022": "1 February 2022", "le 18 janvier 2022": "1er février 2022",
		"el 18 de enero de 2022": "1 de febrero de 2022", "في 18 يناير 2022": "1 فبراير 2022", "١٨ يناير ٢٠٢٢": "١ فبراير ٢٠٢٢", "18.01.2022": "01.02.2022", "18/1/2022": "1/2/2022", "2022-01-18": "2022-02-01",
		"١٨ كانون الثاني ٢٠٢٢": "١ فبراير ٢٠٢٢",
	} {
		got := sure(FindDay(s, d))
		if len(got) != 1 || got[0].WriteDay(to) != want {
			w := ""
			if len(got) > 0 {
				w = got[0].WriteDay(to)
			}
			t.Errorf("%q: %+v reads %q, want %q", s, got, w, want)
		}
	}
	for _, s := range []string{"18 January 2021", "118 January", "on 8 January 2022", "18 February 2022", "January 2022", "118.01.2022", "see INC-2022-01-18.pdf", "18 de enero de 2023", "18 يناير 2021", "18 people in January 2022"} {
		if got := sure(FindDay(s, d)); len(got) != 0 {
			t.Errorf("%q is another date: %+v", s, got)
		}
	}
}

func TestClaimsOfCopying(t *testing.T) {
	for s, want := range map[string]string{
		"Data were copied and taken away.": "confirmed", "We have no indication so far that data were copied; we cannot exclude it.": "no-indication", "The files were stolen.": "confirmed",
		"We work on the presumption that data were copied and taken away.": "presumed", "It is possible that data were copied.": "possible", "The investigation has ruled out that data were copied.": "ruled-out",
		"Rien n'indique à ce jour que des données aient été copiées ; nous ne pouvons pas l'exclure.": "no-indication", "Nous partons du principe que des données ont été copiées et emportées.": "presumed",
		"Partimos de la base de que se han copiado y sustraído datos.": "presumed", "Hasta ahora no tenemos indicios de que se hayan copiado datos": "no-indication",
		"نُسخت بيانات وأُخذت.": "confirmed", "نعمل على افتراض أن بيانات نُسخت وأُخذت.": "presumed", "لا يوجد لدينا حتى الآن ما يدل على نسخ بيانات، ولا يمكننا استبعاد ذلك.": "no-indication",
		"We copied this letter to your society.": "", "The servers are off. Data are copied to paper by hand.": "",
	} {
		got, err := FindClaims(s, "exfiltrated")
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 && want == "" {
			continue
		}
		if len(got) != 1 || got[0].Word != want {
			t.Errorf("%q: %+v, want %s", s, got, want)
		}
	}
}

func TestASentenceIsShownWhole(t *testing.T) {
	text := "First. We wrote to approx. 515,000 people. Last."
	u := FindNumber(text, Number{N: 515_000})[0]
	if got := u.Sentence(text); got != "We wrote to approx. 515,000 people." {
		t.Errorf("%q", got)
	}
	if got := u.SentenceWith(text, u.Write(530_000)); got != "We wrote to approx. 530,000 people." {
		t.Errorf("%q", got)
	}
}

// Whatever is typed, the places that are given lie in the text and hold what they say.
func FuzzUsesLieInTheText(f *testing.F) {
	for _, p := range planted {
		f.Add(p.text)
	}
	f.Add("\u200f٥١٥\u066c٠٠٠\xff")
	f.Fuzz(func(t *testing.T, s string) {
		uses := append(FindNumber(s, Number{N: 515_000}), FindDay(s, Day{2022, 1, 18})...)
		for _, u := range append(uses, FindName(s, "Red Cross")...) {
			if u.From < 0 || u.To > len(s) || u.From >= u.To || s[u.From:u.To] != u.Found {
				t.Fatalf("%+v in %q", u, s)
			}
			_ = fmt.Sprint(u.Sentence(s), u.Write(12))
		}
		if _, err := FindClaims(s, "exfiltrated"); err != nil {
			t.Fatal(err)
		}
	})
}
