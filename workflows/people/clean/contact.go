package clean

import (
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/net/idna"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Email checks an address strictly (dot-atom local part of RFC 5321, a host name with a dot) and gives it with its
// domain in lower-case ASCII. Quoted local parts and IP literals are refused: mail programs disagree on them.
func Email(s string) (string, *Reason) {
	s, why := Text(s)
	if why != nil || s == "" {
		return "", why
	}
	bad := no("email", "The e-mail address is not one that can be written to. Expected something like name@example.org.")
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || len(s) > 254 {
		return "", bad
	}
	local, domain := s[:at], s[at+1:]
	if local[0] == '.' || local[at-1] == '.' || strings.Contains(local, "..") {
		return "", bad
	}
	for i := range len(local) {
		if c := local[i]; !letterOrDigit(c) && strings.IndexByte(".!#$%&'*+-/=?^_`{|}~", c) < 0 {
			return "", bad
		}
	}
	if !plainASCII(domain) || strings.HasPrefix(strings.ToLower(domain), "xn--") {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return "", bad
		}
		domain = ascii
	}
	domain = strings.ToLower(domain)
	if len(domain) > 253 || !hostName(domain) || len(local)+1+len(domain) > 254 {
		return "", bad
	}
	if local+"@"+domain == s {
		return s, nil
	}
	return local + "@" + domain, nil
}

func letterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || (c|0x20) >= 'a' && (c|0x20) <= 'z'
}

// hostName wants two labels or more of letters, digits and inner hyphens (RFC 1123), the last not a number.
func hostName(d string) bool {
	labels, label, letters := 1, 0, false
	for i := range len(d) {
		c := d[i]
		switch {
		case c == '.':
			if label == 0 || d[i-1] == '-' {
				return false
			}
			labels, label, letters = labels+1, 0, false
			continue
		case c == '-':
			if label == 0 {
				return false
			}
		case !letterOrDigit(c):
			return false
		}
		letters = letters || c > '9'
		if label++; label > 63 {
			return false
		}
	}
	return labels > 1 && label > 1 && letters && d[len(d)-1] != '-'
}

var callingCodes = sync.OnceValue(func() map[int]bool {
	out := map[int]bool{}
	for c := range phonenumbers.GetSupportedCallingCodes() {
		out[c] = true
	}
	return out
})

// Telephone gives a number in E.164 when its country is known (written with + or 00, or from the country of the
// person). Otherwise it is kept as given and marked: somebody who knows the country can still dial it.
func Telephone(s, country string) (number string, marked bool, why *Reason) {
	s, why = Text(s)
	if why != nil || s == "" {
		return "", false, why
	}
	if digits, ok := international(s); ok {
		if assigned(digits) {
			return "+" + digits, false, nil
		}
		return s, true, nil
	}
	if len(country) >= 2 {
		n, err := phonenumbers.Parse(s, country[:2])
		if err == nil && phonenumbers.IsValidNumber(n) {
			return phonenumbers.Format(n, phonenumbers.E164), false, nil
		}
	}
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if digits < 3 && !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7F }) {
		return "", false, no("telephone", "The telephone number has fewer than three digits. Correct it or leave the cell empty.")
	}
	return s, true, nil
}

// international reads a number that says its country itself.
func international(s string) (digits string, ok bool) {
	if strings.HasPrefix(s, "+") {
		s = s[1:]
	} else if strings.HasPrefix(s, "00") {
		s = s[2:]
	} else {
		return "", false
	}
	b := make([]byte, 0, 16)
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			b = append(b, c)
		case strings.IndexByte(" -./()", c) < 0:
			return "", false
		}
		if len(b) > 15 {
			return "", false
		}
	}
	return string(b), true
}

// assigned wants 8 to 15 digits (ITU-T E.164) behind a country code that exists. "(0)" of a national form inside an
// international number would be dialled wrongly, so codes followed by 0 go through the full rules.
func assigned(d string) bool {
	if len(d) < 8 || len(d) > 15 || d[0] == '0' {
		return false
	}
	code := 0
	for i := range 3 {
		code = code*10 + int(d[i]-'0')
		if !callingCodes()[code] {
			continue
		}
		if d[i+1] != '0' || code == 39 { // Italy keeps its leading 0
			return true
		}
		n, err := phonenumbers.Parse("+"+d, "")
		return err == nil && phonenumbers.IsValidNumber(n) && phonenumbers.Format(n, phonenumbers.E164) == "+"+d
	}
	return false
}

// Country gives an ISO 3166-1 alpha-2 code, or US-CA style for a state of the United States. Codes of three letters
// and names in English, French, Spanish and Arabic are understood.
func Country(s string) (string, *Reason) {
	s, why := Text(s)
	if why != nil || s == "" {
		return "", why
	}
	up := strings.ToUpper(s)
	if countryCodes()[up] {
		return up, nil
	}
	if len(up) == 5 && up[:3] == "US-" && states[up[3:]] {
		return up, nil
	}
	if len(up) == 3 {
		if r, err := language.ParseRegion(up); err == nil && countryCodes()[r.String()] {
			return r.String(), nil
		}
	}
	if c := countryNames()[Folded(s)]; c != "" {
		return c, nil
	}
	return "", no("country", "The country is not known. Use its two-letter code (ISO 3166), for example CH.")
}

var states = func() map[string]bool {
	out := map[string]bool{}
	for s := range strings.FieldsSeq("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP") {
		out[s] = true
	}
	return out
}()

var countryCodes = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			if r, err := language.ParseRegion(code); err == nil && r.IsCountry() && r.String() == code && r.Canonicalize() == r {
				out[code] = true
			}
		}
	}
	return out
})

var countryNames = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, l := range []language.Tag{language.English, language.French, language.Spanish, language.Arabic} {
		names := display.Regions(l)
		for code := range countryCodes() {
			if n := names.Name(language.MustParseRegion(code)); n != "" {
				out[Folded(n)] = code
			}
		}
	}
	return out
})

var languages sync.Map // what was read once, as people of one list share few languages

// Language gives a BCP 47 tag of language and, when it matters, script or region.
func Language(s string) (string, *Reason) {
	s, why := Text(s)
	if why != nil || s == "" {
		return "", why
	}
	if v, ok := languages.Load(s); ok {
		return v.(string), nil
	}
	tag, err := language.Parse(s)
	if err != nil || len(s) > 20 || tag == language.Und {
		return "", no("language", "The language is not known. Use its code (BCP 47), for example fr or ar.")
	}
	out := tag.String()
	if len(s) <= 5 {
		languages.Store(s, out)
	}
	return out, nil
}
