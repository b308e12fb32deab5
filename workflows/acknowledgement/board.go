package acknowledgement

import (
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
)

// Row is one society and one circular, in the words of the house: sent is what the relay took, delivered what a receipt or a press proves,
// seen a human's press, acknowledged the answer after it.
type Row struct {
	Society      models.Organisation
	Expected     models.Acknowledgement
	Notice       int // number of the circular
	Messages     int
	NotSent      bool   // held: an exercise, or no mail server
	Problem      string // refused, uncertain, deferred, no_contact
	SentAt       terms.Instant
	DeliveredAt  terms.Instant
	Acknowledged bool
	Silent       bool
	Code         string
	Language     string
	Fallback     bool // not the society's first language
}

// Counts of the rows, for the funnel.
type Counts struct {
	Expected, Sent, Delivered, Seen, Acknowledged, Acting, Declined, CallMe, Silent, NotSent, Problems int
}

// Board shows every society at once, those that need somebody first. A focal point sees its own.
func Board(r models.Reader, v models.Viewer, incident, notice models.ID) ([]Row, Counts, error) {
	var c Counts
	expected, err := models.ListAcknowledgements(r, v, incident, notice)
	if err != nil || len(expected) == 0 {
		return []Row{}, c, err
	}
	deliveries, err := models.ListDeliveries(r, incident, notice, "")
	if err != nil {
		return nil, c, err
	}
	type key struct{ notice, society models.ID }
	messages := map[key][]models.Delivery{}
	for _, d := range deliveries {
		k := key{d.NoticeID, d.OrganisationID}
		messages[k] = append(messages[k], d)
	}
	var ids []models.ID
	for _, a := range expected {
		ids = append(ids, a.OrganisationID)
	}
	societies, err := models.OrganisationsByID(r, ids)
	if err != nil {
		return nil, c, err
	}
	notices, err := models.ListNotices(r, v, incident)
	if err != nil {
		return nil, c, err
	}
	number := map[models.ID]int{}
	for _, n := range notices {
		number[n.ID] = n.Number
	}
	rows := make([]Row, 0, len(expected))
	for _, a := range expected {
		row := Row{Society: societies[a.OrganisationID], Expected: a, Notice: number[a.NoticeID], Acknowledged: !a.AnsweredAt.IsZero(), Silent: a.Silent(r.Now())}
		row.add(messages[key{a.NoticeID, a.OrganisationID}])
		if row.Acknowledged {
			if row.Code, err = Code(r.Keys(), a); err != nil {
				return nil, c, err
			}
		}
		c.add(row)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		if d := a.rank() - b.rank(); d != 0 {
			return d
		}
		return strings.Compare(a.Society.Name, b.Society.Name)
	})
	return rows, c, nil
}

// add sums up the messages to one society. What has worked once counts; a problem shows only while nothing has worked.
func (row *Row) add(ds []models.Delivery) {
	row.Messages = len(ds)
	if len(ds) == 0 {
		row.Problem = "no_contact"
		return
	}
	row.Language, row.Fallback = ds[0].Language, ds[0].Wanted != ""
	held := 0
	for _, d := range ds {
		if !d.SentAt.IsZero() && (row.SentAt.IsZero() || d.SentAt.Before(row.SentAt)) {
			row.SentAt = d.SentAt
		}
		if !d.DeliveredAt.IsZero() && (row.DeliveredAt.IsZero() || d.DeliveredAt.Before(row.DeliveredAt)) {
			row.DeliveredAt = d.DeliveredAt
		}
		switch d.State {
		case models.DeliveryHeld:
			held++
		case models.DeliveryRefused, models.DeliveryUncertain, models.DeliveryDeferred:
			row.Problem = string(d.State)
		}
	}
	row.NotSent = held == len(ds)
	if row.Acknowledged || !row.DeliveredAt.IsZero() || last(ds).State == models.DeliverySent {
		row.Problem = ""
	}
}

func last(ds []models.Delivery) models.Delivery { return ds[len(ds)-1] }

func (c *Counts) add(row Row) {
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	count(&c.Expected, true)
	count(&c.Sent, !row.SentAt.IsZero() || !row.DeliveredAt.IsZero())
	count(&c.Delivered, !row.DeliveredAt.IsZero())
	count(&c.Seen, !row.Expected.SeenAt.IsZero())
	count(&c.Acknowledged, row.Acknowledged)
	count(&c.Acting, row.Expected.Answer == models.AnswerActing)
	count(&c.Declined, row.Expected.Answer == models.AnswerDeclined)
	count(&c.CallMe, row.Expected.Answer == models.AnswerCallMe)
	count(&c.Silent, row.Silent)
	count(&c.NotSent, row.NotSent)
	count(&c.Problems, row.Problem != "")
}

// rank puts first who needs somebody now: call me, silent and escalated, silent, a message that did not arrive; last who has answered.
func (row Row) rank() int {
	switch {
	case row.Expected.Answer == models.AnswerCallMe:
		return 0
	case !row.Expected.EscalatedAt.IsZero() && !row.Acknowledged:
		return 1
	case row.Silent:
		return 2
	case row.Problem != "":
		return 3
	case row.Expected.Answer == models.AnswerDeclined:
		return 5
	case row.Acknowledged:
		return 6
	}
	return 4
}
