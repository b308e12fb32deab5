package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/wording"
)

// PieceView is anything written of an incident: one language, one variant, one version.
type PieceView struct {
	ID         string            `json:"id" doc:"Of the text or the notice; of a filing, of the obligation it was begun from; of a correction, of its publication."`
	Kind       string            `json:"kind" doc:"statement, notice, answer, circular, people, filing, correction, public-page, or another kind of text."`
	Language   string            `json:"language"`
	Variant    string            `json:"variant" doc:"email, sms, letter, script or families of a notice to people; the stage of a filing; else empty."`
	Title      string            `json:"title"`
	State      string            `json:"state" enum:"draft,submitted,approved,declined,scheduled,published,replaced,withdrawn,sending,sent,superseded"`
	Version    int               `json:"version"`
	Newest     bool              `json:"newest" doc:"Nothing newer has been written; an edit starts from these words."`
	Parts      []PiecePart       `json:"parts" nullable:"false"`
	Used       map[string]string `json:"used" doc:"Placeholder and the value it had."`
	Hash       string            `json:"hash" doc:"SHA-256 of what is approved; empty while nothing is fixed."`
	WrittenBy  PersonRef         `json:"written_by"`
	WrittenAt  Moment            `json:"written_at"`
	ApprovedBy PersonRef         `json:"approved_by"`
	ApprovedAt Moment            `json:"approved_at"`
	At         Moment            `json:"at" doc:"When it was or will be published, sent or filed."`
	Where      string            `json:"where" enum:",public-page,societies,people,authority,enquirers"`
}

// PiecePart is one field of a piece.
type PiecePart struct {
	Name string `json:"name"`
	Raw  string `json:"raw" doc:"As typed, with placeholders."`
	Said string `json:"said" doc:"As it is read."`
}

// PassageView is one place where somebody typed a value that is another now.
type PassageView struct {
	ID       string `json:"id" doc:"Within this version."`
	Key      string `json:"key" doc:"Of the fact."`
	Label    string `json:"label"`
	From     string `json:"from"`
	To       string `json:"to" doc:"Empty: not known any more."`
	Language string `json:"language"`
	Variant  string `json:"variant"`
	Version  int    `json:"version"`
	Part     string `json:"part"`
	Found    string `json:"found" doc:"As it stands there."`
	Form     string `json:"form" enum:"figures,words,date,claim,name"`
	Sentence string `json:"sentence"`
	Proposal string `json:"proposal" doc:"The sentence with the new value in the same form and language; empty: a person has to find the words."`
	Hint     bool   `json:"hint" doc:"It may mean it; a person has to look."`
	Why      string `json:"why" doc:"Of a hint."`
}

// SaidView is a sentence that has left the house, or that somebody else has said, with the fact it rests on.
type SaidView struct {
	Piece    *SaidPiece `json:"piece,omitempty" doc:"Missing: said by others."`
	Outside  string     `json:"outside,omitempty" doc:"Id of what was entered by hand."`
	Who      string     `json:"who" doc:"Of others."`
	Source   string     `json:"source"`
	Kind     string     `json:"kind" doc:"Of the piece, or who speaks: society, authority, press, social, intruder, other."`
	Language string     `json:"language"`
	At       Moment     `json:"at"`
	Live     bool       `json:"live" doc:"Readers are told so now."`
	Sentence string     `json:"sentence"`
	About    string     `json:"about" enum:",number,date,cause,data,misuse"`
	Key      string     `json:"key" doc:"Of the fact; empty: none."`
	Label    string     `json:"label"`
	Value    string     `json:"value" doc:"As the sentence says it."`
	Rests    string     `json:"rests" enum:"now,before,nothing,denied"`
	Now      string     `json:"now" doc:"What the fact says now; empty: not known."`
}

// SaidPiece names where a sentence stands.
type SaidPiece struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Variant string    `json:"variant"`
	Version int       `json:"version"`
	State   string    `json:"state"`
	Where   string    `json:"where"`
	Written PersonRef `json:"written_by"`
}

// ContradictionView is one thing that is said in two ways, or that the facts deny.
type ContradictionView struct {
	Key    string     `json:"key"`
	Label  string     `json:"label"`
	Now    string     `json:"now" doc:"What the fact says."`
	Denied bool       `json:"denied" doc:"At least one side says what the fact does not."`
	Sides  []SideView `json:"sides" nullable:"false"`
}

// SideView is one of the things said.
type SideView struct {
	Value string     `json:"value"`
	Agree bool       `json:"agree" doc:"It is what the fact says now."`
	Said  []SaidView `json:"said" nullable:"false"`
}

// OutsideBody is what somebody else has said.
type OutsideBody struct {
	Kind     string `json:"kind" enum:"society,authority,press,social,intruder,other"`
	Language string `json:"language" enum:"en,fr,es,ar"`
	Who      string `json:"who" minLength:"1" maxLength:"800"`
	Source   string `json:"source,omitempty" maxLength:"2000"`
	Words    string `json:"words" minLength:"1" maxLength:"40000"`
	SaidAt   Moment `json:"said_at"`
}

