package api

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"candour/models"
	"candour/templates"
	"candour/workflows/statements"
	"candour/workflows/texts"
)

// mountPublicPage serves what everybody may read: no script, no cookie, nothing recorded about who reads.
func mountPublicPage(s *Server, e *gin.Engine) {
	show := func(c *gin.Context) {
		c.Header("Content-Security-Policy", templates.ContentSecurityPolicy())
		c.Header("Cache-Control", "no-cache")
		code := c.Param("code")
		p, err := statements.PublicPage(s.db.View(c.Request.Context()), code, readerLanguage(c), func(lang string) string { return "/public/" + code + "?lang=" + lang })
		var body []byte
		status := http.StatusOK
		switch {
		case models.IsKind(err, models.KindNotFound):
			// A page that is not public yet and one that never was look the same.
			status = http.StatusNotFound
			body, err = templates.ExpiredPage()
		case err == nil:
			body, err = p.HTML()
		}
		if err != nil {
			slog.Error("public page failed", "error", err)
			c.String(http.StatusInternalServerError, "The page cannot be shown at this moment. Please try again in a minute.")
			return
		}
		c.Data(status, "text/html; charset=utf-8", body)
	}
	e.GET("/public/:code", show)
	e.HEAD("/public/:code", show)
}

// readerLanguage is the switch on the page if used, else the browser's wish; never the place the reader seems to be in.
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
