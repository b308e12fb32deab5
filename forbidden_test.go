package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// forbiddenImports leak defaults: no time-out, no context, no escaping, or chance that can be guessed.
var forbiddenImports = map[string]string{
	"net/smtp":      "has no time-outs and is frozen: messages go through workflows/delivery",
	"text/template": "escapes nothing: use html/template, or the placeholders of templates",
	"math/rand":     "can be guessed: use crypto/rand",
	"math/rand/v2":  "can be guessed: use crypto/rand",
	"io/ioutil":     "is deprecated",
}

// forbiddenCalls are package-level names, as "import path.Name".
var forbiddenCalls = map[string]string{
	"net/http.DefaultClient":              "has no time-out",
	"net/http.Get":                        "has no time-out",
	"net/http.Head":                       "has no time-out",
	"net/http.Post":                       "has no time-out",
	"net/http.PostForm":                   "has no time-out",
	"net/http.ListenAndServe":             "has no time-outs",
	"net/http.DefaultServeMux":            "answers whatever any library registers on it",
	"net/http.HandleFunc":                 "registers on the default mux",
	"github.com/gin-gonic/gin.Default":    "logs every path and query",
	"github.com/gin-gonic/gin.Logger":     "logs every path and query",
	"github.com/gin-gonic/gin.SetMode":    "is only for main and api",
	"encoding/gob.NewDecoder":             "builds whatever the bytes say",
	"log.Fatal":                           "ends the process behind everybody's back: return an error",
	"log.Fatalf":                          "ends the process behind everybody's back: return an error",
	"github.com/robfig/cron/v3.New":       "runs jobs beside the queue: give the schedule to workflows/jobs",
	"github.com/goccy/go-yaml.Unmarshal":  "takes unknown keys: decode strictly",
	"gopkg.in/yaml.v3.Unmarshal":          "takes unknown keys: decode strictly",
	"gorm.io/gorm/logger.Default":         "prints values, which are people",
	"html/template.HTML":                  "switches escaping off",
	"html/template.JS":                    "switches escaping off",
	"html/template.URL":                   "switches escaping off",
	"html/template.HTMLAttr":              "switches escaping off",
	"github.com/go-mail/mail/v2.SendMail": "bypasses workflows/delivery",
}

// allowed says where a forbidden name or package has its one place.
var allowed = map[string][]string{
	// Invented people have to be the same ones at every start.
	// A run of the kill loop has to be repeatable from its seed.
	"math/rand/v2":                     {"workflows/exercise", "chaos"},
	"github.com/gin-gonic/gin.SetMode": {"api", ""},
	// The one place that turns approved, sanitised text into a page.
	"html/template.HTML": {"templates"},
}

// pureCalls may not be used where the result must depend on the arguments alone, and where days are not hours.
var pureCalls = map[string]string{
	"time.Now":   "a pure package has no clock: it is passed in",
	"time.Since": "a pure package has no clock: it is passed in",
	"time.Until": "a pure package has no clock: it is passed in",
	"time.Local": "the machine's zone is nobody's zone",
	"os.Getenv":  "a pure package depends on its arguments alone",
}

// sqlText are the gorm methods whose first argument is SQL: a constant, with values as further arguments.
var sqlText = []string{"Raw", "Exec", "Where", "Not", "Or", "Order", "Group", "Having", "Select", "Joins", "Table"}

// lookups are the gorm methods that read a bare string as SQL: First(&x, id) runs id.
var lookups = []string{"First", "Take", "Last", "Find", "Delete"}

type inspector struct {
	file    string
	set     *token.FileSet
	imports map[string]string // local name -> path
	found   []string
}

func (in *inspector) say(pos token.Pos, format string, args ...any) {
	in.found = append(in.found, fmt.Sprintf("%s:%d: %s", in.file, in.set.Position(pos).Line, fmt.Sprintf(format, args...)))
}

func (in *inspector) test() bool { return strings.HasSuffix(in.file, "_test.go") }

func (in *inspector) pkg() string {
	if d := path.Dir(in.file); d != "." {
		return d
	}
	return ""
}

// forbiddenUses lists what no Go file of ours may do, as "file:line: sentence".
func forbiddenUses(tree fs.FS) ([]string, error) {
	found := []string{}
	err := eachGoFile(tree, func(file string, src []byte) error {
		in := &inspector{file: file, set: token.NewFileSet(), imports: map[string]string{}}
		f, err := parser.ParseFile(in.set, file, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		in.readImports(f)
		ast.Inspect(f, func(n ast.Node) bool { in.node(n); return true })
		for _, group := range f.Comments {
			for _, c := range group.List {
				if unfinished.MatchString(c.Text) {
					in.say(c.Pos(), "unfinished work belongs in an issue, not in a comment")
				}
			}
		}
		found = append(found, in.found...)
		return nil
	})
	return found, err
}

var unfinished = regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)

