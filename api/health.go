package api

import (
	"context"

	"candour/models"
)

// Health is enough for a load balancer and a page that wants to know what it talks to.
type Health struct {
	Status   string `json:"status" enum:"ok"`
	Version  string `json:"version"`
	Demo     bool   `json:"demo" doc:"This is the exercise; nothing leaves it."`
	MailSent bool   `json:"mail_sent" doc:"A mail relay is configured. If not, messages wait in the outbox."`
}

func registerHealth(s *Server) {
	read(s, Operation{ID: "show-health", Path: "/health", Summary: "Say that the server answers and reaches its database.", Public: true},
		func(ctx context.Context, r models.View, _ models.Viewer, _ *struct{}) (*struct{ Body Health }, error) {
			if err := models.Ping(r); err != nil {
				return nil, err
			}
			return &struct{ Body Health }{Health{"ok", s.Config.Version, s.Config.Demo, s.Config.SMTPSet}}, nil
		})
}
