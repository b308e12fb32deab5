package api

import (
	"context"
	"net/http"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/assessment"
)

// DifferenceView is what the facts as they are now would change in what stands.
type DifferenceView struct {
	FactsVersion int64            `json:"facts_version"`
	Mark         string           `json:"mark" doc:"Names what this difference says; sent back to accept all of it."`
	Lines        []DifferenceLine `json:"lines" nullable:"false"`
	Facts        []FactChangeView `json:"facts" nullable:"false" doc:"Facts that are not what they were when the rules last ran."`
	Groups       []GroupChangeRow `json:"groups" nullable:"false" doc:"People groups at another level of risk."`
	Same         int              `json:"same" doc:"Duties that stay as they are."`
	Waiting      int              `json:"waiting" doc:"Lines that only a person can let take effect, because they take something away."`
	Stale        []StaleView      `json:"stale" nullable:"false" doc:"What was written and says a value that is another now."`
}

// DifferenceLine is one duty that is added, removed, answered otherwise or moved.
type DifferenceLine struct {
	Key           string           `json:"key"`
	PartyID       string           `json:"party_id"`
	Party         string           `json:"party"`
	Regime        string           `json:"regime"`
	Law           string           `json:"law"`
	Duty          string           `json:"duty"`
	Jurisdiction  string           `json:"jurisdiction"`
	Recipient     string           `json:"recipient"`
	RecipientName string           `json:"recipient_name"`
	Citation      string           `json:"citation"`
	Change        string           `json:"change" enum:"added,removed,outcome,moved"`
	From          terms.Outcome    `json:"from" doc:"Empty: the rules did not speak of it."`
	To            terms.Outcome    `json:"to" doc:"Empty: they do not any more."`
	FromDueAt     Moment           `json:"from_due_at"`
	ToDueAt       Moment           `json:"to_due_at"`
	FromTargetAt  Moment           `json:"from_target_at"`
	ToTargetAt    Moment           `json:"to_target_at"`
	Zone          string           `json:"zone"`
	Stricter      bool             `json:"stricter" doc:"Asks for more or sooner: takes effect by itself."`
	Facts         []FactChangeView `json:"facts" nullable:"false" doc:"The changed facts that this duty looks at."`
	Rule          string           `json:"rule" doc:"The sentence of the law or of the rules of risk that now leads."`
	Told          bool             `json:"told" doc:"Somebody has been told already: a supplement or a correction, never a removal."`
}

// FactChangeView is one fact that is not what it was.
type FactChangeView struct {
	Fact  string `json:"fact"`
	Text  string `json:"text"`
	About string `json:"about" doc:"Party or group; empty: the incident."`
	From  string `json:"from" doc:"Empty: not known."`
	To    string `json:"to"`
}

// GroupChangeRow is a group of people at another level of risk.
type GroupChangeRow struct {
	Group string          `json:"group"`
	Party string          `json:"party"`
	From  terms.RiskLevel `json:"from"`
	To    terms.RiskLevel `json:"to"`
}

// QuestionList is what is worth asking, best first. Empty: no answer could change anything.
type QuestionList struct {
	Items      []QuestionView `json:"items" nullable:"false"`
	OpenDuties int            `json:"open_duties" doc:"Duties that cannot be told yet by the facts as they are now; what stands may be older."`
}

// QuestionView is one fact that nobody knows yet and that could still change an answer.
type QuestionView struct {
	Fact      string         `json:"fact"`
	About     string         `json:"about" doc:"Party or group; empty: the incident."`
	Text      string         `json:"text"`
	Kind      terms.FactKind `json:"kind" enum:"bool,number,word,words,text"`
	Words     []string       `json:"words" nullable:"false"`
	Decides   int            `json:"decides" doc:"Open duties that wait for it."`
	CouldLift int            `json:"could_lift" doc:"Required duties that an answer could still spare."`
	Regimes   []string       `json:"regimes" nullable:"false"`
	Narrows   int            `json:"narrows" doc:"Percent of its answers after which the risk to people would be settled."`
}

// ChangeList is what would switch a duty on or off.
type ChangeList struct {
	Items []ChangeView `json:"items" nullable:"false" doc:"Each was tried on the rules. Empty: no one or two other answers would."`
	Score []string     `json:"score" nullable:"false" doc:"Where ENISA's severity score is stricter than the level of risk that counts for people of this party. The rules follow decided cases; a data protection officer looks at each difference."`
}

// ChangeView is a smallest set of other answers that gives another outcome.
type ChangeView struct {
	Text    string        `json:"text"`
	Outcome terms.Outcome `json:"outcome"`
	Facts   []string      `json:"facts" nullable:"false"`
}

