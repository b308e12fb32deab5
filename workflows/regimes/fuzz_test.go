package regimes

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// FuzzParse feeds the loader anything at all: it may refuse, with file and line, and must not panic; what it accepts
// must carry what every later step relies on.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/broken/*.yaml", "packs/eu-gdpr.yaml", "packs/us-ca.yaml", "packs/jp-appi.yaml"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(content)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		p, problems := Parse("any.yaml", content)
		for _, problem := range problems {
			if problem.File != "any.yaml" || problem.Line < 1 || problem.Message == "" {
				t.Fatalf("a problem without its place: %+v", problem)
			}
		}
		if len(problems) > 0 {
			return
		}
		if p.ID != "any" || p.Citation == "" || len(p.Binds) == 0 || p.Version == "" {
			t.Fatalf("accepted without id, citation, link or version: %+v", p)
		}
		for _, d := range p.Duties {
			if d.Citation == "" || d.When.Word == "" || d.Deadline.Unit == "" || d.Confidence == "" {
				t.Fatalf("accepted a duty that lacks something: %+v", d)
			}
			_ = d.When.Eval(story{})
			_ = d.When.String()
		}
	})
}

// FuzzCases feeds the reader of the cases anything at all: problems have their place, and nothing panics.
func FuzzCases(f *testing.F) {
	for _, path := range []string{"testdata/changes/some-law_cases.yaml", "packs/eg-pdpl_cases.yaml"} {
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	pack, err := os.ReadFile("testdata/changes/some-law.yaml")
	if err != nil {
		f.Fatal(err)
	}
	p, _ := Parse("some-law.yaml", pack)
	f.Fuzz(func(t *testing.T, content []byte) {
		cases, problems := readCases(fstest.MapFS{"some-law_cases.yaml": {Data: content}}, p)
		if len(problems) == 0 {
			problems = append(checkSides(p, cases), checkChanges(p, cases)...)
		}
		for _, problem := range problems {
			if problem.File == "" || problem.Line < 1 || problem.Message == "" {
				t.Fatalf("a problem without its place: %+v", problem)
			}
		}
	})
}
