package api

import (
	"context"
	"io"
	"net/http"

	"candour/models"
	"candour/workflows/correspondence"
	"candour/workflows/correspondence/letter"
)

// ThreadPath names the correspondence.
type ThreadPath struct {
	ID string `path:"thread_id"`
}

// ThreadView is what is written with one outsider about one thing.
type ThreadView struct {
	ID         string                     `json:"id"`
	IncidentID string                     `json:"incident_id"`
	Kind       models.CounterpartKind     `json:"kind" enum:"authority,host,lawyer,journalist,insurer,police,other"`
	State      models.CorrespondenceState `json:"state" enum:"waiting_for_us,waiting_for_them,closed"`
	Subject    string                     `json:"subject"`
	Name       string                     `json:"name" doc:"Of the outsider."`
	Address    string                     `json:"address"`
	Language   string                     `json:"language" doc:"We write in."`
	AssignedTo *PersonRef                 `json:"assigned_to,omitempty"`
	OpenedAt   Moment                     `json:"opened_at"`
	LastAt     Moment                     `json:"last_at"`
	Version    int                        `json:"version"`
}

// LetterView is one message of a correspondence. What it says of its sender is what its headers say, and is not proven.
type LetterView struct {
	ID         string                  `json:"id"`
	Direction  models.MessageDirection `json:"direction" enum:"in,out"`
	Origin     string                  `json:"origin" enum:"written,noted,uploaded,picked_up"`
	HappenedAt Moment                  `json:"happened_at"`
	RecordedAt Moment                  `json:"recorded_at"`
	RecordedBy *PersonRef              `json:"recorded_by,omitempty" doc:"Absent: picked up from the mailbox."`
	Author     string                  `json:"author" doc:"As the message says; empty: the outsider, or whoever wrote it here."`
	Text       string                  `json:"text"`
	Automatic  bool                    `json:"automatic" doc:"It says that a machine wrote it."`
	Stranger   bool                    `json:"stranger" doc:"It names another sender than the outsider of this correspondence."`
	Cut        bool                    `json:"cut" doc:"Not all of it is shown; the original lies beside it."`
	Delivery   models.DeliveryState    `json:"delivery,omitempty" doc:"Of one sent from here: how far it is. held: an exercise, or no mail server."`
	Files      []DocumentView          `json:"files" nullable:"false"`
}

// ThreadList is every correspondence of an incident.
type ThreadList struct {
	Items []ThreadView `json:"items" nullable:"false"`
}

// ThreadLetters is one correspondence with its messages, oldest first, and who can have it.
type ThreadLetters struct {
	ThreadView
	Messages []LetterView `json:"messages" nullable:"false"`
}

// LetterWriters are the accounts that can have a correspondence.
type LetterWriters struct {
	Items []MentionableView `json:"items" nullable:"false"`
}

func threadViews(r models.Reader, all []models.CorrespondenceThread) ([]ThreadView, error) {
	var ids []models.ID
	for _, t := range all {
		if t.AssignedTo != nil {
			ids = append(ids, *t.AssignedTo)
		}
	}
	names, err := models.AccountNames(r, ids)
	out := []ThreadView{}
	for _, t := range all {
		x := ThreadView{ID: t.ID, IncidentID: t.IncidentID, Kind: t.Kind, State: t.State, Subject: t.Subject, Name: t.Name, Address: t.Address, Language: t.Language, OpenedAt: at(t.OpenedAt), LastAt: at(t.LastAt), Version: t.Version}
		if t.AssignedTo != nil {
			x.AssignedTo = &PersonRef{*t.AssignedTo, names[*t.AssignedTo]}
		}
		out = append(out, x)
	}
	return out, err
}

func letterViews(r models.Reader, all []models.CorrespondenceMessage) ([]LetterView, error) {
	var people, sent []models.ID
	for _, m := range all {
		if m.RecordedBy != nil {
			people = append(people, *m.RecordedBy)
		}
		if m.DeliveryID != nil {
			sent = append(sent, *m.DeliveryID)
		}
	}
	names, err := models.AccountNames(r, people)
	if err != nil {
		return nil, err
	}
	states, err := models.DeliveryStatesOf(r, sent)
	if err != nil {
		return nil, err
	}
	files, err := models.DocumentsOfMessages(r, all)
	if err != nil {
		return nil, err
	}
	out := []LetterView{}
	for _, m := range all {
		x := LetterView{ID: m.ID, Direction: m.Direction, Origin: m.Origin, HappenedAt: at(m.HappenedAt), RecordedAt: at(m.RecordedAt), Author: m.Author, Text: m.Text,
			Automatic: m.Automatic, Stranger: m.Stranger, Cut: m.Cut, Files: []DocumentView{}}
		if m.RecordedBy != nil {
			x.RecordedBy = &PersonRef{*m.RecordedBy, names[*m.RecordedBy]}
		}
		if m.DeliveryID != nil {
			x.Delivery = states[*m.DeliveryID]
		}
		for _, d := range files[m.ID] {
			view, err := documentView(r, d)
			if err != nil {
				return nil, err
			}
			x.Files = append(x.Files, view)
		}
		out = append(out, x)
	}
	return out, nil
}

type letterUpload struct {
	UploadRequest
	ID        string `path:"thread_id"`
	Direction string `query:"direction" enum:"in,out" default:"in" doc:"Who wrote it: they to us, or we to them from a mailbox of our own."`
}

