package places

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const body = "Dear {{name}},\n\n[[local: how to reach us here]]\nAsk your Society.\n[[/local]]\n\nThank you. [[local:what we do here]][[/local]]"

func TestAPlaceStandsInTheStandardWordsUntilASocietyHasItsOwn(t *testing.T) {
	got := In(body)
	if len(got) != 2 || got[0] != (Place{"how to reach us here", "Ask your Society."}) || got[1] != (Place{"what we do here", ""}) {
		t.Fatalf("%+v", got)
	}
	for about, c := range map[string]struct {
		words map[string]string
		want  string
	}{
		"nothing said":                     {nil, "Dear {{name}},\n\nAsk your Society.\n\nThank you. "},
		"only spaces":                      {map[string]string{"how to reach us here": " \n "}, "Dear {{name}},\n\nAsk your Society.\n\nThank you. "},
		"own words":                        {map[string]string{"how to reach us here": " Call 112 233. "}, "Dear {{name}},\n\nCall 112 233.\n\nThank you. "},
		"words with a mark of replacement": {map[string]string{"what we do here": "It costs $1."}, "Dear {{name}},\n\nAsk your Society.\n\nThank you. It costs $1."},
		"a place that is not in the text":  {map[string]string{"another": "x"}, "Dear {{name}},\n\nAsk your Society.\n\nThank you. "},
	} {
		if out := Fill(body, c.words); out != c.want {
			t.Errorf("%s: %q", about, out)
		}
	}
	if len(Faults(body)) != 0 {
		t.Errorf("%q", Faults(body))
	}
}

func TestMarksThatAreNotClosedAreSaid(t *testing.T) {
	for about, text := range map[string]string{
		"not closed":             "[[local: a]] words",
		"closed only":            "words [[/local]]",
		"another word":           "[[here: a]] words [[/here]]",
		"in another one":         "[[local: a]] x [[local: b]] y [[/local]] z [[/local]]",
		"without a name":         "[[local: ]] words [[/local]]",
		"with a placeholder":     "[[local: {{name}}]] words [[/local]]",
		"with a very long name":  "[[local: " + strings.Repeat("a", 81) + "]] words [[/local]]",
		"twice of the same name": "[[local: a]] x [[/local]] [[local: a]] y [[/local]]",
	} {
		if len(Faults(text)) == 0 {
			t.Errorf("%s: no fault", about)
		}
	}
}

func TestWhatASocietyMayWrite(t *testing.T) {
	own := OwnDomains("desk@alpha.example", "someone@gmail.com", "not an address", "Second@Relief.Alpha.Example")
	if strings.Join(own, " ") != "alpha.example relief.alpha.example" {
		t.Fatalf("%q", own)
	}
	marks := []string{"name", "society", "your_reference"}
	for about, c := range map[string]struct {
		words string
		good  bool
	}{
		"plain words":                           {"Our office in the old station is open on Sundays, 9 to 12. Call 01.23.45.67.89.", true},
		"Arabic":                                {"اتصل بنا على الرقم 112233 من 9:00 إلى 12:00.", true},
		"Tigrinya":                              {"ብቴሌፎን 112233 ደውሉ።", true},
		"a joiner of Persian":                   {"می‌توانید زنگ بزنید", true},
		"the reader's own reference":            {"Say {{your_reference}} to {{society}}.", true},
		"an address of its own":                 {"Write to data@alpha.example or see www.alpha.example/help.", true},
		"a long text":                           {strings.Repeat("a", 600), true},
		"too long a text":                       {strings.Repeat("ä", 601), false},
		"a foreign address":                     {"See alpha.example.evil.example.", false},
		"one that ends like its own":            {"See www.notalpha.example.", false},
		"a link by its number":                  {"See http://192.0.2.1/x", false},
		"a link with its own name as the user":  {"https://alpha.example@evil.example/", false},
		"a name of letters that look alike":     {"See аlpha.example", false},
		"a wide dot":                            {"See evil．example", false},
		"a shortener":                           {"bit.ly/abc", false},
		"a mailbox of a provider for everybody": {"Write to redcross@gmail.com", false},
		"a fact it does not know":               {"{{people_count}} people", false},
		"half a placeholder":                    {"{{name", false},
		"HTML":                                  {"<b>Now</b>", false},
		"a mark":                                {"[[/local]]", false},
		"the private mark of a person":          {"\uE001", false},
		"a change of direction":                 {"abc\u202Edef", false},
		"a space of no width":                   {"ev\u200Bil", false},
		"not text":                              {"\xff", false},
	} {
		if fault := FaultOfWords(c.words, own, marks); (fault == "") != c.good {
			t.Errorf("%s: %q", about, fault)
		}
	}
	if FaultOfWords("See www.alpha.example", nil, marks) == "" {
		t.Error("without a domain of its own nothing is its own")
	}
}

// Whatever a society writes, what stands around its place is what was approved.
func TestWordsChangeNothingAroundThem(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before, after := rapid.StringMatching(`[a-z {}$\\]{0,20}`).Draw(rt, "before"), rapid.StringMatching(`[a-z \[{}$]{0,20}`).Draw(rt, "after")
		words := rapid.String().Draw(rt, "words")
		out := Fill(before+"[[local: x]]standard[[/local]]"+after, map[string]string{"x": words})
		if !strings.HasPrefix(out, before) || !strings.HasSuffix(out, after) {
			rt.Fatalf("%q", out)
		}
		own := strings.TrimSpace(words)
		if own == "" {
			own = "standard"
		}
		if out != before+own+after {
			rt.Fatalf("%q", out)
		}
	})
}
