package translation

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"candour/models"
	"candour/templates"
	"candour/workflows/texts"
)

// Given is what a translator hands in for one paragraph. Hash names the source it was made from.
type Given struct {
	Place  string
	Hash   string
	Target string
	// Was is the translation the translator started from; when somebody else has written another one since, nothing is overwritten.
	Was string
}

const (
	targetLimit = 12000
	keptLimit   = 500
)

// Apply puts paragraphs into a language of a piece and gives its fields as they read then, in the order of the source. The pairs are
// remembered in the same command; the caller writes the fields where they belong. Errors: invalid (a broken placeholder, an empty or too long
// paragraph), conflict (the source or the translation changed in the meantime).
func Apply(tx models.Tx, by models.Viewer, p Piece, code string, given []Given) (Words, error) {
	l, err := p.writable(tx, code)
	if err != nil {
		return nil, err
	}
	for n, g := range given {
		at := slices.IndexFunc(l.Rows, func(r Row) bool { return r.Place == g.Place && r.Source.Hash == g.Hash })
		if at < 0 {
			return nil, models.Conflict("The source of one of these paragraphs changed while you were translating. Your words are still on your screen; load the page again and compare.")
		}
		// The same words may stand twice in one field; each is given in turn.
		for again := n - 1; again >= 0; again-- {
			if given[again].Place == g.Place && given[again].Hash == g.Hash {
				if next := slices.IndexFunc(l.Rows[at+1:], func(r Row) bool { return r.Place == g.Place && r.Source.Hash == g.Hash }); next >= 0 {
					at += next + 1
				}
			}
		}
		r := &l.Rows[at]
		if r.Target != g.Was {
			return nil, models.Conflict("Somebody else translated one of these paragraphs while you were writing. Your words are still on your screen; load the page again and compare.")
		}
		if err := r.put(g.Target, by, tx); err != nil {
			return nil, err
		}
	}
	return p.keep(tx, l)
}

// writable is the language before it is written to.
func (p Piece) writable(r models.Reader, code string) (Language, error) {
	switch {
	case p.Fixed:
		return Language{}, models.Conflict("This text has left the house or was withdrawn; its words cannot be changed any more.")
	case code == p.Source:
		return Language{}, models.Invalid("This is the language the text is first written in. Change its words in the editor.")
	case !known(code):
		return Language{}, models.InvalidField("language", "This is not the code of a language, such as fr or pt-BR.")
	case p.notice == nil && !slices.Contains(texts.Languages, code):
		return Language{}, models.InvalidField("language", "Texts are written in English, French, Spanish or Arabic for now.")
	}
	return p.Language(r, code)
}

func (r *Row) put(target string, by models.Viewer, tx models.Tx) error {
	target = one(target, r.Source)
	if empty(target) {
		return models.InvalidField("target", "A paragraph without words cannot be saved.")
	}
	if utf8.RuneCountInString(target) > targetLimit {
		return models.InvalidField("target", "One paragraph has more than %d characters.", targetLimit)
	}
	if faults := Faults(r.Source.Text, target); len(faults) > 0 {
		return models.InvalidField("target", "%s", strings.Join(faults, " "))
	}
	r.Target, r.State, r.By, r.At, r.Faults, r.Was = target, Current, by.Account, tx.Now(), nil, ""
	return nil
}

// keep remembers the pairs in the order of the source and gives the fields. What translates nothing any more is kept beside them.
func (p Piece) keep(tx models.Tx, l Language) (Words, error) {
	m := models.TranslationMemory{Kept: l.memory.Kept}
	out := Words{}
	for _, place := range p.Places {
		rows := slices.DeleteFunc(slices.Clone(l.Rows), func(r Row) bool { return r.Place != place })
		out[place] = compose(rows, templates.ToWrite)
	}
	for _, r := range l.Rows {
		switch r.State {
		case Current:
			m.Pairs = append(m.Pairs, models.TranslatedParagraph{Place: r.Place, Source: r.Source.Text, Target: r.Target, By: r.By, At: r.At})
		case Stale:
			m.Pairs = append(m.Pairs, models.TranslatedParagraph{Place: r.Place, Source: r.Was, Target: r.Target, By: r.By, At: r.At})
		}
	}
	for _, x := range l.Extra {
		m.Kept = kept(m.Kept, models.KeptParagraph{Target: x, Why: "removed", At: tx.Now()})
	}
	return out, l.write(tx, p, m, nil)
}

// kept adds one that is not there yet; the oldest go when there are very many.
func kept(all []models.KeptParagraph, k models.KeptParagraph) []models.KeptParagraph {
	if slices.ContainsFunc(all, func(x models.KeptParagraph) bool { return x.Source == k.Source && x.Target == k.Target }) {
		return all
	}
	all = append(slices.Clone(all), k)
	return all[max(0, len(all)-keptLimit):]
}

