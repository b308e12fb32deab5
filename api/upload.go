package api

import (
	"mime"
	"mime/multipart"

	"github.com/danielgtaylor/huma/v2"

	"candour/models"
)

// UploadRequest is the request of an operation that takes a file, so that it is read as it arrives.
type UploadRequest struct{ ctx huma.Context }

func (u *UploadRequest) Resolve(ctx huma.Context) []error {
	u.ctx = ctx
	return nil
}

// file finds the one file of the request.
func (u *UploadRequest) file() (*multipart.Part, error) {
	wrong := models.InvalidField("file", "Send one file as multipart/form-data, in a part named file.")
	kind, params, err := mime.ParseMediaType(u.ctx.Header("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return nil, wrong
	}
	parts := multipart.NewReader(u.ctx.BodyReader(), params["boundary"])
	for range 10 {
		p, err := parts.NextPart()
		if err != nil {
			return nil, wrong
		}
		if p.FormName() == "file" {
			return p, nil
		}
	}
	return nil, wrong
}

// declareUpload says in the document of the API that a POST takes a file. After the operation: a declared body would be read into memory first.
func (s *Server) declareUpload(path string) {
	s.api.OpenAPI().Paths["/api"+path].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {
		Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}}}}}}
}
