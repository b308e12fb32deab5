package assessment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
	"candour/workflows/risk"
)

// decideTries is how often the rules are run again when facts change under them.
const decideTries = 3

// Decide runs the rules over an incident as it is now, keeps the run, and brings determinations, obligations, clocks and tasks in line
// with what it says. One transaction, one event. Numbered as in workflows/README.md:
//
//  1. read parties, groups and facts; 2. evaluate (pure, outside the transaction); 3. keep the run, if the facts are still the same;
//  4. supersede what changed; 5. open, move and close obligations and their tasks.
//
// Errors: not found (incident), conflict (closed, or facts that keep changing).
func Decide(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID) (models.Assessment, error) {
	if _, err := models.FindIncident(db.View(ctx), by, incident); err != nil {
		return models.Assessment{}, err
	}
	return decide(ctx, db, by.Actor(), &by.Account, incident, AcceptAll, nil)
}

// DecideLines is Decide for some lines of the difference: what is stricter, and what the person has named. The rest stays as it was and
// goes on being shown. facts is the version of the facts that the person looked at.
//
// Errors: not found (incident), conflict (closed, or the facts have changed since).
func DecideLines(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, facts int64, lines []string) (models.Assessment, error) {
	if _, err := models.FindIncident(db.View(ctx), by, incident); err != nil {
		return models.Assessment{}, err
	}
	return decide(ctx, db, by.Actor(), &by.Account, incident, AcceptOnly(lines), &facts)
}

// DecideShown is Decide for everything that a person was shown: the difference with this mark, computed from this version of the facts. It
// accepts those lines and the stricter ones, and no other.
//
// Errors: not found (incident), conflict (closed, or the difference is another one now).
func DecideShown(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, facts int64, mark string) (models.Assessment, error) {
	shown, err := Pending(db.View(ctx), by, incident)
	if err != nil {
		return models.Assessment{}, err
	}
	if shown.FactsVersion != facts || shown.Mark() != mark {
		return models.Assessment{}, models.Conflict("The difference is not the one you looked at any more. Nothing was accepted. Look at the new difference and accept again.")
	}
	seen := map[string]bool{}
	for _, l := range shown.Lines {
		seen[l.print()] = true
	}
	return decide(ctx, db, by.Actor(), &by.Account, incident, func(l Line) bool { return l.Stricter || seen[l.print()] }, &facts)
}

// DecideStricter runs the rules for a person who was shown no difference: what asks for more or sooner takes effect, the rest waits to be
// looked at.
func DecideStricter(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID) (models.Assessment, error) {
	if _, err := models.FindIncident(db.View(ctx), by, incident); err != nil {
		return models.Assessment{}, err
	}
	return decide(ctx, db, by.Actor(), &by.Account, incident, AcceptStricter, nil)
}

// DecideAsSystem runs the rules after facts arrived without a person at the screen. What asks for more or sooner takes effect; what would
// take something away waits for a person.
func DecideAsSystem(ctx context.Context, db *models.DB, incident models.ID) (models.Assessment, error) {
	return decide(ctx, db, models.System, nil, incident, AcceptStricter, nil)
}

// decide runs the rules; looked is the version of the facts that a person has looked at, nil when nobody has.
func decide(ctx context.Context, db *models.DB, actor models.Actor, account *models.ID, incident models.ID, accept Accept, looked *int64) (models.Assessment, error) {
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		return models.Assessment{}, fmt.Errorf("the rule pack has problems: %w", problems[0])
	}
	var last error
	for range decideTries {
		run, err := prepare(db.View(ctx), lib, incident)
		if err != nil {
			return models.Assessment{}, err
		}
		if looked != nil && run.row.FactsVersion != *looked {
			return models.Assessment{}, models.Conflict("The facts have changed since you looked at the difference. Nothing was accepted. Look at the new difference and accept again.")
		}
		run.row.RunBy, run.accept = account, accept
		if err := run.pack(); err != nil {
			return models.Assessment{}, err
		}
		err = db.Command(ctx, models.Act{By: actor, Operation: "run-assessment", Incident: incident}, func(tx models.Tx) error {
			return run.write(tx)
		})
		if err == nil {
			return run.row, nil
		}
		if last = err; !models.IsKind(err, models.KindConflict) {
			break
		}
	}
	return models.Assessment{}, last
}

