package notices

import (
	"maps"
	"slices"

	"candour/models"
	"candour/workflows/texts"
	"candour/workflows/wordcheck"
)

// CheckCircularWords reads a circular in each language as it would be read now.
func CheckCircularWords(r models.Reader, in models.Incident, d models.CircularDraft, f models.CircularFixed) (map[string]wordcheck.Result, error) {
	langs := slices.Sorted(maps.Keys(d.Texts))
	var pieces []texts.Reading
	for _, lang := range langs {
		raw, read := d.Texts[lang], f.Texts[lang]
		pieces = append(pieces, texts.Reading{Kind: wordcheck.KindCircular, Audience: wordcheck.AudienceSocieties, Channel: wordcheck.ChannelMail, Language: lang,
			Title: read.Title, Body: read.Happened + "\n\n" + read.Ask, Raw: raw.Happened + "\n\n" + raw.Ask})
	}
	all, err := texts.Weigh(r, in.ID, pieces...)
	if err != nil {
		return nil, err
	}
	out := map[string]wordcheck.Result{}
	for i, lang := range langs {
		out[lang] = all[i]
	}
	return out, nil
}

// ReadCircular gives a draft as it would be read now, with what was found in every language. Nothing is saved.
func ReadCircular(r models.Reader, in models.Incident, d models.CircularDraft) (models.CircularFixed, []models.Field, map[string]wordcheck.Result, error) {
	f, faults, err := fix(r, in, d)
	if err != nil {
		return f, nil, nil, err
	}
	words, err := CheckCircularWords(r, in, d, f)
	return f, faults, words, err
}

// circularFaults are the findings that keep a circular from being submitted.
func circularFaults(r models.Reader, in models.Incident, d models.CircularDraft, f models.CircularFixed) (faults []models.Field, err error) {
	all, err := CheckCircularWords(r, in, d, f)
	for _, lang := range slices.Sorted(maps.Keys(all)) {
		for _, x := range texts.Stopping(all[lang]) {
			faults = append(faults, models.Field{Name: "texts." + lang + ".happened", Detail: x.Detail})
		}
	}
	return faults, err
}
