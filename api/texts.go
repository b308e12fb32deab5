package api

import (
	"encoding/hex"

	"candour/models"
	"candour/workflows/texts"
)

// TextVersionView is one version of a text as its writers and approvers see it.
type TextVersionView struct {
	Number        int               `json:"number"`
	Language      string            `json:"language"`
	State         models.TextState  `json:"state" enum:"draft,submitted,approved,declined,superseded"`
	Title         string            `json:"title"`
	Body          string            `json:"body" doc:"As written, with placeholders."`
	RenderedTitle string            `json:"rendered_title"`
	RenderedBody  string            `json:"rendered_body" doc:"As it will be read."`
	Hash          string            `json:"hash" doc:"SHA-256 of what will be read; approval binds it."`
	FactsUsed     map[string]string `json:"facts_used" doc:"Placeholder and the value it had when this was written."`
	WrittenBy     string            `json:"written_by"`
	WrittenByMe   bool              `json:"written_by_me"`
	WrittenAt     Moment            `json:"written_at"`
	SubmittedAt   Moment            `json:"submitted_at"`
	SettledBy     string            `json:"settled_by,omitempty"`
	SettledAt     Moment            `json:"settled_at"`
	DeclineReason string            `json:"decline_reason,omitempty"`
	Audience      string            `json:"audience,omitempty"`
	Ties          map[string]int    `json:"ties,omitempty"`
}

// TextFault is one thing that keeps a text from being submitted.
type TextFault struct {
	Placeholder string `json:"placeholder,omitempty"`
	Detail      string `json:"detail"`
}

func viewVersions(r models.Reader, me models.Viewer, versions []models.TextVersion) ([]TextVersionView, error) {
	ids := []models.ID{}
	for _, v := range versions {
		ids = append(ids, v.WrittenBy)
		if v.SettledBy != nil {
			ids = append(ids, *v.SettledBy)
		}
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out := []TextVersionView{}
	for _, v := range versions {
		c, err := v.Content(r.Keys())
		if err != nil {
			return nil, err
		}
		x := TextVersionView{Number: v.Number, Language: v.Language, State: v.State, Title: c.Title, Body: c.Body, RenderedTitle: c.RenderedTitle,
			RenderedBody: c.RenderedBody, Hash: hex.EncodeToString(v.Hash), FactsUsed: v.FactsUsed.V, WrittenBy: names[v.WrittenBy], WrittenByMe: v.WrittenBy == me.Account,
			WrittenAt: at(v.WrittenAt), SubmittedAt: at(v.SubmittedAt), SettledAt: at(v.SettledAt), DeclineReason: v.DeclineReason, Audience: c.Audience, Ties: c.Ties}
		if v.SettledBy != nil {
			x.SettledBy = names[*v.SettledBy]
		}
		out = append(out, x)
	}
	return out, nil
}

func viewFaults(faults []texts.Fault) []TextFault {
	out := []TextFault{}
	for _, f := range faults {
		out = append(out, TextFault{f.Placeholder, f.Detail})
	}
	return out
}

func parseHash(s string) ([]byte, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 32 {
		return nil, models.InvalidField("hash", "Say which version you have read: its check value is missing.")
	}
	return b, nil
}
