package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/gin-gonic/gin"

	"candour/models"
)

var statusOf = map[models.Kind]int{
	models.KindInvalid: http.StatusUnprocessableEntity, models.KindNotFound: http.StatusNotFound, models.KindConflict: http.StatusConflict,
	models.KindForbidden: http.StatusForbidden, models.KindUnauthorised: http.StatusUnauthorized, models.KindTooMany: http.StatusTooManyRequests,
	models.KindUnavailable: http.StatusServiceUnavailable,
}

// inOurWords says what the library refuses before a handler is reached.
var inOurWords = map[int]string{
	http.StatusBadRequest:            "This request could not be read. Nothing was changed; load the page again and repeat what you did.",
	http.StatusRequestEntityTooLarge: "This is larger than can be taken here. Nothing was saved; shorten it and send it again.",
	http.StatusUnsupportedMediaType:  "This kind of content is not read here. Nothing was changed; send JSON, or a file where a file is asked for.",
}

const anotherLook = "Some fields need another look. Nothing was saved; what you typed is still on your screen."

func init() {
	validation.MsgUnexpectedProperty = "This is not known here. Leave it out."
	validation.MsgExpectedRequiredProperty = "%s is missing."
	validation.MsgExpectedRFC3339DateTime = "Give day, time and offset, for example 2026-11-20T16:00:00+01:00."
	validation.MsgExpectedRFC3339Date = "Give a day, for example 2026-11-20."
	validation.MsgExpectedOneOf = "Choose one of: %s."
	validation.MsgExpectedMinimumNumber = "This must be %v or more."
	validation.MsgExpectedMaximumNumber = "This must be %v or less."
	validation.MsgExpectedMinLength = "This needs at least %d characters."
	validation.MsgExpectedMaxLength = "This may have at most %d characters."
	validation.MsgExpectedMinItems = "Choose at least %d."
	validation.MsgExpectedMaxItems = "At most %d can be given at once."
	validation.MsgExpectedString = "This must be text."
	validation.MsgExpectedNumber = "This must be a number."
	validation.MsgExpectedInteger = "This must be a whole number."
	validation.MsgExpectedBoolean = "This must be yes or no."
	// The library echoes the rejected value in its errors, which would send passwords and people back (and into proxies' logs).
	plain := huma.NewErrorWithContext
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		e := plain(ctx, status, msg, errs...)
		if m, ok := e.(*huma.ErrorModel); ok {
			for _, d := range m.Errors {
				d.Value = nil
			}
			if said, ok := inOurWords[status]; ok {
				m.Detail = said
			} else if status == http.StatusUnprocessableEntity && msg == "validation failed" {
				m.Detail = anotherLook
			}
		}
		return e
	}
}

// statusGone is what proxies write down when the other side closed the connection.
const statusGone = 499

// problem turns an error into what a person may read. A models.Error is a sentence for them; anything else is ours: it is logged once, here,
// with the id the person can quote.
func problem(_ context.Context, op Operation, err error) error {
	if err == nil {
		return nil
	}
	var e *models.Error
	if errors.As(err, &e) {
		m := &huma.ErrorModel{Status: statusOf[e.Kind], Title: http.StatusText(statusOf[e.Kind]), Detail: e.Detail}
		for _, f := range e.Fields {
			m.Errors = append(m.Errors, &huma.ErrorDetail{Location: "body." + f.Name, Message: f.Detail})
		}
		return m
	}
	var h huma.StatusError
	if errors.As(err, &h) {
		return err
	}
	return ours(op.ID, err)
}

// ours is a bug or an outage: 500 with a request id.
func ours(where string, err error) *huma.ErrorModel {
	if errors.Is(err, context.Canceled) {
		// Whoever asked has gone to another page: nobody reads the answer, and nothing is wrong.
		return &huma.ErrorModel{Status: statusGone, Title: "Client Closed Request"}
	}
	id := models.NewID()
	slog.Error("operation failed", "operation", where, "request", id, "error", err)
	return &huma.ErrorModel{Status: http.StatusInternalServerError, Title: "Internal Server Error",
		Detail: "Something on our side failed and nothing was changed. Try again; if it happens again, tell the administrator this number: " + id}
}

// recovery answers a panic with a number to quote. It logs the stack, never the request.
func recovery(c *gin.Context) {
	defer func() {
		if p := recover(); p != nil {
			e := ours(c.FullPath(), errors.New("panic"))
			slog.Error("panic", "path", c.FullPath(), "stack", string(debug.Stack()))
			c.Abort()
			c.Header("Content-Type", "application/problem+json")
			c.JSON(e.Status, e)
		}
	}()
	c.Next()
}
