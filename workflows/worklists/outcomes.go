package worklists

import (
	"slices"

	"candour/models"
)

// Outcomes of a try, as people report them.
const (
	Posted      = "posted"       // the letter was given to the post
	Told        = "told"         // the person has been told
	NotReached  = "not_reached"  // nobody there; after the third time the next channel
	WrongNumber = "wrong_number" // not theirs
	Moved       = "moved"        // does not live there
	CallBack    = "call_back"    // asked to be called or visited at another time
	Refused     = "refused"      // does not want to be told: their choice (SC7)
	Unsafe      = "unsafe"       // it was not safe to speak: protection staff decide
	Returned    = "returned"     // the letter came back
)

// outcomes by channel, in the order people are shown them.
var outcomes = map[string][]string{
	"letter":  {Posted, Returned, Unsafe},
	"call":    {Told, NotReached, CallBack, WrongNumber, Refused, Unsafe},
	"visit":   {Told, NotReached, CallBack, Moved, Refused, Unsafe},
	"society": {Told, NotReached, CallBack, WrongNumber, Moved, Refused, Unsafe},
}

// OutcomesOf lists what can be reported on a channel.
func OutcomesOf(channel string) []string { return outcomes[channel] }

// mostTries of not reaching somebody before the next channel is taken.
const mostTries = 3

// reasons of a line that was not told, as words for the counts.
var reasons = map[string]string{NotReached: "not_reached", WrongNumber: "wrong_number", Moved: "moved", Refused: "person_refused", Unsafe: "unsafe", Returned: "letter_returned"}

// returnReasons are what the post writes on a letter that came back.
var returnReasons = []string{"", "unknown", "moved", "refused", "not_collected", "address_incomplete", "deceased", "no_delivery_there"}

// ReturnReasons are the words for it; the first is "not said".
func ReturnReasons() []string { return slices.Clone(returnReasons) }

// movable says whether a report may still move this line. Whoever was told was told, whatever channel has the line by now.
func movable(list models.Worklist, line models.PersonDelivery, outcome string) bool {
	here := line.Worklist != nil && *line.Worklist == list.Number
	switch line.State {
	case models.DeliveryListed:
		return here
	case models.DeliveryTold, models.DeliverySent:
		return here && line.Channel == list.Channel && outcome != line.Reason
	case models.DeliveryQueued, models.DeliveryDeferred, models.DeliveryWaiting, models.DeliveryUnreached, models.DeliveryExcluded, models.DeliveryUncertain:
		return outcome == Told || here && line.State != models.DeliveryUncertain
	}
	return false
}
