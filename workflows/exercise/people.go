package exercise

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

type names struct {
	Given  []string `yaml:"given"`
	Family []string `yaml:"family"`
}

// Columns of the list of invented people, in the order in which WritePeople writes them.
var Columns = []string{"reference", "name", "e-mail", "telephone", "country", "language", "street", "postcode", "city", "data categories", "society", "group"}

// WritePeople writes a list of invented people as CSV: limit of them at most, or everybody of the story with limit 0. The same story gives the
// same list. Names stand in the script of the person's language; some share a telephone, as families do.
func (s *Story) WritePeople(w io.Writer, limit int) (int, error) {
	byLanguage := map[string]names{}
	data, err := files.ReadFile("names.yaml")
	if err != nil {
		return 0, err
	}
	if err := yaml.Unmarshal(data, &byLanguage); err != nil {
		return 0, fmt.Errorf("names.yaml: %w", err)
	}
	total := 0
	for _, g := range s.Groups {
		total += int(g.Count)
	}
	out := csv.NewWriter(w)
	if err := out.Write(Columns); err != nil {
		return 0, err
	}
	// A fixed seed: the list is part of the exercise, not a surprise.
	r := rand.New(rand.NewPCG(515, 2022))
	written := 0
	for _, g := range s.Groups {
		n := int(g.Count)
		if limit > 0 {
			n = (int(g.Count)*limit + total - 1) / total
			n = min(n, limit-written)
		}
		for range n {
			written++
			if err := out.Write(s.person(r, g, written, byLanguage)); err != nil {
				return written, err
			}
		}
	}
	out.Flush()
	return written, out.Error()
}

func (s *Story) person(r *rand.Rand, g Group, n int, byLanguage map[string]names) []string {
	lang := g.Languages[r.IntN(len(g.Languages))]
	who, ok := byLanguage[lang]
	if !ok {
		who = byLanguage["fallback"]
	}
	name := who.Given[r.IntN(len(who.Given))] + " " + who.Family[r.IntN(len(who.Family))]
	mail := ""
	if r.IntN(10) < 7 {
		mail = fmt.Sprintf("person%06d@exercise.example", n)
	}
	// The number ranges are those set aside for fiction where the country has one; elsewhere a number nobody can have.
	household := n
	if r.IntN(12) == 0 && n > 1 {
		household = n - 1
	}
	d, _ := s.DataSet(g.DataSet)
	return []string{fmt.Sprintf("EX-%06d", n), name, mail, fmt.Sprintf("+999%08d", household), country(r, g), lang,
		fmt.Sprintf("Exercise street %d", 1+r.IntN(200)), fmt.Sprintf("%05d", r.IntN(100000)), "Exerciseville", strings.Join(d.Categories, ";"), g.Party, g.Party + " · " + d.Name}
}

// country draws one of the places of residence, as often as people of the group live there.
func country(r *rand.Rand, g Group) string {
	total := 0
	for _, n := range g.Residence {
		total += int(n)
	}
	if total == 0 {
		return ""
	}
	at := r.IntN(total)
	for _, place := range slices.Sorted(maps.Keys(g.Residence)) {
		if at -= int(g.Residence[place]); at < 0 {
			c, _, _ := strings.Cut(place, "-")
			return c
		}
	}
	return ""
}
