package assessment

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"candour/workflows/deadlines"
	"candour/workflows/regimes"
)

// Exit codes of the command line: other tools rely on them.
const (
	exitAnswered = 0
	exitOurFault = 1
	exitBadInput = 2
)

const usage = "Usage: candour assess FILE.yaml [--format json|text]. FILE may be - for standard input."

// Command answers an assess file without a database: 0 answered, 2 bad input (file, line, what to do), 1 our fault.
func Command(args []string, out, errOut io.Writer) int {
	file, format, err := arguments(args)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return exitBadInput
	}
	data, err := readAll(file)
	if err != nil {
		fmt.Fprintf(errOut, "%s: The file cannot be read (%v). Nothing was assessed. Check the name and the rights.\n", file, reason(err))
		return exitBadInput
	}
	in, err := ReadFile(file, data)
	var bad *FileError
	if errors.As(err, &bad) {
		fmt.Fprintln(errOut, bad.Error())
		fmt.Fprintln(errOut, "Nothing was assessed. Correct the file and run the command again.")
		return exitBadInput
	}
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		// An answer with a law missing would look complete and not be.
		fmt.Fprintf(errOut, "The rule pack built into this program has %d problems, so nothing was assessed. The first: %v\n", len(problems), problems[0])
		return exitOurFault
	}
	res := Evaluate(in, lib, Environment{})
	if format == "json" {
		err = writeJSON(out, res)
	} else {
		err = WriteText(out, in, res)
	}
	if err != nil {
		fmt.Fprintf(errOut, "The answer could not be written: %v\n", err)
		return exitOurFault
	}
	return exitAnswered
}

func writeJSON(out io.Writer, res Result) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(res)
}

func arguments(args []string) (file, format string, err error) {
	format = "text"
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--format" || a == "-format":
			if i+1 == len(args) {
				return "", "", errors.New("--format needs json or text. " + usage)
			}
			i++
			format = args[i]
		case len(a) > 9 && a[:9] == "--format=":
			format = a[9:]
		case a != "-" && len(a) > 0 && a[0] == '-':
			return "", "", fmt.Errorf("The option %s is not known. %s", shown(a), usage)
		case file != "":
			return "", "", fmt.Errorf("One file at a time: %s is one too many. %s", shown(a), usage)
		default:
			file = a
		}
	}
	if format != "json" && format != "text" {
		return "", "", fmt.Errorf("The format %s is not known, take json or text. %s", shown(format), usage)
	}
	if file == "" {
		return "", "", errors.New("No file is named. " + usage)
	}
	return file, format, nil
}

// readAll stops one byte past the limit, so that an endless input is refused and not kept.
func readAll(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(io.LimitReader(os.Stdin, maxFileBytes+1))
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFileBytes+1))
}

func reason(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func partyZone(p PartyInput) *time.Location {
	zone, err := deadlines.Zone(zoneCode(p.Country))
	if err != nil {
		return time.UTC
	}
	return zone
}
