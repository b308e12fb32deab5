package texts

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/regimes"
	"candour/workflows/wordcheck"
)

// Draft is what a writer saves.
type Draft struct {
	Language string
	Title    string
	Body     string
	Bound    string // what approval binds beside the words, for example the recipients
	// Number of the version the writer started from; 0 for a new text. Somebody else's newer version is a conflict, never lost.
	From int
	// Audience and Ties are for the checks; readers do not see them.
	Audience string
	Ties     map[string]int
}

// Languages a text may be written in; the words around it exist in these.
var Languages = []string{"en", "fr", "es", "ar"}

const (
	titleLimit = 200
	bodyLimit  = 20000
)

// Save writes a new version of a text, or its first one (id empty). An approved version is superseded: an edit after approval voids it.
func Save(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, kind models.TextKind, id models.ID, d Draft) (models.TextVersion, error) {
	var v models.TextVersion
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "save-" + string(kind), Incident: incident}, func(tx models.Tx) error {
		var err error
		v, err = SaveIn(tx, by, incident, kind, id, d)
		return err
	})
	return v, err
}

// SaveIn is Save inside a command that does more.
func SaveIn(tx models.Tx, by models.Viewer, incident models.ID, kind models.TextKind, id models.ID, d Draft) (models.TextVersion, error) {
	v := models.TextVersion{}
	i, err := models.FindIncident(tx, by, incident)
	if err != nil {
		return v, err
	}
	if err := d.check(); err != nil {
		return v, err
	}
	values, err := Values(tx, i, d.Language)
	if err != nil {
		return v, err
	}
	c := models.TextContent{Title: d.Title, Body: d.Body, Audience: d.Audience, Ties: d.Ties}
	var used map[string]string
	c.RenderedTitle, used, _ = Fill(d.Title, values)
	var more map[string]string
	c.RenderedBody, more, _ = Fill(d.Body, values)
	for k, x := range more {
		used[k] = x
	}
	if id == "" {
		t := models.Text{ID: models.NewID(), IncidentID: incident, Kind: kind, CreatedAt: tx.Now(), CreatedBy: by.Account}
		if err := models.AddText(tx, &t); err != nil {
			return v, err
		}
		id = t.ID
	} else {
		t, err := models.FindText(tx, by, id)
		if err != nil || t.IncidentID != incident || t.Kind != kind {
			return v, models.NotFound("Text")
		}
		newest, err := models.CurrentTextVersion(tx, id)
		if err != nil {
			return v, err
		}
		if newest.Number != d.From {
			return v, models.Conflict("Somebody else saved a newer version while you were writing. Your words are still on your screen; open the newest version beside them and compare.")
		}
	}
	v = models.TextVersion{ID: models.NewID(), TextID: id, Number: d.From + 1, Language: d.Language, State: models.TextDraft, FactsUsed: models.JSONOf(used),
		FactsVersion: i.FactsVersion, WrittenBy: by.Account, WrittenAt: tx.Now()}
	if err := v.SetContent(tx.Keys(), c, d.Bound); err != nil {
		return v, err
	}
	tx.On("text", id)
	return v, models.AddTextVersion(tx, &v)
}

func (d Draft) check() error {
	switch {
	case !slices.Contains(Languages, d.Language):
		return models.InvalidField("language", "Texts are written in English, French, Spanish or Arabic for now.")
	case strings.TrimSpace(d.Title) == "":
		return models.InvalidField("title", "Give the text a title; readers see it first.")
	case strings.TrimSpace(d.Body) == "":
		return models.InvalidField("body", "The text is empty.")
	case utf8.RuneCountInString(d.Title) > titleLimit:
		return models.InvalidField("title", "The title is longer than %d characters.", titleLimit)
	case utf8.RuneCountInString(d.Body) > bodyLimit:
		return models.InvalidField("body", "The text is longer than %d characters.", bodyLimit)
	}
	if err := d.checkTies(); err != nil {
		return err
	}
	if strings.ContainsFunc(d.Title, unicode.IsControl) {
		return models.InvalidField("title", "The title has a line break or another control character in it.")
	}
	if strings.ContainsFunc(d.Title+d.Body, hidden) {
		return models.InvalidField("body", "The text has an invisible character in it that changes the order of what is read. Delete the sentence and type it again.")
	}
	return nil
}

func (d Draft) checkTies() error {
	if d.Audience != "" && !slices.Contains(wordcheck.Audiences, d.Audience) {
		return models.InvalidField("audience", "This audience is not one of those that texts are written for.")
	}
	for word, paragraph := range d.Ties {
		if !slices.Contains(regimes.ContentWords, word) || paragraph < 0 || paragraph > bodyLimit {
			return models.InvalidField("ties", "A paragraph is tied to something that no law asks for.")
		}
	}
	return nil
}

// hidden are controls that could make a reader see other words than were approved: C0 except line breaks and tab, and bidi overrides.
func hidden(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == utf8.RuneError
}

// Check lists what stops a version from being submitted: a hole, an unknown placeholder, a fact that has changed since it was
// filled in, and words that may not leave.
func Check(r models.Reader, i models.Incident, v models.TextVersion) ([]Fault, error) {
	c, err := v.Content(r.Keys())
	if err != nil {
		return nil, err
	}
	values, err := Values(r, i, v.Language)
	if err != nil {
		return nil, err
	}
	title, _, faults := Fill(c.Title, values)
	body, _, more := Fill(c.Body, values)
	faults = append(faults, more...)
	if len(faults) == 0 && (title != c.RenderedTitle || body != c.RenderedBody) {
		faults = append(faults, Fault{"", "A fact in this text has changed since it was written. Save it again to take the new value over."})
	}
	words, err := CheckWords(r, i, v)
	return append(faults, Stopping(words)...), err
}
