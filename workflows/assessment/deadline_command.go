package assessment

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"candour/models/terms"
	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

const deadlineUsage = `Usage: candour deadline --regime ID --duty ID --country CC --from RFC3339 [--format json|text]

  --regime   a regime, for example eu-gdpr ("candour regimes list" names them all)
  --duty     one of its duties, for example authority-notice
  --country  whose authority counts the time: an ISO 3166 code, US-CA for a state
  --from     what starts the clock, with its offset, for example 2026-10-23T15:00:00+02:00
`

// dueAnswer is what other programs read; due_at is null where the law sets no number or it cannot be computed.
type dueAnswer struct {
	DueAt    *string  `json:"due_at"`
	TargetAt *string  `json:"target_at"`
	Steps    []string `json:"steps"`
	notThen  bool     // the law was not in force at the start: the count is arithmetic, not a duty
}

// DeadlineCommand runs "candour deadline ...": one due time with its steps, without a database. The result is the exit
// code: 0 answered, 1 our fault, 2 bad input.
func DeadlineCommand(args []string, out, errOut io.Writer) int {
	var regime, duty, country, from, format string
	flags := flag.NewFlagSet("deadline", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	for name, to := range map[string]*string{"regime": &regime, "duty": &duty, "country": &country, "from": &from} {
		flags.StringVar(to, name, "", "")
	}
	flags.StringVar(&format, "format", "text", "")
	bad := func(why string) int {
		fmt.Fprintf(errOut, "%s\n\n%s", why, deadlineUsage)
		return 2
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, deadlineUsage)
		return 0
	case err != nil:
		return bad(err.Error())
	case flags.NArg() > 0:
		return bad(fmt.Sprintf("%q is not understood.", flags.Arg(0)))
	case format != "json" && format != "text":
		return bad(fmt.Sprintf("Format %q is not json or text.", format))
	case regime == "" || duty == "" || country == "" || from == "":
		return bad("A due time needs a regime, a duty, a country and a start.")
	}
	start, err := terms.ParseInstant(from)
	if err != nil {
		return bad("--from: " + err.Error())
	}
	if country = strings.ToUpper(strings.TrimSpace(country)); !placeCode.MatchString(country) {
		return bad(fmt.Sprintf("--country: %s is not a code of a country. Use the ISO 3166 code, for example DE, or US-CA for a state.", shown(country)))
	}
	lib, _ := regimes.Default()
	answer, err := dutyDue(lib, regime, duty, country, start)
	if err != nil {
		return bad(err.Error())
	}
	return printDue(answer, format, out, errOut)
}

// dutyDue counts one duty as Evaluate does, with every possible start of its clock set to the one given.
func dutyDue(lib *regimes.Library, regimeID, dutyID, country string, start terms.Instant) (dueAnswer, error) {
	pack, ok := lib.Find(regimeID)
	if !ok {
		return dueAnswer{}, fmt.Errorf("There is no regime %q. \"candour regimes list\" names them all.", regimeID)
	}
	duty, ok := pack.Duty(dutyID)
	if !ok {
		var ids []string
		for _, d := range pack.Duties {
			ids = append(ids, d.ID)
		}
		return dueAnswer{}, fmt.Errorf("%s has no duty %q. It has: %s.", regimeID, dutyID, strings.Join(ids, ", "))
	}
	jurisdiction := country
	if len(pack.Countries) > 0 {
		if jurisdiction = homeIn(country, pack.Countries); jurisdiction == "" {
			return dueAnswer{}, fmt.Errorf("%s is not law in %s. It is law in: %s.", regimeID, country, strings.Join(pack.Countries, ", "))
		}
	}
	if _, err := deadlines.Zone(jurisdiction); err != nil {
		return dueAnswer{}, fmt.Errorf("--country: %w.", err)
	}
	e := &evaluation{lib: lib, env: Environment{Policy: DefaultPolicy()}, in: Input{
		Incident: IncidentTimes{OccurredAt: start, AwareAt: start, DeterminedAt: start, AssessedAt: start, AuthorityNotifiedAt: start},
		Parties:  []PartyInput{{Name: "the party", Country: country, AwareAt: start}},
		Facts:    FactSet{},
	}}
	if duty.ClockFact != "" {
		e.in.Facts[duty.ClockFact] = start
	}
	det, v := Determination{}, verdict{outcome: terms.Required}
	// A start that the law names and the vocabulary does not is what --from stands for.
	named := *duty
	if named.ClockStarts == regimes.FromOther && named.ClockFact == "" {
		named.ClockStarts = regimes.FromAwareness
	}
	e.clocks(&det, &v, e.subjectOf(0), pack, &named, linkRow{jurisdiction: jurisdiction})
	steps := dueSteps(duty, jurisdiction, start, v.reasons)
	// The count is arithmetic and is given for any day; that the law did not apply on it must not stay unsaid.
	if v, settled := e.standing(e.subjectOf(0), pack, duty, linkRow{jurisdiction: jurisdiction}); settled {
		return dueAnswer{DueAt: det.DueAt, TargetAt: det.TargetAt, Steps: append(v.reasons, steps...), notThen: true}, nil
	}
	return dueAnswer{DueAt: det.DueAt, TargetAt: det.TargetAt, Steps: steps}, nil
}

// dueSteps shows the counting line by line after what Evaluate says about it.
func dueSteps(duty *regimes.Duty, jurisdiction string, start terms.Instant, said []string) []string {
	steps := append([]string{}, said...)
	rule, numbered := ruleOf(duty.Deadline.Amount, duty.Deadline.Unit)
	if !numbered || duty.Deadline.Kind == regimes.WithoutUndueDelay {
		rule = DefaultPolicy()[duty.Recipient]
	}
	res, err := deadlines.DueIn(rule, start, jurisdiction)
	if err != nil {
		return steps
	}
	if last := len(res.Steps) - 1; last >= 0 && duty.Deadline.Kind == regimes.WithoutUndueDelay {
		// Nothing is due by a law that names no time.
		res.Steps[last] = "Our target ends " + strings.TrimPrefix(res.Steps[last], "Due ")
	}
	return append(steps, res.Steps...)
}

func printDue(a dueAnswer, format string, out, errOut io.Writer) int {
	var err error
	if format == "json" {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		err = enc.Encode(a)
	} else {
		var b strings.Builder
		switch {
		case a.DueAt != nil && a.notThen:
			fmt.Fprintf(&b, "Counted for:  %s (the law did not apply then, see below)\n", *a.DueAt)
		case a.DueAt != nil:
			fmt.Fprintf(&b, "Due by law:  %s\n", *a.DueAt)
		case a.TargetAt != nil:
			fmt.Fprintf(&b, "Our target:  %s (the law sets no such limit)\n", *a.TargetAt)
		default:
			b.WriteString("No due time could be computed.\n")
		}
		for _, s := range a.Steps {
			b.WriteString("  " + s + "\n")
		}
		_, err = io.WriteString(out, b.String())
	}
	if err != nil {
		fmt.Fprintln(errOut, "The answer could not be written:", err)
		return 1
	}
	return 0
}
