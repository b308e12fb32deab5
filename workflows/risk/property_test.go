package risk

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"candour/models/terms"
	"candour/workflows/regimes"
	"candour/workflows/risk/given"
)

// aSituation draws facts that may all be unknown.
func aSituation(t *rapid.T) map[string]any {
	facts := map[string]any{}
	for _, d := range terms.Facts() {
		if d.Free() || d.Key == "risk_level" || !rapid.Bool().Draw(t, "known "+d.Key) {
			continue
		}
		facts[d.Key] = aValue(t, d)
	}
	return facts
}

func aValue(t *rapid.T, d terms.FactDef) any {
	switch d.Kind {
	case terms.FactBool:
		return rapid.Bool().Draw(t, d.Key)
	case terms.FactNumber:
		return rapid.SampledFrom([]int{0, 1, 9, 10, 50, 51, 99, 100, 999, 1000, 10000, 100000}).Draw(t, d.Key)
	case terms.FactWord:
		return rapid.SampledFrom(d.Words).Draw(t, d.Key)
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(d.Words), 1, 3, rapid.ID[string]).Draw(t, d.Key)
}

func derive(facts map[string]any) Finding { return Default().Derive(given.Read(facts)) }

// worse says, per fact, from which answer to which the situation gets worse for people.
var worse = map[string][2]any{
	"malicious": {false, true}, "encrypted_at_rest": {true, false}, "key_compromised": {false, true}, "strong_password": {true, false}, "remote_wipe": {true, false}, "sole_recipient": {true, false},
	"intruder_as_user": {false, true}, "passwords_hashed": {true, false}, "hash_strong": {true, false}, "salt_compromised": {false, true},
	"usernames_pseudonymous": {true, false}, "email_exposed": {false, true}, "credentials_in_body": {false, true}, "backup_available": {true, false},
	"special_category": {false, true}, "list_membership_sensitive": {false, true}, "vulnerable_subjects": {false, true}, "protected_identity": {false, true},
	"recipient_bound_by_confidentiality": {true, false}, "retrieved_or_deleted": {true, false}, "deletion_confirmed_in_writing": {true, false},
	"leaked_publicly": {false, true}, "actual_misuse": {false, true}, "transactions_made": {false, true}, "exploited": {false, true},
	"purchase_history": {false, true}, "people_count": {50, 100000}, "recipients_count": {10, 1000}, "restore_time_hours": {2, 100}, "accounts_entered": {0, 10},
	"service_impact": {"none", "major"}, "ease_of_identification": {"negligible", "maximum"}, "paper_backup": {true, false},
}

// TestAWorseFactNeverLowersTheRisk holds for every fact above, in any situation.
func TestAWorseFactNeverLowersTheRisk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := aSituation(t)
		key := rapid.SampledFrom(slices.Sorted(maps.Keys(worse))).Draw(t, "fact")
		facts[key] = worse[key][0]
		before := derive(facts)
		facts[key] = worse[key][1]
		after := derive(facts)
		if after.Lowest.AtLeast(before.Lowest) != terms.Yes || after.Highest.AtLeast(before.Highest) != terms.Yes {
			t.Fatalf("%s from %v to %v lowers the risk from %s..%s to %s..%s\n%v", key, worse[key][0], worse[key][1],
				before.Lowest, before.Highest, after.Lowest, after.Highest, facts)
		}
	})
}

// TestMoreDataOrMorePeopleNeverLowerTheRisk adds a word to a list of data, people or recipients that are known already. "other" tells
// nothing, so a list of it alone counts as not known and is left out.
func TestMoreDataOrMorePeopleNeverLowerTheRisk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := aSituation(t)
		key := rapid.SampledFrom([]string{"data_categories", "subjects_kinds", "nature"}).Draw(t, "list")
		d, _ := terms.KnownFact(key)
		words := slices.DeleteFunc(slices.Clone(d.Words), func(w string) bool { return w == "other" })
		list := rapid.SliceOfNDistinct(rapid.SampledFrom(words), 1, 3, rapid.ID[string]).Draw(t, key)
		facts[key] = list
		before := derive(facts)
		facts[key] = append(slices.Clone(list), rapid.SampledFrom(words).Draw(t, "one more"))
		after := derive(facts)
		if after.Lowest.AtLeast(before.Lowest) != terms.Yes || after.Highest.AtLeast(before.Highest) != terms.Yes {
			t.Fatalf("one more %s lowers the risk from %s..%s to %s..%s\n%v", key, before.Lowest, before.Highest, after.Lowest, after.Highest, facts)
		}
	})
}

// TestForgettingAFactNeverSettlesLess replaces a known fact by unknown: what had to be told stays told or becomes open. The exceptions
// are the facts that a rule counts only once they are proved: the worked cases were decided without them, so their absence cannot keep a case open.
func TestForgettingAFactNeverTurnsTellIntoNotTell(t *testing.T) {
	// What an attack was, which data they are and how they were protected stand under proved as well, but never to the benefit of silence.
	held := []string{"nature", "malicious", "data_categories", "encrypted_at_rest", "remote_wipe"}
	onlyWhenProved := slices.DeleteFunc(provedKeys(), func(key string) bool { return slices.Contains(held, key) })
	rapid.Check(t, func(t *rapid.T) {
		facts := aSituation(t)
		if len(facts) == 0 {
			return
		}
		key := rapid.SampledFrom(slices.Sorted(maps.Keys(facts))).Draw(t, "forgotten")
		if slices.Contains(onlyWhenProved, key) {
			return
		}
		before := derive(facts)
		delete(facts, key)
		after := derive(facts)
		for _, level := range []terms.RiskLevel{terms.Risk, terms.HighRisk} {
			if before.AtLeast(level).Answer == terms.Yes && after.AtLeast(level).Answer == terms.No {
				t.Fatalf("forgetting %s turns %s into less\n%v", key, level, facts)
			}
		}
	})
}

func TestTheSameFactsGiveTheSameAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := aSituation(t)
		if a, b := derive(facts), derive(maps.Clone(facts)); !reflect.DeepEqual(a, b) {
			t.Fatalf("%v\n%v", a, b)
		}
	})
}

// provedKeys are the facts whose absence may count as "not so" to the benefit of the controller: those under the word proved where
// it stands for something that raises. A proved that stands against a protection (not proved: nobody misused it) is in the lifting
// rules the same thing; one that stands against a raise only makes the table stricter while the fact is open, and needs no exception.
func provedKeys() []string {
	var out []string
	var walk func(c regimes.Condition, raises, under bool)
	walk = func(c regimes.Condition, raises, under bool) {
		if c.Word == regimes.WordNot {
			raises = !raises
		}
		under = under || (c.Word == regimes.WordProved && raises)
		if c.Word == regimes.WordFactor {
			walk(Default().Factors[c.Key], raises, under)
		}
		if under {
			facts, _ := c.Keys()
			out = append(out, facts...)
			if c.Word == regimes.WordPeopleAtLeast {
				out = append(out, "people_count")
			}
		}
		for _, p := range c.Parts {
			walk(p, raises, under)
		}
	}
	for _, r := range Default().Rules {
		walk(r.When, r.Gives != terms.NoneLikely, false)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