// write stores what is remembered; a language that was never begun is begun.
func (l Language) write(tx models.Tx, p Piece, m models.TranslationMemory, more map[string]any) error {
	if l.row == nil {
		x := models.Translation{ID: models.NewID(), IncidentID: p.IncidentID, PieceID: p.ID, Language: l.Code}
		if id, there := p.Texts[l.Code]; there {
			x.TextID = &id
		}
		if err := x.SetMemory(tx.Keys(), m); err != nil {
			return err
		}
		if err := models.AddTranslation(tx, &x); err != nil {
			return err
		}
		if len(more) == 0 {
			return nil
		}
		return models.UpdateTranslation(tx, x, more)
	}
	if err := l.row.SetMemory(tx.Keys(), m); err != nil {
		return err
	}
	if more == nil {
		more = map[string]any{}
	}
	more["memory_sealed"] = l.row.MemorySealed
	return models.UpdateTranslation(tx, *l.row, more)
}

// saveWords writes a language of a text: a new version of the text that holds it, or a text of its own, tied to the source.
func (p Piece) saveWords(tx models.Tx, by models.Viewer, code string, words Words) error {
	d := texts.Draft{Language: code, Title: words["title"], Body: words["body"], From: p.newest[code].Number, Bound: p.newest[code].Bound}
	if d.Title == p.Words[code]["title"] && d.Body == p.Words[code]["body"] {
		return nil
	}
	v, err := texts.SaveIn(tx, by, p.IncidentID, models.TextKind(p.Kind), p.Texts[code], d)
	if err != nil {
		return err
	}
	if _, there := p.Texts[code]; there {
		return nil
	}
	x, err := models.TranslationsOf(tx, p.ID)
	if err != nil {
		return err
	}
	if models.TextKind(p.Kind) == models.TextAnswer {
		a, err := models.FindAnswerOfText(tx, p.ID)
		if err != nil {
			return err
		}
		if err := models.AddAnswerText(tx, &models.AnswerText{AnswerID: a.AnswerID, Language: code, TextID: v.TextID}); err != nil {
			return err
		}
	}
	return models.UpdateTranslation(tx, x[code], map[string]any{"text_id": v.TextID})
}

// Act is the event of a command on one language: ids and counts, never words.
func (p Piece) Act(by models.Viewer, operation, why string) models.Act {
	return models.Act{By: by.Actor(), Operation: operation, Incident: p.IncidentID, Why: why}
}

// command runs inside one transaction on the piece as it stands then.
func command(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, operation, why string, do func(tx models.Tx, p Piece) error) error {
	p, err := Find(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	return db.Command(ctx, p.Act(by, operation, why), func(tx models.Tx) error {
		in, err := models.FindIncident(tx, by, p.IncidentID)
		if err != nil {
			return err
		}
		if in.State != models.IncidentOpen {
			return models.Conflict("The incident is closed. Open it again, with a reason, before translating anything.")
		}
		p, err := Find(tx, by, id)
		if err != nil {
			return err
		}
		tx.On("translation", p.ID)
		return do(tx, p)
	})
}

// Write is what a piece does with its words in one language, inside the command.
type Write func(tx models.Tx, by models.Viewer, p Piece, code string, words Words) error

// Save hands in paragraphs. Notices write theirs (write); texts are written here.
func Save(ctx context.Context, db *models.DB, by models.Viewer, id models.ID, code string, given []Given, write Write) error {
	return command(ctx, db, by, id, "save-translation", "", func(tx models.Tx, p Piece) error {
		if err := tx.Details(map[string]any{"language": code, "paragraphs": len(given)}); err != nil {
			return err
		}
		words, err := Apply(tx, by, p, code, given)
		if err != nil {
			return err
		}
		return p.finish(tx, by, code, words, write)
	})
}

func (p Piece) finish(tx models.Tx, by models.Viewer, code string, words Words, write Write) error {
	if p.notice == nil {
		return p.saveWords(tx, by, code, words)
	}
	same := true
	for place, text := range words {
		same = same && p.Words[code][place] == text
	}
	if same {
		return nil
	}
	return write(tx, by, p, code, words)
}

// Notice is the notice a piece stands in, for those who write its words.
func (p Piece) Notice() models.Notice { return *p.notice }

// People and Circular are the fields of one language as a notice holds them.
func (w Words) People() models.PeopleText {
	return models.PeopleText{Subject: w["subject"], Body: w["body"], SMS: w["sms"], Letter: w["letter"], Script: w["script"], Families: w["families"]}
}

func (w Words) Circular() models.CircularText {
	return models.CircularText{Title: w["title"], Happened: w["happened"], Ask: w["ask"]}
}
