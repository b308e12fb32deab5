package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/collaboration"
)

// CommentPath names the comment.
type CommentPath struct {
	ID string `path:"comment_id"`
}

// CommentThing says what comments stand beside.
type CommentThing struct {
	Kind  string `query:"kind" enum:"incident,party,fact,determination,task,text,circular,people-notice" doc:"Empty: everything of the incident you may read."`
	Thing string `query:"thing" maxLength:"36"`
}

// CommentBody is what somebody writes.
type CommentBody struct {
	Text     string   `json:"text" maxLength:"16000" doc:"Plain text; sealed."`
	Mentions []string `json:"mentions,omitempty" maxItems:"20" nullable:"false" doc:"Accounts that are called; each must be able to read what it is about."`
}

func (b CommentBody) words() collaboration.Words {
	return collaboration.Words{Text: b.Text, Mentions: b.Mentions}
}

// CommentView is one comment as it stands.
type CommentView struct {
	ID         string      `json:"id"`
	IncidentID string      `json:"incident_id"`
	Kind       string      `json:"kind"`
	ThingID    string      `json:"thing_id"`
	By         PersonRef   `json:"by"`
	Text       string      `json:"text"`
	WrittenAt  Moment      `json:"written_at"`
	EditedAt   Moment      `json:"edited_at,omitempty" doc:"Absent: these are the first words."`
	Version    int         `json:"version"`
	Mentions   []PersonRef `json:"mentions" nullable:"false"`
	Resolved   bool        `json:"resolved"`
	ResolvedAt Moment      `json:"resolved_at,omitempty"`
	ResolvedBy *PersonRef  `json:"resolved_by,omitempty"`
	Mine       bool        `json:"mine" doc:"You wrote it, so you may put other words."`
}

// CommentList is all comments asked for, oldest first.
type CommentList struct {
	Items []CommentView `json:"items" nullable:"false"`
}

func commentViews(r models.Reader, v models.Viewer, all []collaboration.Shown) (CommentList, error) {
	var ids []models.ID
	for _, c := range all {
		ids = append(append(ids, c.AuthorID), c.Mentions...)
		if c.ResolvedBy != nil {
			ids = append(ids, *c.ResolvedBy)
		}
	}
	names, err := models.AccountNames(r, ids)
	out := CommentList{Items: []CommentView{}}
	for _, c := range all {
		x := CommentView{ID: c.ID, IncidentID: c.IncidentID, Kind: string(c.ThingKind), ThingID: c.ThingID, By: PersonRef{c.AuthorID, names[c.AuthorID]}, Text: c.Text, WrittenAt: at(c.WrittenAt),
			Version: c.Version, Mentions: []PersonRef{}, Resolved: !c.ResolvedAt.IsZero(), ResolvedAt: at(c.ResolvedAt), Mine: c.AuthorID == v.Account}
		if c.Version > 1 {
			x.EditedAt = at(c.EditedAt.WrittenAt)
		}
		for _, id := range c.Mentions {
			x.Mentions = append(x.Mentions, PersonRef{id, names[id]})
		}
		if c.ResolvedBy != nil {
			x.ResolvedBy = &PersonRef{*c.ResolvedBy, names[*c.ResolvedBy]}
		}
		out.Items = append(out.Items, x)
	}
	return out, err
}

// Written names what was added.
type Written struct {
	ID string `json:"id"`
}

// CommentVersionView is one state of a comment's words.
type CommentVersionView struct {
	Number    int    `json:"number"`
	Text      string `json:"text"`
	WrittenAt Moment `json:"written_at"`
}

// MentionableView is somebody who can be called to a thing.
type MentionableView struct {
	ID   string      `json:"id"`
	Name string      `json:"name"`
	Role models.Role `json:"role"`
}