// run is one evaluation on its way into the database.
type run struct {
	row      models.Assessment
	lib      *regimes.Library // law, with the agreements that this incident is judged by
	own      own
	env      Environment
	incident models.Incident
	inputs   map[models.ID]Input // the input each party was judged by
	byName   map[string]models.ID
	answers  []answer
	results  []Result
	accept   Accept
	input    []byte // what the rules were given, before packing
	gaps     []ScoreGap
}

// answer is a determination with the party it is about.
type answer struct {
	party models.Party
	Determination
}

// prepare does the reading and the thinking, before any transaction.
func prepare(r models.Reader, lib *regimes.Library, incident models.ID) (*run, error) {
	in, err := models.LoadIncident(r, incident)
	if err != nil {
		return nil, err
	}
	if in.State != models.IncidentOpen {
		return nil, models.Conflict("The incident is closed. Open it again, with a reason, before running the rules.")
	}
	source, err := loadSource(r, in)
	if err != nil {
		return nil, err
	}
	ours, err := ownRules(r, source.firstAware())
	if err != nil {
		return nil, err
	}
	lib = ours.library(lib)
	env := ours.environment().shared(lib)
	run := &run{lib: lib, own: ours, env: env, incident: in, inputs: map[models.ID]Input{}, byName: map[string]models.ID{}, accept: AcceptAll}
	packs, results := map[string]string{}, []Result{}
	inputs := source.inputs()
	for _, part := range inputs {
		res := Evaluate(part.Input, lib, env)
		results = append(results, res)
		for _, d := range res.Determinations {
			party := part.party(d.Party)
			packs[d.Regime] = d.PackVersion
			run.inputs[party.ID], run.byName[d.Party] = part.Input, party.ID
			run.answers = append(run.answers, answer{party, d})
		}
	}
	if run.gaps, err = scoreGaps(r, in.ID, inputs, lib, env); err != nil {
		return nil, err
	}
	return run, run.fill(source, inputs, results, packs)
}

// fill makes the row that keeps the run. The bytes of input and result are what a replay must give again.
func (run *run) fill(source *source, inputs []partInput, results []Result, packs map[string]string) error {
	run.results = results
	given := make([]Input, 0, len(inputs))
	for _, part := range inputs {
		given = append(given, part.Input)
	}
	input, err := json.Marshal(given)
	if err != nil {
		return err
	}
	run.row = models.Assessment{ID: models.NewID(), IncidentID: run.incident.ID, FactsVersion: source.incident.FactsVersion,
		Packs: models.JSONOf(packs), Outcomes: models.JSONOf(map[terms.Outcome]int{})}
	for _, a := range run.answers {
		run.row.Outcomes.V[a.Outcome]++
	}
	if run.row.Environment.V, err = environment(run.own); err != nil {
		return err
	}
	run.input = input
	return nil
}

// pack writes down, hashes and shrinks what is kept; who only asks and keeps nothing need not wait for it.
func (run *run) pack() error {
	result, err := json.Marshal(run.results)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(result)
	run.row.ResultHash = "sha256:" + hex.EncodeToString(sum[:])
	if run.row.Input, err = models.Pack(run.input); err != nil {
		return err
	}
	run.row.Result, err = models.Pack(result)
	return err
}

// environment names what else an answer rests on beside facts and packs of law.
func environment(o own) (map[string]string, error) {
	policy := sha256.Sum256(policyFile)
	out := map[string]string{"policy": "sha256:" + hex.EncodeToString(policy[:]), "zones": runtime.Version(), "risk rules": risk.Default().Version}
	for key, version := range o.versions {
		out[key] = version
	}
	calendars, err := deadlines.Calendars()
	for _, c := range calendars {
		out["calendar "+c.Jurisdiction] = c.Version
	}
	return out, err
}

