package intake_test

import (
	"errors"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/assessment"
	"candour/workflows/intake"
)

var officer = models.Viewer{Account: models.NewID(), Role: models.RoleDPO}

func closingList(t *testing.T, db *models.DB, incident models.ID) []intake.ClosingLine {
	t.Helper()
	lines, err := intake.ClosingList(db.View(t.Context()), officer, incident)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// letEverythingGo runs the rules and waives what is owed and what may be let go, as a data protection officer does it.
func letEverythingGo(t *testing.T, db *models.DB, incident models.ID) {
	t.Helper()
	if _, err := assessment.Decide(t.Context(), db, officer, incident); err != nil {
		t.Fatal(err)
	}
	owed, err := models.OpenObligations(db.View(t.Context()), incident)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range owed {
		if err := assessment.Waive(t.Context(), db, officer, o.ID, o.Version, "A false alarm, as the logs of the day show."); err != nil {
			t.Fatal(err)
		}
	}
	var all []intake.LetGo
	for _, l := range closingList(t, db, incident) {
		if l.Waivable {
			all = append(all, intake.LetGo{Kind: l.Kind, Subject: l.Subject, Covers: l.Covers})
		}
	}
	if err := intake.WaiveClosing(t.Context(), db, officer, incident, all, "A false alarm, as the logs of the day show."); err != nil {
		t.Fatal(err)
	}
}

func linesOf(lines []intake.ClosingLine, kind string) (out []intake.ClosingLine) {
	for _, l := range lines {
		if l.Kind == kind {
			out = append(out, l)
		}
	}
	return out
}

func TestClosingNamesDutiesThatCannotBeToldYet(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		if lines := linesOf(closingList(t, db, w.incident.ID), intake.ClosingRules); len(lines) != 1 || !lines[0].Holds() {
			t.Fatalf("the rules are behind the facts, and the list says %+v", lines)
		}
		if _, err := assessment.Decide(t.Context(), db, manager, w.incident.ID); err != nil {
			t.Fatal(err)
		}
		lines := closingList(t, db, w.incident.ID)
		unknown := linesOf(lines, intake.ClosingUndetermined)
		if len(linesOf(lines, intake.ClosingRules)) != 0 || len(unknown) == 0 {
			t.Fatalf("after the run: %+v", lines)
		}
		_, err := intake.Close(t.Context(), db, manager, w.incident.ID, "All is done.")
		var e *models.Error
		if !errors.As(err, &e) || e.Kind != models.KindConflict || len(e.Fields) == 0 {
			t.Fatalf("closed over what nobody could tell yet: %v", err)
		}
		named := false
		for _, f := range e.Fields {
			named = named || f.Name == "closing.undetermined" && strings.Contains(f.Detail, "German Red Cross")
		}
		if !named {
			t.Errorf("the refusal does not name what is undetermined: %+v", e.Fields)
		}
		if i, err := models.LoadIncident(db.View(t.Context()), w.incident.ID); err != nil || i.State != models.IncidentOpen {
			t.Errorf("refused, and now %s, %v", i.State, err)
		}
	})
}

func TestALineIsLetGoWithASentenceAndOnlyWhileItIsAboutTheSame(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		if _, err := assessment.Decide(t.Context(), db, manager, w.incident.ID); err != nil {
			t.Fatal(err)
		}
		line := linesOf(closingList(t, db, w.incident.ID), intake.ClosingUndetermined)[0]
		one := []intake.LetGo{{Kind: line.Kind, Subject: line.Subject, Covers: line.Covers}}
		wantField(t, intake.WaiveClosing(t.Context(), db, officer, w.incident.ID, one, "No."), "reason")
		stale := []intake.LetGo{{Kind: line.Kind, Subject: line.Subject, Covers: "something else"}}
		if err := intake.WaiveClosing(t.Context(), db, officer, w.incident.ID, stale, "Nothing of it concerns us."); !models.IsKind(err, models.KindConflict) {
			t.Errorf("let go what was not looked at: %v", err)
		}
		if err := intake.WaiveClosing(t.Context(), db, officer, w.incident.ID, one, "Nothing of it concerns us."); err != nil {
			t.Fatal(err)
		}
		same := func() intake.ClosingLine {
			for _, l := range linesOf(closingList(t, db, w.incident.ID), line.Kind) {
				if l.Subject == line.Subject {
					return l
				}
			}
			t.Fatal("the line is gone")
			return line
		}
		if now := same(); now.Holds() || now.Waived.DecidedBy != officer.Account {
			t.Errorf("let go, and the list says %+v", now)
		}
		// One more party owes the same, perhaps: what was let go was not about it.
		italian := seeded(t, db)("Italian Red Cross")
		if _, err := intake.AddParty(t.Context(), db, nil, manager, w.incident.ID, intake.PartyEntry{OrganisationID: &italian, Role: models.Controller}); err != nil {
			t.Fatal(err)
		}
		if _, err := assessment.Decide(t.Context(), db, manager, w.incident.ID); err != nil {
			t.Fatal(err)
		}
		if now := same(); !now.Holds() || now.Count <= line.Count {
			t.Errorf("let go by nobody, and the list says %+v", now)
		}
		obligation := linesOf(closingList(t, db, w.incident.ID), intake.ClosingObligation)
		if len(obligation) > 0 {
			owed := []intake.LetGo{{Kind: obligation[0].Kind, Subject: obligation[0].Subject, Covers: obligation[0].Covers}}
			wantField(t, intake.WaiveClosing(t.Context(), db, officer, w.incident.ID, owed, "We would rather not do it."), "lines")
		}
	})
}

