package assessment

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/regimes"
)

var manager = models.Viewer{Account: models.NewID(), Role: models.RoleIncidentManager}

// story is an incident in a test database.
type story struct {
	t        *testing.T
	db       *models.DB
	incident models.ID
}

func (s *story) command(fn func(tx models.Tx) error) {
	s.t.Helper()
	if err := s.db.Command(context.Background(), models.Act{By: models.System, Operation: "test", Incident: s.incident}, fn); err != nil {
		s.t.Fatal(err)
	}
}

func newStory(t *testing.T, db *models.DB) *story {
	t.Helper()
	s := &story{t: t, db: db, incident: models.NewID()}
	s.command(func(tx models.Tx) error {
		return models.AddIncident(tx, &models.Incident{ID: s.incident, Title: "Intruder in the tracing servers", AwareAt: at(t, "2026-11-20T15:00:00Z"),
			AwareZone: "Europe/Zurich", OpenedAt: tx.Now(), OpenedBy: manager.Account, Exercise: true})
	})
	return s
}

func (s *story) party(name, country string) models.Party {
	s.t.Helper()
	yes := true
	p := models.Party{ID: models.NewID(), IncidentID: s.incident, Name: name, Country: country, Role: models.Controller, Kind: "national-society",
		Sectors: models.JSONOf([]string{"humanitarian"}), Movement: &yes, AwareAt: at(s.t, "2026-11-20T15:00:00Z"), AwareZone: "UTC", AddedAt: s.db.Now()}
	s.command(func(tx models.Tx) error { return models.AddParty(tx, &p) })
	return p
}

func (s *story) group(p models.Party, risk terms.RiskLevel) models.PeopleGroup {
	s.t.Helper()
	n := 12000
	g := models.PeopleGroup{ID: models.NewID(), IncidentID: s.incident, PartyID: p.ID, Name: "Tracing clients of " + p.Name, RiskLevel: risk,
		Categories: models.JSONOf([]string{"contact", "humanitarian-case"}), Count: models.JSONOf(models.CountRange{Min: &n})}
	s.command(func(tx models.Tx) error { return models.AddGroup(tx, &g) })
	return g
}

func (s *story) fact(party *models.ID, key string, value any) {
	s.t.Helper()
	b, _ := json.Marshal(value)
	s.command(func(tx models.Tx) error {
		if err := models.TouchFacts(tx, s.incident); err != nil {
			return err
		}
		return models.AddFact(tx, &models.Fact{ID: models.NewID(), IncidentID: s.incident, PartyID: party, Key: key, Value: string(b),
			Certainty: models.Confirmed, LearntAt: tx.Now(), RecordedAt: tx.Now()})
	})
}

func (s *story) decide() models.Assessment {
	s.t.Helper()
	a, err := Decide(context.Background(), s.db, manager, s.incident)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *story) determination(p models.Party, regime, duty string) models.Determination {
	s.t.Helper()
	all, err := models.LoadDeterminations(s.view(), s.incident)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range all {
		if d.PartyID == p.ID && d.Regime == regime && d.Duty == duty {
			return d
		}
	}
	s.t.Fatalf("no determination on %s %s for %s", regime, duty, p.Name)
	return models.Determination{}
}

func (s *story) clocks() []models.ClockRow {
	s.t.Helper()
	page, err := models.ListClocks(s.view(), manager, models.ObligationFilter{Incident: s.incident}, models.PageRequest{Limit: 200})
	if err != nil {
		s.t.Fatal(err)
	}
	return page.Items
}

func (s *story) clock(p models.Party, regime, duty string) models.ClockRow {
	s.t.Helper()
	for _, c := range s.clocks() {
		if c.PartyID == p.ID && c.Regime == regime && c.Duty == duty && c.Clock == models.ClockDuty {
			return c
		}
	}
	s.t.Fatalf("no clock on %s %s for %s", regime, duty, p.Name)
	return models.ClockRow{}
}

func (s *story) view() models.View { return s.db.View(context.Background()) }

