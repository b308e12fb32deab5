package safecontact

import (
	"testing"

	"candour/models/terms"
)

func TestTheNextChannelIsTheFirstOfThePlanThatIsAllowed(t *testing.T) {
	staff := reachable("staff")
	for _, tc := range []struct {
		name  string
		s     Subject
		tried []Channel
		want  Channel
		why   string // Decision.Rule
	}{
		{"the ordinary order where the plan names none", staff, nil, ChannelEmail, Allowed},
		{"the next one after a bounce", staff, []Channel{ChannelEmail}, ChannelSMS, Allowed},
		{"the person's order before the group's", staff.groupNames(ChannelEmail, ChannelLetter).personNames(ChannelCall, ChannelEmail), nil, ChannelCall, Allowed},
		{"what has no address is passed over", staff.with(func(s *Subject) { s.HasEmail, s.HasTelephone = false, false }), nil, ChannelLetter, Allowed},
		{"a decision not to contact", staff.with(func(s *Subject) { s.Person = &Plan{DoNotContact: &DoNotContact{}} }), nil, "", DoNotContactIs},
		{"nobody has answered", staff.harm(terms.Unknown), nil, "", HarmUnknown},
		{"safe, but nothing is known to reach them by", staff.groupNames(ChannelEmail).with(func(s *Subject) { s.HasEmail = false }), nil, "", NoAddress},
		{"no channel is safe", reachable("detainees"), nil, "", NoSafeChannel},
		{"all have been tried", staff.groupNames(ChannelEmail), []Channel{ChannelEmail}, "", NoSafeChannel},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, d, refused := Choose(Default(), tc.s, noon, tc.tried)
			if c != tc.want || d.Rule != tc.why || d.Allowed != (c != "") {
				t.Errorf("got %q by %s", c, d.Rule)
			}
			for _, r := range refused {
				if r.Decision.Allowed || r.Decision.Why == "" || r.Channel == c {
					t.Errorf("refused %+v", r)
				}
			}
		})
	}
}

func TestAWrongHourIsWaitedForRatherThanAnotherChannelTaken(t *testing.T) {
	s := reachable("staff").groupNames(ChannelCall, ChannelLetter)
	s.Group.Hours, s.Group.Zone = []Hours{{From: 13 * 60, To: 15 * 60}}, "Africa/Nairobi"
	c, d, _ := Choose(Default(), s, noon, nil)
	if c != ChannelCall || d.Allowed || d.NotBefore.String() != "2026-11-23T10:00:00Z" {
		t.Errorf("got %s, %+v", c, d)
	}
	if c, d, _ = Choose(Default(), s, d.NotBefore, nil); c != ChannelCall || !d.Allowed {
		t.Errorf("at the hour: %s, %+v", c, d)
	}
}

func TestHoursAreThoseOfTheClockOnTheirWall(t *testing.T) {
	for _, tc := range []struct {
		name, zone, at string
		hours          []Hours
		in             bool
		next           string
	}{
		{"inside", "Africa/Nairobi", "2026-11-23T09:00:00Z", []Hours{{From: 720, To: 780}}, true, ""},
		{"the first minute is inside", "Africa/Nairobi", "2026-11-23T09:00:00Z", []Hours{{From: 720, To: 721}}, true, ""},
		{"the last minute is not", "Africa/Nairobi", "2026-11-23T09:00:00Z", []Hours{{From: 700, To: 720}}, false, "2026-11-24T08:40:00Z"},
		{"over midnight, in the morning after", "Africa/Nairobi", "2026-11-23T22:00:00Z", []Hours{{Days: []string{"mon"}, From: 22 * 60, To: 120}}, true, ""},
		{"over midnight, of another day", "Africa/Nairobi", "2026-11-23T22:00:00Z", []Hours{{Days: []string{"tue"}, From: 22 * 60, To: 120}}, false, "2026-11-24T19:00:00Z"},
		{"only on Sundays", "Africa/Nairobi", "2026-11-23T09:00:00Z", []Hours{{Days: []string{"sun"}, From: 540, To: 600}}, false, "2026-11-29T06:00:00Z"},
		{"the soonest of several", "Africa/Nairobi", "2026-11-23T09:00:00Z", []Hours{{From: 1200, To: 1260}, {From: 840, To: 900}}, false, "2026-11-23T11:00:00Z"},
		{"when the clock goes back, the wall still shows the hour", "Europe/Zurich", "2026-10-25T08:30:00Z", []Hours{{From: 540, To: 600}}, true, ""},
		{"the day before it is an hour earlier", "Europe/Zurich", "2026-10-24T08:30:00Z", []Hours{{From: 540, To: 600}}, false, "2026-10-25T08:00:00Z"},
		{"to the end of the day", "Africa/Nairobi", "2026-11-23T20:59:59Z", []Hours{{From: 1380, To: 1440}}, true, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			z, ok := zone(tc.zone)
			if !ok {
				t.Fatal(tc.zone)
			}
			if in, next := within(tc.hours, z, instant(tc.at)); in != tc.in || next.String() != tc.next {
				t.Errorf("got %v, %s", in, next)
			}
		})
	}
}

func TestAnHourOnAClockNobodyKnowsIsNoHour(t *testing.T) {
	s := reachable("staff")
	s.Group.Hours = anyHour
	for _, z := range []string{"", "Local", "Mars/Base"} {
		s.Group.Zone = z
		if d := Decide(Default(), s, ChannelEmail, noon); d.Allowed || d.Rule != WrongHour || !d.NotBefore.IsZero() {
			t.Errorf("zone %q: %+v", z, d)
		}
	}
}

func BenchmarkChoose(b *testing.B) {
	s := reachable("separated-families", "missing-persons", "relatives", "minors").groupNames(ChannelEmail, ChannelLetter)
	s.Group.Guardian = ThroughGuardian
	rules := Default()
	for b.Loop() {
		Choose(rules, s, noon, nil)
	}
}
