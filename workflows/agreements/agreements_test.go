package agreements_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/agreements"
	"candour/workflows/assessment"
	"candour/workflows/intake"
	"candour/workflows/regimes"
)

var (
	author = models.Viewer{Account: models.NewID(), Role: models.RoleDPO}
	second = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}
)

// terms24 are a donor's terms: the German society tells the donor within 24 hours of every breach.
const terms24 = `id: own-donor
name: Grant agreement with the donor
citation: Grant agreement 2025-118
countries: []
in_force: 2025-01-01
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
  deadline: {amount: 24, unit: hours, kind: hard}
  clock_starts: awareness
`

type house struct {
	t        *testing.T
	db       *models.DB
	lib      *regimes.Library
	incident models.ID
}

// newHouse has one incident, known since 20 November 2026, 15:00 UTC, with a German and a French society.
func newHouse(t *testing.T, db *models.DB) *house {
	t.Helper()
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	h := &house{t, db, lib, models.NewID()}
	aware := instant(t, "2026-11-20T15:00:00Z")
	err := db.Command(t.Context(), models.Act{By: models.System, Operation: "test", Incident: h.incident}, func(tx models.Tx) error {
		if err := models.AddIncident(tx, &models.Incident{ID: h.incident, Title: "Intruder in the tracing servers", AwareAt: aware, AwareZone: "UTC", OpenedAt: tx.Now(), OpenedBy: author.Account, Exercise: true}); err != nil {
			return err
		}
		for name, country := range map[string]string{"German Red Cross": "DE", "French Red Cross": "FR"} {
			p := models.Party{ID: models.NewID(), IncidentID: h.incident, Name: name, Country: country, Role: models.Controller, Kind: "national-society",
				Sectors: models.JSONOf([]string{"humanitarian"}), AwareAt: aware, AwareZone: "UTC", AddedAt: tx.Now()}
			if err := models.AddParty(tx, &p); err != nil {
				return err
			}
			n := 12000
			g := models.PeopleGroup{ID: models.NewID(), IncidentID: h.incident, PartyID: p.ID, Name: "Clients of " + name, RiskLevel: terms.HighRisk, Count: models.JSONOf(models.CountRange{Min: &n})}
			if err := models.AddGroup(tx, &g); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func instant(t *testing.T, s string) terms.Instant {
	t.Helper()
	at, err := terms.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func draft(text string) agreements.Draft {
	return agreements.Draft{Kind: models.AgreementDonor, Text: text, What: "First version", Why: "Signed with the grant."}
}

func (h *house) add(text string) models.OwnRuleVersion {
	h.t.Helper()
	v, err := agreements.Add(h.t.Context(), h.db, author, draft(text))
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func (h *house) approve(v models.OwnRuleVersion) {
	h.t.Helper()
	if err := agreements.Approve(h.t.Context(), h.db, second, v.ID, v.Hash); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) decide() models.Assessment {
	h.t.Helper()
	a, err := assessment.DecideAsSystem(h.t.Context(), h.db, h.incident)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// said gives what the rules say now on one regime and duty, by the name of the party.
func (h *house) said(regime, duty string) map[string]models.Determination {
	h.t.Helper()
	r := h.db.View(context.Background())
	all, err := models.LoadDeterminations(r, h.incident)
	if err != nil {
		h.t.Fatal(err)
	}
	parties, err := models.LoadParties(r, h.incident)
	if err != nil {
		h.t.Fatal(err)
	}
	out := map[string]models.Determination{}
	for _, d := range all {
		for _, p := range parties {
			if d.PartyID == p.ID && d.Regime == regime && d.Duty == duty {
				out[p.Name] = d
			}
		}
	}
	return out
}

func wantKind(t *testing.T, err error, kind models.Kind, says string) {
	t.Helper()
	if !models.IsKind(err, kind) || !strings.Contains(err.Error(), says) {
		t.Fatalf("want %s that says %q, got %v", kind, says, err)
	}
}

func TestAnAgreementCountsOnlyWhenASecondPersonApprovedIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		v := h.add(terms24)
		h.decide()
		if got := h.said("own-donor", "other-notice"); len(got) != 0 {
			t.Fatalf("a version that waits already counts: %v", got)
		}
		wantKind(t, agreements.Approve(t.Context(), db, author, v.ID, v.Hash), models.KindForbidden, "somebody else")
		wantKind(t, agreements.Approve(t.Context(), db, second, v.ID, "sha256:another text"), models.KindConflict, "not the text you have read")
		h.approve(v)
		wantKind(t, agreements.Approve(t.Context(), db, second, v.ID, v.Hash), models.KindConflict, "answered or replaced")
		h.decide()
		got := h.said("own-donor", "other-notice")
		d, bound := got["German Red Cross"]
		if !bound || d.Outcome != terms.Required || !d.DueAt.Equal(instant(t, "2026-11-21T15:00:00Z")) || d.Confidence != "high" || d.Citation != "Grant agreement 2025-118, clause 14.2" || d.PackVersion != v.Hash {
			t.Errorf("the society that signed: %+v", d)
		}
		if _, bound := got["French Red Cross"]; bound {
			t.Error("a party that the agreement does not name is bound by it")
		}
		// The day of the donor has passed; 72 hours of the law have not.
		r := db.View(t.Context())
		law, err := models.CountLateByLaw(r, true)
		if err != nil {
			t.Fatal(err)
		}
		agreed, err := models.CountLateByAgreement(r, true)
		if err != nil || law != 0 || agreed != 1 {
			t.Errorf("late by law %d, by agreement %d, %v", law, agreed, err)
		}
	})
}

func TestAVersionThatWasDeclinedOrReplacedNeverCounts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		one := h.add(terms24)
		two, err := agreements.Save(t.Context(), db, author, one.RuleID, draft(strings.Replace(terms24, "amount: 24", "amount: 12", 1)))
		if err != nil || two.Number != 2 {
			t.Fatal(two.Number, err)
		}
		wantKind(t, agreements.Approve(t.Context(), db, second, one.ID, one.Hash), models.KindConflict, "replaced")
		wantKind(t, agreements.Decline(t.Context(), db, second, two.ID, " "), models.KindInvalid, "Say why")
		if err := agreements.Decline(t.Context(), db, second, two.ID, "The grant says 24 hours."); err != nil {
			t.Fatal(err)
		}
		h.decide()
		if got := h.said("own-donor", "other-notice"); len(got) != 0 {
			t.Errorf("counts although nobody approved it: %v", got)
		}
	})
}

func TestAnOldRunReplaysToTheSameBytesAfterTheAgreementChanged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		one := h.add(terms24)
		h.approve(one)
		target(t, h, assessment.Target{Regime: "own-donor", Amount: 10, Unit: "hours"})
		old := h.decide()
		two, err := agreements.Save(t.Context(), db, author, one.RuleID, draft(strings.Replace(terms24, "amount: 24", "amount: 12", 1)))
		if err != nil {
			t.Fatal(err)
		}
		r := db.View(t.Context())
		in, err := models.LoadIncident(r, h.incident)
		if err != nil {
			t.Fatal(err)
		}
		behind := func(a models.Assessment, want bool) {
			t.Helper()
			if got, err := assessment.RulesBehind(r, in, a); err != nil || got != want {
				t.Errorf("run %d behind: %v %v, want %v", a.Number, got, err, want)
			}
		}
		behind(old, false)
		h.approve(two)
		behind(old, true)
		target(t, h, assessment.Target{Regime: "own-donor", Amount: 6, Unit: "hours"})
		now := h.decide()
		behind(now, false)
		if old.ResultHash == now.ResultHash {
			t.Fatal("the new version changed nothing, so the test shows nothing")
		}
		if due := h.said("own-donor", "other-notice")["German Red Cross"].DueAt; !due.Equal(instant(t, "2026-11-21T03:00:00Z")) {
			t.Errorf("due %s by the new version", due)
		}
		for _, number := range []int{old.Number, now.Number} {
			kept, err := models.FindAssessment(r, h.incident, number)
			if err != nil {
				t.Fatal(err)
			}
			if same, changed, err := assessment.Replay(r, kept, h.lib); err != nil || !same {
				t.Errorf("run %d: same %v, changed %v, %v", number, same, changed, err)
			}
		}
	})
}

