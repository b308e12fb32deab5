package filing

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"candour/models"
)

//go:embed answers.yaml forms/*.yaml authorities.yaml
var files embed.FS

// Answer is one thing that authorities ask, whatever their form calls it.
type Answer struct {
	Key    string   `yaml:"key"`
	Type   string   `yaml:"type"`   // line, text, moment, count, answer, list
	From   []string `yaml:"from"`   // what fills it when nobody types it; empty: always typed
	Person bool     `yaml:"person"` // names a person
	Others bool     `yaml:"others"` // names other parties
}

// Form is what one authority asks, in its order, in our words.
type Form struct {
	ID         string    `yaml:"id"`
	Name       string    `yaml:"name"`
	Of         string    `yaml:"of"`
	Regimes    []string  `yaml:"regimes"`
	Confidence string    `yaml:"confidence"`
	Check      string    `yaml:"check"` // what to check before relying on it
	Source     string    `yaml:"source"`
	Sections   []Section `yaml:"sections"`
}

// Section is a part of a form.
type Section struct {
	Title  string  `yaml:"title"`
	Fields []Field `yaml:"fields"`
}

// Field is one field of a form.
type Field struct {
	Key      string `yaml:"key"`
	Label    string `yaml:"label"`
	Help     string `yaml:"help"`
	Article  string `yaml:"article"`
	Max      int    `yaml:"max"` // characters
	Required bool   `yaml:"required"`
	When     string `yaml:"when"` // late, follow-up, withdrawal; empty: always
}

// The conditions under which a field is asked.
const (
	whenLate     = "late"
	whenFollowUp = "follow-up"
	whenWithdraw = "withdrawal"
)

// Common is the form for laws that have none of their own here.
const Common = "eu-common"

var answerTypes = []string{"line", "text", "moment", "count", "answer", "list"}

type formFiles struct {
	answers map[string]Answer
	forms   []Form
}

var loadForms = sync.OnceValues(func() (formFiles, error) { return readForms(files) })

// Forms lists the forms, the common one first.
func Forms() ([]Form, error) {
	f, err := loadForms()
	return f.forms, err
}

// FormOf is the form of a regime; the common one where it has none of its own.
func FormOf(regime string) (Form, error) {
	f, err := loadForms()
	if err != nil {
		return Form{}, err
	}
	for _, form := range f.forms {
		if slices.Contains(form.Regimes, regime) {
			return form, nil
		}
	}
	return f.find(Common)
}

func (f formFiles) find(id string) (Form, error) {
	for _, form := range f.forms {
		if form.ID == id {
			return form, nil
		}
	}
	return Form{}, fmt.Errorf("form %q is not known", id)
}

// asked says whether a field is asked at a stage.
func (f Field) asked(kind models.FilingKind, late bool) bool {
	switch f.When {
	case whenLate:
		return late
	case whenFollowUp:
		return kind != models.FilingInitial
	case whenWithdraw:
		return kind == models.FilingWithdrawal
	}
	return true
}

func readForms(from fs.FS) (out formFiles, err error) {
	var list struct {
		Answers []Answer `yaml:"answers"`
	}
	if err := readYAML(from, "answers.yaml", &list); err != nil {
		return out, err
	}
	out.answers = map[string]Answer{}
	for _, a := range list.Answers {
		if _, twice := out.answers[a.Key]; twice || a.Key == "" || !slices.Contains(answerTypes, a.Type) {
			return out, fmt.Errorf("answers.yaml: %q stands there twice, has no key, or is of no known type", a.Key)
		}
		out.answers[a.Key] = a
	}
	names, err := fs.Glob(from, "forms/*.yaml")
	if err != nil {
		return out, err
	}
	for _, name := range names {
		var f Form
		if err := readYAML(from, name, &f); err != nil {
			return out, err
		}
		if err := f.check(name, out.answers); err != nil {
			return out, err
		}
		out.forms = append(out.forms, f)
	}
	slices.SortStableFunc(out.forms, func(a, b Form) int {
		if (a.ID == Common) != (b.ID == Common) {
			if a.ID == Common {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out, nil
}

func (f Form) check(name string, answers map[string]Answer) error {
	if f.ID == "" || f.Name == "" || f.Check == "" || f.Source == "" || !slices.Contains([]string{"high", "medium", "low"}, f.Confidence) {
		return fmt.Errorf("%s: a form needs id, name, check, source, and a confidence of high, medium or low", name)
	}
	seen := map[string]bool{}
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			switch {
			case answers[field.Key].Key == "":
				return fmt.Errorf("%s: %q is not in answers.yaml", name, field.Key)
			case seen[field.Key]:
				return fmt.Errorf("%s: %q stands there twice", name, field.Key)
			case field.Label == "" || field.Max <= 0:
				return fmt.Errorf("%s: %q needs a label and a length", name, field.Key)
			case !slices.Contains([]string{"", whenLate, whenFollowUp, whenWithdraw}, field.When):
				return fmt.Errorf("%s: %q is asked when %q, which is not known", name, field.Key, field.When)
			}
			seen[field.Key] = true
		}
	}
	return nil
}

func readYAML(from fs.FS, name string, into any) error {
	b, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	return decode(name, b, into)
}

func decode(name string, b []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
