package enquiries_test

import (
	"testing"

	"pgregory.net/rapid"

	"candour/models"
	"candour/models/modelstest"
	"candour/workflows/enquiries"
)

// Whatever is done to an enquiry, in whatever order and by whom: its state only moves as it may, what is routed never returns to the desk,
// what is settled keeps no number, and a number is opened only while a call is agreed.
func TestStatesMoveOnlyAsTheyMay(t *testing.T) {
	db := modelstest.Open(t, models.SQLite)
	ctx, i := t.Context(), incident(t, db)
	a, hash := approved(t, db, i, "affected", "en", "Ask us.")
	given := enquiries.Given{Answer: a, Hash: hash}
	rapid.Check(t, func(r *rapid.T) {
		in := plain(rapid.SampledFrom([]string{"affected", "safety"}).Draw(r, "topic"), rapid.SampledFrom([]string{"calm", "in-danger"}).Draw(r, "worry"))
		if rapid.Bool().Draw(r, "call") {
			in.Call = agreed()
			in.Call.From, in.Call.Until, in.Call.MayRedial = "00:00", "24:00", true
		}
		e := log(t, db, desk, i, in)
		var call models.ID
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			by := rapid.SampledFrom([]models.Viewer{desk, guard, second}).Draw(r, "by")
			was := e
			var err error
			what := rapid.SampledFrom([]string{"give", "ask", "route", "agree", "begin", "end", "settle", "stale"}).Draw(r, "act")
			switch what {
			case "give":
				err = enquiries.Give(ctx, db, by, e.ID, e.Version, given)
			case "ask":
				_, err = enquiries.Ask(ctx, db, by, e.ID, e.Version, enquiries.Question{Text: "What about volunteers?"})
			case "route":
				err = enquiries.Route(ctx, db, by, e.ID, e.Version)
			case "agree":
				x := agreed()
				x.From, x.Until, x.MayRedial = "00:00", "24:00", true
				err = enquiries.Agree(ctx, db, by, e.ID, e.Version, *x)
			case "begin":
				var c enquiries.Call
				if c, err = enquiries.Begin(ctx, db, by, e.ID); err == nil {
					call = c.ID
					if !was.CallWanted || was.State != models.EnquiryCallBack && was.State != models.EnquiryRouted {
						r.Fatalf("the number of an enquiry that is %s was opened, call wanted: %v", was.State, was.CallWanted)
					}
				} else if c.Telephone != "" {
					r.Fatal("a refusal came with the number")
				}
			case "end":
				err = enquiries.End(ctx, db, by, e.ID, enquiries.Ended{Call: call, Outcome: rapid.SampledFrom([]string{"reached", "not-reached", "somebody-else", "do-not-call"}).Draw(r, "outcome")})
			case "settle":
				err = enquiries.Settle(ctx, db, by, e.ID, e.Version, "asked-twice")
			case "stale":
				if err = enquiries.Assign(ctx, db, by, e.ID, e.Version+7, ""); err == nil {
					r.Fatal("somebody who saw another version changed the enquiry")
				}
			}
			if e = load(t, db, e.ID); err != nil {
				if e.Version != was.Version || e.State != was.State {
					r.Fatalf("%s was refused (%v) and changed the enquiry", what, err)
				}
				continue
			}
			switch {
			case e.State != was.State && !was.State.May(e.State):
				r.Fatalf("%s took it from %s to %s", what, was.State, e.State)
			case was.State == models.EnquiryRouted && e.State == models.EnquiryDone && by.Role != models.RoleDPO:
				r.Fatalf("%s by the desk ended what protection staff have", what)
			case e.State == models.EnquiryDone && len(e.CallSealed) > 0:
				r.Fatalf("%s settled it and kept the number", what)
			case e.State.Settled() == e.SettledAt.IsZero():
				r.Fatalf("%s: %s, settled at %q", what, e.State, e.SettledAt)
			}
		}
	})
}
