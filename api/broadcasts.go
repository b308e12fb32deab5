package api

import (
	"context"

	"candour/models"
	"candour/workflows/genuineness"
	"candour/workflows/worklists"
)

// BroadcastView is telling that is addressed to nobody; it never counts as told.
type BroadcastView struct {
	ID          string            `json:"id"`
	PartyID     *string           `json:"party_id" doc:"Null: ours."`
	Kind        string            `json:"kind" enum:"radio,television,newspaper,poster,community_leader,web"`
	Language    string            `json:"language"`
	Area        string            `json:"area"`
	BeginsOn    string            `json:"begins_on"`
	EndsOn      string            `json:"ends_on"`
	Reach       models.CountRange `json:"reach" doc:"An estimate; both ends null: not known."`
	ReachHow    string            `json:"reach_how"`
	GroupIDs    []string          `json:"group_ids" nullable:"false"`
	ProofName   string            `json:"proof_name"`
	ProofHash   string            `json:"proof_hash" doc:"SHA-256 of the document that proves it."`
	DocumentID  *string           `json:"document_id" doc:"The document itself; null: only its name and check value are kept."`
	CreatedAt   Moment            `json:"created_at"`
	WithdrawnAt Moment            `json:"withdrawn_at"`
	Version     int               `json:"version"`
	Reference   string            `json:"reference" doc:"Printed on it or read aloud with it: whoever hears or sees it finds out on the check page that it is ours."`
}

func broadcastView(b models.Broadcast, reference string) BroadcastView {
	return BroadcastView{b.ID, b.PartyID, b.Kind, b.Language, b.Area, b.BeginsOn, b.EndsOn, b.Reach.V, b.ReachHow, notNil(b.GroupIDs.V), b.ProofName, b.ProofHash, b.DocumentID, at(b.CreatedAt), at(b.WithdrawnAt), b.Version, reference}
}

func registerBroadcasts(s *Server) {
	tags := []string{"Broadcasts"}
	read(s, Operation{ID: "list-broadcasts", Path: "/incidents/{incident_id}/broadcasts", Summary: "Radio, posters, community leaders, pages: what stands for people who could not be reached.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct {
			Body struct {
				Items []BroadcastView `json:"items" nullable:"false"`
			}
		}, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			rows, err := models.ListBroadcasts(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []BroadcastView `json:"items" nullable:"false"`
				}
			}{}
			references, err := genuineness.OfIncident(r, in.ID, models.ReferenceBroadcast)
			if err != nil {
				return nil, err
			}
			out.Body.Items = make([]BroadcastView, 0, len(rows))
			for _, b := range rows {
				reference := ""
				if ref, given := references[b.ID]; given {
					reference = ref.String()
				}
				out.Body.Items = append(out.Body.Items, broadcastView(b, reference))
			}
			return out, nil
		})
	act(s, Operation{ID: "add-broadcast", Path: "/incidents/{incident_id}/broadcasts", Summary: "Write down a broadcast with its area, reach and proof.", Right: models.RightBroadcast, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				PartyID   string    `json:"party_id,omitempty" maxLength:"36"`
				Kind      string    `json:"kind" enum:"radio,television,newspaper,poster,community_leader,web"`
				Language  string    `json:"language" maxLength:"20"`
				Area      string    `json:"area" maxLength:"200"`
				BeginsOn  string    `json:"begins_on" maxLength:"10"`
				EndsOn    string    `json:"ends_on,omitempty" maxLength:"10"`
				Reach     RangeBody `json:"reach,omitempty"`
				ReachHow  string    `json:"reach_how,omitempty" maxLength:"300"`
				GroupIDs  []string  `json:"group_ids" maxItems:"200"`
				ProofName string    `json:"proof_name,omitempty" maxLength:"200"`
				ProofHash string    `json:"proof_hash,omitempty" maxLength:"64"`
				Document  string    `json:"document_id,omitempty" maxLength:"36" doc:"A document that was handed in; it gives name and check value."`
			}
		}) (*struct{ Body BroadcastView }, error) {
			b := in.Body
			x, err := worklists.AddBroadcast(ctx, db, v, in.ID, worklists.BroadcastEntry{Party: b.PartyID, Kind: b.Kind, Language: b.Language, Area: b.Area, BeginsOn: b.BeginsOn, EndsOn: b.EndsOn,
				Reach: b.Reach.count(), ReachHow: b.ReachHow, Groups: b.GroupIDs, ProofName: b.ProofName, ProofHash: b.ProofHash, Document: b.Document})
			if err != nil {
				return nil, err
			}
			ref, err := genuineness.Of(db.View(ctx), models.ReferenceBroadcast, x.ID)
			return &struct{ Body BroadcastView }{broadcastView(x, ref.String())}, err
		})
	act(s, Operation{ID: "withdraw-broadcast", Path: "/broadcasts/{broadcast_id}/withdrawal", Summary: "Take back a broadcast that was not made or was wrong; it stays on the record.", Right: models.RightBroadcast, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"broadcast_id"`
			Body struct {
				Version int    `json:"version" minimum:"1"`
				Why     string `json:"why" minLength:"1" maxLength:"1000"`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, worklists.WithdrawBroadcast(ctx, db, v, in.ID, in.Body.Version, in.Body.Why)
		})
}
