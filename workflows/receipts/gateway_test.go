package receipts_test

import (
	"testing"
	"time"

	"candour/models"
	"candour/models/modelstest"
	"candour/models/terms"
	"candour/workflows/contact"
	"candour/workflows/delivery/gateway"
	"candour/workflows/delivery/gateway/gatewaytest"
	"candour/workflows/delivery/journal"
	"candour/workflows/delivery/mark"
	"candour/workflows/dispatch"
	"candour/workflows/dispatch/provider"
	"candour/workflows/receipts"
	"candour/workflows/safecontact"
)

// The whole way: a bounce, the next channel, a text message through the gateway, and its receipt; and nobody whom a rule protects by then.
func TestATextMessageFollowsABounceExceptAgainstARule(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := gatewaytest.New("the key")
		defer f.Close()
		c := newTold(t, db, mailThenText, 3)
		for n := 1; n <= 3; n++ {
			c.hear(c.bounce(n, 1, "failed", "5.1.1"))
		}
		_, err := receipts.Advance(t.Context(), db)
		c.must(err)
		// Queued for a text message; then it is learnt that others read the second telephone.
		shared := mailThenText
		shared.SharedTelephone = terms.Yes
		_, err = contact.SetPersonPlan(t.Context(), db, c.manager, c.in, models.PersonID(1, 2), contact.Entry{Plan: shared, Why: "Learnt today."})
		c.must(err)
		s, err := gateway.NewSettings(gateway.SMS, gateway.Given{URL: f.URL, Key: "the key", Remembers: "24h"})
		c.must(err)
		// The command released the first wave only; these three are in it or with the rest.
		c.command(func(tx models.Tx) error {
			c.reload()
			return models.MoveDispatch(tx, c.d.Number, c.d.Version, []models.DispatchPhase{models.DispatchSending}, map[string]any{"wave": models.TheRest})
		})
		f.Then(gatewaytest.Behaviour{Lose: true}) // the first answer is lost; the key is known, so it is asked again
		j, err := journal.OpenNode(t.TempDir(), journal.Options{})
		c.must(err)
		node := dispatch.NewNode(db, j, dispatch.NodeSettings{Lanes: 2, FirstRetry: time.Millisecond}, provider.Channel(db, gateway.SMS, s))
		c.must(node.Start(t.Context()))
		defer func() { c.must(node.Stop(t.Context())) }()
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			modelstest.ClockOf(db).Advance(time.Second)
			if c.line(1).State == models.DeliverySent && c.line(3).State == models.DeliverySent && c.line(2).State != models.DeliveryQueued && c.line(2).State != models.DeliveryLeased {
				break
			}
		}
		told := f.Told()
		if len(told) != 2 || c.stands(1) != "sent sms 2 " || c.stands(3) != "sent sms 2 " {
			t.Fatalf("%d telephones rang: %q %q %q", len(told), c.stands(1), c.stands(2), c.stands(3))
		}
		for _, m := range told {
			if m.To == "+41790000001" {
				t.Error("the telephone that others read rang")
			}
		}
		if c.line(2).State == models.DeliverySent || c.line(2).Channel == string(safecontact.ChannelSMS) && c.line(2).State == models.DeliveryTold {
			t.Errorf("the second person: %q", c.stands(2))
		}
		e, err := receipts.TakeGateway(t.Context(), db, gateway.Receipt{Key: told[0].Key, State: models.DeliveryDelivered, Mark: []byte("one")})
		c.must(err)
		if e != receipts.Applied {
			t.Errorf("its receipt: %s", e)
		}
		c.addsUp()
	})
}

func TestABounceOfAMessageOfTheOutboxIsRecordedOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		c := newTold(t, db, mailThenText, 1)
		sent := func(state models.DeliveryState) models.Delivery {
			d := models.Delivery{ID: models.NewID(), IncidentID: c.in, AccountID: c.manager.Account, Occasion: string(state), Purpose: "tasks", Channel: "email", State: state, QueuedAt: db.Now(), Language: "en", Subject: "Tasks"}
			c.must(d.SetLetter(db.Keys(), models.DeliveryLetter{To: "a@b.test", Text: "x", HTML: "x"}))
			c.command(func(tx models.Tx) error { return models.AddDeliveries(tx, []models.Delivery{d}) })
			return d
		}
		hear := func(d models.Delivery) (receipts.Effect, models.Delivery) {
			to, err := mark.EnvelopeSender(db.Keys(), mark.Step{Delivery: d.ID}, "notices.test")
			c.must(err)
			e := c.hear(dsn(to, "failed", "5.1.1"))
			d, err = models.LoadDelivery(db.View(t.Context()), d.ID)
			c.must(err)
			return e, d
		}
		one := sent(models.DeliverySent)
		if e, d := hear(one); e != receipts.Applied || d.State != models.DeliveryRefused || d.Reason != "the mailbox does not exist" {
			t.Errorf("%s: %s, %s", e, d.State, d.Reason)
		}
		if e, _ := hear(one); e != receipts.Ignored {
			t.Errorf("the same again: %s", e)
		}
		if e, d := hear(sent(models.DeliveryDelivered)); e != receipts.Ignored || d.State != models.DeliveryDelivered {
			t.Errorf("one whose reader pressed a button: %s, %s", e, d.State)
		}
		if e, d := hear(sent(models.DeliverySending)); e != receipts.Early || d.State != models.DeliverySending {
			t.Errorf("one that is being handed over: %s, %s", e, d.State)
		}
	})
}
