package publication_test

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/delivery"
	"candour/workflows/publication"
)

func (w *world) ask(address, language string) {
	w.t.Helper()
	w.must(publication.Ask(w.t.Context(), w.db, w.page().Code, address, language))
	w.compare()
}

func (w *world) compare() {
	w.t.Helper()
	w.must(publication.Compare(w.t.Context(), w.db, w.setup))
}

func (w *world) messages(purpose string) []models.Delivery {
	w.t.Helper()
	all, err := models.ListDeliveries(w.db.View(w.t.Context()), w.incident, "", "")
	w.must(err)
	var out []models.Delivery
	for _, d := range all {
		if d.Purpose == purpose {
			d, err = models.LoadDelivery(w.db.View(w.t.Context()), d.ID)
			w.must(err)
			out = append(out, d)
		}
	}
	return out
}

func (w *world) token(d models.Delivery) string {
	w.t.Helper()
	token, err := d.Token(w.db.Keys())
	w.must(err)
	return token
}

// reader subscribes and confirms.
func (w *world) reader(address, language string) {
	w.t.Helper()
	w.ask(address, language)
	_, err := publication.Begin(w.t.Context(), w.db, w.invitation(address))
	w.must(err)
}

// invitation is the token in the first message to an address.
func (w *world) invitation(address string) string {
	w.t.Helper()
	for _, d := range w.messages(models.PurposeSubscription) {
		if l, err := d.Letter(w.db.Keys()); err == nil && l.To == address {
			return w.token(d)
		}
	}
	w.t.Fatalf("no message to the address")
	return ""
}

func TestAnAddressHearsOfUpdatesOnlyAfterItsReaderPressed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		w.publish("en", "What we know", "Words.", "", terms.Instant{})
		w.ask("amal@example.org", "ar")
		asks := w.messages(models.PurposeSubscription)
		if len(asks) != 1 || asks[0].Language != "ar" {
			t.Fatalf("%d messages", len(asks))
		}
		clock(db).Advance(time.Minute)
		w.publish("en", "An update", "Nobody confirmed.", "", terms.Instant{})
		w.compare()
		if n := len(w.messages(models.PurposeUpdate)); n != 0 {
			t.Fatalf("%d messages to an address that nobody confirmed", n)
		}
		// Looking at the link does nothing.
		for range 3 {
			if _, err := publication.CanBegin(db.View(t.Context()), w.token(asks[0])); err != nil {
				t.Fatal(err)
			}
		}
		if n, _ := models.CountSubscribers(db.View(t.Context()), w.incident); n != 0 {
			t.Fatal("a look confirmed")
		}
		for range 2 { // a second press changes nothing
			if _, err := publication.Begin(t.Context(), db, w.token(asks[0])); err != nil {
				t.Fatal(err)
			}
		}
		clock(db).Advance(time.Minute)
		p := w.publish("en", "Another update", "Now somebody hears of it.", "", terms.Instant{})
		for range 3 { // however often the job runs
			w.compare()
		}
		told := w.messages(models.PurposeUpdate)
		if len(told) != 1 || told[0].Occasion != p.ID {
			t.Fatalf("%d messages", len(told))
		}
		l, err := told[0].Letter(db.Keys())
		w.must(err)
		if l.To != "amal@example.org" || strings.Contains(l.Text+l.HTML+told[0].Subject, "hears of it") || strings.Contains(l.Text, "Another update") {
			t.Errorf("the message tells what happened, or goes elsewhere: %+v", l)
		}
		if !strings.Contains(l.Text, publicURL+"/public/"+w.page().Code+"/en.html") || !strings.Contains(l.Unsubscribe, publicURL+delivery.EndPath) {
			t.Errorf("no way to the page, or none to end it: %+v", l)
		}
	})
}

