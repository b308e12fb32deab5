package regimes

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed packs/*.yaml packs/overlays/*.yaml
var embedded embed.FS

const casesSuffix = "_cases.yaml"

// Library is the rule pack as loaded: read-only, sorted by id.
type Library struct {
	packs    []*Pack
	byID     map[string]*Pack
	overlays []Overlay
}

// All lists the regimes by id. The packs are shared: read, do not change.
func (l *Library) All() []*Pack { return slices.Clone(l.packs) }

// Find gives one regime.
func (l *Library) Find(id string) (*Pack, bool) {
	p, ok := l.byID[id]
	return p, ok
}

// Default is the rule pack built into the program, parsed once.
var Default = sync.OnceValues(func() (*Library, []Problem) {
	packs, err := fs.Sub(embedded, "packs")
	if err != nil {
		return &Library{byID: map[string]*Pack{}}, []Problem{{File: "packs", Line: 1, Message: err.Error()}}
	}
	return Load(packs)
})

// Load reads every pack at the root of files. A pack with a problem is left out of the library, so that nothing is
// ever decided on a rule that was not understood; the caller decides whether to go on without it.
func Load(files fs.FS) (*Library, []Problem) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return &Library{byID: map[string]*Pack{}}, []Problem{{File: ".", Line: 1, Message: err.Error()}}
	}
	slices.Sort(names)
	lib := &Library{byID: map[string]*Pack{}}
	var problems []Problem
	for _, name := range names {
		if strings.HasSuffix(name, casesSuffix) {
			continue
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			problems = append(problems, Problem{File: name, Line: 1, Message: "The file cannot be read: " + err.Error()})
			continue
		}
		p, found := Parse(name, content)
		if len(found) == 0 && !p.Draft() && len(p.Duties) > 0 && !slices.Contains(names, p.ID+casesSuffix) {
			found = append(found, Problem{File: name, Line: 1, Message: "review.status is read, but " + p.ID + casesSuffix +
				" is missing. Write the cases beside the pack, or set the status to draft."})
		}
		problems = append(problems, found...)
		if len(found) == 0 {
			lib.packs = append(lib.packs, p)
			lib.byID[p.ID] = p
		}
	}
	slices.SortFunc(lib.packs, func(a, b *Pack) int { return strings.Compare(a.ID, b.ID) })
	problems = append(problems, lib.loadOverlays(files)...)
	return lib, append(problems, lib.crossCheck()...)
}

// Parse reads one pack. With problems the pack is not fit for use.
func Parse(name string, content []byte) (*Pack, []Problem) {
	r := &reader{file: name}
	doc, err := oneDocument(content)
	if err != nil {
		r.failParse(err)
		return nil, r.problems
	}
	p := r.pack(doc)
	p.Version, p.Rules = versionOf(content), fingerprintOfRules(doc)
	p.File = name
	if p.ID != "" && p.ID+".yaml" != name {
		r.fail(doc, "id is %q but the file is called %s. Make them the same.", p.ID, name)
	}
	return p, r.problems
}

func versionOf(content []byte) string {
	digest := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(digest[:])
}

func oneDocument(content []byte) (*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(content))
	var doc, next yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the file is empty")
		}
		return nil, err
	}
	if err := dec.Decode(&next); !errors.Is(err, io.EOF) {
		return nil, errors.New("the file holds more than one document")
	}
	if len(doc.Content) != 1 {
		return nil, errors.New("the file is empty")
	}
	return doc.Content[0], nil
}

// crossCheck judges what only shows when all packs are known: predecessors must exist and must have ended.
func (l *Library) crossCheck() []Problem {
	var problems []Problem
	report := func(p *Pack, message string) {
		problems = append(problems, Problem{File: p.File, Line: 1, Message: message})
	}
	heirs := map[string][]*Pack{}
	for _, p := range l.packs {
		if p.Before == nil || p.Before.Regime == "" {
			continue
		}
		old, ok := l.byID[p.Before.Regime]
		switch {
		case !ok:
			report(p, "before.regime names "+p.Before.Regime+", which is not in the pack. Correct the id, or write before.no_duty.")
			continue
		case old.InForce != "" && (old.Until == "" || old.Until >= p.InForce):
			report(p, "Validity overlaps: "+old.ID+" must end (until) before "+string(p.InForce)+", the day on which "+p.ID+" begins.")
		}
		for _, rival := range heirs[old.ID] {
			if overlap(p, rival) && shareCountry(p, rival) {
				report(p, "Validity overlaps with "+rival.ID+", which follows the same predecessor "+old.ID+" in the same country. Narrow the dates.")
			}
		}
		heirs[old.ID] = append(heirs[old.ID], p)
	}
	return problems
}

func overlap(a, b *Pack) bool {
	if a.InForce == "" || b.InForce == "" {
		return false
	}
	return (a.Until == "" || a.Until >= b.InForce) && (b.Until == "" || b.Until >= a.InForce)
}

func shareCountry(a, b *Pack) bool {
	return slices.ContainsFunc(a.Countries, func(c string) bool { return slices.Contains(b.Countries, c) })
}
