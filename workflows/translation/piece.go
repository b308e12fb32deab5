package translation

import (
	"cmp"
	"maps"
	"slices"

	"candour/models"
)

// Words are the fields of a piece in one language.
type Words map[string]string

// Piece is anything that is written in several languages: a notice holds them all, a text has a text of its own for each.
type Piece struct {
	ID         models.ID // of the notice, or of the text in the source language
	IncidentID models.ID
	Kind       string // circular, people, statement, answer ...
	Title      string
	State      string
	Source     string // language it is first written in
	Places     []string
	Words      map[string]Words
	Texts      map[string]models.ID // of a text: who holds the words of each language
	Fixed      bool                 // on its way or withdrawn: nothing can be changed any more
	Approved   bool                 // the source: a translation is signed off against words that stay
	notice     *models.Notice
	writers    map[string][]models.ID // who may have typed what stands there, by language; "" for every language
	newest     map[string]models.TextVersion
}

func wordsOfPeople(t models.PeopleText) Words {
	return Words{"subject": t.Subject, "body": t.Body, "sms": t.SMS, "letter": t.Letter, "script": t.Script, "families": t.Families}
}

func wordsOfCircular(t models.CircularText) Words {
	return Words{"title": t.Title, "happened": t.Happened, "ask": t.Ask}
}

// OfNotice reads a notice as it stands.
func OfNotice(r models.Reader, n models.Notice) (Piece, error) {
	p := Piece{ID: n.ID, IncidentID: n.IncidentID, Kind: n.Kind, State: string(n.State), Words: map[string]Words{}, notice: &n, Approved: true,
		Fixed: n.State == models.NoticeSending || n.State == models.NoticeWithdrawn, writers: map[string][]models.ID{"": n.Writers.V}}
	first := ""
	if n.Kind == models.NoticePeople {
		d, err := n.PeopleDraft(r.Keys())
		if err != nil {
			return p, err
		}
		p.Places, first = []string{"subject", "body", "sms", "letter", "script", "families"}, d.Fallback
		for lang, t := range d.Texts {
			p.Words[lang] = wordsOfPeople(t)
		}
	} else {
		d, err := n.Draft(r.Keys())
		if err != nil {
			return p, err
		}
		p.Places = []string{"title", "happened", "ask"}
		for lang, t := range d.Texts {
			p.Words[lang] = wordsOfCircular(t)
		}
	}
	p.Source = p.sourceOf(first)
	p.Title = cmp.Or(p.Words[p.Source][p.Places[0]], "")
	return p, nil
}

// sourceOf is the language that was chosen, else English, else the first in order.
func (p Piece) sourceOf(chosen string) string {
	for _, l := range []string{chosen, "en"} {
		if _, written := p.Words[l]; written {
			return l
		}
	}
	for _, l := range slices.Sorted(maps.Keys(p.Words)) {
		return l
	}
	return ""
}

// OfText reads a text with everything that is tied to it; a text that is itself a translation is read as part of its source.
func OfText(r models.Reader, t models.Text) (Piece, error) {
	texts := map[string]models.ID{}
	var source models.ID
	if tied, err := models.TranslationOfText(r, t.ID); err == nil {
		source = tied.PieceID
	} else if !models.IsKind(err, models.KindNotFound) {
		return Piece{}, err
	} else if source, err = firstOfAnswer(r, t, texts); err != nil {
		return Piece{}, err
	}
	p := Piece{ID: source, IncidentID: t.IncidentID, Kind: string(t.Kind), Places: []string{"title", "body"}, Words: map[string]Words{}, Texts: texts,
		writers: map[string][]models.ID{}, newest: map[string]models.TextVersion{}}
	tied, err := models.TranslationsOf(r, source)
	if err != nil {
		return p, err
	}
	for lang, x := range tied {
		if x.TextID != nil {
			texts[lang] = *x.TextID
		}
	}
	v, err := p.read(r, source)
	if err != nil {
		return p, err
	}
	p.Source, texts[v.Language] = v.Language, source
	p.Title, p.State, p.Approved = p.Words[v.Language]["title"], string(v.State), v.State == models.TextApproved
	for _, id := range texts {
		if id != source {
			if _, err := p.read(r, id); err != nil {
				return p, err
			}
		}
	}
	return p, nil
}

