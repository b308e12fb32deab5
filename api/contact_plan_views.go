package api

import (
	"encoding/json"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/safecontact"
)

// ContactPlanBody is what is known about telling a group, or one person, safely. An absent field says nothing.
type ContactPlanBody struct {
	Harm            string               `json:"harm" enum:"yes,no,unknown" doc:"Can telling them hurt them? Unknown blocks every channel; yes leaves only those that are named."`
	HarmWhy         string               `json:"harm_why,omitempty" maxLength:"2000"`
	Channels        []string             `json:"channels,omitempty" maxItems:"8" enum:"email,sms,call,letter,visit,society,voice,broadcast" doc:"Safe channels, the first one first. Absent: nobody has said."`
	Languages       []string             `json:"languages,omitempty" maxItems:"20" doc:"BCP 47, the first one first."`
	Hours           []ContactHours       `json:"hours,omitempty" maxItems:"21"`
	Zone            string               `json:"zone,omitempty" maxLength:"60" doc:"Of the hours, for example Africa/Nairobi."`
	Speaker         string               `json:"speaker,omitempty" enum:",any,society_worker,known_case_worker,delegate_only,child_protection" doc:"Who may speak to them."`
	SexOfCaller     string               `json:"sex_of_caller,omitempty" enum:",any,woman,man" doc:"By wish."`
	MustNotSay      []string             `json:"must_not_say,omitempty" maxItems:"30"`
	SharedTelephone string               `json:"shared_telephone,omitempty" enum:",yes,no,unknown"`
	SharedMailbox   string               `json:"shared_mailbox,omitempty" enum:",yes,no,unknown"`
	Minor           string               `json:"minor,omitempty" enum:",yes,no,unknown" doc:"Of a person: known to be a minor, or known not to be one."`
	Guardian        string               `json:"guardian,omitempty" enum:",none,through_guardian,guardian_may_be_danger"`
	Cleared         []string             `json:"cleared,omitempty" maxItems:"8" enum:"email,sms,call,letter,visit,society,voice,broadcast" doc:"Channels that the delegation in charge has cleared although they pass a detaining authority."`
	ClearedBy       string               `json:"cleared_by,omitempty" maxLength:"500"`
	DoNotContact    *ContactDoNotContact `json:"do_not_contact,omitempty"`
}

// ContactHours are a time of the day on some days, in minutes since local midnight; an end before the beginning is on the next day.
type ContactHours struct {
	Days []string `json:"days,omitempty" maxItems:"7" enum:"mon,tue,wed,thu,fri,sat,sun" doc:"Absent: every day."`
	From int      `json:"from" minimum:"0" maximum:"1439"`
	To   int      `json:"to" minimum:"0" maximum:"1440"`
}

// ContactDoNotContact is a decision not to contact, for a reason of the closed list.
type ContactDoNotContact struct {
	Reason         string `json:"reason" enum:"endangers_person,grave_distress,unsafe_or_impossible_place,disproportionate_effort,ruins_vital_operation,data_useless"`
	Reviewer       string `json:"reviewer" maxLength:"36" doc:"The account that looks at it again."`
	ReviewOn       string `json:"review_on" maxLength:"10" doc:"Civil date."`
	Alternative    string `json:"alternative" enum:"public_notice,later,trusted_person,society_worker,protective_measures,nothing_possible"`
	AlternativeHow string `json:"alternative_how,omitempty" maxLength:"2000"`
}

// plan and planBody go through the one written form of a plan, so that no field can be forgotten on the way.
func (b *ContactPlanBody) plan() (p safecontact.Plan, err error) {
	raw, err := json.Marshal(b)
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	return p, err
}

func planBody(p *safecontact.Plan) (*ContactPlanBody, error) {
	if p == nil {
		return nil, nil
	}
	var b ContactPlanBody
	raw, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(raw, &b)
	}
	return &b, err
}

// ContactChannel is what one channel would mean for a group, or for a person now.
type ContactChannel struct {
	Channel       string   `json:"channel" enum:"email,sms,call,letter,visit,society,voice,broadcast"`
	Allowed       bool     `json:"allowed"`
	Rule          string   `json:"rule" doc:"The rule of safe contact that is against it; allowed, override, or another word for the reason."`
	Why           string   `json:"why"`
	Citation      string   `json:"citation" doc:"Empty: no rule speaks of it."`
	NotBefore     Moment   `json:"not_before" doc:"Only the hour is wrong: when the next agreed one begins."`
	Speaker       string   `json:"speaker" enum:",any,society_worker,known_case_worker,delegate_only,child_protection"`
	SexOfCaller   string   `json:"sex_of_caller" enum:",any,woman,man"`
	MustNotSay    []string `json:"must_not_say" nullable:"false"`
	FirstSentence string   `json:"first_sentence"`
}

func contactChannel(c safecontact.Channel, d safecontact.Decision) ContactChannel {
	return ContactChannel{string(c), d.Allowed, d.Rule, d.Why, d.Citation, at(d.NotBefore), string(d.Speaker), string(d.SexOfCaller), notNil(d.MustNotSay), d.FirstSentence}
}

// contactChannels asks for every channel. A group has no hour now: for it, a wrong hour is no refusal, only a wait.
func contactChannels(s safecontact.Subject, now terms.Instant, group bool) []ContactChannel {
	out := make([]ContactChannel, 0, len(safecontact.Channels))
	for _, c := range safecontact.Channels {
		d := safecontact.Decide(safecontact.Default(), s, c, now)
		if group && d.Rule == safecontact.WrongHour && !d.NotBefore.IsZero() {
			d.Allowed = true
		}
		out = append(out, contactChannel(c, d))
	}
	return out
}

// ContactVersion is one version of a plan.
type ContactVersion struct {
	Number int              `json:"number"`
	Plan   *ContactPlanBody `json:"plan" nullable:"false"`
	Why    string           `json:"why"`
	SetBy  string           `json:"set_by"`
	SetAt  Moment           `json:"set_at"`
	TaskID *string          `json:"task_id" doc:"Of the review of a decision not to contact."`
}

func contactVersions(r models.Reader, rows []models.ContactPlan) ([]ContactVersion, error) {
	ids := make([]models.ID, len(rows))
	for i := range rows {
		ids[i] = rows[i].SetBy
	}
	names, err := models.AccountNames(r, ids)
	if err != nil {
		return nil, err
	}
	out := make([]ContactVersion, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		plan, err := contact.Read(r, row)
		if err != nil {
			return nil, err
		}
		body, err := planBody(plan)
		if err != nil {
			return nil, err
		}
		why, err := row.Why(r.Keys())
		if err != nil {
			return nil, err
		}
		out = append(out, ContactVersion{row.Number, body, why, names[row.SetBy], at(row.SetAt), row.TaskID})
	}
	return out, nil
}
