package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "candour"

// stages in the order of the procedure. A stage may import the later ones, never an earlier one and never its neighbour in the
// same place. Packages below a stage (people/sheet) are part of it.
var stages = [][]string{
	{"exercise"},                          // the demo walks the whole procedure, so it may call every stage
	{"dossier", "register"},               // what proves how an incident was handled, and the list of all: they read every stage
	{"retention"},                         // what is not kept: it touches what several stages leave behind
	{"briefing"},                          // how everything stands, for those who lead and those who come next: it reads what every stage has done
	{"access", "directory", "agreements"}, // accounts, who is who, and what we have signed: before any incident
	{"intake"},
	{"worklists"}, // letters, calls and visits: told by hand; it reads files as people does
	{"people"},
	{"wording"}, // everything that is written of an incident, read together
	{"filing"},  // what an authority is told discharges an obligation, so it stands above the stage that knows how
	{"assessment"},
	{"publication"}, // what follows when a public page changes: its copy, the look from outside, those who asked to be told
	{"notices", "statements", "enquiries"},
	{"translation"}, // the same words in other languages, settled before anything leaves
	{"texts"},       // what a notice and a statement say: draft, submit, approve
	{"approval"},    // who has to agree, in which order, and what each of them said
	{"receipts"},    // what is heard afterwards, and the next channel
	{"dispatch"},    // telling people one by one: an approved notice meets its audience
	{"contact"},     // how each of them can be told safely: every sending stage asks it
	{"acknowledgement"},
	{"correspondence"}, // what is written with outsiders; what comes in opens a task
	{"tasks"},
	{"collaboration"}, // what colleagues say beside a thing; it calls people by mail
	{"delivery"},
	{"genuineness"}, // the reference on everything that leaves, and how its reader can check it
	{"outbound"},    // asking other machines, in one careful way
	{"jobs"},
}

// pure packages compute from what they are given: no database, no network, no clock.
var pure = []string{"workflows/wording/planted", "workflows/regimes", "workflows/deadlines", "workflows/safecontact", "workflows/places", "workflows/wordcheck",
	"workflows/risk", "workflows/risk/given", "workflows/risk/enisa", "workflows/risk/harms", "workflows/risk/precedents"}

// pureFiles are single files held to the same rule inside a package that is not.
var pureFiles = []string{"workflows/assessment/evaluate.go"}

// impure is what a pure package may not reach for; besides these it may use the standard library and a YAML reader.
var impure = []string{"database/sql", "net", "os/exec", "log", "log/slog", "math/rand"}

// layer says what the packages under a folder may import of this project.
type layer struct {
	folder string // the longest folder that fits counts; "" is main
	may    func(imported string) bool
}

func anything(string) bool { return true }

func under(folders ...string) func(string) bool {
	return func(p string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return within(p, f) })
	}
}

func exactly(packages ...string) func(string) bool {
	return func(p string) bool { return slices.Contains(packages, p) }
}

// within says whether package p is folder f or below it.
func within(p, f string) bool { return p == f || strings.HasPrefix(p, f+"/") }

func layers() []layer {
	all := []layer{
		{"", anything},
		{"models", exactly("models/terms")},
		{"models/terms", exactly()},
		{"models/modelstest", exactly("models", "models/terms", "migrations", "workflows/jobs")},
		{"migrations", exactly()},
		{"frontend", exactly()},
		{"templates", under("models", "templates")},
		{"api", under("models", "workflows", "templates", "api")},
		// The judge of what is sent shares nothing with the sender: it runs the program, and reads its database and its journal from outside.
		{"chaos", under("chaos")},
	}
	for _, p := range pure {
		all = append(all, layer{p, under(append([]string{"models/terms"}, pure...)...)})
	}
	for i, place := range stages {
		for _, stage := range place {
			own := "workflows/" + stage
			may := []string{own, "models", "templates"}
			may = append(may, pure...)
			for _, later := range stages[i+1:] {
				for _, s := range later {
					may = append(may, "workflows/"+s)
				}
			}
			all = append(all, layer{own, under(may...)})
		}
	}
	return all
}

// layerOf is the layer with the longest folder around the package; a package outside every folder but main's has none.
func layerOf(pkg string, all []layer) (layer, bool) {
	best, found := layer{}, false
	for _, l := range all {
		if (l.folder == "" && pkg == "") || (l.folder != "" && within(pkg, l.folder)) {
			if !found || len(l.folder) > len(best.folder) {
				best, found = l, true
			}
		}
	}
	return best, found
}

// layerBreaks lists every import that goes the wrong way in the tree, as "file: sentence".
func layerBreaks(tree fs.FS) ([]string, error) {
	all, breaks := layers(), []string{}
	err := eachGoFile(tree, func(file string, src []byte) error {
		f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(file)
		if pkg == "." {
			pkg = ""
		}
		l, ok := layerOf(pkg, all)
		if !ok {
			breaks = append(breaks, fmt.Sprintf("%s: package %s has no place in the table of layers_test.go; decide where it stands", file, pkg))
			return nil
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := wrongImport(file, pkg, imported, l); why != "" {
				breaks = append(breaks, file+": "+why)
			}
		}
		return nil
	})
	return breaks, err
}

