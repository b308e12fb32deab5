package notices

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"candour/models"
	"candour/workflows/delivery"
)

// A society words the marked places of an approved notice for its own people, in each language; somebody else of the society signs, or the
// centre's approver where the society has one person only. What is signed is bound to the approved words of the notice: another notice, and it
// is void. Its people read it; everybody else reads the standard words.

// Wording is what somebody has in front of them and wants kept. Version 0 begins; NoticeHash is of the approved notice they have read.
type Wording struct {
	Notice, Party models.ID
	Version       int
	NoticeHash    string
	Words         models.AdaptationWords
}

// SaveAdaptation keeps what a society writes, whatever is still missing; something that could never stand in a place is refused. What was
// submitted or signed before is void.
// Errors: not found (another society's); conflict (somebody else saved, another notice, on its way already); invalid.
func SaveAdaptation(ctx context.Context, db *models.DB, by models.Viewer, w Wording) (models.Adaptation, error) {
	var row models.Adaptation
	before, err := ShowAdaptation(db.View(ctx), by, w.Notice, w.Party)
	if err != nil {
		return row, err
	}
	err = db.Command(ctx, models.Act{By: by.Actor(), Operation: "save-adaptation", Incident: before.Notice.IncidentID}, func(tx models.Tx) error {
		a, err := ownPlaces(tx, by, w.Notice, w.Party)
		if err != nil {
			return err
		}
		switch {
		case a.Notice.ApprovedHash != w.NoticeHash:
			return models.Conflict("The notice has changed since you read it. Nothing was saved; what you typed is still on your screen. Load the page again and compare.")
		case a.Begun && w.Version != a.Row.Version, !a.Begun && w.Version != 0:
			return models.Conflict("Somebody of your society has changed these words in the meantime. What you typed is still on your screen; load the page again and compare.")
		}
		words := keepPlaces(a.Languages, w.Words)
		langs, err := languagesShown(tx, a.Notice, words)
		if err != nil {
			return err
		}
		if err := refuse(faultsOfWords(langs, a.Domains), "These words cannot be kept like this. What you typed is still on your screen."); err != nil {
			return err
		}
		row = a.Row
		if !a.Begun {
			row = models.Adaptation{ID: models.NewID(), IncidentID: a.Notice.IncidentID, NoticeID: w.Notice, PartyID: w.Party, NoticeHash: w.NoticeHash, SavedAt: tx.Now(), SavedBy: by.Account,
				Writers: models.JSONOf([]models.ID{by.Account})}
		}
		if err := row.SetWords(tx.Keys(), words); err != nil {
			return err
		}
		tx.On("adaptation", row.ID)
		if err := tx.Details(map[string]any{"notice": w.Notice, "party": w.Party, "languages": len(words), "was": a.StateShown()}); err != nil {
			return err
		}
		if !a.Begun {
			return models.AddAdaptation(tx, &row)
		}
		if a.Row.State == models.AdaptationSigned {
			if err := holdNotice(tx, a.Notice); err != nil {
				return err
			}
		}
		values := models.UnsignedAdaptation()
		values["words_sealed"], values["notice_hash"], values["saved_at"], values["saved_by"] = row.WordsSealed, w.NoticeHash, tx.Now(), by.Account
		values["writers"] = models.JSONOf(withAccount(row.Writers.V, by.Account))
		err = models.MoveAdaptation(tx, a.Row, []models.AdaptationState{a.Row.State}, values)
		row.Version, row.State = a.Row.Version+1, models.AdaptationDraft
		return err
	})
	return row, err
}

// SubmitAdaptation hands the words to whoever signs. They are looked at whole: each text with these words in it, as a person would get it.
func SubmitAdaptation(ctx context.Context, db *models.DB, by models.Viewer, notice, party models.ID, version int) error {
	return moveAdaptation(ctx, db, by, "submit-adaptation", "", notice, party, version, func(tx models.Tx, a AdaptationShown) (map[string]any, error) {
		if by.SocietyID == "" {
			return nil, models.NotFound("Notice")
		}
		if len(a.Words) == 0 {
			return nil, models.Invalid("Nothing is written in any of the places. Without words of your own your people read the standard words; then there is nothing to sign.")
		}
		if err := refuse(a.Faults, "These words cannot go to whoever signs yet. They were kept."); err != nil {
			return nil, err
		}
		if err := readsWell(tx, a); err != nil {
			return nil, err
		}
		if a.Row.NoticeHash != a.Notice.ApprovedHash {
			return nil, models.Conflict("The notice has changed since these words were written. They were kept: read the notice as it is now and save them again.")
		}
		hash, err := a.Row.Hash(tx.Keys())
		if err != nil {
			return nil, err
		}
		return map[string]any{"state": models.AdaptationSubmitted, "content_hash": hash, "submitted_at": tx.Now(), "submitted_by": by.Account,
			"writers": models.JSONOf(withAccount(a.Row.Writers.V, by.Account))}, nil
	}, models.AdaptationDraft)
}

