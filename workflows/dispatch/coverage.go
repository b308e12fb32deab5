package dispatch

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"candour/models"
	"candour/workflows/tasks"
)

// The terms of the equation, from models, where closing an incident reads them too.
const (
	Told      = models.ShareTold
	Pending   = models.SharePending
	Unreached = models.ShareUnreached
	Excluded  = models.ShareExcluded
	Uncertain = models.ShareUncertain
)

func shareOf(c models.DispatchCount) models.Share { return models.ShareOf(c.State, true) }

// Equation is affected = told + pending + unreached + excluded + uncertain for some people. Difference is what is left over: it is never
// anything but nought, and an alarm when it is.
type Equation struct {
	Affected   int64
	Shares     map[models.Share]int64
	Difference int64
}

func (e *Equation) add(s models.Share, n int64) {
	if e.Shares == nil {
		e.Shares = map[models.Share]int64{}
	}
	e.Shares[s] += n
}

// close reckons the difference against the number of people, which was counted another way.
func (e *Equation) close(affected int64) {
	e.Affected, e.Difference = affected, affected
	for _, n := range e.Shares {
		e.Difference -= n
	}
}

// Reason is how many people of a term stand there why.
type Reason struct {
	Share   models.Share
	Channel string
	Reason  string
	Count   int64
}

// Part is the equation of one society, or of one group of it.
type Part struct {
	PartyID, GroupID models.ID
	Equation
	Reasons []Reason
}

// Coverage is the equation of an incident with its parts. People nobody has named are in it by the number their group has at least and by what
// its society reported; the groups with somebody left of them are Unnamed.
type Coverage struct {
	Equation
	Reasons []Reason
	Parties []Part
	Groups  []Part
	Unnamed []models.UnnamedGroup
}

// Cover reads the coverage of an incident for this viewer; a society sees its own people's numbers only.
func Cover(r models.Reader, v models.Viewer, incident models.Incident) (Coverage, error) {
	base, err := coverageBase(r, incident)
	if err != nil {
		return Coverage{}, err
	}
	read, err := models.Coverage(r, v, incident, base)
	if err != nil {
		return Coverage{}, err
	}
	c := Coverage{Unnamed: read.Unnamed}
	parties, groups := map[models.ID]*Part{}, map[models.ID]*Part{}
	part := func(of map[models.ID]*Part, id models.ID) *Part {
		if of[id] == nil {
			of[id] = &Part{}
		}
		return of[id]
	}
	var affected int64
	byParty, byGroup := map[models.ID]int64{}, map[models.ID]int64{}
	for _, x := range read.Cohorts {
		affected += x.PeopleCount
		byParty[x.PartyID] += x.PeopleCount
		part(parties, x.PartyID).PartyID = x.PartyID
		if x.GroupID != nil {
			byGroup[*x.GroupID] += x.PeopleCount
			g := part(groups, *x.GroupID)
			g.PartyID, g.GroupID = x.PartyID, *x.GroupID
		}
	}
	for _, x := range read.Rows {
		reason := Reason{x.Share, x.Channel, x.Reason, x.Count}
		c.add(x.Share, x.Count)
		c.Reasons = gather(c.Reasons, reason)
		p := part(parties, x.PartyID)
		p.PartyID = x.PartyID
		p.add(x.Share, x.Count)
		p.Reasons = gather(p.Reasons, reason)
		if x.Unnamed {
			affected += x.Count
			byParty[x.PartyID] += x.Count
			byGroup[*x.GroupID] += x.Count
		}
		if x.GroupID != nil {
			g := part(groups, *x.GroupID)
			g.PartyID, g.GroupID = x.PartyID, *x.GroupID
			g.add(x.Share, x.Count)
			g.Reasons = gather(g.Reasons, reason)
		}
	}
	c.close(affected)
	for _, id := range slices.Sorted(maps.Keys(parties)) {
		parties[id].close(byParty[id])
		c.Parties = append(c.Parties, *parties[id])
	}
	for _, id := range slices.Sorted(maps.Keys(groups)) {
		groups[id].close(byGroup[id])
		c.Groups = append(c.Groups, *groups[id])
	}
	return c, nil
}

func gather(to []Reason, x Reason) []Reason {
	for i := range to {
		if to[i].Share == x.Share && to[i].Channel == x.Channel && to[i].Reason == x.Reason {
			to[i].Count += x.Count
			return to
		}
	}
	return append(to, x)
}

// recount counts the lines and the people themselves and compares them with the kept numbers. A difference is set right nowhere by itself: it
// means that something was written that was not counted, and a person has to know.
func recount(ctx context.Context, db *models.DB) error {
	active, err := models.DispatchesInPhase(db.View(ctx), models.DispatchPreparing, models.DispatchReady, models.DispatchRequested, models.DispatchSending, models.DispatchDone)
	if err != nil {
		return err
	}
	for _, d := range active {
		if d.Phase == models.DispatchDone && db.Now().Sub(d.DoneAt).Hours() > 24 {
			continue
		}
		if d.PeopleCount > largeDispatch && db.Now().Time().Minute()%10 != 0 {
			continue
		}
		diff, err := Recount(ctx, db, d)
		if err != nil {
			return err
		}
		if diff != 0 {
			if err := alarm(ctx, db, d, diff); err != nil {
				return err
			}
		}
	}
	return nil
}

// largeDispatch is from how many lines on a recount, which reads them all, is taken every ten minutes only.
const largeDispatch = 200_000

// Recount gives how many lines stand elsewhere than the kept counts say, read in one snapshot so that what moves meanwhile is no difference.
func Recount(ctx context.Context, db *models.DB, d models.Dispatch) (int64, error) {
	kept, counted, err := db.CountsBothWays(ctx, d.Number)
	if err != nil {
		return 0, err
	}
	moves := models.Moves{}
	for _, c := range kept {
		moves[models.Place{Cohort: c.Cohort, Channel: c.Channel, State: c.State, Reason: c.Reason}] += c.Count
	}
	for _, c := range counted {
		moves[models.Place{Cohort: c.Cohort, Channel: c.Channel, State: c.State, Reason: c.Reason}] -= c.Count
	}
	var diff int64
	for _, n := range moves {
		diff += max(n, -n)
	}
	return diff, nil
}

// alarm opens one task for an incident whose people do not add up.
func alarm(ctx context.Context, db *models.DB, d models.Dispatch, diff int64) error {
	return db.Command(ctx, models.Act{By: models.System, Operation: "coverage-alarm", Incident: d.IncidentID}, func(tx models.Tx) error {
		tx.On("dispatch", d.ID)
		if err := tx.Details(map[string]any{"difference": diff}); err != nil {
			return err
		}
		open, err := models.HasOpenTask(tx, d.IncidentID, alarmKind)
		if err != nil || open {
			return err
		}
		return tasks.Open(tx, []models.Task{{IncidentID: d.IncidentID, Kind: alarmKind, Playbook: tasks.Plain, SortAt: tx.Now(), DueAt: tx.Now(),
			Title: "The people of this incident do not add up", State: models.TaskOpen,
			Detail: fmt.Sprintf("%d lines of a dispatch stand elsewhere than the kept counts say. Pause the dispatch, and tell the administrator to verify the record.", diff)}})
	})
}

const alarmKind = "coverage"

// sortReasons puts the largest first.
func sortReasons(rs []Reason) {
	slices.SortFunc(rs, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Channel, b.Channel))
	})
}