// write is the inside of the command.
func (run *run) write(tx models.Tx) error {
	run.row.RunAt = tx.Now()
	changes, err := run.compare(tx, tx.Now())
	if err != nil {
		return err
	}
	if err := models.AddAssessment(tx, &run.row); err != nil {
		return err
	}
	if err := models.SupersedeDeterminations(tx, changes.superseded); err != nil {
		return err
	}
	if err := models.AddDeterminations(tx, changes.added); err != nil {
		return err
	}
	counts, err := run.obligations(tx, changes)
	if err != nil {
		return err
	}
	gaps, err := looked(tx, run.incident.ID, run.gaps)
	if err != nil {
		return err
	}
	if err := lookAtScore(tx, run.incident.ID, gaps); err != nil {
		return err
	}
	tx.On("assessment", run.row.ID)
	return tx.Details(map[string]any{"number": run.row.Number, "outcomes": run.row.Outcomes.V, "result": run.row.ResultHash,
		"changed": len(changes.superseded), "held": run.row.Held, "added": len(changes.added), "obligations": counts})
}

// changed is what a run did to the determinations. current holds what stands now, by duty.
type changed struct {
	current    map[models.DutyKey]models.Determination
	added      []models.Determination
	superseded []models.ID
	lines      []Line
	held       map[models.DutyKey]bool // waits for a person: answer and clocks stay exactly as they are
}

// compare lays what the rules say now beside what stands: what they change, and what of it has to wait for a person. An answer that stayed
// the same keeps its row, and with it what people decided about it. What the rules no longer speak of (a party left, people live elsewhere)
// is superseded by nothing.
func (run *run) compare(r models.Reader, now terms.Instant) (changed, error) {
	out := changed{current: make(map[models.DutyKey]models.Determination, len(run.answers)), held: map[models.DutyKey]bool{}}
	old, err := models.LoadDeterminations(r, run.incident.ID)
	if err != nil {
		return out, err
	}
	before := make(map[models.DutyKey]models.Determination, len(old))
	for _, d := range old {
		before[d.Key()] = d
	}
	keep := func(d models.Determination) { out.current[d.Key()] = d }
	for _, a := range run.answers {
		d, err := run.row2determination(a, now)
		if err != nil {
			return out, err
		}
		was, there := before[d.Key()]
		delete(before, d.Key())
		if !there {
			out.line(nil, &d, a.party.Name)
			out.added = append(out.added, d)
			keep(d)
			continue
		}
		line, differs := out.line(&was, &d, a.party.Name)
		if held := differs && !run.accept(line); held || same(was, d) {
			out.held[d.Key()] = held
			keep(was)
			continue
		}
		d = carry(was, d)
		out.superseded, out.added = append(out.superseded, was.ID), append(out.added, d)
		keep(d)
	}
	for _, d := range before {
		name, err := run.nameOf(r, d.PartyID)
		if err != nil {
			return out, err
		}
		if line, differs := out.line(&d, nil, name); differs && !run.accept(line) {
			out.held[d.Key()] = true
			keep(d)
			continue
		}
		out.superseded = append(out.superseded, d.ID)
	}
	for _, l := range out.lines {
		if !run.accept(l) {
			run.row.Held++
		}
	}
	return out, nil
}

// line notes what changed about one duty.
func (c *changed) line(was, now *models.Determination, party string) (Line, bool) {
	l, differs := lineOf(was, now, party)
	if differs {
		c.lines = append(c.lines, l)
	}
	return l, differs
}

// nameOf also knows a party that has been taken out since.
func (run *run) nameOf(r models.Reader, id models.ID) (string, error) {
	if name := run.partyName(id); name != "" {
		return name, nil
	}
	names, err := models.NamesOfAllParties(r, run.incident.ID)
	return names[id], err
}

