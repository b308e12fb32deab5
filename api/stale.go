package api

import (
	"candour/models"
	"candour/workflows/enquiries"
	"candour/workflows/filing"
	"candour/workflows/notices"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

// StaleView is something written that says a value which is another now. Nothing is taken back because of it.
type StaleView struct {
	ID      string            `json:"id" doc:"Of the text, the circular or the notice to people; of a filing, of the obligation it answers."`
	Kind    string            `json:"kind" enum:"statement,notice,circular,people,filing,answer"`
	Title   string            `json:"title"`
	State   string            `json:"state" doc:"Of its newest version; published, or sending; of a filing, draft or filed."`
	Asks    string            `json:"asks" enum:"follows,save,check,approve,correction,supplement" doc:"What has to be done so that readers learn the new value."`
	Changes []ValueChangeView `json:"changes" nullable:"false"`
}

// ValueChangeView is a placeholder, or an answer of a form, whose value is another now.
type ValueChangeView struct {
	Placeholder string `json:"placeholder"`
	Label       string `json:"label"`
	From        string `json:"from" doc:"Empty: not known."`
	To          string `json:"to"`
}

// staleViews asks each stage that writes.
func staleViews(r models.View, v models.Viewer, incident models.ID) ([]StaleView, error) {
	out := []StaleView{}
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return out, err
	}
	for _, stage := range []func(models.Reader, models.Viewer, models.Incident) ([]texts.Stale, error){statements.Stale, notices.Stale, filing.Stale, enquiries.Stale} {
		found, err := stage(r, v, i)
		if err != nil {
			return out, err
		}
		for _, s := range found {
			changes := make([]ValueChangeView, len(s.Changes))
			for n, c := range s.Changes {
				changes[n] = ValueChangeView(c)
			}
			out = append(out, StaleView{s.ID, s.Kind, s.Title, s.State, s.Asks, changes})
		}
	}
	return out, nil
}
