package regimes

import (
	"strings"
	"testing"
)

const donorTerms = `id: own-donor
name: Grant agreement with the donor
citation: Grant agreement 2025-118
countries: []
in_force: 2025-01-01
until: null
binds:
- by: membership
  when: {name_any: [German Red Cross]}
duties:
- id: other-notice
  recipient: other
  recipient_name: the donor
  citation: Grant agreement 2025-118, clause 14.2
  trigger_text: any breach of data processed under the grant
  trigger_level: any
  when: {always: true}
  exemptions: []
  deadline: {amount: 24, unit: hours, kind: hard}
  clock_starts: awareness
`

func TestAnAgreementIsReadLikeAPack(t *testing.T) {
	p, problems := ParseOwn("agreement", []byte(donorTerms))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if !p.Own() || p.Draft() || p.Confidence != "high" || p.Duties[0].Confidence != "high" || !strings.HasPrefix(p.Version, "sha256:") {
		t.Errorf("own %v, draft %v, confidence %q and %q, version %q", p.Own(), p.Draft(), p.Confidence, p.Duties[0].Confidence, p.Version)
	}
	if p.Binds[0].Immune != ImmuneKeep {
		t.Error("immunity from national law must not free anybody from what they signed")
	}
	if again, _ := ParseOwn("agreement", []byte(donorTerms+"notes: a word more\n")); again.Version == p.Version || again.Rules != p.Rules {
		t.Error("another text is another version; the same rules keep their fingerprint")
	}
}

func TestAnAgreementIsRefusedWhere(t *testing.T) {
	for name, c := range map[string]struct{ was, is, says string }{
		"its id could be taken for a law":          {"id: own-donor", "id: eu-gdpr", "must begin with own-"},
		"it has no name":                           {"name: Grant agreement with the donor\n", "", `"name" is missing`},
		"it names no document":                     {"citation: Grant agreement 2025-118\n", "", `"citation" is missing`},
		"nobody says from when it counts":          {"in_force: 2025-01-01", "in_force: null", `"in_force" is missing`},
		"it ends before it begins":                 {"until: null", "until: 2024-12-31", "lies before in_force"},
		"it binds nobody":                          {"- by: membership\n  when: {name_any: [German Red Cross]}\n", "[]\n", `"binds" is missing`},
		"it would bind everybody by accident":      {"  when: {name_any: [German Red Cross]}\n", "", "says whom it binds"},
		"it binds by country and names none":       {"by: membership\n  when: {name_any: [German Red Cross]}", "by: establishment", "needs countries"},
		"its trigger is not of the vocabulary":     {"when: {always: true}", "when: {serious: true}", `unknown key "serious"`},
		"its trigger has a fact that nobody knows": {"when: {always: true}", "when: {fact: {colour: blue}}", "is not in the vocabulary"},
		"a named fact is another agreement's":      {"when: {always: true}", "when: {fact: {other.own-else.word: true}}", "must begin with other.own-donor."},
		"a named fact has no question":             {"when: {always: true}", "when: {fact: {other.own-donor.under-grant: true}}", "has no question"},
		"a hard limit has no number":               {"amount: 24, unit: hours, kind: hard", "amount: null, unit: none, kind: hard", "a hard deadline has a number"},
		"it brings signatures of reviewed law":     {"countries: []", "countries: []\nreviews: []", `unknown key "reviews"`},
		"its duty has no clause":                   {"  citation: Grant agreement 2025-118, clause 14.2\n", "", `"citation" is missing`},
		"it uses a YAML alias":                     {"when: {always: true}", "when: &a {always: true}", "anchor or alias"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(donorTerms, c.was, c.is, 1)
			if c.was == "- by: membership\n  when: {name_any: [German Red Cross]}\n" {
				text = strings.Replace(donorTerms, "binds:\n"+c.was, "binds: []\n", 1)
			}
			if text == donorTerms {
				t.Fatal("the text was not changed")
			}
			_, problems := ParseOwn("agreement", []byte(text))
			for _, p := range problems {
				if strings.Contains(p.Message, c.says) {
					return
				}
			}
			t.Errorf("want a problem that says %q, got %v", c.says, problems)
		})
	}
}

func TestAnAgreementNeverTakesThePlaceOfALaw(t *testing.T) {
	law, _ := ParseOwn("agreement", []byte(donorTerms))
	law.ID = "eu-gdpr"
	own, _ := ParseOwn("agreement", []byte(donorTerms))
	lib, _ := Default()
	with := lib.With([]*Pack{law, own})
	if p, _ := with.Find("eu-gdpr"); p == law {
		t.Error("an agreement replaced a law")
	}
	if _, ok := with.Find("own-donor"); !ok || len(with.All()) != len(lib.All())+1 {
		t.Error("the agreement is not beside the law")
	}
	if _, ok := lib.Find("own-donor"); ok {
		t.Error("the library it was made from has changed")
	}
	if lib.With(nil) != lib {
		t.Error("without agreements the library stays the same")
	}
	for _, p := range lib.All() {
		if p.Own() {
			t.Errorf("%s is law and has the id of an agreement", p.ID)
		}
	}
}
