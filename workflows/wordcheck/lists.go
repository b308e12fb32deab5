package wordcheck

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

//go:embed lists/*.yaml
var files embed.FS

// Languages that have a list.
var Languages = []string{"en", "fr", "es", "ar"}

// list is what is looked for in one language. Patterns are regular expressions of RE2 over folded text; they are ours, and run in linear time.
type list struct {
	Sources  map[string]string `yaml:"sources"`
	Sentence struct {
		Words int    `yaml:"words"` // more than this many are too many
		Easy  int    `yaml:"easy"`  // in easy language
		Says  string `yaml:"says"`
		From  string `yaml:"from"`
	} `yaml:"sentence"`
	LongWord int               `yaml:"long_word"` // letters, in easy language
	Passive  []pattern         `yaml:"passive"`
	Jargon   []jargon          `yaml:"jargon"`
	Content  map[string]wanted `yaml:"content"`
	Blocks   map[string]block  `yaml:"blocks"`
	Claims   []claim           `yaml:"claims"`
	Requests []pattern         `yaml:"requests"`
	Attached []pattern         `yaml:"attached"`
	Refusal  pattern           `yaml:"refusal"`    // "we never ask": what stands in such a sentence is no request
	Families pattern           `yaml:"families"`   // the sentence families of missing people read first
	Quoted   pattern           `yaml:"correction"` // the text takes something back: an old claim may be repeated in such a sentence
}

type jargon struct {
	Word    pattern `yaml:"word"`
	Instead string  `yaml:"instead"`
}

// wanted is how one thing that laws demand is called and recognised.
type wanted struct {
	Label string    `yaml:"label"`
	Find  []pattern `yaml:"find"`
}

// block is a part no notice to people is without.
type block struct {
	Find []pattern `yaml:"find"`
}

// claim is something that may be said only while the facts say it too.
type claim struct {
	ID       string    `yaml:"id"`
	Find     []pattern `yaml:"find"`
	Fact     string    `yaml:"fact"`
	Supports []string  `yaml:"supports"` // values of the fact with which the claim is true; "known": any value
	Denies   []string  `yaml:"denies"`   // values with which it is false: it stops
	Severity Severity  `yaml:"severity"`
	With     *pattern  `yaml:"with"` // fine when this stands in the same sentence or the next
	Says     string    `yaml:"says"`
	From     string    `yaml:"from"`
}

type pattern struct{ *regexp.Regexp }

// before and after are the ends of words in every script; \b knows Latin letters only.
const (
	before = `(?:^|[^\p{L}\p{M}\p{N}_])`
	after  = `(?:$|[^\p{L}\p{M}\p{N}_])`
)

// prefixes that Arabic writes in front of a word without a space.
const prefixes = `(?:[وف]?[بكل]?(?:ال|لل)?)`

var compiling = "" // the language whose file is being read; files are read one after the other, once

func (p *pattern) UnmarshalYAML(n *yaml.Node) (err error) {
	s, pre := n.Value, ""
	if compiling == "ar" {
		s, pre = foldPattern(s), prefixes
	}
	p.Regexp, err = regexp.Compile(before + "(" + pre + "(?:" + s + "))" + after)
	return err
}

// foldPattern folds the letters of a pattern and leaves its signs (\S is not \s).
func foldPattern(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		b.WriteString(string(fold(r, "ar")))
	}
	return b.String()
}

type links struct {
	Source     string   `yaml:"source"`
	Shorteners []string `yaml:"shorteners"`
	Endings    []string `yaml:"endings"` // that make a bare name a web address
	Tracking   []string `yaml:"tracking"`
}

var loaded = sync.OnceValue(func() (out struct {
	byLanguage map[string]*list
	links      links
}) {
	out.byLanguage = map[string]*list{}
	for _, lang := range Languages {
		compiling = lang
		l := &list{}
		mustRead(lang+".yaml", l)
		out.byLanguage[lang] = l
	}
	mustRead("links.yaml", &out.links)
	return out
})

// mustRead reads a file that is compiled in; a test reads them all, so this cannot fail in a program that was released.
func mustRead(name string, to any) {
	b, err := files.ReadFile(path.Join("lists", name))
	if err == nil {
		d := yaml.NewDecoder(strings.NewReader(string(b)))
		d.KnownFields(true)
		err = d.Decode(to)
	}
	if err != nil {
		panic(fmt.Sprintf("wordcheck: %s: %v", name, err))
	}
}

func listOf(lang string) *list { return loaded().byLanguage[baseLanguage(lang)] }

// source is what a list names as its ground.
func (l *list) source(name string) string {
	if s, ok := l.Sources[name]; ok {
		return s
	}
	return name
}
