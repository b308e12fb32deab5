package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"candour/models"
	"candour/templates"
	"candour/workflows/genuineness"
)

// mountCheckPage serves the page on which anybody can ask whether a message is ours. Fetching it does nothing; the reference comes in the body
// of a form and stands in no address, so that neither proxies nor logs nor the history of a borrowed telephone keep it. Nothing is recorded.
func mountCheckPage(s *Server, e *gin.Engine) {
	limit := genuineness.NewLimiter(func() time.Time { return s.db.Now().Time() })
	show := func(c *gin.Context) {
		checkPage(c, http.StatusOK, templates.CheckPage{Lang: readerLanguage(c)})
	}
	e.GET(models.CheckPath, show)
	e.HEAD(models.CheckPath, show)
	e.POST(models.CheckPath, func(c *gin.Context) {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 4<<10)
		p := templates.CheckPage{Lang: readerLanguage(c), Outcome: templates.CheckForm}
		if c.ContentType() != "application/x-www-form-urlencoded" || c.Request.ParseForm() != nil {
			checkPage(c, http.StatusBadRequest, p)
			return
		}
		f := c.Request.PostForm // never the query
		if l := f.Get("lang"); slices.Contains(templates.Languages(), l) {
			p.Lang = l
		}
		from := clientNetwork(c.Request, s.Config.Proxies)
		if !limit.Allow(from) {
			p.Outcome = templates.CheckMustWait
			c.Header("Retry-After", "600")
			checkPage(c, http.StatusTooManyRequests, p)
			return
		}
		ref, err := genuineness.Parse(f.Get("reference"))
		switch {
		case errors.Is(err, genuineness.ErrCheck):
			p.Outcome = templates.CheckDigit
			fallthrough
		case err != nil:
			if typed := f.Get("reference"); len(typed) <= 100 {
				p.Typed = typed
			}
			checkPage(c, http.StatusUnprocessableEntity, p)
			return
		}
		found, err := genuineness.Check(s.db.View(c.Request.Context()), ref)
		if err != nil {
			slog.Error("a reference could not be checked", "error", err)
			c.Header("Cache-Control", "no-store")
			c.String(http.StatusInternalServerError, "The page cannot be shown at this moment. Please try again in a minute.")
			return
		}
		if found.Outcome == genuineness.NotOurs {
			limit.Missed(from)
		}
		checkPage(c, http.StatusOK, checked(p, found))
	})
}

// checked says what a stranger may know of what was found.
func checked(p templates.CheckPage, f genuineness.Finding) templates.CheckPage {
	p.Outcome = templates.CheckNotOurs
	if f.Outcome == genuineness.NotOurs {
		return p
	}
	p.Outcome = templates.CheckGenuine
	if f.Outcome == genuineness.Replaced {
		p.Outcome = map[string]templates.CheckOutcome{genuineness.WhyNewer: templates.CheckNewer, genuineness.WhyStopped: templates.CheckStopped}[f.Why]
	}
	p.Exercise, p.Kind, p.Organisation, p.Telephone, p.Email, p.Sent = f.Exercise, f.Kind, f.Organisation, f.Telephone, f.Email, f.Sent.Time()
	return p
}

func checkPage(c *gin.Context, status int, p templates.CheckPage) {
	c.Header("Content-Security-Policy", templates.ContentSecurityPolicy())
	c.Header("Cache-Control", "no-store")
	c.Header("Vary", "Accept-Language")
	p.Action = models.CheckPath
	body, err := p.HTML()
	if err != nil {
		slog.Error("check page failed", "error", err)
		c.String(http.StatusInternalServerError, "The page cannot be shown at this moment. Please try again in a minute.")
		return
	}
	c.Data(status, "text/html; charset=utf-8", body)
}

// clientNetwork is where a request comes from, for counting. A forwarded address counts only when a proxy that was named in the settings
// hands it over; one from this machine or this house without such a setting is a proxy nobody told us about, and then there is no address.
func clientNetwork(r *http.Request, proxies []netip.Prefix) netip.Addr {
	known := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := from.Addr().Unmap()
	if known(at) {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0; i-- {
			if at, err = netip.ParseAddr(strings.TrimSpace(hops[i])); err != nil {
				return netip.Addr{}
			}
			if at = at.Unmap(); !known(at) {
				break
			}
		}
	}
	if at.IsLoopback() || at.IsPrivate() || at.IsLinkLocalUnicast() {
		return netip.Addr{}
	}
	return at
}

// CheckedReference is what a colleague sees of a reference somebody reads to them.
type CheckedReference struct {
	Outcome      string `json:"outcome" enum:"genuine,replaced,not_ours"`
	Why          string `json:"why,omitempty" enum:"newer,stopped"`
	Kind         string `json:"kind,omitempty" enum:"message,circular,statement,broadcast"`
	Organisation string `json:"organisation,omitempty"`
	SentAt       Moment `json:"sent_at,omitempty"`
	Exercise     bool   `json:"exercise,omitempty"`

	IncidentID        string `json:"incident_id,omitempty" doc:"Empty: not for you to see."`
	IncidentReference string `json:"incident_reference,omitempty"`
	IncidentTitle     string `json:"incident_title,omitempty"`
	NoticeID          string `json:"notice_id,omitempty" doc:"Of a message or a circular."`
	NoticeNumber      int    `json:"notice_number,omitempty"`
	PersonID          int64  `json:"person_id,omitempty" doc:"Only for those who may open this person."`
	Channel           string `json:"channel,omitempty"`
}

func registerCheck(s *Server) {
	read(s, Operation{ID: "check-reference", Method: http.MethodPost, Path: "/reference-checks", Summary: "Which message of ours a reference belongs to; the person only for those who may see people.", Right: models.RightTakeEnquiries, Tags: []string{"Enquiries"}},
		func(_ context.Context, r models.View, v models.Viewer, in *struct {
			Body struct {
				Reference string `json:"reference" maxLength:"100" doc:"18 digits, in any script, with or without dashes."`
			}
		}) (*struct{ Body CheckedReference }, error) {
			ref, err := genuineness.Parse(in.Body.Reference)
			switch {
			case errors.Is(err, genuineness.ErrCheck):
				return nil, models.InvalidField("reference", "The last digit does not fit the others: one digit was read or typed wrongly. Ask them to read it again, three digits at a time.")
			case err != nil:
				return nil, models.InvalidField("reference", "A reference has 18 digits, in six groups of three. Ask them to read it again.")
			}
			f, err := genuineness.CheckAs(r, v, ref)
			if err != nil {
				return nil, err
			}
			out := CheckedReference{Outcome: string(f.Outcome), Why: f.Why, Kind: f.Kind, Organisation: f.Organisation, SentAt: at(f.Sent), Exercise: f.Exercise}
			if f.MaySeeIncident {
				out.IncidentID, out.IncidentReference, out.IncidentTitle = f.Incident, f.IncidentReference, f.IncidentTitle
				out.PersonID, out.Channel, out.NoticeNumber = f.Person, f.Channel, f.NoticeNumber
				if f.NoticeNumber > 0 {
					out.NoticeID = f.Thing
				}
			}
			return &struct{ Body CheckedReference }{out}, nil
		})
}
