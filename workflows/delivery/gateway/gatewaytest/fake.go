// Package gatewaytest is a provider of text messages for tests: a real HTTP server that remembers keys, and can lose answers, be slow, fail,
// and send receipts early, late and twice.
package gatewaytest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"time"

	"candour/workflows/delivery/gateway"
)

// Behaviour of the provider for the next request.
type Behaviour struct {
	Status int           // instead of 202, without taking the message
	Lose   bool          // takes the message and cuts the connection before the answer
	Delay  time.Duration // before the answer
	State  string        // in the answer; default accepted
}

// Told is one message a telephone would have shown.
type Told struct {
	Key, To, Text, Language, From string
	At                            time.Time
}

// Fake is the provider.
type Fake struct {
	*httptest.Server
	Key string

	mu     sync.Mutex
	next   []Behaviour
	told   []Told
	bodies map[string]string
	asked  int
}

// New starts it; close it with Close.
func New(key string) *Fake {
	f := &Fake{Key: key, bodies: map[string]string{}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	return f
}

// Then says what the provider does with the next requests, one each; afterwards it takes everything.
func (f *Fake) Then(b ...Behaviour) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, b...)
}

// Told lists what telephones would have shown, in order.
func (f *Fake) Told() []Told {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Told{}, f.told...)
}

// Asked is how many requests came.
func (f *Fake) Asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

func (f *Fake) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	f.mu.Lock()
	f.asked++
	var b Behaviour
	if len(f.next) > 0 {
		b, f.next = f.next[0], f.next[1:]
	}
	f.mu.Unlock()
	time.Sleep(b.Delay)
	switch {
	case r.Header.Get("Authorization") != "Bearer "+f.Key:
		w.WriteHeader(http.StatusUnauthorized)
		return
	case b.Status != 0:
		w.WriteHeader(b.Status)
		return
	}
	if !f.take(r.Header.Get("Idempotency-Key"), body) {
		w.WriteHeader(http.StatusConflict)
		return
	}
	if b.Lose {
		if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = c.Close()
		}
		return
	}
	state := b.State
	if state == "" {
		state = "accepted"
	}
	w.WriteHeader(http.StatusAccepted)
	_ = json.NewEncoder(w).Encode(map[string]string{"state": state})
}

// take shows the message on the telephone, once for each key; the same key with other words is a conflict.
func (f *Fake) take(key string, body []byte) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if before, known := f.bodies[key]; known {
		return before == string(body)
	}
	f.bodies[key] = string(body)
	var m struct{ To, Text, Language, From string }
	if json.Unmarshal(body, &m) != nil {
		return false
	}
	f.told = append(f.told, Told{key, m.To, m.Text, m.Language, m.From, time.Now()})
	return true
}

// Receipt sends a signed notification about a message to url, and gives the status it was answered with. The same arguments give the same
// bytes, which is a notification sent twice.
func (f *Fake) Receipt(url, secret, key, state string, at time.Time) (int, error) {
	body, err := json.Marshal(map[string]string{"key": key, "state": state, "at": at.UTC().Format(time.RFC3339)})
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	unix := strconv.FormatInt(at.Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(gateway.TimeHeader, unix)
	req.Header.Set(gateway.SignatureHeader, "sha256="+gateway.Sign(secret, unix, body))
	res, err := f.Client().Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode, nil
}
