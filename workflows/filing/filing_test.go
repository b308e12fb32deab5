package filing_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/access"
	"candour/workflows/assessment"
	"candour/workflows/directory"
	"candour/workflows/exercise"
	"candour/workflows/filing"
	"candour/workflows/regimes"
)

// house is the exercise incident with its rules run, and the obligation of the German Red Cross to tell its authority.
type house struct {
	t   *testing.T
	db  *models.DB
	by  models.Viewer
	due models.Obligation
}

func newHouse(t *testing.T, db *models.DB) *house {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(directory.SeedDirectory(ctx, db))
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	story, err := exercise.Load()
	must(err)
	a, err := access.AddDemo(ctx, db, access.Person{Name: "Manager", Email: "manager@example.org", Role: models.RoleIncidentManager}, "a password for tests")
	must(err)
	h := &house{t: t, db: db, by: models.Viewer{Account: a.ID, Role: models.RoleIncidentManager}}
	i, err := exercise.Open(ctx, db, lib, h.by, story)
	must(err)
	must(exercise.Contacts(ctx, db, models.Console, i.ID))
	_, err = assessment.Decide(ctx, db, h.by, i.ID)
	must(err)
	h.due = h.obligation(i.ID, "German Red Cross", "eu-gdpr", "authority-notice")
	return h
}

func (h *house) obligation(incident models.ID, party, regime, duty string) models.Obligation {
	h.t.Helper()
	r := h.db.View(h.t.Context())
	names, err := models.PartyNames(r, h.by, incident)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := models.LoadObligations(r, incident)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, o := range all {
		if names[o.PartyID] == party && o.Regime == regime && o.Duty == duty && o.Clock == models.ClockDuty {
			return o
		}
	}
	h.t.Fatalf("%s owes no %s %s", party, regime, duty)
	return models.Obligation{}
}

func (h *house) read(form string) *filing.Sheet {
	h.t.Helper()
	s, err := filing.Read(h.db.View(h.t.Context()), h.by, h.due.ID, form)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) begin() models.Filing {
	h.t.Helper()
	f, err := filing.Begin(h.t.Context(), h.db, h.by, h.due.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return f
}

func (h *house) version() int { return h.read("").Filing.Version }

func answerOf(s *filing.Sheet, key string) filing.Filled {
	for _, a := range s.Stage.Answers {
		if a.Key == key {
			return a
		}
	}
	return filing.Filled{}
}

// J6: at least seven of ten fields of a well-kept incident are there before anybody types.
func TestSevenOfTenFieldsAreFilledFromTheExercise(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		for _, form := range []string{"eu-common", "uk-ico", "ch-fdpic", "us-state"} {
			s := h.read(form)
			missing := []string{}
			for _, a := range s.Stage.Answers {
				if a.Value == "" {
					missing = append(missing, a.Key)
				}
			}
			share := float64(s.Stage.FromIncident) / float64(s.Stage.Shown)
			t.Logf("%s: %d of %d fields filled (%.0f %%), %d required are open; empty: %s", form, s.Stage.FromIncident, s.Stage.Shown, 100*share, s.Stage.Gaps, strings.Join(missing, " "))
			if form == "eu-common" && share < 0.7 {
				t.Errorf("%s: only %.0f %% of the fields are filled", form, 100*share)
			}
			if empty := s.Stage.Shown - s.Stage.Full; empty > 15 {
				t.Errorf("%s: %d fields are left to type, more than fifteen", form, empty)
			}
		}
		s := h.read("")
		for key, want := range map[string]string{
			"controller.name": "German Red Cross", "time.aware": "Wed 19 Jan 2022, 16:30 (Europe/Berlin, UTC+01:00)", "people.count": "at least 51,561",
			"risk.level": "High risk", "breach.copied": "Presumed", "data.categories": "data on detention", "border.crosses": "Yes: Austria",
			"others.processors": "Hosting company in Switzerland (host, Switzerland)", "told.people": "Not yet.", "breach.summary": "EXERCISE, not a real notification.",
		} {
			a := answerOf(s, key)
			if !strings.Contains(a.Value, want) {
				t.Errorf("%s is %q, expected %q in it", key, a.Value, want)
			}
			if len(a.From) == 0 || a.Typed {
				t.Errorf("%s does not say where it comes from", key)
			}
		}
		for _, a := range s.Stage.Answers {
			if a.Length > a.Max {
				t.Errorf("%s is prefilled with %d characters, its form takes %d", a.Key, a.Length, a.Max)
			}
		}
		if s.Authority == nil || s.Authority.DependsOn == "" || len(s.Authority.Parts) < 17 {
			t.Error("Germany is not said to depend on the Land")
		}
		if a := answerOf(s, "report.authority"); a.Value != "" {
			t.Errorf("an authority of a Land was guessed: %q", a.Value)
		}
	})
}