func TestHowLongDataAreKeptIsADayAhead(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		i := opened(t, db)
		for _, day := range []string{"", "tomorrow", "2020-01-01", "2999-01-01", "2027-02-30"} {
			_, err := intake.KeepUntil(t.Context(), db, officer, i.ID, day, "As the law of the seat asks.")
			wantField(t, err, "keep_until_on")
		}
		kept, err := intake.KeepUntil(t.Context(), db, officer, i.ID, "2028-11-20", "As the law of the seat asks.")
		if err != nil || kept.KeepUntilOn != "2028-11-20" {
			t.Errorf("%+v, %v", kept, err)
		}
	})
}

func TestAStricterScoreIsLookedAtBeforeClosing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newProposing(t, db)
		ctx := t.Context()
		var entries []intake.Entry
		for key, value := range map[string]string{"nature": `["confidentiality"]`, "malicious": "true", "ease_of_identification": `"maximum"`, "exfiltrated": `"confirmed"`, "data_categories": `["health","identification"]`} {
			entries = append(entries, intake.Entry{Key: key, Value: []byte(value)})
		}
		if _, err := intake.Append(ctx, db, nil, manager, w.incident.ID, "", entries); err != nil {
			t.Fatal(err)
		}
		state := func(level terms.RiskLevel) {
			t.Helper()
			g, err := models.FindGroup(db.View(ctx), manager, w.group.ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := intake.SetRisk(ctx, db, officer, g.ID, g.Version, level, "As we read the logs of the day."); err != nil {
				t.Fatal(err)
			}
			if _, err := assessment.Decide(ctx, db, manager, w.incident.ID); err != nil {
				t.Fatal(err)
			}
		}
		own := func() (out []intake.ClosingLine) {
			for _, l := range linesOf(closingList(t, db, w.incident.ID), intake.ClosingScore) {
				if strings.Contains(l.Text, w.group.Name) {
					out = append(out, l)
				}
			}
			return out
		}
		tasks := func() int {
			open, err := models.OpenTasksOfKind(db.View(ctx), w.incident.ID, assessment.ScoreKind)
			if err != nil {
				t.Fatal(err)
			}
			return len(open)
		}
		state(terms.NoneLikely)
		lines := own()
		if len(lines) != 1 || !lines[0].Holds() || tasks() != 1 {
			t.Fatalf("%+v, %d tasks", lines, tasks())
		}
		for _, l := range linesOf(closingList(t, db, w.incident.ID), intake.ClosingScore) {
			if err := intake.WaiveClosing(ctx, db, officer, w.incident.ID, []intake.LetGo{{Kind: l.Kind, Subject: l.Subject, Covers: l.Covers}}, "The recipient is trusted and has deleted everything."); err != nil {
				t.Fatal(err)
			}
		}
		if lines = own(); len(lines) != 1 || lines[0].Holds() || tasks() != 0 {
			t.Errorf("confirmed, and now %+v, %d tasks", lines, tasks())
		}
		// Another level is another difference.
		state(terms.Risk)
		if lines = own(); len(lines) == 1 && !lines[0].Holds() {
			t.Errorf("nobody has looked at this one: %+v", lines)
		}
		state(terms.HighRisk)
		if lines = own(); len(lines) != 0 {
			t.Errorf("the stricter one counts, and yet %+v", lines)
		}
	})
}
