package wordcheck_test

import (
	"testing"

	"candour/workflows/wordcheck"
)

func TestWhatTheLawOfSomeReadersWantsAsksAndWhatTheLawOfAllWantsStops(t *testing.T) {
	for name, c := range map[string]struct {
		demands []wordcheck.Demand
		want    wordcheck.Severity
	}{
		"the law of all readers":                                    {[]wordcheck.Demand{{Word: "complaint-route", Law: "A"}}, wordcheck.Stops},
		"the law of some readers":                                   {[]wordcheck.Demand{{Word: "complaint-route", Law: "A", Partly: true}}, wordcheck.Asks},
		"the law of some readers, and another that binds everybody": {[]wordcheck.Demand{{Word: "complaint-route", Law: "A", Partly: true}, {Word: "complaint-route", Law: "B"}}, wordcheck.Stops},
	} {
		found := wordcheck.Check(wordcheck.Input{Kind: wordcheck.KindPeople, Channel: wordcheck.ChannelMail, Language: "en", Title: "A letter", Raw: "We write to you.", Read: "We write to you.", Demands: c.demands})
		var got wordcheck.Severity
		for _, f := range found.Findings {
			if f.ID == "content-complaint-route" {
				got = f.Severity
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
