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

// Stale lists what was written to authorities, people and societies and says an old value. What was sent asks for a supplement, until a later one
// of its kind that was sent says the new value.
func Stale(r models.Reader, by models.Viewer, i models.Incident) ([]texts.Stale, error) {
	out, err := texts.StaleTexts(r, by, i, models.TextNotice)
	if err != nil {
		return nil, err
	}
	circulars, err := models.ListNotices(r, by, i.ID) // newest first
	if err != nil {
		return nil, err
	}
	people, err := models.ListPeopleNotices(r, by, i.ID)
	if err != nil {
		return nil, err
	}
	for _, kind := range []struct {
		of   []models.Notice
		read func(*models.Keyring, models.Notice) (map[string]written, error)
		name string
	}{{circulars, writtenCircular, "Circular %d"}, {people, writtenToPeople, "Notice to people %d"}} {
		var later []string // what has been sent after the one that is looked at
		for _, n := range kind.of {
			if n.State == models.NoticeWithdrawn {
				continue
			}
			words, err := kind.read(r.Keys(), n)
			if err != nil {
				return nil, err
			}
			s, said, err := staleNotice(r, i, n, words, later)
			if err != nil {
				return nil, err
			}
			if s != nil {
				s.Title = cmp.Or(s.Title, fmt.Sprintf(kind.name, n.Number))
				out = append(out, *s)
			}
			if n.State == models.NoticeSending {
				later = append(later, said)
			}
		}
	}
	return out, nil
}

// written is what a notice says in one language: as people typed it, and as it is fixed with the facts filled in.
type written struct{ title, typed, said string }

func writtenCircular(k *models.Keyring, n models.Notice) (map[string]written, error) {
	d, err := n.Draft(k)
	if err != nil {
		return nil, err
	}
	var fixed models.CircularFixed
	if n.State != models.NoticeDraft {
		if fixed, err = n.Fixed(k); err != nil {
			return nil, err
		}
	}
	out := map[string]written{}
	for lang, t := range d.Texts {
		f := fixed.Texts[lang]
		out[lang] = written{cmp.Or(f.Title, t.Title), lines(t.Title, t.Happened, t.Ask), lines(f.Title, f.Happened, f.Ask)}
	}
	return out, nil
}

func writtenToPeople(k *models.Keyring, n models.Notice) (map[string]written, error) {
	d, err := n.PeopleDraft(k)
	if err != nil {
		return nil, err
	}
	var fixed models.PeopleFixed
	if n.State != models.NoticeDraft {
		if fixed, err = n.PeopleFixed(k); err != nil {
			return nil, err
		}
	}
	all := func(t models.PeopleText) string {
		return lines(t.Subject, t.Body, t.SMS, t.Letter, t.Script, t.Families)
	}
	out := map[string]written{}
	for lang, t := range d.Texts {
		out[lang] = written{cmp.Or(fixed.Texts[lang].Subject, t.Subject), all(t), all(fixed.Texts[lang])}
	}
	return out, nil
}

func lines(s ...string) string { return strings.Join(s, "\n") + "\n" }

// staleNotice also gives the words that were sent.
func staleNotice(r models.Reader, i models.Incident, n models.Notice, in map[string]written, later []string) (*texts.Stale, string, error) {
	then := n.EditedAt
	if n.State != models.NoticeDraft {
		then = n.SubmittedAt
	}
	all := strings.Builder{}
	s := &texts.Stale{ID: n.ID, Kind: n.Kind, State: string(n.State), Asks: asks(n.State)}
	for _, lang := range slices.SortedFunc(maps.Keys(in), englishFirst) {
		now, err := texts.Values(r, i, lang)
		if err != nil {
			return nil, "", err
		}
		was, err := texts.ValuesThen(r, i, lang, then)
		if err != nil {
			return nil, "", err
		}
		w := in[lang]
		s.Title = cmp.Or(s.Title, w.title)
		all.WriteString(w.said)
		used := map[string]string{}
		for _, name := range texts.Used(w.typed) {
			// What the record does not show (a title that was corrected, a fact of the same second) the words themselves do.
			if value := now[name]; n.State != models.NoticeDraft && was[name] == value && value != "" && !strings.Contains(w.said, value) {
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
