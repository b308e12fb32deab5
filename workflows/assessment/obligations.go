package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
	"candour/workflows/tasks"
)

// clockKey names one clock of one duty.
type clockKey struct {
	models.DutyKey
	clock models.Clock
}

// obligations brings the clocks of the whole incident in line with what stands: opens what is owed, moves what is due at another time,
// closes what is not owed any more. What was discharged or waived stays as it is, and so does what waits for a person.
func (run *run) obligations(tx models.Tx, now changed) (map[string]int, error) {
	have, err := models.LoadObligations(tx, run.incident.ID)
	if err != nil {
		return nil, err
	}
	have = slices.DeleteFunc(have, func(o models.Obligation) bool { return now.held[o.Key()] })
	current := make([]models.Determination, 0, len(now.current))
	for _, d := range now.current {
		if !now.held[d.Key()] {
			current = append(current, d)
		}
	}
	// The same order on every run and every node.
	slices.SortFunc(current, func(a, b models.Determination) int { return cmp.Compare(a.ID, b.ID) })
	return run.align(tx, have, current)
}

// align brings the clocks it is given in line with the determinations it is given.
func (run *run) align(tx models.Tx, have []models.Obligation, current []models.Determination) (map[string]int, error) {
	open, err := models.LoadOpenTasks(tx, run.incident.ID)
	if err != nil {
		return nil, err
	}
	s := &clockSync{tx: tx, tasks: open, counts: map[string]int{"opened": 0, "moved": 0, "closed": 0}}
	before := make(map[clockKey]models.Obligation, len(have))
	for _, o := range have {
		before[clockKey{o.Key(), o.Clock}] = o
	}
	for _, d := range current {
		for _, want := range run.wanted(d) {
			key := clockKey{d.Key(), want.Clock}
			was, there := before[key]
			delete(before, key)
			if !there {
				s.open(want)
				continue
			}
			if err := s.keep(was, want); err != nil {
				return nil, err
			}
		}
	}
	for _, o := range before {
		if o.State == models.ObligationOpen {
			if err := s.close(o); err != nil {
				return nil, err
			}
		}
	}
	return s.counts, s.flush()
}

// realign is align for one duty, inside the command that decided about it.
func (run *run) realign(tx models.Tx, d models.Determination) error {
	all, err := models.LoadObligations(tx, d.IncidentID)
	if err != nil {
		return err
	}
	var mine []models.Obligation
	for _, o := range all {
		if o.Key() == d.Key() {
			mine = append(mine, o)
		}
	}
	_, err = run.align(tx, mine, []models.Determination{d})
	return err
}

// wanted lists the clocks that one determination asks for. A required duty has its own and those beside it. One that is not settled has
// its clock too, marked provisional: time does not wait for the facts.
func (run *run) wanted(d models.Determination) []models.Obligation {
	required := d.Effective == terms.Required
	if !required && d.Effective != terms.Undetermined {
		return nil
	}
	if required && d.Outcome != terms.Required && d.Outcome != terms.Undetermined {
		d = run.timed(d)
	}
	base := models.Obligation{IncidentID: d.IncidentID, HomeRank: models.HomeRankOf(run.incident), PartyID: d.PartyID, DeterminationID: d.ID, Regime: d.Regime, Duty: d.Duty,
		Jurisdiction: d.Jurisdiction, Provisional: !required, Law: d.Law, Citation: d.Citation, Confidence: d.Confidence, Recipient: d.Recipient,
		RecipientName: d.RecipientName, Zone: d.Zone, PackVersion: d.PackVersion, Explanation: d.Reasons}
	main := base
	main.Clock, main.DueAt, main.TargetAt, main.What = models.ClockDuty, d.DueAt, d.TargetAt, taskTitle(d.Recipient, d.RecipientName, d.Jurisdiction)
	main.Anchor, main.AnchorAt = run.anchorOf(d, "")
	main.CalendarVersion = run.calendarOf(d)
	var out []models.Obligation
	if required || !main.DueAt.IsZero() || !main.TargetAt.IsZero() {
		out = append(out, main)
	}
	for _, also := range d.Also.V {
		beside := base
		beside.Clock, beside.DueAt, beside.TargetAt, beside.Citation = models.Clock(also.Kind), also.DueAt, also.TargetAt, also.Citation
		beside.What, beside.Explanation = also.Text, models.JSONOf([]string{also.Text})
		beside.Anchor, beside.AnchorAt = run.anchorOf(d, also.Kind)
		// An unsettled duty shows its strict reading and no more.
		if !required && (beside.DueAt.IsZero() || beside.Clock != models.ClockProvisional) {
			continue
		}
		if beside.Clock == models.ClockProvisional {
			beside.Provisional = true
		}
		out = append(out, beside)
	}
	return out
}