func registerWording(s *Server) {
	tags := []string{"Wording"}
	read(s, Operation{ID: "list-pieces", Path: "/incidents/{incident_id}/pieces", Summary: "Everything written of an incident, in every language and variant.", Right: models.RightReadRecord, Tags: tags}, listPieces)
	var said kept[*struct{ Body SaidList }]
	read(s, Operation{ID: "list-said", Path: "/incidents/{incident_id}/said", Summary: "Every sentence about numbers, dates, cause, data and misuse that has left the house, with the fact it rests on.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body SaidList }, error) {
			return said.answer(r, v, in.ID, func() (*struct{ Body SaidList }, error) { return listSaid(r, v, in) })
		})
	act(s, Operation{ID: "accept-corrections", Path: "/incidents/{incident_id}/corrections", Summary: "Write a new draft of a piece with proposed sentences in the place of old values.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Piece    string   `json:"piece" maxLength:"36"`
				Version  int      `json:"version" minimum:"1" doc:"The version that was read."`
				Passages []string `json:"passages,omitempty" maxItems:"1000" doc:"Their ids; empty: every one with a proposal that is no hint."`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, wording.Accept(ctx, db, v, in.ID, wording.Correction{Piece: in.Body.Piece, Version: in.Body.Version, Passages: in.Body.Passages})
		})
	act(s, Operation{ID: "enter-outside-statement", Path: "/incidents/{incident_id}/outside-statements", Summary: "Enter what somebody else has said, with its source and time.", Right: models.RightDraftTexts, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body OutsideBody
		}) (*struct{ Body Empty }, error) {
			b := in.Body
			_, err := wording.EnterOutside(ctx, db, v, in.ID, wording.Outside{Kind: b.Kind, Language: b.Language, Who: b.Who, Source: b.Source, Words: b.Words, SaidAt: b.SaidAt.Instant})
			return &struct{ Body Empty }{}, err
		})
	act(s, Operation{ID: "withdraw-outside-statement", Path: "/outside-statements/{outside_statement_id}/withdrawal", Summary: "Take out what was entered wrongly; the record keeps it.", Right: models.RightDraftTexts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"outside_statement_id"`
			Body struct {
				Reason string `json:"reason" minLength:"1" maxLength:"1000"`
			}
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, wording.WithdrawOutside(ctx, db, v, in.ID, in.Body.Reason)
		})
}

func listPieces(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct {
	Body struct {
		Items []PieceView `json:"items" nullable:"false"`
	}
}, error) {
	out := &struct {
		Body struct {
			Items []PieceView `json:"items" nullable:"false"`
		}
	}{}
	pieces, err := wording.Pieces(r, v, in.ID)
	if err != nil {
		return nil, err
	}
	ids := []models.ID{}
	for _, p := range pieces {
		ids = append(ids, p.WrittenBy, orEmpty(p.ApprovedBy))
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out.Body.Items = make([]PieceView, 0, len(pieces))
	for _, p := range pieces {
		x := PieceView{ID: p.ID, Kind: p.Kind, Language: p.Language, Variant: p.Variant, Title: p.Title, State: string(p.State), Version: p.Version, Newest: p.Newest, Parts: []PiecePart{},
			Used: p.Used, Hash: p.Hash, WrittenBy: PersonRef{p.WrittenBy, names[p.WrittenBy]}, WrittenAt: at(p.WrittenAt), ApprovedAt: at(p.ApprovedAt), At: at(p.At), Where: p.Where}
		if p.ApprovedBy != nil {
			x.ApprovedBy = PersonRef{*p.ApprovedBy, names[*p.ApprovedBy]}
		}
		for _, part := range p.Parts {
			x.Parts = append(x.Parts, PiecePart(part))
		}
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}

// SaidList is what has left the house about an incident, where it disagrees, and what of it has grown old.
type SaidList struct {
	Items          []SaidView          `json:"items" nullable:"false" doc:"Newest first."`
	Contradictions []ContradictionView `json:"contradictions" nullable:"false" doc:"What readers are told in two ways at once, or what the facts deny."`
	Stale          []StaleView         `json:"stale" nullable:"false"`
}

func listSaid(r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body SaidList }, error) {
	out := &struct{ Body SaidList }{}
	said, err := wording.SaidSoFar(r, v, in.ID)
	if err != nil {
		return nil, err
	}
	ids := []models.ID{}
	for _, x := range said {
		if x.Piece != nil {
			ids = append(ids, x.Piece.WrittenBy)
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out.Body.Items = saidViews(said, names)
	out.Body.Contradictions = []ContradictionView{}
	for _, c := range wording.Contradictions(said) {
		x := ContradictionView{c.Key, c.Label, c.Now, c.Denied, []SideView{}}
		for _, side := range c.Sides {
			x.Sides = append(x.Sides, SideView{side.Value, side.Agree, saidViews(side.Said, names)})
		}
		out.Body.Contradictions = append(out.Body.Contradictions, x)
	}
	out.Body.Stale, err = staleViews(r, v, in.ID)
	return out, err
}

func saidViews(said []wording.Said, names map[models.ID]string) []SaidView {
	out := make([]SaidView, 0, len(said))
	for _, x := range said {
		view := SaidView{Who: x.Who, Source: x.Source, Kind: x.Kind, Language: x.Language, At: at(x.At), Live: x.Live, Sentence: x.Sentence, About: x.About, Key: x.Key, Label: x.Label,
			Value: x.Value, Rests: x.Rests, Now: x.Now}
		if p := x.Piece; p != nil {
			view.Piece = &SaidPiece{p.ID, p.Title, p.Variant, p.Version, string(p.State), p.Where, PersonRef{p.WrittenBy, names[p.WrittenBy]}}
		}
		if x.Outside != nil {
			view.Outside = x.Outside.ID
		}
		out = append(out, view)
	}
	return out
}
