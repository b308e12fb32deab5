package translation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candour/models"
)

func never(string, string) bool { return false }

// remembered is a translation of every paragraph, as it is after one was handed in for each.
func remembered(place string, source []Paragraph) ([]models.TranslatedParagraph, []Paragraph) {
	var m []models.TranslatedParagraph
	target := slices.Clone(source)
	for i, p := range source {
		target[i].Text = "fr " + p.Text
		m = append(m, models.TranslatedParagraph{Place: place, Source: p.Text, Target: target[i].Text, By: "t"})
	}
	return m, target
}

func TestOnlyWhatChangedTurnsStale(t *testing.T) {
	was := "Dear reader,\n\nSomebody broke in on Monday.\n\nWhat you can do:\n- Be careful.\n- Call us.\n\nWe are sorry."
	memory, target := remembered("body", Split(was))
	for name, c := range map[string]struct {
		now   string
		want  string // state of each paragraph, in order
		extra int
	}{
		"nothing changed":              {was, "current current current current current current", 0},
		"one day corrected":            {strings.Replace(was, "Monday", "Sunday", 1), "current stale current current current current", 0},
		"two neighbours changed":       {strings.NewReplacer("Monday", "Sunday", "reader", "friend").Replace(was), "stale stale current current current current", 0},
		"a paragraph added":            {strings.Replace(was, "What you", "It stopped.\n\nWhat you", 1), "current current missing current current current current", 0},
		"a point of the list added":    {strings.Replace(was, "- Call", "- Tell nobody your password.\n- Call", 1), "current current current current missing current current", 0},
		"a paragraph removed":          {strings.Replace(was, "Dear reader,\n\n", "", 1), "current current current current current", 1},
		"the apology moved to the top": {"We are sorry.\n\n" + strings.TrimSuffix(was, "\n\nWe are sorry."), "current current current current current current", 0},
		"another layout, same words":   {strings.ReplaceAll(was, "- ", "* "), "current current current current current current", 0},
		"everything rewritten":         {"One.\n\nTwo.", "missing missing", 6},
	} {
		rows, extra := Align("body", Split(c.now), target, memory, never)
		var got []string
		for _, r := range rows {
			got = append(got, string(r.State))
		}
		if strings.Join(got, " ") != c.want || len(extra) != c.extra {
			t.Errorf("%s: %v, %d left over; want %s, %d", name, got, len(extra), c.want, c.extra)
		}
		for _, r := range rows {
			if r.State == Stale && (r.Was == "" || r.Was == r.Source.Text) {
				t.Errorf("%s: a stale paragraph does not say what its source said: %+v", name, r)
			}
		}
	}
}

func TestWordsTypedInTheEditorAreNobodysTranslationUntilSomebodySaysSo(t *testing.T) {
	source := Split("One.\n\nTwo.\n\nThree.")
	rows, _ := Align("body", source, Split("Un.\n\nDeux.\n\nTrois."), nil, never)
	for _, r := range rows {
		if r.State != Unchecked {
			t.Errorf("%+v", r)
		}
	}
	memory, target := remembered("body", source)
	target[1].Text = "typed over by hand"
	rows, extra := Align("body", source, target, memory, never)
	if rows[0].State != Current || rows[1].State != Unchecked || rows[1].Target != "typed over by hand" || rows[2].State != Current || len(extra) != 0 {
		t.Errorf("%+v, %v", rows, extra)
	}
}

func TestWhatIsStillToBeWrittenIsMissing(t *testing.T) {
	rows, extra := Align("body", Split("One.\n\nTwo."), Split("{{to_write}}\n\nDeux."), nil, never)
	if rows[0].State != Missing || rows[1].State != Unchecked || len(extra) != 0 {
		t.Errorf("%+v %v", rows, extra)
	}
}

var words = rapid.StringMatching(`[a-z]{1,6}( [a-z]{1,6}){0,3}`)

func text(t *rapid.T, name string) string {
	var b strings.Builder
	for i := range rapid.IntRange(0, 7).Draw(t, name) {
		if i > 0 {
			b.WriteString(rapid.SampledFrom([]string{"\n\n", "\n- ", "\n", "\n\n- ", "\n\n# ", "\n1. "}).Draw(t, "join"))
		}
		b.WriteString(words.Draw(t, "words"))
	}
	return b.String()
}

