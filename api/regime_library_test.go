package api_test

import (
	"slices"
	"testing"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
)

func TestTheLibraryAtAGlance(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	var lib api.LibraryView
	if code := w.as(models.RoleFocalPoint, "GET", "/regime-library", nil, &lib); code != 200 || len(lib.Items) < 200 {
		t.Fatal(code, len(lib.Items))
	}
	find := func(id string) api.LibraryRegime {
		i := slices.IndexFunc(lib.Items, func(r api.LibraryRegime) bool { return r.ID == id })
		if i < 0 {
			t.Fatalf("%s is missing", id)
		}
		return lib.Items[i]
	}
	gdpr := find("eu-gdpr")
	d := gdpr.DutyList[0]
	if !gdpr.ForSocieties || d.Recipient != "authority" || d.Amount != 72 || d.Unit != "hours" || d.Deadline != "72 hours" || d.Standing != "in_force" {
		t.Errorf("%+v", d)
	}
	if len(gdpr.Links) != 2 || gdpr.Links[1].By != "residence" || !gdpr.Links[1].Outside || len(gdpr.Links[1].Asks) != 1 {
		t.Errorf("links: %+v", gdpr.Links)
	}
	if find("eu-dora").ForSocieties {
		t.Error("a law for banks is shown as one for National Societies")
	}
	if old, now := find("md-133"), find("md-195"); now.BeforeRegime != "md-133" || !slices.Contains(old.AfterRegimes, "md-195") {
		t.Errorf("%q follows, %v follow", now.BeforeRegime, old.AfterRegimes)
	}
	for _, r := range lib.Items {
		if len(r.DutyList) != r.Duties {
			t.Errorf("%s: %d duties, %d shown", r.ID, r.Duties, len(r.DutyList))
		}
	}
}

func TestWhatChangesInTheLawWithinAYear(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	var c api.RegimeChanges
	if code := w.as(models.RoleAuditor, "GET", "/regime-changes", nil, &c); code != 200 {
		t.Fatal(code)
	}
	var lib api.LibraryView
	w.as(models.RoleAuditor, "GET", "/regime-library", nil, &lib)
	if !slices.IsSortedFunc(c.Dates, func(a, b api.RegimeDate) int { return cmpText(a.On, b.On) }) {
		t.Error("dates are not in order")
	}
	for _, d := range c.Dates {
		if d.Ahead != (d.On > c.Today || (d.On == c.Today && d.What == "ends")) {
			t.Errorf("%s %s on %s is ahead: %v, today is %s", d.Regime, d.What, d.On, d.Ahead, c.Today)
		}
	}
	for _, r := range lib.Items {
		for _, d := range r.DutyList {
			// Every law that is still to come within a year of the day of this test is announced.
			if d.Standing == "not_yet" && d.InForce <= c.Today[:3]+string(c.Today[3]+1)+c.Today[4:] &&
				!slices.ContainsFunc(c.Dates, func(x api.RegimeDate) bool { return x.Regime == r.ID && x.What == "begins" && x.Ahead }) {
				t.Errorf("%s begins on %s and is not announced", r.ID, d.InForce)
			}
		}
	}
	seen := 0
	for i, e := range c.Editions {
		seen += len(e.Regimes)
		if i > 0 && e.On > c.Editions[i-1].On {
			t.Error("editions are not newest first")
		}
	}
	if seen < len(lib.Items) {
		t.Errorf("%d packs have an edition, of %d", seen, len(lib.Items))
	}
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestAPackShowsItsCasesSignaturesAndOverlays(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	var cases api.CaseList
	if code := w.as(models.RoleFocalPoint, "GET", "/regimes/cl-21719/cases", nil, &cases); code != 200 || len(cases.Items) < 5 {
		t.Fatal(code, len(cases.Items))
	}
	first := cases.Items[0]
	if first.Name == "" || first.Source == "" || first.Expect[0].Outcome != "required" || !first.Expect[0].NoDue {
		t.Errorf("%+v", first)
	}
	if code := w.as(models.RoleFocalPoint, "GET", "/regimes/no-such-law/cases", nil, nil); code != 404 {
		t.Errorf("a law nobody knows: %d", code)
	}
	var one api.RegimeView
	w.as(models.RoleFocalPoint, "GET", "/regimes/eu-gdpr", nil, &one)
	if len(one.Reviews) != 2 || len(one.Changelog) == 0 || len(one.Overlays) == 0 || one.Overlays[0].ID != "pl-uodo" {
		t.Errorf("%+v %+v %+v", one.Reviews, one.Changelog, one.Overlays)
	}
	for _, d := range one.DutyList {
		for _, e := range d.Exemptions {
			if e.Kind == "" || e.Evidence == "" {
				t.Errorf("%s: an exemption without kind or evidence: %+v", d.ID, e)
			}
		}
	}
}

func TestTheRulesOfRiskAreReadInWords(t *testing.T) {
	w := newWorld(t, modelstest.Open(t, models.SQLite))
	var r api.RiskRules
	if code := w.as(models.RoleFocalPoint, "GET", "/risk-rules", nil, &r); code != 200 || len(r.Rules) < 15 || len(r.Factors) < 10 {
		t.Fatal(code, len(r.Rules), len(r.Factors))
	}
	for _, rule := range r.Rules {
		if rule.Says == "" || rule.Source == "" || rule.Condition == "" || rule.Gives == "" {
			t.Errorf("%+v", rule)
		}
	}
	for _, f := range r.Factors {
		if f.Says == "" || f.Condition == "" {
			t.Errorf("%+v", f)
		}
	}
}
