package intake

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"candour/models"
	"candour/models/terms"
)

// Question is one of the telephone script.
type Question struct {
	ID      string         `yaml:"id" json:"id"`
	Ask     string         `yaml:"ask" json:"ask"`
	Fact    string         `yaml:"fact" json:"fact" doc:"Key of the fact the answer becomes. Null is always welcome: not known yet."`
	Kind    terms.FactKind `yaml:"-" json:"kind" enum:"bool,number,word,words,text,moment"`
	Hint    string         `yaml:"hint" json:"hint"`
	Answers []Answer       `yaml:"answers" json:"answers" nullable:"false"`
}

// Answer is one way to answer, with what the caller might say. Of a yes-or-no fact the words are true and false.
type Answer struct {
	Word string `yaml:"word" json:"word"`
	Say  string `yaml:"say" json:"say"`
}

// Script is the telephone script.
type Script struct {
	Version   int        `yaml:"version" json:"version"`
	Questions []Question `yaml:"questions" json:"questions" nullable:"false"`
}

// Known is a body of data that organisations like ours keep.
type Known struct {
	Name       string   `yaml:"name" json:"name"`
	Categories []string `yaml:"categories" json:"categories" nullable:"false"`
	Kinds      []string `yaml:"kinds" json:"kinds" nullable:"false"`
}

//go:embed telephone_script.yaml
var scriptFile []byte

//go:embed catalogue.yaml
var catalogueFile []byte

// TelephoneScript reads the twelve questions; a word the vocabulary does not know is refused.
var TelephoneScript = sync.OnceValues(func() (Script, error) {
	var s Script
	if err := strict(scriptFile, &s); err != nil {
		return s, fmt.Errorf("telephone script: %w", err)
	}
	for i := range s.Questions {
		q := &s.Questions[i]
		if q.Answers == nil {
			q.Answers = []Answer{}
		}
		if models.IsMoment(q.Fact) {
			q.Kind = "moment"
			continue
		}
		d, ok := terms.KnownFact(q.Fact)
		if !ok {
			return s, fmt.Errorf("telephone script: question %s fills the unknown fact %s", q.ID, q.Fact)
		}
		q.Kind = d.Kind
		for _, a := range q.Answers {
			if d.Kind == terms.FactBool && (a.Word == "true" || a.Word == "false") {
				continue
			}
			if !slices.Contains(d.Words, a.Word) {
				return s, fmt.Errorf("telephone script: question %s offers the unknown word %s", q.ID, a.Word)
			}
		}
	}
	return s, nil
})

// Catalogue reads the bodies of data to choose from.
var Catalogue = sync.OnceValues(func() ([]Known, error) {
	var c struct {
		Version  int     `yaml:"version"`
		DataSets []Known `yaml:"data_sets"`
	}
	if err := strict(catalogueFile, &c); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	for _, k := range c.DataSets {
		if _, err := words("categories", k.Categories, factWords("data_categories"), false); err != nil {
			return nil, fmt.Errorf("catalogue: %s: %w", k.Name, err)
		}
		if _, err := words("kinds", k.Kinds, factWords("subjects_kinds"), false); err != nil {
			return nil, fmt.Errorf("catalogue: %s: %w", k.Name, err)
		}
	}
	return c.DataSets, nil
})

func strict(b []byte, to any) error {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	return d.Decode(to)
}
