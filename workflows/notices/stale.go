package notices

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/texts"
)

// Stale lists what was written to authorities, people and societies and says an old value. A circular that was sent asks for a supplement,
// until a later one that was sent says the new value.
func Stale(r models.Reader, by models.Viewer, i models.Incident) ([]texts.Stale, error) {
	out, err := texts.StaleTexts(r, by, i, models.TextNotice)
	if err != nil {
		return nil, err
	}
	all, err := models.ListNotices(r, by, i.ID) // newest first
	if err != nil {
		return nil, err
	}
	var later []string // what has been sent after the circular that is looked at
	for _, n := range all {
		if n.State == models.NoticeWithdrawn {
			continue
		}
		s, words, err := staleCircular(r, i, n, later)
		if err != nil {
			return nil, err
		}
		if s != nil {
			out = append(out, *s)
		}
		if n.State == models.NoticeSending {
			later = append(later, words)
		}
	}
	return out, nil
}

// staleCircular also gives the words that were sent.
func staleCircular(r models.Reader, i models.Incident, n models.Notice, later []string) (*texts.Stale, string, error) {
	d, err := n.Draft(r.Keys())
	if err != nil {
		return nil, "", err
	}
	var fixed models.CircularFixed
	then := n.EditedAt
	if n.State != models.NoticeDraft {
		if fixed, err = n.Fixed(r.Keys()); err != nil {
			return nil, "", err
		}
		then = n.SubmittedAt
	}
	all := strings.Builder{}
	s := &texts.Stale{ID: n.ID, Kind: models.NoticeCircular, State: string(n.State), Asks: asks(n.State)}
	for _, lang := range slices.SortedFunc(maps.Keys(d.Texts), englishFirst) {
		now, err := texts.Values(r, i, lang)
		if err != nil {
			return nil, "", err
		}
		was, err := texts.ValuesThen(r, i, lang, then)
		if err != nil {
			return nil, "", err
		}
		t, said := d.Texts[lang], fixed.Texts[lang]
		s.Title = cmp.Or(s.Title, said.Title, t.Title)
		words := said.Title + "\n" + said.Happened + "\n" + said.Ask + "\n"
		all.WriteString(words)
		used := map[string]string{}
		for _, name := range texts.Used(t.Title + "\n" + t.Happened + "\n" + t.Ask) {
			// What the record does not show (a title that was corrected, a fact of the same second) the words themselves do.
			if value := now[name]; n.State != models.NoticeDraft && was[name] == value && value != "" && !strings.Contains(words, value) {
				was[name] = ""
			}
			used[name] = was[name]
		}
		for _, c := range texts.Compare(used, now) {
			told := c.To != "" && slices.ContainsFunc(later, func(words string) bool { return strings.Contains(words, c.To) })
			if !told && !slices.ContainsFunc(s.Changes, func(x texts.ValueChange) bool { return x.Placeholder == c.Placeholder }) {
				s.Changes = append(s.Changes, c)
			}
		}
	}
	if len(s.Changes) == 0 {
		return nil, all.String(), nil
	}
	if s.Title == "" {
		s.Title = fmt.Sprintf("Circular %d", n.Number)
	}
	return s, all.String(), nil
}

func asks(state models.NoticeState) string {
	switch state {
	case models.NoticeDraft:
		return texts.StaleFollows
	case models.NoticeSending:
		return texts.StaleSupplement
	}
	return texts.StaleApprove
}

// englishFirst: who looks at the list works in English as a rule.
func englishFirst(a, b string) int {
	rank := func(lang string) int {
		if lang == "en" {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}