// read puts the newest version of a text into the piece.
func (p *Piece) read(r models.Reader, text models.ID) (models.TextVersion, error) {
	versions, err := models.ListTextVersions(r, text)
	if err != nil {
		return models.TextVersion{}, err
	}
	if len(versions) == 0 {
		return models.TextVersion{}, models.NotFound("Version")
	}
	c, err := versions[0].Content(r.Keys())
	if err != nil {
		return versions[0], err
	}
	lang := versions[0].Language
	p.Words[lang], p.newest[lang] = Words{"title": c.Title, "body": c.Body}, versions[0]
	for _, v := range versions {
		p.writers[lang] = append(p.writers[lang], v.WrittenBy)
	}
	return versions[0], nil
}

// firstOfAnswer is the text in which an answer was first written, and the others are put into texts; any other text is its own source.
func firstOfAnswer(r models.Reader, t models.Text, texts map[string]models.ID) (models.ID, error) {
	if t.Kind != models.TextAnswer {
		return t.ID, nil
	}
	a, err := models.FindAnswerOfText(r, t.ID)
	if err != nil {
		return "", err
	}
	words, err := models.WordsOfAnswers(r, a.AnswerID)
	if err != nil {
		return "", err
	}
	first, since := t.ID, t.CreatedAt
	for _, w := range words[a.AnswerID] {
		texts[w.Version.Language] = w.Version.TextID
		x, err := models.LoadText(r, w.Version.TextID)
		if err != nil {
			return "", err
		}
		if x.CreatedAt.Before(since) || x.CreatedAt.Equal(since) && x.ID < first {
			first, since = x.ID, x.CreatedAt
		}
	}
	return first, nil
}

// translatable are the texts whose languages belong together: not the notice of an obligation, which is written in the language of its
// authority, nor who speaks on the public page.
func translatable(k models.TextKind) bool {
	return k != models.TextNotice && k != models.TextPublicPage && k != models.TextSelfCheck
}

// Find reads a piece by its id, for somebody who may see it.
func Find(r models.Reader, v models.Viewer, id models.ID) (Piece, error) {
	for _, find := range []func() (models.Notice, error){
		func() (models.Notice, error) { return models.FindPeopleNotice(r, v, id) },
		func() (models.Notice, error) {
			if v.Role == models.RoleFocalPoint {
				return models.Notice{}, models.NotFound("Text") // drafts in other languages have a value to others
			}
			return models.FindNotice(r, v, id)
		}} {
		n, err := find()
		if err == nil {
			return OfNotice(r, n)
		}
		if !models.IsKind(err, models.KindNotFound) {
			return Piece{}, err
		}
	}
	t, err := models.FindText(r, v, id)
	if err != nil {
		return Piece{}, err
	}
	if !translatable(t.Kind) {
		return Piece{}, models.NotFound("Text")
	}
	return OfText(r, t)
}

// List gives every piece of an incident that can be translated, the newest notices first, then texts.
func List(r models.Reader, v models.Viewer, incident models.ID) ([]Piece, error) {
	out := []Piece{}
	if v.Role == models.RoleFocalPoint {
		return out, nil
	}
	people, err := models.ListPeopleNotices(r, v, incident)
	if err != nil {
		return nil, err
	}
	circulars, err := models.ListNotices(r, v, incident)
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Concat(people, circulars) {
		if n.State == models.NoticeWithdrawn {
			continue
		}
		p, err := OfNotice(r, n)
		if err != nil {
			return nil, err
		}
		if p.Source != "" {
			out = append(out, p)
		}
	}
	all, err := models.ListWordsOf(r, v, incident)
	if err != nil {
		return nil, err
	}
	seen := map[models.ID]bool{}
	for _, t := range all {
		if !translatable(t.Kind) {
			continue
		}
		p, err := OfText(r, t)
		if err != nil {
			return nil, err
		}
		if !seen[p.ID] {
			seen[p.ID] = true
			out = append(out, p)
		}
	}
	return out, nil
}
