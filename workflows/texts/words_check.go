package texts

import (
	"encoding/json"
	"net/url"
	"strings"

	"candour/models"
	"candour/workflows/regimes"
	"candour/workflows/wordcheck"
)

// Reading is a text as it is about to be read, whoever keeps it.
type Reading struct {
	Kind, Audience, Channel, Language string
	Title, Body                       string // as read
	Raw                               string // the body as written
	First                             string // said before it to families of missing people
	Demands                           []wordcheck.Demand
	Ties                              map[string]int
}

// Weigh holds a piece against the facts of its incident and the organisation's own domain. Nothing is saved.
func Weigh(r models.Reader, incident models.ID, pieces ...Reading) ([]wordcheck.Result, error) {
	facts, err := knownFacts(r, incident)
	if err != nil {
		return nil, err
	}
	own := OwnDomains(r)
	out := make([]wordcheck.Result, 0, len(pieces))
	for _, p := range pieces {
		out = append(out, wordcheck.Check(wordcheck.Input{Kind: p.Kind, Audience: p.Audience, Channel: p.Channel, Language: p.Language, Title: p.Title, Read: p.Body, Raw: p.Raw, First: p.First,
			Demands: p.Demands, Ties: p.Ties, Own: own, Facts: facts}))
	}
	return out, nil
}

// OwnDomains is where links may lead: where this installation answers.
func OwnDomains(r models.Reader) []string {
	u, err := url.Parse(r.Home())
	if err != nil || u.Hostname() == "" {
		return nil
	}
	return []string{u.Hostname()}
}

// knownFacts are the facts of the incident as a whole, as plain words. What is not known is not there.
func knownFacts(r models.Reader, incident models.ID) (map[string]string, error) {
	facts, err := models.IncidentFacts(r, incident)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, f := range facts {
		if !f.Known() {
			continue
		}
		s := f.Value
		var word string
		if json.Unmarshal([]byte(f.Value), &word) == nil {
			s = word
		}
		switch {
		case s == "unknown":
			continue
		case f.Key == "exfiltrated" && s == "yes":
			s = "confirmed"
		}
		out[f.Key] = s
	}
	return out, nil
}

// ContentOf lists what the law behind an obligation wants to read in its notice.
func ContentOf(r models.Reader, o models.Obligation) ([]wordcheck.Demand, error) {
	d, err := dutyOf(r, o)
	if err != nil || d == nil {
		return nil, err
	}
	out := make([]wordcheck.Demand, 0, len(d.Content))
	for _, word := range d.Content {
		out = append(out, wordcheck.Demand{Word: word, Law: o.Law, Citation: o.Citation, Obligation: o.ID, Provisional: o.Provisional, Later: d.Phased != nil && *d.Phased})
	}
	return out, nil
}

func dutyOf(r models.Reader, o models.Obligation) (*regimes.Duty, error) {
	var pack *regimes.Pack
	if regimes.IsOwn(o.Regime) {
		own, err := models.ApprovedOwnRules(r)
		if err != nil {
			return nil, err
		}
		for _, t := range own { // the newest first
			if t.Code == o.Regime {
				pack, _ = regimes.ParseOwn(t.Code, []byte(t.Text))
				break
			}
		}
	} else if lib, _ := regimes.Default(); lib != nil {
		pack, _ = lib.Find(o.Regime)
	}
	if pack == nil {
		return nil, nil
	}
	for i := range pack.Duties {
		if pack.Duties[i].ID == o.Duty {
			return &pack.Duties[i], nil
		}
	}
	return nil, nil
}

// readingOf is one version of a text as it is checked.
func readingOf(r models.Reader, t models.Text, language string, c models.TextContent) (Reading, error) {
	p := Reading{Kind: string(t.Kind), Channel: wordcheck.ChannelPage, Language: language, Title: c.RenderedTitle, Body: c.RenderedBody, Raw: c.Body, Ties: c.Ties, Audience: c.Audience}
	switch t.Kind {
	case models.TextStaffNote:
		p.Audience = wordcheck.AudienceStaff
	case models.TextScript, models.TextRadio:
		p.Channel = wordcheck.ChannelScript
	case models.TextNotice:
		p.Channel = wordcheck.ChannelLetter
		if t.ID == "" {
			return p, nil
		}
		o, err := models.ObligationOfText(r, t.ID)
		if err != nil {
			if models.IsKind(err, models.KindNotFound) {
				err = nil
			}
			return p, err
		}
		err = p.answers(r, o)
		return p, err
	}
	return p, nil
}

// CheckWords reads one version of a text as wordcheck does.
func CheckWords(r models.Reader, i models.Incident, v models.TextVersion) (wordcheck.Result, error) {
	c, err := v.Content(r.Keys())
	if err != nil {
		return wordcheck.Result{}, err
	}
	t, err := models.LoadText(r, v.TextID)
	if err != nil {
		return wordcheck.Result{}, err
	}
	p, err := readingOf(r, t, v.Language, c)
	if err != nil {
		return wordcheck.Result{}, err
	}
	all, err := Weigh(r, i.ID, p)
	if err != nil {
		return wordcheck.Result{}, err
	}
	return all[0], nil
}

// Stopping gives what keeps a text from being submitted, as faults.
func Stopping(res wordcheck.Result) (faults []Fault) {
	for _, f := range res.Findings {
		if f.Severity != wordcheck.Stops {
			continue
		}
		said := f.Says
		if f.Words != "" {
			said = "“" + strings.Join(strings.Fields(f.Words), " ") + "”: " + said
		}
		if strings.HasPrefix(f.ID, "content-") {
			said += " (" + f.Source + ")"
		}
		faults = append(faults, Fault{Detail: said})
	}
	return faults
}

// Read gives a draft as it would be read now, with what is wrong with its placeholders. Nothing is saved. An obligation, for a notice, brings
// what its law wants. Errors: invalid; not found (the obligation is another incident's).
func Read(r models.Reader, by models.Viewer, i models.Incident, kind models.TextKind, obligation models.ID, d Draft) (Reading, []Fault, error) {
	if err := d.checkTies(); err != nil {
		return Reading{}, nil, err
	}
	values, err := Values(r, i, d.Language)
	if err != nil {
		return Reading{}, nil, err
	}
	c := models.TextContent{Title: d.Title, Body: d.Body, Audience: d.Audience, Ties: d.Ties}
	var faults, more []Fault
	c.RenderedTitle, _, faults = Fill(d.Title, values)
	c.RenderedBody, _, more = Fill(d.Body, values)
	p, err := readingOf(r, models.Text{Kind: kind, IncidentID: i.ID}, d.Language, c)
	if err != nil || obligation == "" {
		return p, append(faults, more...), err
	}
	o, err := models.FindObligation(r, by, obligation)
	if err == nil && o.IncidentID != i.ID {
		err = models.NotFound("Obligation")
	}
	if err != nil {
		return p, nil, err
	}
	err = p.answers(r, o)
	return p, append(faults, more...), err
}

// answers makes it the notice of an obligation.
func (p *Reading) answers(r models.Reader, o models.Obligation) (err error) {
	if o.Recipient != "subjects" {
		p.Audience = wordcheck.AudienceAuthority
	}
	p.Demands, err = ContentOf(r, o)
	return err
}
