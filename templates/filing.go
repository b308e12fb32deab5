package templates

import "strings"

// Filing is a report to an authority as it is printed, in the order of a form.
type Filing struct {
	Exercise     bool
	Organisation string
	Title        string // the form
	State        string // draft, or filed with its moment and reference
	Law          string
	Check        string // what to check before relying on it
	Reference    string
	Hash         string
	Sections     []FilingSection
}

// FilingSection is a part of the form.
type FilingSection struct {
	Title  string
	Fields []FilingField
}

// FilingField is one answer; an empty one is printed as not known yet.
type FilingField struct{ Label, Article, Value string }

// Lines of the answer.
func (f FilingField) Lines() []string {
	if strings.TrimSpace(f.Value) == "" {
		return nil
	}
	return strings.Split(f.Value, "\n")
}

type filingView struct {
	common
	Filing
	Reference, Organisation string
	Exercise                bool
}

// HTML is the page for printing. It needs no script and loads nothing.
func (f Filing) HTML() ([]byte, error) {
	v := filingView{common: newCommon("en", "", f.Exercise), Filing: f, Reference: f.Reference, Organisation: f.Organisation, Exercise: f.Exercise}
	v.PageTitle = f.Title
	return render("filing", v)
}