func TestAFilingNeedsProofAndIsNeverEditedAfterwards(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, ctx := newHouse(t, db), t.Context()
		f := h.begin()
		if again := h.begin(); again.ID != f.ID {
			t.Error("begun twice, it is two filings")
		}
		now, inTime := db.Now(), h.due.AnchorAt.Add(10*time.Hour)
		refused := func(name, field string, told filing.Told) {
			t.Helper()
			told.Version = h.version()
			err := filing.File(ctx, db, h.by, f.ID, told)
			if e, ok := err.(*models.Error); !ok || e.Kind != models.KindInvalid || len(e.Fields) != 1 || e.Fields[0].Name != field {
				t.Errorf("%s: %v, expected %s to be refused", name, err, field)
			}
		}
		refused("no reference, no receipt", "reference", filing.Told{At: inTime})
		refused("a reference of blanks", "reference", filing.Told{At: inTime, Reference: "  "})
		refused("no moment", "filed_at", filing.Told{Reference: "R-1"})
		refused("a moment to come", "filed_at", filing.Told{At: now.Add(time.Hour), Reference: "R-1"})
		refused("before anybody was aware", "filed_at", filing.Told{At: h.due.AnchorAt.Add(-time.Hour), Reference: "R-1"})
		refused("a receipt without its hash", "document", filing.Told{At: inTime, Document: "receipt.pdf", DocumentHash: "abc"})
		refused("late without a reason", "late_reason", filing.Told{At: now, Reference: "R-1"})
		if s := h.read(""); !s.Late || answerOf(s, "report.late_reason").Key == "" || len(s.Stages) != 0 {
			t.Error("the limit has passed, but the form does not ask why")
		}
		if err := filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: h.version() - 1, Typed: map[string]string{"controller.address": "x"}}); !models.IsKind(err, models.KindConflict) {
			t.Errorf("an old version was saved: %v", err)
		}
		if err := filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: h.version(), Typed: map[string]string{"no.such.field": "x"}}); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("an unknown field was saved: %v", err)
		}
		must(t, filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: h.version(), Typed: map[string]string{"controller.address": "Carstennstr. 58, Berlin"}}))

		// In time by the moment the authority had it, however late it is recorded: no reason is asked or kept.
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: inTime, Reference: "DSB-2022-77", LateReason: "not asked"}))
		s := h.read("")
		if len(s.Stages) != 1 || s.Stages[0].Late || s.Stages[0].Proof.LateReason != "" || s.Stages[0].Proof.Reference != "DSB-2022-77" {
			t.Fatalf("%+v", s.Stages)
		}
		for _, field := range s.Stages[0].Content.Filed {
			if field.Key == "report.late_reason" {
				t.Error("what was filed in time gives a reason for lateness")
			}
		}
		if hash, err := filing.Hash(s.Stages[0].Content.Filed); err != nil || hash != s.Stages[0].ContentHash {
			t.Errorf("the hash %s is not that of what was filed: %v", s.Stages[0].ContentHash, err)
		}
		o, err := models.FindObligation(db.View(ctx), h.by, h.due.ID)
		if err != nil || o.State != models.ObligationDischarged || o.ProofOn != "2022-01-20" {
			t.Errorf("the obligation is %s with proof of %s: %v", o.State, o.ProofOn, err)
		}
		if proof, err := o.Proof(db.Keys()); err != nil || proof != "DSB-2022-77" {
			t.Errorf("proof %q: %v", proof, err)
		}
		for name, err := range map[string]error{
			"edited":      filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: s.Filing.Version, Typed: map[string]string{"controller.address": "elsewhere"}}),
			"filed again": filing.File(ctx, db, h.by, f.ID, filing.Told{Version: s.Filing.Version, At: inTime, Reference: "R-2"}),
		} {
			if !models.IsKind(err, models.KindConflict) {
				t.Errorf("%s after it was filed: %v", name, err)
			}
		}
	})
}

func TestLatenessNeedsItsReasonAndKeepsIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, ctx := newHouse(t, db), t.Context()
		f := h.begin()
		at := h.due.DueAt.Add(time.Second)
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: at, Document: "receipt.pdf", DocumentHash: strings.Repeat("a", 64), LateReason: "The seat of the group was being clarified."}))
		s := h.read("")
		told := slices.ContainsFunc(s.Stages[0].Content.Filed, func(f models.FiledField) bool { return f.Key == "report.late_reason" && f.Value != "" })
		if !s.Stages[0].Late || s.Stages[0].Proof.LateReason == "" || !told {
			t.Errorf("%+v", s.Stages[0])
		}
	})
}

