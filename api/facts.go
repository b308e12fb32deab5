package api

import (
	"context"
	"encoding/json"
	"fmt"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/intake"
)

// FactBody is one fact as somebody says it.
type FactBody struct {
	Key       string `json:"key" maxLength:"120" doc:"A word of the vocabulary, a named fact of a regime, or a time (occurred_at ...)."`
	Value     any    `json:"value,omitempty" doc:"By the kind of the fact: true or false, a number or {min, max, exact}, a word, a list of words, a text, a time with offset. Null or absent: not known yet."`
	PartyID   string `json:"party_id,omitempty" maxLength:"36" doc:"Of one party instead of the whole incident."`
	GroupID   string `json:"group_id,omitempty" maxLength:"36" doc:"Of one people group."`
	Certainty string `json:"certainty,omitempty" enum:"assumed,reported,likely,confirmed" default:"reported"`
	Source    string `json:"source,omitempty" maxLength:"500" doc:"Who or what says so; sealed."`
	LearntAt  Moment `json:"learnt_at,omitempty" doc:"When it was learnt; absent: now."`
	Zone      string `json:"zone,omitempty" maxLength:"60" doc:"IANA zone of a time, so that local time can be shown."`
	Reason    string `json:"reason,omitempty" maxLength:"1000" doc:"For aware_at of a party: why this moment and no other."`
}

func entries(bs []FactBody) ([]intake.Entry, error) {
	out := []intake.Entry{}
	for _, b := range bs {
		value, err := json.Marshal(b.Value)
		if err != nil {
			return nil, models.InvalidField("value", "The value cannot be read.")
		}
		e := intake.Entry{Key: b.Key, Value: value, Certainty: models.Certainty(b.Certainty), Source: b.Source, LearntAt: b.LearntAt.Instant, Zone: b.Zone, Reason: b.Reason}
		if b.PartyID != "" {
			e.PartyID = &b.PartyID
		}
		if b.GroupID != "" {
			e.GroupID = &b.GroupID
		}
		out = append(out, e)
	}
	return out, nil
}

// FactView is a fact with who recorded it and when. A fact recorded long after it was learnt shows both.
type FactView struct {
	ID         string           `json:"id"`
	Key        string           `json:"key"`
	Label      string           `json:"label" doc:"The question in words."`
	Value      any              `json:"value" doc:"Null: not known yet, said on purpose."`
	PartyID    *string          `json:"party_id"`
	GroupID    *string          `json:"group_id"`
	Subject    string           `json:"subject" doc:"Name of the party or the people group; empty: the incident as a whole."`
	Certainty  models.Certainty `json:"certainty" enum:"assumed,reported,likely,confirmed"`
	Source     string           `json:"source" doc:"Empty for those who may not read it."`
	LearntAt   Moment           `json:"learnt_at"`
	Zone       string           `json:"zone"`
	RecordedAt Moment           `json:"recorded_at"`
	RecordedBy PersonRef        `json:"recorded_by"`
	InForce    bool             `json:"in_force" doc:"The one that counts now for its key and subject."`
}

// FactPage is one page of facts, the newest recorded first.
type FactPage struct {
	Items []FactView `json:"items" nullable:"false"`
	Next  string     `json:"next"`
}

// FactList is the facts that were just said.
type FactList struct {
	Items []FactView `json:"items" nullable:"false"`
}

func factViews(r models.Reader, v models.Viewer, fs []models.Fact, inForce map[models.ID]bool) ([]FactView, error) {
	ids := []models.ID{}
	for _, f := range fs {
		if f.RecordedBy != nil {
			ids = append(ids, *f.RecordedBy)
		}
	}
	names := map[models.ID]string{}
	if v.OpensSources() || v.Role == models.RoleAuditor {
		var err error
		if names, err = models.AccountNames(r, ids); err != nil {
			return nil, err
		}
	}
	subjects, err := models.FactSubjects(r, fs)
	if err != nil {
		return nil, err
	}
	out := make([]FactView, 0, len(fs))
	for i := range fs {
		f := &fs[i]
		view := FactView{ID: f.ID, Key: f.Key, Label: factLabel(f.Key), Value: f.Plain(), PartyID: f.PartyID, GroupID: f.GroupID, Certainty: f.Certainty,
			LearntAt: at(f.LearntAt), Zone: f.Zone, RecordedAt: at(f.RecordedAt), InForce: inForce == nil || inForce[f.ID]}
		if f.RecordedBy != nil {
			view.RecordedBy = PersonRef{*f.RecordedBy, names[*f.RecordedBy]}
		}
		switch {
		case f.GroupID != nil:
			view.Subject = subjects[*f.GroupID]
		case f.PartyID != nil:
			view.Subject = subjects[*f.PartyID]
		}
		if v.OpensSources() {
			if view.Source, err = f.Source(r.Keys()); err != nil {
				return nil, err
			}
		}
		out = append(out, view)
	}
	return out, nil
}

var momentLabels = map[string]string{"occurred_at": "When did it happen?", "detected_at": "When was it noticed?", "aware_at": "When did anyone first know?",
	"public_at": "When did it become public?", "contained_at": "Since when is it over?", "determined_at": "When was it determined to be a breach?",
	"assessed_at": "When was the assessment complete?", "authority_notified_at": "When was the authority told?"}