func registerComments(s *Server) {
	tags := []string{"Comments"}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	list := func(r models.Reader, v models.Viewer, all []collaboration.Shown, err error) (*struct{ Body CommentList }, error) {
		if err != nil {
			return nil, err
		}
		out, err := commentViews(r, v, all)
		return &struct{ Body CommentList }{out}, err
	}
	read(s, Operation{ID: "list-comments", Path: "/incidents/{incident_id}/comments", Summary: "What colleagues say beside one thing, or beside everything of the incident you may read; oldest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			CommentThing
		}) (*struct{ Body CommentList }, error) {
			all, err := collaboration.List(r, v, in.ID, models.ThingKind(in.Kind), in.Thing)
			return list(r, v, all, err)
		})
	read(s, Operation{ID: "list-my-mentions", Path: "/my-mentions", Summary: "Comments you were called to and have not looked at yet, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, _ *struct{}) (*struct{ Body CommentList }, error) {
			all, err := collaboration.Called(r, v)
			return list(r, v, all, err)
		})
	read(s, Operation{ID: "list-mentionable", Path: "/incidents/{incident_id}/mentionable", Summary: "Who can be called to a thing: everybody who may read it. Names and roles, no addresses.", Right: models.RightComment, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			IncidentPath
			CommentThing
		}) (*struct {
			Body struct {
				Items []MentionableView `json:"items" nullable:"false"`
			}
		}, error) {
			all, err := collaboration.Mentionable(r, v, in.ID, models.ThingKind(in.Kind), in.Thing)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []MentionableView `json:"items" nullable:"false"`
				}
			}{}
			out.Body.Items = []MentionableView{}
			for _, a := range all {
				name, err := a.Name(r.Keys())
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, MentionableView{a.ID, name, a.Role})
			}
			return out, nil
		})
	act(s, Operation{ID: "add-comment", Path: "/incidents/{incident_id}/comments", Summary: "Say something beside a thing you may read; mentions call colleagues.", Right: models.RightComment, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				Kind  string `json:"kind" enum:"incident,party,fact,determination,task,text,circular,people-notice"`
				Thing string `json:"thing" maxLength:"36"`
				CommentBody
			}
		}) (*struct{ Body Written }, error) {
			id, err := collaboration.Add(ctx, db, v, in.ID, models.ThingKind(in.Body.Kind), in.Body.Thing, in.Body.words(), s.Config.PublicURL)
			return &struct{ Body Written }{Written{id}}, err
		})
	act(s, Operation{ID: "edit-comment", Method: http.MethodPut, Path: "/comments/{comment_id}", Summary: "Put other words in the place of your own; the earlier ones are kept.", Right: models.RightComment, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			CommentPath
			Body struct {
				Version int `json:"version"`
				CommentBody
			}
		}) (*struct{ Body Empty }, error) {
			return done(collaboration.Edit(ctx, db, v, in.ID, in.Body.Version, in.Body.words(), s.Config.PublicURL))
		})
	for _, x := range []struct {
		id, path, summary string
		resolved          bool
	}{{"resolve-comment", "/resolution", "What it is about is settled.", true}, {"reopen-comment", "/reopening", "It is not settled after all.", false}} {
		act(s, Operation{ID: x.id, Path: "/comments/{comment_id}" + x.path, Summary: x.summary, Right: models.RightComment, Tags: tags},
			func(ctx context.Context, db *models.DB, v models.Viewer, in *struct{ CommentPath }) (*struct{ Body Empty }, error) {
				return done(collaboration.Resolve(ctx, db, v, in.ID, x.resolved))
			})
	}
	act(s, Operation{ID: "see-mention", Path: "/comments/{comment_id}/seen", Summary: "You have looked at a comment you were called to.", Right: models.RightReadIncidents, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct{ CommentPath }) (*struct{ Body Empty }, error) {
			return done(collaboration.Saw(ctx, db, v, in.ID))
		})
	read(s, Operation{ID: "list-comment-versions", Path: "/comments/{comment_id}/versions", Summary: "Every version of a comment, newest first.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct{ CommentPath }) (*struct {
			Body struct {
				Items []CommentVersionView `json:"items" nullable:"false"`
			}
		}, error) {
			c, err := models.FindComment(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			all, err := models.VersionsOf(r, c.ID)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items []CommentVersionView `json:"items" nullable:"false"`
				}
			}{}
			for _, x := range all {
				text, err := x.Text(r.Keys())
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, CommentVersionView{x.Number, text, at(x.WrittenAt)})
			}
			return out, nil
		})
}