func (in *inspector) readImports(f *ast.File) {
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		local := path.Base(p)
		if regexp.MustCompile(`^v[0-9]+$`).MatchString(local) {
			local = path.Base(path.Dir(p))
		}
		local = strings.TrimPrefix(strings.TrimSuffix(local, ".v3"), "go-")
		if spec.Name != nil {
			local = spec.Name.Name
		}
		in.imports[local] = p
		if why, bad := forbiddenImports[p]; bad && (!in.test() || p == "net/smtp") && !slices.Contains(allowed[p], in.pkg()) {
			in.say(spec.Pos(), "%s %s", p, why)
		}
	}
}

func (in *inspector) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		in.selector(n)
	case *ast.CallExpr:
		in.call(n)
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if s, ok := left.(*ast.SelectorExpr); ok && s.Sel.Name == "LazyQuotes" && i < len(n.Rhs) {
				in.lazyQuotes(s.Pos(), n.Rhs[i])
			}
		}
	case *ast.KeyValueExpr:
		if k, ok := n.Key.(*ast.Ident); ok && k.Name == "LazyQuotes" {
			in.lazyQuotes(n.Pos(), n.Value)
		}
	}
}

func (in *inspector) lazyQuotes(pos token.Pos, value ast.Expr) {
	if v, ok := value.(*ast.Ident); !ok || v.Name != "false" {
		in.say(pos, "LazyQuotes joins rows that a stray quote has broken: people would be lost silently")
	}
}

func (in *inspector) selector(s *ast.SelectorExpr) {
	x, ok := s.X.(*ast.Ident)
	if !ok {
		return
	}
	p, ok := in.imports[x.Name]
	if !ok {
		return
	}
	full := p + "." + s.Sel.Name
	if why, bad := forbiddenCalls[full]; bad && !in.test() && !slices.Contains(allowed[full], in.pkg()) {
		in.say(s.Pos(), "%s %s", full, why)
	}
	if why, bad := pureCalls[full]; bad && !in.test() && isPureFile(in.file) {
		in.say(s.Pos(), "%s: %s", full, why)
	}
}

func (in *inspector) call(c *ast.CallExpr) {
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	method := s.Sel.Name
	switch {
	case method == "AddDate" && isPureFile(in.file) && !in.test():
		in.say(c.Pos(), "AddDate turns 31 January plus a month into 3 March: use the civil days of workflows/deadlines")
	case (method == "Skip" || method == "SkipNow" || method == "Skipf") && in.test() && isIdent(s.X, "t", "b", "f"):
		in.say(c.Pos(), "a skipped test says nothing: let it fail, or take it away")
	case within(in.pkg(), "models") && !in.test() && len(c.Args) > 0 && slices.Contains(sqlText, method) && builtText(c.Args[0]):
		in.say(c.Pos(), "%s with text put together at run time is how SQL is injected: pass values as arguments", method)
	case within(in.pkg(), "models") && !in.test() && len(c.Args) == 2 && slices.Contains(lookups, method) && isAddress(c.Args[0]) && !isLiteral(c.Args[1]):
		in.say(c.Pos(), "%s(&x, value) runs a string as SQL: write Where(\"id = ?\", value)", method)
	}
}

func isIdent(e ast.Expr, names ...string) bool {
	id, ok := e.(*ast.Ident)
	return ok && slices.Contains(names, id.Name)
}

func isAddress(e ast.Expr) bool {
	u, ok := e.(*ast.UnaryExpr)
	return ok && u.Op == token.AND
}

func isLiteral(e ast.Expr) bool { _, ok := e.(*ast.BasicLit); return ok }

// builtText says whether an expression is fmt.Sprintf or joins something with a piece that is neither a literal nor a name: names
// are taken for constants, which is as far as syntax sees.
func builtText(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr:
		s, ok := e.Fun.(*ast.SelectorExpr)
		return ok && (isIdent(s.X, "fmt") || isIdent(s.X, "strings"))
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (builtPart(e.X) || builtPart(e.Y))
	}
	return false
}

func builtPart(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit, *ast.Ident:
		return false
	case *ast.ParenExpr:
		return builtPart(e.X)
	case *ast.BinaryExpr:
		return builtPart(e.X) || builtPart(e.Y)
	}
	return true
}

// focused is a front-end test that silences the others, or is silenced.
var focused = regexp.MustCompile(`\b(?:it|test|describe)\.(?:only|skip|fixme)\b|\b(?:xit|xdescribe|fit|fdescribe)\(`)

// silencedPageTests lists front-end tests that leave others, or themselves, out.
func silencedPageTests(tree fs.FS) ([]string, error) {
	found := []string{}
	err := fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if n := entry.Name(); n == "node_modules" || n == "dist" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".ts") && !strings.HasSuffix(file, ".tsx") {
			return nil
		}
		src, err := fs.ReadFile(tree, file)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(src), "\n") {
			if focused.MatchString(line) {
				found = append(found, fmt.Sprintf("%s:%d: a test that is skipped or runs alone says nothing about the rest", file, i+1))
			}
		}
		return nil
	})
	return found, err
}

