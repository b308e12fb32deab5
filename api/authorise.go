package api

import (
	"crypto/sha256"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"candour/models"
)

const (
	idleTime     = 30 * time.Minute
	absoluteTime = 12 * time.Hour
)

// cookieName has the __Host- prefix over https, so that no other host or path can plant a session (RFC 6265bis). Plain http is
// served on loopback only, where browsers refuse the prefix.
func (s *Server) cookieName() string {
	if strings.HasPrefix(s.Config.PublicURL, "https://") {
		return "__Host-candour"
	}
	return "candour-session"
}

func (s *Server) sessionCookie(secret string, maxAge time.Duration) http.Cookie {
	return http.Cookie{Name: s.cookieName(), Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: strings.HasPrefix(s.Config.PublicURL, "https://"), MaxAge: int(maxAge / time.Second)}
}

func hashSecret(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

// authorise runs before the handler: same origin, live session, both factors, the right. In this order, so that a stranger
// learns nothing about what exists.
func (s *Server) authorise(op Operation) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if op.Method != http.MethodGet && !s.sameOrigin(ctx) {
			s.refuse(ctx, http.StatusForbidden, "This request came from another site and was refused. Nothing was changed. Open Candour in its own window and try again.")
			return
		}
		v, session, err := s.viewer(ctx)
		var shown *models.Error
		switch {
		case errors.As(err, &shown) && op.Public:
		case errors.As(err, &shown):
			s.refuse(ctx, http.StatusUnauthorized, "You are not signed in, or your session has ended. What you typed is kept on this device; sign in and go on.")
			return
		case err != nil:
			e := ours(op.ID, err)
			s.refuse(ctx, e.Status, e.Detail)
			return
		case !op.Public && session.Assurance < 2 && !op.Partial:
			s.refuse(ctx, http.StatusUnauthorized, "Your second factor is still missing. Enter the code from your authenticator app.")
			return
		case !op.Public && !v.Has(op.Right):
			s.refuse(ctx, http.StatusForbidden, "Your role does not include this. Nothing was changed. An administrator can say who may do it.")
			return
		}
		next(huma.WithValue(ctx, viewerKey{}, v))
	}
}

// viewer finds who sends the request. Rights are read from the account each time, so that a change acts on the next request on every node.
func (s *Server) viewer(ctx huma.Context) (models.Viewer, models.Session, error) {
	c, err := huma.ReadCookie(ctx, s.cookieName())
	if err != nil || c.Value == "" {
		return models.Viewer{}, models.Session{}, models.NotFound("Session")
	}
	r := s.db.View(ctx.Context())
	session, err := models.FindSession(r, hashSecret(c.Value))
	if err != nil {
		return models.Viewer{}, session, err
	}
	account, err := models.FindAccount(r, session.AccountID)
	if err != nil {
		return models.Viewer{}, session, err
	}
	if !account.DisabledAt.IsZero() || (account.Demo && !s.Config.Demo) {
		return models.Viewer{}, session, models.NotFound("Session")
	}
	now := r.Now()
	// A minute's grain spares a write on every request.
	if now.Sub(session.SeenAt) > time.Minute {
		expires := now.Add(idleTime)
		if end := session.CreatedAt.Add(absoluteTime); end.Before(expires) {
			expires = end
		}
		// On a full or read-only disk the clocks must stay readable: the session then ends when it would have ended anyway.
		if err := s.db.TouchSession(r, session.ID, now, expires); err != nil {
			slog.Warn("session could not be prolonged", "error", err)
		}
	}
	return account.Viewer(session.ID), session, nil
}

// sameOrigin refuses writes that another site sends through a person's browser. A request with a cookie but with neither Sec-Fetch-Site nor
// Origin is refused too: every browser we serve sends one of them.
func (s *Server) sameOrigin(ctx huma.Context) bool {
	switch ctx.Header("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
		if o := ctx.Header("Origin"); o != "" {
			u := ctx.URL()
			return o == s.Config.PublicURL || strings.TrimPrefix(strings.TrimPrefix(o, "https://"), "http://") == ctx.Host() && u.Host == ""
		}
		// No browser: a command-line client without a cookie may sign in; with a cookie it has to say where it comes from.
		return ctx.Header("Cookie") == ""
	}
	return false
}

func (s *Server) refuse(ctx huma.Context, status int, detail string) {
	_ = huma.WriteErr(s.api, ctx, status, detail)
}
