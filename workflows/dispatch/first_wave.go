package dispatch

import (
	"cmp"
	"context"
	"slices"

	"candour/models"
)

// firstPeople is the size of the first wave when nobody asked for a share.
const firstPeople = 50

// putInFirst marks those who are chosen, if the queue is still this worker's.
func (q *queue) putInFirst(ctx context.Context, people []int64) error {
	if len(people) == 0 {
		return nil
	}
	return q.db.Command(ctx, models.Act{By: models.System, Operation: "choose-first-wave", Incident: q.d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", q.d.ID)
		if err := models.AdvanceDispatch(tx, &q.d, q.d.Position.V, 0); err != nil {
			return err
		}
		return models.PutInFirstWave(tx, q.d.Number, people)
	})
}

// chooseFirst gives who comes into the first wave beside those who are in it, and how many it has then. It is spread over groups, languages and
// channels: whoever looks at it should see each kind of message.
func (q *queue) chooseFirst(ctx context.Context) (people []int64, size int64, err error) {
	waiting, byHand := map[models.Stratum]int64{}, map[models.Stratum]int64{}
	var total, already int64
	err = models.EachLine(q.db.View(ctx), q.d.Number, func(l *models.PersonDelivery) {
		switch {
		case l.Wave == models.FirstWave:
			already++
		case l.State == models.DeliveryQueued && slices.Contains(models.Automatic, l.Channel):
			waiting[models.Stratum{Cohort: l.Cohort, Language: l.Language, Channel: l.Channel}]++
		case l.State == models.DeliveryQueued:
			byHand[models.Stratum{Cohort: l.Cohort, Language: l.Language, Channel: l.Channel}]++
		}
	})
	// What people do by hand is looked at as it is done. It makes the first wave only where nothing goes by itself.
	if len(waiting) == 0 && already == 0 {
		waiting = byHand
	}
	for _, n := range waiting {
		total += n
	}
	if err != nil || q.d.Wave >= models.TheRest {
		return nil, already, err // the first wave was looked at before; who is new goes with the rest
	}
	want := int64(firstPeople)
	if p := q.d.Settings.V.FirstWavePercent; p > 0 {
		want = (total*int64(p) + 99) / 100
	}
	quota := spread(waiting, max(want-already, 0))
	err = models.EachLine(q.db.View(ctx), q.d.Number, func(l *models.PersonDelivery) {
		s := models.Stratum{Cohort: l.Cohort, Language: l.Language, Channel: l.Channel}
		if l.Wave != models.FirstWave && l.State == models.DeliveryQueued && quota[s] > 0 {
			quota[s]--
			people = append(people, l.PersonID)
		}
	})
	return people, already + int64(len(people)), err
}

// spread shares n places among strata: first one for each, those that bring a new language, channel or group before others, then by size.
func spread(waiting map[models.Stratum]int64, n int64) map[models.Stratum]int64 {
	strata := make([]models.Stratum, 0, len(waiting))
	var total int64
	for s, k := range waiting {
		strata, total = append(strata, s), total+k
	}
	slices.SortFunc(strata, func(a, b models.Stratum) int {
		return cmp.Or(cmp.Compare(waiting[b], waiting[a]), cmp.Compare(a.Cohort, b.Cohort), cmp.Compare(a.Language, b.Language), cmp.Compare(a.Channel, b.Channel))
	})
	n = min(n, total)
	out := map[models.Stratum]int64{}
	seen := map[any]bool{}
	type language string
	type channel string
	for _, round := range []int{2, 1, 0} { // how much that is new a stratum has to bring
		for _, s := range strata {
			news := 0
			for _, x := range []any{s.Cohort, language(s.Language), channel(s.Channel)} {
				if !seen[x] {
					news++
				}
			}
			if n > 0 && out[s] == 0 && (news >= round) {
				out[s], n = 1, n-1
				seen[s.Cohort], seen[language(s.Language)], seen[channel(s.Channel)] = true, true, true
			}
		}
	}
	for n > 0 {
		left := n
		for _, s := range strata {
			more := min(max(left*waiting[s]/total, 1), waiting[s]-out[s], n)
			out[s], n = out[s]+more, n-more
		}
	}
	return out
}
