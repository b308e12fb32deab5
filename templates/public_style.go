package templates

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"strings"
)

//go:embed public.css
var publicCSS string

// publicStyle is the style of the pages that everybody may read: that of all pages outside, and what only these need.
var publicStyle = style + template.CSS(strings.ReplaceAll(publicCSS, "\n", ""))

// PublicSecurityPolicy is ContentSecurityPolicy for the pages with publicStyle.
func PublicSecurityPolicy() string {
	sum := sha256.Sum256([]byte(publicStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
