package notices

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/delivery"
	"candour/workflows/places"
)

// The channels whose text can have marked places, in the order in which writers see them.
var variable = []string{"body", "sms", "letter", "script"}

// faultsOfPlaces says what is wrong with the marks in the texts of one language.
func faultsOfPlaces(lang string, t models.PeopleText) (faults []models.Field) {
	for field, s := range peopleFields(&t) {
		name := "texts." + lang + "." + field
		if !slices.Contains(variable, field) {
			if strings.Contains(*s, "[[") || strings.Contains(*s, "]]") {
				faults = append(faults, models.Field{Name: name, Detail: "This text is the same for everybody: a society can word a place only in the e-mail, the text message, the letter or what is said aloud."})
			}
			continue
		}
		for _, detail := range places.Faults(*s) {
			faults = append(faults, models.Field{Name: name, Detail: detail})
		}
	}
	return faults
}

// PlaceShown is one place of one language.
type PlaceShown struct {
	Name     string
	In       []string // body, sms, letter, script
	Standard string   // where it stands first
	Words    string   // the society's
}

// LanguageShown is what a society reads and words in one language.
type LanguageShown struct {
	Language string
	Places   []PlaceShown
	Reads    models.PeopleText // as its people would read it with these words
}

// AdaptationShown is a notice with the places of one society, as its focal points and the centre see it.
type AdaptationShown struct {
	Notice    models.Notice
	Party     models.Party
	Row       models.Adaptation // without an id while nothing was written
	Begun     bool
	Words     models.AdaptationWords
	Languages []LanguageShown
	Faults    []models.Field
	Domains   []string // web and e-mail addresses of these are the society's own
	ByCentre  bool     // the society has not two people here, so the centre's approver signs
	Open      bool     // words can change: the notice is approved and not on its way
}

// StateShown is where it stands: empty while nothing was written.
func (a AdaptationShown) StateShown() models.AdaptationState {
	if !a.Begun {
		return ""
	}
	return a.Row.State
}

// HasPlaces says whether a notice has a place that societies may word.
func HasPlaces(f models.PeopleFixed) bool {
	for _, t := range f.Texts {
		if len(placesIn(t)) > 0 {
			return true
		}
	}
	return false
}

func placesIn(t models.PeopleText) []PlaceShown {
	var out []PlaceShown
	fields := peopleFields(&t)
	for _, field := range variable {
		for _, p := range places.In(*fields[field]) {
			i := slices.IndexFunc(out, func(x PlaceShown) bool { return x.Name == p.Name })
			if i < 0 {
				out = append(out, PlaceShown{Name: p.Name, Standard: p.Standard})
				i = len(out) - 1
			}
			out[i].In = append(out[i].In, field)
		}
	}
	return out
}

// ShowAdaptation gives one notice with the places of one party. Errors: not found (another society's, a notice that is not approved, one that
// does not concern the party).
func ShowAdaptation(r models.Reader, v models.Viewer, notice, party models.ID) (AdaptationShown, error) {
	p, err := models.FindParty(r, v, party)
	if err != nil {
		return AdaptationShown{}, err
	}
	n, err := models.PeopleNoticeToWord(r, v, notice)
	if err != nil {
		return AdaptationShown{}, err
	}
	if n.IncidentID != p.IncidentID {
		return AdaptationShown{}, models.NotFound("Notice")
	}
	f, err := n.PeopleFixed(r.Keys())
	if err != nil {
		return AdaptationShown{}, err
	}
	concerned, err := concernedParties(r, n.IncidentID, f.Audience)
	if err != nil {
		return AdaptationShown{}, err
	}
	if !slices.Contains(concerned, party) {
		return AdaptationShown{}, models.NotFound("Notice")
	}
	row, begun, err := models.FindAdaptation(r, v, notice, party)
	if err != nil {
		return AdaptationShown{}, err
	}
	return showAdaptation(r, n, f, p, row, begun)
}

func showAdaptation(r models.Reader, n models.Notice, f models.PeopleFixed, p models.Party, row models.Adaptation, begun bool) (a AdaptationShown, err error) {
	a = AdaptationShown{Notice: n, Party: p, Row: row, Begun: begun, Words: models.AdaptationWords{}, Open: n.State == models.NoticeApproved}
	if begun {
		if a.Words, err = row.Words(r.Keys()); err != nil {
			return a, err
		}
	}
	if a.Domains, err = domainsOf(r, f, p); err != nil {
		return a, err
	}
	if p.OrganisationID != nil {
		people, err := models.CountPeopleOfSociety(r, *p.OrganisationID)
		if err != nil {
			return a, err
		}
		a.ByCentre = people < 2
	}
	a.Languages = worded(f, a.Words)
	a.Faults = faultsOfWords(a.Languages, a.Domains)
	return a, nil
}

func languagesShown(r models.Reader, n models.Notice, words models.AdaptationWords) ([]LanguageShown, error) {
	f, err := n.PeopleFixed(r.Keys())
	return worded(f, words), err
}

