package filing

import (
	"maps"
	"slices"

	"candour/models"
)

// TypedStage is what people typed into one report to an authority, as far as the viewer may read it.
type TypedStage struct {
	Obligation models.ID
	Title      string
	Stage      models.FilingStage
	Newest     bool // no later report has been begun
	Answers    []TypedAnswer
}

// TypedAnswer is one answer in somebody's own words.
type TypedAnswer struct{ Key, Value string }

// Typed lists them for an incident; what was taken from the incident by itself is not anybody's wording and is left out.
func Typed(r models.Reader, v models.Viewer, i models.Incident) ([]TypedStage, error) {
	filings, err := models.ListFilings(r, v, i.ID)
	if err != nil || len(filings) == 0 {
		return nil, err
	}
	ids := make([]models.ID, len(filings))
	for n, f := range filings {
		ids[n] = f.ID
	}
	stages, err := models.FilingStages(r, ids...)
	if err != nil {
		return nil, err
	}
	forms, err := loadForms()
	if err != nil {
		return nil, err
	}
	parties, err := models.LoadParties(r, i.ID)
	if err != nil {
		return nil, err
	}
	var out []TypedStage
	for _, f := range filings {
		at := slices.IndexFunc(parties, func(p models.Party) bool { return p.ID == f.PartyID })
		if at < 0 {
			continue // the party was taken out since: what was told of it stays in the record
		}
		hides := hidden(v, parties[at])
		for n, s := range stages[f.ID] {
			content, err := s.Content(r.Keys())
			if err != nil {
				return nil, err
			}
			w := TypedStage{Obligation: f.ObligationID, Title: parties[at].Name + ": " + stageWords[s.Kind], Stage: s, Newest: n == len(stages[f.ID])-1}
			for _, key := range slices.Sorted(maps.Keys(content.Typed)) {
				if a, known := forms.answers[key]; known && !hides(a) && content.Typed[key] != "" {
					w.Answers = append(w.Answers, TypedAnswer{key, content.Typed[key]})
				}
			}
			out = append(out, w)
		}
	}
	return out, nil
}
