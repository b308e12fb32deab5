package models_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gorm.io/gorm/schema"

	"candour/models"
	"candour/models/modelstest"
)

// writtenByHand are tables without a model of their own: they are filled and asked by SQL.
var writtenByHand = []string{"people_words"}

// columns of a table, each with "null" or "not null". Primary keys are left out of the null question: SQLite reports them as nullable.
type columns map[string]string

func readSchema(t *testing.T, db *models.DB) map[string]columns {
	t.Helper()
	query := `SELECT m.name, c.name, CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 'not null' ELSE 'null' END
		FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	if db.Engine() == models.Postgres {
		query = `SELECT table_name, column_name, CASE is_nullable WHEN 'YES' THEN 'null' ELSE 'not null' END
			FROM information_schema.columns WHERE table_schema = 'public'`
	}
	rows, err := db.SQL().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	found := map[string]columns{}
	for rows.Next() {
		var table, column, null string
		if err := rows.Scan(&table, &column, &null); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(table, "river_") || strings.HasPrefix(table, "goose_") || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		if found[table] == nil {
			found[table] = columns{}
		}
		found[table][column] = null
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// readModels reads from the sources which columns gorm expects of each table a struct could stand for.
func readModels(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	structs, named := map[string]*ast.StructType{}, map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok && ast.IsExported(n.Name.Name) {
					structs[n.Name.Name] = s
				}
			case *ast.FuncDecl:
				if owner, table, ok := tableName(n); ok {
					named[owner] = table
				}
			}
			return true
		})
	}
	naming := schema.NamingStrategy{}
	tables := map[string][]string{}
	for name, s := range structs {
		table, ok := named[name]
		if !ok {
			table = naming.TableName(name)
		}
		tables[table] = fieldColumns(s, structs, naming)
	}
	return tables
}

// tableName reads func (T) TableName() string { return "x" }.
func tableName(f *ast.FuncDecl) (owner, table string, ok bool) {
	if f.Name.Name != "TableName" || f.Recv == nil || len(f.Body.List) != 1 {
		return "", "", false
	}
	id, isIdent := f.Recv.List[0].Type.(*ast.Ident)
	ret, isReturn := f.Body.List[0].(*ast.ReturnStmt)
	if !isIdent || !isReturn || len(ret.Results) != 1 {
		return "", "", false
	}
	lit, isLit := ret.Results[0].(*ast.BasicLit)
	if !isLit {
		return "", "", false
	}
	table, err := strconv.Unquote(lit.Value)
	return id.Name, table, err == nil
}

func fieldColumns(s *ast.StructType, structs map[string]*ast.StructType, naming schema.NamingStrategy) []string {
	found := []string{}
	for _, f := range s.Fields.List {
		settings := map[string]string{}
		if f.Tag != nil {
			if tag, err := strconv.Unquote(f.Tag.Value); err == nil {
				settings = schema.ParseTagSetting(reflect.StructTag(tag).Get("gorm"), ";")
			}
		}
		if _, ignored := settings["-"]; ignored {
			continue
		}
		if len(f.Names) == 0 {
			if id, ok := f.Type.(*ast.Ident); ok && structs[id.Name] != nil {
				found = append(found, fieldColumns(structs[id.Name], structs, naming)...)
			}
			continue
		}
		for _, name := range f.Names {
			switch {
			case !name.IsExported():
			case settings["COLUMN"] != "":
				found = append(found, settings["COLUMN"])
			default:
				found = append(found, naming.ColumnName("", name.Name))
			}
		}
	}
	return found
}

func TestModelsMatchTheSchema(t *testing.T) {
	expected := readModels(t)
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		tables := readSchema(t, db)
		if len(tables) < 10 {
			t.Fatalf("only %d tables were read", len(tables))
		}
		for table, has := range tables {
			wants, ok := expected[table]
			if !ok {
				if !slices.Contains(writtenByHand, table) {
					t.Errorf("table %s has no model; if it is used by SQL only, say so in writtenByHand", table)
				}
				continue
			}
			for _, column := range wants {
				if _, ok := has[column]; !ok {
					t.Errorf("%s.%s is in the model, not in the database", table, column)
				}
			}
			for column := range has {
				if !slices.Contains(wants, column) {
					t.Errorf("%s.%s is in the database, not in the model", table, column)
				}
			}
		}
	})
}

func TestBothEnginesHaveTheSameSchema(t *testing.T) {
	engines := modelstest.Engines()
	schemas := make([]map[string]columns, len(engines))
	for i, engine := range engines {
		schemas[i] = readSchema(t, modelstest.Open(t, engine))
	}
	for i := range schemas {
		for _, difference := range differences(schemas[0], schemas[i]) {
			t.Errorf("%s and %s differ: %s", engines[0], engines[i], difference)
		}
	}
}

func differences(a, b map[string]columns) []string {
	found := []string{}
	tables := maps.Clone(a)
	maps.Copy(tables, b)
	for table := range tables {
		both := maps.Clone(a[table])
		if both == nil {
			both = columns{}
		}
		maps.Copy(both, b[table])
		for column := range both {
			if x, y := a[table][column], b[table][column]; x != y {
				found = append(found, fmt.Sprintf("%s.%s is %q and %q", table, column, x, y))
			}
		}
	}
	slices.Sort(found)
	return found
}

// The comparison itself is compared.
func TestDifferencesAreFound(t *testing.T) {
	a := map[string]columns{"incidents": {"id": "not null", "title": "not null"}, "parties": {"id": "not null"}}
	b := map[string]columns{"incidents": {"id": "not null", "title": "null", "extra": "null"}}
	want := []string{`incidents.extra is "" and "null"`, `incidents.title is "not null" and "null"`, `parties.id is "not null" and ""`}
	if got := differences(a, b); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if got := differences(a, a); len(got) != 0 {
		t.Errorf("a schema differs from itself: %q", got)
	}
}
