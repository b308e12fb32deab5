package bounce

import "strings"

// The reasons, in words somebody without a mail server understands. They are all there are: nothing a server wrote is kept.
const (
	ReasonNoMailbox = "the mailbox does not exist"
	ReasonNoDomain  = "the part of the address after the @ does not exist or takes no mail"
	ReasonWritten   = "the address is written in a way its mail server does not take"
	ReasonClosed    = "the mailbox is closed or not in use any more"
	ReasonFull      = "the mailbox is full"
	ReasonTooLarge  = "the mailbox takes only smaller messages"
	ReasonPolicy    = "the mail server of the address refuses messages from us"
	ReasonTooLate   = "the mail server of the address could not be reached for days"
	ReasonMoved     = "the person has another address now"
	ReasonRefused   = "the mail server of the address sent the message back without saying why"
	ReasonDelayed   = "the message is delayed; the mail server goes on trying"
)

// Reasons are all sentences a hard bounce can have, for the page that counts them.
var Reasons = []string{ReasonNoMailbox, ReasonNoDomain, ReasonWritten, ReasonClosed, ReasonFull, ReasonTooLarge, ReasonPolicy, ReasonTooLate, ReasonMoved, ReasonRefused}

// Word is the reason as it stands in a person's line and in the counts.
func Word(reason string) string { return reasonWords[reason] }

var reasonWords = map[string]string{
	ReasonNoMailbox: "bounced_no_mailbox", ReasonNoDomain: "bounced_no_domain", ReasonWritten: "bounced_address", ReasonClosed: "bounced_closed",
	ReasonFull: "bounced_full", ReasonTooLarge: "bounced_size", ReasonPolicy: "bounced_policy", ReasonTooLate: "bounced_unreachable",
	ReasonMoved: "bounced_moved", ReasonRefused: "bounced",
}

// words gives the sentence of a status (RFC 3463 and the registry it began), or of a bare reply code (RFC 5321).
func words(status string, code int) string {
	class, rest, _ := strings.Cut(status, ".")
	switch rest {
	case "1.1", "1.10":
		return ReasonNoMailbox
	case "1.2", "4.4":
		return ReasonNoDomain
	case "1.3", "1.7", "6.7":
		return ReasonWritten
	case "1.6":
		return ReasonMoved
	case "2.1":
		return ReasonClosed
	case "2.2":
		return ReasonFull
	case "2.3", "3.4":
		return ReasonTooLarge
	case "4.1", "4.7":
		return ReasonTooLate
	}
	switch {
	case strings.HasPrefix(rest, "7."):
		return ReasonPolicy
	case class == "4":
		return ReasonTooLate // given up after many tries
	case status != "" && !strings.HasSuffix(status, ".0.0"):
		return ReasonRefused
	}
	switch code {
	case 550:
		return ReasonNoMailbox
	case 551:
		return ReasonMoved
	case 552:
		return ReasonFull
	case 553:
		return ReasonWritten
	case 554, 571:
		return ReasonPolicy
	}
	return ReasonRefused
}

// phrases are what servers without status codes write, each with what it means; the first that is found counts. Lower case.
var phrases = []struct {
	reason string
	any    []string
}{
	{ReasonFull, []string{"mailbox is full", "mailbox full", "over quota", "quota exceeded", "exceeded storage", "insufficient storage", "postfach ist voll", "boîte pleine", "boite pleine", "buzón lleno", "buzon lleno"}},
	{ReasonNoDomain, []string{"host unknown", "domain not found", "host or domain name not found", "unrouteable address", "unroutable address", "no mx record", "domain does not exist", "name service error"}},
	{ReasonClosed, []string{"mailbox disabled", "account is disabled", "account disabled", "mailbox is inactive", "account has been closed", "no longer in use", "no longer employed", "account suspended"}},
	{ReasonPolicy, []string{"spam", "blacklist", "blocklist", "blocked", "not allowed", "policy", "relaying denied", "access denied"}},
	{ReasonNoMailbox, []string{"user unknown", "unknown user", "no such user", "no such recipient", "mailbox unavailable", "mailbox not found", "recipient not found", "recipient address rejected", "address rejected",
		"does not exist", "doesn't exist", "unknown recipient", "invalid recipient", "user not found", "no mailbox here", "unbekannter empfänger", "empfänger unbekannt", "utilisateur inconnu", "destinataire inconnu",
		"usuario desconocido", "destinatario desconocido", "couldn't be found"}},
	{ReasonTooLate, []string{"retry timeout exceeded", "message expired", "too long in the queue", "giving up", "connection timed out"}},
}

// late are words of servers that still try.
var late = []string{"delayed", "warning: could not send", "has not yet been delivered", "not been delivered yet", "will continue trying", "will be retried", "still being retried", "no action is required", "you do not need to resend", "temporarily"}

// returned are words in the subject of something that came back for good.
var returned = []string{"undeliver", "failure", "failed", "returned", "not delivered", "rejected", "unzustellbar", "non remis", "échec", "echec", "no entregado", "error", "delivery status"}

// plain reads a refusal written for people, as well as it can. What it does not understand is no bounce: a person who is called unreached for
// nothing gets a letter they did not need, one whose bounce is missed gets nothing; so an undoubted return without a reason still counts.
func (b *Bounce) plain(subject, text string) {
	all := strings.ToLower(subject + "\n" + text)
	if has(all, late) && !strings.Contains(all, "giv") {
		b.Kind, b.Reason = Delayed, ReasonDelayed
		return
	}
	status, code := enhanced(all), replyCode(all)
	if strings.HasPrefix(status, "5") {
		b.Kind, b.Status, b.Code, b.Reason = Hard, status, code, words(status, code)
		if b.Reason != ReasonRefused {
			return
		}
	}
	for _, p := range phrases {
		if has(all, p.any) {
			b.Kind, b.Code, b.Reason = Hard, code, p.reason
			return
		}
	}
	if b.Kind != Hard && has(strings.ToLower(subject), returned) {
		b.Kind, b.Code, b.Reason = Hard, code, words("", code)
	}
}

func has(s string, any []string) bool {
	for _, p := range any {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
