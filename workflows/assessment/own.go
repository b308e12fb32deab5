package assessment

import (
	"maps"
	"slices"
	"strings"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/regimes"
)

// own is what the organisation binds itself to besides law, as one incident is judged by it.
type own struct {
	packs    []*regimes.Pack
	targets  []Target
	versions map[string]string // "agreement own-..." and "own targets" -> hash of the text
}

const (
	agreementKey = "agreement "
	targetsKey   = "own targets"
)

// library is the law with the agreements beside it.
func (o own) library(law *regimes.Library) *regimes.Library { return law.With(o.packs) }

func (o own) environment() Environment {
	return Environment{Policy: DefaultPolicy(), Targets: o.targets}
}

// add reads one text. A text that cannot be read any more stops the rules: nothing is decided as if it were not there.
func (o *own) add(t models.OwnRuleText) error {
	if t.Kind == models.OwnTargets {
		targets, err := ReadTargets([]byte(t.Text))
		if err != nil {
			return models.Conflict("The own targets (version %d) cannot be read any more: %v. Save a new version of them, then run the rules again.", t.Number, err)
		}
		o.targets, o.versions[targetsKey] = targets, t.Hash
		return nil
	}
	pack, problems := regimes.ParseOwn(t.Code, []byte(t.Text))
	if len(problems) > 0 {
		return models.Conflict("The agreement %s (version %d) cannot be read any more: %s Save a new version of it, then run the rules again.", t.Name, t.Number, problems[0].Message)
	}
	o.packs, o.versions[agreementKey+t.Code] = append(o.packs, pack), pack.Version
	return nil
}

// ownRules gives, for each agreement, the newest approved version that was in force on the day somebody first became
// aware; before the first one it gives that one, which then says that it had not begun. Targets count from their approval.
func ownRules(r models.Reader, aware terms.Instant) (own, error) {
	o := own{versions: map[string]string{}}
	if aware.IsZero() {
		aware = r.Now()
	}
	day := aware.Time().Format("2006-01-02")
	texts, err := models.ApprovedOwnRules(r)
	if err != nil {
		return o, err
	}
	for len(texts) > 0 {
		n := len(texts)
		if i := slices.IndexFunc(texts, func(t models.OwnRuleText) bool { return t.Code != texts[0].Code }); i > 0 {
			n = i
		}
		versions := texts[:n]
		texts = texts[n:]
		chosen := versions[0]
		if chosen.Kind != models.OwnTargets {
			chosen = versions[n-1]
			if i := slices.IndexFunc(versions, func(t models.OwnRuleText) bool { return t.EffectiveFrom <= day }); i >= 0 {
				chosen = versions[i]
			}
		}
		if err := o.add(chosen); err != nil {
			return o, err
		}
	}
	return o, nil
}

// ownRulesOf gives the texts that an old run rests on, by their hashes.
func ownRulesOf(r models.Reader, a models.Assessment) (own, error) {
	o := own{versions: map[string]string{}}
	for _, key := range slices.Sorted(maps.Keys(a.Environment.V)) {
		code, isOwn := ownCode(key)
		if !isOwn {
			continue
		}
		text, err := models.OwnRuleTextByHash(r, code, a.Environment.V[key])
		if err != nil {
			return o, err
		}
		if err := o.add(text); err != nil {
			return o, err
		}
	}
	return o, nil
}

// ownCode reads the code of an own rule from the name it has in the environment of a run.
func ownCode(key string) (string, bool) {
	if key == targetsKey {
		return models.OwnTargetsCode, true
	}
	return strings.CutPrefix(key, agreementKey)
}

// firstAware is the earliest moment anybody became aware of the incident, as far as is known.
func (s *source) firstAware() terms.Instant {
	first := s.incident.AwareAt
	for _, p := range s.parties {
		if !p.AwareAt.IsZero() && (first.IsZero() || p.AwareAt.Before(first)) {
			first = p.AwareAt
		}
	}
	return first
}

// RulesBehind says whether an agreement or the own targets changed since a run, so that the rules should be run again.
func RulesBehind(r models.Reader, incident models.Incident, latest models.Assessment) (bool, error) {
	parties, err := models.AwareOf(r, incident.ID)
	if err != nil {
		return false, err
	}
	now, err := ownRules(r, (&source{incident: incident, parties: parties}).firstAware())
	if err != nil {
		return false, err
	}
	for key := range latest.Environment.V {
		if _, isOwn := ownCode(key); isOwn && now.versions[key] != latest.Environment.V[key] {
			return true, nil
		}
	}
	for key, version := range now.versions {
		if latest.Environment.V[key] != version {
			return true, nil
		}
	}
	return false, nil
}

// incidentsBehind lists the open incidents whose facts, agreements or own targets have changed since the rules last ran over them.
func incidentsBehind(r models.Reader) ([]models.ID, error) {
	behind, err := models.IncidentsBehind(r)
	if err != nil {
		return nil, err
	}
	before, err := models.IncidentsBeforeOwnRules(r)
	if err != nil {
		return nil, err
	}
	for _, id := range before {
		if slices.Contains(behind, id) {
			continue
		}
		incident, err := models.LoadIncident(r, id)
		if err != nil {
			return nil, err
		}
		latest, err := models.LatestAssessment(r, id)
		if err != nil {
			return nil, err
		}
		// What cannot be read any more is told by the run itself, with the name of the agreement.
		if moved, err := RulesBehind(r, incident, latest); moved || err != nil {
			behind = append(behind, id)
		}
	}
	return behind, nil
}

// Library is the law with the newest approved agreements beside it: what a fact or a text may refer to today.
func Library(r models.Reader, law *regimes.Library) (*regimes.Library, error) {
	o, err := ownRules(r, terms.Instant{})
	return o.library(law), err
}
