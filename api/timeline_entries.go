package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/collaboration"
)

// ManualEntry is what somebody wrote into the timeline by hand. The entry of the record around it says when it was written down, and by whom.
type ManualEntry struct {
	HappenedAt Moment `json:"happened_at"`
	Zone       string `json:"zone"`
	What       string `json:"what"`
	Source     string `json:"source"`
	Withdrawn  bool   `json:"withdrawn"`
}

// manualEntries opens what a page of the record names, by id.
func manualEntries(r models.Reader, incident models.ID, events []models.Event) (map[models.ID]ManualEntry, error) {
	var ids []models.ID
	for _, e := range events {
		if e.ObjectKind == "timeline-entry" {
			ids = append(ids, e.ObjectID)
		}
	}
	rows, err := models.TimelineEntriesByID(r, incident, ids)
	out := map[models.ID]ManualEntry{}
	for id, e := range rows {
		c, err := e.Content(r.Keys())
		if err != nil {
			return nil, err
		}
		out[id] = ManualEntry{at(e.HappenedAt), e.Zone, c.What, c.Source, !e.WithdrawnAt.IsZero()}
	}
	return out, err
}

func registerTimelineEntries(s *Server) {
	tags := []string{"Record"}
	act(s, Operation{ID: "add-timeline-entry", Path: "/incidents/{incident_id}/timeline-entries", Summary: "Write by hand what no command has recorded: when it happened, what, and where it is known from.", Right: models.RightWriteTimeline, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				HappenedAt Moment `json:"happened_at"`
				Zone       string `json:"zone" maxLength:"64" doc:"Of the clock the time was read from."`
				What       string `json:"what" maxLength:"8000" doc:"Sealed."`
				Source     string `json:"source" maxLength:"1200" doc:"Sealed."`
			}
		}) (*struct{ Body Written }, error) {
			b := in.Body
			id, err := collaboration.AddEntry(ctx, db, v, in.ID, collaboration.Entry{HappenedAt: b.HappenedAt.Instant, Zone: b.Zone, What: b.What, Source: b.Source})
			return &struct{ Body Written }{Written{id}}, err
		})
	act(s, Operation{ID: "withdraw-timeline-entry", Path: "/timeline-entries/{timeline_entry_id}/withdrawal", Summary: "Mark an entry as wrong, with a reason; it stays where it is.", Right: models.RightWriteTimeline, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"timeline_entry_id"`
			Body struct {
				Reason string `json:"reason" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, collaboration.WithdrawEntry(ctx, db, v, in.ID, in.Body.Reason)
		})
}
