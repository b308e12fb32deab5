// Package migrations embeds the schema, one folder per engine. Files are applied in order and never edited once released.
package migrations

import "embed"

//go:embed sqlite/*.sql postgres/*.sql
var Files embed.FS
