package delivery

import (
	"errors"
	"net/textproto"
	"strconv"
)

// Outcome says what is known after one attempt.
type Outcome string

const (
	Sent      Outcome = "sent"      // the relay answered 250 to the whole message: it is theirs now
	Refused   Outcome = "refused"   // the relay said never (5xx)
	Deferred  Outcome = "deferred"  // it certainly has not been accepted; try again later
	Uncertain Outcome = "uncertain" // lost after DATA began: accepted or not, we cannot know (RFC 1047). Never retried by a program
	Held      Outcome = "held"      // kept in the outbox, not sent
)

// Result is what one attempt taught us. Code is the relay's reply, 0 when there was none. Why is ours, from a fixed
// list: the relay's own words often repeat the recipient's address, so they are never kept.
type Result struct {
	Outcome Outcome
	Code    int
	Why     string
}

// classify turns the library's error into one of five words. dataBegan is true once the relay had said 354 and the
// first byte was on its way; from then on silence is not a no.
func classify(err error, dataBegan bool) Result {
	if err == nil {
		return Result{Sent, 250, ""}
	}
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return classifyReply(reply.Code, dataBegan)
	}
	if dataBegan {
		return Result{Uncertain, 0, "the connection was lost while the message was being handed over; it may or may not have arrived"}
	}
	return Result{Deferred, 0, "the connection to the mail server was lost before the message was handed over"}
}

func classifyReply(code int, dataBegan bool) Result {
	switch {
	case code == 530 || code == 534 || code == 535 || code == 538:
		// About us, not about the recipient (RFC 4954): the society must not look unreachable because our password is wrong.
		return Result{Deferred, code, "the mail server does not accept our sign-in (reply " + strconv.Itoa(code) + "); check the SMTP settings"}
	case code >= 400 && code < 500:
		return Result{Deferred, code, "the mail server asked to try again later (reply " + strconv.Itoa(code) + ")"}
	case code >= 500 && code < 600:
		return Result{Refused, code, "the mail server refused the message (reply " + strconv.Itoa(code) + ")"}
	case dataBegan:
		return Result{Uncertain, code, "the mail server gave an answer outside the protocol after the hand-over"}
	}
	return Result{Deferred, code, "the mail server gave an answer outside the protocol"}
}