// worded is every language that has a place, with these words in it.
func worded(f models.PeopleFixed, words models.AdaptationWords) (out []LanguageShown) {
	for _, lang := range slices.Sorted(maps.Keys(f.Texts)) {
		l := LanguageShown{Language: lang, Places: placesIn(f.Texts[lang]), Reads: delivery.Worded(f.Texts[lang], words[lang])}
		for i := range l.Places {
			l.Places[i].Words = words[lang][l.Places[i].Name]
		}
		if len(l.Places) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// concernedParties are the parties whose people a notice goes to.
func concernedParties(r models.Reader, incident models.ID, audience models.PeopleAudience) ([]models.ID, error) {
	out := slices.Clone(audience.Parties)
	groups, err := models.LoadGroups(r, incident)
	for _, g := range groups {
		if slices.Contains(audience.Groups, g.ID) && !slices.Contains(out, g.PartyID) {
			out = append(out, g.PartyID)
		}
	}
	return out, err
}

// domainsOf are the domains of the contacts of a society in the directory, and of the contact that the notice names.
func domainsOf(r models.Reader, f models.PeopleFixed, p models.Party) ([]string, error) {
	addresses := []string{f.Contact.Email}
	if p.OrganisationID != nil {
		all, err := models.ListContacts(r, *p.OrganisationID)
		if err != nil {
			return nil, err
		}
		for i := range all {
			_, email, _, err := all[i].Person(r.Keys())
			if err != nil {
				return nil, err
			}
			addresses = append(addresses, email)
		}
	}
	return places.OwnDomains(addresses...), nil
}

// faultsOfWords names each place whose words cannot stand there, and each text that became too long with them.
func faultsOfWords(langs []LanguageShown, domains []string) (faults []models.Field) {
	for _, l := range langs {
		for i, p := range l.Places {
			if fault := places.FaultOfWords(p.Words, domains, delivery.PersonPlaceholders); fault != "" {
				faults = append(faults, models.Field{Name: placeField(l.Language, i), Detail: fault})
			}
		}
		reads := l.Reads
		for field, s := range peopleFields(&reads) {
			limit := textLimit
			if field == "sms" {
				limit = smsLimit
			}
			if slices.Contains(variable, field) && utf8.RuneCountInString(*s) > limit {
				faults = append(faults, models.Field{Name: "words." + l.Language, Detail: tooLongWith(field, limit)})
			}
		}
	}
	return faults
}

func tooLongWith(field string, limit int) string {
	what := map[string]string{"body": "The e-mail", "sms": "The text message", "letter": "The letter", "script": "What is said aloud"}[field]
	return what + " becomes longer than " + strconv.Itoa(limit) + " characters with these words. Shorten them."
}

// AdaptationLine is where one society stands with one notice, in a list.
type AdaptationLine struct {
	Notice   models.Notice
	Party    models.Party
	Subject  string
	State    models.AdaptationState // empty: nothing was written, its people read the standard words
	Row      models.Adaptation
	ByCentre bool
	NoPeople bool // nobody of the society can sign in, so nobody can write
	Open     bool
}

// ListAdaptations gives every notice with places and every society it concerns, as far as this viewer may see them.
func ListAdaptations(r models.Reader, v models.Viewer, incident models.ID) ([]AdaptationLine, error) {
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	all, err := models.PeopleNoticesToWord(r, v, incident)
	if err != nil {
		return nil, err
	}
	parties, err := models.ListParties(r, v, incident)
	if err != nil {
		return nil, err
	}
	rows, err := models.ListAdaptations(r, v, incident)
	if err != nil {
		return nil, err
	}
	people := map[models.ID]int64{}
	out := []AdaptationLine{}
	for _, n := range all {
		if len(n.FixedSealed) == 0 {
			continue // a draft: its places can still change
		}
		f, err := n.PeopleFixed(r.Keys())
		if err != nil {
			return nil, err
		}
		if !HasPlaces(f) {
			continue
		}
		concerned, err := concernedParties(r, incident, f.Audience)
		if err != nil {
			return nil, err
		}
		for _, p := range parties {
			if p.OrganisationID == nil || !slices.Contains(concerned, p.ID) {
				continue
			}
			here, known := people[*p.OrganisationID]
			if !known {
				if here, err = models.CountPeopleOfSociety(r, *p.OrganisationID); err != nil {
					return nil, err
				}
				people[*p.OrganisationID] = here
			}
			line := AdaptationLine{Notice: n, Party: p, Subject: f.Texts[f.Fallback].Subject, ByCentre: here < 2, NoPeople: here == 0, Open: n.State == models.NoticeApproved}
			if i := slices.IndexFunc(rows, func(a models.Adaptation) bool { return a.NoticeID == n.ID && a.PartyID == p.ID }); i >= 0 {
				line.Row, line.State = rows[i], rows[i].State
			}
			out = append(out, line)
		}
	}
	return out, nil
}
