package filing_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/directory"
	"candour/workflows/filing"
)

// What is handed out as data and as a page says the same, and what was filed is handed out as it was filed.
func TestAReportIsHandedOutAsItStands(t *testing.T) {
	h, ctx := newHouse(t, modelstest.Open(t, models.SQLite)), t.Context()
	draft, err := h.read("uk-ico").ExportOf(0)
	if err != nil {
		t.Fatal(err)
	}
	b, err := draft.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var again filing.Export
	if err := json.Unmarshal(b, &again); err != nil || again.Schema != "candour.filing/1" || again.State != "draft" || len(again.Sections) != 6 || !again.Exercise {
		t.Errorf("%s: %v", b[:200], err)
	}
	page, err := draft.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Draft: not told to anybody yet.", "German Red Cross", "at least 51,561", "Not known yet", "Check against the form"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page does not say %q", want)
		}
	}

	f := h.begin()
	script := "<script>alert(1)</script>"
	must(t, filing.Save(ctx, h.db, h.by, f.ID, filing.Written{Version: h.version(), Typed: map[string]string{"controller.address": script}}))
	must(t, filing.File(ctx, h.db, h.by, f.ID, filing.Told{Version: h.version(), At: h.due.AnchorAt, Reference: "DSB-9"}))
	filed, err := h.read("").ExportOf(1)
	if err != nil || filed.Reference != "DSB-9" || filed.Hash == "" || filed.FiledAt == "" {
		t.Errorf("%+v: %v", filed, err)
	}
	if page, err = filed.HTML(); err != nil || bytes.Contains(page, []byte(script)) || !bytes.Contains(page, []byte("&lt;script&gt;")) {
		t.Errorf("what was typed runs as a script: %v", err)
	}
	if _, err := h.read("").ExportOf(7); !models.IsKind(err, models.KindNotFound) {
		t.Errorf("a report that is not there: %v", err)
	}
	pdf, err := filing.PDF(ctx, page)
	switch {
	case filing.Browser() == "":
		if !models.IsKind(err, models.KindUnavailable) || !strings.Contains(err.Error(), "page for printing") {
			t.Errorf("without a browser: %v", err)
		}
	case err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")):
		t.Errorf("%d bytes: %v", len(pdf), err)
	}
}

// Whoever may not read contacts does not read them in a form either.
func TestAnAuditorSeesThatAContactIsNamedNotWho(t *testing.T) {
	h := newHouse(t, modelstest.Open(t, models.SQLite))
	s, err := filing.Read(h.db.View(t.Context()), models.Viewer{Account: models.NewID(), Role: models.RoleAuditor}, h.due.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"dpo.name", "dpo.email"} {
		if a := answerOf(s, key); !a.Hidden || a.Value != "" || a.Says != "" {
			t.Errorf("%s: %+v", key, a)
		}
		if a := answerOf(h.read(""), key); a.Value == "" {
			t.Errorf("%s is not prefilled", key)
		}
	}
}

// One society reads its own report, and not there who else is concerned.
func TestASocietyReadsItsOwnReportWithoutTheOthers(t *testing.T) {
	h := newHouse(t, modelstest.Open(t, models.SQLite))
	r := h.db.View(t.Context())
	p, err := models.FindParty(r, h.by, h.due.PartyID)
	if err != nil {
		t.Fatal(err)
	}
	focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: *p.OrganisationID}
	s, err := filing.Read(r, focal, h.due.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range s.Stage.Answers {
		if strings.Contains(a.Value+a.Says, "Committee") || strings.Contains(a.Value+a.Says, "Hosting company") {
			t.Errorf("%s names another party: %q", a.Key, a.Value)
		}
	}
	if a := answerOf(s, "others.processors"); !a.Hidden || answerOf(s, "dpo.name").Value == "" {
		t.Error("the society does not see its own contact, or is not told that something is left out")
	}
	focal.SocietyID = models.NewID()
	if _, err := filing.Read(r, focal, h.due.ID, ""); !models.IsKind(err, models.KindNotFound) {
		t.Errorf("another society's report: %v", err)
	}
}

// The authority of a Land that somebody added is taken; for a law of which only the place is known it can be chosen and is not guessed.
func TestAnAuthorityAddedHereIsTakenWhereSeveralAreCompetent(t *testing.T) {
	h, ctx := newHouse(t, modelstest.Open(t, models.SQLite)), t.Context()
	own, err := directory.Add(ctx, h.db, h.by.Actor(), models.Organisation{Kind: models.KindAuthority, Name: "Berliner Beauftragte", Country: "DE", Timezone: "Europe/Berlin", Portal: "https://example.org/meldung"})
	if err != nil {
		t.Fatal(err)
	}
	s := h.read("")
	if s.Authority == nil || s.Authority.Own != own.ID || answerOf(s, "report.authority").Value != own.Name || s.Authority.Portal != own.Portal {
		t.Errorf("%+v", s.Authority)
	}
	all, err := filing.AuthoritiesWithOwn(h.db.View(ctx), h.by)
	if err != nil {
		t.Fatal(err)
	}
	if got := filing.ToldAbout(all, "eu-nis2", "DE"); len(got) != 1 || got[0].Own != own.ID {
		t.Errorf("for a law without a named authority: %+v", got)
	}
	f := h.begin()
	if err := filing.Save(ctx, h.db, h.by, f.ID, filing.Written{Version: h.version(), Authority: "no-such-authority"}); !models.IsKind(err, models.KindInvalid) {
		t.Errorf("an authority of elsewhere: %v", err)
	}
	must(t, filing.Save(ctx, h.db, h.by, f.ID, filing.Written{Version: h.version(), Authority: "de-dpa"}))
	if s = h.read(""); s.Authority.ID != "de-dpa" || answerOf(s, "report.authority").Value != "" {
		t.Errorf("what was chosen does not stand: %+v", s.Authority)
	}
}

func TestTheDirectoryOfAuthoritiesGuessesNothing(t *testing.T) {
	all, err := filing.Authorities()
	if err != nil {
		t.Fatal(err)
	}
	told := func(regime, place string) string {
		names := []string{}
		for _, a := range filing.ToldAbout(all, regime, place) {
			names = append(names, a.Name)
		}
		return strings.Join(names, "; ")
	}
	for _, c := range [][3]string{{"eu-gdpr", "FR", "CNIL"}, {"eu-gdpr", "NO", "Datatilsynet"}, {"uk-gdpr", "GB", "Information Commissioner"},
		{"us-ca", "US-CA", "Attorney General of California"}, {"eu-gdpr", "DE", "Land"}} {
		if got := told(c[0], c[1]); !strings.Contains(got, c[2]) || strings.Contains(got, ";") {
			t.Errorf("%s in %s: %q, expected one with %q", c[0], c[1], got, c[2])
		}
	}
	if got := told("eu-nis2", "FR"); got != "" {
		t.Errorf("an authority for a law that nobody has said: %q", got)
	}
	for _, place := range []string{"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO"} {
		if told("eu-gdpr", place) == "" {
			t.Errorf("no authority for %s", place)
		}
	}
	for _, a := range all {
		if a.Telephone != "" || a.Hours != "" || a.Receipt != "" {
			t.Errorf("%s: nobody has called or opened it, so number, hours and receipt are not known", a.ID)
		}
	}
}
