package briefing

import (
	"cmp"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/acknowledgement"
	"candour/workflows/dispatch"
	"candour/workflows/texts"
)

// Snapshot is what was known at one moment: counts, values as readers are told them, clocks. It names organisations and nobody else.
type Snapshot struct {
	At        terms.Instant          `json:"at"`
	Reference string                 `json:"reference"`
	Exercise  bool                   `json:"exercise"`
	Values    map[string]string      `json:"values"` // placeholders of texts, in English
	Clocks    []Clock                `json:"clocks"`
	People    map[models.Share]int64 `json:"people"`
	Affected  int64                  `json:"affected"`
	Asked     int                    `json:"asked"` // societies, and circulars to them
	Answered  int                    `json:"answered"`
	Silent    []string               `json:"silent"`
	Enquiries int                    `json:"enquiries"`
	Waiting   int                    `json:"waiting"`
	CallBacks int                    `json:"call_backs"`
	Texts     int64                  `json:"texts"` // wait for an approver
	Notices   int64                  `json:"notices"`
	Questions int                    `json:"questions"` // duties nobody can tell yet
	Uncertain int64                  `json:"uncertain"` // messages
}

// Clock is one obligation as it stood.
type Clock struct {
	ID       models.ID              `json:"id"`
	What     string                 `json:"what"`
	Law      string                 `json:"law"`
	Party    string                 `json:"party"`
	DueAt    terms.Instant          `json:"due_at"` // the law's limit, else our own target
	ByLaw    bool                   `json:"by_law"`
	State    models.ObligationState `json:"state"`
	ClosedAt terms.Instant          `json:"closed_at"`
}

// past says that the limit has passed; late that it was the law's: past our own target nobody is late.
func (c Clock) past(at terms.Instant) bool { return !c.DueAt.IsZero() && at.After(c.DueAt) }
func (c Clock) late(at terms.Instant) bool { return c.ByLaw && c.past(at) }

// gather reads an incident at this moment, for this viewer.
func gather(r models.Reader, v models.Viewer, i models.Incident) (Snapshot, error) {
	s := Snapshot{At: r.Now(), Reference: i.Reference, Exercise: i.Exercise}
	values, err := texts.Values(r, i, "en")
	if err != nil {
		return s, err
	}
	s.Values = values
	if s.Clocks, err = clocks(r, v, i.ID); err != nil {
		return s, err
	}
	cover, err := dispatch.Cover(r, v, i)
	if err != nil {
		return s, err
	}
	s.Affected, s.People = cover.Affected, cover.Shares
	rows, counts, err := acknowledgement.Board(r, v, i.ID, "")
	if err != nil {
		return s, err
	}
	s.Asked, s.Answered = counts.Expected, counts.Acknowledged
	for _, row := range rows {
		if row.Silent && !slices.Contains(s.Silent, row.Society.Name) {
			s.Silent = append(s.Silent, row.Society.Name)
		}
	}
	slices.Sort(s.Silent)
	asked, err := models.CountEnquiries(r, v, i.ID)
	if err != nil {
		return s, err
	}
	for _, x := range asked {
		s.Enquiries += x.Count
		if !x.State.Settled() {
			s.Waiting += x.Count
		}
		if x.State == models.EnquiryCallBack {
			s.CallBacks += x.Count
		}
	}
	if s.Texts, s.Notices, err = models.CountSubmittedIn(r, i.ID); err != nil {
		return s, err
	}
	outcomes, err := models.CountDeterminations(r, v, i.ID)
	if err != nil {
		return s, err
	}
	s.Questions = outcomes[terms.Undetermined]
	s.Uncertain, err = models.CountUncertainMessages(r, i.ID)
	return s, err
}

func clocks(r models.Reader, v models.Viewer, incident models.ID) ([]Clock, error) {
	all, err := models.LoadObligations(r, incident)
	if err != nil {
		return nil, err
	}
	parties, err := models.PartyNames(r, v, incident)
	if err != nil {
		return nil, err
	}
	var out []Clock
	for _, o := range all {
		if o.Clock == models.ClockAssessmentWindow {
			continue // our own time to think is no duty towards anybody
		}
		what, _, _ := strings.Cut(o.What, ". ") // the reasons stand with the obligation
		c := Clock{ID: o.ID, What: strings.TrimSuffix(what, "."), Law: cmp.Or(o.Citation, o.Law), Party: parties[o.PartyID], State: o.State, ClosedAt: o.ClosedAt}
		c.DueAt, c.ByLaw = o.Limit()
		out = append(out, c)
	}
	slices.SortStableFunc(out, compareClocks)
	return out, nil
}

// compareClocks puts the next due first, those without a time last.
func compareClocks(a, b Clock) int {
	switch {
	case a.DueAt.IsZero() != b.DueAt.IsZero():
		if a.DueAt.IsZero() {
			return 1
		}
		return -1
	case a.DueAt != b.DueAt:
		if a.DueAt.Before(b.DueAt) {
			return -1
		}
		return 1
	}
	if d := strings.Compare(a.What+a.Party, b.What+b.Party); d != 0 {
		return d
	}
	return strings.Compare(a.ID, b.ID)
}
