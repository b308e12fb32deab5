package api_test

import (
	"slices"
	"strings"
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

const officer, manager = models.RoleDPO, models.RoleIncidentManager

// way is what the answer says of one channel.
func way(ways []api.ContactChannel, channel string) api.ContactChannel {
	i := slices.IndexFunc(ways, func(w api.ContactChannel) bool { return w.Channel == channel })
	return ways[i]
}

func TestAPlanIsSetReadAndSetAnewWithItsHistory(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		path := "/people-groups/" + w.own["group_id"] + "/contact-plan"
		var group api.ContactGroupDetail
		if code := w.as(manager, "GET", path, nil, &group); code != 200 || group.Number != 1 || group.Plan.Harm != "yes" || way(group.Channels, "email").Allowed {
			t.Fatalf("%d %+v", code, group)
		}
		plan := map[string]any{"harm": "no", "harm_why": "Colleagues.", "channels": []string{"letter", "email"}, "shared_mailbox": "no",
			"hours": []any{map[string]any{"days": []string{"mon"}, "from": 540, "to": 1080}}, "zone": "Europe/Zurich", "speaker": "any"}
		body := map[string]any{"plan": plan, "why": "Asked them.", "number": 1}
		if code := w.as(officer, "PUT", path, body, &group); code != 200 {
			t.Fatalf("%d %+v", code, group)
		}
		if group.Number != 2 || len(group.Versions) != 2 || group.Versions[0].Why != "Asked them." || !slices.Equal(group.Plan.Channels, []string{"letter", "email"}) ||
			group.Plan.Hours[0].To != 1080 || group.Plan.Speaker != "any" || group.Plan.SharedMailbox != "no" {
			t.Errorf("%+v", group)
		}
		if d := way(group.Channels, "letter"); !d.Allowed {
			t.Errorf("%+v", d)
		}
		if d := way(group.Channels, "call"); d.Allowed || d.Rule != "not_agreed" || !strings.HasPrefix(d.Citation, "SC3") {
			t.Errorf("%+v", d)
		}
		var refusal map[string]any
		if code := w.as(manager, "PUT", path, body, &refusal); code != 409 {
			t.Errorf("set over a version nobody has read: %d %v", code, refusal)
		}
		body["number"], plan["zone"] = 2, "Mars/Base"
		if code := w.as(manager, "PUT", path, body, &refusal); code != 422 && code != 400 {
			t.Errorf("a clock nobody knows: %d %v", code, refusal)
		}
		var list api.ContactGroupPage
		if code := w.as(manager, "GET", "/incidents/"+w.own["incident_id"]+"/contact-plans", nil, &list); code != 200 || list.Summary.Harmless != 1 || list.Summary.CanHurt != 1 || list.Summary.Waiting != 2 {
			t.Errorf("%d %+v", code, list.Summary)
		}
		if code := w.as(manager, "GET", "/incidents/"+w.own["incident_id"]+"/contact-plans?show=can_hurt&limit=1", nil, &list); code != 200 || len(list.Items) != 1 || list.Items[0].GroupID != w.other["group_id"] {
			t.Errorf("%d %+v", code, list.Items)
		}
	})
}

func TestAnOverrideNeedsAProtectionOfficerAndSomebodyElse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db)
		var o api.ContactOverrideView
		if code := w.as(officer, "POST", "/contact-overrides/"+w.own["override_id"]+"/revocation", map[string]any{"reason": "Not needed."}, &o); code != 200 || o.State != "revoked" {
			t.Fatalf("%d %+v", code, o)
		}
		ask := map[string]any{"group_id": w.own["group_id"], "channels": []string{"letter"}, "until": db.Now().Add(3600e9).String(), "why": "A lawyer asked."}
		path := "/incidents/" + w.own["incident_id"] + "/contact-overrides"
		if code := w.as(manager, "POST", path, ask, nil); code != 403 {
			t.Errorf("an incident manager asks: %d", code)
		}
		if code := w.as(officer, "POST", path, ask, &o); code != 201 || o.State != "waiting" || !o.Own || o.Why != "A lawyer asked." {
			t.Fatalf("%d %+v", code, o)
		}
		approve := "/contact-overrides/" + o.ID + "/approval"
		if code := w.as(officer, "POST", approve, nil, nil); code != 403 {
			t.Errorf("approved by who asked: %d", code)
		}
		if code := w.as(manager, "POST", approve, nil, &o); code != 200 || o.State != "approved" || o.SettledBy == "" || o.Own {
			t.Fatalf("%d %+v", code, o)
		}
		var group api.ContactGroupDetail
		if code := w.as(manager, "GET", "/people-groups/"+w.own["group_id"]+"/contact-plan", nil, &group); code != 200 || way(group.Channels, "letter").Rule != "override" || way(group.Channels, "email").Allowed {
			t.Errorf("%d %+v", code, group.Channels)
		}
	})
}
