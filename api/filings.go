package api

import (
	"context"
	"fmt"
	"net/http"

	"candour/models"
	"candour/templates"
	"candour/workflows/filing"
)

// FilingSource says where a prefilled answer was taken from.
type FilingSource struct {
	Kind      string `json:"kind" enum:"fact,party,group,risk,directory,obligation,incident,filing"`
	Key       string `json:"key,omitempty" doc:"Of a fact."`
	Label     string `json:"label"`
	Certainty string `json:"certainty,omitempty"`
	LearntAt  Moment `json:"learnt_at"`
}

// FilingAnswer is one field of a form with its answer.
type FilingAnswer struct {
	Key      string         `json:"key"`
	Section  string         `json:"section"`
	Label    string         `json:"label"`
	Help     string         `json:"help"`
	Article  string         `json:"article"`
	Type     string         `json:"type" enum:"line,text,moment,count,answer,list"`
	Max      int            `json:"max" doc:"Characters the form takes."`
	Required bool           `json:"required"`
	Value    string         `json:"value" doc:"Empty: not known yet."`
	Typed    bool           `json:"typed" doc:"By a person; what the incident says stands in says."`
	Says     string         `json:"says" doc:"What the incident says now."`
	Sources  []FilingSource `json:"sources" nullable:"false"`
	Was      string         `json:"was" doc:"What was filed last."`
	Changed  bool           `json:"changed" doc:"Since then."`
	Hidden   bool           `json:"hidden" doc:"Left out for this role."`
	Gap      bool           `json:"gap" doc:"Asked for and empty."`
	Shift    *FilingShift   `json:"shift,omitempty" doc:"The incident said something else when the draft was saved; absent: it says the same."`
}

// FilingShift is an answer that was taken from something the incident says otherwise now.
type FilingShift struct {
	Label string `json:"label"`
	From  string `json:"from" doc:"Empty: not known."`
	To    string `json:"to"`
	Typed bool   `json:"typed" doc:"A person typed the answer while the incident said the old value."`
}

func shiftOf(x filing.Shift) FilingShift { return FilingShift{x.Label, x.From, x.To, x.Typed} }

// FilingReport is a report that was filed.
type FilingReport struct {
	Number       int                 `json:"number"`
	Kind         models.FilingKind   `json:"kind" enum:"initial,supplement,final,withdrawal"`
	FiledAt      Moment              `json:"filed_at"`
	FiledLocal   string              `json:"filed_local"`
	Zone         string              `json:"zone"`
	Late         bool                `json:"late"`
	LateReason   string              `json:"late_reason"`
	Reference    string              `json:"reference"`
	Document     string              `json:"document"`
	DocumentID   string              `json:"document_id" doc:"Where the receipt is kept; empty: elsewhere, and only its name and hash are here."`
	DocumentHash string              `json:"document_hash"`
	Hash         string              `json:"hash" doc:"sha256 of the fields as they were filed."`
	RecordedAt   Moment              `json:"recorded_at"`
	RecordedBy   string              `json:"recorded_by"`
	Changed      []FilingReportField `json:"changed" nullable:"false" doc:"Against the report before."`
	Shifts       []FilingShift       `json:"shifts" nullable:"false" doc:"Of the last report: what the incident says otherwise since it was filed."`
}

// FilingReportField is one answer as it was filed.
type FilingReportField struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// FilingForm names a form the answers can be laid out in.
type FilingForm struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Of         string `json:"of"`
	Confidence string `json:"confidence" enum:"high,medium,low"`
	Check      string `json:"check" doc:"What to check before relying on it."`
	Source     string `json:"source"`
}

