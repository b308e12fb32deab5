package api

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"candour/templates"
	"candour/workflows/acknowledgement"
	"candour/workflows/delivery"
)

// mountLinks serves the page behind the personal link of a circular. Fetching it, by whatever method, changes nothing and is recorded
// nowhere: mail scanners open every link. Only a press on a button, with a name typed by a human being, acts.
func mountLinks(s *Server, e *gin.Engine) {
	path := delivery.LinkPath + ":token"
	show := func(c *gin.Context) {
		l, err := acknowledgement.OpenLink(s.db.View(c.Request.Context()), c.Param("token"))
		if err != nil {
			linkProblem(c, err)
			return
		}
		b, err := l.Page(c.Request.URL.Path).HTML()
		linkPage(c, http.StatusOK, b, err)
	}
	e.GET(path, show)
	e.HEAD(path, show)
	e.POST(path, func(c *gin.Context) {
		if !s.ownPage(c.Request) {
			b, err := templates.ForeignPage()
			linkPage(c, http.StatusForbidden, b, err)
			return
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 8<<10)
		if c.ContentType() != "application/x-www-form-urlencoded" || c.Request.ParseForm() != nil {
			b, err := templates.ForeignPage()
			linkPage(c, http.StatusBadRequest, b, err)
			return
		}
		f := c.Request.PostForm // never the query: an address must not be able to act
		p, err := acknowledgement.Press(c.Request.Context(), s.db, c.Param("token"), f.Get("answer"), f.Get("name"), c.Request.URL.Path)
		if err != nil {
			linkProblem(c, err)
			return
		}
		b, err := p.HTML()
		linkPage(c, http.StatusOK, b, err)
	})
}

// ownPage says whether a form was sent from our own page, as far as the browser tells. Old telephones and text browsers tell nothing; there is
// no cookie another site could borrow, so the token and the typed name carry the weight.
func (s *Server) ownPage(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none", "":
	default:
		return false
	}
	if m := r.Header.Get("Sec-Fetch-Mode"); m != "" && m != "navigate" {
		return false // a script, not a form
	}
	o := r.Header.Get("Origin")
	if o == "" || o == s.Config.PublicURL {
		return true
	}
	if o == "null" {
		// Browsers say null for a form on a page that sends no referrer, which ours is; only they can say that it is our own.
		return r.Header.Get("Sec-Fetch-Site") == "same-origin" || r.Header.Get("Sec-Fetch-Site") == ""
	}
	u, err := url.Parse(o)
	return err == nil && u.Host == r.Host
}

// linkProblem answers what cannot be used. A link that is too old, replaced, withdrawn or invented gives the same bytes.
func linkProblem(c *gin.Context, err error) {
	switch {
	case errors.Is(err, acknowledgement.ErrLinkDead):
		b, err := templates.ExpiredPage()
		linkPage(c, http.StatusNotFound, b, err)
	case errors.Is(err, acknowledgement.ErrBusy):
		c.Header("Retry-After", "3600")
		b, err := templates.BusyPage()
		linkPage(c, http.StatusTooManyRequests, b, err)
	default:
		linkPage(c, 0, nil, err)
	}
}

func linkPage(c *gin.Context, status int, body []byte, err error) {
	c.Header("Content-Security-Policy", templates.ContentSecurityPolicy())
	c.Header("Cache-Control", "no-store")
	if err != nil {
		e := ours("link-page", err) // the path holds the token and is not logged
		c.String(e.Status, "%s", e.Detail)
		return
	}
	c.Data(status, "text/html; charset=utf-8", body)
}
