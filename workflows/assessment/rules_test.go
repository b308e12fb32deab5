package assessment

import (
	"strings"
	"testing"

	"candour/models/terms"
)

const head = `
incident: {title: Test, aware_at: 2026-10-23T15:00:00+02:00}
parties: [{name: Society, country: DE, role: controller, kind: national-society}]
`

// The rules of reading the law, one by one, against a law whose authority notice is due at a risk within 72 hours and
// whose notice to people is due at a high risk unless the data are unreadable.
func TestHowTheLawIsRead(t *testing.T) {
	lib := testLibrary(t)
	for _, c := range []struct {
		name, facts, duty string
		outcome           terms.Outcome
		needs, reason     string // one that must be there
	}{
		{"a risk level that nobody has set leaves the duty open", `facts: {nature: [confidentiality]}`,
			"authority-notice", terms.Undetermined, "risk_level", "not settled yet"},
		{"a trigger that is met and not excepted is required", `facts: {risk_level: risk}`,
			"authority-notice", terms.Required, "", "reaches the threshold"},
		{"a trigger that is not met is not required", `facts: {risk_level: none}`,
			"authority-notice", terms.NotRequired, "", "does not reach"},
		{"a proved exemption exempts", `facts: {risk_level: high, encrypted_at_rest: true, key_compromised: false, intruder_as_user: false}`,
			"subject-notice", terms.Exempt, "", "Exempt: unreadable."},
		{"an exemption that is not known keeps the duty and is listed", `facts: {risk_level: high, encrypted_at_rest: true}`,
			"subject-notice", terms.Required, "", "Exemption not proved: unreadable."},
		{"encryption does not protect from an intruder who acts as a user", `facts: {risk_level: high, encrypted_at_rest: true, key_compromised: false, intruder_as_user: true}`,
			"subject-notice", terms.Required, "", "threshold"},
		{"a public communication replaces the letter but the duty stays", `facts: {risk_level: high, other.test-law.effort: true}`,
			"subject-notice", terms.Required, "", "A public communication may replace"},
		{"one group at high risk is enough, however mild the others are",
			`groups: [{name: A, party: Society, risk_level: none}, {name: B, party: Society, risk_level: high}]`,
			"subject-notice", terms.Required, "", "Decided by the group: B."},
		{"one group that is not assessed keeps the duty open",
			`groups: [{name: A, party: Society, risk_level: none}, {name: B, party: Society}]`,
			"subject-notice", terms.Undetermined, "risk_level", "Decided by the group: B."},
		{"an exempt group beside one that needs nothing is shown as exempt",
			"groups: [{name: A, party: Society, risk_level: none}, {name: B, party: Society, risk_level: high, facts: {encrypted_at_rest: true, key_compromised: false, intruder_as_user: false}}]",
			"subject-notice", terms.Exempt, "", "Decided by the group: B."},
		{"a level for the group stands above one for the incident",
			`{groups: [{name: A, party: Society, risk_level: none}], facts: {risk_level: high}}`,
			"authority-notice", terms.NotRequired, "", ""},
		{"facts in extras count like the others", `facts: {risk_level: high, extras: {encrypted_at_rest: true, key_compromised: false, intruder_as_user: false}}`,
			"subject-notice", terms.Exempt, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := head + c.facts
			if strings.HasPrefix(c.facts, "{") {
				file = head + strings.NewReplacer("{groups:", "groups:", "], facts:", "]\nfacts:", "}}", "}").Replace(c.facts)
			}
			d := row(t, assess(t, lib, file), "Society", "test-law", c.duty, "DE")
			if d.Outcome != c.outcome {
				t.Errorf("outcome %s, expected %s; reasons %q", d.Outcome, c.outcome, d.Reasons)
			}
			if c.needs != "" && !strings.Contains(strings.Join(d.Needs, " "), c.needs) {
				t.Errorf("needs %q do not name %s", d.Needs, c.needs)
			}
			if c.needs == "" && len(d.Needs) > 0 {
				t.Errorf("needs %q, expected none", d.Needs)
			}
			if !strings.Contains(strings.Join(d.Reasons, " "), c.reason) {
				t.Errorf("reasons %q do not say %q", d.Reasons, c.reason)
			}
			if d.Citation == "" || d.Confidence == "" || !strings.HasPrefix(d.PackVersion, "sha256:") {
				t.Errorf("a row must carry citation, confidence and version: %+v", d)
			}
		})
	}
}

