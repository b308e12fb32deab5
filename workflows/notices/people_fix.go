package notices

import (
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/texts"
)

// PeoplePlaceholders a notice to people may use: the facts of any text, whom to ask, and what differs by reader.
func PeoplePlaceholders() []texts.Placeholder {
	return append(slices.Clone(texts.Placeholders),
		texts.Placeholder{Name: "contact", Label: "Whom to ask: telephone and e-mail address"},
		texts.Placeholder{Name: "name", Label: "Name of the person who reads it"},
		texts.Placeholder{Name: "society", Label: "Society the person knows"},
		texts.Placeholder{Name: "your_reference", Label: "Reference by which the reader can check that the message is ours, and tell us which it is"})
}

// fixPeople puts the facts in and settles the audience: the exact words and people that an approver sees. Faults name each thing that must be
// corrected first; a text with a hole in it never leaves.
func fixPeople(r models.Reader, in models.Incident, d models.PeopleDraft) (models.PeopleFixed, []models.Field, error) {
	f := models.PeopleFixed{Reference: in.Reference, Organisation: d.Organisation, Contact: d.Contact, Fallback: d.Fallback, Supplement: d.Supplement, CheckPage: models.CheckPage(r), Texts: map[string]models.PeopleText{}}
	faults := missingForPeople(d)
	for _, lang := range slices.Sorted(maps.Keys(d.Texts)) {
		values, err := texts.Values(r, in, lang)
		if err != nil {
			return f, nil, err
		}
		values["organisation"], values["contact"] = d.Organisation, contactLine(d.Contact)
		t := d.Texts[lang]
		faults = append(faults, faultsOfPlaces(lang, t)...)
		for field, s := range peopleFields(&t) {
			out, found := fillFacts(*s, values)
			for _, x := range found {
				faults = append(faults, models.Field{Name: "texts." + lang + "." + field, Detail: x.Detail})
			}
			*s = out
		}
		f.Texts[lang] = t
	}
	more, err := audience(r, in, d.Audience, &f.Audience)
	faults = append(faults, more...)
	if err == nil {
		more, err = wordFaults(r, in, d, f)
		faults = append(faults, more...)
	}
	slices.SortFunc(faults, func(a, b models.Field) int { return strings.Compare(a.Name+a.Detail, b.Name+b.Detail) })
	return f, slices.Compact(faults), err
}

// fillFacts leaves the placeholders that differ by reader where they are.
func fillFacts(s string, values map[string]string) (string, []texts.Fault) {
	for i, name := range delivery.PersonPlaceholders {
		s = strings.ReplaceAll(s, "{{"+name+"}}", string(rune(0x01+i)))
	}
	var faults []texts.Fault
	// {{contact}} is not in the list of facts, so it is put in here, from what the writer gave.
	if strings.Contains(s, "{{contact}}") {
		if values["contact"] == "" {
			faults = append(faults, texts.Fault{Placeholder: "contact", Detail: "{{contact}} is not known yet. Say below, beside who writes, whom people can ask."})
		}
		s = strings.ReplaceAll(s, "{{contact}}", "\x05")
	}
	out, _, more := texts.Fill(s, values)
	faults = append(faults, more...)
	out = strings.ReplaceAll(out, "\x05", strings.NewReplacer("{", "(", "}", ")").Replace(values["contact"]))
	for i, name := range delivery.PersonPlaceholders {
		out = strings.ReplaceAll(out, string(rune(0x01+i)), "{{"+name+"}}")
	}
	return out, faults
}

func contactLine(c models.CircularContact) string {
	return strings.Join(slices.DeleteFunc([]string{c.Telephone, c.Email}, func(s string) bool { return strings.TrimSpace(s) == "" }), ", ")
}

// audience keeps what belongs to the incident, in a fixed order; equal audiences have equal bytes.
func audience(r models.Reader, in models.Incident, a models.PeopleAudience, out *models.PeopleAudience) ([]models.Field, error) {
	groups, err := models.LoadGroups(r, in.ID)
	if err != nil {
		return nil, err
	}
	parties, err := models.LoadParties(r, in.ID)
	if err != nil {
		return nil, err
	}
	known := map[models.ID]bool{}
	for _, g := range groups {
		known[g.ID] = true
	}
	for _, p := range parties {
		known[p.ID] = true
	}
	out.Groups, out.Parties = slices.Compact(slices.Sorted(slices.Values(a.Groups))), slices.Compact(slices.Sorted(slices.Values(a.Parties)))
	for _, id := range slices.Concat(a.Groups, a.Parties) {
		if !known[id] {
			return []models.Field{{Name: "audience", Detail: "A group or party of the audience is not part of this incident any more. Choose again."}}, nil
		}
	}
	return nil, nil
}

func missingForPeople(d models.PeopleDraft) (faults []models.Field) {
	want := func(name, value, say string) {
		if strings.TrimSpace(value) == "" {
			faults = append(faults, models.Field{Name: name, Detail: say})
		}
	}
	want("organisation", d.Organisation, "Say which organisation writes, in the words its readers know.")
	want("contact.name", d.Contact.Name, "Name a human being or desk that people can talk to.")
	want("contact.telephone", d.Contact.Telephone+d.Contact.Email, "Give a telephone number or an e-mail address of the contact.")
	if len(d.Texts) == 0 {
		faults = append(faults, models.Field{Name: "texts", Detail: "Write the text in at least one language."})
	}
	for lang, t := range d.Texts {
		for field, s := range peopleFields(&t) {
			if field != "families" {
				want("texts."+lang+"."+field, *s, "This text is empty. Every way of telling people needs its own words.")
			}
		}
	}
	if _, ok := d.Texts[d.Fallback]; !ok && len(d.Texts) > 0 {
		faults = append(faults, models.Field{Name: "fallback", Detail: "Choose which of the languages people get whose own is not there."})
	}
	if len(d.Audience.Groups)+len(d.Audience.Parties) == 0 {
		faults = append(faults, models.Field{Name: "audience", Detail: "Choose at least one group of people."})
	}
	return faults
}

// PeopleShown is a notice to people as its writers and approvers see it.
type PeopleShown struct {
	Notice models.Notice
	Draft  models.PeopleDraft
	Fixed  models.PeopleFixed // as it was approved, or as it would read now
	Faults []models.Field
	Stale  bool // facts have changed since the words were fixed
}

// ShowPeople gives one notice with its words as they are read.
func ShowPeople(r models.Reader, v models.Viewer, id models.ID) (PeopleShown, error) {
	n, err := models.FindPeopleNotice(r, v, id)
	if err != nil {
		return PeopleShown{}, err
	}
	in, err := models.FindIncident(r, v, n.IncidentID)
	if err != nil {
		return PeopleShown{}, err
	}
	out := PeopleShown{Notice: n}
	if out.Draft, err = n.PeopleDraft(r.Keys()); err != nil {
		return out, err
	}
	if n.State == models.NoticeDraft || len(n.FixedSealed) == 0 {
		d, unsettled := out.Draft, []models.Field(nil)
		if d.Texts, unsettled, err = settledTexts(r, n, d.Texts); err != nil {
			return out, err
		}
		out.Fixed, out.Faults, err = fixPeople(r, in, d)
		out.Faults = append(out.Faults, unsettled...)
		return out, err
	}
	out.Stale = n.FactsVersion != in.FactsVersion
	out.Fixed, err = n.PeopleFixed(r.Keys())
	return out, err
}
