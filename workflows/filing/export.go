package filing

import (
	"encoding/json"
	"fmt"

	"candour/models"
	"candour/templates"
)

// Schema names the shape of Export; it changes only when a reader of an older one would go wrong.
const Schema = "candour.filing/1"

// Export is a report as data: the form in its order, with what is known of where each answer comes from.
type Export struct {
	Schema       string          `json:"schema"`
	Exercise     bool            `json:"exercise"`
	Incident     string          `json:"incident"` // our reference
	Controller   string          `json:"controller"`
	Regime       string          `json:"regime"`
	Law          string          `json:"law"`
	Citation     string          `json:"citation"`
	Jurisdiction string          `json:"jurisdiction"`
	Authority    string          `json:"authority"`
	Form         ExportForm      `json:"form"`
	Stage        int             `json:"stage"`
	Kind         string          `json:"kind"`
	State        string          `json:"state"`    // draft, filed
	FiledAt      string          `json:"filed_at"` // RFC 3339; empty in a draft
	Reference    string          `json:"reference"`
	Hash         string          `json:"hash"` // of what was filed; empty in a draft
	Sections     []ExportSection `json:"sections"`
}

// ExportForm says which form it is, and how far to trust its order.
type ExportForm struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Confidence string `json:"confidence"`
	Check      string `json:"check"`
}

// ExportSection is a part of the form.
type ExportSection struct {
	Title  string        `json:"title"`
	Fields []ExportField `json:"fields"`
}

// ExportField is one answer. A null value is not known yet.
type ExportField struct {
	Key       string   `json:"key"`
	Label     string   `json:"label"`
	Article   string   `json:"article"`
	Required  bool     `json:"required"`
	MaxLength int      `json:"max_length"`
	Value     *string  `json:"value"`
	Typed     bool     `json:"typed"`
	Changed   bool     `json:"changed"` // since the report filed before
	Sources   []Source `json:"sources"`
}

// ExportOf is a report as data: a filed one by its number, or with 0 what is on its way. Of what names people, the viewer's part.
func (s *Sheet) ExportOf(number int) (Export, error) {
	e := Export{Schema: Schema, Exercise: s.Incident.Exercise, Incident: s.Incident.Reference, Controller: s.Party.Name, Regime: s.Obligation.Regime, Law: s.Obligation.Law,
		Citation: s.Obligation.Citation, Jurisdiction: s.Obligation.Jurisdiction, Kind: s.Stage.Kind, State: string(models.StageDraft),
		Form: ExportForm{s.Form.ID, s.Form.Name, s.Form.Confidence, s.Form.Check}, Stage: s.Stage.Number, Sections: []ExportSection{}}
	if s.Authority != nil && s.Authority.DependsOn == "" {
		e.Authority = s.Authority.Name
	}
	if number == 0 {
		for _, a := range s.Stage.Answers {
			f := ExportField{Key: a.Key, Label: a.Label, Article: a.Article, Required: a.Required, MaxLength: a.Max, Typed: a.Typed, Changed: a.Changed, Sources: a.From}
			if a.Value != "" {
				value := a.Value
				f.Value = &value
			}
			if f.Sources == nil || a.Typed {
				f.Sources = []Source{}
			}
			e.add(a.Section, f)
		}
		return e, nil
	}
	for _, stage := range s.Stages {
		if stage.Number != number {
			continue
		}
		e.Stage, e.Kind, e.State, e.FiledAt, e.Reference, e.Hash = number, string(stage.Kind), string(stage.State), stage.FiledAt.String(), stage.Proof.Reference, stage.ContentHash
		s.addFiled(&e, stage)
		return e, nil
	}
	return e, models.NotFound("Report")
}

func (s *Sheet) addFiled(e *Export, stage FiledStage) {
	section, limits := map[string]string{}, map[string]Field{}
	for _, part := range s.Form.Sections {
		for _, f := range part.Fields {
			section[f.Key], limits[f.Key] = part.Title, f
		}
	}
	changed := map[string]bool{}
	for _, f := range stage.Changed {
		changed[f.Key] = true
	}
	for _, f := range stage.Content.Filed {
		x := ExportField{Key: f.Key, Label: f.Label, Article: f.Article, Required: limits[f.Key].Required, MaxLength: limits[f.Key].Max, Typed: f.Typed,
			Changed: changed[f.Key], Sources: []Source{}}
		if value := f.Value; value != "" {
			x.Value = &value
		}
		e.add(section[f.Key], x)
	}
}

func (e *Export) add(section string, f ExportField) {
	if n := len(e.Sections); n == 0 || e.Sections[n-1].Title != section {
		e.Sections = append(e.Sections, ExportSection{Title: section})
	}
	last := &e.Sections[len(e.Sections)-1]
	last.Fields = append(last.Fields, f)
}

// JSON is the export as it is handed out.
func (e Export) JSON() ([]byte, error) { return json.MarshalIndent(e, "", "  ") }

// HTML is the export as a page for printing.
func (e Export) HTML() ([]byte, error) {
	page := templates.Filing{Exercise: e.Exercise, Organisation: e.Controller, Title: e.Form.Name, Law: e.Law + ", " + e.Citation, Check: e.Form.Check, Reference: e.Incident, Hash: e.Hash,
		State: "Draft: not told to anybody yet."}
	if e.FiledAt != "" {
		page.State, page.Check = fmt.Sprintf("Filed at %s, reference: %s.", e.FiledAt, orNone(e.Reference)), ""
	}
	for _, s := range e.Sections {
		part := templates.FilingSection{Title: s.Title}
		for _, f := range s.Fields {
			x := templates.FilingField{Label: f.Label, Article: f.Article}
			if f.Value != nil {
				x.Value = *f.Value
			}
			part.Fields = append(part.Fields, x)
		}
		page.Sections = append(page.Sections, part)
	}
	return page.HTML()
}

func orNone(s string) string {
	if s == "" {
		return "see the receipt"
	}
	return s
}
