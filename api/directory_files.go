package api

import (
	"context"

	"candour/models"
	"candour/workflows/directory"
)

// registerDirectoryFiles: the directory as a table. Both are acts: one takes names and addresses out, the other brings them in.
func registerDirectoryFiles(s *Server) {
	tags := []string{"Directory"}
	act(s, Operation{ID: "export-directory", Path: "/directory/export", Summary: "The whole directory with its contacts as CSV or XLSX.", Right: models.RightWriteDirectory, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Body struct {
				Format string `json:"format" enum:"csv,xlsx"`
			}
		}) (*struct {
			ContentType        string `header:"Content-Type"`
			ContentDisposition string `header:"Content-Disposition"`
			Body               []byte
		}, error) {
			b, err := directory.Export(ctx, db, v.Actor(), in.Body.Format)
			if err != nil {
				return nil, err
			}
			kind := "text/csv; charset=utf-8"
			if in.Body.Format == directory.XLSX {
				kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
			}
			return &struct {
				ContentType        string `header:"Content-Type"`
				ContentDisposition string `header:"Content-Disposition"`
				Body               []byte
			}{kind, `attachment; filename="directory.` + in.Body.Format + `"`, b}, nil
		})
	act(s, Operation{ID: "import-directory", Path: "/directory/import", Summary: "Bring a table of the directory in (CSV or XLSX, as exported). All or nothing; the same file again changes nothing.",
		Right: models.RightWriteDirectory, Tags: tags, MaxBody: directory.MaxImport + 1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Trial   bool `query:"trial" doc:"Say what would happen, change nothing."`
			RawBody []byte
		}) (*struct{ Body directory.Report }, error) {
			rep, err := directory.Import(ctx, db, v.Actor(), in.RawBody, in.Trial)
			if err != nil {
				return nil, err
			}
			return &struct{ Body directory.Report }{rep}, nil
		})
}
