package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"candour/models"
)

// The facts that keep what a society said in words. What may concern single people stays sealed in the proposal.
const (
	lawFact        = "national_law_note"
	channelsFact   = "safe_channels_note"
	exceptionsFact = "do_not_contact_note"
	languagesFact  = "languages_note"
)

// ReadProposal is a proposal as a viewer may see it.
type ReadProposal struct {
	models.Proposal
	Party   models.Party
	Answers []ReadAnswer
}

// ReadAnswer is an answer beside what stands there now; of a settled one, beside what stood there then.
type ReadAnswer struct {
	models.ProposalAnswer
	models.ProposalContent
	Group  string // name of the group that is counted
	Now    models.ProposalValue
	Seen   string // of Now; whoever accepts names it, so that nothing newer is replaced unseen
	Reason string // why it was declined
	Hidden bool   // what may concern single people is left out for this viewer
}

// ListProposals reads the submitted proposals of an incident: those that wait first, then the newest.
func ListProposals(r models.Reader, v models.Viewer, incident models.ID) ([]ReadProposal, error) {
	if _, err := models.FindIncident(r, v, incident); err != nil {
		return nil, err
	}
	ps, err := models.ListProposals(r, v, incident)
	if err != nil || len(ps) == 0 {
		return nil, err
	}
	return readProposals(r, v, incident, ps)
}

func readProposals(r models.Reader, v models.Viewer, incident models.ID, ps []models.Proposal) ([]ReadProposal, error) {
	parties, err := models.ListParties(r, v, incident)
	if err != nil {
		return nil, err
	}
	ids := []models.ID{}
	for _, p := range ps {
		ids = append(ids, p.ID)
	}
	answers, err := models.ProposalAnswers(r, ids...)
	if err != nil {
		return nil, err
	}
	s := &standing{r: r, v: v}
	out := []ReadProposal{}
	for _, p := range ps {
		i := slices.IndexFunc(parties, func(x models.Party) bool { return x.ID == p.PartyID })
		if i < 0 {
			continue // the party was taken out; its proposals stay in the record
		}
		read := ReadProposal{Proposal: p, Party: parties[i]}
		for _, a := range answers[p.ID] {
			x, err := s.read(parties[i], a)
			if err != nil {
				return nil, err
			}
			read.Answers = append(read.Answers, x)
		}
		out = append(out, read)
	}
	return out, nil
}

// OwnForm is what a society's form begins with.
type OwnForm struct {
	Party  models.Party
	Groups []models.PeopleGroup
	Draft  *ReadProposal // what it is writing
	Last   *ReadProposal // what it said last
	Known  []ReadAnswer  // what the incident team has, question by question
}

// ReadOwnForm reads what a society has said, is writing, and what is known of it already.
func ReadOwnForm(r models.Reader, v models.Viewer, party models.ID) (OwnForm, error) {
	f := OwnForm{}
	var err error
	if f.Party, err = models.FindParty(r, v, party); err != nil {
		return f, err
	}
	groups, err := models.LoadGroups(r, f.Party.IncidentID)
	if err != nil {
		return f, err
	}
	s := &standing{r: r, v: v}
	for _, g := range groups {
		if g.PartyID != party {
			continue
		}
		f.Groups = append(f.Groups, g)
		f.Known = append(f.Known, ReadAnswer{ProposalAnswer: models.ProposalAnswer{Question: models.AskCount, GroupID: &g.ID}, Now: models.ProposalValue{Count: &g.Count.V}})
		x := ReadAnswer{ProposalAnswer: models.ProposalAnswer{Question: models.AskPlan, GroupID: &g.ID}}
		if x.Now, err = s.plan(f.Party, x.ProposalAnswer, 0); err != nil {
			return f, err
		}
		f.Known = append(f.Known, x)
	}
	for _, q := range models.Questions[1:] {
		if q == models.AskPlan {
			continue // group by group, above
		}
		x := ReadAnswer{ProposalAnswer: models.ProposalAnswer{Question: q}}
		if x.Now, err = s.now(f.Party, x.ProposalAnswer); err != nil {
			return f, err
		}
		f.Known = append(f.Known, x)
	}
	draft, begun, err := models.DraftProposal(r, party)
	if err != nil {
		return f, err
	}
	if begun {
		read, err := readProposals(r, v, f.Party.IncidentID, []models.Proposal{draft})
		if err != nil {
			return f, err
		}
		f.Draft = &read[0]
	}
	all, err := ListProposals(r, v, f.Party.IncidentID)
	for i := range all {
		if all[i].PartyID == party && (f.Last == nil || all[i].SubmittedAt.After(f.Last.SubmittedAt)) {
			f.Last = &all[i]
		}
	}
	return f, err
}

// standing finds what stands now where an answer would go.
type standing struct {
	r models.Reader
	v models.Viewer
}

