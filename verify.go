package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"candour/models"
)

// verifyFile checks an exported record, without a database and without a key.
func verifyFile(path string, out, errOut io.Writer) int {
	f, err := os.Open(path)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 2
	}
	defer f.Close()
	n, bad, err := models.ReadChain(f)
	switch {
	case err != nil:
		fmt.Fprintln(errOut, err)
		return 2
	case bad > 0:
		fmt.Fprintf(out, "BAD  %s, entry %d: it was changed, or does not follow the one before it\n", path, bad)
		return 2
	}
	fmt.Fprintf(out, "The exported record is whole: %d entries, each follows the one before it.\n", n)
	return 0
}

func verify(ctx context.Context, cfg Config, out, errOut io.Writer) int {
	// A mistyped address would otherwise make an empty database and call its record whole.
	if cfg.MakeKey {
		fmt.Fprintf(errOut, "There is no database at %s. Nothing was verified. Set CANDOUR_DATABASE_URL to the one that is meant.\n", cfg.DatabaseURL)
		return 2
	}
	db, err := openDatabase(ctx, cfg)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	defer db.Close()
	faults, n, err := models.VerifyChains(db.View(ctx))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	for _, f := range faults {
		fmt.Fprintf(out, "BAD  chain %s, entry %d: %s\n", f.Chain, f.Seq, f.Reason)
	}
	if len(faults) > 0 {
		return 2
	}
	if n == 0 {
		fmt.Fprintln(errOut, "The record of this database is empty: nothing was ever done in it, so there is nothing to verify. Check that CANDOUR_DATABASE_URL names the one that is meant.")
		return 2
	}
	fmt.Fprintf(out, "The record is whole: %d entries, every chain follows.\n", n)
	return 0
}
