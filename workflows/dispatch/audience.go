package dispatch

import (
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/delivery"
	"candour/workflows/genuineness"
	"candour/workflows/safecontact"
)

// Words of PersonDelivery.Reason that the queue writes; others are ids of safe-contact rules.
const (
	ReasonHousehold = models.ReasonHousehold
	ReasonCombined  = models.ReasonHouseholdMessage
	ReasonRender    = "message_faulty" // their message could not be made; a person looks at the record
)

// Audience is everything that is needed to say what one person of a notice is told, by which channel, and in which words. The queue asks it
// when lines are made, and who sends asks it again right before the hand-over.
type Audience struct {
	Incident models.Incident
	Notice   models.Notice
	Fixed    models.PeopleFixed
	Telling  *delivery.Telling
	cohorts  map[int64]*cohort
	order    []int64
	plans    *contact.Plans
	mark     models.ContactMark
	rules    safecontact.Rules
	keys     *models.Keyring
	number   int64 // of the dispatch; 0: the notice has none yet
	coder    *genuineness.Coder
	loadedAt terms.Instant
	adapted  string             // hash over the words that societies signed for their own people
	shared   [2]map[int64]int64 // mailbox key and telephone key -> first person who has it
}

// cohort is what its people have in common.
type cohort struct {
	models.PeopleCohort
	society  string
	language string // of people whose own is not known, when the group speaks one only
	families bool
}

// Load prepares an audience with the plans as they are now.
func Load(r models.Reader, notice models.ID) (*Audience, error) {
	n, err := models.NoticeOfPeople(r, notice)
	if err != nil {
		return nil, err
	}
	f, err := n.PeopleFixed(r.Keys())
	if err != nil {
		return nil, err
	}
	return audienceOf(r, n, f)
}

func audienceOf(r models.Reader, n models.Notice, f models.PeopleFixed) (*Audience, error) {
	in, err := models.LoadIncident(r, n.IncidentID)
	if err != nil {
		return nil, err
	}
	a := &Audience{Incident: in, Notice: n, Fixed: f, rules: safecontact.Default(), keys: r.Keys(), loadedAt: r.Now(), cohorts: map[int64]*cohort{}}
	if a.Telling, err = delivery.NewTelling(in, f, false); err != nil {
		return nil, err
	}
	signed, err := models.SignedAdaptations(r, n.ID, n.ApprovedHash)
	if err != nil {
		return nil, err
	}
	a.adapted = models.HashAdaptations(signed)
	for _, x := range signed {
		words, err := x.Words(r.Keys())
		if err != nil {
			return nil, err
		}
		a.Telling.Adapt(x.PartyID, words)
	}
	d, err := models.DispatchOfNotice(r, n.ID)
	if err != nil && !models.IsKind(err, models.KindNotFound) {
		return nil, err
	}
	a.number = d.Number
	if a.coder, err = genuineness.NewCoder(a.keys); err != nil {
		return nil, err
	}
	// The mark first: what changes while the plans are read makes the version stale, not wrong.
	if a.mark, err = models.ReadContactMark(r, in.ID); err != nil {
		return nil, err
	}
	if a.plans, err = contact.LoadPlans(r, in.ID); err != nil {
		return nil, err
	}
	return a, a.loadCohorts(r)
}

func (a *Audience) loadCohorts(r models.Reader) error {
	all, err := models.CohortsOf(r, a.Incident.ID)
	if err != nil {
		return err
	}
	parties, err := models.LoadParties(r, a.Incident.ID)
	if err != nil {
		return err
	}
	groups, err := models.LoadGroups(r, a.Incident.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if !a.Fixed.Audience.Holds(c) {
			continue
		}
		x := &cohort{PeopleCohort: c, families: true}
		if i := slices.IndexFunc(parties, func(p models.Party) bool { return p.ID == c.PartyID }); i >= 0 {
			x.society = parties[i].Name
		}
		if c.GroupID != nil {
			if i := slices.IndexFunc(groups, func(g models.PeopleGroup) bool { return g.ID == *c.GroupID }); i >= 0 {
				x.of(groups[i])
			}
		}
		a.cohorts[c.Number], a.order = x, append(a.order, c.Number)
	}
	return nil
}