// FilingView is what an obligation asks to tell an authority, laid out in the order of a form.
type FilingView struct {
	ID                string             `json:"id" doc:"Empty: not begun; the answers show what it would begin with."`
	ObligationID      string             `json:"obligation_id"`
	IncidentID        string             `json:"incident_id"`
	IncidentReference string             `json:"incident_reference"`
	Exercise          bool               `json:"exercise"`
	PartyID           string             `json:"party_id"`
	Party             string             `json:"party"`
	Law               string             `json:"law"`
	Citation          string             `json:"citation"`
	Jurisdiction      string             `json:"jurisdiction"`
	RecipientName     string             `json:"recipient_name"`
	DueAt             Moment             `json:"due_at"`
	Zone              string             `json:"zone"`
	Obligation        string             `json:"obligation_state" enum:"open,discharged,waived,superseded"`
	State             models.FilingState `json:"state" enum:",open,final,withdrawn" doc:"Empty: not begun."`
	Kind              string             `json:"kind" enum:",initial,supplement,final,withdrawal" doc:"Of the draft; empty: the last report is filed and none is begun."`
	Version           int                `json:"version"`
	Late              bool               `json:"late" doc:"The law's limit has passed and nothing is filed."`
	Authority         *AuthorityView     `json:"authority,omitempty"`
	Authorities       []AuthorityView    `json:"authorities" nullable:"false"`
	Form              FilingForm         `json:"form"`
	Forms             []FilingForm       `json:"forms" nullable:"false"`
	Answers           []FilingAnswer     `json:"answers" nullable:"false"`
	Shown             int                `json:"shown"`
	Full              int                `json:"full"`
	FromIncident      int                `json:"from_incident"`
	Gaps              int                `json:"gaps"`
	Changed           int                `json:"changed"`
	Reports           []FilingReport     `json:"reports" nullable:"false"`
	PDF               bool               `json:"pdf" doc:"The server can print a PDF."`
}

type filingOutput struct{ Body FilingView }

func formView(f filing.Form) FilingForm {
	return FilingForm{f.ID, f.Name, f.Of, f.Confidence, f.Check, f.Source}
}

func filingView(r models.View, s *filing.Sheet) (*filingOutput, error) {
	o := s.Obligation
	v := FilingView{ObligationID: o.ID, IncidentID: s.Incident.ID, IncidentReference: s.Incident.Reference, Exercise: s.Incident.Exercise, PartyID: s.Party.ID, Party: s.Party.Name, Law: o.Law,
		Citation: o.Citation, Jurisdiction: o.Jurisdiction, RecipientName: o.RecipientName, DueAt: at(o.DueAt), Zone: o.Zone, Obligation: string(o.State),
		Kind: s.Stage.Kind, Late: s.Late, Authorities: []AuthorityView{}, Form: formView(s.Form), Forms: []FilingForm{}, Answers: []FilingAnswer{},
		Shown: s.Stage.Shown, Full: s.Stage.Full, FromIncident: s.Stage.FromIncident, Gaps: s.Stage.Gaps, Changed: s.Stage.Changed,
		Reports: []FilingReport{}, PDF: filing.Browser() != ""}
	if s.Filing != nil {
		v.ID, v.State, v.Version = s.Filing.ID, s.Filing.State, s.Filing.Version
	}
	if s.Authority != nil {
		a := authorityView(*s.Authority)
		v.Authority = &a
	}
	for _, a := range s.Candidates {
		v.Authorities = append(v.Authorities, authorityView(a))
	}
	forms, err := filing.Forms()
	if err != nil {
		return nil, err
	}
	for _, f := range forms {
		v.Forms = append(v.Forms, formView(f))
	}
	for _, a := range s.Stage.Answers {
		v.Answers = append(v.Answers, answerOfForm(a))
	}
	if v.Reports, err = filedReports(r, s); err != nil {
		return nil, err
	}
	return &filingOutput{v}, nil
}

func answerOfForm(a filing.Filled) FilingAnswer {
	sources := []FilingSource{}
	for _, s := range a.From {
		sources = append(sources, FilingSource{s.Kind, s.Key, s.Label, s.Certainty, at(s.LearntAt)})
	}
	var shift *FilingShift
	if a.Shift != nil {
		x := shiftOf(*a.Shift)
		shift = &x
	}
	return FilingAnswer{a.Key, a.Section, a.Label, a.Help, a.Article, a.Type, a.Max, a.Required, a.Value, a.Typed, a.Says, sources, a.Was, a.Changed, a.Hidden, a.Gap(), shift}
}

