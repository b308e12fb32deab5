package models

import (
	"encoding/json"

	"candour/models/terms"
)

// Translation is what is known of one language of a piece: which paragraph of the source each paragraph translates, who signed the language
// off, or who left it out. The words stand in the notice, or in the text named here. PieceID is the notice, or the text in the source
// language. Signed is void as soon as one byte of source or target differs: SignedHash no longer fits.
type Translation struct {
	ID                ID
	IncidentID        ID
	PieceID           ID
	Language          string
	TextID            *ID // the text that holds the words; nil for a notice
	MemorySealed      []byte
	Version           int
	SignedHash        string
	SignedBy          *ID
	SignedAt          terms.Instant
	ExcludedBy        *ID
	ExcludedAt        terms.Instant
	ExcludedWhySealed []byte
}

// TranslationMemory is the pairs in the order of the source they were made from, and what came in by a file and could not be used.
type TranslationMemory struct {
	Pairs []TranslatedParagraph `json:"pairs"`
	Kept  []KeptParagraph       `json:"kept"`
}

// TranslatedParagraph says that Target was written, by somebody, as the translation of exactly this source.
type TranslatedParagraph struct {
	Place  string        `json:"place"`
	Source string        `json:"source"`
	Target string        `json:"target"`
	By     ID            `json:"by"`
	At     terms.Instant `json:"at"`
}

// KeptParagraph is a translation that is not in the text: its source changed or went away, or it came with a broken placeholder.
type KeptParagraph struct {
	Place  string        `json:"place"`
	Source string        `json:"source"`
	Target string        `json:"target"`
	Why    string        `json:"why"`
	At     terms.Instant `json:"at"`
}

// SetMemory seals the pairs; Memory opens them.
func (t *Translation) SetMemory(k *Keyring, m TranslationMemory) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	t.MemorySealed, err = k.Seal("translations.memory:"+t.ID, b)
	return err
}

func (t *Translation) Memory(k *Keyring) (m TranslationMemory, err error) {
	if len(t.MemorySealed) == 0 {
		return m, nil
	}
	b, err := k.Open("translations.memory:"+t.ID, t.MemorySealed)
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(b, &m)
}

// Excluded says whether the language is left out by name.
func (t *Translation) Excluded() bool { return t.ExcludedBy != nil }

// ExcludedWhy opens the reason.
func (t *Translation) ExcludedWhy(k *Keyring) (string, error) {
	if len(t.ExcludedWhySealed) == 0 {
		return "", nil
	}
	return k.OpenText("translations.why:"+t.ID, t.ExcludedWhySealed)
}

// SealExcludedWhy seals the reason.
func (t *Translation) SealExcludedWhy(k *Keyring, why string) ([]byte, error) {
	return k.SealText("translations.why:"+t.ID, why)
}

// TranslationsOf gives the languages of a piece, by language. For commands and pages that checked their viewer at the piece.
func TranslationsOf(r Reader, piece ID) (map[string]Translation, error) {
	rows, err := many[Translation](r.q().Where("piece_id = ?", piece).Order("language"), "translations")
	out := map[string]Translation{}
	for _, t := range rows {
		out[t.Language] = t
	}
	return out, err
}

// TranslationsOfIncident gives all of an incident, by piece.
func TranslationsOfIncident(r Reader, incident ID) (map[ID][]Translation, error) {
	rows, err := many[Translation](r.q().Where("incident_id = ?", incident).Order("piece_id, language"), "translations")
	out := map[ID][]Translation{}
	for _, t := range rows {
		out[t.PieceID] = append(out[t.PieceID], t)
	}
	return out, err
}

// TranslationOfText finds what a text is a translation of; NotFound when it is a source itself.
func TranslationOfText(r Reader, text ID) (Translation, error) {
	return one[Translation](r.q().Where("text_id = ?", text), "Translation")
}

// AddTranslation begins a language of a piece.
func AddTranslation(tx Tx, t *Translation) error {
	t.Version = 1
	return insert(tx, t, "This language of the text")
}

// UpdateTranslation changes one at a known version.
func UpdateTranslation(tx Tx, t Translation, values map[string]any) error {
	values["version"] = t.Version + 1
	return guarded(tx.q().Model(&Translation{}).Where("id = ? AND version = ?", t.ID, t.Version), values,
		"Somebody else worked on this language at the same moment. Nothing was done; load it again and compare.")
}

// ListWordsOf gives the texts of an incident whatever their kind, oldest first.
func ListWordsOf(r Reader, v Viewer, incident ID) ([]Text, error) {
	if _, only := v.onlySociety(); only || !v.Has(RightReadIncidents) {
		return nil, nil
	}
	return many[Text](r.q().Where("incident_id = ?", incident).Order("created_at, id"), "texts")
}

// LoadText finds a text for a command or a page that checked its viewer before.
func LoadText(r Reader, id ID) (Text, error) {
	return one[Text](r.q().Where("id = ?", id), "Text")
}
