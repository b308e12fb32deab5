// Package frontend carries the built single page in the binary.
//
// The build writes to dist. A tracked placeholder keeps the folder there, so that the Go side compiles and is tested before the front end
// was ever built; the build never empties the folder blindly (see scripts/clean.mjs).
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

// Dist is the built page: index.html, assets/* and, beside each text file, its .gz and .br twin.
// Before the first build it holds placeholder.html only.
func Dist() fs.FS {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		// The folder name is a constant that go:embed has checked.
		panic(err)
	}
	return dist
}

// Built says whether the page was built into this binary.
func Built() bool {
	_, err := fs.Stat(built, "dist/index.html")
	return err == nil
}
