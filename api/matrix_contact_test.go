package api_test

import (
	"candour/models"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/safecontact"
)

// contactPlans gives each society's group a plan with the mark in it, and an override that waits; nobody who is called has asked for it.
func (w *world) contactPlans() {
	w.t.Helper()
	officer := models.Viewer{Account: models.NewID(), Role: models.RoleDPO}
	for mark, ids := range map[string]map[string]models.ID{"Own": w.own, canary: w.other} {
		p := safecontact.Plan{Harm: terms.Yes, HarmWhy: mark, MustNotSay: []string{mark}}
		if _, err := contact.SetGroupPlan(w.t.Context(), w.db, officer, ids["group_id"], contact.Entry{Plan: p, Why: mark}); err != nil {
			w.t.Fatal(err)
		}
		group := ids["group_id"]
		o, err := contact.AskOverride(w.t.Context(), w.db, officer, contact.Ask{Incident: w.own["incident_id"], Group: &group,
			Channels: []safecontact.Channel{safecontact.ChannelLetter}, Until: w.db.Now().Add(3600e9), Why: mark})
		if err != nil {
			w.t.Fatal(err)
		}
		ids["override_id"] = o.ID
	}
}
