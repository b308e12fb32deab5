package enquiries

import (
	"slices"

	"candour/models"
	"candour/models/terms"
)

// Waiting is an enquiry somebody has to do something about.
type Waiting struct {
	models.Enquiry
	Holds   bool          // the agreed hours hold now
	Next    terms.Instant // when they begin, if they do not hold
	Awaits  int           // answers that are still being written
	Ready   []models.ID   // answers asked for that may be said now
	Refused string        // why nobody may call now; empty: somebody may
	InCall  models.ID     // a call was begun and not ended
}

const shownWaiting = 200

// Work lists what waits, the most urgent first.
func Work(r models.Reader, by models.Viewer, incident models.ID) ([]Waiting, error) {
	i, err := models.FindIncident(r, by, incident)
	if err != nil {
		return nil, err
	}
	rows, err := models.UnsettledEnquiries(r, by, incident, shownWaiting)
	if err != nil {
		return nil, err
	}
	out := make([]Waiting, len(rows))
	ids := make([]models.ID, len(rows))
	for n, e := range rows {
		out[n] = Waiting{Enquiry: e}
		ids[n] = e.ID
	}
	asked, err := models.AnswersOfEnquiries(r, ids...)
	if err != nil {
		return nil, err
	}
	calls, err := models.CallsOfEnquiries(r, ids...)
	if err != nil {
		return nil, err
	}
	written, err := answersBehind(r, by, i, asked)
	if err != nil {
		return nil, err
	}
	for n := range out {
		w := &out[n]
		for _, a := range asked[w.ID] {
			if a.VersionID != nil {
				continue
			}
			if _, ok := written[a.AnswerID].For(w.Language); ok {
				w.Ready = append(w.Ready, a.AnswerID)
			} else {
				w.Awaits++
			}
		}
		if !w.CallWanted {
			continue
		}
		w.Holds, w.Next = Window(w.CallFrom, w.CallUntil, w.CallZone, r.Now())
		if err := mayCall(r, by, w.Enquiry, calls[w.ID]); err != nil {
			w.Refused = err.Error()
		}
		w.InCall = inCall(calls[w.ID])
	}
	return out, nil
}

// answersBehind opens the answers that enquiries wait for.
func answersBehind(r models.Reader, by models.Viewer, i models.Incident, asked map[models.ID][]models.EnquiryAnswer) (map[models.ID]Answer, error) {
	all, err := models.ListAnswers(r, by, i.ID, "")
	if err != nil {
		return nil, err
	}
	waited := map[models.ID]bool{}
	for _, rows := range asked {
		for _, a := range rows {
			waited[a.AnswerID] = waited[a.AnswerID] || a.VersionID == nil
		}
	}
	all = slices.DeleteFunc(all, func(a models.Answer) bool { return !waited[a.ID] })
	opened, err := open(r, i, all)
	out := map[models.ID]Answer{}
	for _, a := range opened {
		out[a.ID] = a
	}
	return out, err
}
