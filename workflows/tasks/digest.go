package tasks

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/models/terms"
	"candour/templates"
	"candour/workflows/delivery"
	"candour/workflows/jobs"
	"candour/workflows/regimes"
)

// Digest is the name of the schedule.
const Digest = "digest"

// nextClocks is how many clocks a digest shows; the page has them all.
const nextClocks = 5

// DigestArgs asks for the digests of the newest run of their schedule.
type DigestArgs struct{}

// Kind names the job in the queue.
func (DigestArgs) Kind() string { return "send-digests" }

type digester struct {
	river.WorkerDefaults[DigestArgs]
	db        *models.DB
	publicURL string
}

func (d *digester) Work(ctx context.Context, _ *river.Job[DigestArgs]) error {
	if _, err := SendDigests(ctx, d.db, d.publicURL); err != nil {
		return err
	}
	return d.db.RanSchedule(d.db.View(ctx), Digest)
}

// SendDigests writes to each incident manager and data protection officer what is open, once for each day the schedule comes round, however
// often it is called, and says to how many. Real incidents and exercises are two messages: one of them must never leave the house.
func SendDigests(ctx context.Context, db *models.DB, publicURL string) (int, error) {
	r := db.View(ctx)
	s, err := models.FindSchedule(r, Digest)
	if err != nil {
		return 0, err
	}
	run, err := jobs.LastRun(s.Spec, s.Zone, r.Now())
	if err != nil || run.IsZero() {
		return 0, err
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return 0, err
	}
	people, err := models.AccountsOfRoles(r, models.RoleIncidentManager, models.RoleDPO)
	if err != nil {
		return 0, err
	}
	sent := 0
	for _, exercise := range []bool{false, true} {
		day := run.In(zone).Format(time.DateOnly)
		if exercise {
			day += " exercise"
		}
		n, err := digest(ctx, db, people, exercise, day, publicURL)
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// digest is one command: all digests of a day, of real incidents or of exercises.
func digest(ctx context.Context, db *models.DB, people []models.Account, exercise bool, day, publicURL string) (int, error) {
	r := db.View(ctx)
	var waiting []models.Account
	for _, a := range people {
		had, err := models.WroteTo(r, a.ID, delivery.PurposeDigest, day)
		if err != nil {
			return 0, err
		}
		if !had {
			waiting = append(waiting, a)
		}
	}
	if len(waiting) == 0 {
		return 0, nil
	}
	l, carrier, err := digestOf(r, waiting[0].Viewer(""), exercise, publicURL)
	if err != nil || carrier.ID == "" {
		return 0, err
	}
	sent := 0
	err = db.Command(ctx, models.Act{By: models.System, Operation: "send-digests"}, func(tx models.Tx) error {
		sent = 0
		for _, a := range waiting {
			wrote, err := delivery.EnqueueForStaff(tx, delivery.StaffOrder{Incident: carrier, Account: a, Purpose: delivery.PurposeDigest, Occasion: day, Letter: l})
			if err != nil {
				return err
			}
			if wrote {
				sent++
			}
		}
		if sent == 0 {
			return nothingFired // no event for no act
		}
		if err := delivery.Wake(tx); err != nil {
			return err
		}
		return tx.Details(map[string]any{"digests": sent, "exercise": exercise})
	})
	if models.IsKind(err, models.KindConflict) {
		return 0, nil // another node has written them
	}
	return sent, err
}

// digestOf is what is open, and the incident the message travels with: one of those it speaks of, so that an exercise stays an exercise.
// Without an open incident there is nothing to say, and no carrier.
func digestOf(r models.Reader, v models.Viewer, exercise bool, publicURL string) (templates.StaffLetter, models.Incident, error) {
	l := templates.StaffLetter{Link: strings.TrimSuffix(publicURL, "/") + "/", Why: "You get this each morning while incidents are open, because of your role. An administrator can change when it comes."}
	open, err := models.ListIncidents(r, v, models.IncidentFilter{State: models.IncidentOpen, Exercise: &exercise}, models.PageRequest{Limit: 200})
	if err != nil || len(open.Items) == 0 {
		return l, models.Incident{}, err
	}
	clocks, err := models.ListClocks(r, v, models.ObligationFilter{Exercise: &exercise}, models.PageRequest{Limit: nextClocks})
	if err != nil {
		return l, models.Incident{}, err
	}
	incidents := templates.StaffSection{Heading: "Open incidents"}
	for _, i := range open.Items[:min(len(open.Items), listed)] {
		incidents.Items = append(incidents.Items, i.Reference)
	}
	switch more := len(open.Items) - listed; {
	case open.Next != "":
		incidents.Note = "And many more, on the page."
	case more > 0:
		incidents.Note = fmt.Sprintf("And %d more, on the page.", more)
	}
	l.Sections = append(l.Sections, incidents)
	next := templates.StaffSection{Heading: "Next clocks"}
	for _, c := range clocks.Items {
		next.Items = append(next.Items, clockLine(c, r.Now()))
	}
	if len(next.Items) > 0 {
		l.Sections = append(l.Sections, next)
	}
	late, err := models.CountLateByLaw(r, exercise)
	if err != nil {
		return l, models.Incident{}, err
	}
	counts, err := counted(r, exercise)
	if err != nil {
		return l, models.Incident{}, err
	}
	if len(counts.Items) > 0 {
		l.Sections = append(l.Sections, counts)
	}
	l.Title = "Open today: " + many(int64(len(open.Items)), "incident", "incidents")
	if late > 0 {
		l.Title += fmt.Sprintf(", %d late by law", late)
	}
	return l, open.Items[0], nil
}

func clockLine(c models.ClockRow, now terms.Instant) string {
	limit, byLaw := c.Limit()
	item := templates.StaffItem{What: c.IncidentReference + ": " + c.What, Law: c.Law + ", " + c.Citation, ByLaw: byLaw, Agreement: regimes.IsOwn(c.Regime)}
	if !limit.IsZero() {
		item.Due, item.Late = limit.Time(), now.After(limit)
	}
	if zone, err := time.LoadLocation(c.Zone); err == nil {
		item.Zone = zone
	}
	return item.Line()
}

// counted is what waits in numbers; what is zero is not mentioned.
func counted(r models.Reader, exercise bool) (templates.StaffSection, error) {
	s := templates.StaffSection{Heading: "Waiting"}
	for _, c := range []struct {
		count     func(models.Reader, bool) (int64, error)
		one, more string
	}{
		{models.CountLateByLaw, "duty is late by law", "duties are late by law"},
		{models.CountLateByAgreement, "duty is late by an agreement", "duties are late by agreements"},
		{models.CountSilent, "society is silent", "societies are silent"},
		{models.CountOpenProposals, "decision waits for a second person", "decisions wait for a second person"},
		{models.CountSubmittedTexts, "text waits for an approver", "texts wait for an approver"},
		{models.CountNoticesWaiting, "circular waits for an approver", "circulars wait for an approver"},
		{models.CountReviewsWaiting, "emergency approval waits for somebody to look at it", "emergency approvals wait for somebody to look at them"},
		{models.CountPeopleNoticesWaiting, "notice to people waits for an approver", "notices to people wait for an approver"},
	} {
		n, err := c.count(r, exercise)
		if err != nil {
			return s, err
		}
		if n > 0 {
			s.Items = append(s.Items, many(n, c.one, c.more))
		}
	}
	return s, nil
}

func many(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
