package filing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"candour/models"
)

// Sheet is a filing laid out in the order of a form: what is asked, what the incident answers, what people typed, what is missing.
type Sheet struct {
	Obligation models.Obligation
	Party      models.Party
	Incident   models.Incident
	Filing     *models.Filing // nil: not begun; the fields show what it would begin with
	Stage      *StageSheet    // the draft, or else what a next report would hold
	Stages     []FiledStage   // what was filed, first one first
	Form       Form
	Authority  *Authority
	Candidates []Authority
	Late       bool // the law's limit has passed and the first notice is not filed

	says map[string]string // what the incident says to each answer now
}

// StageSheet is one report on its way.
type StageSheet struct {
	models.FilingStage          // zero when nothing is begun
	Kind               string   // of the report; empty when the last one is filed and no other begun
	Answers            []Filled // in the order of the form
	Shown              int
	Full               int // of Shown
	FromIncident       int // of Full: not typed by anybody
	Gaps               int // required and empty
	Changed            int // since the stage filed before
}

// Filled is one field with its answer.
type Filled struct {
	Field
	Section string
	Type    string
	Value   string
	Typed   bool     // by a person; what the incident says stands in Says
	Says    string   // what the incident says
	From    []Source // where Says comes from
	Was     string   // what was filed last
	Changed bool     // since then
	Hidden  bool     // names a person and is left out for this viewer
	Shift   *Shift   // the incident said something else when the draft was saved; nil: it says the same
	Length  int      // characters of Value
}

// Gap says whether the field is asked for and empty.
func (f Filled) Gap() bool { return f.Required && strings.TrimSpace(f.Value) == "" && !f.Hidden }

// FiledStage is a report as it went out.
type FiledStage struct {
	models.FilingStage
	Content models.FilingContent
	Proof   models.FilingProof
	Changed []models.FiledField // since the stage before; of the first: nothing
	Shifts  []Shift             // of the last one: what the incident says otherwise since it was filed
}

// Read lays out the filing of an obligation in a form; an empty form is the one it was begun with, or that of the law.
// Errors: not found (obligation, form).
func Read(r models.Reader, v models.Viewer, obligation models.ID, form string) (*Sheet, error) {
	o, err := models.FindObligation(r, v, obligation)
	if err != nil {
		return nil, err
	}
	if o.Recipient != "authority" {
		return nil, models.NotFound("Filing")
	}
	if o, err = current(r, o); err != nil {
		return nil, err
	}
	return read(r, v, o, form, nil)
}

// current is the clock of the duty itself as it stands now, whichever of its clocks was asked about.
func current(r models.Reader, asked models.Obligation) (models.Obligation, error) {
	all, err := models.LoadObligations(r, asked.IncidentID)
	for _, o := range all {
		if o.Key() == asked.Key() && o.Clock == models.ClockDuty {
			return o, err
		}
	}
	return asked, err
}

// ReadFiling is Read for a filing.
func ReadFiling(r models.Reader, v models.Viewer, id models.ID, form string) (*Sheet, error) {
	f, err := models.FindFiling(r, v, id)
	if err != nil {
		return nil, err
	}
	return Read(r, v, f.ObligationID, form)
}

// outgoing is a report at the moment it goes out: late or not by the moment the authority had it, whatever the time is now.
type outgoing struct {
	late  bool
	typed map[string]string
}

// readOutgoing is the filing as it goes out, in the form it is filed in.
func readOutgoing(r models.Reader, v models.Viewer, f models.Filing, out outgoing) (*Sheet, error) {
	o, err := models.FindObligation(r, v, f.ObligationID)
	if err != nil {
		return nil, err
	}
	if o, err = current(r, o); err != nil {
		return nil, err
	}
	return read(r, v, o, "", &out)
}

func read(r models.Reader, v models.Viewer, o models.Obligation, form string, out *outgoing) (*Sheet, error) {
	c, err := gather(r, o)
	if err != nil {
		return nil, err
	}
	s := &Sheet{Obligation: o, Party: c.party, Incident: c.incident}
	forms, err := loadForms()
	if err != nil {
		return nil, err
	}
	if err := s.begun(r, o); err != nil {
		return nil, err
	}
	if s.Form, err = s.chosenForm(forms, form); err != nil {
		return nil, err
	}
	if err := s.told(r, v); err != nil {
		return nil, err
	}
	c.authority = s.Authority
	// Asked until the first report is filed; of that one it then stands in its record.
	s.Late = len(s.Stages) == 0 && !o.DueAt.IsZero() && r.Now().After(o.DueAt)
	if out != nil {
		s.Late = out.late
	}
	return s, s.lay(r, c, forms, v, out)
}

// begun reads what there is of the filing.
func (s *Sheet) begun(r models.Reader, o models.Obligation) error {
	f, found, err := models.FilingOf(r, o.Key())
	s.Stage = &StageSheet{Kind: string(models.FilingInitial)}
	if err != nil || !found {
		return err
	}
	s.Filing = &f
	stages, err := models.FilingStages(r, f.ID)
	if err != nil {
		return err
	}
	s.Stage.Kind = ""
	for _, stage := range stages[f.ID] {
		if stage.State == models.StageDraft {
			s.Stage.FilingStage, s.Stage.Kind = stage, string(stage.Kind)
			continue
		}
		filed := FiledStage{FilingStage: stage}
		if filed.Content, err = stage.Content(r.Keys()); err != nil {
			return err
		}
		if filed.Proof, err = stage.Proof(r.Keys()); err != nil {
			return err
		}
		if n := len(s.Stages); n > 0 {
			filed.Changed = changes(s.Stages[n-1].Content.Filed, filed.Content.Filed)
		}
		s.Stages = append(s.Stages, filed)
	}
	return nil
}

