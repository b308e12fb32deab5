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
	e.NoRoute(func(c *gin.Context) {
		name := strings.TrimPrefix(path.Clean(c.Request.URL.Path), "/")
		switch {
		case strings.HasPrefix(name, "api/") || name == "api":
			c.Header("Content-Type", "application/problem+json")
			c.JSON(http.StatusNotFound, gin.H{"title": "Not Found", "status": http.StatusNotFound, "detail": "There is no such operation."})
		case c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead:
			c.Status(http.StatusMethodNotAllowed)
		case path.Ext(name) != "":
			p.file(c, name)
		default:
			p.index(c)
		}
	})
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