func factLabel(key string) string {
	if l := momentLabels[key]; l != "" {
		return l
	}
	d, _ := terms.KnownFact(key)
	return d.Label
}

// VocabularyWord is one key of the vocabulary.
type VocabularyWord struct {
	Key   string         `json:"key"`
	Kind  terms.FactKind `json:"kind" enum:"bool,number,word,words,text,moment"`
	Words []string       `json:"words" nullable:"false"`
	Open  bool           `json:"open" doc:"Words beyond these are welcome."`
	Label string         `json:"label"`
}

// Vocabulary is everything the forms choose from.
type Vocabulary struct {
	Facts           []VocabularyWord   `json:"facts" nullable:"false"`
	Vulnerabilities []string           `json:"vulnerabilities" nullable:"false"`
	PartyRoles      []string           `json:"party_roles" nullable:"false"`
	PartyKinds      []string           `json:"party_kinds" nullable:"false"`
	PartySectors    []string           `json:"party_sectors" nullable:"false"`
	Certainties     []models.Certainty `json:"certainties" nullable:"false"`
}

func vocabulary() Vocabulary {
	out := Vocabulary{Facts: []VocabularyWord{}, Vulnerabilities: terms.Vulnerabilities, PartyRoles: terms.PartyRoles, PartyKinds: terms.PartyKinds,
		PartySectors: terms.PartySectors, Certainties: models.Certainties}
	for _, m := range models.Moments {
		out.Facts = append(out.Facts, VocabularyWord{m, "moment", []string{}, false, factLabel(m)})
	}
	for _, d := range terms.Facts() {
		w := VocabularyWord{d.Key, d.Kind, d.Words, d.Open, d.Label}
		if w.Words == nil {
			w.Words = []string{}
		}
		out.Facts = append(out.Facts, w)
	}
	return out
}

func registerFacts(s *Server) {
	tags := []string{"Facts"}
	list := func(r models.View, v models.Viewer, incident models.ID, f models.FactFilter, q PageQuery) (*struct{ Body FactPage }, error) {
		if _, err := models.FindIncident(r, v, incident); err != nil {
			return nil, err
		}
		p, err := models.ViewFacts(r, v, incident, f, models.PageRequest{Cursor: q.Cursor, Limit: q.Limit})
		if err != nil {
			return nil, err
		}
		var inForce map[models.ID]bool // nil: all of them
		if !f.InForce {
			if inForce, err = models.FactsInForce(r, incident, p.Items); err != nil {
				return nil, err
			}
		}
		views, err := factViews(r, v, p.Items, inForce)
		return &struct{ Body FactPage }{FactPage{views, p.Next}}, err
	}
	var current kept[*struct{ Body FactPage }]
	read(s, Operation{ID: "list-current-facts", Path: "/incidents/{incident_id}/facts/current", Summary: "The fact in force for each key and subject, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
			PageQuery
			Of string `query:"of" enum:"incident,parts" doc:"Of the incident as a whole, or of its parties and people groups; absent: both."`
		}) (*struct{ Body FactPage }, error) {
			return current.page(r, v, in.ID, fmt.Sprintf("%#v %#v", in.Of, in.PageQuery), func() (*struct{ Body FactPage }, error) {
				return list(r, v, in.ID, models.FactFilter{Of: models.FactsOf(in.Of), InForce: true}, in.PageQuery)
			})
		})
	read(s, Operation{ID: "list-facts", Path: "/incidents/{incident_id}/facts", Summary: "Every fact ever said, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
			PageQuery
			Key string `query:"key" maxLength:"120"`
		}) (*struct{ Body FactPage }, error) {
			return list(r, v, in.ID, models.FactFilter{Key: in.Key}, in.PageQuery)
		})
	act(s, Operation{ID: "append-facts", Path: "/incidents/{incident_id}/facts", Summary: "Say facts. Nothing said before is overwritten.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body struct {
				Facts  []FactBody `json:"facts" minItems:"1" maxItems:"100"`
				Reason string     `json:"reason,omitempty" maxLength:"1000"`
			}
		}) (*struct{ Body FactList }, error) {
			es, err := entries(in.Body.Facts)
			if err != nil {
				return nil, err
			}
			fs, err := intake.Append(ctx, db, s.Library, v, in.ID, in.Body.Reason, es)
			if err != nil {
				return nil, err
			}
			r := db.View(ctx)
			inForce, err := models.FactsInForce(r, in.ID, fs)
			if err != nil {
				return nil, err
			}
			views, err := factViews(r, v, fs, inForce)
			return &struct{ Body FactList }{FactList{views}}, err
		})
	read(s, Operation{ID: "show-vocabulary", Path: "/vocabulary", Summary: "The words the forms choose from.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, _ models.View, _ models.Viewer, _ *struct{}) (*struct{ Body Vocabulary }, error) {
			return &struct{ Body Vocabulary }{vocabulary()}, nil
		})
	read(s, Operation{ID: "show-telephone-script", Path: "/telephone-script", Summary: "Twelve questions for the telephone; every one accepts not known yet.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, _ models.View, _ models.Viewer, _ *struct{}) (*struct{ Body intake.Script }, error) {
			script, err := intake.TelephoneScript()
			return &struct{ Body intake.Script }{script}, err
		})
}
