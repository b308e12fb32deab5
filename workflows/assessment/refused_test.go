package assessment

import (
	"bytes"
	"strings"
	"testing"
)

const oneParty = `incident: {aware_at: "2026-11-23T09:00:00Z"}
parties:
- name: Alpha
  country: DE
  role: controller
facts:
`

func TestAWordThatNoRuleAsksAboutIsRefusedWithItsLine(t *testing.T) {
	_, err := ReadFile("story.yaml", []byte(oneParty+"  other.eu-gdpr.high-risk-removed: maybe\n"))
	if err == nil || !strings.Contains(err.Error(), "story.yaml:7") || !strings.Contains(err.Error(), "yes") {
		t.Errorf("maybe: %v", err)
	}
	for _, good := range []string{"yes", "no", "true", "unknown", "null"} {
		if _, err := ReadFile("story.yaml", []byte(oneParty+"  other.eu-gdpr.high-risk-removed: "+good+"\n")); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}

func TestANameThatWouldBeShownBackwardsIsRefusedWithItsLine(t *testing.T) {
	for _, bad := range []string{"\u202E", "\u2066", "\u0007", "\u2028"} {
		_, err := ReadFile("story.yaml", []byte(strings.Replace(oneParty, "name: Alpha", `name: "Al`+escaped(bad)+`pha"`, 1)+"  malicious: true\n"))
		if err == nil || !strings.Contains(err.Error(), "story.yaml:3") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := ReadFile("story.yaml", []byte(strings.Replace(oneParty, "Alpha", "هلال\u200cاحمر", 1)+"  malicious: true\n")); err != nil {
		t.Errorf("a joiner of Persian: %v", err)
	}
}

// escaped writes a character as YAML does, which takes no bare control characters.
func escaped(s string) string {
	r := []rune(s)[0]
	const hex = "0123456789abcdef"
	return `\u` + string([]byte{hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15]})
}

func TestACountryInWordsIsToldWhichCodeItIs(t *testing.T) {
	var out, errOut bytes.Buffer
	code := DeadlineCommand([]string{"--regime", "eu-gdpr", "--duty", "authority-notice", "--country", "Germany", "--from", "2026-11-23T09:00:00Z"}, &out, &errOut)
	if code != 2 || !strings.Contains(errOut.String(), "Use the ISO 3166 code, for example DE") {
		t.Errorf("%d: %s", code, errOut.String())
	}
}
