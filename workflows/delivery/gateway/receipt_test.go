package gateway_test

import (
	"strconv"
	"testing"
	"time"

	"candour/models"
	"candour/models/terms"
	"candour/workflows/delivery/gateway"
)

const secret = "a secret of more than 24 characters"

func TestOnlyASignedAndFreshNotificationCounts(t *testing.T) {
	body := []byte(`{"key":"` + key + `","state":"delivered"}`)
	at := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
	cases := []struct {
		about, secret, unix, signature string
		ok                             bool
	}{
		{"signed now", secret, at(0), gateway.Sign(secret, at(0), body), true},
		{"with the algorithm in front", secret, at(0), "sha256=" + gateway.Sign(secret, at(0), body), true},
		{"five minutes old", secret, at(-5 * time.Minute), gateway.Sign(secret, at(-5*time.Minute), body), true},
		{"older", secret, at(-5*time.Minute - time.Second), gateway.Sign(secret, at(-5*time.Minute-time.Second), body), false},
		{"from the future", secret, at(6 * time.Minute), gateway.Sign(secret, at(6*time.Minute), body), false},
		{"an old signature with a new time", secret, at(0), gateway.Sign(secret, at(-10*time.Minute), body), false},
		{"another secret", secret, at(0), gateway.Sign("another secret, long enough", at(0), body), false},
		{"no secret is set: nothing counts", "", at(0), gateway.Sign("", at(0), body), false},
		{"no signature", secret, at(0), "", false},
		{"no time", secret, "", gateway.Sign(secret, "", body), false},
		{"a time that overflows", secret, "99999999999999999", gateway.Sign(secret, "99999999999999999", body), false},
	}
	for _, c := range cases {
		mark, err := gateway.Verify(c.secret, c.unix, c.signature, body, terms.InstantOf(now))
		if (err == nil) != c.ok || (c.ok && len(mark) != 32) {
			t.Errorf("%s: %v", c.about, err)
		}
		if err != nil && !models.IsKind(err, models.KindForbidden) {
			t.Errorf("%s: %v", c.about, err)
		}
	}
	if _, err := gateway.Verify(secret, at(0), gateway.Sign(secret, at(0), body), append(body, ' '), terms.InstantOf(now)); err == nil {
		t.Error("a changed body counts")
	}
}

func TestWordsOfAProvider(t *testing.T) {
	for word, want := range map[string]models.DeliveryState{"delivered": models.DeliveryDelivered, "answered": models.DeliveryDelivered, "failed": models.DeliveryRefused,
		"expired": models.DeliveryRefused, "blocked": models.DeliveryRefused, "enroute": "", "unknown": "", "": ""} {
		r, err := gateway.ReadReceipt([]byte(`{"key":"k","state":"`+word+`","at":"2026-11-23T10:00:00Z"}`), nil)
		if err != nil || r.State != want || (r.State == models.DeliveryRefused) != (r.Reason != "") || r.At.IsZero() {
			t.Errorf("%s: %+v, %v", word, r, err)
		}
	}
	for _, bad := range []string{"", "[]", "{}", `{"state":"delivered"}`, "\x00"} {
		if _, err := gateway.ReadReceipt([]byte(bad), nil); !models.IsKind(err, models.KindInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