func TestNobodyCanFindOutWhichAddressesAreKnown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		w.publish("en", "What we know", "Words.", "", terms.Instant{})
		w.reader("known@example.org", "en")
		before := len(w.messages(models.PurposeSubscription))
		// The same answer for both; the known one gets no second message, also not in capitals, so that nobody can annoy it.
		for _, a := range []string{"known@example.org", "KNOWN@Example.ORG", "unknown@example.org", "unknown@example.org", "unknown@example.org"} {
			if err := publication.Ask(t.Context(), db, w.page().Code, a, "en"); err != nil {
				t.Errorf("%s: %v", a, err)
			}
		}
		w.compare()
		if n := len(w.messages(models.PurposeSubscription)) - before; n != 1 {
			t.Errorf("%d messages, want one to the unknown address", n)
		}
		// A day later it may be asked once more.
		clock(db).Advance(25 * time.Hour)
		w.ask("unknown@example.org", "en")
		w.ask("unknown@example.org", "en")
		if n := len(w.messages(models.PurposeSubscription)) - before; n != 2 {
			t.Errorf("%d messages after a day", n)
		}
		for _, bad := range []string{"", "amal", "a@b@c", "a@example.org\r\nBcc: b@example.org", "<a@example.org>", "a b@example.org"} {
			if err := publication.Ask(t.Context(), db, w.page().Code, bad, "en"); err != publication.ErrNoAddress {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if err := publication.Ask(t.Context(), db, "nosuchpage", "a@example.org", "en"); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a page that is not there: %v", err)
		}
	})
}

func TestThePressesOfAPageAreBounded(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	n, err := 0, error(nil)
	for ; n < 700 && err == nil; n++ {
		err = publication.Ask(t.Context(), db, w.page().Code, fmt.Sprintf("a%d@example.org", n), "en")
	}
	if err != publication.ErrBusy || n != 601 {
		t.Errorf("%d presses, then %v", n, err)
	}
	clock(db).Advance(time.Hour + time.Second)
	if err := publication.Ask(t.Context(), db, w.page().Code, "later@example.org", "en"); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestLeavingErasesTheAddressAndWhatWasWrittenToIt(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		w.publish("en", "What we know", "Words.", "", terms.Instant{})
		w.reader("leaves@example.org", "en")
		w.reader("stays@example.org", "en")
		clock(db).Advance(time.Minute)
		w.publish("en", "An update", "More words.", "", terms.Instant{})
		w.compare()
		told := w.messages(models.PurposeUpdate)
		if len(told) != 2 {
			t.Fatalf("%d messages", len(told))
		}
		var mine models.Delivery
		for _, d := range told {
			if l, _ := d.Letter(db.Keys()); l.To == "leaves@example.org" {
				mine = d
			}
		}
		for range 2 { // the second press, and any link that is not known, end nothing and say the same
			w.must(publication.End(t.Context(), db, w.token(mine)))
		}
		w.must(publication.End(t.Context(), db, "not-a-token-of-anybody"))
		if n, _ := models.CountSubscribers(db.View(t.Context()), w.incident); n != 1 {
			t.Errorf("%d readers are left", n)
		}
		for _, d := range append(w.messages(models.PurposeUpdate), w.messages(models.PurposeSubscription)...) {
			if d.SubscriptionID != mine.SubscriptionID {
				continue
			}
			if len(d.LetterSealed) != 0 || d.State != models.DeliveryHeld {
				t.Errorf("a message to somebody who left: %s, %d bytes", d.State, len(d.LetterSealed))
			}
		}
		clock(db).Advance(time.Minute)
		w.publish("en", "A third", "Still more.", "", terms.Instant{})
		w.compare()
		if n := len(w.messages(models.PurposeUpdate)); n != 3 {
			t.Errorf("%d messages; the one who left was told again", n)
		}
	})
}

