package statements

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/templates"
	"candour/workflows/texts"
)

// SelfCheck is what "might I be affected?" knows in one language: which services, where and in which years. From is the version that was
// loaded; 0: there is none yet.
type SelfCheck struct {
	Language string             `json:"language"`
	Services []SelfCheckService `json:"services"`
	From     int                `json:"-"`
}

// SelfCheckService is one thing people turned to. No places: everywhere. No years: always. Nothing is guessed: what nobody knows is not written
// as a limit, because a limit makes somebody "probably not affected".
type SelfCheckService struct {
	Name      string   `json:"name"`
	Places    []string `json:"places"`
	FirstYear int      `json:"first_year"`
	LastYear  int      `json:"last_year"`
}

// So many fit on the page with their questions under 30 kB in Arabic.
const (
	mostServices = 12
	mostPlaces   = 20
)

func (c *SelfCheck) check() error {
	if len(c.Services) == 0 || len(c.Services) > mostServices {
		return models.InvalidField("services", "Name between 1 and %d services; more do not fit on the page of an old telephone.", mostServices)
	}
	for i := range c.Services {
		s, field := &c.Services[i], fmt.Sprintf("services[%d]", i)
		if s.Places == nil {
			s.Places = []string{}
		}
		if len(s.Places) > mostPlaces {
			return models.InvalidField(field, "Name at most %d places for one service; a region or a country may stand for its places.", mostPlaces)
		}
		for n := range s.Places {
			s.Places[n] = strings.TrimSpace(s.Places[n])
		}
		s.Name = strings.TrimSpace(s.Name)
		for _, x := range append([]string{s.Name}, s.Places...) {
			if x == "" || utf8.RuneCountInString(x) > 80 || strings.ContainsFunc(x, unicode.IsControl) {
				return models.InvalidField(field, "A service and a place need a name of at most 80 characters in one line.")
			}
		}
		if (s.FirstYear != 0 || s.LastYear != 0) && (s.FirstYear < 1863 || s.LastYear > 2100 || s.FirstYear > s.LastYear) {
			return models.InvalidField(field, "Give the first and the last year in this order, or neither when nobody knows.")
		}
	}
	return nil
}

// words are what the approver reads, line by line, and what is bound: the page is made of nothing else.
func (c SelfCheck) words() (texts.Draft, error) {
	bound, err := json.Marshal(c)
	if err != nil {
		return texts.Draft{}, err
	}
	var lines []string
	for _, s := range c.Services {
		where, when := "everywhere", "at any time"
		if len(s.Places) > 0 {
			where = strings.Join(s.Places, " · ")
		}
		if s.FirstYear != 0 {
			when = fmt.Sprintf("%d–%d", s.FirstYear, s.LastYear)
		}
		lines = append(lines, "- "+s.Name+": "+where+", "+when)
	}
	return texts.Draft{Language: c.Language, Title: templates.SelfCheckTitle(c.Language), Body: strings.Join(lines, "\n"), Bound: string(bound), From: c.From}, nil
}

// SelfCheckWords is the newest version in each language, whatever became of it.
func SelfCheckWords(r models.Reader, v models.Viewer, incident models.ID) (map[string]SelfCheck, map[string]models.TextVersion, error) {
	all, err := models.ListTexts(r, v, incident, models.TextSelfCheck)
	if err != nil {
		return nil, nil, err
	}
	said, versions := map[string]SelfCheck{}, map[string]models.TextVersion{}
	for _, t := range all {
		x, err := models.CurrentTextVersion(r, t.ID)
		if err != nil {
			return nil, nil, err
		}
		c, err := selfCheckIn(x)
		if err != nil {
			return nil, nil, err
		}
		said[x.Language], versions[x.Language] = c, x
	}
	return said, versions, nil
}

func selfCheckIn(x models.TextVersion) (c SelfCheck, err error) {
	return c, json.Unmarshal([]byte(x.Bound), &c)
}

func selfCheckText(r models.Reader, by models.Viewer, incident models.ID, language string) (models.Text, models.TextVersion, error) {
	all, err := models.ListTexts(r, by, incident, models.TextSelfCheck)
	if err != nil {
		return models.Text{}, models.TextVersion{}, err
	}
	for _, t := range all {
		x, err := models.CurrentTextVersion(r, t.ID)
		if err != nil || x.Language == language {
			return t, x, err
		}
	}
	return models.Text{}, models.TextVersion{}, models.NotFound("Self-check")
}