// timed computes the clock of a duty that a person called required against the rules, which had no reason to.
func (run *run) timed(d models.Determination) models.Determination {
	pack, found := run.lib.Find(d.Regime)
	if !found {
		return d
	}
	duty, found := pack.Duty(d.Duty)
	e, s := run.seenBy(d.PartyID)
	if !found || s == nil {
		return d
	}
	det, v := Determination{Citation: d.Citation}, verdict{outcome: terms.Required}
	e.clocks(&det, &v, s, pack, duty, linkRow{jurisdiction: d.Jurisdiction})
	a := answer{Determination: det}
	if timed, err := run.clocksOf(a); err == nil {
		d.DueAt, d.TargetAt, d.Also = timed.DueAt, timed.TargetAt, timed.Also
		d.Reasons = models.JSONOf(append(slices.Clone(d.Reasons.V), v.reasons...))
	}
	return d
}

// seenBy is the evaluation of one party, for what is asked beside a run.
func (run *run) seenBy(party models.ID) (*evaluation, *subject) {
	in := run.inputs[party]
	e := newEvaluation(in, run.lib, run.env)
	for i := range in.Parties {
		if run.byName[in.Parties[i].Name] == party {
			return e, e.subjectOf(i)
		}
	}
	return e, nil
}

// anchorOf says what a clock counts from, in words, and when that was.
func (run *run) anchorOf(d models.Determination, also string) (string, terms.Instant) {
	pack, ok := run.lib.Find(d.Regime)
	if !ok {
		return "", terms.Instant{}
	}
	duty, ok := pack.Duty(d.Duty)
	if !ok {
		return "", terms.Instant{}
	}
	e, s := run.seenBy(d.PartyID)
	if s == nil {
		return "", terms.Instant{}
	}
	starts := duty.ClockStarts
	switch {
	case also == AlsoProvisional:
		starts = regimes.FromAwareness
	case also == AlsoAssessmentWindow && duty.AssessmentWindow != nil:
		starts = duty.AssessmentWindow.From
	case also == AlsoFollowUp && duty.FollowUp != nil:
		starts = duty.FollowUp.From
	}
	a := e.anchor(s, starts, duty)
	return a.word, a.at
}

func (run *run) calendarOf(d models.Determination) string {
	pack, ok := run.lib.Find(d.Regime)
	if !ok {
		return ""
	}
	duty, ok := pack.Duty(d.Duty)
	if !ok || duty.Deadline.Unit != regimes.BusinessDays {
		return ""
	}
	cal, err := deadlines.CalendarFor(d.Jurisdiction)
	if err != nil {
		return ""
	}
	return cal.Version
}

// taskTitle is the next action in one line.
func taskTitle(recipient, name, jurisdiction string) string {
	switch recipient {
	case "subjects":
		return fmt.Sprintf("Tell the people affected (%s)", jurisdiction)
	case "self":
		return fmt.Sprintf("Enter it in the register (%s)", jurisdiction)
	}
	// What the pack says in brackets about the recipient stands with the determination; a task is read at a glance.
	short, _, _ := strings.Cut(name, " (")
	return fmt.Sprintf("Tell %s (%s)", short, jurisdiction)
}

// clockSync collects what a run opens, so that it is written in a few statements.
type clockSync struct {
	tx      models.Tx
	tasks   map[models.ID]models.Task
	counts  map[string]int
	opening []models.Obligation
	work    []models.Task
	gone    []models.ID
}

