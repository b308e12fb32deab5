package api

import (
	"context"

	"candour/models"
	"candour/workflows/intake"
)

// ClosingList is what keeps an incident open, computed when read.
type ClosingList struct {
	Ready bool          `json:"ready" doc:"Nothing holds the incident: it can be closed."`
	Lines []ClosingLine `json:"lines" nullable:"false" doc:"What holds it first, then what was let go, then what is only said."`
	// KeepUntilOn is a day, or empty.
	KeepUntilOn string `json:"keep_until_on" doc:"Until when the data of its people are kept; empty: nobody has said."`
}

// ClosingLine is one thing that is open.
type ClosingLine struct {
	Kind     string        `json:"kind" enum:"rules,changes,second-person,obligation,undetermined,look-again,score,people-difference,people-uncertain,people-pending,messages-uncertain,silent,proposals,enquiries,filings,imports,quarantine,retention,tasks"`
	Subject  string        `json:"subject" doc:"What of this kind; empty: there is one line of it."`
	Text     string        `json:"text" doc:"A sentence: what is open and what to do."`
	Count    int64         `json:"count"`
	Page     string        `json:"page" doc:"Below the incident: where it is put right."`
	Waivable bool          `json:"waivable" doc:"It may be let go with a reason."`
	Holds    bool          `json:"holds" doc:"It keeps the incident from being closed."`
	Covers   string        `json:"covers" doc:"Names what the line is about; sent back with a decision about it."`
	Waived   *WaivedByView `json:"waived" doc:"Who let it go, and why; null: nobody."`
}

// WaivedByView is who let a line go.
type WaivedByView struct {
	By     PersonRef `json:"by"`
	At     Moment    `json:"at"`
	Reason string    `json:"reason"`
}

func viewClosing(r models.Reader, v models.Viewer, incident models.ID) (*struct{ Body ClosingList }, error) {
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return nil, err
	}
	lines, err := intake.ClosingList(r, v, incident)
	if err != nil {
		return nil, err
	}
	accounts := []models.ID{}
	for _, l := range lines {
		if l.Waived != nil {
			accounts = append(accounts, l.Waived.DecidedBy)
		}
	}
	names, err := models.AccountNames(r, accounts)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body ClosingList }{ClosingList{Ready: true, Lines: make([]ClosingLine, 0, len(lines)), KeepUntilOn: i.KeepUntilOn}}
	for _, l := range lines {
		line := ClosingLine{Kind: l.Kind, Subject: l.Subject, Text: l.Text, Count: l.Count, Page: l.Page, Waivable: l.Waivable, Holds: l.Holds(), Covers: l.Covers}
		if l.Waived != nil {
			why, err := l.Waived.Reason(r.Keys())
			if err != nil {
				return nil, err
			}
			line.Waived = &WaivedByView{PersonRef{l.Waived.DecidedBy, names[l.Waived.DecidedBy]}, at(l.Waived.DecidedAt), why}
		}
		out.Body.Ready = out.Body.Ready && !line.Holds
		out.Body.Lines = append(out.Body.Lines, line)
	}
	return out, nil
}

func registerClosing(s *Server) {
	tags := []string{"Incidents"}
	var lists kept[*struct{ Body ClosingList }]
	read(s, Operation{ID: "show-closing-list", Path: "/incidents/{incident_id}/closing-list", Summary: "What keeps the incident open, and where each is put right.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body ClosingList }, error) {
			return lists.answer(r, v, in.ID, func() (*struct{ Body ClosingList }, error) { return viewClosing(r, v, in.ID) })
		})
	act(s, Operation{ID: "waive-closing", Path: "/incidents/{incident_id}/closing-list/waivers", Summary: "Let lines of the closing list go, with a reason.", Right: models.RightWaive, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Lines []struct {
					Kind    string `json:"kind" maxLength:"40"`
					Subject string `json:"subject" maxLength:"200"`
					Covers  string `json:"covers" maxLength:"64" doc:"Of the line as it was read."`
				} `json:"lines" minItems:"1" maxItems:"1000" nullable:"false"`
				Reason string `json:"reason" maxLength:"1000" doc:"A sentence. No names of people."`
			}
		}) (*struct{ Body ClosingList }, error) {
			lines := make([]intake.LetGo, 0, len(in.Body.Lines))
			for _, l := range in.Body.Lines {
				lines = append(lines, intake.LetGo(l))
			}
			if err := intake.WaiveClosing(ctx, db, v, in.ID, lines, in.Body.Reason); err != nil {
				return nil, err
			}
			return viewClosing(db.View(ctx), v, in.ID)
		})
	act(s, Operation{ID: "set-retention", Method: "PUT", Path: "/incidents/{incident_id}/retention", Summary: "Say until when the data of its people are kept.", Right: models.RightAssess, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				KeepUntilOn string `json:"keep_until_on" maxLength:"10" doc:"A day, for example 2027-11-20."`
				Reason      string `json:"reason" maxLength:"1000" doc:"No names of people."`
			}
		}) (*struct{ Body ClosingList }, error) {
			if _, err := intake.KeepUntil(ctx, db, v, in.ID, in.Body.KeepUntilOn, in.Body.Reason); err != nil {
				return nil, err
			}
			return viewClosing(db.View(ctx), v, in.ID)
		})
}
