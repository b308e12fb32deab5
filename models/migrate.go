package models

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrate brings the schema up to the files given (one folder per engine). Several nodes may start at once: on PostgreSQL a
// session lock lets one work while the others wait.
func (db *DB) Migrate(ctx context.Context, files fs.FS) error {
	dir, err := fs.Sub(files, string(db.engine))
	if err != nil {
		return err
	}
	dialect, opts := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.engine == Postgres {
		l, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120), lock.WithUnlockTimeout(1, 30))
		if err != nil {
			return err
		}
		dialect, opts = goose.DialectPostgres, append(opts, goose.WithSessionLocker(l))
	}
	p, err := goose.NewProvider(dialect, db.sql, dir, opts...)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	// An older program would write what a newer one no longer understands, so it does not start.
	known := int64(0)
	for _, source := range p.ListSources() {
		known = max(known, source.Version)
	}
	stands, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read version of database: %w", err)
	}
	if stands > known {
		return fmt.Errorf("the database was written by a newer Candour (schema %d; this program knows up to %d). Nothing was changed; start the newer program, or restore the backup made before the upgrade", stands, known)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}
