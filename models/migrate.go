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
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}
