package notices

import (
	"encoding/json"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/acknowledgement"
	"candour/workflows/delivery"
	"candour/workflows/texts"
)

// Placeholders a circular may use: the facts of any text, and the name of the society that reads it.
func Placeholders() []texts.Placeholder {
	return append(slices.Clone(texts.Placeholders), texts.Placeholder{Name: "society", Label: "Name of the society that reads it"})
}

// societyMark stands for {{society}} while the facts are filled in; no text can hold it, because controls are refused.
const societyMark = "\x01"

// fix puts the facts in and settles who is written to: the exact words and recipients that an approver sees. Faults name each thing that
// must be corrected first; a text with a hole in it never leaves.
func fix(r models.Reader, in models.Incident, d models.CircularDraft) (models.CircularFixed, []models.Field, error) {
	f := models.CircularFixed{Reference: in.Reference, Organisation: d.Organisation, Contact: d.Contact, AnswerBy: d.AnswerBy, Zone: d.Zone, Texts: map[string]models.CircularText{}}
	faults := missing(d)
	for lang, t := range d.Texts {
		values, err := texts.Values(r, in, lang)
		if err != nil {
			return f, nil, err
		}
		values["organisation"] = d.Organisation
		fill := func(field, s string) string {
			out, _, found := texts.Fill(strings.ReplaceAll(s, delivery.SocietyPlaceholder, societyMark), values)
			for _, x := range found {
				faults = append(faults, models.Field{Name: "texts." + lang + "." + field, Detail: x.Detail})
			}
			return strings.ReplaceAll(out, societyMark, delivery.SocietyPlaceholder)
		}
		f.Texts[lang] = models.CircularText{Title: fill("title", t.Title), Happened: fill("happened", t.Happened), Ask: fill("ask", t.Ask)}
	}
	for _, id := range slices.Sorted(slices.Values(d.Societies)) {
		if _, err := models.FindOrganisation(r, id); err != nil {
			return f, nil, err
		}
		contact, err := acknowledgement.FirstContact(r, id)
		if err != nil {
			return f, nil, err
		}
		f.Recipients = append(f.Recipients, models.CircularRecipient{Society: id, Contact: contact})
	}
	words, err := circularFaults(r, in, d, f)
	if err != nil {
		return f, nil, err
	}
	faults = append(faults, words...)
	slices.SortFunc(faults, func(a, b models.Field) int { return strings.Compare(a.Name+a.Detail, b.Name+b.Detail) })
	return f, faults, nil
}

func missing(d models.CircularDraft) (faults []models.Field) {
	want := func(name, value, say string) {
		if strings.TrimSpace(value) == "" {
			faults = append(faults, models.Field{Name: name, Detail: say})
		}
	}
	want("organisation", d.Organisation, "Say which organisation writes, in the words its readers know.")
	want("contact.name", d.Contact.Name, "Name a human being or desk the societies can talk to.")
	want("contact.telephone", d.Contact.Telephone+d.Contact.Email, "Give a telephone number or an e-mail address of the contact.")
	if len(d.Texts) == 0 {
		faults = append(faults, models.Field{Name: "texts", Detail: "Write the text in at least one language."})
	}
	for lang, t := range d.Texts {
		want("texts."+lang+".title", t.Title, "The title is empty; it is what is read first.")
		want("texts."+lang+".happened", t.Happened, "Say what happened.")
		want("texts."+lang+".ask", t.Ask, "Say what the society is asked to do.")
	}
	if len(d.Societies) == 0 {
		faults = append(faults, models.Field{Name: "societies", Detail: "Choose at least one society."})
	}
	return faults
}

// canonical gives the bytes that are sealed and hashed. encoding/json writes struct fields in order and map keys sorted, so equal words and
// recipients have equal bytes.
func canonical(f models.CircularFixed) ([]byte, string, error) {
	b, err := json.Marshal(f)
	if err != nil {
		return nil, "", err
	}
	return b, models.HashNotice(models.NoticeCircular, b), nil
}
