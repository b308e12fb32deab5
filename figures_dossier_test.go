//go:build figures

package main

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/dossier"
)

// TestFigureDossier: the dossier of the whole exercise with 20,000 recipients of one dispatch, printed by the browser that is installed, and
// once more: the same bytes.
func TestFigureDossier(t *testing.T) {
	t.Setenv("CANDOUR_FIGURE_PEOPLE", "2000")
	for _, engine := range modelstest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			l := load(t, engine)
			fillCrowd(t, l, 20_000)
			r := l.app.db.View(t.Context())
			upTo, err := models.LastSeq(r, l.incident)
			if err != nil {
				t.Fatal(err)
			}
			d := models.Dossier{ID: models.NewID(), IncidentID: l.incident, Edition: models.DossierFull, UpTo: upTo}
			var files [2]dossier.Built
			for n := range files {
				start := time.Now()
				if files[n], err = dossier.Build(t.Context(), r, d, nil); err != nil {
					t.Fatal(err)
				}
				took := time.Since(start).Seconds()
				figure(t, fmt.Sprintf("%s: dossier for 20,000 recipients as %s, %d kB", engine, files[n].Form, len(files[n].File)/1000), took, 60, "s")
			}
			if !bytes.Equal(files[0].File, files[1].File) {
				t.Error("the same rows give other bytes")
			}
			if len(files[0].File) == 0 {
				t.Error("the dossier is empty")
			}
		})
	}
}