func (s *Sheet) chosenForm(forms formFiles, asked string) (Form, error) {
	switch {
	case asked != "":
		f, err := forms.find(asked)
		if err != nil {
			return f, models.NotFound("Form")
		}
		return f, nil
	case s.Filing != nil:
		return forms.find(s.Filing.Form)
	}
	return FormOf(s.Obligation.Regime)
}

// told finds who is told: the authority that was chosen, else the only one there is.
func (s *Sheet) told(r models.Reader, v models.Viewer) error {
	all, err := AuthoritiesWithOwn(r, v)
	if err != nil {
		return err
	}
	s.Candidates = ToldAbout(all, s.Obligation.Regime, s.Obligation.Jurisdiction)
	chosen := ""
	if s.Filing != nil {
		chosen = s.Filing.Authority
	}
	if i := slices.IndexFunc(s.Candidates, func(a Authority) bool { return a.ID == chosen }); i >= 0 {
		s.Authority = &s.Candidates[i]
	} else {
		s.Authority = preset(s.Candidates)
	}
	return nil
}

// lay fills the form.
func (s *Sheet) lay(r models.Reader, c *theCase, forms formFiles, v models.Viewer, out *outgoing) error {
	typed, before, drafted := map[string]string{}, map[string]string{}, map[string]Shift{}
	s.says = c.sayings()
	if n := len(s.Stages); n > 0 {
		last := s.Stages[n-1]
		c.previous, typed = s.Stages[0].Proof.Reference, last.Content.Typed
		for _, f := range last.Content.Filed {
			before[f.Key] = f.Value
		}
		c.stage = models.FilingSupplement
	}
	if s.Stage.ID != "" {
		content, err := s.Stage.FilingStage.Content(r.Keys())
		if err != nil {
			return err
		}
		typed, c.stage = content.Typed, s.Stage.FilingStage.Kind
		for _, x := range shifts(content, s.says, s.Form.fields()) {
			drafted[x.Key] = x
		}
	}
	if out != nil {
		typed = out.typed
	}
	hides := hidden(v, c.party)
	fill := func() {
		s.Stage.Answers = s.Stage.Answers[:0]
		for _, section := range s.Form.Sections {
			for _, field := range section.Fields {
				if !field.asked(c.stage, s.Late) {
					continue
				}
				a := forms.answers[field.Key]
				f := Filled{Field: field, Section: section.Title, Type: a.Type, Was: before[field.Key]}
				if from := prefill[field.Key]; from != nil {
					got := from(c)
					f.Says, f.From, f.Value = got.value, got.from, got.value
				}
				if t := typed[field.Key]; t != "" {
					f.Value, f.Typed = t, true
				}
				if x, moved := drafted[field.Key]; moved {
					f.Shift = &x
				}
				f.Length = utf8.RuneCountInString(f.Value)
				f.Changed = len(s.Stages) > 0 && f.Value != f.Was && !ofTheReport[field.Key]
				if hides(a) && f.Value != "" {
					f.Value, f.Says, f.Was, f.From, f.Shift, f.Hidden = "", "", "", nil, nil, true
				}
				s.Stage.Answers = append(s.Stage.Answers, f)
			}
		}
	}
	// The first round finds the gaps, the second says how many there are.
	fill()
	for _, f := range s.Stage.Answers {
		if f.Gap() {
			c.gaps++
		}
	}
	fill()
	s.Stage.count()
	if n := len(s.Stages); n > 0 && s.Filing.State != models.FilingWithdrawn {
		last := &s.Stages[n-1]
		last.Shifts = slices.DeleteFunc(shifts(last.Content, s.says, filedFields(last.Content.Filed)), func(x Shift) bool { return hides(forms.answers[x.Key]) })
	}
	for i := range s.Stages {
		for _, fields := range [][]models.FiledField{s.Stages[i].Content.Filed, s.Stages[i].Changed} {
			for n := range fields {
				if hides(forms.answers[fields[n].Key]) {
					fields[n].Value = ""
				}
			}
		}
	}
	return nil
}

// hidden says which answers a viewer is not shown: names of people without the right to read contacts, other parties to one society.
func hidden(v models.Viewer, p models.Party) func(Answer) bool {
	opens := v.OpensContacts(orEmpty(p.OrganisationID))
	return func(a Answer) bool { return a.Person && !opens || a.Others && v.Role == models.RoleFocalPoint }
}

func (s *StageSheet) count() {
	s.Shown = len(s.Answers)
	for _, f := range s.Answers {
		if f.Value != "" || f.Hidden {
			s.Full++
			if !f.Typed {
				s.FromIncident++
			}
		}
		if f.Gap() {
			s.Gaps++
		}
		if f.Changed {
			s.Changed++
		}
	}
}

// ofTheReport are the answers about the report itself: they change with every report and are no news to anybody.
var ofTheReport = map[string]bool{"report.kind": true, "report.previous": true}

// changes are the fields of now that say something else than before.
func changes(before, now []models.FiledField) (out []models.FiledField) {
	was := map[string]string{}
	for _, f := range before {
		was[f.Key] = f.Value
	}
	for _, f := range now {
		if was[f.Key] != f.Value && !ofTheReport[f.Key] {
			out = append(out, f)
		}
	}
	return out
}

func orEmpty(id *models.ID) models.ID {
	if id == nil {
		return ""
	}
	return *id
}
