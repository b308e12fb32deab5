package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestAnAddressWithNULIsNotAnOutage(t *testing.T) {
	e := gin.New()
	e.Use(plainAddress)
	e.GET("/public/:code", func(c *gin.Context) { c.Status(http.StatusOK) })
	for address, want := range map[string]int{"/public/abc?text=a": 200, "/public/abc?text=%00": 400, "/public/%00": 400} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
}