func at(t *testing.T, v string) terms.Instant {
	t.Helper()
	i, err := terms.ParseInstant(v)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestDecideOpensAClockAndATaskForWhatIsRequired(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		s.group(p, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.fact(nil, "nature", []string{"confidentiality"})
		a := s.decide()
		if a.Number != 1 || a.Outcomes.V[terms.Required] < 2 {
			t.Fatalf("run %d says %v", a.Number, a.Outcomes.V)
		}
		c := s.clock(p, "eu-gdpr", "authority-notice")
		if want := at(t, "2026-11-23T15:00:00Z"); !c.DueAt.Equal(want) {
			t.Errorf("due %s, want %s", c.DueAt, want)
		}
		if c.Anchor != "awareness" || !c.AnchorAt.Equal(at(t, "2026-11-20T15:00:00Z")) || c.Zone != "Europe/Berlin" {
			t.Errorf("counts from %q %s in %s", c.Anchor, c.AnchorAt, c.Zone)
		}
		// The test's clock stands at 9:00 on 23 November, six hours before the limit.
		if got := c.Standing(db.Now()); got != models.Soon {
			t.Errorf("stands %s", got)
		}
		if c.TaskTitle == nil || c.PartyName != "German Red Cross" || !c.Exercise {
			t.Errorf("row says task %v, party %q, exercise %v", c.TaskTitle, c.PartyName, c.Exercise)
		}
		people := s.clock(p, "eu-gdpr", "subject-notice")
		if !people.DueAt.IsZero() || people.TargetAt.IsZero() {
			t.Errorf("people: due %s, target %s; the law sets no number, only we do", people.DueAt, people.TargetAt)
		}
		// The latest first row of the page is the one with the soonest limit.
		rows := s.clocks()
		for i := 1; i < len(rows); i++ {
			if rows[i].SortAt.Before(rows[i-1].SortAt) {
				t.Errorf("row %d is out of order", i)
			}
		}
	})
}

func TestDecidingAgainWithNothingNewChangesNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		s.group(p, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		first := s.decide()
		before := s.clocks()
		second := s.decide()
		if second.Number != first.Number+1 || second.ResultHash != first.ResultHash {
			t.Errorf("runs %d and %d gave %s and %s", first.Number, second.Number, first.ResultHash, second.ResultHash)
		}
		after := s.clocks()
		if fmt.Sprint(ids(before)) != fmt.Sprint(ids(after)) {
			t.Errorf("clocks were %v, are %v", ids(before), ids(after))
		}
	})
}

func ids(rows []models.ClockRow) (out []models.ID) {
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func TestALowerRiskClosesTheDutyToTellPeopleAndItsTask(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		g := s.group(p, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		told := s.clock(p, "eu-gdpr", "subject-notice")
		s.command(func(tx models.Tx) error {
			if err := models.TouchFacts(tx, s.incident); err != nil {
				return err
			}
			return models.UpdateGroup(tx, g.ID, 1, map[string]any{"risk_level": terms.NoneLikely})
		})
		s.decide()
		if d := s.determination(p, "eu-gdpr", "subject-notice"); d.Effective != terms.NotRequired {
			t.Fatalf("people stand at %s: %v", d.Effective, d.Reasons.V)
		}
		o, err := models.FindObligation(s.view(), manager, told.ID)
		if err != nil || o.State != models.ObligationSuperseded {
			t.Errorf("the old clock is %s, %v", o.State, err)
		}
		if task, err := models.FindTaskOf(s.view(), told.ID); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("its task is still open: %v %v", task.ID, err)
		}
		history, err := models.DeterminationHistory(s.view(), s.incident, o2key(o))
		if err != nil || len(history) != 2 {
			t.Errorf("%d answers in the history, %v", len(history), err)
		}
	})
}

func o2key(o models.Obligation) models.DutyKey {
	return models.DutyKey{Party: o.PartyID, Regime: o.Regime, Duty: o.Duty, Jurisdiction: o.Jurisdiction}
}

func TestAnEarlierAwarenessMovesTheLimitAndALaterOneWaitsForTwoPeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		p := s.party("German Red Cross", "DE")
		s.group(p, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.decide()
		first := s.clock(p, "eu-gdpr", "authority-notice")
		s.aware(p, 1, "2026-11-20T12:00:00Z")
		s.decide()
		earlier := s.clock(p, "eu-gdpr", "authority-notice")
		if !earlier.DueAt.Equal(at(t, "2026-11-23T12:00:00Z")) || earlier.ID == first.ID {
			t.Errorf("due %s", earlier.DueAt)
		}
		task, err := models.FindTaskOf(s.view(), earlier.ID)
		if err != nil || !task.DueAt.Equal(earlier.DueAt) {
			t.Errorf("the task is due %s, %v", task.DueAt, err)
		}
		s.aware(p, 2, "2026-11-21T12:00:00Z")
		s.decide()
		later := s.clock(p, "eu-gdpr", "authority-notice")
		if !later.DueAt.Equal(earlier.DueAt) || !later.LaterDueAt.Equal(at(t, "2026-11-24T12:00:00Z")) {
			t.Errorf("due %s, later %s: a limit moves later only when two people say so", later.DueAt, later.LaterDueAt)
		}
	})
}

