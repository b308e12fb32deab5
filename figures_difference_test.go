//go:build figures

package main

import (
	"testing"
	"time"

	"candour/models"
	"candour/workflows/assessment"
	"candour/workflows/intake"
	"candour/workflows/regimes"
)

// differenceFigure changes one fact of the exercise and asks what that changes, as the page does, and lets it take effect.
func differenceFigure(t *testing.T, engine models.Engine, l *loaded) {
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	db := l.app.db
	var asked, followed []float64
	for _, word := range []string{`"confirmed"`, `"presumed"`, `"no-indication"`} {
		_, err := intake.Append(t.Context(), db, lib, l.manager, l.incident, "", []intake.Entry{{Key: "exfiltrated", Value: []byte(word), Certainty: models.Likely, Source: "Figures", LearntAt: db.Now()}})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := assessment.Pending(db.View(t.Context()), l.manager, l.incident); err != nil {
			t.Fatal(err)
		}
		asked = append(asked, time.Since(start).Seconds()*1000)
		start = time.Now()
		if err := assessment.Follow(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		followed = append(followed, time.Since(start).Seconds()*1000)
	}
	figure(t, string(engine)+": one changed fact re-assessed, with its difference", median(asked), 200, "ms")
	figure(t, string(engine)+": the rules follow one changed fact", median(followed), 1000, "ms")
}
