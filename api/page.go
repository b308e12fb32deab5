package api

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// Page is the embedded single page of the staff. Files compressed at build time lie beside the plain ones.
type Page struct{ Files fs.FS }

const nonceMark = "{{CSP_NONCE}}"

func (p Page) mount(e *gin.Engine) {
	// gin has set the Allow header by now (RFC 9110, 15.5.6).
	e.NoMethod(func(c *gin.Context) { refuse(c, http.StatusMethodNotAllowed, notThisMethod) })
	e.NoRoute(func(c *gin.Context) {
		name := strings.TrimPrefix(path.Clean(c.Request.URL.Path), "/")
		switch {
		case strings.HasPrefix(name, "api/") || name == "api":
			refuse(c, http.StatusNotFound, "There is no such operation.")
		case c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead:
			c.Header("Allow", "GET, HEAD")
			refuse(c, http.StatusMethodNotAllowed, notThisMethod)
		case path.Ext(name) != "":
			p.file(c, name)
		default:
			p.index(c)
		}
	})
}

const notThisMethod = "This cannot be done at this address. Nothing was changed; the Allow header says what can."

// refuse answers in the form of every other refusal (RFC 9457), for what no operation has taken.
func refuse(c *gin.Context, status int, detail string) {
	c.Header("Content-Type", "application/problem+json")
	c.AbortWithStatusJSON(status, gin.H{"title": http.StatusText(status), "status": status, "detail": detail})
}

func (p Page) file(c *gin.Context, name string) {
	for _, enc := range []struct{ suffix, word string }{{".br", "br"}, {".gz", "gzip"}} {
		if strings.Contains(c.GetHeader("Accept-Encoding"), enc.word) {
			if b, err := fs.ReadFile(p.Files, name+enc.suffix); err == nil {
				c.Header("Content-Encoding", enc.word)
				p.write(c, name, b)
				return
			}
		}
	}
	b, err := fs.ReadFile(p.Files, name)
	if err != nil {
		c.String(http.StatusNotFound, "This file is not here.")
		return
	}
	p.write(c, name, b)
}

func (p Page) write(c *gin.Context, name string, b []byte) {
	c.Header("Vary", "Accept-Encoding")
	if strings.HasPrefix(name, "assets/") {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		c.Header("Cache-Control", "no-cache")
	}
	t := mime.TypeByExtension(path.Ext(name))
	if t == "" {
		t = "application/octet-stream"
	}
	c.Data(http.StatusOK, t, b)
}

// index is the page itself, with this request's nonce; before the front end was ever built it is a placeholder that says how.
func (p Page) index(c *gin.Context) {
	b, err := fs.ReadFile(p.Files, "index.html")
	if err != nil {
		if b, err = fs.ReadFile(p.Files, "placeholder.html"); err != nil {
			c.String(http.StatusNotFound, "The page was not built.")
			return
		}
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "text/html; charset=utf-8", bytes.ReplaceAll(b, []byte(nonceMark), []byte(c.GetString(nonceKey))))
}
