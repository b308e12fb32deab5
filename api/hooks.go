package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"candour/models"
	"candour/workflows/delivery/gateway"
	"candour/workflows/receipts"
)

// mostHook is larger than any notification; a bounce carries the message that came back.
const mostHook = 1 << 20

// mountHooks takes what machines send us: receipts of gateways and messages that came back. Each is signed with a secret and five minutes old
// at most; without a secret set nothing is taken. They are answered with a number and nothing else: whoever forges one learns nothing.
//
//	POST /hooks/sms, /hooks/voice   JSON {"key","state","at"}
//	POST /hooks/bounces             the raw message (message/rfc822); X-Candour-Recipient names the address it came to
func mountHooks(s *Server, e *gin.Engine) {
	hook := func(path, secret string, hear func(ctx context.Context, c *gin.Context, body, mark []byte) (receipts.Effect, error)) {
		e.POST("/hooks/"+path, func(c *gin.Context) {
			body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, mostHook))
			if err != nil {
				c.Status(http.StatusRequestEntityTooLarge)
				return
			}
			mark, err := gateway.Verify(secret, c.GetHeader(gateway.TimeHeader), c.GetHeader(gateway.SignatureHeader), body, s.db.Now())
			if err != nil {
				c.Status(http.StatusForbidden)
				return
			}
			effect, err := hear(c.Request.Context(), c, body, mark)
			c.Status(hookStatus(path, effect, err))
		})
	}
	for _, kind := range gateway.Kinds {
		hook(string(kind), s.Config.HookSecrets[string(kind)], func(ctx context.Context, _ *gin.Context, body, mark []byte) (receipts.Effect, error) {
			r, err := gateway.ReadReceipt(body, mark)
			if err != nil {
				return "", err
			}
			return receipts.TakeGateway(ctx, s.db, r)
		})
	}
	hook("bounces", s.Config.HookSecrets["bounces"], func(ctx context.Context, c *gin.Context, body, _ []byte) (receipts.Effect, error) {
		return receipts.TakeMail(ctx, s.db, body, c.GetHeader("X-Candour-Recipient"))
	})
}

// hookStatus: what is early is to be sent again, as every sender does that hears 503; all else is taken, whatever it did.
func hookStatus(path string, effect receipts.Effect, err error) int {
	var shown *models.Error
	switch {
	case errors.As(err, &shown):
		return statusOf[shown.Kind]
	case err != nil:
		slog.Error("a notification could not be recorded", "hook", path, "error", err)
		return http.StatusInternalServerError
	case effect == receipts.Early:
		return http.StatusServiceUnavailable
	}
	return http.StatusNoContent
}
