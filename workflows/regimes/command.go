package regimes

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

const usage = `Usage: candour regimes <command> [--format text|json] [--months N] [--days N]

  list       every regime with its duties, its edition and the reviews it waits for
  show ID    one regime as a person reads it, with its reviews and what changed when
  check      what is stale, doubtful, about to change or waits for a review; fails on problems only
             --months N  read longer ago than N months is stale (12)
             --days N    laws that begin or end within N days are named (90)
`

// Command runs "candour regimes ..." as of a day. It needs no database. The result is the exit code: 0 answered, 1 the
// pack has problems, 2 the command was not understood.
func Command(args []string, today Date, out, errOut io.Writer) int {
	o, ok := readOptions(args)
	if !ok || len(o.words) == 0 {
		fmt.Fprint(errOut, usage)
		return 2
	}
	o.today = today
	lib, problems := Default()
	switch {
	case o.words[0] == "list" && len(o.words) == 1:
		return list(lib, o.format, out, errOut)
	case o.words[0] == "show" && len(o.words) == 2:
		p, found := lib.Find(o.words[1])
		if !found {
			fmt.Fprintf(errOut, "There is no regime %q. \"candour regimes list\" names them all.\n", o.words[1])
			return 2
		}
		return show(lib, p, o.format, out, errOut)
	case o.words[0] == "check" && len(o.words) == 1:
		return check(lib, append(problems, CheckCases()...), o, out, errOut)
	}
	fmt.Fprint(errOut, usage)
	return 2
}

type options struct {
	words  []string
	format string
	months int // read longer ago is stale
	days   int // begins or ends sooner is named
	today  Date
}

func readOptions(args []string) (options, bool) {
	o := options{format: "text", months: 12, days: 90}
	for i := 0; i < len(args); i++ {
		name, value, given := strings.Cut(args[i], "=")
		if !strings.HasPrefix(name, "-") {
			o.words = append(o.words, args[i])
			continue
		}
		if !given {
			if i++; i == len(args) {
				return o, false
			}
			value = args[i]
		}
		number, err := strconv.Atoi(value)
		wrong := err != nil || number < 0 || number > 1200
		switch name {
		case "--format":
			o.format = value
			wrong = value != "text" && value != "json"
		case "--months":
			o.months = number
		case "--days":
			o.days = number
		default:
			return o, false
		}
		if wrong {
			return o, false
		}
	}
	return o, true
}

func printJSON(v any, out, errOut io.Writer) int {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		fmt.Fprintln(errOut, "The answer could not be written:", err)
		return 1
	}
	return 0
}

// listedRegime is the shape of "list --format json", which other programs read.
type listedRegime struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Citation   string   `json:"citation"`
	Countries  []string `json:"countries"`
	InForce    *Date    `json:"in_force"`
	Until      *Date    `json:"until"`
	Confidence string   `json:"confidence"`
	Status     string   `json:"status"`
	Version    string   `json:"version"`
	// Edition is the newest entry of the changelog; OpenReviews of its two signatures are missing.
	Edition     int          `json:"edition"`
	ChangedOn   Date         `json:"changed_on"`
	OpenReviews int          `json:"open_reviews"`
	Rules       string       `json:"rules"`
	Duties      []listedDuty `json:"duties"`
}

type listedDuty struct {
	ID            string   `json:"id"`
	Recipient     string   `json:"recipient"`
	RecipientName string   `json:"recipient_name"`
	Citation      string   `json:"citation"`
	Deadline      Deadline `json:"deadline"`
	ClockStarts   string   `json:"clock_starts"`
	Confidence    string   `json:"confidence"`
}

func listed(p *Pack) listedRegime {
	l := listedRegime{ID: p.ID, Name: p.Name, Citation: p.Citation, Countries: slices.Concat([]string{}, p.Countries),
		InForce: p.InForce.orNull(), Until: p.Until.orNull(), Confidence: p.Confidence, Status: p.Review.Status,
		Version: p.Version, Edition: p.Edition().Version, ChangedOn: p.Edition().On, OpenReviews: p.OpenSlots(), Rules: p.Rules,
		Duties: []listedDuty{}}
	for _, d := range p.Duties {
		l.Duties = append(l.Duties, listedDuty{d.ID, d.Recipient, d.RecipientName, d.Citation, d.Deadline, d.ClockStarts, d.Confidence})
	}
	return l
}

func list(lib *Library, format string, out, errOut io.Writer) int {
	if format == "json" {
		all := []listedRegime{}
		for _, p := range lib.packs {
			all = append(all, listed(p))
		}
		return printJSON(all, out, errOut)
	}
	for _, p := range lib.packs {
		fmt.Fprintf(out, "%-22s %-6s %-7s %-24s edition %d, %d of 2 reviews open  %s\n", p.ID, p.Review.Status, p.Confidence, validityOf(p),
			p.Edition().Version, p.OpenSlots(), p.Name)
		for _, d := range p.Duties {
			fmt.Fprintf(out, "    %-28s %s, to %s\n", d.ID, d.Deadline, d.RecipientName)
		}
	}
	return 0
}

func validityOf(p *Pack) string {
	if len(p.Duties) == 0 {
		return "no duty"
	}
	return validity(p.InForce, p.Until)
}
