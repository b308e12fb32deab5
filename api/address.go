package api

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// plainAddress refuses addresses with the character NUL in them: PostgreSQL cannot hold it, so every search for it would look like an outage.
func plainAddress(c *gin.Context) {
	if strings.ContainsRune(c.Request.URL.Path, 0) || strings.Contains(c.Request.URL.RawQuery, "%00") {
		c.Header("Content-Type", "application/problem+json")
		c.AbortWithStatusJSON(http.StatusBadRequest, gin.H{"title": http.StatusText(http.StatusBadRequest), "status": http.StatusBadRequest, "detail": inOurWords[http.StatusBadRequest]})
		return
	}
	c.Next()
}
