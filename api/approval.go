package api

import (
	"context"

	"candour/models"
)

// HashBody names the version that was read by its check value: approval binds those bytes and no others.
type HashBody struct {
	Hash string `json:"hash" maxLength:"64"`
}

// HashReasonBody also says why a version is sent back.
type HashReasonBody struct {
	HashBody
	Reason string `json:"reason" maxLength:"2000"`
}

// approves registers the second person's yes to something written. read says what it is about and which version was read.
func approves[I any](s *Server, op Operation, read func(*I) (id string, b HashBody), do func(ctx context.Context, db *models.DB, v models.Viewer, id string, hash []byte) error) {
	op.Right = models.RightSignStep
	act(s, op, func(ctx context.Context, db *models.DB, v models.Viewer, in *I) (*struct{ Body Empty }, error) {
		id, b := read(in)
		hash, err := parseHash(b.Hash)
		if err != nil {
			return nil, err
		}
		return &struct{ Body Empty }{}, do(ctx, db, v, id, hash)
	})
}

// declines registers the second person's no, with its reason.
func declines[I any](s *Server, op Operation, read func(*I) (id string, b HashReasonBody), do func(ctx context.Context, db *models.DB, v models.Viewer, id string, hash []byte, reason string) error) {
	op.Right = models.RightSignStep
	act(s, op, func(ctx context.Context, db *models.DB, v models.Viewer, in *I) (*struct{ Body Empty }, error) {
		id, b := read(in)
		hash, err := parseHash(b.Hash)
		if err != nil {
			return nil, err
		}
		return &struct{ Body Empty }{}, do(ctx, db, v, id, hash, b.Reason)
	})
}
