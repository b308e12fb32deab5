package api

import (
	"crypto/rand"
	"strings"

	"github.com/gin-gonic/gin"

	"candour/templates"
)

const nonceKey = "csp-nonce"

// securityHeaders stands on every answer, errors and files included.
func securityHeaders(cfg Config) gin.HandlerFunc {
	https := strings.HasPrefix(cfg.PublicURL, "https://")
	// The editor shows letters and pages as they are read, in a frame without rights; their style sheets are named by hash.
	shown := strings.Join(templates.StyleSources(), " ")
	return func(c *gin.Context) {
		nonce := rand.Text()
		c.Set(nonceKey, nonce)
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+"' "+shown+"; img-src 'self' data:; font-src 'self'; "+
			"connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("X-Robots-Tag", "noindex")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		if strings.HasPrefix(c.Request.URL.Path, "/api/") {
			h.Set("Cache-Control", "no-store")
		}
		c.Next()
	}
}
