package api_test

import (
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
		x := models.Dispatch{ID: models.NewID(), IncidentID: incident, NoticeID: n.ID, Kind: models.DispatchFirst, Phase: models.DispatchReady, CreatedAt: tx.Now(), CreatedBy: models.NewID()}
		if err := models.AddDispatch(tx, &x); err != nil {
			return err
		}
		w.own["people_notice_id"], w.other["people_notice_id"] = n.ID, n.ID
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
