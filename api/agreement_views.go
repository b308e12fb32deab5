package api

import (
	"strings"

	"candour/models"
	"candour/workflows/agreements"
	"candour/workflows/regimes"
)

// AgreementRow is an agreement in the list.
type AgreementRow struct {
	ID       string                `json:"id"`
	Code     string                `json:"code" doc:"What determinations call it."`
	Kind     models.OwnRuleKind    `json:"kind" enum:"contract,donor,partner,internal-policy"`
	Name     string                `json:"name"`
	Citation string                `json:"citation"`
	Binds    []string              `json:"binds" nullable:"false" doc:"Whom, in words."`
	Duties   int                   `json:"duties"`
	Standing string                `json:"standing" enum:"in_force,not_yet,ended,none" doc:"Today, by UTC. None: no version was approved."`
	From     string                `json:"from" doc:"Civil date."`
	Until    string                `json:"until" doc:"Last day; empty: open."`
	Version  int                   `json:"version" doc:"The newest approved one; 0: none."`
	Waiting  *AgreementVersionHead `json:"waiting" doc:"The version that waits for a second person."`
}

// AgreementVersionHead says which version, by whom, and whether the reader wrote it.
type AgreementVersionHead struct {
	ID        string `json:"id"`
	Number    int    `json:"number"`
	WrittenBy string `json:"written_by"`
	WrittenAt Moment `json:"written_at"`
	Mine      bool   `json:"mine" doc:"You wrote it: somebody else has to approve it."`
}

// AgreementList is every agreement, by code.
type AgreementList struct {
	Items []AgreementRow `json:"items" nullable:"false"`
}

// AgreementVersionView is one text, with who wrote and who settled it.
type AgreementVersionView struct {
	AgreementVersionHead
	State      models.OwnRuleState `json:"state" enum:"waiting,approved,declined,replaced"`
	Name       string              `json:"name"`
	From       string              `json:"from" doc:"Civil date."`
	Until      string              `json:"until" doc:"Last day; empty: open."`
	Text       string              `json:"text" doc:"YAML, as a rule pack."`
	Hash       string              `json:"hash" doc:"Send it with the approval: it binds the answer to this text."`
	What       string              `json:"what"`
	Why        string              `json:"why"`
	SettledBy  string              `json:"settled_by"`
	SettledAt  Moment              `json:"settled_at"`
	SettledWhy string              `json:"settled_why"`
}

// AgreementDetail is one agreement with all its versions, newest first.
type AgreementDetail struct {
	ID       string                 `json:"id"`
	Code     string                 `json:"code"`
	Kind     models.OwnRuleKind     `json:"kind" enum:"contract,donor,partner,internal-policy"`
	Name     string                 `json:"name"`
	Versions []AgreementVersionView `json:"versions" nullable:"false"`
	Reading  AgreementReading       `json:"reading" doc:"The newest version as the rules read it."`
}

// AgreementReading is a text as the rules would read it, and what is wrong with it.
type AgreementReading struct {
	Text     string             `json:"text" doc:"As it would be kept."`
	Form     any                `json:"form" doc:"The text as plain values; null when it cannot be read."`
	Regime   *RegimeView        `json:"regime" doc:"In words; null while there are problems."`
	Problems []AgreementProblem `json:"problems" nullable:"false"`
}

// AgreementProblem is one reason why a text is refused.
type AgreementProblem struct {
	Line    int    `json:"line"`
	Field   string `json:"field" doc:"For example duties[0].deadline.amount; empty: the text as a whole."`
	Message string `json:"message"`
}

func today(r models.Reader) regimes.Date { return regimes.Date(r.Now().Time().Format("2006-01-02")) }

func (s *Server) agreementReading(r models.Reader, text string) AgreementReading {
	c := agreements.Check(text)
	out := AgreementReading{Text: c.Text, Form: c.Form, Problems: []AgreementProblem{}}
	for _, p := range c.Problems {
		out.Problems = append(out.Problems, AgreementProblem{p.Line, p.Field, p.Message})
	}
	if len(out.Problems) == 0 {
		view := regimeView(s.Library, c.Pack, today(r))
		view.Binds = whomItBinds(c.Pack)
		out.Regime = &view
	}
	return out
}

