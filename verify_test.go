package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever mistypes the address of the database must not be told that the record is whole.
func TestVerifyOfADatabaseThatIsNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "mistyped.db")
	env := func(name string) string {
		if name == "CANDOUR_DATABASE_URL" {
			return "sqlite:" + path
		}
		return ""
	}
	var out, errOut bytes.Buffer
	if code := run(context.Background(), []string{"verify"}, env, &out, &errOut); code != 2 {
		t.Errorf("exit code %d, expected 2", code)
	}
	if out.Len() > 0 || !strings.Contains(errOut.String(), "There is no database at sqlite:"+path) {
		t.Errorf("said %q and %q", out.String(), errOut.String())
	}
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("looking made something: %v", err)
	}
}
