package api

import (
	"context"
	"encoding/hex"
	"net/http"

	"candour/models"
	"candour/workflows/approval"
	"candour/workflows/notices"
	"candour/workflows/texts"
)

// ApprovalChainView says who approves texts of a kind, in order.
type ApprovalChainView struct {
	Kind      string        `json:"kind"`
	Number    int           `json:"number" doc:"0: nobody has set one, and one approver is enough."`
	Steps     []models.Role `json:"steps" nullable:"false"`
	Emergency []models.Role `json:"emergency" nullable:"false" doc:"The two who may approve at once; empty: there is no such path."`
}

// ApprovalChainList is the chains of all kinds and the roles that may be a step.
type ApprovalChainList struct {
	Items []ApprovalChainView `json:"items" nullable:"false"`
	Roles []models.Role       `json:"roles" nullable:"false"`
}

// ApprovalStepView is one person's yes.
type ApprovalStepView struct {
	Role     models.Role `json:"role"`
	SignedBy string      `json:"signed_by"`
	SignedAt Moment      `json:"signed_at"`
	Void     bool        `json:"void" doc:"The words were edited or sent back afterwards."`
	AtOnce   bool        `json:"at_once" doc:"Given on the emergency path."`
}

// ApprovalView is how far the approval of a text or notice has come.
type ApprovalView struct {
	PieceID   string             `json:"piece_id"`
	Kind      string             `json:"kind"`
	Waiting   bool               `json:"waiting" doc:"It lies with its approvers."`
	Hash      string             `json:"hash" doc:"What they approve."`
	Steps     []models.Role      `json:"steps" nullable:"false"`
	Signed    int                `json:"signed" doc:"How many steps are given to these bytes."`
	Next      string             `json:"next,omitempty" doc:"Role of the next."`
	Mine      bool               `json:"mine" doc:"The next step is mine to give."`
	Emergency []models.Role      `json:"emergency" nullable:"false"`
	Called    bool               `json:"called" doc:"The first of two has asked to approve at once."`
	AtOnce    bool               `json:"at_once" doc:"I may be one of the two who approve at once."`
	History   []ApprovalStepView `json:"history" nullable:"false"`
}

// ApprovalReviewView is the look afterwards at what two people approved at once.
type ApprovalReviewView struct {
	ID       string `json:"id"`
	PieceID  string `json:"piece_id"`
	Kind     string `json:"kind"`
	Why      string `json:"why"`
	OpenedAt Moment `json:"opened_at"`
	DueAt    Moment `json:"due_at"`
	Late     bool   `json:"late"`
	Mine     bool   `json:"mine" doc:"I wrote or approved it, so somebody else closes this."`
	ClosedAt Moment `json:"closed_at"`
	ClosedBy string `json:"closed_by,omitempty"`
	Found    string `json:"found,omitempty"`
}

// ApprovalReviewList is the reviews of an incident.
type ApprovalReviewList struct {
	Items []ApprovalReviewView `json:"items" nullable:"false"`
}

// ApprovedPiecePath names a text or notice.
type ApprovedPiecePath struct {
	ID string `path:"piece_id"`
}

func registerApprovals(s *Server) {
	tags := []string{"Approvals"}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	read(s, Operation{ID: "list-approval-chains", Path: "/approval-chains", Summary: "Who approves which kind of text, in which order.", Right: models.RightReadDirectory, Tags: tags},
		func(_ context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct{ Body ApprovalChainList }, error) {
			all, err := approval.All(r)
			out := ApprovalChainList{Items: []ApprovalChainView{}, Roles: approval.Signers}
			for _, c := range all {
				out.Items = append(out.Items, ApprovalChainView{c.Kind, c.Number, c.Steps, append([]models.Role{}, c.Emergency...)})
			}
			return &struct{ Body ApprovalChainList }{out}, err
		})
	act(s, Operation{ID: "set-approval-chain", Method: http.MethodPut, Path: "/approval-chains/{kind}", Summary: "Say who approves texts of a kind; what somebody has begun to approve goes on as it began.", Right: models.RightManageSettings, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Kind string `path:"kind" maxLength:"40"`
			Body struct {
				Number    int           `json:"number" doc:"Of the chain that was on the screen."`
				Steps     []models.Role `json:"steps" nullable:"false" maxItems:"10"`
				Emergency []models.Role `json:"emergency" nullable:"false" maxItems:"2"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(approval.Set(ctx, db, v, approval.Chain{Kind: in.Kind, Number: in.Body.Number, Steps: in.Body.Steps, Emergency: in.Body.Emergency}))
		})
	read(s, Operation{ID: "show-approval", Path: "/approvals/{piece_id}", Summary: "How far the approval of a text or notice has come, and who is next.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *ApprovedPiecePath) (*struct{ Body ApprovalView }, error) {
			out, err := viewApproval(r, v, in.ID)
			return &struct{ Body ApprovalView }{out}, err
		})
	act(s, Operation{ID: "approve-at-once", Path: "/approvals/{piece_id}/emergency", Summary: "Be one of the two who approve at once; somebody else looks at it within a day.", Right: models.RightSignStep, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ApprovedPiecePath
			Body HashReasonBody
		}) (*struct{ Body Empty }, error) {
			hash, err := parseHash(in.Body.Hash)
			if err != nil {
				return nil, err
			}
			n, found, err := noticeOf(db.View(ctx), v, in.ID)
			if err != nil {
				return nil, err
			}
			if found {
				return done(notices.Hurry(ctx, db, v, n, hex.EncodeToString(hash), in.Body.Reason))
			}
			return done(texts.Hurry(ctx, db, v, in.ID, hash, in.Body.Reason))
		})
	read(s, Operation{ID: "list-approval-reviews", Path: "/incidents/{incident_id}/approval-reviews", Summary: "What two people approved at once and somebody else has to look at.", Right: models.RightReadIncidents, Tags: tags}, listReviews)
	act(s, Operation{ID: "close-approval-review", Path: "/approval-reviews/{review_id}/closing", Summary: "Say what the look afterwards found; never of one's own words or approval.", Right: models.RightSignStep, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"review_id"`
			Body struct {
				Found string `json:"found" maxLength:"2000"`
			}
		}) (*struct{ Body Empty }, error) {
			return done(approval.Close(ctx, db, v, in.ID, in.Body.Found))
		})
}

