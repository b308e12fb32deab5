package api

import (
	"context"

	"candour/models"
	"candour/workflows/worklists"
)

// ReportedCountView is what a society says it has done with its own people of a group.
type ReportedCountView struct {
	ID         string         `json:"id"`
	PartyID    string         `json:"party_id"`
	GroupID    string         `json:"group_id"`
	Number     int            `json:"number" doc:"The highest of a group counts."`
	Told       int            `json:"told"`
	Unreached  map[string]int `json:"unreached"`
	Excluded   map[string]int `json:"excluded"`
	How        map[string]int `json:"how" doc:"Channel -> people told by it."`
	ToldFrom   string         `json:"told_from"`
	ToldUntil  string         `json:"told_until"`
	ToldBy     string         `json:"told_by"`
	ReportedAt Moment         `json:"reported_at"`
	ReportedBy string         `json:"reported_by"`
}

func reportedCountView(r models.Reader, c models.ReportedCount) (ReportedCountView, error) {
	by, err := c.ToldBy(r.Keys())
	return ReportedCountView{c.ID, c.PartyID, c.GroupID, c.Number, c.Told, filled(c.Unreached.V), filled(c.Excluded.V), filled(c.How.V), c.ToldFrom, c.ToldUntil, by, at(c.ReportedAt), c.ReportedBy}, err
}

func filled(m map[string]int) map[string]int {
	if m == nil {
		return map[string]int{}
	}
	return m
}

func registerReportedCounts(s *Server) {
	tags := []string{"Worklists"}
	read(s, Operation{ID: "list-reported-counts", Path: "/incidents/{incident_id}/reported-counts", Summary: "What societies report about their own people, every version, newest first; a focal point sees its own.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct {
			Body struct {
				Items            []ReportedCountView `json:"items" nullable:"false"`
				UnreachedReasons []string            `json:"unreached_reasons" nullable:"false"`
				ExcludedReasons  []string            `json:"excluded_reasons" nullable:"false"`
				Channels         []string            `json:"channels" nullable:"false"`
			}
		}, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			rows, err := models.ListReportedCounts(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out := &struct {
				Body struct {
					Items            []ReportedCountView `json:"items" nullable:"false"`
					UnreachedReasons []string            `json:"unreached_reasons" nullable:"false"`
					ExcludedReasons  []string            `json:"excluded_reasons" nullable:"false"`
					Channels         []string            `json:"channels" nullable:"false"`
				}
			}{}
			out.Body.UnreachedReasons, out.Body.ExcludedReasons, out.Body.Channels = worklists.UnreachedReasons, worklists.ExcludedReasons, worklists.Ways()
			out.Body.Items = make([]ReportedCountView, 0, len(rows))
			for _, c := range rows {
				x, err := reportedCountView(r, c)
				if err != nil {
					return nil, err
				}
				out.Body.Items = append(out.Body.Items, x)
			}
			return out, nil
		})
	act(s, Operation{ID: "report-counts", Path: "/people-groups/{group_id}/reported-counts", Summary: "Report how many people of a group the society has told itself, without names. A correction is a new report.", Right: models.RightWorkLists, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			Group string `path:"group_id"`
			Body  struct {
				Previous  int            `json:"previous,omitempty" minimum:"0" doc:"Number of the report that was read; absent: none."`
				Told      int            `json:"told" minimum:"0"`
				Unreached map[string]int `json:"unreached,omitempty"`
				Excluded  map[string]int `json:"excluded,omitempty"`
				How       map[string]int `json:"how,omitempty"`
				ToldFrom  string         `json:"told_from" maxLength:"10"`
				ToldUntil string         `json:"told_until" maxLength:"10"`
				ToldBy    string         `json:"told_by,omitempty" maxLength:"120"`
			}
		}) (*struct{ Body ReportedCountView }, error) {
			b := in.Body
			c, err := worklists.ReportCounts(ctx, db, v, worklists.Counted{Group: in.Group, Previous: b.Previous, Told: b.Told, Unreached: filled(b.Unreached), Excluded: filled(b.Excluded), How: filled(b.How),
				ToldFrom: b.ToldFrom, ToldUntil: b.ToldUntil, ToldBy: b.ToldBy})
			if err != nil {
				return nil, err
			}
			x, err := reportedCountView(db.View(ctx), c)
			return &struct{ Body ReportedCountView }{x}, err
		})
}