// families are kinds of people who wait for news of somebody.
var families = []string{"separated-families", "missing-persons", "relatives", "sought-persons"}

func (c *cohort) of(g models.PeopleGroup) {
	// Unknown is not no: whose kind nobody has said may be waiting for somebody.
	c.families = len(g.Kinds.V) == 0 || slices.ContainsFunc(g.Kinds.V, func(k string) bool { return slices.Contains(families, k) })
	if len(g.Languages.V) == 1 {
		c.language = g.Languages.V[0]
	}
}

// findHouseholds looks for mailboxes and telephones that more than one person of the audience has.
func (a *Audience) findHouseholds(r models.Reader) (err error) {
	for i, column := range []string{"email_key", "telephone_key"} {
		if a.shared[i], err = models.SharedKeys(r, column, a.order); err != nil {
			return err
		}
	}
	return nil
}

// RulesVersion names the rules and the plans that lines were made by.
func (a *Audience) RulesVersion() string {
	m := a.mark
	return fmt.Sprintf("%s plans %d.%d.%d.%d groups %d", a.rules.Version, m.Plans, m.Overrides, m.Settled, m.Revoked, m.Groups)
}

// subject is one person as the rules see them. An address that nothing may be sent to is none.
func (a *Audience) subject(p *models.Person, d *models.PersonDetails, at terms.Instant) safecontact.Subject {
	s := a.plans.Subject(p.Cohort, p.ID, d, at)
	if s.HasEmail {
		_, err := delivery.ParseAddress(d.Get(models.PersonEmail))
		s.HasEmail = err == nil
	}
	return s
}

// Choose gives the first channel that is safe for a person now and was not tried. Without one the word is empty and the decision says why.
func (a *Audience) Choose(p *models.Person, d *models.PersonDetails, at terms.Instant, tried []safecontact.Channel) (safecontact.Channel, safecontact.Decision) {
	if a.cohorts[p.Cohort] == nil {
		return "", safecontact.Decision{Rule: safecontact.NoSafeChannel, Why: "They do not belong to the audience of this notice."}
	}
	if d.TelephoneAsGiven {
		// A machine cannot dial what is not in E.164; a human being can read it.
		tried = append(slices.Clone(tried), safecontact.ChannelSMS, safecontact.ChannelVoice)
	}
	channel, decision, _ := safecontact.Choose(a.rules, a.subject(p, d, at), at, tried)
	return channel, decision
}

// Decide says whether one channel may be used for a person at this moment: asked again right before the hand-over.
func (a *Audience) Decide(p *models.Person, d *models.PersonDetails, channel safecontact.Channel, at terms.Instant) safecontact.Decision {
	if a.cohorts[p.Cohort] == nil {
		return safecontact.Decision{Rule: safecontact.NoSafeChannel, Why: "They do not belong to the audience of this notice."}
	}
	return safecontact.Decide(a.rules, a.subject(p, d, at), channel, at)
}

// Told is a person as their message names them.
func (a *Audience) Told(p *models.Person, d *models.PersonDetails) (delivery.ToldPerson, error) {
	t := delivery.ToldPerson{Name: strings.TrimSpace(d.Get(models.PersonName)), Wanted: a.wanted(p, d)}
	if c := a.cohorts[p.Cohort]; c != nil {
		t.Society, t.Families, t.Adapted = c.society, c.families, c.PartyID
	}
	ref, err := a.coder.Person(a.number, p.ID)
	t.Reference = ref.String()
	return t, err
}

