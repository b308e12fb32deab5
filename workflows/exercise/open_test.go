package exercise

import (
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/access"
	"candour/workflows/assessment"
	"candour/workflows/directory"
	"candour/workflows/regimes"
)

// The story goes in through the commands a person uses, and the rules say of the rows what they say of the file.
func TestTheStoryOpensAsAnIncident(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := load(t), t.Context()
		if err := directory.SeedDirectory(ctx, db); err != nil {
			t.Fatal(err)
		}
		lib, problems := regimes.Default()
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		by := manager(t, db)
		i, err := Open(ctx, db, lib, by, s)
		if err != nil {
			t.Fatal(err)
		}
		if !i.Exercise || i.Title != s.Title {
			t.Errorf("%+v", i)
		}
		parties, groups := counts(t, db, i.ID)
		if len(parties) != 63 || len(groups) != len(s.Groups) {
			t.Errorf("%d parties, %d groups", len(parties), len(groups))
		}
		linked := 0
		for _, p := range parties {
			if p.OrganisationID != nil {
				linked++
			}
		}
		if linked != 62 {
			t.Errorf("%d parties come from the directory, expected all but the host", linked)
		}
		plans, err := models.LoadContactPlans(db.View(ctx), i.ID)
		if err != nil || len(plans) < len(groups)/2 || len(plans) == len(groups) {
			t.Errorf("%d contact plans for %d groups: most are answered, some are not; %v", len(plans), len(groups), err)
		}
		// Called again, as after a crash, it adds nothing.
		if again, err := Open(ctx, db, lib, by, s); err != nil || again.ID != i.ID {
			t.Fatalf("opened twice: %v", err)
		}
		if p, g := counts(t, db, i.ID); len(p) != len(parties) || len(g) != len(groups) {
			t.Errorf("a second time adds: %d parties, %d groups", len(p), len(g))
		}
		if again, err := models.LoadContactPlans(db.View(ctx), i.ID); err != nil || len(again) != len(plans) || again[0].Number != 1 {
			t.Errorf("a second time sets plans anew: %d, %v", len(again), err)
		}
		run, err := assessment.Decide(ctx, db, by, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := map[terms.Outcome]int{}
		for _, d := range fromFile(t, s, lib).Determinations {
			want[d.Outcome]++
		}
		for outcome, n := range want {
			if run.Outcomes.V[outcome] != n {
				t.Errorf("%s: %d from the rows, %d from the file", outcome, run.Outcomes.V[outcome], n)
			}
		}
	})
}

func fromFile(t *testing.T, s *Story, lib *regimes.Library) assessment.Result {
	t.Helper()
	data, err := s.AssessFile(when(t, "2022-02-16T12:00:00+01:00"))
	if err != nil {
		t.Fatal(err)
	}
	in, err := assessment.ReadFile("story", data)
	if err != nil {
		t.Fatal(err)
	}
	return assessment.Evaluate(in, lib, assessment.Environment{})
}

func counts(t *testing.T, db *models.DB, incident models.ID) ([]models.Party, []models.PeopleGroup) {
	t.Helper()
	parties, err := models.LoadParties(db.View(t.Context()), incident)
	if err != nil {
		t.Fatal(err)
	}
	groups, err := models.LoadGroups(db.View(t.Context()), incident)
	if err != nil {
		t.Fatal(err)
	}
	return parties, groups
}

// manager is an account that may open incidents and assess them.
func manager(t *testing.T, db *models.DB) models.Viewer {
	t.Helper()
	a, err := access.AddDemo(t.Context(), db, access.Person{Name: "Exercise Manager", Email: "manager@exercise.example", Role: models.RoleIncidentManager}, "exercise only 2022")
	if err != nil {
		t.Fatal(err)
	}
	return models.Viewer{Account: a.ID, Role: a.Role, Language: "en"}
}