func TestAFollowUpShowsOnlyWhatChanged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, ctx := newHouse(t, db), t.Context()
		f := h.begin()
		if err := filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingSupplement); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a supplement to nothing: %v", err)
		}
		typed := map[string]string{"controller.address": "Carstennstr. 58, Berlin"}
		must(t, filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: h.version(), Typed: typed}))
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: h.due.AnchorAt.Add(time.Hour), Reference: "DSB-1"}))
		must(t, filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingSupplement))
		typed["measures.planned"] = "A second look at every log-in."
		must(t, filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: h.version(), Typed: typed}))
		s := h.read("")
		changed := []string{}
		for _, a := range s.Stage.Answers {
			if a.Changed {
				changed = append(changed, a.Key)
			}
		}
		if got := strings.Join(changed, " "); got != "measures.planned" {
			t.Errorf("changed since the first report: %s", got)
		}
		if answerOf(s, "report.previous").Value != "DSB-1" || answerOf(s, "controller.address").Value != typed["controller.address"] || s.Late {
			t.Error("the supplement does not name the earlier report, lost what was typed, or is asked why it is late")
		}
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: db.Now(), Reference: "DSB-1/2"}))
		if err := filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingInitial); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a first report after the first: %v", err)
		}
		must(t, filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingLast))
		must(t, filing.Drop(ctx, db, h.by, f.ID, h.version()))
		must(t, filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingLast))
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: db.Now(), Reference: "DSB-1/3"}))
		if s = h.read(""); s.Filing.State != models.FilingFinal || len(s.Stages) != 3 || len(s.Stages[1].Changed) == 0 {
			t.Errorf("%s after %d stages", s.Filing.State, len(s.Stages))
		}
		if err := filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingSupplement); !models.IsKind(err, models.KindConflict) {
			t.Errorf("a supplement after the last word: %v", err)
		}
		must(t, filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingWithdrawal))
		withdrawn := filing.Told{Version: h.version(), At: db.Now(), Reference: "DSB-1/4"}
		if err := filing.File(ctx, db, h.by, f.ID, withdrawn); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("withdrawn without a reason: %v", err)
		}
		must(t, filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: h.version(), Typed: map[string]string{"report.withdrawal_reason": "It was no personal data."}}))
		withdrawn.Version = h.version()
		must(t, filing.File(ctx, db, h.by, f.ID, withdrawn))
		if s = h.read(""); s.Filing.State != models.FilingWithdrawn {
			t.Errorf("%s after the withdrawal", s.Filing.State)
		}
	})
}

// A law that wants a later report too is not content with the first: that one stays open until the last word is filed.
func TestTheLaterReportOfTheLawStaysOpenUntilTheLastWord(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, ctx := newHouse(t, db), t.Context()
		h.due = h.obligation(h.due.IncidentID, "Philippine Red Cross", "ph-dpa", "authority-notice")
		states := func() string {
			all, err := models.LoadObligations(db.View(ctx), h.due.IncidentID)
			must(t, err)
			out := map[models.Clock]models.ObligationState{}
			for _, o := range all {
				if o.Key() == h.due.Key() {
					out[o.Clock] = o.State
				}
			}
			return string(out[models.ClockDuty] + " " + out[models.ClockFollowUp])
		}
		f := h.begin()
		if got := states(); got != "open open" {
			t.Fatalf("the duty and its later report are %s", got)
		}
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: h.due.AnchorAt.Add(time.Hour), Reference: "NPC-1"}))
		if got := states(); got != "discharged open" {
			t.Errorf("after the first report: %s", got)
		}
		must(t, filing.Next(ctx, db, h.by, f.ID, h.version(), models.FilingLast))
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: db.Now(), Reference: "NPC-2"}))
		if got := states(); got != "discharged discharged" {
			t.Errorf("after the last word: %s", got)
		}
	})
}

// What was still missing is not forgotten, and the record says what was done without a typed word.
func TestWhatWasMissingOpensATaskAndTheRecordHoldsNoText(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h, ctx := newHouse(t, db), t.Context()
		f := h.begin()
		must(t, filing.Save(ctx, db, h.by, f.ID, filing.Written{Version: h.version(), Typed: map[string]string{"report.filled_in_by": "Secret Name"}}))
		must(t, filing.File(ctx, db, h.by, f.ID, filing.Told{Version: h.version(), At: h.due.AnchorAt, Reference: "Secret Reference"}))
		open, err := models.ListTasks(db.View(ctx), h.by, models.TaskFilter{Incident: h.due.IncidentID, Kind: "manual"}, models.PageRequest{Limit: 200})
		must(t, err)
		if !slices.ContainsFunc(open.Items, func(x models.TaskRow) bool {
			return strings.HasPrefix(x.Title, "Send the authority what was not known yet")
		}) {
			t.Error("nothing reminds of what was missing")
		}
		var record strings.Builder
		if _, err := models.WriteChain(&record, db.View(ctx), h.due.IncidentID); err != nil {
			t.Fatal(err)
		}
		for _, operation := range []string{"begin-filing", "write-filing", "file-with-authority"} {
			if !strings.Contains(record.String(), `"`+operation+`"`) {
				t.Errorf("%s is not in the record", operation)
			}
		}
		if strings.Contains(record.String(), "Secret") {
			t.Error("what was typed stands in the record")
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
