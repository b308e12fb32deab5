// Candour turns a data breach into a list of who must be told, by whom, by when; sees that they are told, once; and can prove it.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones do not depend on what the machine has installed

	"candour/workflows/assessment"
	"candour/workflows/regimes"
)

const usage = `candour: who must be told about a data breach, by whom and by when

  candour serve                      start the server (settings: CANDOUR_* in the environment)
  candour demo [DIR]                 start it with the exercise incident on an embedded database (default ./data/demo)
  candour demo people [DIR]          import all 515,000 invented people into that exercise
  candour admin NAME EMAIL           make the first administrator; prints a link valid for 30 minutes
  candour admin confirm EMAIL        be the second person for an account while there is nobody else; prints the code of an invitation
  candour journals [lost NODE EMAIL EMAIL REASON]  after a restore: whose delivery journal is waited for; or two people say that it is lost
  candour verify [FILE]              walk the record (or an exported one) and name the first bad entry of each chain
  candour openapi                    print the API document

Without a database:
  candour assess FILE.yaml [--format json|text]
  candour deadline --regime ID --duty ID --country CC --from RFC3339 [--format json|text]
  candour regimes check | list | show ID [--format json|text]
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program. Exit codes: 0 done, 2 the input or a setting has to be corrected, 1 our fault.
func run(ctx context.Context, args []string, env func(string) string, out, errOut io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(errOut, usage)
		return 2
	}
	command, rest := args[0], args[1:]
	switch command {
	case "assess":
		return assessment.Command(rest, out, errOut)
	case "deadline":
		return assessment.DeadlineCommand(rest, out, errOut)
	case "regimes":
		return regimes.Command(rest, regimes.Date(time.Now().UTC().Format(time.DateOnly)), out, errOut)
	case "openapi":
		return printOpenAPI(ctx, out, errOut)
	case "demo":
		return demo(ctx, rest, env, out, errOut)
	case "verify":
		if len(rest) == 1 {
			return verifyFile(rest[0], out, errOut)
		}
		fallthrough
	case "serve", "admin", "journals":
		read := map[string]bool{}
		cfg, err := readConfig(func(name string) string { read[name] = true; return env(name) })
		for _, line := range misspelt(os.Environ(), read) {
			fmt.Fprintln(errOut, line)
		}
		if err != nil {
			fmt.Fprintf(errOut, "Candour did not start. Please correct:\n%v\n", err)
			return 2
		}
		switch command {
		case "serve":
			return serve(ctx, cfg, out, errOut)
		case "admin":
			return firstAdministrator(ctx, cfg, rest, out, errOut)
		case "journals":
			return journals(ctx, cfg, rest, out, errOut)
		}
		return verify(ctx, cfg, out, errOut)
	case "help", "-h", "--help":
		fmt.Fprint(out, usage)
		return 0
	}
	fmt.Fprintf(errOut, "There is no command %q.\n\n%s", command, usage)
	return 2
}
