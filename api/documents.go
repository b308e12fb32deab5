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
}

func documentView(r models.Reader, d models.Document) (DocumentView, error) {
	name, err := d.Name(r.Keys())
	return DocumentView{d.ID, d.PartyID, name, d.MediaType, d.Size, d.SHA256, at(d.AddedAt)}, err
}

type documentUpload struct {
	UploadRequest
	ID      string `path:"incident_id"`
	PartyID string `query:"party_id" doc:"Whose proof it is; absent: of the incident as a whole, which no society reads."`
}

func registerDocuments(s *Server) {
	const path = "/incidents/{incident_id}/documents"
	tags := []string{"Documents"}
	act(s, Operation{ID: "upload-document", Path: path, Summary: "Hand in a file as proof (PDF, PNG, JPEG, a saved message or text, at most 10 MB). It is kept sealed; the same file again is the one that is there.",
		Right: models.RightConfirm, Status: http.StatusCreated, Tags: tags, MaxBody: -1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *documentUpload) (*struct{ Body DocumentView }, error) {
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
		})
	s.declareUpload(path)
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