// SetSelfCheck asks for another self-check in one language; the page goes on showing the approved one until somebody else approves this.
func SetSelfCheck(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, c SelfCheck) error {
	if !slices.Contains(texts.Languages, c.Language) {
		return models.InvalidField("language", "Texts are written in English, French, Spanish or Arabic for now.")
	}
	if err := c.check(); err != nil {
		return err
	}
	d, err := c.words()
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "set-self-check", Incident: incident}, func(tx models.Tx) error {
		t, _, err := selfCheckText(tx, by, incident, c.Language)
		if err != nil && !models.IsKind(err, models.KindNotFound) {
			return err
		}
		if t.ID == "" && d.From != 0 || t.ID != "" && d.From == 0 {
			return models.Conflict("Somebody else changed the self-check while you were editing it. Load it again and compare.")
		}
		v, err := texts.SaveIn(tx, by, incident, models.TextSelfCheck, t.ID, d)
		if err != nil {
			return err
		}
		return texts.SubmitIn(tx, by, models.Text{ID: v.TextID, IncidentID: incident, Kind: models.TextSelfCheck})
	})
}

// ApproveSelfCheck puts the version the approver has read on the page.
func ApproveSelfCheck(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, language string, hash []byte) error {
	return settleSelfCheck(ctx, db, by, incident, "approve-self-check", "", language, func(tx models.Tx, t models.Text) error {
		if err := texts.SettleIn(tx, by, t, hash, models.TextApproved, ""); err != nil {
			return err
		}
		done, err := allSigned(tx, t)
		if err != nil || !done {
			return err
		}
		x, _, err := texts.Approved(tx, t.ID)
		if err != nil {
			return err
		}
		if err := models.PutSelfCheck(tx, &models.SelfCheck{IncidentID: incident, Language: language, VersionID: x.ID, ApprovedAt: tx.Now(), ApprovedBy: by.Account}); err != nil {
			return err
		}
		return Changed(tx, incident, tx.Now())
	})
}

// DeclineSelfCheck sends it back with a reason; the page stays as it is.
func DeclineSelfCheck(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, language string, hash []byte, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return models.InvalidField("reason", "Say what has to change, so that the author can go on.")
	}
	return settleSelfCheck(ctx, db, by, incident, "decline-self-check", reason, language, func(tx models.Tx, t models.Text) error {
		return texts.SettleIn(tx, by, t, hash, models.TextDeclined, reason)
	})
}

// RemoveSelfCheck takes the approved one of a language off the page, with a reason; its versions stay in the record.
func RemoveSelfCheck(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, language, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return models.InvalidField("reason", "Say why it is taken away.")
	}
	return settleSelfCheck(ctx, db, by, incident, "remove-self-check", reason, language, func(tx models.Tx, t models.Text) error {
		tx.On("text", t.ID)
		if err := models.DropSelfCheck(tx, incident, language); err != nil {
			return err
		}
		return Changed(tx, incident, tx.Now())
	})
}

func settleSelfCheck(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, operation, why, language string, settle func(models.Tx, models.Text) error) error {
	if _, err := models.FindIncident(db.View(ctx), by, incident); err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: incident, Why: why}, func(tx models.Tx) error {
		t, _, err := selfCheckText(tx, by, incident, language)
		if err != nil {
			return err
		}
		return settle(tx, t)
	})
}

// check renders the page of an approved self-check.
func (l loaded) check(r models.Reader, c models.SelfCheck, s Site) ([]byte, error) {
	x, err := models.FindTextVersion(r, c.VersionID)
	if err != nil {
		return nil, err
	}
	said, err := selfCheckIn(x)
	if err != nil {
		return nil, err
	}
	p := templates.SelfCheckPage{PublicPage: l.frame(c.Language, "", s.address(l.page.Code))}
	l.place(&p.PublicPage, c.Language, s)
	p.Languages = nil
	for _, other := range l.checks {
		p.Languages = append(p.Languages, templates.PublicLanguage{Lang: other.Language, URL: s.address(l.page.Code)(checkFile(other.Language))})
	}
	for _, x := range said.Services {
		p.Services = append(p.Services, templates.SelfCheckService{Name: x.Name, Places: x.Places, From: x.FirstYear, To: x.LastYear})
	}
	// The way back leads to a page there is.
	p.Links.Self = s.address(l.page.Code)(pageFile(nearest(l.public, c.Language)))
	return p.HTML()
}