func registerUnderstanding(s *Server) {
	tags := []string{"Decisions"}
	var differences kept[*struct{ Body DifferenceView }]
	read(s, Operation{ID: "show-difference", Path: "/incidents/{incident_id}/difference", Summary: "What the facts as they are now would change in what stands. Changes nothing.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body DifferenceView }, error) {
			return differences.answer(r, v, in.ID, func() (*struct{ Body DifferenceView }, error) {
				d, err := assessment.Pending(r, v, in.ID)
				if err != nil {
					return nil, err
				}
				out := &struct{ Body DifferenceView }{viewDifference(d)}
				out.Body.Stale, err = staleViews(r, v, in.ID)
				return out, err
			})
		})
	act(s, Operation{ID: "accept-difference", Path: "/incidents/{incident_id}/difference/acceptance", Summary: "Let lines of the difference take effect; the stricter ones always do.", Right: models.RightAssess, Status: http.StatusCreated, Tags: tags},
		func(ctx context.Context, db *models.DB, v models.Viewer, in *struct {
			IncidentPath
			Body struct {
				FactsVersion int64    `json:"facts_version" doc:"Of the difference that was looked at."`
				Lines        []string `json:"lines" nullable:"false" maxItems:"10000" doc:"Keys of the lines."`
			}
		}) (*struct{ Body AssessmentView }, error) {
			a, err := assessment.DecideLines(ctx, db, v, in.ID, in.Body.FactsVersion, in.Body.Lines)
			return &struct{ Body AssessmentView }{viewAssessment(a, nil)}, err
		})
	read(s, Operation{ID: "list-questions", Path: "/incidents/{incident_id}/questions", Summary: "What is worth asking, best first.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *IncidentPath) (*struct{ Body QuestionList }, error) {
			asked, err := assessment.OpenQuestions(r, v, in.ID)
			out := &struct{ Body QuestionList }{QuestionList{make([]QuestionView, 0, len(asked.Questions)), asked.Open}}
			for _, q := range asked.Questions {
				out.Body.Items = append(out.Body.Items, QuestionView{q.Fact, q.About, q.Text, q.Kind, q.Words, q.Decides, q.CouldLift, q.Regimes, q.Narrows})
			}
			return out, err
		})
	read(s, Operation{ID: "list-changes", Path: "/determinations/{determination_id}/changes", Summary: "What would switch this duty on or off: smallest sets of other answers.", Right: models.RightReadRecord, Tags: tags},
		func(_ context.Context, r models.View, v models.Viewer, in *DeterminationPath) (*struct{ Body ChangeList }, error) {
			d, err := models.FindDetermination(r, v, in.ID)
			if err != nil {
				return nil, err
			}
			found, err := assessment.ChangesOf(r, v, d)
			if err != nil {
				return nil, err
			}
			score, err := assessment.ScoreBeside(r, v, d)
			out := &struct{ Body ChangeList }{ChangeList{make([]ChangeView, 0, len(found)), score}}
			for _, c := range found {
				facts := make([]string, len(c.Facts))
				for i, f := range c.Facts {
					facts[i] = f.Fact
				}
				out.Body.Items = append(out.Body.Items, ChangeView{c.Text, c.Outcome, facts})
			}
			return out, err
		})
	registerRisk(s, tags)
	registerKnown(s, tags)
	registerUsedFacts(s, tags)
}

func viewDifference(d assessment.Difference) DifferenceView {
	out := DifferenceView{FactsVersion: d.FactsVersion, Mark: d.Mark(), Lines: make([]DifferenceLine, 0, len(d.Lines)), Facts: factChanges(d.Facts),
		Groups: make([]GroupChangeRow, 0, len(d.Groups)), Same: d.Same, Waiting: d.Waiting}
	for _, l := range d.Lines {
		out.Lines = append(out.Lines, DifferenceLine{Key: l.Key, PartyID: l.PartyID, Party: l.Party, Regime: l.Regime, Law: l.Law, Duty: l.Duty,
			Jurisdiction: l.Jurisdiction, Recipient: l.Recipient, RecipientName: l.RecipientName, Citation: l.Citation, Change: l.Change, From: l.From,
			To: l.To, FromDueAt: at(l.FromDueAt), ToDueAt: at(l.ToDueAt), FromTargetAt: at(l.FromTargetAt), ToTargetAt: at(l.ToTargetAt), Zone: l.Zone,
			Stricter: l.Stricter, Facts: factChanges(l.Facts), Rule: l.Rule, Told: l.Told})
	}
	for _, g := range d.Groups {
		out.Groups = append(out.Groups, GroupChangeRow(g))
	}
	return out
}

func factChanges(cs []assessment.FactChange) []FactChangeView {
	out := make([]FactChangeView, 0, len(cs))
	for _, c := range cs {
		out = append(out, FactChangeView{c.Fact, c.Text, c.About, c.From, c.To})
	}
	return out
}
