package safecontact

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"candour/models/terms"
)

const table = `edition: "1"
order: [email]
rules:
- id: a
  says: A sentence.
  when: {people: [detainees]}
  forbids: [letter]
  cites: [SC13]
  doubt: R
`

func TestATableWithAWordNobodyKnowsIsRefusedWithItsLine(t *testing.T) {
	if _, err := ReadRules("t.yaml", []byte(table)); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, from, to, says string }{
		{"a channel", "forbids: [letter]", "forbids: [pigeon]", `t.yaml:7: "pigeon"`},
		{"a kind of people", "[detainees]", "[detained-persons]", `t.yaml:6: "detained-persons"`},
		{"a key under when", "people:", "folk:", `t.yaml:6: "folk"`},
		{"a key of a rule", "  doubt: R", "  doubt: R\n  allows: [email]", `t.yaml:10: "allows"`},
		{"a doubt", "doubt: R", "doubt: sure", `t.yaml:9: "sure"`},
		{"a rule of section 11", "[SC13]", "[SC27]", `"SC27" is not one of SC1 to SC26`},
		{"no source", "  cites: [SC13]\n", "", "t.yaml:4: a rule needs"},
		{"nothing demanded", "  forbids: [letter]\n", "", "t.yaml:4: rule a demands nothing"},
		{"nobody meant", "{people: [detainees]}", "{}", "t.yaml:6: when says for whom"},
		{"everybody and somebody", "{people: [detainees]}", "{everybody: true, people: [detainees]}", "t.yaml:6: when says for whom"},
		{"a no as a condition", "{people: [detainees]}", "{minor: no}", `t.yaml:6: "no" is not yes`},
		{"a shared telephone that is known not to be", "{people: [detainees]}", "{shared_telephone: no}", `t.yaml:6: "no"`},
		{"an excuse", "forbids: [letter]", "forbids: [letter]\n  unless: [urgent]", `t.yaml:8: "urgent"`},
		{"a sentence that a comma cuts", "  doubt: R", "  doubt: R\n  must_not_say: [Where they are, or who.]", `t.yaml:10: "Where they are" is not a whole sentence`},
		{"the same rule twice", "rules:\n", "rules:\n- {id: a, says: B., when: {minor: yes}, forbids: [sms], cites: [SC17], doubt: R}\n", "t.yaml:5: rule a stands there twice"},
		{"the same key twice", "  doubt: R", "  doubt: R\n  doubt: S", `t.yaml:10: "doubt" stands there twice`},
		{"two documents", "edition:", "x: 1\n---\nedition:", "one document"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := ReadRules("t.yaml", []byte(strings.Replace(table, tc.from, tc.to, 1)))
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want %s", err, tc.says)
			}
		})
	}
}

// TestEveryRuleHasACaseThatItDecides: a rule that no test meets may as well not be there.
func TestEveryRuleHasACaseThatItDecides(t *testing.T) {
	src, err := os.ReadFile("sc_test.go")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Default().List {
		for _, c := range r.Cites {
			if !strings.Contains(string(src), `"`+c+" ") {
				t.Errorf("rule %s: no case of the tests begins with %s", r.ID, c)
			}
		}
		if len(r.Forbids) > 0 && !strings.Contains(string(src), `"`+r.ID+`"`) {
			t.Errorf("rule %s: no case is decided by it", r.ID)
		}
		if !strings.Contains(string(readme), "`"+r.ID+"`") {
			t.Errorf("README.md does not name rule %s", r.ID)
		}
	}
	for n := 1; n <= 26; n++ {
		if !strings.Contains(string(readme), fmt.Sprintf("| SC%d ", n)) {
			t.Errorf("README.md does not say what became of rule SC%d", n)
		}
	}
}

func TestAPlanKeepsItsAnswersInWords(t *testing.T) {
	p := Plan{Harm: terms.Yes, HarmWhy: "w", Channels: []Channel{ChannelVisit}, Languages: []string{"fa-AF"}, Hours: []Hours{{Days: []string{"mon"}, From: 1, To: 2}},
		Zone: "Asia/Kabul", Speaker: SpeakerDelegateOnly, SexOfCaller: CallerWoman, MustNotSay: []string{"x"}, SharedTelephone: terms.No, Guardian: ThroughGuardian, Minor: terms.Yes,
		Cleared: []Channel{ChannelLetter}, ClearedBy: "d", DoNotContact: &DoNotContact{Reason: ReasonEndangers, Reviewer: "r", ReviewOn: "2026-12-31", Alternative: InsteadLater}}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(p)
	if err != nil || !strings.Contains(string(b), `"harm":"yes"`) || !strings.Contains(string(b), `"shared_mailbox":"unknown"`) {
		t.Fatal(string(b), err)
	}
	var back, fromYAML Plan
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("JSON: %+v, %v", back, err)
	}
	y, err := yaml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	dec := yaml.NewDecoder(strings.NewReader(string(y)))
	if err := dec.Decode(&fromYAML); err != nil || !reflect.DeepEqual(fromYAML, p) {
		t.Errorf("YAML: %+v, %v", fromYAML, err)
	}
	for _, bad := range []string{`{"harm":"perhaps"}`, `{"harm":1}`, `{"harmless":true}`} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func TestAPlanIsRefusedWithTheFieldThatIsWrong(t *testing.T) {
	dnc := func(change func(d *DoNotContact)) Plan {
		d := DoNotContact{Reason: ReasonEndangers, Reviewer: "r", ReviewOn: "2026-12-31", Alternative: InsteadLater}
		change(&d)
		return Plan{DoNotContact: &d}
	}
	for field, p := range map[string]Plan{
		"harm_why": {Harm: terms.No}, "channels": {Channels: []Channel{"fax"}}, "cleared_by": {Cleared: []Channel{ChannelLetter}},
		"cleared": {Cleared: []Channel{"fax"}, ClearedBy: "d"}, "languages": {Languages: []string{"Arabic language"}},
		"hours": {Hours: []Hours{{From: 5, To: 5}}, Zone: "UTC"}, "zone": {Hours: anyHour}, "speaker": {Speaker: "anyone"}, "sex_of_caller": {SexOfCaller: "x"},
		"guardian": {Guardian: "aunt"}, "must_not_say": {MustNotSay: []string{" "}},
		"do_not_contact.reason":      dnc(func(d *DoNotContact) { d.Reason = "inconvenient" }),
		"do_not_contact.reviewer":    dnc(func(d *DoNotContact) { d.Reviewer = "" }),
		"do_not_contact.review_on":   dnc(func(d *DoNotContact) { d.ReviewOn = "31.12.2026" }),
		"do_not_contact.alternative": dnc(func(d *DoNotContact) { d.Reason = ReasonDisproportionate }),
	} {
		problems, _ := p.Validate().(Problems)
		if len(problems) != 1 || problems[0].Field != field || problems[0].Says == "" {
			t.Errorf("%s: got %v", field, problems)
		}
	}
}
