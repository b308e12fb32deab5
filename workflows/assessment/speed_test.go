package assessment

import (
	"fmt"
	"testing"

	"candour/models/terms"
	"candour/workflows/regimes"
)

func BenchmarkAssessTheExercise(b *testing.B) {
	in := exerciseInput(b)
	lib, _ := regimes.Default()
	for b.Loop() {
		Evaluate(in, lib, Environment{})
	}
}

// BenchmarkTwentyThousandDistinctGroups is 515,000 people whose groups all differ in some fact.
func BenchmarkTwentyThousandDistinctGroups(b *testing.B) {
	in := exerciseInput(b)
	lib, _ := regimes.Default()
	in.Groups = manyGroups(in, 20_000)
	b.ResetTimer()
	for b.Loop() {
		Evaluate(in, lib, Environment{})
	}
}

func manyGroups(in Input, n int) []GroupInput {
	categories, _ := terms.KnownFact("data_categories")
	kinds, _ := terms.KnownFact("subjects_kinds")
	out := make([]GroupInput, 0, n)
	for i := range n {
		p := in.Parties[i%len(in.Parties)]
		k := i / len(in.Parties)
		out = append(out, GroupInput{Name: fmt.Sprint("group ", i), Party: p.Name, People: Exactly(int64(20 + i%13)),
			Residence: map[string]CountRange{p.Country: Exactly(int64(20 + i%13))},
			Facts: FactSet{"data_categories": []string{categories.Words[k%20], "contact"}, "subjects_kinds": []string{kinds.Words[k%19]},
				"vulnerable_subjects": k%2 == 0, "records_count": float64(i)}})
	}
	return out
}
