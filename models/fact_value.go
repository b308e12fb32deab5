package models

import (
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"candour/models/terms"
)

// Moments are the facts that are times. They stand beside the vocabulary of terms, because they are read as instants.
var Moments = []string{"occurred_at", "detected_at", "aware_at", "public_at", "contained_at", "determined_at", "assessed_at", "authority_notified_at"}

// Known says whether the fact answers its key; null was said on purpose and means "not known yet".
func (f *Fact) Known() bool { return f.Value != "" && f.Value != "null" }

// Range reads a fact whose value is a number: one number, or {"min", "max", "exact"} where "at least 515,000" has no max.
// A single number that nobody called exact is both ends of the range. ok is false when the value is no number or not known yet.
func (f *Fact) Range() (c CountRange, ok bool) {
	var n float64
	if json.Unmarshal([]byte(f.Value), &n) == nil && f.Known() {
		i := int(n)
		return CountRange{Min: &i, Max: &i}, true
	}
	if json.Unmarshal([]byte(f.Value), &c) != nil {
		return CountRange{}, false
	}
	return c, c.Min != nil || c.Max != nil
}

// Plain reads the value as a JSON reader gives it: nil, bool, float64, string, []any or, for a range, map[string]any.
func (f *Fact) Plain() (v any) {
	_ = json.Unmarshal([]byte(f.Value), &v)
	return v
}

// scopeFacts keeps a focal point to what is said of the incident as a whole and of its own society.
func scopeFacts(q *gorm.DB, v Viewer) *gorm.DB {
	if society, only := v.onlySociety(); only {
		return q.Where(`((party_id IS NULL AND group_id IS NULL)
			OR party_id IN (SELECT id FROM parties WHERE organisation_id = ?)
			OR group_id IN (SELECT g.id FROM people_groups g JOIN parties p ON p.id = g.party_id WHERE p.organisation_id = ?))`, society, society)
	}
	if !v.Has(RightReadIncidents) {
		return q.Where("1 = 0")
	}
	return q
}

// OpensSources says whether this viewer may read who said a fact, and who was on the line: both are names of people.
func (v Viewer) OpensSources() bool {
	return v.Has(RightReadIncidents) && v.Role != RoleFocalPoint && v.Role != RoleAuditor
}

// FactsOf says of whom facts are asked for.
type FactsOf string

const (
	OfAll      FactsOf = ""
	OfIncident FactsOf = "incident" // as a whole
	OfParts    FactsOf = "parts"    // of one of its parties or people groups
)

// FactFilter narrows the facts; empty fields do not.
type FactFilter struct {
	Key     string
	Of      FactsOf
	InForce bool // only what nobody has said anything newer about
}

// inForceOnly keeps the fact in force for each key and subject: one question for each kind of subject, so that each is answered by a few
// entries of an index.
const inForceOnly = `NOT (group_id IS NOT NULL AND EXISTS (SELECT 1 FROM facts n WHERE n.incident_id = facts.incident_id AND n.key = facts.key AND n.group_id = facts.group_id
		AND (n.party_id = facts.party_id OR n.party_id IS NULL AND facts.party_id IS NULL) AND (n.learnt_at, n.seq) > (facts.learnt_at, facts.seq)))
	AND NOT (group_id IS NULL AND party_id IS NOT NULL AND EXISTS (SELECT 1 FROM facts n WHERE n.incident_id = facts.incident_id AND n.key = facts.key
		AND n.group_id IS NULL AND n.party_id = facts.party_id AND (n.learnt_at, n.seq) > (facts.learnt_at, facts.seq)))
	AND NOT (group_id IS NULL AND party_id IS NULL AND EXISTS (SELECT 1 FROM facts n WHERE n.incident_id = facts.incident_id AND n.key = facts.key
		AND n.group_id IS NULL AND n.party_id IS NULL AND (n.learnt_at, n.seq) > (facts.learnt_at, facts.seq)))`

// ViewFacts gives the facts this viewer may see, the newest recorded first, page by page.
func ViewFacts(r Reader, v Viewer, incident ID, f FactFilter, p PageRequest) (Page[Fact], error) {
	q := scopeFacts(r.q(), v).Where("incident_id = ?", incident).Order("seq DESC").Limit(p.Size() + 1)
	if f.Key != "" {
		q = q.Where("key = ?", f.Key)
	}
	switch f.Of {
	case OfIncident:
		q = q.Where("party_id IS NULL AND group_id IS NULL")
	case OfParts:
		q = q.Where("(party_id IS NOT NULL OR group_id IS NOT NULL)")
	}
	if f.InForce {
		q = q.Where(inForceOnly)
	}
	var before int64
	if ok, err := p.decode(&before); err != nil {
		return Page[Fact]{}, err
	} else if ok {
		q = q.Where("seq < ?", before)
	}
	rows, err := many[Fact](q, "facts")
	if err != nil {
		return Page[Fact]{}, err
	}
	return pageOf(rows, p.Size(), func(f Fact) any { return f.Seq }), nil
}

// FactsInForce says which of these facts of an incident nobody has said anything newer about.
func FactsInForce(r Reader, incident ID, of []Fact) (map[ID]bool, error) {
	var ids, inForce []ID
	for _, f := range of {
		ids = append(ids, f.ID)
	}
	err := r.q().Model(&Fact{}).Where("incident_id = ? AND id IN ?", incident, ids).Where(inForceOnly).Pluck("id", &inForce).Error
	out := map[ID]bool{}
	for _, id := range inForce {
		out[id] = true
	}
	return out, err
}

func unique(ids []ID) []ID {
	ids = slices.Sorted(slices.Values(ids))
	return slices.Compact(ids)
}