func TestAddressesAreForgotten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w := newWorld(t, db, false)
		w.publish("en", "What we know", "Words.", "", terms.Instant{})
		w.reader("reads@example.org", "en")
		w.ask("silent@example.org", "en")
		count := func() (n int) {
			t.Helper()
			w.must(db.SQL().QueryRow("SELECT COUNT(*) FROM subscriptions").Scan(&n))
			return n
		}
		late := w.invitation("silent@example.org")
		clock(db).Advance(publication.Unconfirmed - time.Second)
		w.compare()
		if count() != 2 {
			t.Error("forgotten before 7 days")
		}
		clock(db).Advance(time.Second)
		w.compare()
		if count() != 1 {
			t.Error("an address that nobody confirmed is kept")
		}
		if _, err := publication.Begin(t.Context(), db, late); !models.IsKind(err, models.KindNotFound) {
			t.Errorf("a link that is too old: %v", err)
		}
		// The page is taken down; a month later so are its readers.
		all, err := models.ListPublications(db.View(t.Context()), w.incident)
		w.must(err)
		for _, p := range all {
			w.must(db.Command(t.Context(), models.Act{By: models.Console, Operation: "test", Incident: w.incident}, func(tx models.Tx) error {
				return models.WithdrawPublication(tx, p.ID, author.Account)
			}))
		}
		clock(db).Advance(publication.Silence - time.Second)
		w.compare()
		if count() != 1 {
			t.Error("forgotten before a month")
		}
		clock(db).Advance(2 * time.Second)
		w.compare()
		if count() != 0 {
			t.Error("a page that is gone keeps its readers")
		}
	})
}

// No address in the database in clear, in no event, and none in a log: the file is searched byte by byte.
func TestNoAddressLiesInClear(t *testing.T) {
	path := t.TempDir() + "/clear.db"
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, false)
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	w.reader("canary-qx7@example.org", "en")
	w.publish("en", "An update", "More words.", "", terms.Instant{})
	w.compare()
	if _, err := db.SQL().Exec("VACUUM INTO '" + path + "'"); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	w.must(err)
	if bytes.Contains(b, []byte("canary-qx7")) || len(b) < 10000 {
		t.Error("the address lies in the database in clear")
	}
	for _, d := range w.messages(models.PurposeSubscription) {
		if bytes.Contains(b, []byte(w.token(d))) {
			t.Error("a token lies in the database")
		}
	}
}

func TestReadersOfAnExerciseGetNothing(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	w := newWorld(t, db, true)
	w.publish("en", "What we know", "Words.", "", terms.Instant{})
	w.reader("somebody@example.org", "en")
	clock(db).Advance(time.Minute)
	w.publish("en", "An update", "More words.", "", terms.Instant{})
	w.compare()
	dir := t.TempDir()
	for {
		// With a relay that must not be asked: it would not even resolve.
		n, err := delivery.SendDue(t.Context(), db, delivery.Post{Outbox: delivery.Outbox{Dir: dir, From: sender(t)}}, "test")
		w.must(err)
		if n == 0 {
			break
		}
	}
	for _, d := range append(w.messages(models.PurposeUpdate), w.messages(models.PurposeSubscription)...) {
		if d.State != models.DeliveryHeld || d.Reason != delivery.ReasonExercise {
			t.Errorf("%s: %s %s", d.Purpose, d.State, d.Reason)
		}
	}
	copies, err := os.ReadDir(dir)
	w.must(err)
	post := regexp.MustCompile(`(?m)^List-Unsubscribe: <https://candour\.example\.org/updates/end/[A-Za-z0-9_-]{43}>\r?$`)
	found := 0
	for _, f := range copies {
		b, err := os.ReadFile(dir + "/" + f.Name())
		w.must(err)
		if post.Match(b) && bytes.Contains(b, []byte("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")) {
			found++
		}
	}
	if len(copies) != 2 || found != 1 {
		t.Errorf("%d copies, %d with one press to end it", len(copies), found)
	}
}

func sender(t *testing.T) delivery.Sender {
	t.Helper()
	a, err := delivery.ParseAddress("notices@candour.example.org")
	if err != nil {
		t.Fatal(err)
	}
	return delivery.Sender{Address: a, Name: "Candour"}
}
