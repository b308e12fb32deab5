package api

import (
	"context"
	"io"
	"mime"
	"net/http"

	"candour/models"
	"candour/workflows/intake"
)

// DocumentView is a file that was handed in as proof.
type DocumentView struct {
	ID        string  `json:"id"`
	PartyID   *string `json:"party_id" doc:"Whose proof it is; null: of the incident as a whole."`
	Name      string  `json:"name"`
	MediaType string  `json:"media_type" enum:"application/pdf,image/png,image/jpeg,message/rfc822,text/plain" doc:"Told from the bytes."`
	Size      int64   `json:"size" doc:"In bytes."`
	SHA256    string  `json:"sha256" doc:"Of the bytes as they came, in hex."`
	AddedAt   Moment  `json:"added_at"`
	ErasedAt  Moment  `json:"erased_at" doc:"Name and bytes were erased then; kind, size and check value stay."`
}

// DocumentList is what was handed in.
type DocumentList struct {
	Items []DocumentView `json:"items" nullable:"false"`
}

func documentView(r models.Reader, d models.Document) (DocumentView, error) {
	name, err := d.Name(r.Keys())
	return DocumentView{d.ID, d.PartyID, name, d.MediaType, d.Size, d.SHA256, at(d.AddedAt), at(d.ErasedAt)}, err
}

type documentUpload struct {
	UploadRequest
	ID      string `path:"incident_id"`
	PartyID string `query:"party_id" doc:"Whose proof it is; absent: of the incident as a whole, which no society reads."`
}

func registerDocuments(s *Server) {
	const path = "/incidents/{incident_id}/documents"
	tags := []string{"Documents"}
	read(s, Operation{ID: "list-documents", Path: path, Summary: "Files that were handed in as proof, newest first; a focal point sees its own society's.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body DocumentList }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			rows, err := models.ListDocuments(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out := DocumentList{Items: []DocumentView{}}
			for _, d := range rows {
				view, err := documentView(r, d)
				if err != nil {
					return nil, err
				}
				out.Items = append(out.Items, view)
			}
			return &struct{ Body DocumentList }{out}, nil
		})
	const proof = "/incidents/{incident_id}/broadcast-proofs"
	act(s, Operation{ID: "upload-broadcast-proof", Path: proof, Summary: "Hand in a recording's paper, a photograph or an invoice that proves a broadcast; a focal point does it for its own society.",
		Right: models.RightBroadcast, Status: http.StatusCreated, Tags: tags, MaxBody: -1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *documentUpload) (*struct{ Body DocumentView }, error) {
			if v.SocietyID != "" {
				parties, err := models.ListParties(db.View(ctx), v, in.ID)
				if err != nil {
					return nil, err
				}
				if len(parties) == 0 {
					return nil, models.NotFound("Party")
				}
				in.PartyID = parties[0].ID
			}
			return upload(ctx, db, v, in)
		})
	s.declareUpload(proof)
	act(s, Operation{ID: "upload-document", Path: path, Summary: "Hand in a file as proof (PDF, PNG, JPEG, a saved message or text, at most 10 MB). It is kept sealed; the same file again is the one that is there.",
		Right: models.RightConfirm, Status: http.StatusCreated, Tags: tags, MaxBody: -1}, upload)
	s.declareUpload(path)
	registerDownload(s, tags)
}

// upload keeps what was sent.
func upload(ctx context.Context, db *models.DB, v models.Viewer, in *documentUpload) (*struct{ Body DocumentView }, error) {
	f, err := in.file()
	if err != nil {
		return nil, err
	}
	// One byte more than is kept says that it is too large, without reading the rest.
	content, err := io.ReadAll(io.LimitReader(f, intake.MaxDocument+1))
	if err != nil {
		return nil, models.InvalidField("file", "The file did not arrive whole. Nothing was kept; send it again.")
	}
	h := intake.Handed{Name: f.FileName(), Content: content}
	if in.PartyID != "" {
		h.PartyID = &in.PartyID
	}
	d, err := intake.AddDocument(ctx, db, v, in.ID, h)
	if err != nil {
		return nil, err
	}
	view, err := documentView(db.View(ctx), d)
	return &struct{ Body DocumentView }{view}, err
}

func registerDownload(s *Server, tags []string) {
	read(s, Operation{ID: "download-document", Path: "/documents/{document_id}", Summary: "A file that was handed in, to be saved: it is never shown in the page.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"document_id"`
		}) (*struct {
			ContentType string `header:"Content-Type"`
			Disposition string `header:"Content-Disposition"`
			Sniff       string `header:"X-Content-Type-Options"`
			Policy      string `header:"Content-Security-Policy"`
			Body        []byte
		}, error) {
			d, err := models.FindDocument(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			if !d.ErasedAt.IsZero() {
				return nil, models.NotFound("Document")
			}
			name, err := d.Name(r.Keys())
			if err != nil {
				return nil, err
			}
			content, err := d.Bytes(r.Keys())
			return &struct {
				ContentType string `header:"Content-Type"`
				Disposition string `header:"Content-Disposition"`
				Sniff       string `header:"X-Content-Type-Options"`
				Policy      string `header:"Content-Security-Policy"`
				Body        []byte
			}{d.MediaType, mime.FormatMediaType("attachment", map[string]string{"filename": name}), "nosniff", "sandbox; default-src 'none'", content}, err
		})
}
