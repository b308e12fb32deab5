package api

import (
	"candour/models"
	"candour/workflows/wording"
)

// StaleView is something written that says a value which is another now. Nothing is taken back because of it.
type StaleView struct {
	ID      string            `json:"id" doc:"Of the text, the circular or the notice to people; of a filing, of the obligation it answers."`
	Kind    string            `json:"kind" enum:"statement,notice,circular,people,filing,answer,public-page,self-check,staff-note,hotline-script,poster,radio"`
	Title   string            `json:"title"`
	State   string            `json:"state" doc:"Of its newest version; published, or sending; of a filing, draft or filed."`
	Asks    string            `json:"asks" enum:"follows,save,check,approve,correction,supplement" doc:"What has to be done so that readers learn the new value."`
	Changes []ValueChangeView `json:"changes" nullable:"false"`
	// What was typed instead of quoted by a placeholder.
	Passages []PassageView `json:"passages" nullable:"false"`
}

// ValueChangeView is a placeholder, or an answer of a form, whose value is another now.
type ValueChangeView struct {
	Placeholder string `json:"placeholder"`
	Label       string `json:"label"`
	From        string `json:"from" doc:"Empty: not known."`
	To          string `json:"to"`
}

// staleViews asks everything that is written: by its placeholders, and for what was typed.
func staleViews(r models.View, v models.Viewer, incident models.ID) ([]StaleView, error) {
	out := []StaleView{}
	found, err := wording.Stales(r, v, incident)
	if err != nil {
		return out, err
	}
	for _, s := range found {
		changes := make([]ValueChangeView, len(s.Changes))
		for n, c := range s.Changes {
			changes[n] = ValueChangeView(c)
		}
		passages := make([]PassageView, len(s.Passages))
		for n, p := range s.Passages {
			passages[n] = PassageView{p.ID(), p.Key, p.Label, p.From, p.To, p.Language, p.Variant, p.Version, p.Part, p.Found, string(p.Form), p.Sentence, p.Proposal, p.Hint, p.Why}
		}
		out = append(out, StaleView{s.ID, s.Kind, s.Title, s.State, s.Asks, changes, passages})
	}
	return out, nil
}