func (run *run) partyName(id models.ID) string {
	for name, party := range run.byName {
		if party == id {
			return name
		}
	}
	return ""
}

func (run *run) row2determination(a answer, now terms.Instant) (models.Determination, error) {
	d := models.Determination{ID: models.NewID(), IncidentID: run.incident.ID, PartyID: a.party.ID, AssessmentID: run.row.ID,
		Regime: a.Regime, Duty: a.Duty, Jurisdiction: a.Jurisdiction, Law: a.Regime, Recipient: a.Recipient, RecipientName: a.RecipientName,
		Outcome: a.Outcome, Effective: a.Outcome, Citation: a.Citation, Confidence: a.Confidence, PackVersion: a.PackVersion, SaidAt: now,
		Reasons: models.JSONOf(notNil(a.Reasons)), FactsUsed: models.JSONOf(notNil(a.FactsUsed)), Needs: models.JSONOf(notNil(a.Needs))}
	if pack, ok := run.lib.Find(a.Regime); ok {
		d.Law = pack.Name
	}
	if zone, err := deadlines.Zone(a.Jurisdiction); err == nil {
		d.Zone = zone.String()
	}
	timed, err := run.clocksOf(a)
	d.DueAt, d.TargetAt, d.Also = timed.DueAt, timed.TargetAt, timed.Also
	return d, err
}

// clocksOf reads the times of an answer.
func (run *run) clocksOf(a answer) (d models.Determination, err error) {
	if d.DueAt, err = instantOf(a.DueAt); err != nil {
		return d, err
	}
	if d.TargetAt, err = instantOf(a.TargetAt); err != nil {
		return d, err
	}
	d.Also = models.JSONOf([]models.AlsoClock{})
	for _, x := range a.Also {
		c := models.AlsoClock{Kind: x.Kind, Citation: x.Citation, Text: x.Text}
		if c.DueAt, err = instantOf(x.DueAt); err != nil {
			return d, err
		}
		if c.TargetAt, err = instantOf(x.TargetAt); err != nil {
			return d, err
		}
		d.Also.V = append(d.Also.V, c)
	}
	return d, nil
}

// same says whether a new answer says anything that the old one did not.
func same(a, b models.Determination) bool {
	return a.Outcome == b.Outcome && a.DueAt.Equal(b.DueAt) && a.TargetAt.Equal(b.TargetAt) && a.Law == b.Law && a.Citation == b.Citation &&
		a.Recipient == b.Recipient && a.RecipientName == b.RecipientName && a.Confidence == b.Confidence && a.PackVersion == b.PackVersion &&
		a.Zone == b.Zone && slices.Equal(a.Reasons.V, b.Reasons.V) && slices.Equal(a.FactsUsed.V, b.FactsUsed.V) &&
		slices.Equal(a.Needs.V, b.Needs.V) && slices.EqualFunc(a.Also.V, b.Also.V, func(x, y models.AlsoClock) bool {
		return x.Kind == y.Kind && x.Citation == y.Citation && x.Text == y.Text && x.DueAt.Equal(y.DueAt) && x.TargetAt.Equal(y.TargetAt)
	})
}

// carry takes a person's decision over to the new answer. While the rules say the same outcome as when the person decided, the decision
// stands. When their outcome moves, somebody has to look again, and until then the stricter of the two is what stands.
func carry(was, now models.Determination) models.Determination {
	if was.Decided == models.Undecided {
		return now
	}
	now.Decided, now.Review = was.Decided, was.Review
	if was.Outcome == now.Outcome {
		now.Effective = was.Effective
		return now
	}
	now.Review = true
	if was.Effective == terms.Required {
		now.Effective = terms.Required
	}
	return now
}

func instantOf(s *string) (terms.Instant, error) {
	if s == nil {
		return terms.Instant{}, nil
	}
	return terms.ParseInstant(*s)
}

func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
