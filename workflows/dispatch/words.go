package dispatch

import (
	"candour/models"
	"candour/workflows/delivery"
)

// Words of PersonDelivery.Reason that who sends writes; others are ids of safe-contact rules.
const (
	ReasonRefused     = "relay_refused"   // the mail server said never
	ReasonLater       = "relay_later"     // it asked to try again later
	ReasonSignIn      = "sign_in"         // it does not let us in: about us, not about the person
	ReasonNoContact   = "connection_lost" // before the message was handed over
	ReasonCut         = "cut_in_handover" // after it began: it may or may not have arrived
	ReasonEnded       = "program_ended"   // the program ended while the message was being handed over
	ReasonNodeLost    = "node_lost"       // the program that had it is gone, and only its journal knows
	ReasonPaced       = "paced"           // this domain gets no more for the moment
	ReasonExercise    = "exercise"        // nothing ever leaves
	ReasonNotHanded   = "not_handed_over" // stopped after it was written down, before anything left
	ReasonProviderNot = "provider_refused"
)

// Words of Dispatch.HaltedWhy when nobody pressed a button.
const (
	HaltRefused   = "too_many_refused"
	HaltIdentical = "identical_bodies"
	HaltSize      = "size_outlier"
	HaltBleed     = "foreign_canary"
	HaltRestored  = "restored"
)

// What the journal writes for a word. A number is never given to another word: journals outlive versions.
var (
	stateNumbers  = map[models.DeliveryState]uint8{models.DeliverySent: 1, models.DeliveryRefused: 2, models.DeliveryDeferred: 3, models.DeliveryUncertain: 4, models.DeliveryQueued: 5}
	reasonNumbers = map[string]uint8{"": 0, ReasonRefused: 1, ReasonLater: 2, ReasonSignIn: 3, ReasonNoContact: 4, ReasonCut: 5, ReasonEnded: 6, ReasonNodeLost: 7, ReasonNotHanded: 8, ReasonProviderNot: 9}
	stateWords    = turned(stateNumbers)
	reasonWords   = turned(reasonNumbers)
)

func turned[K, V comparable](m map[K]V) map[V]K {
	out := make(map[V]K, len(m))
	for k, v := range m {
		out[v] = k
	}
	return out
}

// wordsOf is what a result means for a line.
func wordsOf(r delivery.Result) (models.DeliveryState, string) {
	switch r.Outcome {
	case delivery.Sent:
		return models.DeliverySent, ""
	case delivery.Refused:
		return models.DeliveryRefused, ReasonRefused
	case delivery.Deferred:
		switch {
		case r.Code == 530 || r.Code == 534 || r.Code == 535 || r.Code == 538:
			return models.DeliveryDeferred, ReasonSignIn
		case r.Code > 0:
			return models.DeliveryDeferred, ReasonLater
		}
		return models.DeliveryDeferred, ReasonNoContact
	}
	return models.DeliveryUncertain, ReasonCut
}
