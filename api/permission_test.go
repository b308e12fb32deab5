package api

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"candour/models"
)

// The check that refuses a server must itself be able to fail.
func TestAServerWithAnUndeclaredOperationDoesNotStart(t *testing.T) {
	for _, c := range []struct {
		name string
		op   Operation
		want string
	}{
		{"declares its right", Operation{ID: "a", Right: models.RightOwnAccount}, ""},
		{"declares nothing", Operation{ID: "a"}, "declares no permission"},
		{"public without standing in the list", Operation{ID: "a", Public: true}, "not in the list"},
		{"a GET that answers 201", Operation{ID: "a", Right: models.RightOwnAccount, Method: http.MethodGet, Status: 201}, "as if it had acted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &Server{ops: map[string]Operation{"a": c.op}, api: humagin.New(gin.New(), huma.DefaultConfig("t", "0"))}
			err := s.checkPermissions()
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	t.Run("registered behind the server's back", func(t *testing.T) {
		s := &Server{ops: map[string]Operation{}, api: humagin.New(gin.New(), huma.DefaultConfig("t", "0"))}
		huma.Get(s.api, "/api/secret", func(_ context.Context, _ *struct{}) (*struct{}, error) { return nil, nil })
		if err := s.checkPermissions(); err == nil {
			t.Error("an operation without a permission went unnoticed")
		}
	})
}
