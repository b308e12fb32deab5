package statements

import (
	"context"
	"encoding/json"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"candour/models"
	"candour/workflows/texts"
)

// Page says who speaks on the public page and how a human is reached. From is the version that was loaded; 0: nobody has said it yet.
type Page struct {
	Organisation string `json:"organisation"`
	ContactName  string `json:"contact_name"`
	ContactMail  string `json:"contact_mail"`
	ContactPhone string `json:"contact_phone"`
	Zone         string `json:"zone"`
	From         int    `json:"-"`
}

func (p *Page) check() error {
	for _, f := range []struct {
		name string
		text *string
		most int
	}{{"organisation", &p.Organisation, 200}, {"contact_name", &p.ContactName, 200}, {"contact_mail", &p.ContactMail, 254}, {"contact_phone", &p.ContactPhone, 50}, {"zone", &p.Zone, 64}} {
		*f.text = strings.TrimSpace(*f.text)
		if strings.ContainsFunc(*f.text, unicode.IsControl) {
			return models.InvalidField(f.name, "This field has a line break or another control character in it. Delete it and type it again.")
		}
		if utf8.RuneCountInString(*f.text) > f.most {
			return models.InvalidField(f.name, "This is longer than %d characters. Shorten it.", f.most)
		}
	}
	// Only the bare address: what stands around one would be read as part of it.
	if a, err := mail.ParseAddress(p.ContactMail); p.ContactMail != "" && (err != nil || a.Address != p.ContactMail) {
		return models.InvalidField("contact_mail", "This is not an e-mail address. Write it as name@example.org, or leave it empty.")
	}
	if p.Organisation == "" {
		return models.InvalidField("organisation", "Say who speaks on this page.")
	}
	if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "" || p.Zone == "Local" {
		return models.InvalidField("zone", "The time zone must be a name such as Europe/Zurich.")
	}
	return nil
}

// words are the page as the approver reads it. What is bound beside them is the page field by field, so that approval covers each byte that
// is shown and the words cannot be read apart in two ways.
func (p Page) words() (texts.Draft, error) {
	bound, err := json.Marshal(p)
	if err != nil {
		return texts.Draft{}, err
	}
	body := strings.Join([]string{p.ContactName, p.ContactMail, p.ContactPhone, p.Zone}, "\n")
	return texts.Draft{Language: "en", Title: p.Organisation, Body: body, Bound: string(bound), From: p.From}, nil
}

// PageWords is what somebody wants the page to say: the newest version, whatever became of it. NotFound as long as nobody has said anything.
func PageWords(r models.Reader, v models.Viewer, incident models.ID) (Page, models.TextVersion, error) {
	all, err := models.ListTexts(r, v, incident, models.TextPublicPage)
	if err != nil {
		return Page{}, models.TextVersion{}, err
	}
	if len(all) == 0 {
		return Page{}, models.TextVersion{}, models.NotFound("Public page")
	}
	x, err := models.CurrentTextVersion(r, all[0].ID)
	if err != nil {
		return Page{}, x, err
	}
	p, err := pageIn(x)
	return p, x, err
}

func pageIn(x models.TextVersion) (p Page, err error) {
	return p, json.Unmarshal([]byte(x.Bound), &p)
}

// SetPage asks for another contact on the public page. The page goes on showing what was approved until somebody else approves this.
func SetPage(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, p Page) error {
	if err := p.check(); err != nil {
		return err
	}
	d, err := p.words()
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "set-public-page", Incident: incident}, func(tx models.Tx) error {
		all, err := models.ListTexts(tx, by, incident, models.TextPublicPage)
		if err != nil {
			return err
		}
		text := ""
		if len(all) > 0 {
			text = all[0].ID
		}
		if text == "" && d.From != 0 || text != "" && d.From == 0 {
			return models.Conflict("Somebody else changed the public page while you were editing it. Load it again and compare.")
		}
		v, err := texts.SaveIn(tx, by, incident, models.TextPublicPage, text, d)
		if err != nil {
			return err
		}
		return texts.SubmitIn(tx, by, models.Text{ID: v.TextID, IncidentID: incident, Kind: models.TextPublicPage})
	})
}

// ApprovePage puts the version the approver has read, named by its hash, on the page; it is made when it does not exist yet.
func ApprovePage(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, hash []byte) error {
	return settlePage(ctx, db, by, incident, "approve-public-page", "", func(tx models.Tx, t models.Text) error {
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
		p, err := pageIn(x)
		if err != nil {
			return err
		}
		i, err := models.FindIncident(tx, by, incident)
		if err != nil {
			return err
		}
		if err := ensurePage(tx, i); err != nil {
			return err
		}
		page, err := models.PublicPageOf(tx, incident)
		if err != nil {
			return err
		}
		err = models.UpdatePublicPage(tx, incident, page.Version, map[string]any{"organisation": p.Organisation, "contact_name": p.ContactName,
			"contact_mail": p.ContactMail, "contact_phone": p.ContactPhone, "zone": p.Zone})
		if err != nil {
			return err
		}
		return Changed(tx, incident, tx.Now())
	})
}

// allSigned says whether the approval that was just given was the last one that this kind of text needs; before that nothing is shown.
func allSigned(tx models.Tx, t models.Text) (bool, error) {
	x, err := models.CurrentTextVersion(tx, t.ID)
	return x.State == models.TextApproved, err
}

// DeclinePage sends the change back with a reason; the page stays as it is.
func DeclinePage(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, hash []byte, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return models.InvalidField("reason", "Say what has to change, so that the author can go on.")
	}
	return settlePage(ctx, db, by, incident, "decline-public-page", reason, func(tx models.Tx, t models.Text) error {
		return texts.SettleIn(tx, by, t, hash, models.TextDeclined, reason)
	})
}

func settlePage(ctx context.Context, db *models.DB, by models.Viewer, incident models.ID, operation, why string, settle func(models.Tx, models.Text) error) error {
	if _, err := models.FindIncident(db.View(ctx), by, incident); err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: incident, Why: why}, func(tx models.Tx) error {
		all, err := models.ListTexts(tx, by, incident, models.TextPublicPage)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return models.NotFound("Public page")
		}
		return settle(tx, all[0])
	})
}