func TestATextIsItsParagraphs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text(t, "paragraphs")
		if got := Join(Split(s)); got != s {
			t.Fatalf("%q became %q", s, got)
		}
		for _, p := range Split(s) {
			if p.Text == "" || p.Hash != HashOf(p.Text) {
				t.Fatalf("%+v in %q", p, s)
			}
			if again := Split(p.Text); len(again) != 1 {
				t.Fatalf("%q is %d paragraphs", p.Text, len(again))
			}
		}
	})
}

// Whatever becomes of a source, each of its paragraphs has one row, and each translation is in one row or left over: nothing is lost or doubled.
func TestNoParagraphIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, now := Split(text(t, "was")), Split(text(t, "now"))
		memory, target := remembered("body", was)
		for i := range target {
			if rapid.IntRange(0, 4).Draw(t, "typed") == 0 {
				target[i].Text = words.Draw(t, "by hand")
			}
		}
		steps, removed := Compare(was, now)
		named := map[int]int{}
		for i, s := range steps {
			if s.From >= 0 {
				named[s.From]++
			}
			if (s.Move == Unchanged || s.Move == Moved) && was[s.From].Hash != now[i].Hash {
				t.Fatalf("%s, and not the same words: %q, %q", s.Move, was[s.From].Text, now[i].Text)
			}
		}
		for _, k := range removed {
			named[k]++
		}
		for k := range was {
			if named[k] != 1 {
				t.Fatalf("paragraph %d is named %d times", k, named[k])
			}
		}
		rows, extra := Align("body", now, target, memory, never)
		if len(rows) != len(now) {
			t.Fatalf("%d rows for %d paragraphs", len(rows), len(now))
		}
		var in, out []string
		for _, p := range target {
			in = append(in, p.Text)
		}
		for i, r := range rows {
			if r.Source.Hash != now[i].Hash {
				t.Fatal("a row is not of its paragraph")
			}
			if r.State != Missing {
				out = append(out, r.Target)
			}
			if r.State == Current && !slices.ContainsFunc(memory, func(m models.TranslatedParagraph) bool { return m.Source == r.Source.Text && m.Target == r.Target }) {
				t.Fatalf("current, and nobody translated it: %+v", r)
			}
		}
		out = append(out, extra...)
		slices.Sort(in)
		slices.Sort(out)
		if !slices.Equal(in, out) {
			t.Fatalf("lost or doubled: %q, %q", in, out)
		}
		// Read again, the arranged text says the same of each paragraph.
		if all := Split(compose(rows, "{{to_write}}")); len(all) != len(now) {
			t.Fatalf("%d paragraphs became %d", len(now), len(all))
		}
	})
}

func TestWhateverATranslatorTypesIsOneParagraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Paragraph{Marker: rapid.SampledFrom([]string{"", "- ", "# ", "1. "}).Draw(t, "marker")}
		got := one(rapid.OneOf(rapid.String(), rapid.StringMatching(`([-*#>1. \n]|[a-z]){0,30}`)).Draw(t, "typed"), p)
		if got == "" {
			return
		}
		all := Split(p.Marker + got)
		if len(all) != 1 {
			t.Fatalf("%q is %d paragraphs", p.Marker+got, len(all))
		}
	})
}

func TestPlaceholdersAreHandedOn(t *testing.T) {
	for _, c := range []struct {
		source, target string
		faults         int
		names          string
	}{
		{"Call {{contact}}.", "Appelez {{contact}}.", 0, ""},
		{"Call {{contact}}.", "Appelez {{ contact }}.", 0, ""},
		{"Call {{contact}}.", "Appelez.", 1, "{{contact}} is missing"},
		{"Call {{contact}} or {{contact}}.", "Appelez {{contact}}.", 1, "{{contact}} is missing"},
		{"Call.", "Appelez {{contact}}.", 1, "{{contact}} is in the translation and not"},
		{"On {{detected_on}}, {{copied}}", "{{copied}}, le {{detected_on}}", 0, ""},
		{"On {{detected_on}}", "Le {{contained_on}}", 2, "{{detected_on}}"},
		{"[[local: office]] Ask us. [[/local]]", "[[local: office]] Demandez. [[/local]]", 0, ""},
		{"[[local: office]] Ask us. [[/local]]", "Demandez.", 2, "[[local: office]] is missing"},
		{"Call {{contact}}.", "Appelez {{contact}}. {{", 1, "not closed"},
	} {
		got := Faults(c.source, c.target)
		if len(got) != c.faults || c.faults > 0 && !strings.Contains(fmt.Sprint(got), c.names) {
			t.Errorf("%q, %q: %v", c.source, c.target, got)
		}
	}
}
