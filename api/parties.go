package api

import (
	"context"

	"candour/models"
	"candour/workflows/intake"
)

// PartyView is an organisation in an incident, with its role and its own moment of awareness.
type PartyView struct {
	ID               string           `json:"id"`
	IncidentID       string           `json:"incident_id"`
	OrganisationID   *string          `json:"organisation_id" doc:"Its entry in the directory; null when it was typed in."`
	Name             string           `json:"name"`
	Country          string           `json:"country"`
	Role             models.PartyRole `json:"role" enum:"controller,joint-controller,processor,host"`
	Kind             string           `json:"kind" doc:"Empty: not known yet."`
	Sectors          []string         `json:"sectors" nullable:"false" doc:"Empty: not known yet."`
	Movement         *bool            `json:"movement" doc:"A component of the Red Cross and Red Crescent Movement; null: not known yet."`
	EEAEstablishment *bool            `json:"eea_establishment" doc:"Null: not known yet."`
	StaffCount       *int             `json:"staff_count"`
	Immunity         string           `json:"immunity" doc:"Basis on which national law does not bind it; empty: none claimed."`
	AwareAt          Moment           `json:"aware_at"`
	AwareZone        string           `json:"aware_zone"`
	AwareReason      string           `json:"aware_reason" doc:"Why this moment and no other."`
	AddedAt          Moment           `json:"added_at"`
	Version          int              `json:"version"`
}

func partyView(p models.Party) PartyView {
	return PartyView{p.ID, p.IncidentID, p.OrganisationID, p.Name, p.Country, p.Role, p.Kind, notNil(p.Sectors.V), p.Movement, p.EEAEstablishment, p.StaffCount,
		p.Immunity, at(p.AwareAt), p.AwareZone, p.AwareReason, at(p.AddedAt), p.Version}
}

func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// PartyBody is what can be written of a party. With organisation_id the directory answers what is left out.
type PartyBody struct {
	OrganisationID   string   `json:"organisation_id,omitempty" maxLength:"36" doc:"Only when adding; it cannot be exchanged later."`
	Name             string   `json:"name,omitempty" maxLength:"200"`
	Country          string   `json:"country,omitempty" maxLength:"100"`
	Role             string   `json:"role" enum:"controller,joint-controller,processor,host"`
	Kind             string   `json:"kind,omitempty" enum:"national-society,international-organisation,company,public-body,other"`
	Sectors          []string `json:"sectors,omitempty" maxItems:"12"`
	Movement         *bool    `json:"movement,omitempty"`
	EEAEstablishment *bool    `json:"eea_establishment,omitempty"`
	StaffCount       *int     `json:"staff_count,omitempty" minimum:"0"`
	Immunity         string   `json:"immunity,omitempty" maxLength:"300"`
	AwareAt          Moment   `json:"aware_at,omitempty" doc:"Absent when adding: the incident's, as an assumption. Absent when editing: unchanged."`
	AwareZone        string   `json:"aware_zone,omitempty" maxLength:"60"`
	AwareReason      string   `json:"aware_reason,omitempty" maxLength:"1000" doc:"Needed with aware_at."`
}

func (b PartyBody) entry() intake.PartyEntry {
	e := intake.PartyEntry{Name: b.Name, Country: b.Country, Role: models.PartyRole(b.Role), Kind: b.Kind, Sectors: b.Sectors, Movement: b.Movement,
		EEAEstablishment: b.EEAEstablishment, StaffCount: b.StaffCount, Immunity: b.Immunity, AwareAt: b.AwareAt.Instant, AwareZone: b.AwareZone, AwareReason: b.AwareReason}
	if b.OrganisationID != "" {
		e.OrganisationID = &b.OrganisationID
	}
	return e
}

// PartyList is the parties of an incident by name.
type PartyList struct {
	Items []PartyView `json:"items" nullable:"false"`
}

type partyOutput struct{ Body PartyView }

func partyOf(p models.Party, err error) (*partyOutput, error) {
	if err != nil {
		return nil, err
	}
	return &partyOutput{partyView(p)}, nil
}

