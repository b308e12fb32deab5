package api_test

import (
	"encoding/json"
	"iter"
	"maps"
	"strings"

	"candour/models"
)

// document is as much of the API document as is needed to make the smallest request that its schemas allow.
type document struct {
	Paths map[string]map[string]struct {
		RequestBody struct {
			Content map[string]struct {
				Schema schema `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Format     string            `json:"format"`
	Pattern    string            `json:"pattern"`
	Enum       []any             `json:"enum"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
	MinItems   int               `json:"minItems"`
	MinLength  int               `json:"minLength"`
	Minimum    *float64          `json:"minimum"`
}

func (d document) smallestBody(path, method string) string {
	content := d.Paths[path][method].RequestBody.Content
	c, ok := content["application/json"]
	if !ok {
		return ""
	}
	b, _ := json.Marshal(d.smallest(c.Schema))
	return string(b)
}

func (d document) smallest(s schema) any {
	if s.Ref != "" {
		return d.smallest(d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")])
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	kind, _ := s.Type.(string)
	if kinds, ok := s.Type.([]any); ok && len(kinds) > 0 {
		kind, _ = kinds[0].(string)
	}
	switch kind {
	case "object":
		out := map[string]any{}
		for _, k := range s.Required {
			out[k] = d.smallest(s.Properties[k])
		}
		return out
	case "array":
		out := []any{}
		for range s.MinItems {
			out = append(out, d.smallest(*s.Items))
		}
		return out
	case "integer", "number":
		if s.Minimum != nil {
			return *s.Minimum
		}
		return 1
	case "boolean":
		return false
	case "string":
		switch {
		case s.Format == "date-time":
			return "2026-11-20T08:00:00Z"
		case s.Format == "uuid":
			return models.NewID()
		case strings.Contains(s.Pattern, "[0-9]{6}"):
			return "123456"
		}
		return strings.Repeat("x", max(1, s.MinLength))
	}
	return nil
}

func mapKeys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }
