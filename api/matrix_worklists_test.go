package api_test

import (
	"candour/models"
)

// toldByHand gives each society a list with one person on it, whose name is the mark, and a broadcast.
func (w *world) toldByHand(ids map[string]models.ID, incident models.ID, number int64, mark string) {
	w.t.Helper()
	ids["worklist_id"], ids["broadcast_id"], ids["outside_statement_id"], ids["dossier_id"] = models.NewID(), models.NewID(), models.NewID(), models.NewID()
	party := ids["party_id"]
	w.command(func(tx models.Tx) error {
		n := models.Notice{ID: models.NewID(), IncidentID: incident, Kind: models.NoticePeople, CreatedAt: tx.Now(), AuthorID: models.NewID(), EditedAt: tx.Now(), EditedBy: models.NewID(), ContentHash: "h"}
		if err := n.SetPeopleDraft(tx.Keys(), models.PeopleDraft{}); err != nil {
			return err
		}
		var err error
		fixed := []byte(`{"texts":{"en":{"script":"Hello {{name}}","letter":"Hello {{name}}"}},"fallback":"en","audience":{"parties":["` + party + `"]}}`)
		if n.FixedSealed, err = n.SealFixed(tx.Keys(), fixed); err != nil {
			return err
		}
		if err := models.AddNotice(tx, &n); err != nil {
			return err
		}
		d := models.Dispatch{ID: models.NewID(), IncidentID: incident, NoticeID: n.ID, Kind: models.DispatchFirst, Phase: models.DispatchSending, Wave: models.TheRest, ContentHash: "h", CreatedAt: tx.Now(), CreatedBy: models.NewID()}
		if err := models.AddDispatch(tx, &d); err != nil {
			return err
		}
		l := models.Worklist{ID: ids["worklist_id"], IncidentID: incident, Dispatch: d.Number, PartyID: party, Channel: "call", PeopleCount: 1, CreatedAt: tx.Now(), CreatedBy: models.NewID(),
			ExportRequestedAt: tx.Now(), ExportRequestedBy: &n.AuthorID}
		if err := models.AddWorklist(tx, &l, []models.WorklistItem{{PersonID: models.PersonID(9, number), Position: 1, Step: 1, Language: "en", Reference: number}}); err != nil {
			return err
		}
		b := models.Broadcast{ID: ids["broadcast_id"], IncidentID: incident, PartyID: &party, Kind: "radio", Language: "en", Area: mark, BeginsOn: "2026-11-23", CreatedAt: tx.Now(), CreatedBy: models.NewID()}
		if err := models.AddBroadcast(tx, &b); err != nil {
			return err
		}
		said := models.OutsideStatement{ID: ids["outside_statement_id"], IncidentID: incident, Kind: "press", Language: "en", SaidAt: tx.Now(), EnteredAt: tx.Now(), EnteredBy: models.NewID()}
		if err := said.SetWords(tx.Keys(), models.OutsideWords{Who: mark, Words: mark}); err != nil {
			return err
		}
		if err := models.AddOutsideStatement(tx, &said); err != nil {
			return err
		}
		asked := models.Dossier{ID: ids["dossier_id"], IncidentID: incident, Edition: models.DossierFull, State: models.DossierAsked, RequestedAt: tx.Now(), RequestedBy: models.NewID()}
		if err := asked.SetWhy(tx.Keys(), mark); err != nil {
			return err
		}
		if err := models.AddDossier(tx, &asked); err != nil {
			return err
		}
		c := models.ReportedCount{ID: models.NewID(), IncidentID: incident, PartyID: party, GroupID: ids["group_id"], ToldFrom: "2026-11-23", ToldUntil: "2026-11-23", ReportedAt: tx.Now(), ReportedBy: models.NewID()}
		if err := c.SetToldBy(tx.Keys(), mark); err != nil {
			return err
		}
		return models.AddReportedCount(tx, &c, 0)
	})
}