// SocietiesBody adds many organisations of the directory at once.
type SocietiesBody struct {
	OrganisationIDs []string `json:"organisation_ids" minItems:"1" maxItems:"400"`
	Role            string   `json:"role" enum:"controller,joint-controller,processor,host"`
	AwareAt         Moment   `json:"aware_at,omitempty"`
	AwareZone       string   `json:"aware_zone,omitempty" maxLength:"60"`
	AwareReason     string   `json:"aware_reason,omitempty" maxLength:"1000"`
}

// SocietiesAdded says who joined.
type SocietiesAdded struct {
	Items   []PartyView `json:"items" nullable:"false"`
	Skipped int         `json:"skipped" doc:"Were parties already and are left as they are."`
}

func registerParties(s *Server) {
	tags := []string{"Parties"}
	read(s, Operation{ID: "list-parties", Path: "/incidents/{incident_id}/parties", Summary: "The parties of an incident by name; a focal point sees its own society.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"incident_id"`
		}) (*struct{ Body PartyList }, error) {
			if _, err := models.FindIncident(r, v, in.ID); err != nil {
				return nil, err
			}
			ps, err := models.ListParties(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			out := &struct{ Body PartyList }{PartyList{[]PartyView{}}}
			for _, p := range ps {
				out.Body.Items = append(out.Body.Items, partyView(p))
			}
			return out, nil
		})
	read(s, Operation{ID: "show-party", Path: "/parties/{party_id}", Summary: "One party.", Right: models.RightReadIncidents, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			ID string `path:"party_id"`
		}) (*partyOutput, error) {
			return partyOf(models.FindParty(r, v, in.ID))
		})
	act(s, Operation{ID: "add-party", Path: "/incidents/{incident_id}/parties", Summary: "Add an organisation with its role and its own moment of awareness.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body PartyBody
		}) (*partyOutput, error) {
			return partyOf(intake.AddParty(ctx, db, s.Library, v, in.ID, in.Body.entry()))
		})
	act(s, Operation{ID: "add-parties", Path: "/incidents/{incident_id}/parties/many", Summary: "Add many organisations of the directory with the same role and moment.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"incident_id"`
			Body SocietiesBody
		}) (*struct{ Body SocietiesAdded }, error) {
			b := in.Body
			added, skipped, err := intake.AddSocieties(ctx, db, s.Library, v, in.ID, b.OrganisationIDs, intake.PartyEntry{Role: models.PartyRole(b.Role),
				AwareAt: b.AwareAt.Instant, AwareZone: b.AwareZone, AwareReason: b.AwareReason})
			if err != nil {
				return nil, err
			}
			all, err := models.ListParties(db.View(ctx), v, in.ID)
			if err != nil {
				return nil, err
			}
			now := map[models.ID]models.Party{}
			for _, p := range all {
				now[p.ID] = p
			}
			out := &struct{ Body SocietiesAdded }{SocietiesAdded{[]PartyView{}, skipped}}
			for _, p := range added {
				out.Body.Items = append(out.Body.Items, partyView(now[p.ID]))
			}
			return out, nil
		})
	act(s, Operation{ID: "edit-party", Method: "PUT", Path: "/parties/{party_id}", Summary: "Write a party anew; a new moment of awareness needs its reason.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"party_id"`
			Body struct {
				PartyBody
				Version int `json:"version" minimum:"1"`
			}
		}) (*partyOutput, error) {
			return partyOf(intake.EditParty(ctx, db, s.Library, v, in.ID, in.Body.Version, in.Body.entry()))
		})
	act(s, Operation{ID: "remove-party", Path: "/parties/{party_id}/remove", Summary: "Take a party out with a reason; its facts stay in the record.", Right: models.RightWriteFacts, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			ID   string `path:"party_id"`
			Body VersionReasonBody
		}) (*struct{ Body Empty }, error) {
			return &struct{ Body Empty }{}, intake.RemoveParty(ctx, db, v, in.ID, in.Body.Version, in.Body.Reason)
		})
}

// VersionReasonBody is a reason and the version that was seen.
type VersionReasonBody struct {
	Version int    `json:"version" minimum:"1"`
	Reason  string `json:"reason" minLength:"1" maxLength:"1000" doc:"No names of people."`
}
