package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"candour/models"
	"candour/models/terms"
)

// Result is what one request taught us. Reason is ours, from a fixed list.
type Result struct {
	State  models.DeliveryState // sent, delivered, refused, deferred, uncertain
	Code   int                  // the HTTP status, 0 when there was none
	Reason string
	// RepeatUntil: of an uncertain message the moment until which it may be handed over again with the same key, because the provider then
	// still remembers it. Zero: never by a program.
	RepeatUntil terms.Instant
}

const (
	dialTime   = 5 * time.Second
	answerTime = 20 * time.Second
	mostAnswer = 64 << 10
)

// Gateway hands messages of one kind to one provider. It is safe for several goroutines.
type Gateway struct {
	settings Settings
	client   *http.Client
	now      func() time.Time
}

// New makes the channel. It speaks to the configured host and to no other: no redirect is followed and no proxy is asked.
func New(s Settings, now func() time.Time) *Gateway {
	transport := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTime}).DialContext,
		TLSHandshakeTimeout: dialTime, ResponseHeaderTimeout: answerTime,
		MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute, DisableCompression: true,
	}
	return &Gateway{settings: s, now: now, client: &http.Client{Transport: transport, Timeout: dialTime + answerTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type request struct {
	Kind     Kind     `json:"kind"`
	To       string   `json:"to"`
	From     string   `json:"from,omitempty"`
	Language string   `json:"language"`
	Text     string   `json:"text"`
	Key      string   `json:"key"`
	Parts    int      `json:"parts,omitempty"`
	Encoding Encoding `json:"encoding,omitempty"`
}

type answer struct {
	State string `json:"state"`
}

// Hand gives one real message to the provider and says what is known afterwards. first is when this step was handed over for the first time;
// zero when this is that time. The error is ours (the message cannot be built); whatever the provider or the network did is in the Result.
func (g *Gateway) Hand(ctx context.Context, m RealMessage, first terms.Instant) (Result, error) {
	if err := m.message.check(); err != nil {
		return Result{}, err
	}
	now := terms.InstantOf(g.now())
	if first.IsZero() {
		first = now
	}
	until := g.repeatUntil(first)
	if first.Before(now) && !until.After(now) {
		return Result{State: models.DeliveryUncertain, Reason: "the provider may have forgotten the first try, so it was not asked again; ask it what became of the message"}, nil
	}
	r := request{Kind: g.settings.Kind, To: m.message.To.e164, From: g.settings.Sender, Language: m.message.Lang, Text: m.message.Text, Key: m.message.Key}
	if g.settings.Kind == SMS {
		size := Measure(m.message.Text)
		r.Parts, r.Encoding = size.Parts, size.Encoding
	}
	body, err := json.Marshal(r)
	if err != nil {
		return Result{}, err
	}
	return g.post(ctx, m.message.Key, body, until)
}

// repeatUntil keeps an hour of distance from the moment the provider forgets: its clock and ours may differ.
func (g *Gateway) repeatUntil(first terms.Instant) terms.Instant {
	if g.settings.Remembers <= time.Hour {
		return terms.Instant{}
	}
	return first.Add(g.settings.Remembers - time.Hour)
}

func (g *Gateway) post(ctx context.Context, key string, body []byte, until terms.Instant) (Result, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.settings.URL.String(), bytes.NewReader(body))
	if err != nil {
		return Result{}, errors.New("the address of the gateway cannot be used")
	}
	// The library would send a request again by itself on a stale connection; the key makes that harmless only where keys are remembered.
	req.GetBody = nil
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+g.settings.Key)
	req.Header.Set("Idempotency-Key", key)
	res, err := g.client.Do(req)
	if err != nil {
		return lost(err, until), nil
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil && res.StatusCode < 300 {
		// The status alone says that they have it.
		b = nil
	}
	return classify(res.StatusCode, b, until), nil
}

// lost: before a connection stood nothing can have arrived; after that nobody knows.
func lost(err error, until terms.Instant) Result {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return Result{State: models.DeliveryDeferred, Reason: "the gateway could not be reached, so nothing was handed over"}
	}
	return Result{State: models.DeliveryUncertain, RepeatUntil: until, Reason: "the answer of the gateway was lost; the message may or may not have been taken"}
}

func classify(status int, body []byte, until terms.Instant) Result {
	code := " (answer " + strconv.Itoa(status) + ")"
	switch {
	case status >= 200 && status < 300:
		return taken(status, body)
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		// About us, not about the number: nobody must look unreachable because our key is wrong.
		return Result{State: models.DeliveryDeferred, Code: status, Reason: "the gateway does not accept our key" + code + "; check the settings"}
	case status == http.StatusPaymentRequired:
		return Result{State: models.DeliveryDeferred, Code: status, Reason: "the account at the gateway has no credit" + code}
	case status == http.StatusConflict:
		// The key is in work or known with other bytes. Either way the first request decides, and it is not this one.
		return Result{State: models.DeliveryUncertain, Code: status, RepeatUntil: until, Reason: "the gateway has this message already and has not said what became of it" + code}
	case status == http.StatusTooManyRequests || status == http.StatusTooEarly || status == http.StatusRequestTimeout:
		return Result{State: models.DeliveryDeferred, Code: status, Reason: "the gateway asked to try again later" + code}
	case status == http.StatusServiceUnavailable:
		return Result{State: models.DeliveryDeferred, Code: status, Reason: "the gateway does not take messages at the moment" + code}
	case status >= 500:
		return Result{State: models.DeliveryUncertain, Code: status, RepeatUntil: until, Reason: "the gateway failed after it had the message" + code + "; it may or may not have been taken"}
	case status >= 400:
		return Result{State: models.DeliveryRefused, Code: status, Reason: "the gateway refused the message or the number" + code}
	}
	return Result{State: models.DeliveryDeferred, Code: status, Reason: "the gateway sent us to another address" + code + "; check the settings"}
}

// taken reads the state of an accepted message. Words we do not know mean accepted: that is what the status said.
func taken(status int, body []byte) Result {
	var a answer
	if json.Unmarshal(body, &a) == nil {
		switch a.State {
		case "delivered":
			return Result{State: models.DeliveryDelivered, Code: status}
		case "rejected", "failed", "undeliverable":
			return Result{State: models.DeliveryRefused, Code: status, Reason: fmt.Sprintf("the gateway took the message and rejected it (answer %d)", status)}
		}
	}
	return Result{State: models.DeliverySent, Code: status}
}

// Close lets the connections go.
func (g *Gateway) Close() { g.client.CloseIdleConnections() }
