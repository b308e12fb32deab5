package main

import (
	"context"
	"fmt"
	"io"

	"candour/models"
	"candour/workflows/dispatch"
)

// journals lists whose delivery journal is waited for after a restore, or records that one is lost.
func journals(ctx context.Context, cfg Config, args []string, out, errOut io.Writer) int {
	if len(args) != 0 && (len(args) != 5 || args[0] != "lost") {
		fmt.Fprintln(errOut, "Usage: candour journals, or candour journals lost NODE EMAIL EMAIL REASON")
		return 2
	}
	db, err := openDatabase(ctx, cfg)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	defer db.Close()
	if len(args) == 5 {
		var two [2]models.Account
		for i, email := range args[2:4] {
			if two[i], err = models.FindAccountByEmail(db.View(ctx), email); err != nil {
				fmt.Fprintln(errOut, err)
				return 2
			}
		}
		if err := dispatch.JournalLost(ctx, db, args[1], two[0], two[1], args[4]); err != nil {
			fmt.Fprintln(errOut, err)
			return 2
		}
	}
	missing, err := dispatch.JournalsMissing(db.View(ctx))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	if len(missing) == 0 {
		fmt.Fprintln(out, "Nothing waits for a journal.")
	}
	for _, n := range missing {
		fmt.Fprintf(out, "%s  seen last %s: start it with its journal folder, or have two people say that it is lost\n", n.Name, n.SeenAt)
	}
	return 0
}
