package api

import (
	"sync"

	"candour/models"
)

// kept keeps answers that are gathered from the whole of an incident and asked for again and again by everybody on duty. One is given again to
// the same viewer for as long as nothing has been done: every command adds an entry to the record of the incident or of the organisation. What
// changes by the clock alone (a statement planned for ten o'clock) is noticed within a minute.
type kept[T any] struct {
	mu sync.Mutex
	of map[keptFor]*keptAnswer[T]
}

type keptFor struct {
	incident models.ID
	viewer   models.Viewer
	asked    string
}

type keptAnswer[T any] struct {
	done                          sync.Mutex
	there                         bool
	answer                        T
	incident, organisation, clock int64
}

const keptAnswers = 64

// answer gives what ask gives. Whether the viewer may see the incident is looked at each time; who asks for the same at the same time waits for
// the one answer. An error is not kept.
func (k *kept[T]) answer(r models.View, v models.Viewer, incident models.ID, ask func() (T, error)) (T, error) {
	return k.page(r, v, incident, "", ask)
}

// page keeps the answers of an operation that can be asked in more than one way, each under what was asked.
func (k *kept[T]) page(r models.View, v models.Viewer, incident models.ID, asked string, ask func() (T, error)) (T, error) {
	var none T
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return none, err
	}
	// The marks first: what is done while the answer is gathered makes it stale, not wrong.
	marks, err := models.ChainLengths(r, []models.ID{incident, models.OrganisationChain})
	if err != nil {
		return none, err
	}
	mark := keptAnswer[T]{incident: marks[incident], organisation: marks[models.OrganisationChain], clock: r.Now().Time().Unix() / 60}
	a := k.slot(keptFor{incident, v, asked})
	a.done.Lock()
	defer a.done.Unlock()
	if a.there && a.incident == mark.incident && a.organisation == mark.organisation && a.clock == mark.clock {
		return a.answer, nil
	}
	answer, err := ask()
	if err != nil {
		return none, err
	}
	a.there, a.answer, a.incident, a.organisation, a.clock = true, answer, mark.incident, mark.organisation, mark.clock
	return answer, nil
}

func (k *kept[T]) slot(key keptFor) *keptAnswer[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil || len(k.of) >= keptAnswers {
		k.of = map[keptFor]*keptAnswer[T]{}
	}
	if k.of[key] == nil {
		k.of[key] = &keptAnswer[T]{}
	}
	return k.of[key]
}
