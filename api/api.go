// Package api is HTTP in, HTTP out: one file per noun, no rules, no database access of its own. Every operation declares its id, its
// permission and whether it reads or acts; the server refuses to start with one that does not.
package api

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"candour/models"
	"candour/workflows/people"
	"candour/workflows/regimes"
)

// Config is what the outside decides about the HTTP side.
type Config struct {
	PublicURL string // no slash at the end
	Demo      bool   // accounts of the exercise may sign in
	OutboxDir string // where .eml copies of exercise messages lie
	SMTPSet   bool   // a relay is configured
	Uploads   people.Uploads
	// HookSecrets sign what machines send us, by hook: sms, voice, bounces. Without one nothing is taken there.
	HookSecrets map[string]string
	Version     string
	// Proxies may say for whom they ask (X-Forwarded-For); nobody else is believed.
	Proxies []netip.Prefix
}

// Server holds what handlers need.
type Server struct {
	Config  Config
	Library *regimes.Library
	db      *models.DB
	api     huma.API
	ops     map[string]Operation
}

// Operation describes one operation of the API.
type Operation struct {
	ID      string // kebab-case, verb first
	Method  string
	Path    string // under /api
	Summary string // one line, a sentence
	Right   models.Right
	Public  bool // needs no session; must also stand in publicOperations
	Partial bool // allowed with the password alone, before the second factor
	Status  int  // default 200, or 204 without a body
	Tags    []string
	// MaxBody is the largest body in bytes; 0 means 1 MiB, -1 none (streamed uploads that bound themselves).
	MaxBody int64
}

// publicOperations is the whole list of what a stranger may call.
var publicOperations = []string{"sign-in", "show-invitation", "accept-invitation", "show-health"}

type viewerKey struct{}

// New builds the handler: API, link pages, and the embedded page for everything else.
func New(cfg Config, db *models.DB, lib *regimes.Library, page Page) (http.Handler, *Server, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	// gin trusts every proxy by default; a forged X-Forwarded-For would then move rate limits and logs.
	if err := e.SetTrustedProxies(nil); err != nil {
		return nil, nil, err
	}
	e.Use(recovery, securityHeaders(cfg), plainAddress)
	hc := huma.DefaultConfig("Candour", cfg.Version)
	hc.Info.Description = "Who must be told about a personal data breach, by whom and by when. Instants are RFC 3339 in UTC; errors are RFC 9457 problem documents."
	hc.DocsPath, hc.CreateHooks, hc.RejectUnknownQueryParameters = "", nil, true
	hc.OpenAPIPath, hc.SchemasPath = "/api/openapi", ""
	s := &Server{Config: cfg, Library: lib, db: db, ops: map[string]Operation{}}
	s.api = humagin.New(e, hc)
	for _, register := range nouns {
		register(s)
	}
	if err := s.checkPermissions(); err != nil {
		return nil, nil, err
	}
	for _, mount := range pages {
		mount(s, e)
	}
	page.mount(e)
	return e, s, nil
}

// read registers an operation that changes nothing: its handler gets a View and cannot write.
func read[I, O any](s *Server, op Operation, h func(ctx context.Context, r models.View, v models.Viewer, in *I) (*O, error)) {
	if op.Method == "" {
		op.Method = http.MethodGet
	}
	add(s, op, func(ctx context.Context, in *I) (*O, error) {
		v, _ := ctx.Value(viewerKey{}).(models.Viewer)
		out, err := h(ctx, s.db.View(ctx), v, in)
		return out, problem(ctx, op, err)
	})
}

// act registers an operation that changes something: never a GET.
func act[I, O any](s *Server, op Operation, h func(ctx context.Context, db *models.DB, v models.Viewer, in *I) (*O, error)) {
	if op.Method == "" {
		op.Method = http.MethodPost
	}
	add(s, op, func(ctx context.Context, in *I) (*O, error) {
		v, _ := ctx.Value(viewerKey{}).(models.Viewer)
		out, err := h(ctx, s.db, v, in)
		return out, problem(ctx, op, err)
	})
}

func add[I, O any](s *Server, op Operation, h func(context.Context, *I) (*O, error)) {
	if _, twice := s.ops[op.ID]; twice {
		panic("operation " + op.ID + " is registered twice")
	}
	s.ops[op.ID] = op
	o := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: "/api" + op.Path, Summary: op.Summary, DefaultStatus: op.Status, Tags: op.Tags,
		MaxBodyBytes: op.MaxBody, Middlewares: huma.Middlewares{s.authorise(op)},
		Extensions: map[string]any{"x-permission": permissionWord(op)},
	}
	if op.MaxBody < 0 {
		o.BodyReadTimeout = -1
	}
	huma.Register(s.api, o, h)
}

func permissionWord(op Operation) string {
	if op.Public {
		return "public"
	}
	return string(op.Right)
}

// checkPermissions refuses a server in which an operation has no permission, or a stranger could call more than the named list.
func (s *Server) checkPermissions() error {
	var faults []string
	for id, op := range s.ops {
		switch {
		case op.Public && !slices.Contains(publicOperations, id):
			faults = append(faults, id+" is public but not in the list of public operations")
		case !op.Public && op.Right == "":
			faults = append(faults, id+" declares no permission")
		case op.Method == http.MethodGet && op.Status != 0 && op.Status != http.StatusOK:
			faults = append(faults, id+" is a GET that answers as if it had acted")
		}
	}
	for path, item := range s.api.OpenAPI().Paths {
		for _, o := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch, item.Head, item.Options} {
			if o != nil {
				if _, ok := s.ops[o.OperationID]; !ok {
					faults = append(faults, path+" was registered without a permission")
				}
				faults = append(faults, unreadParameters(path, o)...)
			}
		}
	}
	if len(faults) > 0 {
		slices.Sort(faults)
		return fmt.Errorf("refusing to start: %s", strings.Join(faults, "; "))
	}
	return nil
}

var pathParameter = regexp.MustCompile(`\{([a-z_]+)\}`)

// unreadParameters finds placeholders of the path that the input does not read: the library passes over embedded structs that are not exported,
// and the handler would silently see an empty id.
func unreadParameters(path string, o *huma.Operation) (faults []string) {
	for _, m := range pathParameter.FindAllStringSubmatch(path, -1) {
		if !slices.ContainsFunc(o.Parameters, func(p *huma.Param) bool { return p.In == "path" && p.Name == m[1] }) {
			faults = append(faults, o.OperationID+" does not read {"+m[1]+"} of its path (an embedded struct must be exported)")
		}
	}
	return faults
}

// Operations lists what the server offers, for the tests that run every operation as every role.
func (s *Server) Operations() map[string]Operation { return s.ops }

// OpenAPI is the document the typed client is generated from.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI().MarshalJSON() }
