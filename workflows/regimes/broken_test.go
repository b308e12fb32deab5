package regimes

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// Each file under testdata/broken breaks one rule of the format and says in its first line what the loader must answer.
var wanted = regexp.MustCompile(`^# want (\d+): (.+)`)

func TestTheLoaderRefusesEachBrokenPackWithFileAndLine(t *testing.T) {
	whole := fstest.MapFS{}
	for _, path := range glob(t, "testdata/whole/*.yaml") {
		whole[filepath.Base(path)] = &fstest.MapFile{Data: read(t, path)}
	}
	if _, problems := Load(whole); len(problems) != 0 {
		t.Fatalf("the whole packs beside the broken ones must load, got %v", problems)
	}
	for _, path := range glob(t, "testdata/broken/*.yaml") {
		name := filepath.Base(path)
		t.Run(strings.ReplaceAll(strings.TrimSuffix(name, ".yaml"), "-", " "), func(t *testing.T) {
			content := read(t, path)
			m := wanted.FindSubmatch(content)
			if m == nil {
				t.Fatal("the fixture does not say what it wants")
			}
			line, err := strconv.Atoi(string(m[1]))
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{name: &fstest.MapFile{Data: content}}
			for k, v := range whole {
				files[k] = v
			}
			_, problems := Load(files)
			for _, p := range problems {
				if (p.File == name || line == 1) && (p.Line == line || line == 0) && p.Line > 0 && strings.Contains(p.Message, string(m[2])) {
					return
				}
			}
			t.Fatalf("want %s:%d: ...%s..., got %v", name, line, m[2], problems)
		})
	}
}

func TestABrokenPackNeverEntersTheLibrary(t *testing.T) {
	files := fstest.MapFS{}
	for _, path := range glob(t, "testdata/broken/unknown-*.yaml") {
		files[filepath.Base(path)] = &fstest.MapFile{Data: read(t, path)}
	}
	lib, problems := Load(files)
	if len(problems) < len(files) {
		t.Fatalf("%d files, only %d problems", len(files), len(problems))
	}
	for _, p := range lib.All() {
		if p.ID != "unknown-predecessor" { // readable by itself; refused by check because its predecessor is missing
			t.Errorf("%s was let in", p.ID)
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures under %s: %v", pattern, err)
	}
	return paths
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
