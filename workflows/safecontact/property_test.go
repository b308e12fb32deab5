package safecontact

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"candour/models/terms"
)

func some[T any](t *rapid.T, from []T, name string) []T {
	var out []T
	for _, i := range rapid.SliceOfNDistinct(rapid.SampledFrom(index(from)), 0, 3, rapid.ID[int]).Draw(t, name) {
		out = append(out, from[i])
	}
	return out
}

func index[T any](s []T) []int {
	out := make([]int, len(s))
	for i := range s {
		out[i] = i
	}
	return out
}

func one[T any](t *rapid.T, from []T, name string) T {
	return from[rapid.SampledFrom(index(from)).Draw(t, name)]
}

var answers = []terms.Answer{terms.Unknown, terms.Yes, terms.No}

func aPlan(t *rapid.T, name string) *Plan {
	if rapid.IntRange(0, 4).Draw(t, name+" there") == 0 {
		return nil
	}
	p := &Plan{Harm: one(t, answers, name+" harm"), Channels: some(t, Channels, name+" channels"), Speaker: one(t, Speakers, name+" speaker"),
		SharedTelephone: one(t, answers, name+" telephone"), SharedMailbox: one(t, answers, name+" mailbox"), Guardian: one(t, Guardians, name+" guardian"), Minor: one(t, answers, name+" minor"),
		Cleared: some(t, Channels, name+" cleared")}
	if rapid.Bool().Draw(t, name+" hours") {
		p.Zone = "Africa/Nairobi"
		p.Hours = []Hours{{Days: some(t, Days, name+" days"), From: rapid.IntRange(0, 1439).Draw(t, "from"), To: rapid.IntRange(0, 1440).Draw(t, "to")}}
	}
	if rapid.IntRange(0, 9).Draw(t, name+" do not") == 0 {
		p.DoNotContact = &DoNotContact{Reason: one(t, Reasons, name+" reason")}
	}
	return p
}

func aSubject(t *rapid.T) Subject {
	return Subject{Kinds: some(t, PeopleWords(), "kinds"), Vulnerabilities: some(t, terms.Vulnerabilities, "vulnerabilities"), Minor: one(t, answers, "minor"),
		Group: aPlan(t, "group"), Person: aPlan(t, "person"), HasEmail: rapid.Bool().Draw(t, "email"), HasTelephone: rapid.Bool().Draw(t, "telephone"),
		HasPostalAddress: rapid.Bool().Draw(t, "address")}
}

func anOverride(t *rapid.T) *Override {
	return &Override{By: one(t, []string{"", "a", "b"}, "by"), Second: one(t, []string{"", "a", "b"}, "second"),
		Until: noon.Add(3600e9), Channels: some(t, Channels, "override")}
}

func allowed(s Subject) []Channel {
	var out []Channel
	for _, c := range Channels {
		if Decide(Default(), s, c, noon).Allowed {
			out = append(out, c)
		}
	}
	return out
}

func TestNothingIsAllowedAgainstADecisionNotToContact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		if rapid.Bool().Draw(t, "of the group") || s.Person == nil {
			s.Group = &Plan{DoNotContact: &DoNotContact{}, Harm: terms.No, Channels: Channels}
		} else {
			s.Person.DoNotContact = &DoNotContact{}
		}
		if got := allowed(s); got != nil {
			t.Errorf("allowed %v", got)
		}
	})
}

func TestWhileHarmIsUnknownNothingIsAllowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		for _, p := range []*Plan{s.Group, s.Person} {
			if p != nil {
				p.Harm = terms.Unknown
			}
		}
		if got := allowed(s); got != nil {
			t.Errorf("allowed %v", got)
		}
	})
}

func TestOneMoreReasonForCareNeverAllowsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		if rapid.Bool().Draw(t, "with override") {
			s.Override = anOverride(t)
		}
		before := allowed(s)
		s.Vulnerabilities = append(slices.Clone(s.Vulnerabilities), one(t, terms.Vulnerabilities, "vulnerability"))
		s.Kinds = append(slices.Clone(s.Kinds), one(t, PeopleWords(), "kind"))
		for _, c := range allowed(s) {
			if !slices.Contains(before, c) {
				t.Errorf("%s is allowed now", c)
			}
		}
	})
}

func TestOneMoreRuleNeverAllowsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		all := Default()
		fewer := all
		drop := rapid.IntRange(0, len(all.List)-1).Draw(t, "rule")
		fewer.List = slices.Delete(slices.Clone(all.List), drop, drop+1)
		for _, c := range Channels {
			if Decide(all, s, c, noon).Allowed && !Decide(fewer, s, c, noon).Allowed {
				t.Errorf("%s is allowed because of rule %s", c, all.List[drop].ID)
			}
		}
	})
}

func TestUnknownNeverAllowsWhatYesForbids(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		for _, p := range []*Plan{s.Group, s.Person} {
			if p != nil {
				p.SharedTelephone, p.SharedMailbox = terms.No, terms.No
			}
		}
		asked := allowed(s)
		for _, p := range []*Plan{s.Group, s.Person} {
			if p != nil {
				p.SharedTelephone, p.SharedMailbox = terms.Unknown, terms.Unknown
			}
		}
		for _, c := range allowed(s) {
			if !slices.Contains(asked, c) {
				t.Errorf("%s is allowed because nobody asked", c)
			}
		}
	})
}

func TestAPersonsPlanOpensOnlyWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		s.Person = nil
		before := allowed(s)
		s.Person = &Plan{}
		if got := allowed(s); !reflect.DeepEqual(got, before) {
			t.Errorf("an empty plan turned %v into %v", before, got)
		}
		// Nothing explicit that could open anything: only demands and doubts.
		s.Person = &Plan{DoNotContact: &DoNotContact{}, SharedTelephone: terms.Yes, SharedMailbox: terms.Yes, Guardian: GuardianMayBeDanger, Speaker: SpeakerChildProtection, Harm: terms.Yes}
		if rapid.Bool().Draw(t, "may be contacted") {
			s.Person.DoNotContact = nil
		}
		for _, c := range allowed(s) {
			if !slices.Contains(before, c) {
				t.Errorf("%s is allowed now", c)
			}
		}
		// One that names channels opens these at most.
		s.Person = &Plan{Channels: some(t, Channels, "named")}
		for _, c := range allowed(s) {
			if !slices.Contains(before, c) && !slices.Contains(s.Person.Channels, c) {
				t.Errorf("%s is allowed and was not named", c)
			}
		}
	})
}

func TestAnOverrideOfOnePersonChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		before := allowed(s)
		s.Override = anOverride(t)
		two := s.Override.By != "" && s.Override.Second != "" && s.Override.By != s.Override.Second
		for _, c := range allowed(s) {
			if !slices.Contains(before, c) && !(two && slices.Contains(s.Override.Channels, c)) {
				t.Errorf("%s is allowed by %+v", c, s.Override)
			}
		}
	})
}

func TestTheOrderOfWhatIsKnownIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		c := one(t, Channels, "channel")
		first := Decide(Default(), s, c, noon)
		if again := Decide(Default(), s, c, noon); !reflect.DeepEqual(first, again) {
			t.Errorf("asked twice: %+v and %+v", first, again)
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		other := s
		other.Kinds, other.Vulnerabilities = slices.Clone(s.Kinds), slices.Clone(s.Vulnerabilities)
		r.Shuffle(len(other.Kinds), func(i, j int) { other.Kinds[i], other.Kinds[j] = other.Kinds[j], other.Kinds[i] })
		r.Shuffle(len(other.Vulnerabilities), func(i, j int) {
			other.Vulnerabilities[i], other.Vulnerabilities[j] = other.Vulnerabilities[j], other.Vulnerabilities[i]
		})
		if got := Decide(Default(), other, c, noon); !reflect.DeepEqual(first, got) {
			t.Errorf("in another order: %+v and %+v", first, got)
		}
	})
}

func TestWhatIsChosenIsAllowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := aSubject(t)
		tried := some(t, Channels, "tried")
		c, d, refused := Choose(Default(), s, noon, tried)
		if c == "" {
			if d.Allowed || d.Rule == "" || d.Why == "" {
				t.Errorf("nothing chosen without a reason: %+v", d)
			}
			return
		}
		if slices.Contains(tried, c) || !reflect.DeepEqual(d, Decide(Default(), s, c, noon)) {
			t.Errorf("chose %s, %+v", c, d)
		}
		for _, r := range refused {
			if Decide(Default(), s, r.Channel, noon).Allowed {
				t.Errorf("%s is refused and allowed", r.Channel)
			}
		}
	})
}