// whomItBinds says it as a person would of a contract. That immunity frees nobody from it goes without saying; that it does is said.
func whomItBinds(p *regimes.Pack) []string {
	out := []string{}
	for _, l := range p.Binds {
		words := ""
		switch l.By {
		case regimes.ByEstablishment:
			words = "organisations in " + strings.Join(p.Countries, ", ")
		case regimes.ByResidence:
			words = "whoever holds data of people in " + strings.Join(p.Countries, ", ")
		}
		switch {
		case l.When == nil:
		case l.When.Word == regimes.WordAlways:
			words = "every party"
		case words == "":
			words = l.When.String()
		default:
			words += ", when " + l.When.String()
		}
		if l.Immune == regimes.ImmuneCut {
			words += " (not with immunity)"
		}
		out = append(out, words)
	}
	return out
}

// ownNames are the people behind versions.
func ownNames(r models.View, versions []models.OwnRuleVersion) (map[models.ID]string, error) {
	ids := []models.ID{}
	for _, v := range versions {
		ids = append(ids, v.WrittenBy)
		if v.SettledBy != nil {
			ids = append(ids, *v.SettledBy)
		}
	}
	return models.AccountNames(r, ids)
}

func agreementVersionHead(v models.OwnRuleVersion, viewer models.Viewer, names map[models.ID]string) AgreementVersionHead {
	return AgreementVersionHead{v.ID, v.Number, names[v.WrittenBy], at(v.WrittenAt), v.WrittenBy == viewer.Account}
}

func agreementVersions(r models.View, viewer models.Viewer, versions []models.OwnRuleVersion) ([]AgreementVersionView, error) {
	names, err := ownNames(r, versions)
	if err != nil {
		return nil, err
	}
	out := make([]AgreementVersionView, 0, len(versions))
	for _, v := range versions {
		view := AgreementVersionView{AgreementVersionHead: agreementVersionHead(v, viewer, names), State: v.State, Name: v.Name, From: v.EffectiveFrom,
			Until: v.EffectiveUntil, Text: v.Text, Hash: v.Hash, What: v.What, SettledAt: at(v.SettledAt)}
		if v.SettledBy != nil {
			view.SettledBy = names[*v.SettledBy]
		}
		if view.Why, err = v.Why(r.Keys()); err != nil {
			return nil, err
		}
		if view.SettledWhy, err = v.SettledWhy(r.Keys()); err != nil {
			return nil, err
		}
		out = append(out, view)
	}
	return out, nil
}

func agreementRow(r models.View, viewer models.Viewer, rule models.OwnRule) (AgreementRow, error) {
	row := AgreementRow{ID: rule.ID, Code: rule.Code, Kind: rule.Kind, Binds: []string{}, Standing: "none"}
	versions, err := models.ListOwnRuleVersions(r, rule.ID)
	if err != nil {
		return row, err
	}
	names, err := ownNames(r, versions)
	if err != nil {
		return row, err
	}
	shown := models.OwnRuleVersion{}
	for i, v := range versions {
		if i == 0 {
			shown = v
		}
		if v.State == models.OwnRuleWaiting {
			head := agreementVersionHead(v, viewer, names)
			row.Waiting = &head
		}
		if v.State == models.OwnRuleApproved && row.Version == 0 {
			row.Version, shown = v.Number, v
		}
	}
	row.Name, row.From, row.Until = shown.Name, shown.EffectiveFrom, shown.EffectiveUntil
	pack, problems := regimes.ParseOwn(rule.Code, []byte(shown.Text))
	if len(problems) > 0 {
		return row, nil
	}
	row.Citation, row.Duties = pack.Citation, len(pack.Duties)
	if row.Version > 0 {
		row.Standing = string(pack.StandingOn(nil, today(r)))
	}
	row.Binds = whomItBinds(pack)
	return row, nil
}
