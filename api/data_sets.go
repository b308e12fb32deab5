package api

import (
	"context"

	"candour/models"
	"candour/workflows/intake"
)

// DataSetView is a body of data that was exposed.
type DataSetView struct {
	ID         string   `json:"id"`
	IncidentID string   `json:"incident_id"`
	Name       string   `json:"name"`
	Categories []string `json:"categories" nullable:"false" doc:"Words of the fact data_categories; empty: not known yet."`
	Notes      string   `json:"notes"`
	Version    int      `json:"version"`
}

func dataSetView(d models.DataSet) DataSetView {
	return DataSetView{d.ID, d.IncidentID, d.Name, notNil(d.Categories.V), d.Notes, d.Version}
}

// DataSetBody is what can be written of a data set.
type DataSetBody struct {
	Name       string   `json:"name" minLength:"1" maxLength:"200"`
	Categories []string `json:"categories,omitempty" maxItems:"50"`
	Notes      string   `json:"notes,omitempty" maxLength:"2000"`
}

func (b DataSetBody) entry() intake.DataSetEntry {
	return intake.DataSetEntry{Name: b.Name, Categories: b.Categories, Notes: b.Notes}
}

// DataSetList is the data sets of an incident by name.
type DataSetList struct {
	Items []DataSetView `json:"items" nullable:"false"`
}

// CatalogueList is the bodies of data to choose from.
type CatalogueList struct {
	Items []intake.Known `json:"items" nullable:"false"`
}

type dataSetOutput struct{ Body DataSetView }

func dataSetOf(d models.DataSet, err error) (*dataSetOutput, error) {
	if err != nil {
		return nil, err
	}
	return &dataSetOutput{dataSetView(d)}, nil
}

func registerDataSets(s *Server) {
	tags := []string{"Data sets and people groups"}
	read(s, Operation{ID: "list-catalogue", Path: "/catalogue", Summary: "Bodies of data that organisations like ours keep, to choose from.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, _ models.View, _ models.Viewer, _ *struct{}) (*struct{ Body CatalogueList }, error) {
			items, err := intake.Catalogue()
			return &struct{ Body CatalogueList }{CatalogueList{items}}, err
		})
	read(s, Operation{ID: "list-data-sets", Path: "/incidents/{incident_id}/data-sets", Summary: "The data sets of an incident by name.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
		}) (*struct{ Body DataSetList }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			ds, err := models.ViewDataSets(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body DataSetList }{DataSetList{[]DataSetView{}}}
			for _, d := range ds {
				out.Body.Items = append(out.Body.Items, dataSetView(d))
			}
			return out, nil
		})
	act(s, Operation{ID: "add-data-set", Path: "/incidents/{incident_id}/data-sets", Summary: "Add a data set.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body DataSetBody
		}) (*dataSetOutput, error) {
			return dataSetOf(intake.AddDataSet(ctx, db, v, in.ID, in.Body.entry()))
		})
	act(s, Operation{ID: "edit-data-set", Method: "PUT", Path: "/incidents/{incident_id}/data-sets/{data_set_id}", Summary: "Write a data set anew.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID      string `path:"incident_id"`
			DataSet string `path:"data_set_id"`
			Body    struct {
				DataSetBody
				Version int `json:"version" minimum:"1"`
			}
		}) (*dataSetOutput, error) {
			return dataSetOf(intake.EditDataSet(ctx, db, v, in.ID, in.DataSet, in.Body.Version, in.Body.entry()))
		})
	act(s, Operation{ID: "remove-data-set", Path: "/incidents/{incident_id}/data-sets/{data_set_id}/remove", Summary: "Take a data set out with a reason, when no group uses it.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID      string `path:"incident_id"`
			DataSet string `path:"data_set_id"`
			Body    VersionReasonBody
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, intake.RemoveDataSet(ctx, db, v, in.ID, in.DataSet, in.Body.Version, in.Body.Reason)
		})
}