func (s *clockSync) open(want models.Obligation) {
	want.ID, want.OpenedAt = models.NewID(), s.tx.Now()
	s.opening = append(s.opening, want)
	s.counts["opened"]++
	if task, wanted := taskFor(want); wanted {
		s.work = append(s.work, task)
	}
}

// taskFor gives each owed duty and each later report a task; a window and a provisional clock are watched, not worked on.
func taskFor(o models.Obligation) (models.Task, bool) {
	if o.Provisional || (o.Clock != models.ClockDuty && o.Clock != models.ClockFollowUp) {
		return models.Task{}, false
	}
	due, byLaw := o.Limit()
	playbook := tasks.ByTarget
	if byLaw {
		playbook = tasks.ByLaw
	}
	title := o.What
	if o.Clock == models.ClockFollowUp {
		title = "Send the later report: " + taskTitle(o.Recipient, o.RecipientName, o.Jurisdiction)
	}
	return models.Task{ID: models.NewID(), IncidentID: o.IncidentID, PartyID: &o.PartyID, ObligationID: &o.ID, Kind: "obligation",
		Playbook: playbook, Title: title, Detail: o.Law + ", " + o.Citation, OwnerID: o.OwnerID, DueAt: due, ByLaw: byLaw}, true
}

// keep leaves a clock that did not change, and replaces one that did. A limit of the law that moves later does not move by itself: the
// earlier one stays in force until two people have accepted the later one.
func (s *clockSync) keep(was, want models.Obligation) error {
	if was.State != models.ObligationOpen {
		return models.PointObligation(s.tx, was.ID, want.DeterminationID, nil)
	}
	later := terms.Instant{}
	if !was.DueAt.IsZero() && !was.Provisional && !want.Provisional && (want.DueAt.After(was.DueAt) || want.DueAt.IsZero()) {
		later, want.DueAt = want.DueAt, was.DueAt
	}
	if equal(was, want) {
		values := map[string]any{}
		if !later.Equal(was.LaterDueAt) {
			values["later_due_at"] = later
		}
		if was.DeterminationID == want.DeterminationID && len(values) == 0 {
			return nil
		}
		values["explanation"] = want.Explanation
		return models.PointObligation(s.tx, was.ID, want.DeterminationID, values)
	}
	want.ID, want.OpenedAt, want.OwnerID, want.LaterDueAt, want.TextID = models.NewID(), s.tx.Now(), was.OwnerID, later, was.TextID
	if err := models.SupersedeObligation(s.tx, was.ID, &want.ID); err != nil {
		return err
	}
	s.counts["moved"]++
	// The obligation must be there before its task can point at it, and the old one must be gone before the unique rule allows it.
	if err := models.AddObligations(s.tx, []models.Obligation{want}); err != nil {
		return err
	}
	task, wanted := taskFor(want)
	have, there := s.tasks[was.ID]
	switch {
	case there && wanted:
		return tasks.Move(s.tx, have, want.ID, task.DueAt, task.ByLaw)
	case there:
		s.gone = append(s.gone, have.ID)
	case wanted:
		s.work = append(s.work, task)
	}
	return nil
}

func equal(a, b models.Obligation) bool {
	return a.DueAt.Equal(b.DueAt) && a.TargetAt.Equal(b.TargetAt) && a.Provisional == b.Provisional && a.Law == b.Law && a.Citation == b.Citation &&
		a.RecipientName == b.RecipientName && a.AnchorAt.Equal(b.AnchorAt) && a.Zone == b.Zone
}

func (s *clockSync) close(o models.Obligation) error {
	s.counts["closed"]++
	if t, ok := s.tasks[o.ID]; ok {
		s.gone = append(s.gone, t.ID)
	}
	return models.SupersedeObligation(s.tx, o.ID, nil)
}

func (s *clockSync) flush() error {
	if err := models.AddObligations(s.tx, s.opening); err != nil {
		return err
	}
	if err := models.CancelTasks(s.tx, s.gone); err != nil {
		return err
	}
	return tasks.Open(s.tx, s.work)
}
