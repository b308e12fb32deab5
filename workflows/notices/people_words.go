package notices

import (
	"maps"
	"slices"

	"candour/models"
	"candour/workflows/places"
	"candour/workflows/texts"
	"candour/workflows/wordcheck"
)

// checked are the fields of a notice to people as they are checked, in the order in which writers see them.
var checked = []struct{ field, channel string }{
	{"body", wordcheck.ChannelMail}, {"sms", wordcheck.ChannelSMS}, {"letter", wordcheck.ChannelLetter}, {"script", wordcheck.ChannelScript},
}

// PeopleWords is what was found in one text of a notice to people.
type PeopleWords struct {
	Language, Field string
	Result          wordcheck.Result
}

// CheckPeopleWords reads every text of a notice as it would be read now.
func CheckPeopleWords(r models.Reader, in models.Incident, d models.PeopleDraft, f models.PeopleFixed) ([]PeopleWords, error) {
	demands, err := demandsOfPeople(r, in, d)
	if err != nil {
		return nil, err
	}
	var out []PeopleWords
	var pieces []texts.Reading
	for _, lang := range slices.Sorted(maps.Keys(d.Texts)) {
		draft, read := d.Texts[lang], f.Texts[lang]
		raws, reads := peopleFields(&draft), peopleFields(&read)
		for _, c := range checked {
			p := texts.Reading{Kind: wordcheck.KindPeople, Channel: c.channel, Language: lang, Audience: d.Variant, Body: places.Fill(*reads[c.field], nil), Raw: *raws[c.field], Ties: d.Ties[lang+"."+c.field]}
			switch c.field {
			case "body":
				p.Title, p.First, p.Demands = read.Subject, read.Families, demands
			case "letter":
				p.First, p.Demands = read.Families, demands
			case "script":
				// What is said aloud answers to whoever listens: the law's list is shown, and stops the letter and the mail only.
				p.First, p.Demands = read.Families, provisional(demands)
			}
			out, pieces = append(out, PeopleWords{Language: lang, Field: c.field}), append(pieces, p)
		}
	}
	results, err := texts.Weigh(r, in.ID, pieces...)
	for i := range results {
		out[i].Result = results[i]
	}
	return out, err
}

// wordFaults are the findings that keep a notice from being submitted. An empty text is a fault already.
func wordFaults(r models.Reader, in models.Incident, d models.PeopleDraft, f models.PeopleFixed) (faults []models.Field, err error) {
	all, err := CheckPeopleWords(r, in, d, f)
	for _, w := range all {
		read := f.Texts[w.Language]
		if *peopleFields(&read)[w.Field] == "" {
			continue
		}
		for _, x := range texts.Stopping(w.Result) {
			faults = append(faults, models.Field{Name: "texts." + w.Language + "." + w.Field, Detail: x.Detail})
		}
	}
	return faults, err
}

// demandsOfPeople is what the laws want to read that bind the parties of the audience to tell people.
func demandsOfPeople(r models.Reader, in models.Incident, d models.PeopleDraft) ([]wordcheck.Demand, error) {
	parties, err := concernedParties(r, in.ID, d.Audience)
	if err != nil {
		return nil, err
	}
	all, err := models.LoadObligations(r, in.ID)
	if err != nil {
		return nil, err
	}
	var out []wordcheck.Demand
	owing := map[string]map[models.ID]bool{} // who of the parties owes it, by content word
	for _, o := range all {
		if o.State != models.ObligationOpen || o.Recipient != "subjects" || o.Clock != models.ClockDuty && o.Clock != models.ClockProvisional || !slices.Contains(parties, o.PartyID) {
			continue
		}
		content, err := texts.ContentOf(r, o)
		if err != nil {
			return nil, err
		}
		out = append(out, content...)
		for _, c := range content {
			if owing[c.Word] == nil {
				owing[c.Word] = map[models.ID]bool{}
			}
			owing[c.Word][o.PartyID] = true
		}
	}
	// One notice may be for the people of sixty societies. What the law of a few of them wants beyond the others must not keep all from being told.
	for i := range out {
		out[i].Partly = len(owing[out[i].Word]) < len(parties)
	}
	// A supplement adds to what was said; it need not say all of it again.
	if d.Supplement {
		out = provisional(out)
	}
	return out, nil
}

func provisional(all []wordcheck.Demand) []wordcheck.Demand {
	out := slices.Clone(all)
	for i := range out {
		out[i].Provisional = true
	}
	return out
}

// ReadPeople gives a draft to people as it would be read now, with what was found in every text. Nothing is saved.
func ReadPeople(r models.Reader, in models.Incident, d models.PeopleDraft) (models.PeopleFixed, []models.Field, []PeopleWords, error) {
	f, faults, err := fixPeople(r, in, d)
	if err != nil {
		return f, nil, nil, err
	}
	words, err := CheckPeopleWords(r, in, d, f)
	return f, faults, words, err
}
