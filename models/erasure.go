package models

import (
	"fmt"

	"candour/models/terms"
)

// IncidentsToErase gives closed incidents whose people were to be kept until a day that is past, and are still there. An incident that was opened
// and closed again since is looked at again.
func IncidentsToErase(r Reader, today string) ([]Incident, error) {
	return many[Incident](r.q().Where("state = ? AND keep_until_on <> '' AND keep_until_on < ? AND (people_erased_at IS NULL OR people_erased_at < closed_at)", IncidentClosed, today).
		Order("closed_at, id"), "incidents")
}

const peopleOfIncident = `SELECT id FROM people WHERE cohort IN (SELECT number FROM people_cohorts WHERE incident_id = ?)`

// EraseWords takes the people of an incident out of the search.
func EraseWords(tx Tx, incident ID) (int64, error) {
	r := tx.q().Exec("DELETE FROM people_words WHERE person_id IN ("+peopleOfIncident+")", incident)
	if r.Error != nil {
		return 0, fmt.Errorf("erase words of people: %w", r.Error)
	}
	return r.RowsAffected, nil
}

// ErasePeople erases some of the people of an incident. How many there were, and how each was told, stays as numbers.
func ErasePeople(tx Tx, incident ID, most int) (int64, error) {
	r := tx.q().Exec("DELETE FROM people WHERE id IN ("+peopleOfIncident+" ORDER BY id LIMIT ?)", incident, most)
	if r.Error != nil {
		return 0, fmt.Errorf("erase people: %w", r.Error)
	}
	return r.RowsAffected, nil
}

// EraseContact empties what plans and overrides of an incident say about people. An empty plan says nothing, which blocks.
func EraseContact(tx Tx, incident ID) (plans, overrides int64, err error) {
	all, err := many[ContactPlan](tx.q().Where("incident_id = ?", incident), "contact plans")
	if err != nil {
		return 0, 0, err
	}
	for i := range all {
		p := &all[i]
		if err := p.Seal(tx.Keys(), []byte("{}"), ""); err != nil {
			return 0, 0, err
		}
		if err := tx.q().Model(&ContactPlan{}).Where("id = ?", p.ID).Updates(map[string]any{"plan_sealed": p.PlanSealed, "why_sealed": p.WhySealed}).Error; err != nil {
			return 0, 0, fmt.Errorf("erase a contact plan: %w", err)
		}
	}
	rows, err := many[ContactOverride](tx.q().Where("incident_id = ?", incident), "overrides")
	if err != nil {
		return 0, 0, err
	}
	for i := range rows {
		o := &rows[i]
		if err := o.SetWhy(tx.Keys(), ""); err != nil {
			return 0, 0, err
		}
		values := map[string]any{"why_sealed": o.WhySealed, "settled_why_sealed": nil, "revoked_why_sealed": nil, "standing": nil}
		for _, of := range []string{"settled", "revoked"} {
			if values[of+"_why_sealed"], err = tx.Keys().SealText("contact_overrides."+of+"_why:"+o.ID, ""); err != nil {
				return 0, 0, err
			}
		}
		if err := tx.q().Model(&ContactOverride{}).Where("id = ?", o.ID).Updates(values).Error; err != nil {
			return 0, 0, fmt.Errorf("erase an override: %w", err)
		}
	}
	return int64(len(all)), int64(len(rows)), nil
}

// erasedName stands where the name of a document was.
const erasedName = "erased"

// EraseDocuments empties the documents of an incident. Kind, size and check value stay: whoever kept a copy can still show that it is this one.
func EraseDocuments(tx Tx, incident ID) (int64, error) {
	rows, err := many[Document](headsOfDocuments(tx).Where("incident_id = ? AND erased_at IS NULL", incident), "documents")
	if err != nil {
		return 0, err
	}
	for i := range rows {
		d := &rows[i]
		if err := d.Seal(tx.Keys(), erasedName, nil); err != nil {
			return 0, err
		}
		if err := tx.q().Model(&Document{}).Where("id = ?", d.ID).Updates(map[string]any{"name_sealed": d.NameSealed, "bytes_sealed": d.BytesSealed, "erased_at": tx.Now()}).Error; err != nil {
			return 0, fmt.Errorf("erase a document: %w", err)
		}
	}
	return int64(len(rows)), nil
}

// EraseProposals empties what societies said about single people and how they are told.
func EraseProposals(tx Tx, incident ID) (n int64, err error) {
	rows, err := many[ProposalAnswer](tx.q().Where("question IN ? AND proposal_id IN (SELECT id FROM proposals WHERE incident_id = ?)", []Question{AskChannels, AskPlan, AskExceptions}, incident), "answers")
	if err != nil {
		return 0, err
	}
	for i := range rows {
		a := &rows[i]
		if err := a.SetContent(tx.Keys(), ProposalContent{}); err != nil {
			return 0, err
		}
		if err := tx.q().Model(&ProposalAnswer{}).Where("id = ?", a.ID).Updates(map[string]any{"content_sealed": a.ContentSealed, "settlement_sealed": nil}).Error; err != nil {
			return 0, fmt.Errorf("erase an answer: %w", err)
		}
	}
	return int64(len(rows)), nil
}

// MarkErased notes that nothing of the people of a closed incident is here any more.
func MarkErased(tx Tx, i Incident, at terms.Instant) error {
	return guarded(tx.q().Model(&Incident{}).Where("id = ? AND state = ?", i.ID, IncidentClosed), map[string]any{"people_erased_at": at},
		"The incident was opened again in the meantime. Nothing more was erased.")
}
