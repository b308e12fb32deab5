package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/workflows/statements"
)

// PublicPageWords say who speaks on the public page and how a human is reached.
type PublicPageWords struct {
	Organisation string `json:"organisation" maxLength:"200"`
	ContactName  string `json:"contact_name,omitempty" maxLength:"200" doc:"An office, not a person."`
	ContactMail  string `json:"contact_mail,omitempty" maxLength:"254"`
	ContactPhone string `json:"contact_phone,omitempty" maxLength:"50"`
	Zone         string `json:"zone" maxLength:"64"`
}

func pageWords(p statements.Page) PublicPageWords {
	return PublicPageWords{p.Organisation, p.ContactName, p.ContactMail, p.ContactPhone, p.Zone}
}

// PublicPageView is what the public page shows, and what somebody wants it to show.
type PublicPageView struct {
	URL     string            `json:"url,omitempty"`
	Words   PublicPageWords   `json:"words" doc:"As approved; empty: nothing yet."`
	Change  *PublicPageChange `json:"change,omitempty" doc:"The newest version and what became of it; absent: nobody has said anything yet."`
	Readers int64             `json:"readers" doc:"How many confirmed that they want to hear of updates. Who they are is shown to nobody."`
	Copy    *StaticCopyView   `json:"copy,omitempty" doc:"The copy for another web server; absent: none was written yet."`
}

// StaticCopyView is the state of the folder that survives the loss of this system.
type StaticCopyView struct {
	WrittenAt Moment `json:"written_at"`
	Files     int    `json:"files"`
	Problem   string `json:"problem,omitempty"`
}

// PublicPageChange is a version that another person approves or has approved.
type PublicPageChange struct {
	Words   PublicPageWords `json:"words"`
	Version TextVersionView `json:"version"`
}

func (s *Server) publicPageView(r models.Reader, v models.Viewer, incident string) (PublicPageView, error) {
	out := PublicPageView{Words: PublicPageWords{Zone: "UTC"}}
	page, err := models.PublicPageOf(r, incident)
	if err == nil {
		out.URL = s.Config.PublicURL + "/public/" + page.Code
		out.Words = PublicPageWords{page.Organisation, page.ContactName, page.ContactMail, page.ContactPhone, page.Zone}
		if out.Readers, err = models.CountSubscribers(r, incident); err != nil {
			return out, err
		}
		c, err := models.StaticCopyOf(r, incident)
		if err == nil {
			out.Copy = &StaticCopyView{at(c.WrittenAt), c.FilesCount, c.Problem}
		} else if !models.IsKind(err, models.KindNotFound) {
			return out, err
		}
	} else if !models.IsKind(err, models.KindNotFound) {
		return out, err
	}
	words, version, err := statements.PageWords(r, v, incident)
	if models.IsKind(err, models.KindNotFound) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	views, err := viewVersions(r, v, []models.TextVersion{version})
	if err != nil {
		return out, err
	}
	out.Change = &PublicPageChange{pageWords(words), views[0]}
	return out, nil
}

func registerPublicPage(s *Server) {
	tags := []string{"Statements"}
	done := func(err error) (*struct{ Body Empty }, error) { return &struct{ Body Empty }{}, err }
	act(s, Operation{ID: "set-public-page", Method: http.MethodPut, Path: "/incidents/{incident_id}/public-page", Summary: "Ask for another contact on the public page; it goes on showing what was approved until somebody else approves this.", Right: models.RightPublish, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				PublicPageWords
				Version int `json:"version,omitempty" doc:"Number of the version this started from; 0: nobody has said it yet."`
			}
		}) (*struct{ Body Empty }, error) {
			b := in.Body
			return done(statements.SetPage(ctx, db, v, in.ID, statements.Page{Organisation: b.Organisation, ContactName: b.ContactName, ContactMail: b.ContactMail,
				ContactPhone: b.ContactPhone, Zone: b.Zone, From: b.Version}))
		})
	approves(s, Operation{ID: "approve-public-page", Path: "/incidents/{incident_id}/public-page/approval", Summary: "Approve the contact that was read; never one's own change.", Tags: tags},
		func(in *struct {
			IncidentPath
			Body HashBody
		}) (string, HashBody) {
			return in.ID, in.Body
		}, statements.ApprovePage)
	declines(s, Operation{ID: "decline-public-page", Path: "/incidents/{incident_id}/public-page/refusal", Summary: "Send the change back with a reason; the page stays as it is.", Tags: tags},
		func(in *struct {
			IncidentPath
			Body HashReasonBody
		}) (string, HashReasonBody) {
			return in.ID, in.Body
		}, statements.DeclinePage)
}
