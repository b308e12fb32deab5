package filing_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/filing"
	"candour/workflows/intake"
	"candour/workflows/regimes"
	"candour/workflows/texts"
)

// says adds a fact of the incident as the page does.
func (h *house) says(key string, value any) {
	h.t.Helper()
	lib, _ := regimes.Default()
	b, _ := json.Marshal(value)
	modelstest.ClockOf(h.db).Advance(time.Minute)
	if _, err := intake.Append(h.t.Context(), h.db, lib, h.by, h.due.IncidentID, "", []intake.Entry{{Key: key, Value: b, Certainty: models.Confirmed}}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) stale() []texts.Stale {
	h.t.Helper()
	r := h.db.View(h.t.Context())
	i, err := models.LoadIncident(r, h.due.IncidentID)
	if err != nil {
		h.t.Fatal(err)
	}
	out, err := filing.Stale(r, h.by, i)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func (h *house) write(key, value string) {
	h.t.Helper()
	if err := filing.Save(h.t.Context(), h.db, h.by, h.read("").Filing.ID, filing.Written{Version: h.version(), Typed: map[string]string{key: value}}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) file(reference string) {
	h.t.Helper()
	told := filing.Told{Version: h.version(), At: h.db.Now(), Reference: reference, LateReason: "The exercise is old."}
	if err := filing.File(h.t.Context(), h.db, h.by, h.read("").Filing.ID, told); err != nil {
		h.t.Fatal(err)
	}
}

// wantShift finds one change of an answer in the list, under what it asks for.
func (h *house) wantShift(when, asks, key, from, to string) {
	h.t.Helper()
	for _, s := range h.stale() {
		for _, c := range s.Changes {
			if s.Asks == asks && c.Placeholder == key && c.From == from && c.To == to && s.ID == h.due.ID && s.Kind == "filing" && c.Label != "" {
				return
			}
		}
	}
	h.t.Errorf("%s: no %s from %q to %q under %s in %+v", when, key, from, to, asks, h.stale())
}

func (h *house) wantQuiet(when string) {
	h.t.Helper()
	if s := h.stale(); len(s) > 0 {
		h.t.Errorf("%s: %+v", when, s)
	}
}

func TestAFilingSaysWhichOfItsFactsChanged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		h.says("cause", "human-error")
		h.begin()
		h.wantQuiet("just begun")
		was := answerOf(h.read(""), "breach.cause").Says

		h.says("cause", "ransomware")
		is := answerOf(h.read(""), "breach.cause").Says
		h.wantShift("an answer nobody typed follows by itself", texts.StaleFollows, "breach.cause", was, is)
		if x := answerOf(h.read(""), "breach.cause").Shift; x == nil || x.From != was || x.To != is || x.Typed {
			t.Errorf("the page of the filing: %+v", x)
		}

		// Typed against what the incident says now; then it says something else again.
		h.write("breach.cause", "An intruder, we think.")
		h.wantQuiet("typed and saved")
		h.says("cause", "insider")
		h.write("controller.address", "Street 1") // another answer: nobody has looked at the cause
		h.wantShift("a typed answer is to be looked at", texts.StaleCheck, "breach.cause", is, "an insider")
		h.write("breach.cause", "Somebody inside.")
		h.wantQuiet("looked at and typed anew")
	})
}

func TestWhatAnAuthorityWasToldAsksForASupplement(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		h := newHouse(t, db)
		h.says("cause", "human-error")
		h.begin()
		was := answerOf(h.read(""), "breach.cause").Says
		h.file("DSB-1")
		h.wantQuiet("just filed")

		h.says("cause", "ransomware")
		is := answerOf(h.read(""), "breach.cause").Says
		h.wantShift("filed before the fact changed", texts.StaleSupplement, "breach.cause", was, is)
		if s := h.read("").Stages[0].Shifts; !slices.ContainsFunc(s, func(x filing.Shift) bool { return x.Key == "breach.cause" && x.From == was && x.To == is }) {
			t.Errorf("the page of the filing: %+v", s)
		}

		if err := filing.Next(t.Context(), db, h.by, h.read("").Filing.ID, h.version(), models.FilingSupplement); err != nil {
			t.Fatal(err)
		}
		h.wantShift("the supplement is only begun", texts.StaleSupplement, "breach.cause", was, is)
		h.file("DSB-2")
		h.wantQuiet("the supplement said it")

		// After the last word no supplement follows.
		if err := filing.Next(t.Context(), db, h.by, h.read("").Filing.ID, h.version(), models.FilingLast); err != nil {
			t.Fatal(err)
		}
		h.file("DSB-3")
		h.says("cause", "insider")
		h.wantShift("the final report is filed", texts.StaleCorrection, "breach.cause", is, "an insider")
	})
}

// Who may not read an answer does not read in the list how it changed.
func TestAShiftIsHiddenFromWhoMayNotReadTheAnswer(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	h := newHouse(t, db)
	h.begin()
	lib, _ := regimes.Default()
	if _, err := intake.AddParty(t.Context(), db, lib, h.by, h.due.IncidentID, intake.PartyEntry{Name: "CANARY host", Role: models.Processor, AwareAt: h.db.Now(), AwareReason: "Its own."}); err != nil {
		t.Fatal(err)
	}
	shows := func() bool {
		return slices.ContainsFunc(h.stale(), func(s texts.Stale) bool {
			return slices.ContainsFunc(s.Changes, func(c texts.ValueChange) bool { return c.Placeholder == "others.processors" })
		})
	}
	if !shows() {
		t.Fatalf("the manager does not see that a processor joined: %+v", h.stale())
	}
	party, err := models.FindParty(db.View(t.Context()), h.by, h.due.PartyID)
	if err != nil {
		t.Fatal(err)
	}
	h.by = models.Viewer{Account: h.by.Account, Role: models.RoleFocalPoint, SocietyID: *party.OrganisationID}
	if shows() {
		t.Error("a focal point reads which other parties there are")
	}
}
