package api

import (
	"bytes"
	"context"

	"candour/models"
)

func registerEvidence(s *Server) {
	act(s, Operation{ID: "export-evidence", Path: "/incidents/{incident_id}/evidence", Summary: "The record of an incident as JSON lines with its hashes; who took it stands in the record itself.",
		Right: models.RightExportEvidence, Tags: []string{"Record"}},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body WhyBody
		}) (*struct {
			ContentType string `header:"Content-Type"`
			Disposition string `header:"Content-Disposition"`
			Body        []byte
		}, error) {
			i, err := models.FindIncident(db.View(ctx), v, in.ID)
			if err != nil {
				return nil, err
			}
			// The export is an entry of the record it exports, with the reason that was given.
			if err := db.Command(ctx, models.Act{By: v.Actor(), Operation: "export-evidence", Incident: i.ID, Why: in.Body.Reason}, func(tx models.Tx) error {
				tx.On("incident", i.ID)
				return nil
			}); err != nil {
				return nil, err
			}
			var out bytes.Buffer
			if _, err := models.WriteChain(&out, db.View(ctx), i.ID); err != nil {
				return nil, err
			}
			return &struct {
				ContentType string `header:"Content-Type"`
				Disposition string `header:"Content-Disposition"`
				Body        []byte
			}{"application/jsonl", `attachment; filename="` + i.Reference + `-record.jsonl"`, out.Bytes()}, nil
		})
}
