package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"candour/models"
	"candour/workflows/worklists"
)

// WorklistView is a list of people who are told by hand, with its progress; no name stands in it.
type WorklistView struct {
	ID                string         `json:"id"`
	Number            int64          `json:"number"`
	DispatchID        string         `json:"dispatch_id"`
	PartyID           string         `json:"party_id"`
	PartyName         string         `json:"party_name"`
	Channel           string         `json:"channel" enum:"letter,call,visit,society"`
	State             string         `json:"state" enum:"open,closed"`
	PeopleCount       int64          `json:"people_count"`
	HeldBackCount     int64          `json:"held_back_count" doc:"Asked again when the list was made, and not allowed by this channel any more."`
	Outcomes          map[string]int `json:"outcomes" doc:"How many people have which outcome; the empty one: nothing reported yet."`
	OutcomeWords      []string       `json:"outcome_words" nullable:"false" doc:"What can be reported on this channel."`
	ReturnReasons     []string       `json:"return_reasons" nullable:"false" doc:"What the post writes on letters that come back."`
	ReturnLine        string         `json:"return_line"`
	AddressPage       bool           `json:"address_page"`
	Parts             int            `json:"parts" doc:"Files a batch of letters has."`
	CreatedAt         Moment         `json:"created_at"`
	FourEyes          bool           `json:"four_eyes" doc:"It leaves as a file only when a second person agrees."`
	ExportRequestedAt Moment         `json:"export_requested_at"`
	ExportRequestedBy *string        `json:"export_requested_by"`
	ExportApprovedAt  Moment         `json:"export_approved_at"`
	Version           int            `json:"version"`
}

// WaitingView is how many people wait for a list.
type WaitingView struct {
	DispatchID   string `json:"dispatch_id"`
	NoticeNumber int    `json:"notice_number"`
	PartyID      string `json:"party_id"`
	PartyName    string `json:"party_name"`
	Channel      string `json:"channel"`
	Language     string `json:"language"`
	Count        int    `json:"count"`
}

func worklistViews(r models.Reader, lists []models.Worklist) ([]WorklistView, error) {
	numbers := make([]int64, len(lists))
	for i, w := range lists {
		numbers[i] = w.Number
	}
	counts, err := models.CountOutcomes(r, numbers...)
	if err != nil {
		return nil, err
	}
	out := make([]WorklistView, 0, len(lists))
	for _, w := range lists {
		p, err := models.LoadParty(r, w.PartyID)
		if err != nil {
			return nil, err
		}
		d, err := models.LoadDispatch(r, w.Dispatch)
		if err != nil {
			return nil, err
		}
		v := WorklistView{ID: w.ID, Number: w.Number, DispatchID: d.ID, PartyID: w.PartyID, PartyName: p.Name, Channel: w.Channel, State: w.State, PeopleCount: w.PeopleCount, HeldBackCount: w.HeldBackCount,
			Outcomes: map[string]int{}, OutcomeWords: worklists.OutcomesOf(w.Channel), ReturnReasons: []string{}, ReturnLine: w.Settings.V.ReturnLine, AddressPage: w.Settings.V.AddressPage, Parts: 1,
			CreatedAt: at(w.CreatedAt), FourEyes: w.PeopleCount >= worklists.FourEyes, ExportRequestedAt: at(w.ExportRequestedAt), ExportRequestedBy: w.ExportRequestedBy,
			ExportApprovedAt: at(w.ExportApprovedAt), Version: w.Version}
		if w.Channel == "letter" {
			v.Parts, v.ReturnReasons = int(w.PeopleCount+worklists.LettersPerFile-1)/worklists.LettersPerFile, worklists.ReturnReasons()
		}
		for _, c := range counts {
			if c.Worklist == w.Number {
				v.Outcomes[c.Outcome] = c.Count
			}
		}
		out = append(out, v)
	}
	return out, nil
}

type worklistOutput struct{ Body WorklistView }

func worklistOf(r models.Reader, w models.Worklist, err error) (*worklistOutput, error) {
	if err != nil {
		return nil, err
	}
	vs, err := worklistViews(r, []models.Worklist{w})
	if err != nil {
		return nil, err
	}
	return &worklistOutput{vs[0]}, nil
}

// WorklistPath names one list.
type WorklistPath struct {
	List string `path:"worklist_id"`
}

