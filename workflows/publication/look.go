package publication

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"candour/models"
	"candour/workflows/outbound"
	"candour/workflows/statements"
)

// Eyes look at a page from outside.
type Eyes interface {
	Get(ctx context.Context, address string, most int64) (outbound.Answer, error)
}

// Outlook is where public pages are looked at from. Eyes is nil when there is no outside.
type Outlook struct {
	PublicURL string
	Eyes      Eyes
}

// NewOutlook reads the public address. One on this machine has no outside, and the page then says so instead of guessing.
func NewOutlook(publicURL string) Outlook {
	u, err := url.Parse(publicURL)
	if err != nil || u.Scheme != "https" {
		return Outlook{PublicURL: publicURL}
	}
	if ip, err := netip.ParseAddr(u.Hostname()); u.Hostname() == "localhost" || err == nil && ip.IsLoopback() {
		return Outlook{PublicURL: publicURL}
	}
	return Outlook{PublicURL: publicURL, Eyes: outbound.New(u.Hostname())}
}

const (
	mostPage  = 256 << 10
	firstEach = 10               // looks one after the other, a minute apart
	laterWait = 30 * time.Minute // between later ones
)

// Look fetches the page in every language whose newest publications nobody has seen from outside yet, and notes what came.
func (o Outlook) Look(ctx context.Context, db *models.DB, page models.PublicPage) error {
	r := db.View(ctx)
	public, err := models.PublicNow(r, page.IncidentID)
	if err != nil {
		return err
	}
	looks, err := models.LooksAt(r, page.IncidentID)
	if err != nil {
		return err
	}
	newest, waiting := map[models.ID]bool{}, map[string][]models.Publication{}
	for _, p := range public {
		// An older version stands on a page of its own; what counts is what readers see first.
		if newest[p.TextID] {
			continue
		}
		newest[p.TextID] = true
		l, looked := looks[p.ID]
		if !l.SeenAt.IsZero() || looked && l.LooksCount >= firstEach && l.LookedAt.Add(laterWait).After(r.Now()) || looked && l.Outcome == models.LookNotOutside && o.Eyes == nil {
			continue
		}
		waiting[p.Language] = append(waiting[p.Language], p)
	}
	for lang, ps := range waiting {
		outcome, why, err := o.look(ctx, db, page, lang)
		if err != nil {
			return err
		}
		for _, p := range ps {
			l := models.PublicationLook{PublicationID: p.ID, Outcome: outcome, Why: why, LookedAt: db.Now(), LooksCount: looks[p.ID].LooksCount + 1}
			if outcome == models.LookSeen {
				l.SeenAt = l.LookedAt
			}
			if err := db.KeepLook(ctx, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// look compares what the world gets with what we serve, byte for byte.
func (o Outlook) look(ctx context.Context, db *models.DB, page models.PublicPage, lang string) (outcome, why string, err error) {
	if o.Eyes == nil {
		return models.LookNotOutside, "The public address is on this machine, so there is no outside to look from.", nil
	}
	name := lang + ".html"
	ours, err := statements.PublicFile(db.View(ctx), page.Code, name, "", statements.Site{PublicURL: o.PublicURL})
	if err != nil {
		return "", "", err
	}
	a, err := o.Eyes.Get(ctx, o.PublicURL+statements.BasePath+page.Code+"/"+name, mostPage)
	var dns *net.DNSError
	var dead interface{ Timeout() bool }
	switch {
	case errors.Is(err, outbound.ErrInside):
		return models.LookNotOutside, "The public address leads into our own network, so there is no outside to look from.", nil
	case errors.Is(err, outbound.ErrAddress):
		return models.LookNotOutside, "The public address cannot be asked from here: it needs https and the usual port.", nil
	case errors.Is(err, outbound.ErrTooLong):
		return models.LookDifferent, "Something else than this page was answered; it was much longer.", nil
	case errors.As(err, &dns):
		return models.LookFailed, "The name of the public address was not found.", nil
	case errors.As(err, &dead) && dead.Timeout():
		return models.LookFailed, "The public address did not answer within ten seconds.", nil
	case err != nil:
		return models.LookFailed, "The public address could not be reached.", nil
	case a.Status != http.StatusOK:
		return models.LookFailed, fmt.Sprintf("The public address answered with status %d.", a.Status), nil
	case sha256.Sum256(a.Body) != sha256.Sum256(ours.Body):
		return models.LookDifferent, "The page was answered with other bytes. A cache in front of it may still hold the older page.", nil
	}
	return models.LookSeen, "", nil
}