func TestWhatAPlainNoAboutTakingMeans(t *testing.T) {
	lib := libraryOf(t, lawText{id: "us-test", countries: "[US-CA]", duties: dutyText{when: "{acquired: true}"}.yaml()})
	const us = `
incident: {aware_at: 2026-10-23T15:00:00-07:00}
parties: [{name: Society, country: US-CA, role: controller}]
`
	for _, c := range []struct {
		name, facts string
		outcome     terms.Outcome
	}{
		{"no with conclusive logs is ruled out", `facts: {exfiltrated: no, exfiltration_evidence: logs-conclusive-none, nature: [confidentiality]}`, terms.NotRequired},
		{"no without evidence is only no indication", `facts: {exfiltrated: "no", nature: [confidentiality]}`, terms.Undetermined},
		{"no when nothing was open to taking is ruled out", `facts: {exfiltrated: no, nature: [availability]}`, terms.NotRequired},
		{"no when the nature is not known is only no indication", `facts: {exfiltrated: no}`, terms.Undetermined},
		{"yes is confirmed", `facts: {exfiltrated: yes}`, terms.Required},
		{"unknown is not known yet", `facts: {exfiltrated: unknown}`, terms.Undetermined},
		{"possible is not presumed", `facts: {exfiltrated: possible}`, terms.Undetermined},
		{"presumed counts", `facts: {exfiltrated: presumed}`, terms.Required},
		{"a group's evidence settles the incident's no", "groups: [{name: A, facts: {exfiltration_evidence: logs-conclusive-none}}]\nfacts: {exfiltrated: no, nature: [confidentiality]}", terms.NotRequired},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := row(t, assess(t, lib, us+c.facts), "", "us-test", "authority-notice", ""); d.Outcome != c.outcome {
				t.Errorf("outcome %s, expected %s; %q", d.Outcome, c.outcome, d.Reasons)
			}
		})
	}
}