func (s *standing) read(p models.Party, a models.ProposalAnswer) (ReadAnswer, error) {
	x := ReadAnswer{ProposalAnswer: a}
	var err error
	if x.ProposalContent, err = a.Content(s.r.Keys()); err != nil {
		return x, err
	}
	if a.GroupID != nil {
		g, err := models.FindGroup(s.r, s.v, *a.GroupID)
		if err != nil && !models.IsKind(err, models.KindNotFound) {
			return x, err
		}
		x.Group = g.Name
	}
	if a.State == models.ProposedOpen {
		x.Now, err = s.now(p, a)
	} else {
		var end models.Settlement
		end, err = a.Settlement(s.r.Keys())
		x.Now, x.Reason = end.Was, end.Reason
	}
	if err != nil {
		return x, err
	}
	x.Seen = seenOf(x.Now)
	s.hide(&x)
	return x, nil
}

// hide leaves out what may concern single people for those who are not asked to see people.
func (s *standing) hide(x *ReadAnswer) {
	if s.v.Has(models.RightReadPeople) {
		return
	}
	x.Hidden = x.Source != "" || x.Note != ""
	x.Source, x.Note = "", ""
	switch x.Question {
	case models.AskPlan:
		if x.Value.Person != 0 || !s.v.Has(models.RightReadContact) {
			x.Value, x.Now, x.Hidden = models.ProposalValue{}, models.ProposalValue{}, true
		}
	case models.AskContact, models.AskExceptions, models.AskCall:
		x.Value, x.Now, x.Hidden = models.ProposalValue{}, models.ProposalValue{}, true
	case models.AskChannels:
		x.Hidden = x.Hidden || x.Value.Text != ""
		x.Value.Text = ""
	case models.AskAwareness:
		// Why it was aware then may name who noticed; what was taken over stands with the party.
		x.Hidden = x.Hidden || x.Value.Reason != ""
		x.Value.Reason = ""
	}
}

// seenOf is a short mark of a value, the same for the same value.
func seenOf(v models.ProposalValue) string {
	b, _ := json.Marshal(v)
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:8])
}

func (s *standing) now(p models.Party, a models.ProposalAnswer) (v models.ProposalValue, err error) {
	switch a.Question {
	case models.AskCount:
		if a.GroupID == nil {
			return v, nil
		}
		g, err := models.FindGroup(s.r, s.v, *a.GroupID)
		if models.IsKind(err, models.KindNotFound) {
			return v, nil // taken out since; accepting says so
		}
		v.Count = &g.Count.V
		return v, err
	case models.AskLanguages:
		groups, err := models.LoadGroups(s.r, p.IncidentID)
		for _, g := range groups {
			for _, l := range g.Languages.V {
				if g.PartyID == p.ID && !slices.Contains(v.Languages, l) {
					v.Languages = append(v.Languages, l)
				}
			}
		}
		return v, err
	case models.AskAwareness:
		v.At, v.Zone, v.Reason = p.AwareAt, p.AwareZone, p.AwareReason
		return v, nil
	case models.AskPlan:
		c, err := a.Content(s.r.Keys())
		if err != nil {
			return v, err
		}
		return s.plan(p, a, c.Value.Person)
	case models.AskContact:
		return s.contact(p)
	case models.AskLaw:
		return s.text(p, lawFact)
	case models.AskChannels:
		return s.text(p, channelsFact)
	case models.AskExceptions:
		return s.text(p, exceptionsFact)
	}
	return v, nil
}

func (s *standing) text(p models.Party, key string) (v models.ProposalValue, err error) {
	f, ok, err := models.CurrentFact(s.r, p.IncidentID, &p.ID, nil, key)
	if err != nil || !ok {
		return v, err
	}
	v.Text, _ = f.Plain().(string)
	return v, nil
}

func (s *standing) contact(p models.Party) (v models.ProposalValue, err error) {
	if p.OrganisationID == nil || !s.v.OpensContacts(*p.OrganisationID) {
		return v, nil
	}
	all, err := models.ListContacts(s.r, *p.OrganisationID)
	if err != nil || len(all) == 0 {
		return v, err
	}
	v.Name, v.Email, v.Telephone, err = all[0].Person(s.r.Keys())
	return v, err
}

// channelWords are the ways to reach people as they stand in a fact.
func channelWords(v models.ProposalValue) string {
	parts := []string{}
	if len(v.Safe) > 0 {
		parts = append(parts, "Safe: "+strings.Join(v.Safe, ", ")+".")
	}
	if len(v.Unsafe) > 0 {
		parts = append(parts, "Not safe: "+strings.Join(v.Unsafe, ", ")+".")
	}
	if v.Text != "" {
		parts = append(parts, "More is said in the society's proposal.")
	}
	return strings.Join(parts, " ")
}