// wanted is the language a person reads best: their own, that of their plan, or the only one of their group.
func (a *Audience) wanted(p *models.Person, d *models.PersonDetails) string {
	if own := d.Get(models.PersonLanguage); own != "" {
		return own
	}
	plans := a.plans.Subject(p.Cohort, p.ID, d, a.loadedAt)
	for _, plan := range []*safecontact.Plan{plans.Person, plans.Group} {
		if plan != nil && len(plan.Languages) > 0 {
			return plan.Languages[0]
		}
	}
	if c := a.cohorts[p.Cohort]; c != nil {
		return c.language
	}
	return ""
}

// variantOf is the text that a channel carries; empty: it carries none of ours.
func variantOf(c safecontact.Channel) delivery.Variant {
	switch c {
	case safecontact.ChannelEmail:
		return delivery.VariantMail
	case safecontact.ChannelSMS:
		return delivery.VariantSMS
	case safecontact.ChannelLetter:
		return delivery.VariantLetter
	case safecontact.ChannelCall, safecontact.ChannelVoice, safecontact.ChannelVisit, safecontact.ChannelSociety:
		return delivery.VariantScript
	}
	return ""
}

// judged is what the queue finds out about one person.
type judged struct {
	line             models.PersonDelivery
	wanted           string
	fallback, shared bool
}

// judge makes the line of one person: channel, language, and what keeps them from being told. Everything they would read is made and checked.
func (a *Audience) judge(p *models.Person, at terms.Instant, households string) (judged, error) {
	j := judged{line: models.PersonDelivery{PersonID: p.ID, Cohort: p.Cohort, Wave: models.TheRest, Step: 1, QueuedAt: at}}
	d, err := p.Details(a.keys)
	if err != nil {
		return j, err
	}
	told, err := a.Told(p, &d)
	if err != nil {
		return j, err
	}
	lang, exact := a.Telling.Language(told.Wanted)
	j.line.Language, j.wanted, j.fallback = lang, languageCode(told.Wanted), !exact
	channel, decision := a.Choose(p, &d, at, nil)
	j.line.Channel = string(channel)
	if channel == "" {
		j.line.State, j.line.Reason, j.line.SettledAt = withoutChannel(decision), decision.Rule, at
		if j.line.State == models.DeliveryWaiting {
			j.line.SettledAt = terms.Instant{}
		}
		return j, nil
	}
	j.line.State, j.line.NextAt = models.DeliveryQueued, at
	if !decision.Allowed {
		j.line.NextAt = decision.NotBefore // only the hour is wrong
	}
	if err := a.render(channel, told); err != nil {
		j.line.State, j.line.Reason, j.line.NextAt = models.DeliveryWaiting, ReasonRender, terms.Instant{}
		return j, nil
	}
	if first, ok := a.household(p, channel); ok {
		j.shared = true
		if households != Separate {
			j.line.State, j.line.Reason, j.line.Household, j.line.NextAt = models.DeliveryWaiting, ReasonHousehold, &first, terms.Instant{}
		}
	}
	return j, nil
}

// withoutChannel is how a person stands whom no channel may reach.
func withoutChannel(d safecontact.Decision) models.DeliveryState {
	switch d.Rule {
	case safecontact.HarmUnknown:
		return models.DeliveryWaiting
	case safecontact.NoAddress:
		return models.DeliveryUnreached
	}
	return models.DeliveryExcluded
}

func (a *Audience) household(p *models.Person, channel safecontact.Channel) (first int64, ok bool) {
	key, which := p.EmailKey, 0
	switch channel {
	case safecontact.ChannelEmail:
	case safecontact.ChannelSMS, safecontact.ChannelVoice, safecontact.ChannelCall:
		key, which = p.TelephoneKey, 1
	default:
		return 0, false
	}
	if key == nil {
		return 0, false
	}
	first, ok = a.shared[which][*key]
	return first, ok
}

// render makes what the person would read, and looks at it whole.
func (a *Audience) render(channel safecontact.Channel, told delivery.ToldPerson) error {
	switch v := variantOf(channel); v {
	case "":
		return nil
	case delivery.VariantMail:
		_, _, err := a.Telling.Mail(told)
		return err
	default:
		_, _, err := a.Telling.Plain(v, told)
		return err
	}
}
