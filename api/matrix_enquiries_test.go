package api_test

import (
	"candour/models"
	"candour/workflows/enquiries"
)

// asked is a question somebody put to the society, with a call back that was agreed.
func (w *world) asked(ids map[string]models.ID, incident models.ID, mark string) models.ID {
	w.t.Helper()
	focal := models.Viewer{Account: models.NewID(), Role: models.RoleFocalPoint, SocietyID: ids["organisation_id"]}
	l, err := enquiries.Log(w.t.Context(), w.db, focal, incident, enquiries.Entry{Channel: "telephone", Topic: "affected", Worry: "worried", Language: "de",
		Caller: models.Caller{Name: mark, Note: mark}, Question: mark + " asks?",
		Call: &enquiries.Agreement{CallBack: models.CallBack{Telephone: "+49 30 1234567", AskFor: mark, Avoid: mark}, Zone: "Europe/Berlin", From: "00:00", Until: "24:00"}})
	if err != nil {
		w.t.Fatal(err)
	}
	return l.ID
}