// SignAdaptation says yes to exactly the words whose hash the signer has read. From here on the people of the society read them.
// Errors: forbidden (own words; a society with people of its own signs itself).
func SignAdaptation(ctx context.Context, db *models.DB, by models.Viewer, notice, party models.ID, version int, hash string) error {
	return moveAdaptation(ctx, db, by, "sign-adaptation", "", notice, party, version, func(tx models.Tx, a AdaptationShown) (map[string]any, error) {
		if err := maySign(by, a); err != nil {
			return nil, err
		}
		now, err := a.Row.Hash(tx.Keys())
		if err != nil {
			return nil, err
		}
		if hash == "" || hash != a.Row.ContentHash || now != hash || a.Row.NoticeHash != a.Notice.ApprovedHash {
			return nil, models.Conflict("These are not the words that lie here to be signed now. Nothing was done; load the page again and read them.")
		}
		if err := readsWell(tx, a); err != nil {
			return nil, err
		}
		// An approval of the sending at the same moment changes the notice too, so that of the two exactly one happens.
		if err := holdNotice(tx, a.Notice); err != nil {
			return nil, err
		}
		return map[string]any{"state": models.AdaptationSigned, "signed_at": tx.Now(), "signed_by": by.Account, "signed_hash": hash}, nil
	}, models.AdaptationSubmitted)
}

// ReturnAdaptation gives the words back to who wrote them, with a reason; also words that were signed, while nobody has read them.
func ReturnAdaptation(ctx context.Context, db *models.DB, by models.Viewer, notice, party models.ID, version int, why string) error {
	if strings.TrimSpace(why) == "" {
		return models.InvalidField("why", "Say what has to change, so that who wrote it can go on.")
	}
	return moveAdaptation(ctx, db, by, "return-adaptation", why, notice, party, version, func(tx models.Tx, a AdaptationShown) (map[string]any, error) {
		if a.Row.State == models.AdaptationSigned {
			if err := holdNotice(tx, a.Notice); err != nil {
				return nil, err
			}
		}
		return models.UnsignedAdaptation(), nil
	}, models.AdaptationSubmitted, models.AdaptationSigned)
}

func moveAdaptation(ctx context.Context, db *models.DB, by models.Viewer, operation, why string, notice, party models.ID, version int,
	do func(models.Tx, AdaptationShown) (map[string]any, error), from ...models.AdaptationState) error {
	before, err := ShowAdaptation(db.View(ctx), by, notice, party)
	if err != nil {
		return err
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: operation, Incident: before.Notice.IncidentID, Why: why}, func(tx models.Tx) error {
		a, err := openPlaces(tx, by, notice, party)
		if err != nil {
			return err
		}
		if !a.Begun || a.Row.Version != version || !slices.Contains(from, a.Row.State) {
			return models.Conflict("These words have changed while you were looking at them. Nothing was done; load the page again.")
		}
		values, err := do(tx, a)
		if err != nil {
			return err
		}
		tx.On("adaptation", a.Row.ID)
		details := map[string]any{"notice": notice, "party": party}
		if hash, ok := values["content_hash"]; ok && hash != "" {
			details["hash"] = hash
		}
		if hash, ok := values["signed_hash"]; ok && hash != "" {
			details["hash"], details["by_centre"] = hash, a.ByCentre
		}
		if err := tx.Details(details); err != nil {
			return err
		}
		return models.MoveAdaptation(tx, a.Row, from, values)
	})
}

// maySign: somebody else of the society; where it has one person only, the centre's approver, who knows nothing better but reads it as a stranger.
func maySign(by models.Viewer, a AdaptationShown) error {
	switch {
	case a.Row.Wrote(by.Account):
		return models.Forbidden("You wrote or submitted these words; somebody else has to sign them.")
	case by.SocietyID != "":
		return nil // the party is the viewer's own, or it would not have been found
	case !a.ByCentre:
		return models.Forbidden("%s has people of its own here; one of them signs.", a.Party.Name)
	case Wrote(a.Notice, by):
		return models.Forbidden("You wrote this notice; somebody else has to sign what a society puts into it.")
	}
	return nil
}

