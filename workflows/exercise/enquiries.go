package exercise

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/enquiries"
	"candour/workflows/texts"
)

type asked struct {
	Answers []struct {
		Topic string `yaml:"topic"`
		State string `yaml:"state"`
		Words map[string]struct {
			Question string `yaml:"question"`
			Answer   string `yaml:"answer"`
		} `yaml:"words"`
	} `yaml:"answers"`
	Enquiries []struct {
		At       float64 `yaml:"at"`
		Channel  string  `yaml:"channel"`
		Topic    string  `yaml:"topic"`
		Worry    string  `yaml:"worry"`
		Language string  `yaml:"language"`
		Society  string  `yaml:"society"`
		Given    string  `yaml:"given"` // topic of the answer
		Question string  `yaml:"question"`
		Note     string  `yaml:"note"`
		Call     []any   `yaml:"call"`
		Settled  string  `yaml:"settled"`
	} `yaml:"enquiries"`
}

// Enquiries puts what people might ask into an open exercise, as far as it is not there: the answers are written and approved by the
// accounts of those roles, the questions logged by the incident manager. The numbers are of a range that is nobody's.
func Enquiries(ctx context.Context, db *models.DB, by models.Viewer, s *Story, incident models.ID) error {
	var all asked
	if err := read("enquiries.yaml", &all); err != nil {
		return err
	}
	there, err := enquiries.Count(db.View(ctx), by, incident, time.UTC)
	if err != nil || there.Total > 0 {
		return err
	}
	staff := map[models.Role]models.Viewer{}
	for _, role := range []models.Role{models.RoleCommunications, models.RoleApprover, models.RoleDPO} {
		people, err := models.AccountsOfRoles(db.View(ctx), role)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return nil // nobody could approve an answer
		}
		staff[role] = people[0].Viewer("")
	}
	if err := all.write(ctx, db, staff, incident); err != nil {
		return err
	}
	answers, err := enquiries.Answers(db.View(ctx), by, incident, "")
	if err != nil {
		return err
	}
	parties, err := models.LoadParties(db.View(ctx), incident)
	if err != nil {
		return err
	}
	public := s.publicAt(db.Now())
	for n, q := range all.Enquiries {
		e := enquiries.Entry{Channel: q.Channel, Topic: q.Topic, Worry: q.Worry, Language: q.Language, Question: q.Question, Caller: models.Caller{Note: q.Note},
			ReceivedAt: public.Add(time.Duration(q.At * float64(db.Now().Sub(public))))}
		if i := slices.IndexFunc(parties, func(p models.Party) bool { return p.Name == q.Society }); i >= 0 {
			e.Party = parties[i].ID
		}
		if i := slices.IndexFunc(answers, func(a enquiries.Answer) bool { return a.Topic == q.Given }); i >= 0 {
			if w, ok := answers[i].For(q.Language); ok {
				e.Given = &enquiries.Given{Answer: answers[i].ID, Hash: w.Version.Hash}
			}
		}
		if len(q.Call) == 5 {
			// +883 110 is given to no country and reaches nobody; an exercise dials nothing anyway.
			e.Call = &enquiries.Agreement{CallBack: models.CallBack{Telephone: fmt.Sprintf("+883 110 %04d", n+1), AskFor: "EXERCISE"}, From: fmt.Sprint(q.Call[0]),
				Until: fmt.Sprint(q.Call[1]), Zone: fmt.Sprint(q.Call[2]), Speaker: fmt.Sprint(q.Call[3]), MaySayWho: q.Call[4] == true}
		}
		l, err := enquiries.Log(ctx, db, by, incident, e)
		if err != nil {
			return fmt.Errorf("enquiry %d of the exercise: %w", n+1, err)
		}
		if q.Settled != "" {
			if err := enquiries.Settle(ctx, db, staff[models.RoleDPO], l.ID, 0, q.Settled); err != nil {
				return fmt.Errorf("enquiry %d of the exercise: %w", n+1, err)
			}
		}
	}
	return nil
}

// write writes the answers and has them approved, unless there are some.
func (all asked) write(ctx context.Context, db *models.DB, staff map[models.Role]models.Viewer, incident models.ID) error {
	there, err := models.ListAnswers(db.View(ctx), staff[models.RoleCommunications], incident, "")
	if err != nil || len(there) > 0 {
		return err
	}
	for _, a := range all.Answers {
		id := ""
		for _, lang := range slices.SortedFunc(maps.Keys(a.Words), func(x, y string) int { return slices.Index(texts.Languages, x) - slices.Index(texts.Languages, y) }) {
			w := a.Words[lang]
			var v models.TextVersion
			if id, v, err = enquiries.SaveAnswer(ctx, db, staff[models.RoleCommunications], incident, id, a.Topic, texts.Draft{Language: lang, Title: w.Question, Body: w.Answer}); err != nil {
				return fmt.Errorf("answer about %s: %w", a.Topic, err)
			}
			if a.State != "draft" {
				err = texts.Submit(ctx, db, staff[models.RoleCommunications], v.TextID)
			}
			if err == nil && a.State == "approved" {
				err = texts.Approve(ctx, db, staff[models.RoleApprover], v.TextID, v.Hash)
			}
			if err != nil {
				return fmt.Errorf("answer about %s: %w", a.Topic, err)
			}
		}
	}
	return nil
}

// publicAt is when the story became public; an hour ago when it has not yet.
func (s *Story) publicAt(now terms.Instant) terms.Instant {
	at := now.Add(-time.Hour)
	for _, m := range s.KnownMoments(now) {
		if w, ok := m.Value.(When); ok && m.Key == "public_at" && w.Instant().Before(at) {
			at = w.Instant()
		}
	}
	return at
}
