package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/people/clean"
)

// answerKey names an answer in errors, as the form names its fields.
func answerKey(q models.Question, group *models.ID, v models.ProposalValue) string {
	label := v.Label
	switch {
	case q == models.AskPlan && group == nil:
		return fmt.Sprintf("%s-person-%d", q, v.Person)
	case q != models.AskCount && q != models.AskPlan:
		return string(q)
	case group != nil:
		return string(q) + "-" + *group
	case label != "":
		return string(q) + "-" + label
	}
	return string(q) + "-other"
}

// tidy checks what must be right even in a draft: that the question exists, whose group it is, and that texts fit and hide nothing.
func (a *OwnAnswer) tidy(r models.Reader, p models.Party) (err error) {
	if !slices.Contains(models.Questions, a.Question) {
		return models.InvalidField("question", "There is no such question.")
	}
	if a.Certainty == "" {
		a.Certainty = models.Reported
	}
	if !slices.Contains(models.Certainties, a.Certainty) {
		return models.InvalidField("certainty", "The certainty is assumed, reported, likely or confirmed.")
	}
	byGroup := a.Question == models.AskCount || a.Question == models.AskPlan
	if !byGroup && a.GroupID != nil || a.Question != models.AskCount && a.DataSetID != nil {
		return models.InvalidField("group_id", "Only the number of people and the contact plan are answered group by group.")
	}
	if err := a.belongs(r, p); err != nil {
		return err
	}
	if err := a.tidyPlan(r, p); err != nil {
		return err
	}
	v := &a.Value
	key := answerKey(a.Question, a.GroupID, a.Value)
	line := func(s *string, most int) {
		if err == nil {
			*s, err = clean.Field(key, *s, most)
		}
	}
	text := func(s *string, most int) {
		if err == nil {
			*s, err = clean.Paragraphs(key, *s, most)
		}
	}
	for _, s := range []*string{&v.Label, &v.Name, &v.Email, &v.Zone} {
		line(s, 300)
	}
	line(&v.Telephone, 100)
	line(&a.Source, 300)
	text(&v.Text, 2000)
	text(&v.Reason, 1000)
	text(&a.Note, 2000)
	if err != nil {
		return err
	}
	if len(v.Languages) > 30 || len(v.Safe)+len(v.Unsafe) > 2*len(models.SafeChannels) {
		return models.InvalidField(key, "More words than there are to choose from. Keep those that matter.")
	}
	for i := range v.Languages {
		line(&v.Languages[i], 35)
	}
	for _, w := range slices.Concat(v.Safe, v.Unsafe) {
		if !slices.Contains(models.SafeChannels, w) {
			return models.InvalidField(key, "One of the ways to reach people is not known. Choose from %s.", strings.Join(models.SafeChannels, ", "))
		}
	}
	return err
}

// belongs makes sure that the group is the party's own, and that the data set is one of the incident.
func (a *OwnAnswer) belongs(r models.Reader, p models.Party) error {
	if a.GroupID != nil {
		groups, err := models.LoadGroups(r, p.IncidentID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(groups, func(g models.PeopleGroup) bool { return g.ID == *a.GroupID && g.PartyID == p.ID }) {
			return models.NotFound("People group")
		}
		a.DataSetID, a.Value.Label = nil, ""
	}
	if a.DataSetID != nil {
		_, err := models.FindDataSet(r, p.IncidentID, *a.DataSetID)
		return err
	}
	return nil
}

// whole says what is missing or contradicts itself in answers that are about to be submitted, all at once.
func whole(r models.Reader, answers []models.ProposalAnswer) ([]models.Question, error) {
	fault := models.Invalid("Some answers need another look. The draft is kept as it was saved; nothing was sent.")
	questions := []models.Question{}
	for i := range answers {
		a := &answers[i]
		c, err := a.Content(r.Keys())
		if err != nil {
			return nil, err
		}
		if err := wholeAnswer(r, a.Question, &c.Value); err != nil {
			var shown *models.Error
			if !errors.As(err, &shown) {
				return nil, err
			}
			fault.Fields = append(fault.Fields, models.Field{Name: answerKey(a.Question, a.GroupID, c.Value), Detail: shown.Detail})
		}
		questions = append(questions, a.Question)
	}
	if len(answers) == 0 {
		return nil, models.Invalid("Answer at least one question, or ask to be called. Nothing was sent.")
	}
	if len(fault.Fields) > 0 {
		return nil, fault
	}
	return questions, nil
}

func wholeAnswer(r models.Reader, q models.Question, v *models.ProposalValue) error {
	switch q {
	case models.AskCount:
		if v.Count == nil || v.Count.Min == nil && v.Count.Max == nil {
			return models.Invalid("Say how many people at least or at most, or leave this out.")
		}
		return v.Count.Valid()
	case models.AskPlan:
		return wholePlan(v)
	case models.AskLaw, models.AskExceptions:
		if v.Text == "" {
			return models.Invalid("This answer is empty. Write it, or leave it out.")
		}
	case models.AskLanguages:
		if len(v.Languages) == 0 {
			return models.Invalid("Name at least one language, or leave this out.")
		}
		_, err := languages(v.Languages)
		return err
	case models.AskChannels:
		if len(v.Safe)+len(v.Unsafe) == 0 && v.Text == "" {
			return models.Invalid("Say which ways are safe or which are not, or leave this out.")
		}
		for _, w := range v.Safe {
			if slices.Contains(v.Unsafe, w) {
				return models.Invalid("The same way cannot be safe and not safe. Choose one, and say in the text for whom it is otherwise.")
			}
		}
	case models.AskAwareness:
		return wholeAwareness(r.Now(), v)
	case models.AskContact:
		return wholeContact(v)
	}
	return nil
}

func wholeAwareness(now terms.Instant, v *models.ProposalValue) error {
	if v.At.IsZero() {
		return models.Invalid("Give the day and the time, with its zone. If only the day is known, the earliest time is the safe one.")
	}
	if err := past("awareness", v.At, now); err != nil {
		return err
	}
	if v.Reason == "" {
		return models.Invalid("Say why it was this moment and no other, for example who noticed what. Your clocks run from it.")
	}
	_, err := zone("awareness", v.Zone)
	return err
}

// wholeContact checks a contact as the directory does, so that taking it over cannot fail on it.
func wholeContact(v *models.ProposalValue) error {
	if v.Name == "" && v.Email == "" && v.Telephone == "" {
		return models.Invalid("A contact needs a name, an e-mail address or a telephone number.")
	}
	if _, why := clean.Email(v.Email); why != nil {
		return models.Invalid("%s", why.Detail)
	}
	// Without a country only the international form can be checked; it is what a stranger can dial.
	if _, _, why := clean.Telephone(v.Telephone, ""); why != nil {
		return models.Invalid("%s", strings.Replace(why.Detail, "cell", "field", 1))
	}
	return nil
}
