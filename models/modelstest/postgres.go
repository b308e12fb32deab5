package modelstest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime/debug"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver by the name pgx

	"candour/migrations"
	"candour/models"
)

const serverVariable = "CANDOUR_TEST_POSTGRES_URL"

// templateLock is held while a template is made: `go test` runs the packages as processes of their own, side by side.
const templateLock = 7226630

// server is the connection that databases are made and dropped over, one for all tests of a package.
var server = sync.OnceValues(func() (*sql.DB, error) {
	db, err := sql.Open("pgx", os.Getenv(serverVariable))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	return db, db.Ping()
})

// template is the name of a migrated database on the server. It is made by the first process that needs it; copying it costs a
// few hundredths of a second where migrating costs a few tenths.
var template = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	admin, err := server()
	if err != nil {
		return "", err
	}
	schema, err := schemaHash()
	if err != nil {
		return "", err
	}
	name := "candour_template_" + schema
	c, err := admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	// Closing a pooled connection does not end its session: let go of the lock by name.
	defer func() {
		_, _ = c.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, templateLock)
		_ = c.Close()
	}()
	if _, err := c.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, templateLock); err != nil {
		return "", err
	}
	var there bool
	if err := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&there); err != nil || there {
		return name, err
	}
	// Built under another name: a process that dies half way leaves nothing that looks finished.
	draft := name + "_draft"
	for _, statement := range []string{`DROP DATABASE IF EXISTS ` + draft + ` WITH (FORCE)`, `CREATE DATABASE ` + draft + ` TEMPLATE template0`} {
		if _, err := c.ExecContext(ctx, statement); err != nil {
			return "", err
		}
	}
	at, err := databaseURL(draft)
	if err != nil {
		return "", err
	}
	if err := prepare(ctx, at); err != nil {
		return "", err
	}
	_, err = c.ExecContext(ctx, `ALTER DATABASE `+draft+` RENAME TO `+name)
	return name, err
})

// schemaHash names a schema by what makes it, our files and the job queue's version, so that a server that is kept never serves an old one.
func schemaHash() (string, error) {
	h := sha256.New()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/riverqueue/river" {
				_, _ = fmt.Fprintln(h, m.Path, m.Version)
			}
		}
	}
	err := fs.WalkDir(migrations.Files, "postgres", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := migrations.Files.ReadFile(path)
		_, _ = fmt.Fprintf(h, "%s %d\n%s", path, len(b), b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:12], err
}

func databaseURL(name string) (string, error) {
	u, err := url.Parse(os.Getenv(serverVariable))
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

// postgresCopy makes a database for one test, migrated or empty, and drops it when the test ends.
func postgresCopy(t testing.TB, migrated bool) string {
	t.Helper()
	if os.Getenv(serverVariable) == "" {
		t.Fatalf("this test needs PostgreSQL: set %s, or run it through scripts/with-postgres", serverVariable)
	}
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("prepare PostgreSQL: %v", err)
		}
	}
	from := "template0"
	if migrated {
		name, err := template()
		fail(err)
		from = name
	}
	admin, err := server()
	fail(err)
	name := "candour_test_" + hex.EncodeToString([]byte(models.NewID())[:8])
	_, err = admin.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + from)
	fail(err)
	t.Cleanup(func() {
		// The test may have ended because its database hangs: force.
		if _, err := admin.Exec(`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	at, err := databaseURL(name)
	fail(err)
	return at
}
