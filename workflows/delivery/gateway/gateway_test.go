package gateway_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery/gateway"
	"candour/workflows/delivery/gateway/gatewaytest"
)

const key = "Zm9vYmFyYmF6cXV4cXV1eA"

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func channel(t *testing.T, url, remembers string) *gateway.Gateway {
	t.Helper()
	s, err := gateway.NewSettings(gateway.SMS, gateway.Given{URL: url, Key: "the key", Sender: "Society", Remembers: remembers})
	if err != nil {
		t.Fatal(err)
	}
	g := gateway.New(*s, func() time.Time { return now })
	t.Cleanup(g.Close)
	return g
}

func message(t *testing.T, text string) gateway.RealMessage {
	t.Helper()
	to, err := gateway.ParseNumber("+41791234567")
	if err != nil {
		t.Fatal(err)
	}
	m, real := gateway.Route(models.Incident{ID: models.NewID()}, gateway.Message{Key: key, To: to, Lang: "fr", Text: text}).(gateway.RealMessage)
	if !real {
		t.Fatal("a message of a real incident is not real")
	}
	return m
}

func hand(t *testing.T, g *gateway.Gateway, first time.Time) gateway.Result {
	t.Helper()
	var f terms.Instant
	if !first.IsZero() {
		f = terms.InstantOf(first)
	}
	r, err := g.Hand(t.Context(), message(t, "Nous devons vous informer."), f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAMessageOfAnExerciseHasATypeNoGatewayTakes(t *testing.T) {
	for name, in := range map[string]models.Incident{"an exercise": {ID: models.NewID(), Exercise: true}, "no incident at all": {}} {
		if _, held := gateway.Route(in, gateway.Message{}).(gateway.ExerciseMessage); !held {
			t.Errorf("%s gives a message that could be sent", name)
		}
	}
}

func TestEveryAnswerOfAGatewayMeansOneThing(t *testing.T) {
	cases := []struct {
		about      string
		behaviour  gatewaytest.Behaviour
		state      models.DeliveryState
		told       int
		repeatable bool
	}{
		{"taken", gatewaytest.Behaviour{}, models.DeliverySent, 1, false},
		{"delivered at once", gatewaytest.Behaviour{State: "delivered"}, models.DeliveryDelivered, 1, false},
		{"a word we do not know is no refusal", gatewaytest.Behaviour{State: "enroute"}, models.DeliverySent, 1, false},
		{"taken and rejected", gatewaytest.Behaviour{State: "rejected"}, models.DeliveryRefused, 1, false},
		{"a number it does not know", gatewaytest.Behaviour{Status: 404}, models.DeliveryRefused, 0, false},
		{"a message it cannot read", gatewaytest.Behaviour{Status: 422}, models.DeliveryRefused, 0, false},
		{"a wrong key says nothing about the person", gatewaytest.Behaviour{Status: 401}, models.DeliveryDeferred, 0, false},
		{"no credit says nothing about the person", gatewaytest.Behaviour{Status: 402}, models.DeliveryDeferred, 0, false},
		{"too many", gatewaytest.Behaviour{Status: 429}, models.DeliveryDeferred, 0, false},
		{"closed for the night", gatewaytest.Behaviour{Status: 503}, models.DeliveryDeferred, 0, false},
		{"it failed with the message in its hands", gatewaytest.Behaviour{Status: 500}, models.DeliveryUncertain, 0, true},
		{"the answer was lost", gatewaytest.Behaviour{Lose: true}, models.DeliveryUncertain, 1, true},
		{"another address is not followed", gatewaytest.Behaviour{Status: 307}, models.DeliveryDeferred, 0, false},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			f := gatewaytest.New("the key")
			defer f.Close()
			f.Then(c.behaviour)
			r := hand(t, channel(t, f.URL, "24h"), time.Time{})
			if r.State != c.state || len(f.Told()) != c.told || r.RepeatUntil.IsZero() == c.repeatable {
				t.Errorf("%+v, told %d; want %s, told %d, repeatable %v", r, len(f.Told()), c.state, c.told, c.repeatable)
			}
			if strings.Contains(r.Reason, "4179") {
				t.Error("the reason holds the number")
			}
			if f.Asked() != 1 {
				t.Errorf("%d requests for one hand-over", f.Asked())
			}
		})
	}
}

func TestALostAnswerIsAskedAgainWithTheSameKeyAndTheTelephoneRingsOnce(t *testing.T) {
	f := gatewaytest.New("the key")
	defer f.Close()
	g := channel(t, f.URL, "24h")
	f.Then(gatewaytest.Behaviour{Lose: true}, gatewaytest.Behaviour{Lose: true})
	for range 2 {
		if r := hand(t, g, now.Add(-time.Minute)); r.State != models.DeliveryUncertain {
			t.Fatalf("%+v", r)
		}
	}
	if r := hand(t, g, now.Add(-time.Minute)); r.State != models.DeliverySent {
		t.Fatalf("%+v", r)
	}
	if told := f.Told(); len(told) != 1 || told[0].Key != key || told[0].From != "Society" || told[0].Language != "fr" {
		t.Errorf("%+v", told)
	}
}