func filedReports(r models.View, s *filing.Sheet) ([]FilingReport, error) {
	ids := []models.ID{}
	for _, x := range s.Stages {
		if x.RecordedBy != nil {
			ids = append(ids, *x.RecordedBy)
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out := []FilingReport{}
	for _, x := range s.Stages {
		report := FilingReport{Number: x.Number, Kind: x.Kind, FiledAt: at(x.FiledAt), FiledLocal: local(x.FiledAt, x.FiledZone), Zone: x.FiledZone, Late: x.Late,
			LateReason: x.Proof.LateReason, Reference: x.Proof.Reference, Document: x.Proof.Document, DocumentID: x.Proof.DocumentID, DocumentHash: x.Proof.DocumentHash, Hash: x.ContentHash,
			RecordedAt: at(x.RecordedAt), Changed: []FilingReportField{}, Shifts: []FilingShift{}}
		if x.RecordedBy != nil {
			report.RecordedBy = names[*x.RecordedBy]
		}
		for _, f := range x.Changed {
			report.Changed = append(report.Changed, FilingReportField{f.Label, f.Value})
		}
		for _, x := range x.Shifts {
			report.Shifts = append(report.Shifts, shiftOf(x))
		}
		out = append(out, report)
	}
	return out, nil
}

// FilingPath is the filing in an address.
type FilingPath struct {
	ID string `path:"filing_id"`
}

// FormQuery chooses the form the answers are laid out in.
type FormQuery struct {
	Form string `query:"form" maxLength:"40" doc:"Empty: the one it is filed in."`
}

func registerFilings(s *Server) {
	tags := []string{"Filings"}
	shown := func(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, err error) (*filingOutput, error) {
		if err != nil {
			return nil, err
		}
		sheet, err := filing.ReadFiling(db.View(ctx), v, id, "")
		if err != nil {
			return nil, err
		}
		return filingView(db.View(ctx), sheet)
	}
	read(s, Operation{ID: "show-filing", Path: "/obligations/{obligation_id}/filing", Summary: "What is told to the authority about an obligation, in the order of its form: gaps, prefilled answers with their sources, what was filed.",
		Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ObligationPath
			FormQuery
		}) (*filingOutput, error) {
			sheet, err := filing.Read(r, v, in.ID, in.Form)
			if err != nil {
				return nil, err
			}
			return filingView(r, sheet)
		})
	act(s, Operation{ID: "begin-filing", Path: "/obligations/{obligation_id}/filing", Summary: "Begin to tell the authority; asked again, what there is.", Right: models.RightConfirm, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *ObligationPath) (*filingOutput, error) {
			f, err := filing.Begin(ctx, db, v, in.ID)
			return shown(ctx, db, v, f.ID, err)
		})
	act(s, Operation{ID: "write-filing", Method: http.MethodPut, Path: "/filings/{filing_id}/draft", Summary: "Keep what was typed, whatever is still missing. What is left empty falls back to what the incident says.", Right: models.RightConfirm, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			FilingPath
			Body struct {
				Version   int               `json:"version" minimum:"1"`
				Typed     map[string]string `json:"typed" doc:"What was changed, by key; an empty one falls back to what the incident says."`
				Form      string            `json:"form,omitempty" maxLength:"40"`
				Authority string            `json:"authority,omitempty" maxLength:"80"`
			}
		}) (*filingOutput, error) {
			return shown(ctx, db, v, in.ID, filing.Save(ctx, db, v, in.ID, filing.Written{Version: in.Body.Version, Typed: in.Body.Typed, Form: in.Body.Form, Authority: in.Body.Authority}))
		})
	act(s, Operation{ID: "file-with-authority", Path: "/filings/{filing_id}/told", Summary: "The authority has it: the moment, and a reference or a receipt. The obligation is discharged with that proof.", Right: models.RightConfirm, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			FilingPath
			Body struct {
				Version      int    `json:"version" minimum:"1"`
				FiledAt      Moment `json:"filed_at"`
				Zone         string `json:"zone,omitempty" maxLength:"60"`
				Reference    string `json:"reference,omitempty" maxLength:"500"`
				DocumentID   string `json:"document_id,omitempty" maxLength:"36" doc:"The receipt, handed in before."`
				Document     string `json:"document,omitempty" maxLength:"200" doc:"Name of a receipt that is kept elsewhere."`
				DocumentHash string `json:"document_hash,omitempty" maxLength:"64" doc:"Its sha256 in hex."`
				LateReason   string `json:"late_reason,omitempty" maxLength:"2000" doc:"Needed only when it was filed after the law's limit."`
			}
		}) (*filingOutput, error) {
			b := in.Body
			return shown(ctx, db, v, in.ID, filing.File(ctx, db, v, in.ID, filing.Told{Version: b.Version, At: b.FiledAt.Instant, Zone: b.Zone, Reference: b.Reference,
				DocumentID: b.DocumentID, Document: b.Document, DocumentHash: b.DocumentHash, LateReason: b.LateReason}))
		})
	act(s, Operation{ID: "begin-filing-stage", Path: "/filings/{filing_id}/stages", Summary: "Begin the report after a filed one: a supplement, the last word, or the withdrawal.", Right: models.RightConfirm, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			FilingPath
			Body struct {
				Version int    `json:"version" minimum:"1"`
				Kind    string `json:"kind" enum:"supplement,final,withdrawal"`
			}
		}) (*filingOutput, error) {
			return shown(ctx, db, v, in.ID, filing.Next(ctx, db, v, in.ID, in.Body.Version, models.FilingKind(in.Body.Kind)))
		})
	act(s, Operation{ID: "drop-filing-stage", Path: "/filings/{filing_id}/draft/removal", Summary: "Drop the draft of a later report that was never filed.", Right: models.RightConfirm, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			FilingPath
			Body struct {
				Version int `json:"version" minimum:"1"`
			}
		}) (*filingOutput, error) {
			return shown(ctx, db, v, in.ID, filing.Drop(ctx, db, v, in.ID, in.Body.Version))
		})
	registerFilingFiles(s)
}