func TestForbiddenCallsAreAbsent(t *testing.T) {
	found, err := forbiddenUses(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	silenced, err := silencedPageTests(os.DirFS("frontend"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(found, silenced...) {
		t.Error(f)
	}
}

// The check itself is checked: each planted use must be found, each allowed one must not.
func TestForbiddenFindsPlantedCalls(t *testing.T) {
	unfinishedMark := "TO" + "DO"
	cases := []struct {
		about, file, imports, body string
		bad                        bool
	}{
		{"the clock in a pure package", "workflows/deadlines/a.go", "time", "_ = time.Now()", true},
		{"the clock in the pure file", "workflows/assessment/evaluate.go", "time", "_ = time.Now()", true},
		{"the clock handed on as a function", "workflows/regimes/a.go", "time", "f(time.Now)", true},
		{"months by AddDate", "workflows/deadlines/a.go", "time", "_ = t.AddDate(0, 1, 0)", true},
		{"the old mail package", "workflows/delivery/a.go", "net/smtp", "smtp.SendMail()", true},
		{"the client without time-out", "workflows/delivery/a.go", "net/http", "_ = http.DefaultClient", true},
		{"a call without time-out", "workflows/delivery/a.go", "net/http", "http.Get(u)", true},
		{"a renamed import", "workflows/delivery/a.go", `h "net/http"`, "h.Get(u)", true},
		{"templates that do not escape", "templates/a.go", "text/template", "template.New()", true},
		{"escaping off in a stage", "workflows/statements/a.go", "html/template", "_ = template.HTML(s)", true},
		{"lazy quotes by field", "workflows/people/a.go", "encoding/csv", "r.LazyQuotes = true", true},
		{"lazy quotes by literal", "workflows/people/a.go", "encoding/csv", "_ = csv.Reader{LazyQuotes: yes}", true},
		{"gin's default engine", "api/a.go", "github.com/gin-gonic/gin", "gin.Default()", true},
		{"guessable chance", "workflows/access/a.go", "math/rand/v2", "rand.Int()", true},
		{"a versioned import by its real name", "workflows/tasks/a.go", "github.com/robfig/cron/v3", "cron.New()", true},
		{"SQL by Sprintf", "models/a.go", "fmt", `db.Raw(fmt.Sprintf("select %s", x))`, true},
		{"SQL joined with a field", "models/a.go", "fmt", `db.Order("name " + q.Dir)`, true},
		{"a bare string read as SQL", "models/a.go", "fmt", "db.First(&x, id)", true},
		{"an unfinished corner", "models/a.go", "fmt", "// " + unfinishedMark + ": later", true},
		{"a skipped test", "models/a_test.go", "fmt", `t.Skip("later")`, true},

		{"the clock where commands run", "models/a.go", "time", "_ = time.Now()", false},
		{"the clock in a pure package's test", "workflows/deadlines/a_test.go", "time", "_ = time.Now()", false},
		{"another package's Get", "workflows/delivery/a.go", "candour/models", "models.Get(u)", false},
		{"invented people, always the same", "workflows/exercise/a.go", "math/rand/v2", "rand.Int()", false},
		{"escaping off in its one place", "templates/a.go", "html/template", "_ = template.HTML(s)", false},
		{"strict quotes", "workflows/people/a.go", "encoding/csv", "r.LazyQuotes = false", false},
		{"SQL as a constant", "models/a.go", "fmt", `db.Where("id = ?", id)`, false},
		{"SQL from two constants", "models/a.go", "fmt", `db.Raw("select " + columns)`, false},
		{"a list", "models/a.go", "fmt", "db.Find(&xs)", false},
		{"skipping white space", "workflows/people/a.go", "fmt", "reader.Skip(1)", false},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			imports := c.imports
			if !strings.HasSuffix(imports, `"`) {
				imports = strconv.Quote(imports)
			}
			src := fmt.Sprintf("package p\n\nimport %s\n\nfunc _() {\n\t%s\n}\n", imports, c.body)
			found, err := forbiddenUses(fstest.MapFS{c.file: {Data: []byte(src)}})
			if err != nil {
				t.Fatal(err)
			}
			if bad := len(found) > 0; bad != c.bad {
				t.Errorf("%s\nfound %q, want a finding: %v", src, found, c.bad)
			}
		})
	}
}

func TestForbiddenFindsSilencedPageTests(t *testing.T) {
	for line, bad := range map[string]bool{
		"test.only('opens', () => {})": true,
		"describe.skip('page', f)":     true,
		"xit('opens', f)":              true,
		"test('opens', () => {})":      false,
		"exit(1)":                      false,
	} {
		found, err := silencedPageTests(fstest.MapFS{"src/a.test.ts": {Data: []byte(line)}})
		if err != nil {
			t.Fatal(err)
		}
		if (len(found) > 0) != bad {
			t.Errorf("%q: found %q, want a finding: %v", line, found, bad)
		}
	}
}
