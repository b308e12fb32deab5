package assessment

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"candour/models"
	"candour/models/terms"
)

// UsedFact is one thing that an answer rests on, as the run of the rules was given it, and what it is now.
type UsedFact struct {
	Key   string
	Value any // nil: not known then
	// Fact is the statement it was taken from; nil: it stands with the party or its people, or was worked out.
	Fact    *models.Fact
	Changed bool
	Now     any          // where changed; nil: not known any more
	NowFact *models.Fact // the statement behind Now, if it is one
}

// FactsBehind lays out the facts that an answer of the rules used, as the run that gave it was given them. What has changed since says what it
// is now: the answer does not rest on that.
func FactsBehind(r models.Reader, by models.Viewer, d models.Determination) ([]UsedFact, error) {
	read, err := pastRuns{r: r, incident: d.IncidentID, read: map[models.ID]past{}}.of(d.AssessmentID)
	if err != nil {
		return nil, err
	}
	run, err := models.AssessmentByID(r, d.IncidentID, d.AssessmentID)
	if err != nil {
		return nil, err
	}
	names, err := models.NamesOfAllParties(r, d.IncidentID)
	if err != nil {
		return nil, err
	}
	inputs, name, err := givenNow(r, by, d)
	if err != nil {
		return nil, err
	}
	then, now := viewOf(read.inputs, nameThen(read.results, &d, names)), viewOf(inputs, name)
	said, err := models.FactsAround(r, d.IncidentID, d.PartyID, factKeys(d.FactsUsed.V))
	if err != nil {
		return nil, err
	}
	out := make([]UsedFact, 0, len(d.FactsUsed.V))
	for _, key := range d.FactsUsed.V {
		p := placeOf(key, then)
		u := UsedFact{Key: key, Value: then.value(p)}
		u.Fact = statement(said, p, u.Value, run.RunAt, d.PartyID)
		if is := now.value(p); canon(is) != canon(u.Value) {
			u.Changed, u.Now = true, is
			u.NowFact = statement(said, p, is, r.Now(), d.PartyID)
		}
		out = append(out, u)
	}
	return out, nil
}

// givenNow is what the rules would be given now, and by what name they would know the party; "" when it does not take part any more.
func givenNow(r models.Reader, by models.Viewer, d models.Determination) ([]Input, string, error) {
	in, err := models.FindIncident(r, by, d.IncidentID)
	if err != nil {
		return nil, "", err
	}
	s, err := loadSource(r, in)
	if err != nil {
		return nil, "", err
	}
	given := []Input{}
	for _, part := range s.inputs() {
		given = append(given, part.Input)
	}
	// As it reads back from the database, so that old and new are compared like with like.
	b, err := json.Marshal(given)
	if err != nil {
		return nil, "", err
	}
	var out []Input
	err = json.Unmarshal(b, &out)
	return restoredAll(out), s.names[d.PartyID], err
}

// nameThen is what the party was called when the rules spoke of it: it may have been renamed since.
func nameThen(results []Result, d *models.Determination, names map[models.ID]string) string {
	var like []string
	for _, res := range results {
		for _, x := range res.Determinations {
			if x.Regime != d.Regime || x.Duty != d.Duty || x.Jurisdiction != d.Jurisdiction || !reflect.DeepEqual(x.Reasons, d.Reasons.V) {
				continue
			}
			if x.Party == names[d.PartyID] {
				return x.Party
			}
			like = append(like, x.Party)
		}
	}
	// Another party that goes by one of these names is not this one.
	like = slices.DeleteFunc(like, func(name string) bool {
		for id, other := range names {
			if id != d.PartyID && other == name {
				return true
			}
		}
		return false
	})
	if len(like) == 1 {
		return like[0]
	}
	return names[d.PartyID]
}

// partyView is what an input says of one party.
type partyView struct {
	in    Input
	party PartyInput
	there bool
}

func viewOf(inputs []Input, name string) partyView {
	for _, in := range inputs {
		for _, p := range in.Parties {
			if p.Name == name && name != "" {
				return partyView{in, p, true}
			}
		}
	}
	return partyView{}
}

// spot names what a key such as parties[0].role, groups[4].residence.GB or exfiltrated is about.
type spot struct {
	of, word, where string // of: incident, parties, groups; empty: a fact
	group           string // of groups: by name, because a number is of one run
}

var indexed = regexp.MustCompile(`^(parties|groups)\[(\d+)\]\.([a-z_]+)(?:\.(.+))?$`)

func placeOf(key string, then partyView) spot {
	if word, ok := strings.CutPrefix(key, "incident."); ok {
		return spot{of: "incident", word: word}
	}
	m := indexed.FindStringSubmatch(key)
	if m == nil {
		return spot{word: key}
	}
	p := spot{of: m[1], word: m[3], where: m[4]}
	if n, err := strconv.Atoi(m[2]); err == nil && p.of == "groups" && n < len(then.in.Groups) {
		p.group = then.in.Groups[n].Name
	}
	return p
}

// fact is the key under which somebody may have said it.
func (p spot) fact() string {
	if p.word == "people" {
		return "people_count"
	}
	return p.word
}

func factKeys(used []string) []string {
	var out []string
	for _, key := range used {
		out = append(out, placeOf(key, partyView{}).fact())
	}
	return sorted(out)
}

// statement finds what somebody had said by a moment that gives this value: of the group, then of the party, then of the incident. Two
// statements of one second are told apart by what they say.
func statement(said []models.Fact, p spot, value any, by terms.Instant, party models.ID) *models.Fact {
	rank := func(f *models.Fact) int {
		switch {
		case f.GroupID != nil:
			return 3
		case f.PartyID != nil && *f.PartyID == party:
			return 2
		}
		return 1
	}
	var best *models.Fact
	for i := range said { // in the order in which they were learnt: a later one takes the place of an earlier one
		f := &said[i]
		if f.Key != p.fact() || f.RecordedAt.After(by) || (p.of == "incident") && f.GroupID != nil || p.of == "parties" && p.word == "aware_at" && f.PartyID == nil {
			continue
		}
		if canon(f.Plain()) == canon(value) && (best == nil || rank(f) >= rank(best)) {
			best = f
		}
	}
	return best
}

// canon is one text for values that mean the same: the order of words and the exactness of a count aside.
func canon(v any) string {
	if at := instantFact(v); !at.IsZero() {
		return at.String()
	}
	if list, ok := terms.WordList(v); ok {
		return strings.Join(sorted(list), ", ")
	}
	if n, ok := terms.Number(v); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	if v == nil {
		return ""
	}
	return show(v)
}