// noticeOf finds a notice of either kind; false when the id is of none this viewer may see.
func noticeOf(r models.Reader, v models.Viewer, id string) (models.Notice, bool, error) {
	if v.Role == models.RoleFocalPoint {
		return models.Notice{}, false, models.NotFound("Text")
	}
	n, err := models.FindPeopleNotice(r, v, id)
	if models.IsKind(err, models.KindNotFound) {
		n, err = models.FindNotice(r, v, id)
	}
	if models.IsKind(err, models.KindNotFound) {
		return n, false, nil
	}
	return n, err == nil, err
}

func viewApproval(r models.View, v models.Viewer, id string) (ApprovalView, error) {
	out := ApprovalView{PieceID: id, History: []ApprovalStepView{}}
	n, found, err := noticeOf(r, v, id)
	if err != nil {
		return out, err
	}
	var p approval.Piece
	if found {
		p, out.Waiting = notices.ForApproval(n), n.State == models.NoticeSubmitted
	} else {
		t, err := models.FindText(r, v, id)
		if err != nil {
			return out, err
		}
		if p, out.Waiting, err = texts.ForApproval(r, t); err != nil {
			return out, err
		}
	}
	if _, err := models.FindIncident(r, v, p.Incident); err != nil {
		return out, err
	}
	s, err := approval.Read(r, p)
	if err != nil {
		return out, err
	}
	out.Kind, out.Hash, out.Steps, out.Signed, out.Called = p.Kind, p.Hash, s.Steps, len(s.Signed), s.Called != nil
	out.Emergency = append([]models.Role{}, s.Emergency...)
	if out.Waiting {
		out.Next = string(s.Next)
		out.Mine, out.AtOnce = approval.Mine(p, s, v), approval.MayHurry(p, s, v)
	}
	all, err := models.AllApprovalSteps(r, id)
	if err != nil {
		return out, err
	}
	var ids []models.ID
	for _, x := range all {
		ids = append(ids, x.SignedBy)
	}
	names, err := models.AccountNames(r, ids)
	for _, x := range all {
		out.History = append(out.History, ApprovalStepView{Role: x.Role, SignedBy: names[x.SignedBy], SignedAt: at(x.SignedAt), Void: !x.VoidedAt.IsZero(), AtOnce: x.Path != approval.ByChain})
	}
	return out, err
}

func listReviews(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body ApprovalReviewList }, error) {
	if _, err := models.FindIncident(r, v, in.ID); err != nil {
		return nil, err
	}
	all, err := models.ListApprovalReviews(r, v, in.ID)
	if err != nil {
		return nil, err
	}
	var ids []models.ID
	for _, x := range all {
		if x.ClosedBy != nil {
			ids = append(ids, *x.ClosedBy)
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out := &struct{ Body ApprovalReviewList }{ApprovalReviewList{[]ApprovalReviewView{}}}
	for _, x := range all {
		view := ApprovalReviewView{ID: x.ID, PieceID: x.PieceID, Kind: x.Kind, OpenedAt: at(x.OpenedAt), DueAt: at(x.DueAt), Late: x.ClosedAt.IsZero() && r.Now().After(x.DueAt), ClosedAt: at(x.ClosedAt), Mine: approval.TookPart(x, v)}
		if view.Why, err = x.Why(r.Keys()); err != nil {
			return nil, err
		}
		if view.Found, err = x.Found(r.Keys()); err != nil {
			return nil, err
		}
		if x.ClosedBy != nil {
			view.ClosedBy = names[*x.ClosedBy]
		}
		out.Body.Items = append(out.Body.Items, view)
	}
	return out, nil
}
