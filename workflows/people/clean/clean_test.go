package clean

import (
	"strings"
	"testing"
)

func code(r *Reason) string {
	if r == nil {
		return ""
	}
	return r.Code
}

func TestTextOfANameOrAddress(t *testing.T) {
	for name, c := range map[string]struct{ in, want, code string }{
		"plain":                               {" Anna ", "Anna", ""},
		"decomposed letters are composed":     {"Mu\u0308ller", "Müller", ""},
		"Persian joiner kept":                 {"می\u200cخواهم", "می\u200cخواهم", ""},
		"Hindi joiner kept":                   {"क्\u200dष", "क्\u200dष", ""},
		"NUL":                                 {"An\x00na", "", "nul"},
		"C0":                                  {"An\x07na", "", "control_character"},
		"delete":                              {"An\x7Fna", "", "control_character"},
		"C1":                                  {"An\u0085na", "", "control_character"},
		"line break":                          {"An\nna", "", "control_character"},
		"line separator":                      {"An\u2028na", "", "control_character"},
		"right-to-left override":              {"\u202Eanna", "", "bidi_control"},
		"first strong isolate":                {"\u2068anna\u2069", "", "bidi_control"},
		"a letter lost before":                {"M\uFFFDller", "", "lost_letter"},
		"300 characters in four-byte letters": {strings.Repeat("𐍈", 300), strings.Repeat("𐍈", 300), ""},
		"301 characters":                      {strings.Repeat("é", 301), "", "too_long"},
		"a formula is data":                   {"=SUM(A1)", "=SUM(A1)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, why := Text(c.in)
			if got != c.want || code(why) != c.code {
				t.Errorf("got %q, %q", got, code(why))
			}
		})
	}
	if got, why := Lines("Hill Rd 5\r\n\r\n Vaduz "); got != "Hill Rd 5, Vaduz" || why != nil {
		t.Errorf("lines: %q, %v", got, why)
	}
	if _, why := Lines("Hill\n\u202EVaduz"); code(why) != "bidi_control" {
		t.Error("a line of an address is held to the same rules")
	}
}

func TestEmailAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"anna@example.org":                       "anna@example.org",
		" Anna.B+x@Example.ORG ":                 "Anna.B+x@example.org",
		"o'neill@a-b.co.uk":                      "o'neill@a-b.co.uk",
		"anna@bücher.example":                    "anna@xn--bcher-kva.example",
		"anna@例え.テスト":                            "anna@xn--r8jz45g.xn--zckzah",
		"":                                       "",
		`"anna b"@example.org`:                   "!",
		"anna@[192.0.2.1]":                       "!",
		"anna@192.0.2.1":                         "!",
		"anna":                                   "!",
		"@example.org":                           "!",
		"anna@":                                  "!",
		"anna@localhost":                         "!",
		"anna..b@example.org":                    "!",
		".anna@example.org":                      "!",
		"anna.@example.org":                      "!",
		"anna@example..org":                      "!",
		"anna@-a.org":                            "!",
		"anna@a-.org":                            "!",
		"anna@exa mple.org":                      "!",
		"anna@ex_ample.org":                      "!",
		"Anna <anna@example.org>":                "!",
		"a@example.org,b@example.org":            "!",
		"anna@example.org\r\nBcc: x@y":           "!",
		"josé@example.org":                       "!",
		strings.Repeat("a", 65) + "@example.org": "!",
		"a@" + strings.Repeat("b", 64) + ".org":  "!",
		"a@" + strings.Repeat("b.", 130) + "org": "!",
	} {
		got, why := Email(in)
		if want == "!" {
			if why == nil {
				t.Errorf("%q was accepted as %q", in, got)
			}
		} else if got != want || why != nil {
			t.Errorf("%q: got %q, %v", in, got, why)
		}
	}
}

func TestTelephoneNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		in, country, want string
		marked, refused   bool
	}{
		"international":                       {in: "+41 79 123 45 67", want: "+41791234567"},
		"with 00":                             {in: "0041 79 123 45 67", want: "+41791234567"},
		"national with the person's country":  {in: "079 123 45 67", country: "CH", want: "+41791234567"},
		"national of a US state":              {in: "(415) 555-2671", country: "US-CA", want: "+14155552671"},
		"national without country is kept":    {in: "079 123 45 67", want: "079 123 45 67", marked: true},
		"country code that does not exist":    {in: "+00 123456789", want: "+00 123456789", marked: true},
		"Italy keeps its zero":                {in: "+39 06 1234 5678", want: "+390612345678"},
		"national zero inside is not dialled": {in: "+41 (0)79 123 45 67", want: "+41 (0)79 123 45 67", marked: true},
		"Arabic digits with country":          {in: "٠٧٩١٢٣٤٥٦٧", country: "JO", want: "+962791234567"},
		"words":                               {in: "none", refused: true},
		"two digits":                          {in: "12", refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, marked, why := Telephone(c.in, c.country)
			if got != c.want || marked != c.marked || (why != nil) != c.refused {
				t.Errorf("got %q, marked %v, %v", got, marked, why)
			}
		})
	}
}

func TestCountriesAndLanguages(t *testing.T) {
	for in, want := range map[string]string{"ch": "CH", "CHE": "CH", "Switzerland": "CH", "Suisse": "CH", "سويسرا": "CH", "US-CA": "US-CA", "us-ca": "US-CA",
		"US-ZZ": "!", "Atlantis": "!", "ZZ": "!", "XX": "!", "EU": "!", "": ""} {
		got, why := Country(in)
		if (why != nil) != (want == "!") || why == nil && got != want {
			t.Errorf("country %q: got %q, %v", in, got, why)
		}
	}
	for in, want := range map[string]string{"fr": "fr", "FR": "fr", "pt-br": "pt-BR", "zh-Hant": "zh-Hant", "ara": "ar", "klingonese": "!", "": ""} {
		got, why := Language(in)
		if (why != nil) != (want == "!") || why == nil && got != want {
			t.Errorf("language %q: got %q, %v", in, got, why)
		}
	}
}

func TestLookUpFormsFindTheSamePersonAndNotAnother(t *testing.T) {
	if Folded("ＡＮＮＡ  Müller") != Folded("anna mu\u0308ller") || Folded("Müller") == Folded("Muller") {
		t.Error("folding")
	}
	if got := strings.Join(Words("Maria de-Vries O'Neill, maria"), " "); got != "maria de vries o neill" {
		t.Errorf("words: %q", got)
	}
	if got := Words("می\u200cخواهم"); len(got) != 1 {
		t.Errorf("a joiner parts no word: %q", got)
	}
}

func TestACellOpenedInASpreadsheetIsNeverAFormulaAndComesBackUnchanged(t *testing.T) {
	for _, s := range []string{"=1+1", "+41", "-5", "@x", "\tx", "\rx", "\nx", "\x00x", "＝1", "＋1", "－1", "＠x", "'=1", "''=1", "'", "''", "'Anna", "Anna", "", "=", "D'Arc"} {
		c := Cell(s)
		if dangerous(c) {
			t.Errorf("%q is still a formula", c)
		}
		if got := Uncell(c); got != s {
			t.Errorf("%q became %q and came back as %q", s, c, got)
		}
	}
}

func FuzzCellComesBack(f *testing.F) {
	f.Add("'=x")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Uncell(Cell(s)); got != s || dangerous(Cell(s)) {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}
