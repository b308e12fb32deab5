package publication_test

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/outbound"
	"candour/workflows/publication"
	"candour/workflows/statements"
)

func TestPublishedIsSaidWhenItWasSeenFromOutside(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		p := w.publish("en", "What we know", "Words.", "", terms.Instant{})
		look := func() models.PublicationLook {
			t.Helper()
			all, err := models.LooksAt(db.View(t.Context()), w.incident)
			w.must(err)
			return all[p.ID]
		}
		served := func(string) (outbound.Answer, error) {
			f, err := statements.PublicFile(db.View(t.Context()), w.page().Code, "en.html", "", statements.Site{PublicURL: publicURL})
			return outbound.Answer{Status: 200, Body: f.Body}, err
		}
		for _, c := range []struct {
			name    string
			answer  func(string) (outbound.Answer, error)
			outcome string
			why     string
		}{
			{"the server in front is down", func(string) (outbound.Answer, error) { return outbound.Answer{Status: 502}, nil }, models.LookFailed, "502"},
			{"the name is gone", func(string) (outbound.Answer, error) { return outbound.Answer{}, &net.DNSError{IsNotFound: true} }, models.LookFailed, "name"},
			{"the line is cut", func(string) (outbound.Answer, error) { return outbound.Answer{}, errors.New("reset") }, models.LookFailed, "reached"},
			{"an older page from a cache", func(string) (outbound.Answer, error) { return outbound.Answer{Status: 200, Body: []byte("old")}, nil }, models.LookDifferent, "cache"},
			{"the name leads inside", func(string) (outbound.Answer, error) { return outbound.Answer{}, outbound.ErrInside }, models.LookNotOutside, "own network"},
			{"the world reads it", served, models.LookSeen, ""},
		} {
			clock(db).Advance(time.Minute)
			w.eyes.answer = c.answer
			w.must(publication.Compare(t.Context(), db, w.setup))
			l := look()
			if l.Outcome != c.outcome || !strings.Contains(l.Why, c.why) || l.LookedAt != db.Now() || l.SeenAt.IsZero() != (c.outcome != models.LookSeen) {
				t.Errorf("%s: %+v", c.name, l)
			}
		}
		// Once seen, nobody looks again until something changes.
		asked := len(w.eyes.asked)
		clock(db).Advance(time.Hour)
		w.must(publication.Compare(t.Context(), db, w.setup))
		if len(w.eyes.asked) != asked {
			t.Errorf("looked again: %v", w.eyes.asked[asked:])
		}
		if a := w.eyes.asked[0]; a != publicURL+"/public/"+w.page().Code+"/en.html" {
			t.Errorf("asked %s", a)
		}
	})
}

func TestAPageThatNobodyCanSeeIsLookedAtEverMoreSeldom(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	for range 120 {
		w.must(publication.Compare(t.Context(), db, w.setup))
		clock(db).Advance(time.Minute)
	}
	if n := len(w.eyes.asked); n < 11 || n > 16 {
		t.Errorf("%d looks in two hours", n)
	}
}

func TestAnAddressOnThisMachineHasNoOutside(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	p := w.publish("en", "What we know", "Words.", "", terms.Instant{})
	for _, address := range []string{"http://127.0.0.1:8080", "https://localhost", "https://[::1]"} {
		o := publication.NewOutlook(address)
		if o.Eyes != nil {
			t.Errorf("%s has eyes", address)
		}
	}
	w.setup.Outlook = publication.NewOutlook("http://127.0.0.1:8080")
	w.follow()
	all, err := models.LooksAt(db.View(t.Context()), w.incident)
	w.must(err)
	if l := all[p.ID]; l.Outcome != models.LookNotOutside || !strings.Contains(l.Why, "this machine") {
		t.Errorf("%+v", l)
	}
}
