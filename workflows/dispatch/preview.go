package dispatch

import (
	"context"
	"slices"

	"candour/models"
)

// previewLimit is how many people a preview opens; of a larger audience it opens an even share of every group and reckons the rest.
const previewLimit = 4000

// PreviewRow is how many people of a group would stand where.
type PreviewRow struct {
	PartyID models.ID
	GroupID *models.ID
	State   models.DeliveryState
	Channel string
	Reason  string
	Count   int64
}

// Preview is what a dispatch of a notice would be, before anybody is queued.
type Preview struct {
	People     int64
	Reckoned   bool // from a share of the people: the audience is too large to open for a look
	Rows       []PreviewRow
	Languages  map[string]int64 // read in
	Fallbacks  map[string]int64 // by the language that nobody wrote
	Households int64
}

// Look says what a notice would do, by the words as they are now, approved or not. It opens people in memory and writes nothing.
func Look(ctx context.Context, db *models.DB, by models.Viewer, notice models.ID, f models.PeopleFixed) (Preview, error) {
	v := db.View(ctx)
	n, err := models.FindPeopleNotice(v, by, notice)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Languages: map[string]int64{}, Fallbacks: map[string]int64{}, Rows: []PreviewRow{}}
	if len(f.Texts) == 0 || len(f.Audience.Groups)+len(f.Audience.Parties) == 0 {
		return p, nil
	}
	a, err := audienceOf(v, n, f)
	if err != nil {
		return p, err
	}
	if err := a.findHouseholds(v); err != nil {
		return p, err
	}
	for _, c := range a.cohorts {
		p.People += c.PeopleCount
	}
	p.Reckoned = p.People > previewLimit
	for _, number := range a.order {
		if err := p.lookAt(v, a, a.cohorts[number]); err != nil {
			return p, err
		}
	}
	return p, nil
}

func (p *Preview) lookAt(v models.View, a *Audience, c *cohort) error {
	take := int(c.PeopleCount)
	if p.Reckoned {
		take = max(int(c.PeopleCount*previewLimit/p.People), min(5, take))
	}
	people, err := models.PeopleOfCohort(v, c.Number, 0, max(take, 1))
	if err != nil || len(people) == 0 {
		return err
	}
	type place struct {
		state           models.DeliveryState
		channel, reason string
	}
	counts, languages, fallbacks, households := map[place]int64{}, map[string]int64{}, map[string]int64{}, int64(0)
	for i := range people {
		j, err := a.judge(&people[i], v.Now(), "")
		if err != nil {
			return err
		}
		counts[place{j.line.State, j.line.Channel, j.line.Reason}]++
		languages[j.line.Language]++
		if j.fallback && j.wanted != "" {
			fallbacks[j.wanted]++
		}
		if j.shared {
			households++
		}
	}
	scale := func(n int64) int64 { return (n*c.PeopleCount + int64(len(people))/2) / int64(len(people)) }
	for x, n := range counts {
		row := PreviewRow{PartyID: c.PartyID, GroupID: c.GroupID, State: x.state, Channel: x.channel, Reason: x.reason, Count: scale(n)}
		p.Rows = append(p.Rows, row)
	}
	for l, n := range languages {
		p.Languages[l] += scale(n)
	}
	for l, n := range fallbacks {
		p.Fallbacks[l] += scale(n)
	}
	p.Households += scale(households)
	slices.SortFunc(p.Rows, func(x, y PreviewRow) int { return int(y.Count - x.Count) })
	return nil
}
