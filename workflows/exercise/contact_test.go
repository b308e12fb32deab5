package exercise

import (
	"slices"
	"testing"

	"candour/models"
	"candour/models/modelstest"
)

func TestEveryContactPlanOfTheStoryIsForSomebodyAndCanBeKept(t *testing.T) {
	story := load(t)
	all, err := readContactPlans()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if _, ok := story.DataSet(c.DataSet); !ok {
			t.Errorf("there is no data set %s", c.DataSet)
		}
		for _, name := range append(c.Unanswered, c.Party) {
			if name != "" && !slices.ContainsFunc(story.Groups, func(g Group) bool { return g.Party == name && g.DataSet == c.DataSet }) {
				t.Errorf("%s has no people in %s", name, c.DataSet)
			}
		}
		p, err := c.plan(modelstest.Start, models.NewID())
		if err == nil {
			err = p.Validate()
		}
		if err != nil {
			t.Errorf("%s %s: %v", c.DataSet, c.Party, err)
		}
	}
}
