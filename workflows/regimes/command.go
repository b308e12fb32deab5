package regimes

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

const usage = `Usage: candour regimes <command> [--format text|json]

  list       every regime with its duties
  show ID    one regime as a person reads it
  check      drafts, doubts and problems of the rule pack; fails on problems
`

// Command runs "candour regimes ...". It needs no database. The result is the exit code: 0 answered, 1 the pack has
// problems, 2 the command was not understood.
func Command(args []string, out, errOut io.Writer) int {
	words, format, ok := splitFormat(args)
	if !ok || len(words) == 0 {
		fmt.Fprint(errOut, usage)
		return 2
	}
	lib, problems := Default()
	switch {
	case words[0] == "list" && len(words) == 1:
		return list(lib, format, out, errOut)
	case words[0] == "show" && len(words) == 2:
		p, found := lib.Find(words[1])
		if !found {
			fmt.Fprintf(errOut, "There is no regime %q. \"candour regimes list\" names them all.\n", words[1])
			return 2
		}
		return show(p, format, out, errOut)
	case words[0] == "check" && len(words) == 1:
		return check(lib, append(problems, CheckCases()...), format, out, errOut)
	}
	fmt.Fprint(errOut, usage)
	return 2
}

func splitFormat(args []string) (words []string, format string, ok bool) {
	format = "text"
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "--format" && i+1 < len(args):
			i++
			format = args[i]
		case strings.HasPrefix(a, "--format="):
			format = strings.TrimPrefix(a, "--format=")
		case strings.HasPrefix(a, "-"):
			return nil, "", false
		default:
			words = append(words, a)
		}
	}
	return words, format, format == "text" || format == "json"
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
	ID         string       `json:"id"`
	Name       string       `json:"name"`
	Citation   string       `json:"citation"`
	Countries  []string     `json:"countries"`
	InForce    *Date        `json:"in_force"`
	Until      *Date        `json:"until"`
	Confidence string       `json:"confidence"`
	Status     string       `json:"status"`
	Version    string       `json:"version"`
	Duties     []listedDuty `json:"duties"`
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
		Version: p.Version, Duties: []listedDuty{}}
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
		fmt.Fprintf(out, "%-22s %-6s %-7s %-24s %s\n", p.ID, p.Review.Status, p.Confidence, validityOf(p), p.Name)
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

// checked is the shape of "check --format json".
type checked struct {
	Regimes       int       `json:"regimes"`
	Duties        int       `json:"duties"`
	Read          int       `json:"read"`
	Drafts        []string  `json:"drafts"`
	LowConfidence []string  `json:"low_confidence"`
	Problems      []Problem `json:"problems"`
}

func check(lib *Library, problems []Problem, format string, out, errOut io.Writer) int {
	c := checked{Drafts: []string{}, LowConfidence: []string{}, Problems: append([]Problem{}, problems...)}
	for _, p := range lib.packs {
		c.Regimes++
		c.Duties += len(p.Duties)
		if p.Draft() {
			c.Drafts = append(c.Drafts, p.ID)
		} else {
			c.Read++
		}
		low := p.Confidence == "low" && len(p.Duties) == 0
		for _, d := range p.Duties {
			if d.Confidence == "low" {
				c.LowConfidence = append(c.LowConfidence, p.ID+"/"+d.ID)
			}
		}
		if low {
			c.LowConfidence = append(c.LowConfidence, p.ID)
		}
	}
	code := 0
	if len(problems) > 0 {
		code = 1
	}
	if format == "json" {
		return max(code, printJSON(c, out, errOut))
	}
	fmt.Fprintf(out, "%d regimes, %d duties; %d read and encoded by hand (no lawyer has signed them off), %d drafts.\n", c.Regimes, c.Duties, c.Read, len(c.Drafts))
	fmt.Fprintln(out, "\nDrafts (they answer required or undetermined, never not required):")
	printColumns(out, c.Drafts)
	fmt.Fprintln(out, "\nLow confidence (said wherever the duty appears):")
	printColumns(out, c.LowConfidence)
	if len(problems) == 0 {
		fmt.Fprintln(out, "\nNo problems.")
		return code
	}
	fmt.Fprintln(out, "\nProblems:")
	for _, p := range problems {
		fmt.Fprintln(out, "  "+p.String())
	}
	return code
}

func printColumns(out io.Writer, words []string) {
	if len(words) == 0 {
		fmt.Fprintln(out, "  none")
		return
	}
	for chunk := range slices.Chunk(words, 3) {
		line := " "
		for _, w := range chunk {
			line += fmt.Sprintf(" %-34s", w)
		}
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
}