// registerFilingFiles: a report as a page, as data and as a PDF. Taking it out as a file stands in the record.
func registerFilingFiles(s *Server) {
	tags := []string{"Filings"}
	export := func(r models.Reader, v models.Viewer, id models.ID, form string, number int) (*filing.Sheet, filing.Export, error) {
		sheet, err := filing.Read(r, v, id, form)
		if err != nil {
			return nil, filing.Export{}, err
		}
		e, err := sheet.ExportOf(number)
		return sheet, e, err
	}
	read(s, Operation{ID: "print-filing", Path: "/obligations/{obligation_id}/filing/page", Summary: "A report as a page for printing: the draft, or a filed one by its number.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ObligationPath
			FormQuery
			Number int `query:"number" minimum:"0" maximum:"1000" doc:"0: the draft."`
		}) (*struct {
			ContentType string `header:"Content-Type"`
			Policy      string `header:"Content-Security-Policy"`
			Body        []byte
		}, error) {
			_, e, err := export(r, v, in.ID, in.Form, in.Number)
			if err != nil {
				return nil, err
			}
			page, err := e.HTML()
			return &struct {
				ContentType string `header:"Content-Type"`
				Policy      string `header:"Content-Security-Policy"`
				Body        []byte
			}{"text/html; charset=utf-8", templates.ContentSecurityPolicy(), page}, err
		})
	act(s, Operation{ID: "export-filing", Path: "/obligations/{obligation_id}/filing/export", Summary: "A report as a file: JSON (" + filing.Schema + ") or PDF. That it was taken out stands in the record.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ObligationPath
			Body struct {
				Format string `json:"format" enum:"json,pdf"`
				Form   string `json:"form,omitempty" maxLength:"40"`
				Number int    `json:"number,omitempty" minimum:"0" maximum:"1000" doc:"0: the draft."`
			}
		}) (*struct {
			ContentType string `header:"Content-Type"`
			Disposition string `header:"Content-Disposition"`
			Body        []byte
		}, error) {
			sheet, e, err := export(db.View(ctx), v, in.ID, in.Body.Form, in.Body.Number)
			if err != nil {
				return nil, err
			}
			kind, file := "application/json", []byte(nil)
			if in.Body.Format == "pdf" {
				kind = "application/pdf"
				page, err := e.HTML()
				if err != nil {
					return nil, err
				}
				if file, err = filing.PDF(ctx, page); err != nil {
					return nil, err
				}
			} else if file, err = e.JSON(); err != nil {
				return nil, err
			}
			err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "export-filing", Incident: sheet.Incident.ID}, func(tx models.Tx) error {
				tx.On("obligation", sheet.Obligation.ID)
				return tx.Details(map[string]any{"format": in.Body.Format, "form": e.Form.ID, "stage": e.Stage})
			})
			name := fmt.Sprintf("%s-%s-%s.%s", e.Incident, e.Jurisdiction, e.Form.ID, in.Body.Format)
			return &struct {
				ContentType string `header:"Content-Type"`
				Disposition string `header:"Content-Disposition"`
				Body        []byte
			}{kind, `attachment; filename="` + name + `"`, file}, err
		})
}