// MaySign says whether this viewer could sign these words now.
func MaySign(by models.Viewer, a AdaptationShown) bool {
	return by.Has(models.RightSignAdapted) && a.Open && a.Begun && a.Row.State == models.AdaptationSubmitted && maySign(by, a) == nil
}

// openPlaces reads the places inside the command: the notice is approved and nobody has been told with it.
func openPlaces(tx models.Tx, by models.Viewer, notice, party models.ID) (AdaptationShown, error) {
	a, err := ShowAdaptation(tx, by, notice, party)
	if err != nil {
		return a, err
	}
	if err := open(tx, by, a.Notice.IncidentID); err != nil {
		return a, err
	}
	if !a.Open {
		return a, models.Conflict("This notice is not waiting for words of societies: it is not approved, or on its way to people already. Nothing was changed.")
	}
	return a, nil
}

// ownPlaces are those of the viewer's own society.
func ownPlaces(tx models.Tx, by models.Viewer, notice, party models.ID) (AdaptationShown, error) {
	a, err := openPlaces(tx, by, notice, party)
	if err == nil && (by.SocietyID == "" || a.Party.OrganisationID == nil || *a.Party.OrganisationID != by.SocietyID) {
		err = models.NotFound("Notice")
	}
	return a, err
}

// holdNotice touches the notice, so that nobody lets it go at the same moment with other words of societies than these.
func holdNotice(tx models.Tx, n models.Notice) error {
	return models.MoveNotice(tx, n.ID, n.Version, []models.NoticeState{models.NoticeApproved}, map[string]any{})
}

// readsWell makes every text with these words as a person would get it.
func readsWell(r models.Reader, a AdaptationShown) error {
	in, err := models.LoadIncident(r, a.Notice.IncidentID)
	if err != nil {
		return err
	}
	f, err := a.Notice.PeopleFixed(r.Keys())
	if err != nil {
		return err
	}
	t, err := delivery.NewTelling(in, f, false)
	if err != nil {
		return err
	}
	t.Adapt(a.Party.ID, a.Words)
	var faults []models.Field
	for _, l := range a.Languages {
		who := delivery.ToldPerson{Name: "Name", Society: a.Party.Name, Reference: "0000-0000", Wanted: l.Language, Families: true, Adapted: a.Party.ID}
		_, _, err := t.Mail(who)
		for _, v := range []delivery.Variant{delivery.VariantSMS, delivery.VariantLetter, delivery.VariantScript} {
			if err == nil {
				_, _, err = t.Plain(v, who)
			}
		}
		if err != nil {
			faults = append(faults, models.Field{Name: "words." + l.Language, Detail: "With these words a message cannot be made in this language. Shorten or simplify them."})
		}
	}
	return refuse(faults, "These words do not make a message that can be read. They were kept.")
}

// keepPlaces keeps words only for places that the notice has, without those that are empty.
func keepPlaces(langs []LanguageShown, in models.AdaptationWords) models.AdaptationWords {
	out := models.AdaptationWords{}
	for _, l := range langs {
		for _, p := range l.Places {
			words := strings.TrimSpace(strings.ReplaceAll(in[l.Language][p.Name], "\r\n", "\n"))
			if words == "" {
				continue
			}
			if out[l.Language] == nil {
				out[l.Language] = map[string]string{}
			}
			out[l.Language][p.Name] = words
		}
	}
	return out
}

func refuse(faults []models.Field, say string) error {
	if len(faults) == 0 {
		return nil
	}
	slices.SortFunc(faults, func(a, b models.Field) int { return strings.Compare(a.Name+a.Detail, b.Name+b.Detail) })
	e := models.Invalid("%s", say)
	e.Fields = slices.Compact(faults)
	return e
}

func withAccount(writers []models.ID, who models.ID) []models.ID {
	if slices.Contains(writers, who) {
		return writers
	}
	return append(slices.Clone(writers), who)
}

// placeField is how a fault names a place: by language, and where it stands in the list of the page.
func placeField(lang string, i int) string { return "words." + lang + "." + strconv.Itoa(i) }
