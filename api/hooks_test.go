package api_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"candour/api"
	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/delivery/gateway/gatewaytest"
	"candour/workflows/delivery/mark"
	"candour/workflows/regimes"
)

const hookSecret = "a secret of more than 24 characters"

func TestOnlySignedNotificationsAreTakenAndNothingIsLearntFromTheAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		lib, problems := regimes.Default()
		if len(problems) > 0 {
			t.Fatal(problems[0])
		}
		h, _, err := api.New(api.Config{PublicURL: "http://127.0.0.1:1", HookSecrets: map[string]string{"sms": hookSecret}}, db, lib, api.Page{Files: fstest.MapFS{"index.html": {Data: []byte("page")}}})
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(h)
		defer s.Close()
		f := gatewaytest.New("k")
		defer f.Close()
		ours, err := mark.Token(db.Keys(), mark.Step{Dispatch: 1, Person: 1, Step: 1})
		if err != nil {
			t.Fatal(err)
		}
		now := db.Now().Time()
		for _, c := range []struct {
			about, path, secret, key string
			at                       time.Time
			status                   int
		}{
			{"ours, of a delivery that is not there", "sms", hookSecret, ours, now, 204},
			{"the same again", "sms", hookSecret, ours, now, 204},
			{"a key that is not ours", "sms", hookSecret, "somebody-elses-key", now, 204},
			{"another secret", "sms", "another secret, also long enough", ours, now, 403},
			{"an old one", "sms", hookSecret, ours, now.Add(-6 * time.Minute), 403},
			{"where no secret is set", "voice", hookSecret, ours, now, 403},
			{"where no secret is set, signed with none", "voice", "", ours, now, 403},
			{"bounces without a secret", "bounces", "", ours, now, 403},
		} {
			status, err := f.Receipt(s.URL+"/hooks/"+c.path, c.secret, c.key, "delivered", c.at)
			if err != nil || status != c.status {
				t.Errorf("%s: %d, %v; want %d", c.about, status, err, c.status)
			}
		}
		res, err := s.Client().Post(s.URL+"/hooks/sms", "application/json", strings.NewReader(strings.Repeat("x", 2<<20)))
		if err != nil || res.StatusCode != 413 {
			t.Errorf("two megabytes: %v, %v", res, err)
		}
		if res != nil {
			_ = res.Body.Close()
		}
	})
}
