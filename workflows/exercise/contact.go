package exercise

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"candour/models"
	"candour/workflows/contact"
	"candour/workflows/safecontact"
)

// contactPlan is how the people of one data set, or of one party in it, can be told safely.
type contactPlan struct {
	DataSet    string         `yaml:"data_set"`
	Party      string         `yaml:"party"`
	Why        string         `yaml:"why"`
	Unanswered []string       `yaml:"unanswered"`
	Plan       map[string]any `yaml:"plan"`
}

func readContactPlans() ([]contactPlan, error) {
	data, err := files.ReadFile("contact.yaml")
	if err != nil {
		return nil, err
	}
	var out []contactPlan
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&out); err != nil {
		return nil, fmt.Errorf("contact.yaml: %w", err)
	}
	return out, nil
}

// plan is the plan as it is set on that day, by that person, who also looks again at a decision not to contact somebody.
func (c contactPlan) plan(today time.Time, reviewer models.ID) (p safecontact.Plan, err error) {
	keys := map[string]any{}
	for key, value := range c.Plan {
		keys[key] = value
	}
	if d, ok := keys["do_not_contact"].(map[string]any); ok {
		days, _ := d["review_in_days"].(int)
		decision := map[string]any{"reviewer": reviewer, "review_on": today.Add(time.Duration(days) * 24 * time.Hour).Format("2006-01-02")}
		for _, key := range []string{"reason", "alternative", "alternative_how"} {
			decision[key] = d[key]
		}
		keys["do_not_contact"] = decision
	}
	raw, err := json.Marshal(keys)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	return p, err
}

// contactPlans sets the plans of groups that have none yet.
func (o *opener) contactPlans() error {
	all, err := readContactPlans()
	if err != nil {
		return err
	}
	r := o.db.View(o.ctx)
	groups, err := models.LoadGroups(r, o.opened.ID)
	if err != nil {
		return err
	}
	have, err := contact.LoadPlans(r, o.opened.ID)
	if err != nil {
		return err
	}
	// A review needs somebody who can do it.
	account, err := models.FindAccount(r, o.by.Account)
	if err != nil && !models.IsKind(err, models.KindNotFound) {
		return err
	}
	for _, g := range o.story.Groups {
		d, _ := o.story.DataSet(g.DataSet)
		i := slices.IndexFunc(groups, func(row models.PeopleGroup) bool { return row.Name == g.Party+" · "+d.Name })
		c, ok := chooseContactPlan(all, g)
		if i < 0 || !ok || have.Number(groups[i].ID) > 0 {
			continue
		}
		if _, decided := c.Plan["do_not_contact"]; decided && account.ID == "" {
			continue
		}
		p, err := c.plan(o.db.Now().Time(), account.ID)
		if err != nil {
			return fmt.Errorf("contact plan of %s: %w", groups[i].Name, err)
		}
		p.Languages = g.Languages
		if _, err := contact.SetGroupPlan(o.ctx, o.db, o.by, groups[i].ID, contact.Entry{Plan: p, Why: c.Why}); err != nil {
			return fmt.Errorf("contact plan of %s: %w", groups[i].Name, err)
		}
	}
	return nil
}

// chooseContactPlan takes the one for the party before the one for its data set; none where nobody has answered.
func chooseContactPlan(all []contactPlan, g Group) (contactPlan, bool) {
	var found contactPlan
	for _, c := range all {
		if c.DataSet != g.DataSet || c.Party != "" && c.Party != g.Party {
			continue
		}
		if slices.Contains(c.Unanswered, g.Party) {
			return contactPlan{}, false
		}
		if found.DataSet == "" || c.Party != "" {
			found = c
		}
	}
	return found, found.DataSet != ""
}