func registerWorklists(s *Server) {
	tags := []string{"Worklists"}
	read(s, Operation{ID: "list-worklists", Path: "/incidents/{incident_id}/worklists", Summary: "Lists of people told by hand, with their progress, and who waits for one; a focal point sees its own society's.",
		Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			PageQuery
			IncidentPath
		}) (*struct {
			Body struct {
				Waiting []WaitingView  `json:"waiting" nullable:"false"`
				Items   []WorklistView `json:"items" nullable:"false"`
				Next    string         `json:"next"`
			}
		}, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Waiting []WaitingView  `json:"waiting" nullable:"false"`
					Items   []WorklistView `json:"items" nullable:"false"`
					Next    string         `json:"next"`
				}
			}{}
			waiting, err := models.CountForLists(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			if out.Body.Waiting, err = waitingViews(r, waiting); err != nil {
				return nil, err
			}
			page, err := models.ListWorklists(r, v, in.ID, models.PageRequest{Cursor: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			out.Body.Next = page.Next
			out.Body.Items, err = worklistViews(r, page.Items)
			return out, err
		})
	act(s, Operation{ID: "make-worklist", Path: "/incidents/{incident_id}/worklists", Summary: "Put people of one society who wait for one channel on a list; each is asked about again.", Right: models.RightWorkLists, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				DispatchID  string `json:"dispatch_id" maxLength:"36"`
				PartyID     string `json:"party_id" maxLength:"36"`
				Channel     string `json:"channel" enum:"letter,call,visit,society"`
				Language    string `json:"language,omitempty" maxLength:"20" doc:"Absent: all languages."`
				Most        int    `json:"most,omitempty" minimum:"1" maximum:"2000" doc:"Absent: as many as fit."`
				ReturnLine  string `json:"return_line,omitempty" maxLength:"120" doc:"Above the address on letters; neutral where the sender must not be seen from outside."`
				RightWindow bool   `json:"right_window,omitempty"`
				AddressPage bool   `json:"address_page,omitempty"`
			}
		}) (*worklistOutput, error) {
			if _, err := models.FindIncident(db.View(ctx), v, in.ID); err != nil {
				return nil, err
			}
			b := in.Body
			w, err := worklists.Make(ctx, db, v, worklists.Order{Dispatch: b.DispatchID, Party: b.PartyID, Channel: b.Channel, Language: b.Language, Most: b.Most,
				Settings: models.WorklistSettings{ReturnLine: b.ReturnLine, RightWindow: b.RightWindow, AddressPage: b.AddressPage}})
			return worklistOf(db.View(ctx), w, err)
		})
	read(s, Operation{ID: "show-worklist", Path: "/worklists/{worklist_id}", Summary: "One list with its progress, without names.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *WorklistPath) (*worklistOutput, error) {
			w, err := models.FindWorklist(r, v, in.List)
			return worklistOf(r, w, err)
		})
	act(s, Operation{ID: "request-worklist-export", Path: "/worklists/{worklist_id}/export-requests", Summary: "Ask for a second person's agreement to take a list out as a file.", Right: models.RightWorkLists, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			WorklistPath
			Body struct {
				Why string `json:"why" minLength:"1" maxLength:"1000"`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, worklists.RequestExport(ctx, db, v, in.List, in.Body.Why)
		})
	act(s, Operation{ID: "approve-worklist-export", Path: "/worklists/{worklist_id}/export-approval", Summary: "Agree that a list leaves as a file for 24 hours; never an own request.", Right: models.RightAgreeExport, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *WorklistPath) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, worklists.ApproveExport(ctx, db, v, in.List)
		})
	act(s, Operation{ID: "export-worklist", Path: "/worklists/{worklist_id}/files", Summary: "Take a list out: letters or a route list for printing (HTML, PDF), or a table (CSV, XLSX). Who may not be told now is not in it.",
		Right: models.RightWorkLists, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			WorklistPath
			Body struct {
				Format string `json:"format" enum:"html,pdf,csv,xlsx"`
				Part   int    `json:"part,omitempty" minimum:"1" default:"1" doc:"Of a batch of letters."`
			}
		}) (*huma.StreamResponse, error) {
			f, err := worklists.Export(ctx, db, v, in.List, in.Body.Format, max(in.Body.Part, 1))
			if err != nil {
				return nil, err
			}
			return s.streamFile(f), nil
		})
}

func waitingViews(r models.Reader, rows []models.WaitingForList) ([]WaitingView, error) {
	out := make([]WaitingView, 0, len(rows))
	for _, w := range rows {
		d, err := models.LoadDispatch(r, w.Dispatch)
		if err != nil {
			return nil, err
		}
		n, err := models.NoticeOfPeople(r, d.NoticeID)
		if err != nil {
			return nil, err
		}
		p, err := models.LoadParty(r, w.PartyID)
		if err != nil {
			return nil, err
		}
		out = append(out, WaitingView{d.ID, n.Number, w.PartyID, p.Name, w.Channel, w.Language, w.Count})
	}
	return out, nil
}