func TestTheVersionInForceOnTheDayOfAwarenessJudges(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		one := h.add(terms24)
		h.approve(one)
		later := strings.NewReplacer("amount: 24", "amount: 12", "in_force: 2025-01-01", "in_force: 2026-11-21").Replace(terms24)
		two, err := agreements.Save(t.Context(), db, author, one.RuleID, draft(later))
		if err != nil {
			t.Fatal(err)
		}
		h.approve(two)
		h.decide()
		if d := h.said("own-donor", "other-notice")["German Red Cross"]; d.PackVersion != one.Hash {
			t.Errorf("judged by %s, want the version of the day of awareness", d.PackVersion)
		}
	})
}

func TestWhatCannotBeReadIsRefusedFieldByField(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		bad := strings.NewReplacer("  recipient_name: the donor\n", "", "unit: hours", "unit: weeks", "when: {always: true}", "when: {serious: true}").Replace(terms24)
		_, err := agreements.Add(t.Context(), db, author, draft(bad))
		wantKind(t, err, models.KindInvalid, "Nothing was saved")
		fields := map[string]string{}
		for _, f := range err.(*models.Error).Fields {
			fields[f.Name] = f.Detail
		}
		for _, want := range []string{"duties[0].recipient_name", "duties[0].deadline.unit", "duties[0].when.serious"} {
			if fields[want] == "" {
				t.Errorf("no sentence for %s: %v", want, fields)
			}
		}
		one := h.add(terms24)
		_, err = agreements.Add(t.Context(), db, author, draft(terms24))
		wantKind(t, err, models.KindConflict, "code")
		_, err = agreements.Save(t.Context(), db, author, one.RuleID, draft(terms24))
		wantKind(t, err, models.KindConflict, "same as version 1")
		_, err = agreements.Save(t.Context(), db, author, one.RuleID, draft(strings.Replace(terms24, "id: own-donor", "id: own-else", 1)))
		wantKind(t, err, models.KindInvalid, "stays so")
		_, err = agreements.Save(t.Context(), db, author, one.RuleID, agreements.Draft{Text: terms24, What: "x"})
		wantKind(t, err, models.KindInvalid, "Say why")
	})
}

func TestTryingAnAgreementKeepsNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		h.decide()
		// It begins years after the incident; tried, it is read as if it had been in force.
		pack := agreements.Check(strings.Replace(terms24, "in_force: 2025-01-01", "in_force: 2031-01-01", 1)).Pack
		r := db.View(t.Context())
		lines, err := assessment.Preview(r, author, h.lib, h.incident, pack)
		if err != nil || len(lines) != 1 || lines[0].Before != nil || lines[0].After == nil {
			t.Fatalf("%d lines, %v", len(lines), err)
		}
		if d := lines[0].After; d.Party != "German Red Cross" || d.Regime != "own-donor" || d.Outcome != terms.Required {
			t.Errorf("the line says %+v", d)
		}
		if runs, err := models.ListAssessments(r, h.incident); err != nil || len(runs) != 1 {
			t.Errorf("trying it left %d runs, %v", len(runs), err)
		}
	})
}

func TestTheFormIsLaidOutAsAPersonWouldWriteIt(t *testing.T) {
	c := agreements.Check(`{"id": "own-x", "name": "NO", "citation": "A", "countries": ["NO"], "in_force": "2025-01-01", "until": null, "binds": [], "duties": []}`)
	for _, want := range []string{"id: own-x\n", "in_force: ", "- NO\n", "until: null\n"} {
		if !strings.Contains(c.Text, want) {
			t.Errorf("%q is not in\n%s", want, c.Text)
		}
	}
	if len(c.Problems) != 1 || c.Problems[0].Field != "binds" {
		t.Errorf("problems %v", c.Problems)
	}
	if again := agreements.Check(c.Text); again.Text != c.Text || again.Form.(map[string]any)["in_force"] != "2025-01-01" || again.Pack.Countries[0] != "NO" {
		t.Errorf("read again it is another text: %v", again.Form)
	}
	if odd := agreements.Check("{{{"); odd.Pack != nil || len(odd.Problems) == 0 {
		t.Error("what is no YAML at all is not refused")
	}
}

func TestAQuestionOfAnAgreementIsOpenWhileNobodyAnswersIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		const key = "other.own-donor.under-grant"
		answer := func(value string) error {
			_, err := intake.Append(t.Context(), db, h.lib, second, h.incident, "", []intake.Entry{{Key: key, Value: json.RawMessage(value), Certainty: models.Confirmed}})
			return err
		}
		if err := answer("true"); !models.IsKind(err, models.KindInvalid) {
			t.Fatalf("a question that nobody asks was answered: %v", err)
		}
		h.approve(h.add(strings.Replace(terms24, "when: {always: true}", "when: {fact: {"+key+": true}}", 1) + "questions:\n  " + key + ": Are data of the grant concerned?\n"))
		for _, c := range []struct {
			value string
			want  terms.Outcome
		}{{"false", terms.NotRequired}, {"null", terms.Undetermined}, {"true", terms.Required}} {
			if err := answer(c.value); err != nil {
				t.Fatal(err)
			}
			h.decide()
			if got := h.said("own-donor", "other-notice")["German Red Cross"].Outcome; got != c.want {
				t.Errorf("answered %s: %s, want %s", c.value, got, c.want)
			}
		}
	})
}

func TestOpenIncidentsFollowAnApprovalByThemselves(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		follow := func() {
			t.Helper()
			if err := assessment.Follow(t.Context(), db); err != nil {
				t.Fatal(err)
			}
		}
		runs := func() int {
			t.Helper()
			all, err := models.ListAssessments(db.View(t.Context()), h.incident)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		h.decide()
		v := h.add(terms24)
		follow()
		if n := runs(); n != 1 {
			t.Fatalf("a version that waits made %d runs", n)
		}
		h.approve(v)
		follow()
		if d := h.said("own-donor", "other-notice")["German Red Cross"]; d.Outcome != terms.Required || runs() != 2 {
			t.Errorf("after the approval: %s, %d runs", d.Outcome, runs())
		}
		follow()
		if n := runs(); n != 2 {
			t.Errorf("nothing changed, and there are %d runs", n)
		}
	})
}
