package intake

import (
	"candour/models"
	"candour/models/terms"
	"candour/workflows/people/clean"
)

// copy brings the column that lists and rules read into step with the fact in force, which need not be the one just added.
func (a *appender) copy(added models.Fact, why string) error {
	switch {
	case added.Key == "aware_at" && added.PartyID == nil:
		f, ok, err := models.CurrentFact(a.tx, a.incident, nil, nil, "aware_at")
		if err != nil || !ok {
			return err
		}
		return models.CopyAwareness(a.tx, a.incident, f.Moment(), f.Zone)
	case added.Key == "aware_at":
		f, ok, err := models.CurrentFact(a.tx, a.incident, added.PartyID, nil, "aware_at")
		if err != nil || !ok {
			return err
		}
		// A back-dated statement that is not the one in force leaves the reason as it is.
		if f.ID != added.ID {
			why = ""
		} else if why == "" {
			return models.InvalidField("reason", "Say why this party was aware at this moment and no other. Its clocks run from it.")
		}
		if why, err = clean.Paragraphs("reason", why, 1000); err != nil {
			return err
		}
		return models.CopyPartyAwareness(a.tx, *added.PartyID, f.Moment(), f.Zone, why)
	case added.Key == "people_count" && added.GroupID != nil:
		f, ok, err := models.CurrentFact(a.tx, a.incident, nil, added.GroupID, "people_count")
		if err != nil || !ok {
			return err
		}
		c, _ := f.Range()
		return models.CopyGroupCount(a.tx, *added.GroupID, c)
	}
	return nil
}

// instantJSON is a moment as the value of a fact.
func instantJSON(i terms.Instant) []byte { return []byte(`"` + i.String() + `"`) }
