package briefing

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"candour/models"
	"candour/models/terms"
)

// WriteHandOver names what somebody leaves to the next person: open clocks, open approvals, silent societies, uncertain messages, promised
// calls. It depends on its arguments alone.
func WriteHandOver(s Snapshot, calls []Call) []Part {
	var clocks []string
	for _, c := range s.Clocks {
		if c.State != models.ObligationOpen {
			continue
		}
		line := c.named()
		if c.late(s.At) {
			line = "Late: " + line
		} else if c.past(s.At) {
			line = "Past our own target: " + line
		}
		clocks = append(clocks, line+".")
	}
	var approvals []string
	if s.Texts > 0 {
		approvals = append(approvals, count(s.Texts, "text waits", "texts wait")+" for an approver.")
	}
	if s.Notices > 0 {
		approvals = append(approvals, count(s.Notices, "notice or circular waits", "notices or circulars wait")+" for an approver.")
	}
	var silent []string
	for _, name := range s.Silent {
		silent = append(silent, name+".")
	}
	var uncertain []string
	if n := s.Uncertain + s.People[models.ShareUncertain]; n > 0 {
		uncertain = append(uncertain, "Nobody knows whether "+count(n, "message", "messages")+" arrived; two people settle each.")
	}
	var promised []string
	for _, c := range calls {
		promised = append(promised, c.line())
	}
	parts := []Part{{"Open clocks", clocks}, {"Open approvals", approvals}, {"Silent societies", silent}, {"Uncertain messages", uncertain}, {"Promised calls", promised}}
	for i := range parts {
		if len(parts[i].Lines) == 0 {
			parts[i].Lines = []string{"None."}
		}
	}
	return parts
}

// Call is a call that was promised, by the number of the enquiry: who is called stands only there.
type Call struct {
	Number      int64
	DueAt       terms.Instant
	Zone        string
	From, Until string
	Language    string
}

func (c Call) line() string {
	s := fmt.Sprintf("Enquiry %d, in %s", c.Number, languageName(c.Language))
	if c.From != "" && c.Until != "" {
		s += fmt.Sprintf(", between %s and %s %s", c.From, c.Until, c.Zone)
	}
	if !c.DueAt.IsZero() {
		s += ", by " + moment(c.DueAt)
	}
	return s + "."
}

// languageName in English: at three in the morning nobody knows what "ti" is.
func languageName(code string) string {
	if tag, err := language.Parse(code); err == nil {
		if name := display.English.Languages().Name(tag); name != "" {
			return name
		}
	}
	return code
}

const mostCalls = 200

// HandOver writes down how it stands for whoever comes next.
func HandOver(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID) (models.HandOver, error) {
	var h models.HandOver
	err := db.Command(ctx, models.Act{By: by.Actor(), Operation: "hand-over", Incident: incident}, func(tx models.Tx) error {
		i, err := models.FindIncident(tx, by, incident)
		if err != nil {
			return err
		}
		s, err := gather(tx, by, i)
		if err != nil {
			return err
		}
		waiting, err := models.UnsettledEnquiries(tx, by, incident, mostCalls)
		if err != nil {
			return err
		}
		var calls []Call
		for _, e := range waiting {
			if e.CallWanted {
				calls = append(calls, Call{e.Number, e.DueAt, e.CallZone, e.CallFrom, e.CallUntil, strings.TrimSpace(e.CallLanguage)})
			}
		}
		slices.SortStableFunc(calls, func(a, b Call) int { return int(a.Number - b.Number) })
		h = models.HandOver{ID: models.NewID(), IncidentID: incident, WrittenAt: tx.Now(), WrittenBy: by.Account}
		if err := h.SetLines(tx.Keys(), WriteHandOver(s, calls)); err != nil {
			return err
		}
		tx.On("hand-over", h.ID)
		return models.AddHandOver(tx, &h)
	})
	return h, err
}

// TakeOver is the press of the next person: from now on it is theirs. Nobody takes over from themselves.
func TakeOver(ctx context.Context, db *models.DB, by models.Viewer, id models.ID) error {
	h, err := models.FindHandOver(db.View(ctx), by, id)
	if err != nil {
		return err
	}
	if _, err := models.FindIncident(db.View(ctx), by, h.IncidentID); err != nil {
		return models.NotFound("Hand-over")
	}
	if h.WrittenBy == by.Account {
		return models.Forbidden("You wrote this hand-over, so somebody else has to take it over.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "take-over", Incident: h.IncidentID}, func(tx models.Tx) error {
		tx.On("hand-over", h.ID)
		return models.TakeHandOver(tx, h.ID, by.Account)
	})
}