func (s *story) aware(p models.Party, version int, when string) {
	s.t.Helper()
	s.command(func(tx models.Tx) error {
		if err := models.TouchFacts(tx, s.incident); err != nil {
			return err
		}
		return models.UpdateParty(tx, p.ID, version, map[string]any{"aware_at": at(s.t, when)})
	})
}

func TestASocietyThatToldItsAuthorityStartsNoClockOfAnother(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		egypt, germany := s.party("Egyptian Red Crescent", "EG"), s.party("German Red Cross", "DE")
		s.group(egypt, terms.HighRisk)
		s.group(germany, terms.HighRisk)
		s.fact(nil, "exfiltrated", "presumed")
		s.fact(&germany.ID, "authority_notified_at", "2026-11-22T10:00:00Z")
		a := s.decide()
		if a.Outcomes.V[terms.Required] == 0 {
			t.Fatalf("nothing is required: %v", a.Outcomes.V)
		}
		for _, c := range s.clocks() {
			if c.PartyID == egypt.ID && c.AnchorAt.Equal(at(t, "2026-11-22T10:00:00Z")) {
				t.Errorf("%s %s of Egypt counts from Germany's notice", c.Regime, c.Duty)
			}
		}
	})
}

func TestSixtySocietiesAreDecidedWithinASecond(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	s := newStory(t, db)
	countries := []string{"DE", "FR", "KE", "BR", "CO", "PH", "NG", "UA", "CH", "US", "JP", "EG"}
	for i := range 60 {
		s.group(s.party(fmt.Sprintf("Society %02d", i), countries[i%len(countries)]), terms.HighRisk)
	}
	s.fact(nil, "exfiltrated", "presumed")
	start := time.Now()
	a := s.decide()
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("%d determinations took %s", sum(a.Outcomes.V), took)
	} else {
		t.Logf("%d determinations in %s", sum(a.Outcomes.V), took)
	}
}

func sum(m map[terms.Outcome]int) (n int) {
	for _, v := range m {
		n += v
	}
	return n
}

// Invariant: an old run gives the same bytes again, from what was kept of it and nothing else.
func TestAnOldRunIsReplayedByteForByte(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newStory(t, db)
		germany, brazil := s.party("German Red Cross", "DE"), s.party("Brazilian Red Cross", "BR")
		g := s.group(germany, terms.HighRisk)
		s.group(brazil, terms.RiskUnknown)
		s.fact(nil, "exfiltrated", "presumed")
		s.fact(nil, "nature", []string{"confidentiality", "availability"})
		s.fact(nil, "detection_delay_hours", 70.5)
		s.fact(&brazil.ID, "authority_notified_at", "2026-11-22T10:00:00Z")
		first := s.decide()
		// What happens afterwards changes nothing about what was said then.
		s.command(func(tx models.Tx) error {
			if err := models.TouchFacts(tx, s.incident); err != nil {
				return err
			}
			return models.UpdateGroup(tx, g.ID, 1, map[string]any{"risk_level": terms.NoneLikely})
		})
		s.decide()
		kept, err := models.FindAssessment(s.view(), s.incident, first.Number)
		if err != nil {
			t.Fatal(err)
		}
		lib, _ := regimes.Default()
		if same, changed, err := Replay(s.view(), kept, lib); err != nil || !same {
			t.Errorf("same %v, changed %v, %v", same, changed, err)
		}
		kept.Packs.V["eu-gdpr"] = "sha256:another"
		if same, changed, err := Replay(s.view(), kept, lib); err != nil || same || len(changed) != 1 || changed[0] != "eu-gdpr" {
			t.Errorf("with another pack: same %v, changed %v, %v", same, changed, err)
		}
	})
}
