package api

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"candour/models"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/publication"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

// mountPublicPage serves what everybody may read: no script, no cookie, nothing recorded about who reads.
func mountPublicPage(s *Server, e *gin.Engine) {
	for path, name := range map[string]string{"/public/:code": statements.Index, "/public/:code/:file": ""} {
		show := func(c *gin.Context) { s.publicFile(c, name) }
		e.GET(path, show)
		e.HEAD(path, show)
	}
	e.POST("/public/:code/:file", s.subscribe)
	for path, press := range map[string]func(*gin.Context){delivery.BeginPath: s.beginUpdates, delivery.EndPath: s.endUpdates} {
		e.GET(path+":token", press)
		e.HEAD(path+":token", press)
		e.POST(path+":token", press)
	}
}

// publicFile answers with one file of a page as it is at this moment. What is not public yet, what was withdrawn and what never was are the
// same answer.
func (s *Server) publicFile(c *gin.Context, name string) {
	wanted := ""
	if name == "" {
		name = c.Param("file")
	} else {
		wanted = readerLanguage(c)
		c.Header("Vary", "Accept-Language")
	}
	c.Header("Content-Security-Policy", templates.PublicSecurityPolicy())
	c.Header("Cache-Control", "no-cache")
	f, err := statements.PublicFile(s.db.View(c.Request.Context()), c.Param("code"), name, wanted, statements.Site{PublicURL: s.Config.PublicURL})
	if err != nil {
		publicProblem(c, err)
		return
	}
	sum := sha256.Sum256(f.Body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
	c.Header("ETag", tag)
	if slices.Contains(strings.Fields(strings.ReplaceAll(c.GetHeader("If-None-Match"), ",", " ")), tag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, f.Type, f.Body)
}

func publicProblem(c *gin.Context, err error) {
	status := http.StatusInternalServerError
	var body []byte
	switch {
	case models.IsKind(err, models.KindNotFound):
		status = http.StatusNotFound
		body, err = templates.ExpiredPage()
	case models.IsKind(err, models.KindTooMany):
		status = http.StatusTooManyRequests
		c.Header("Retry-After", "3600")
		body, err = templates.BusyPage()
	}
	if err != nil || body == nil {
		slog.Error("public page failed", "error", err)
		c.String(http.StatusInternalServerError, "The page cannot be shown at this moment. Please try again in a minute.")
		return
	}
	c.Header("Content-Security-Policy", templates.ContentSecurityPolicy())
	c.Data(status, "text/html; charset=utf-8", body)
}

// readerLanguage is the switch on the page if used, else the browser's wish; never the place the reader seems to be in, and never a redirect.
func readerLanguage(c *gin.Context) string {
	if l := c.Query("lang"); slices.Contains(texts.Languages, l) {
		return l
	}
	for _, part := range strings.Split(c.GetHeader("Accept-Language"), ",") {
		l, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		l, _, _ = strings.Cut(l, "-")
		if slices.Contains(texts.Languages, strings.ToLower(l)) {
			return strings.ToLower(l)
		}
	}
	return "en"
}

// subscribe takes the form. What it answers depends on what was typed and on how much was pressed, never on which addresses are known.
func (s *Server) subscribe(c *gin.Context) {
	if c.Param("file") != statements.SubscriptionFile {
		c.Header("Allow", "GET, HEAD")
		c.Status(http.StatusMethodNotAllowed)
		return
	}
	if !s.pressed(c) {
		return
	}
	f, code := c.Request.PostForm, c.Param("code")
	p := templates.SubscriptionPage{Step: templates.SubscribeAsked, Lang: "en", Back: statements.BasePath + code, Action: c.Request.URL.Path, Languages: texts.Languages}
	if slices.Contains(texts.Languages, f.Get("language")) {
		p.Lang = f.Get("language")
	}
	err := publication.Ask(c.Request.Context(), s.db, code, f.Get("address"), p.Lang)
	status := http.StatusOK
	if errors.Is(err, publication.ErrNoAddress) {
		status, p.Step, err = http.StatusUnprocessableEntity, templates.SubscribeBad, nil
	}
	if err != nil {
		publicProblem(c, err)
		return
	}
	subscriptionPage(c, status, p)
}

// pressed says whether a form of ours was sent; it has answered when not.
func (s *Server) pressed(c *gin.Context) bool {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 8<<10)
	if !s.ownPage(c.Request) || c.ContentType() != "application/x-www-form-urlencoded" || c.Request.ParseForm() != nil {
		b, err := templates.ForeignPage()
		linkPage(c, http.StatusForbidden, b, err)
		return false
	}
	return true
}

// beginUpdates is the page behind the link of the first message. Fetching it changes nothing; the press does.
func (s *Server) beginUpdates(c *gin.Context) {
	p := templates.SubscriptionPage{Step: templates.SubscribeBegin, Action: c.Request.URL.Path}
	var sub models.Subscription
	var err error
	if c.Request.Method == http.MethodPost {
		if !s.pressed(c) {
			return
		}
		p.Step = templates.SubscribeBegun
		sub, err = publication.Begin(c.Request.Context(), s.db, c.Param("token"))
	} else {
		sub, err = publication.CanBegin(s.db.View(c.Request.Context()), c.Param("token"))
	}
	if err != nil {
		publicProblem(c, err)
		return
	}
	p.Lang = sub.Language
	subscriptionPage(c, http.StatusOK, p)
}

// endUpdates is the page behind the link of every other message, and where a mail program posts when its reader presses its own button
// (RFC 8058: one POST with List-Unsubscribe=One-Click, without cookies and from anywhere). Whatever the link, the answer is the same.
func (s *Server) endUpdates(c *gin.Context) {
	p := templates.SubscriptionPage{Step: templates.SubscribeEnd, Lang: readerLanguage(c), Action: c.Request.URL.Path}
	if c.Request.Method == http.MethodPost {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 8<<10)
		oneClick := c.PostForm("List-Unsubscribe") == "One-Click"
		if !oneClick && !s.pressed(c) {
			return
		}
		if err := publication.End(c.Request.Context(), s.db, c.Param("token")); err != nil {
			publicProblem(c, err)
			return
		}
		p.Step = templates.SubscribeEnded
	}
	subscriptionPage(c, http.StatusOK, p)
}

func subscriptionPage(c *gin.Context, status int, p templates.SubscriptionPage) {
	c.Header("Content-Security-Policy", templates.PublicSecurityPolicy())
	c.Header("Cache-Control", "no-store")
	b, err := p.HTML()
	if err != nil {
		publicProblem(c, err)
		return
	}
	c.Data(status, "text/html; charset=utf-8", b)
}