// Who is bound, and what the row says when a link is cut.
func TestWhomALawBinds(t *testing.T) {
	lib := libraryOf(t,
		lawText{id: "home", countries: "[DE]", duties: dutyText{when: "{always: true}"}.yaml()},
		lawText{id: "telecom", countries: "[DE]", binds: "- {by: establishment, when: {sector: [telecom]}}", duties: dutyText{when: "{always: true}"}.yaml()},
		lawText{id: "abroad", countries: "[FR, IT]", binds: "- {by: establishment}\n- {by: residence, outside: true, when: {fact: {other.abroad.offers: true}}}", duties: dutyText{when: "{always: true}"}.yaml()},
		lawText{id: "state", countries: "[US-CA]", binds: "- {by: residence}", duties: dutyText{when: "{people_at_least: 501}"}.yaml()},
		lawText{id: "own-rules", countries: "[]", binds: "- {by: membership, immune: keep, when: {name_any: [The Committee]}}", duties: dutyText{when: "{always: true}"}.yaml()},
	)
	type want struct {
		party, regime, jurisdiction string
		outcome                     terms.Outcome // empty: no row
		reason                      string
	}
	for _, c := range []struct {
		name, rest string
		want       want
	}{
		{"establishment binds", "", want{"Society", "home", "DE", terms.Required, ""}},
		{"immunity cuts national law and says so", "", want{"The Committee", "home", "DE", terms.NotBound, "Immunity: headquarters agreement."}},
		{"own rules bind in spite of immunity", "", want{"The Committee", "own-rules", "DE", terms.Required, ""}},
		{"own rules of another are no row at all", "", want{"Society", "own-rules", "DE", "", ""}},
		{"a National Society is not bound by telecom rules", "", want{"Society", "telecom", "DE", terms.NotBound, "humanitarian"}},
		{"a company of no known sector may be bound", "", want{"Host", "telecom", "DE", terms.Undetermined, "not known yet"}},
		{"people abroad and no answer about offers leave it open", "groups: [{name: A, party: Society, residence: {FR: {min: 3}}}]",
			want{"Society", "abroad", "FR", terms.Undetermined, "People of Society live in FR (at least 3)."}},
		{"each country abroad is a row of its own", "groups: [{name: A, party: Society, residence: {FR: {min: 3}, IT: {min: 2}}}]\nfacts: {other.abroad.offers: true}",
			want{"Society", "abroad", "IT", terms.Required, ""}},
		{"no offers abroad cuts the link", "groups: [{name: A, party: Society, residence: {FR: {min: 3}}}]\nfacts: {other.abroad.offers: false}",
			want{"Society", "abroad", "FR", terms.NotBound, "does not bind"}},
		{"a state law counts the residents of the state only", "groups: [{name: A, party: Society, people: {min: 9000}, residence: {US-CA: {min: 500, max: 500}}}]",
			want{"Society", "state", "US-CA", terms.NotRequired, ""}},
		{"501 residents are more than 500", "groups: [{name: A, party: Society, residence: {US-CA: {min: 501}}}]",
			want{"Society", "state", "US-CA", terms.Required, ""}},
		{"residents of two groups are added", "groups: [{name: A, party: Society, residence: {US-CA: {min: 300}}}, {name: B, party: Society, residence: {US-CA: {min: 201}}}]",
			want{"Society", "state", "US-CA", terms.Required, ""}},
		{"a range on both sides of the threshold is open", "groups: [{name: A, party: Society, residence: {US-CA: {min: 400, max: 600}}}]",
			want{"Society", "state", "US-CA", terms.Undetermined, "either side"}},
		{"no people in the state is no row", "groups: [{name: A, party: Society, residence: {US-NY: {min: 400}}}]",
			want{"Society", "state", "US-CA", "", ""}},
		{"people in the country, state not known, leave it open", "groups: [{name: A, party: Society, residence: {US: {min: 9000}}}]",
			want{"Society", "state", "US-CA", terms.Undetermined, "in which part"}},
		{"people whose home nobody knows may be residents too", "groups: [{name: A, party: Society, residence: {US-CA: {min: 10, exact: true}}}, {name: B, party: Society, people: {min: 900}}]",
			want{"Society", "state", "US-CA", terms.Undetermined, ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := assess(t, lib, `
incident: {aware_at: 2026-10-23T15:00:00+02:00}
parties:
- {name: Society, country: DE, role: controller, kind: national-society}
- {name: Host, country: DE, role: host, kind: company}
- {name: The Committee, country: DE, role: controller, kind: international-organisation, immunity: headquarters agreement}
`+c.rest)
			var found *Determination
			for i, d := range res.Determinations {
				if d.Party == c.want.party && d.Regime == c.want.regime && d.Jurisdiction == c.want.jurisdiction {
					found = &res.Determinations[i]
				}
			}
			switch {
			case c.want.outcome == "" && found != nil:
				t.Errorf("there is a row: %+v", *found)
			case c.want.outcome == "":
			case found == nil:
				t.Error("there is no row")
			case found.Outcome != c.want.outcome || !strings.Contains(strings.Join(found.Reasons, " "), c.want.reason):
				t.Errorf("outcome %s, expected %s with reason %q; %q", found.Outcome, c.want.outcome, c.want.reason, found.Reasons)
			}
			if found != nil && found.Outcome == terms.NotBound && (found.DueAt != nil || found.TargetAt != nil || len(found.Reasons) == 0) {
				t.Errorf("what does not bind has a reason and no time: %+v", *found)
			}
		})
	}
}