// FactSubjects are the names of the parties and people groups these facts are about, also of those that were taken out since.
func FactSubjects(r Reader, of []Fact) (map[ID]string, error) {
	var parties, groups []ID
	for _, f := range of {
		if f.GroupID != nil {
			groups = append(groups, *f.GroupID)
		} else if f.PartyID != nil {
			parties = append(parties, *f.PartyID)
		}
	}
	out := map[ID]string{}
	var rows []Party
	err := inBatches(unique(parties), func(ids []ID) error {
		some, err := many[Party](r.q().Select("id", "name").Where("id IN ?", ids), "parties")
		rows = append(rows, some...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("name subjects of facts: %w", err)
	}
	for _, p := range rows {
		out[p.ID] = p.Name
	}
	// The names of groups lie sealed.
	err = inBatches(unique(groups), func(ids []ID) error {
		some, err := many[PeopleGroup](r.q().Select("id", "name_sealed").Where("id IN ?", ids), "people groups")
		for _, g := range some {
			out[g.ID] = g.Name
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("name subjects of facts: %w", err)
	}
	return out, nil
}

// FactsAround gives every statement under these keys about the incident as a whole, a party, or a group of that party, in the order learnt.
func FactsAround(r Reader, incident, party ID, keys []string) ([]Fact, error) {
	return many[Fact](r.q().Where("incident_id = ? AND key IN ?", incident, keys).
		Where(`((party_id IS NULL AND group_id IS NULL) OR party_id = ? OR group_id IN (SELECT id FROM people_groups WHERE party_id = ?))`, party, party).
		Order("learnt_at, seq"), "facts")
}

// CurrentFact is the one in force for a key and subject; false when nobody has said anything yet.
func CurrentFact(r Reader, incident ID, party, group *ID, key string) (Fact, bool, error) {
	q := r.q().Where("incident_id = ? AND key = ?", incident, key)
	for column, id := range map[string]*ID{"party_id": party, "group_id": group} {
		if id == nil {
			q = q.Where(column + " IS NULL")
		} else {
			q = q.Where(column+" = ?", *id)
		}
	}
	rows, err := many[Fact](q.Order("learnt_at DESC, seq DESC").Limit(1), "facts")
	if err != nil || len(rows) == 0 {
		return Fact{}, false, err
	}
	return rows[0], true, nil
}

// MomentFacts are the current times of the incident itself, by key.
func MomentFacts(r Reader, incidents ...ID) (map[ID]map[string]Fact, error) {
	rows, err := many[Fact](r.q().Where("incident_id IN ? AND party_id IS NULL AND group_id IS NULL AND key IN ?", incidents, Moments).Order("learnt_at, seq"), "facts")
	if err != nil {
		return nil, err
	}
	out := map[ID]map[string]Fact{}
	for _, f := range rows {
		if out[f.IncidentID] == nil {
			out[f.IncidentID] = map[string]Fact{}
		}
		out[f.IncidentID][f.Key] = f
	}
	return out, nil
}

// SumRanges adds ranges up: what is unknown in one has no upper end in the sum, and the lower end counts what is known.
func SumRanges(cs ...CountRange) CountRange {
	sum, maxKnown, anyMin := CountRange{Exact: len(cs) > 0}, len(cs) > 0, false
	low, high := 0, 0
	for _, c := range cs {
		if c.Min != nil {
			low, anyMin = low+*c.Min, true
		}
		if c.Max != nil {
			high += *c.Max
		} else {
			maxKnown = false
		}
		sum.Exact = sum.Exact && c.Exact && c.Min != nil && c.Max != nil
	}
	if anyMin {
		sum.Min = &low
	}
	if maxKnown {
		sum.Max = &high
	}
	return sum
}

// Valid says whether the ends of the range are possible numbers of people.
func (c CountRange) Valid() error {
	const most = 10_000_000_000 // more people than there are
	for _, n := range []*int{c.Min, c.Max} {
		if n != nil && (*n < 0 || *n > most) {
			return InvalidField("count", "A number of people is zero or more.")
		}
	}
	switch {
	case c.Min != nil && c.Max != nil && *c.Min > *c.Max:
		return InvalidField("count", "At least %d cannot be more than at most %d. Correct one of the two.", *c.Min, *c.Max)
	case c.Exact && (c.Min == nil || c.Max == nil || *c.Min != *c.Max):
		return InvalidField("count", "An exact number has the same lower and upper end.")
	}
	return nil
}

// IsMoment says whether the fact of this key is a time.
func IsMoment(key string) bool {
	return slices.Contains(Moments, key)
}

// CopyAwareness keeps the incident's column in step with its fact.
func CopyAwareness(tx Tx, incident ID, at terms.Instant, zone string) error {
	return tx.q().Model(&Incident{}).Where("id = ?", incident).Updates(map[string]any{"aware_at": at, "aware_zone": zone}).Error
}

// CopyPartyAwareness keeps the party's columns in step with its fact; an empty reason leaves the one that is there.
func CopyPartyAwareness(tx Tx, party ID, at terms.Instant, zone, reason string) error {
	values := map[string]any{"aware_at": at, "aware_zone": zone, "version": gorm.Expr("version + 1")}
	if reason != "" {
		values["aware_reason"] = reason
	}
	return tx.q().Model(&Party{}).Where("id = ?", party).Updates(values).Error
}

// CopyGroupCount keeps the group's column in step with its fact.
func CopyGroupCount(tx Tx, group ID, c CountRange) error {
	return tx.q().Model(&PeopleGroup{}).Where("id = ?", group).Updates(map[string]any{"count": JSONOf(c), "version": gorm.Expr("version + 1")}).Error
}
