package gateway

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Receipt is what a provider says later became of a message.
type Receipt struct {
	Key    string               // of the delivery's step, as we gave it
	State  models.DeliveryState // delivered or refused; empty: still under way, nothing to record
	At     terms.Instant        // as the provider says; zero: not said
	Reason string               // ours
	Word   string               // the reason as it stands in a person's line and in the counts
	Mark   []byte               // of this very notification, so that it is taken once
}

// Headers of a signed notification.
const (
	TimeHeader      = "X-Candour-Time"      // seconds since 1970
	SignatureHeader = "X-Candour-Signature" // hex of HMAC-SHA256 over time, a dot, and the body
)

// oldest is how far the time of a notification may lie from ours (TRUST DL-07).
const oldest = 5 * time.Minute

// Sign is the signature a provider puts on a notification.
func Sign(secret, unix string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(unix + "."))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// Verify checks who sent a notification and when. The mark it gives is kept by the caller: a mark seen before is a replay.
// Errors: forbidden.
func Verify(secret, unix, signature string, body []byte, now terms.Instant) (mark []byte, err error) {
	refused := models.Forbidden("The signature or the time of this notification is not right. Nothing was recorded.")
	seconds, bad := strconv.ParseInt(unix, 10, 64)
	if secret == "" || bad != nil || seconds < 0 || seconds > 1<<40 {
		return nil, refused
	}
	given, bad := hex.DecodeString(strings.TrimPrefix(signature, "sha256="))
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(unix + "."))
	h.Write(body)
	sum := h.Sum(nil)
	if bad != nil || !hmac.Equal(given, sum) {
		return nil, refused
	}
	if age := now.Time().Sub(time.Unix(seconds, 0)); age > oldest || age < -oldest {
		return nil, refused
	}
	return sum, nil
}

type notification struct {
	Key   string `json:"key"`
	State string `json:"state"`
	At    string `json:"at"`
}

// reasons are the words of providers for a message that did not arrive, and ours.
var reasons = map[string]string{
	"failed":        "the telephone network could not deliver the message",
	"undeliverable": "the number cannot receive messages, or is not in use",
	"rejected":      "the telephone network refused the message",
	"expired":       "the telephone was not reachable until the message expired",
	"blocked":       "the number is blocked for messages from us",
	"unknown":       "",
}

// ReadReceipt reads a verified notification.
// Errors: invalid.
func ReadReceipt(body, mark []byte) (Receipt, error) {
	var n notification
	if err := json.Unmarshal(body, &n); err != nil || n.Key == "" || len(n.Key) > 100 {
		return Receipt{}, models.Invalid("This notification cannot be read: it must be JSON with key and state. Nothing was recorded.")
	}
	r := Receipt{Key: n.Key, Mark: mark}
	if at, err := terms.ParseInstant(n.At); err == nil {
		r.At = at
	}
	switch reason, bad := reasons[n.State]; {
	case n.State == "delivered" || n.State == "answered":
		r.State = models.DeliveryDelivered
	case bad && reason != "":
		r.State, r.Reason, r.Word = models.DeliveryRefused, reason, "gateway_"+n.State
	}
	return r, nil
}
