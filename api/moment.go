package api

import (
	"github.com/danielgtaylor/huma/v2"

	"candour/models/terms"
)

// Moment is an instant in requests and answers: RFC 3339 with an offset in, UTC out, null when not known yet.
type Moment struct{ terms.Instant }

// Schema says so in the API document.
func (Moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true}
}

func at(i terms.Instant) Moment { return Moment{i} }

// PageQuery asks for a page of a list.
type PageQuery struct {
	Cursor string `query:"cursor" maxLength:"500" doc:"Mark of the page, from the answer before; empty for the first page."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows on a page."`
}

// Empty is the answer of an operation that has nothing to say but that it was done.
type Empty struct{}
