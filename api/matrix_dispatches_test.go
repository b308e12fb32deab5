package api_test

import (
	"encoding/json"

	"candour/models"
)

// telling adds a notice to people with its dispatch, and a line of somebody whose message is uncertain. A society reads none of it but its own
// numbers.
func (w *world) telling() {
	w.t.Helper()
	incident := w.own["incident_id"]
	w.command(func(tx models.Tx) error {
		n := models.Notice{ID: models.NewID(), IncidentID: incident, Kind: models.NoticePeople, AuthorID: models.NewID(), EditedBy: models.NewID(), CreatedAt: tx.Now(), EditedAt: tx.Now()}
		d := models.PeopleDraft{Organisation: canary, Texts: map[string]models.PeopleText{"en": {Subject: canary}}, Fallback: "en", Audience: models.PeopleAudience{Parties: []models.ID{w.own["party_id"], w.other["party_id"]}}}
		if err := n.SetPeopleDraft(tx.Keys(), d); err != nil {
			return err
		}
		if err := models.AddNotice(tx, &n); err != nil {
			return err
		}
		if err := w.places(tx, n); err != nil {
			return err
		}
		x := models.Dispatch{ID: models.NewID(), IncidentID: incident, NoticeID: n.ID, Kind: models.DispatchFirst, Phase: models.DispatchReady, CreatedAt: tx.Now(), CreatedBy: models.NewID()}
		if err := models.AddDispatch(tx, &x); err != nil {
			return err
		}
		w.own["people_notice_id"], w.other["people_notice_id"] = n.ID, n.ID
		w.own["piece_id"], w.other["piece_id"], w.own["language"], w.other["language"] = n.ID, n.ID, "fr", "fr"
		w.own["dispatch_id"], w.other["dispatch_id"] = x.ID, x.ID
		moves := models.Moves{}
		for _, party := range []models.ID{w.own["party_id"], w.other["party_id"]} {
			c, err := models.EnsureCohort(tx, incident, party, nil)
			if err != nil {
				return err
			}
			moves.Move(models.Place{}, models.Place{Cohort: c, Channel: "email", State: models.DeliveryUncertain, Reason: "node_lost"})
		}
		return models.CountMoves(tx, x.Number, moves)
	})
}

// places approves the notice with a place in it that both societies have worded for their own people.
func (w *world) places(tx models.Tx, n models.Notice) error {
	fixed, err := json.Marshal(models.PeopleFixed{Organisation: "Agency", Fallback: "en", Audience: models.PeopleAudience{Parties: []models.ID{w.own["party_id"], w.other["party_id"]}},
		Texts: map[string]models.PeopleText{"en": {Subject: "Subject", Body: "Words. [[local: where]] Here. [[/local]]"}}})
	if err != nil {
		return err
	}
	hash := models.HashNotice(models.NoticePeople, fixed)
	sealed, err := n.SealFixed(tx.Keys(), fixed)
	if err != nil {
		return err
	}
	for party, words := range map[models.ID]string{w.own["party_id"]: "Own words.", w.other["party_id"]: canary} {
		a := models.Adaptation{ID: models.NewID(), IncidentID: n.IncidentID, NoticeID: n.ID, PartyID: party, NoticeHash: hash, SavedAt: tx.Now(), SavedBy: models.NewID()}
		if err := a.SetWords(tx.Keys(), models.AdaptationWords{"en": {"where": words}}); err != nil {
			return err
		}
		if err := models.AddAdaptation(tx, &a); err != nil {
			return err
		}
	}
	return models.MoveNotice(tx, n.ID, n.Version, []models.NoticeState{models.NoticeDraft}, map[string]any{"state": models.NoticeApproved, "fixed_sealed": sealed, "content_hash": hash, "approved_hash": hash})
}