func TestAProviderThatMayHaveForgottenIsNotAskedAgain(t *testing.T) {
	f := gatewaytest.New("the key")
	defer f.Close()
	for remembers, first := range map[string]time.Time{"24h": now.Add(-23*time.Hour - time.Second), "": now.Add(-time.Second), "1h": now.Add(-time.Second)} {
		if r := hand(t, channel(t, f.URL, remembers), first); r.State != models.DeliveryUncertain || !r.RepeatUntil.IsZero() {
			t.Errorf("remembers %q: %+v", remembers, r)
		}
	}
	if f.Asked() != 0 {
		t.Errorf("asked %d times", f.Asked())
	}
	if r := hand(t, channel(t, f.URL, "24h"), now.Add(-22*time.Hour)); r.State != models.DeliverySent {
		t.Errorf("within its memory: %+v", r)
	}
}

func TestAGatewayThatIsNotThereHasTakenNothing(t *testing.T) {
	f := gatewaytest.New("the key")
	url := f.URL
	f.Close()
	if r := hand(t, channel(t, url, ""), time.Time{}); r.State != models.DeliveryDeferred {
		t.Errorf("%+v", r)
	}
}

func TestASlowGatewayLeavesTheMessageUncertainNotRefused(t *testing.T) {
	f := gatewaytest.New("the key")
	defer f.Close()
	f.Then(gatewaytest.Behaviour{Delay: 300 * time.Millisecond})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r, err := channel(t, f.URL, "24h").Hand(ctx, message(t, "Bonjour."), terms.Instant{})
	if err != nil || r.State != models.DeliveryUncertain {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestNoRedirectTakesTheNumberElsewhere(t *testing.T) {
	var reached bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	first := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusPermanentRedirect))
	defer first.Close()
	if r := hand(t, channel(t, first.URL, ""), time.Time{}); r.State != models.DeliveryDeferred || reached {
		t.Errorf("%+v, reached the other host: %v", r, reached)
	}
}

func TestSettingsOfAGateway(t *testing.T) {
	good := gateway.Given{URL: "https://sms.provider.test/send", Key: "k"}
	with := func(change func(*gateway.Given)) gateway.Given { g := good; change(&g); return g }
	cases := []struct {
		about string
		given gateway.Given
		ok    bool
	}{
		{"https", good, true},
		{"none", gateway.Given{}, true},
		{"this machine in clear", with(func(g *gateway.Given) { g.URL = "http://127.0.0.1:9" }), true},
		{"another machine in clear", with(func(g *gateway.Given) { g.URL = "http://sms.provider.test/send" }), false},
		{"a name that only begins like this machine", with(func(g *gateway.Given) { g.URL = "http://localhost.provider.test/" }), false},
		{"a password in the address", with(func(g *gateway.Given) { g.URL = "https://u:p@sms.provider.test/" }), false},
		{"no key", with(func(g *gateway.Given) { g.Key = "" }), false},
		{"a key of two lines", with(func(g *gateway.Given) { g.Key = "a\r\nX: b" }), false},
		{"a key without an address", gateway.Given{Key: "k"}, false},
		{"an allowed host", with(func(g *gateway.Given) { g.Hosts = "a.provider.test, sms.provider.test" }), true},
		{"a host that is not allowed", with(func(g *gateway.Given) { g.Hosts = "a.provider.test" }), false},
		{"a secret somebody could guess", with(func(g *gateway.Given) { g.Secret = "short" }), false},
		{"a memory that is no time", with(func(g *gateway.Given) { g.Remembers = "a day" }), false},
	}
	for _, c := range cases {
		if _, err := gateway.NewSettings(gateway.SMS, c.given); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.about, err)
		} else if err != nil && strings.Contains(err.Error(), "provider.test") {
			t.Errorf("%s: the error repeats the address", c.about)
		}
	}
}

func TestWhatIsNoNumberAndWhatIsNoMessage(t *testing.T) {
	for _, s := range []string{"", "+", "41791234567", "+0791234567", "+41 79 123 45 67", "+41791234567,+41791234568", "+4179123456712345", "+4179x234567", "+41791234567\n", "+٤١٧٩١٢٣٤٥٦٧"} {
		if _, err := gateway.ParseNumber(s); err == nil {
			t.Errorf("%q is taken for a number", s)
		} else if s != "" && s != "+" && strings.Contains(err.Error(), s) {
			t.Errorf("the error repeats %q", s)
		}
	}
	f := gatewaytest.New("the key")
	defer f.Close()
	g := channel(t, f.URL, "")
	for about, text := range map[string]string{"empty": " ", "a control character": "a\x00b", "a direction override": "a\u202eb", "endless": strings.Repeat("a", 1531)} {
		if _, err := g.Hand(t.Context(), message(t, text), terms.Instant{}); err == nil {
			t.Errorf("%s: handed over", about)
		}
	}
	if f.Asked() != 0 {
		t.Error("a message that cannot be built was sent")
	}
}