func registerCorrespondence(s *Server) {
	tags := []string{"Correspondence"}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	read(s, Operation{ID: "list-correspondence", Path: "/incidents/{incident_id}/correspondence", Summary: "What is written with outsiders; what waits for us comes first.", Right: models.RightReadLetters, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body ThreadList }, error) {
			all, err := models.ListThreads(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			items, err := threadViews(r, all)
			return &struct{ Body ThreadList }{ThreadList{items}}, err
		})
	read(s, Operation{ID: "show-correspondence", Path: "/correspondence/{thread_id}", Summary: "One correspondence with its messages, oldest first.", Right: models.RightReadLetters, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *ThreadPath) (*struct{ Body ThreadLetters }, error) {
			t, err := models.FindThread(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			views, err := threadViews(r, []models.CorrespondenceThread{t})
			if err != nil {
				return nil, err
			}
			all, err := models.MessagesOf(r, t.ID)
			if err != nil {
				return nil, err
			}
			letters, err := letterViews(r, all)
			return &struct{ Body ThreadLetters }{ThreadLetters{views[0], letters}}, err
		})
	read(s, Operation{ID: "list-letter-writers", Path: "/incidents/{incident_id}/letter-writers", Summary: "Who can have a correspondence. Names and roles, no addresses.", Right: models.RightWriteLetters, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body LetterWriters }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			all, err := correspondence.Writers(r)
			out := LetterWriters{Items: []MentionableView{}}
			for _, a := range all {
				name, err := a.Name(r.Keys())
				if err != nil {
					return nil, err
				}
				out.Items = append(out.Items, MentionableView{a.ID, name, a.Role})
			}
			return &struct{ Body LetterWriters }{out}, err
		})
	act(s, Operation{ID: "open-correspondence", Path: "/incidents/{incident_id}/correspondence", Summary: "Begin a correspondence with one outsider. Nothing is sent by it; the address of an affected person is refused.", Right: models.RightWriteLetters, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Kind       string `json:"kind" enum:"authority,host,lawyer,journalist,insurer,police,other"`
				Subject    string `json:"subject" maxLength:"480" doc:"Sealed; it becomes the subject line."`
				Name       string `json:"name" maxLength:"480" doc:"Of the outsider; sealed."`
				Address    string `json:"address" maxLength:"254" doc:"One e-mail address; sealed."`
				Language   string `json:"language,omitempty" maxLength:"20"`
				AssignedTo string `json:"assigned_to,omitempty" maxLength:"36"`
			}
		}) (*struct{ Body Written }, error) {
			b := in.Body
			id, err := correspondence.Open(ctx, db, v, in.ID, correspondence.Opening{Kind: models.CounterpartKind(b.Kind), Subject: b.Subject, Name: b.Name, Address: b.Address, Language: b.Language, AssignedTo: b.AssignedTo})
			return &struct{ Body Written }{Written{id}}, err
		})
	act(s, Operation{ID: "set-correspondence", Method: http.MethodPut, Path: "/correspondence/{thread_id}", Summary: "Say whose turn it is, and who has it.", Right: models.RightWriteLetters, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ThreadPath
			Body struct {
				Version    int    `json:"version"`
				State      string `json:"state" enum:"waiting_for_us,waiting_for_them,closed"`
				AssignedTo string `json:"assigned_to,omitempty" maxLength:"36" doc:"Absent: nobody."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(correspondence.Set(ctx, db, v, in.ID, in.Body.Version, correspondence.Change{State: models.CorrespondenceState(in.Body.State), AssignedTo: in.Body.AssignedTo}))
		})
	act(s, Operation{ID: "send-letter", Path: "/correspondence/{thread_id}/letters", Summary: "Write to the outsider: one message to one recipient. Of an exercise it stays in the outbox.", Right: models.RightWriteLetters, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ThreadPath
			Body struct {
				Version int    `json:"version" doc:"Of the correspondence as you saw it."`
				Text    string `json:"text" maxLength:"80000" doc:"Plain text; sealed."`
			}
		}) (*struct{ Body Empty }, error) {
			return done(correspondence.Send(ctx, db, v, in.ID, in.Body.Version, in.Body.Text))
		})
	act(s, Operation{ID: "note-letter", Path: "/correspondence/{thread_id}/notes", Summary: "Keep what was pasted, came on paper, or was sent from another mailbox. Nothing is sent by it.", Right: models.RightWriteLetters, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ThreadPath
			Body struct {
				Direction  string `json:"direction" enum:"in,out"`
				HappenedAt Moment `json:"happened_at"`
				Author     string `json:"author,omitempty" maxLength:"480" doc:"Sealed; absent: the outsider, or you."`
				Text       string `json:"text" maxLength:"200000" doc:"Sealed."`
			}
		}) (*struct{ Body Empty }, error) {
			b := in.Body
			return done(correspondence.Note(ctx, db, v, in.ID, correspondence.Noted{Direction: models.MessageDirection(b.Direction), HappenedAt: b.HappenedAt.Instant, Author: b.Author, Text: b.Text}))
		})
	const mails = "/correspondence/{thread_id}/mails"
	act(s, Operation{ID: "upload-letter", Path: mails, Summary: "Keep a saved or forwarded mail (.eml, at most 15 MB): its words, what came with it, and the file as it came, all sealed.", Right: models.RightWriteLetters, Status: http.StatusCreated, Tags: tags, MaxBody: -1},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *letterUpload) (*struct{ Body Empty }, error) {
			f, err := in.file()
			if err != nil {
				return nil, err
			}
			// One byte more than is kept says that it is too large, without reading the rest.
			raw, err := io.ReadAll(io.LimitReader(f, letter.MaxBytes+1))
			if err != nil {
				return nil, models.InvalidField("file", "The file did not arrive whole. Nothing was kept; send it again.")
			}
			return done(correspondence.Upload(ctx, db, v, in.ID, models.MessageDirection(in.Direction), raw))
		})
	s.declareUpload(mails)
}