// Laws begin and end; the day of awareness in the authority's zone decides.
func TestWhichLawWasInForce(t *testing.T) {
	always := dutyText{when: "{always: true}"}.yaml()
	lib := libraryOf(t,
		lawText{id: "new", countries: "[NZ]", inForce: "2026-10-24", before: "{regime: old}", duties: always},
		lawText{id: "old", countries: "[NZ]", inForce: "2020-12-01", until: "2026-10-23", duties: always},
		lawText{id: "orphan", countries: "[CL]", inForce: "2026-12-01", duties: always},
		lawText{id: "first", countries: "[BA]", inForce: "2026-12-01", before: "{no_duty: the earlier law named none}", duties: always},
		lawText{id: "never", countries: "[FR]", inForce: "null", duties: always},
	)
	for _, c := range []struct {
		name, country, aware, regime string
		outcome                      terms.Outcome
		says                         string
	}{
		{"on its last day the old law answers", "NZ", "2026-10-23T23:59:59+13:00", "old", terms.Required, ""},
		{"and the new one says who answers", "NZ", "2026-10-23T23:59:59+13:00", "new", terms.NotBound, "The law before it answers: Law old (old)."},
		{"one second later it is the new law, by the authority's clock", "NZ", "2026-10-24T00:00:00+13:00", "new", terms.Required, ""},
		{"and the old one has ended", "NZ", "2026-10-24T00:00:00+13:00", "old", terms.NotBound, "ended on Fri 23 Oct 2026"},
		{"a law with no known predecessor leaves the past open", "CL", "2026-11-23T12:00:00-03:00", "orphan", terms.Undetermined, "law in force on 2026-11-23 is not in the pack"},
		{"a predecessor without a duty is no duty", "BA", "2026-11-23T12:00:00+01:00", "first", terms.NotBound, "the earlier law named none"},
		{"a law that is not in force never fires", "FR", "2026-11-23T12:00:00+01:00", "never", terms.NotBound, "not in force"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := assess(t, lib, "incident: {aware_at: "+c.aware+"}\nparties: [{name: S, country: "+c.country+", role: controller}]\nfacts: {risk_level: high}\n")
			d := row(t, res, "S", c.regime, "authority-notice", c.country)
			if d.Outcome != c.outcome || !strings.Contains(strings.Join(append(d.Reasons, d.Needs...), " "), c.says) {
				t.Errorf("outcome %s, expected %s saying %q; reasons %q needs %q", d.Outcome, c.outcome, c.says, d.Reasons, d.Needs)
			}
			if c.outcome != terms.Required && (d.DueAt != nil || d.TargetAt != nil) {
				t.Errorf("a law that was not in force still sets a clock: due %s, target %s", text(d.DueAt), text(d.TargetAt))
			}
		})
	}
}

func TestADraftNeverSaysNo(t *testing.T) {
	lib := libraryOf(t, lawText{id: "draft-law", status: "draft", duties: dutyText{exemptions: "[{text: unreadable, when: {encryption: protects}, then: exempt}]"}.yaml()})
	for _, c := range []struct {
		name, facts string
		outcome     terms.Outcome
		says        string
	}{
		{"a trigger that is met is required", `facts: {risk_level: high}`, terms.Required, ""},
		{"a trigger that is not met stays open until somebody reads the pack", `facts: {risk_level: none}`, terms.Undetermined, "review of draft-law"},
		{"an exemption that seems to apply does not lift the duty", `facts: {risk_level: high, encrypted_at_rest: true, key_compromised: false, intruder_as_user: false}`, terms.Required, "not been read by hand"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := row(t, assess(t, lib, head+c.facts), "Society", "draft-law", "authority-notice", "DE")
			if d.Outcome != c.outcome || !strings.Contains(strings.Join(append(d.Reasons, d.Needs...), " "), c.says) {
				t.Errorf("outcome %s, expected %s; reasons %q needs %q", d.Outcome, c.outcome, d.Reasons, d.Needs)
			}
		})
	}
}
