package enquiries

import (
	"candour/models"
	"candour/workflows/texts"
)

// Stale lists the answers that say an old value. They are not read out any more; a new version asks for approval.
func Stale(r models.Reader, by models.Viewer, i models.Incident) ([]texts.Stale, error) {
	return texts.StaleTexts(r, by, i, models.TextAnswer)
}
