package filing

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/texts"
)

// Shift is an answer that was taken from something the incident says otherwise now.
type Shift struct {
	Key      string
	Label    string
	From, To string // empty: not known
	Typed    bool   // a person typed the answer, while the incident said From
}

// sayings are what the incident says to each answer, as far as it follows from facts, parties, people groups or the risk. What
// only says how far our own work is, such as who has been told, changes without anybody having said anything wrong.
func (c *theCase) sayings() map[string]string {
	out := map[string]string{}
	for key, from := range prefill {
		got := from(c)
		if got.value != "" && !strings.HasPrefix(key, "report.") && slices.ContainsFunc(got.from, rests) {
			out[key] = got.value
		}
	}
	return out
}

func rests(s Source) bool { return slices.Contains([]string{"fact", "party", "group", "risk"}, s.Kind) }

// keep notes what the incident says beside a draft. Of an answer that was typed before and is left alone, the saying it was typed
// against stays: only who types it again has looked at the new one.
func keep(content *models.FilingContent, says map[string]string, typed map[string]string) {
	before := content.Says
	content.Says = maps.Clone(says)
	for key := range content.Typed {
		if _, now := typed[key]; now || before == nil {
			continue
		}
		if was, there := before[key]; there {
			content.Says[key] = was
		} else {
			delete(content.Says, key)
		}
	}
}

// shifts compares what the incident said beside a report with what it says now. Nil when nobody noted what it said.
func shifts(c models.FilingContent, says map[string]string, asked []labelled) (out []Shift) {
	if c.Says == nil {
		return nil
	}
	for _, a := range asked {
		if was, is := c.Says[a.key], says[a.key]; was != is {
			_, typed := c.Typed[a.key]
			out = append(out, Shift{a.key, a.label, was, is, typed})
		}
	}
	return out
}

// labelled is an answer by the words of a form.
type labelled struct{ key, label string }

func filedFields(fields []models.FiledField) (out []labelled) {
	for _, f := range fields {
		out = append(out, labelled{f.Key, f.Label})
	}
	return out
}

func (f Form) fields() (out []labelled) {
	for _, section := range f.Sections {
		for _, field := range section.Fields {
			out = append(out, labelled{field.Key, field.Label})
		}
	}
	return out
}

// Stale lists the filings that rest on something the incident says otherwise now: drafts, and what authorities have been told last.
func Stale(r models.Reader, v models.Viewer, i models.Incident) ([]texts.Stale, error) {
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
	all, err := gatherAll(r, i.ID)
	if err != nil {
		return nil, err
	}
	var out []texts.Stale
	for _, f := range filings {
		if f.State == models.FilingWithdrawn {
			continue
		}
		found, err := all.stale(r, v, f, stages[f.ID])
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func (all *incidentCase) stale(r models.Reader, v models.Viewer, f models.Filing, stages []models.FilingStage) (out []texts.Stale, err error) {
	duty, there := all.dutyOf(f.Key())
	if !there {
		return nil, nil
	}
	c, err := all.of(r, duty)
	if models.IsKind(err, models.KindNotFound) {
		return nil, nil // the party was taken out since: what was told of it stays in the record
	}
	if err != nil {
		return nil, err
	}
	forms, err := loadForms()
	if err != nil {
		return nil, err
	}
	form, err := forms.find(f.Form)
	if err != nil {
		return nil, err
	}
	says, hides, last := c.sayings(), hidden(v, c.party), -1
	for n, s := range stages {
		if s.State == models.StageFiled {
			last = n
		}
	}
	for n, s := range stages {
		if s.State == models.StageFiled && n != last {
			continue // a later report has been filed since, and speaks for it
		}
		content, err := s.Content(r.Keys())
		if err != nil {
			return nil, err
		}
		asked := form.fields()
		if s.State == models.StageFiled {
			asked = filedFields(content.Filed)
		}
		found := shifts(content, says, asked)
		found = slices.DeleteFunc(found, func(x Shift) bool { return hides(forms.answers[x.Key]) })
		if len(found) == 0 {
			continue
		}
		stale := texts.Stale{ID: duty.ID, Kind: "filing", Title: fmt.Sprintf("%s: %s, %s", c.party.Name, stageWords[s.Kind], duty.Law), State: string(s.State), Asks: asks(f, s, found)}
		for _, x := range found {
			stale.Changes = append(stale.Changes, texts.ValueChange{Placeholder: x.Key, Label: x.Label, From: x.From, To: x.To})
		}
		out = append(out, stale)
	}
	return out, nil
}

// asks says what has to be done so that the authority learns the new value.
func asks(f models.Filing, s models.FilingStage, found []Shift) string {
	switch {
	case s.State == models.StageFiled && f.State == models.FilingFinal:
		return texts.StaleCorrection // after the last word no supplement follows
	case s.State == models.StageFiled:
		return texts.StaleSupplement
	case slices.ContainsFunc(found, func(x Shift) bool { return x.Typed }):
		return texts.StaleCheck
	}
	return texts.StaleFollows
}