// wrongImport says why the file may not import a package, or "".
func wrongImport(file, pkg, imported string, l layer) string {
	test := strings.HasSuffix(file, "_test.go")
	own, ours := strings.CutPrefix(imported, module+"/")
	switch {
	case within(imported, "gorm.io") && !within(pkg, "models"):
		return "only models may import " + imported
	case (within(imported, "github.com/gin-gonic/gin") || within(imported, "github.com/danielgtaylor/huma")) && pkg != "" && !within(pkg, "api"):
		return "only api and main may import " + imported
	case ours && own == "models/modelstest" && !test && pkg != "models/modelstest":
		return "only tests may import " + own
	case ours && test:
		// A test may set its stage with earlier stages; what is shipped may not lean on them.
	case ours && isPureFile(file) && !under(append([]string{"models/terms"}, pure...)...)(own):
		return "this file is pure and may not import " + own
	case ours && own != pkg && !l.may(own):
		return fmt.Sprintf("%s may not import %s", name(pkg), own)
	case !ours && !test && isPureFile(file) && slices.ContainsFunc(impure, func(p string) bool { return within(imported, p) }):
		return "a pure package may not import " + imported
	case !ours && !test && isPureFile(file) && strings.Contains(strings.Split(imported, "/")[0], ".") && !strings.Contains(imported, "yaml"):
		return "a pure package needs nothing but the standard library and a YAML reader, not " + imported
	case !ours && pkg == "models/terms" && !test && strings.Contains(strings.Split(imported, "/")[0], "."):
		return "models/terms may import the standard library only, not " + imported
	}
	return ""
}

func isPureFile(file string) bool {
	return slices.Contains(pureFiles, file) || under(pure...)(path.Dir(file))
}

func name(pkg string) string {
	if pkg == "" {
		return "main"
	}
	return pkg
}

// eachGoFile calls fn for every Go file of ours in the tree.
func eachGoFile(tree fs.FS, fn func(file string, src []byte) error) error {
	return fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			base := entry.Name()
			if file != "." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata" || file == "build" || file == "data") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(file) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(tree, file)
		if err != nil {
			return err
		}
		return fn(file, src)
	})
}

func TestLayersImportOnlyForward(t *testing.T) {
	breaks, err := layerBreaks(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range breaks {
		t.Error(b)
	}
}

// The check itself is checked: each planted import must be found, each allowed one must not.
func TestLayersFindsPlantedImports(t *testing.T) {
	cases := []struct {
		about, file, imports string
		bad                  bool
	}{
		{"models above a stage", "models/a.go", "candour/workflows/tasks", true},
		{"terms import a project package", "models/terms/a.go", "candour/models", true},
		{"terms import a library", "models/terms/a.go", "gorm.io/gorm", true},
		{"gorm in a stage", "workflows/intake/a.go", "gorm.io/gorm", true},
		{"gorm in a driver's clothes", "workflows/jobs/a.go", "gorm.io/driver/postgres", true},
		{"gorm in a test of api", "api/a_test.go", "gorm.io/gorm", true},
		{"gin in a stage", "workflows/delivery/a.go", "github.com/gin-gonic/gin", true},
		{"an earlier stage", "workflows/delivery/a.go", "candour/workflows/tasks", true},
		{"an earlier stage from a package below a stage", "workflows/people/sheet/a.go", "candour/workflows/intake", true},
		{"the neighbour in the same place", "workflows/notices/a.go", "candour/workflows/statements", true},
		{"a stage reaches up to api", "workflows/intake/a.go", "candour/api", true},
		{"templates know a stage", "templates/a.go", "candour/workflows/notices", true},
		{"a pure package reads models", "workflows/regimes/a.go", "candour/models", true},
		{"a pure package opens a database", "workflows/deadlines/a.go", "database/sql", true},
		{"a pure package reaches the network", "workflows/safecontact/a.go", "net/http", true},
		{"a pure package takes a library", "workflows/regimes/a.go", "github.com/google/uuid", true},
		{"the pure file of assessment reads models", "workflows/assessment/evaluate.go", "candour/models", true},
		{"what is shipped uses the test database", "workflows/intake/a.go", "candour/models/modelstest", true},
		{"migrations know models", "migrations/a.go", "candour/models", true},
		{"the judge leans on the accused", "chaos/a.go", "candour/workflows/delivery", true},
		{"what is shipped leans on the judge", "workflows/delivery/a.go", "candour/chaos/sink", true},
		{"a package nobody placed", "workflows/misc/a.go", "fmt", true},
		{"a package nobody placed at the top", "util/a.go", "fmt", true},

		{"a later stage", "workflows/intake/a.go", "candour/workflows/jobs", false},
		{"its own part", "workflows/people/a.go", "candour/workflows/people/sheet", false},
		{"a stage asks the law", "workflows/assessment/decide.go", "candour/workflows/regimes", false},
		{"a stage reads models", "workflows/assessment/decide.go", "candour/models", false},
		{"the pure file asks the law", "workflows/assessment/evaluate.go", "candour/workflows/deadlines", false},
		{"a pure package reads YAML", "workflows/regimes/a.go", "github.com/goccy/go-yaml", false},
		{"a test sets its stage", "workflows/delivery/a_test.go", "candour/workflows/intake", false},
		{"a test opens a database", "workflows/delivery/a_test.go", "candour/models/modelstest", false},
		{"models use gorm", "models/a.go", "gorm.io/gorm", false},
		{"api calls a stage", "api/a.go", "candour/workflows/intake", false},
		{"main puts all together", "app.go", "candour/frontend", false},
		{"a test of the sender stands before the judge", "workflows/delivery/a_test.go", "candour/chaos/sink", false},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			tree := fstest.MapFS{c.file: {Data: fmt.Appendf(nil, "package p\n\nimport _ %q\n", c.imports)}}
			breaks, err := layerBreaks(tree)
			if err != nil {
				t.Fatal(err)
			}
			if bad := len(breaks) > 0; bad != c.bad {
				t.Errorf("%s imports %s: found %q, want a finding: %v", c.file, c.imports, breaks, c.bad)
			}
		})
	}
}
