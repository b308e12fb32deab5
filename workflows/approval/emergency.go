package approval

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candour/models"
)

// reviewWithin is how long the look afterwards may take: a day, in elapsed time.
const reviewWithin = 24 * time.Hour

const reasonLimit = 2000

// Hurry is one of the two who approve at once: the first asks with a reason, the second, of the other role, makes it count. Then a review is
// open that neither of them, and nobody who wrote, can close.
func Hurry(tx models.Tx, p Piece, by models.Viewer, why string) (last bool, err error) {
	why = strings.TrimSpace(why)
	if why == "" || utf8.RuneCountInString(why) > reasonLimit {
		return false, models.InvalidField("reason", "Say why this cannot wait for the others; it stands in the record and is looked at within a day.")
	}
	if err := mayNotBeOwn(p, by); err != nil {
		return false, err
	}
	s, err := Read(tx, p)
	if err != nil {
		return false, err
	}
	at := slices.Index(s.Emergency, by.Role)
	if at < 0 {
		return false, models.Forbidden("Your role is not one of the two that approve this kind of text in an emergency.")
	}
	position := 0
	if s.Called != nil {
		if s.Called.SignedBy == by.Account {
			return false, models.Forbidden("You have asked for it already; the second person has to agree.")
		}
		// Two people of one role only where the settings name that role twice.
		if left := remove(s.Emergency, s.Called.Role); !slices.Contains(left, by.Role) {
			return false, models.Forbidden("The second person is %s.", nameOf(left[0]))
		}
		position = 1
	}
	step := models.ApprovalStep{ID: models.NewID(), IncidentID: p.Incident, PieceID: p.ID, Path: ByEmergency, Position: position, Steps: models.JSONOf(s.Emergency), Role: by.Role,
		Hash: p.Hash, SignedBy: by.Account, SignedAt: tx.Now()}
	if err := models.AddApprovalStep(tx, &step); err != nil || position == 0 {
		return false, err
	}
	people := append([]models.ID{s.Called.SignedBy, by.Account}, p.Writers...)
	x := models.ApprovalReview{ID: models.NewID(), IncidentID: p.Incident, PieceID: p.ID, Kind: p.Kind, Hash: p.Hash, OpenedAt: tx.Now(), OpenedBy: by.Account,
		People: models.JSONOf(people), DueAt: tx.Now().Add(reviewWithin)}
	if err := x.Seal(tx.Keys(), why); err != nil {
		return false, err
	}
	return true, models.AddApprovalReview(tx, &x)
}

func remove(all []models.Role, one models.Role) []models.Role {
	at := slices.Index(all, one)
	if at < 0 {
		return all
	}
	return slices.Delete(slices.Clone(all), at, at+1)
}

// Close ends a review with what was found. Whoever approved or wrote does not look at their own work.
func Close(ctx context.Context, db *models.DB, by models.Viewer, review models.ID, found string) error {
	found = strings.TrimSpace(found)
	if found == "" || utf8.RuneCountInString(found) > reasonLimit {
		return models.InvalidField("found", "Say what you found, and what follows from it.")
	}
	x, err := models.FindApprovalReview(db.View(ctx), by, review)
	if err != nil {
		return err
	}
	if _, err := models.FindIncident(db.View(ctx), by, x.IncidentID); err != nil {
		return models.NotFound("Review")
	}
	if TookPart(x, by) {
		return models.Forbidden("You wrote or approved this text, so somebody else has to look at it.")
	}
	if !slices.Contains(Signers, by.Role) {
		return models.Forbidden("Only those who approve texts can close a review.")
	}
	return db.Command(ctx, models.Act{By: by.Actor(), Operation: "close-approval-review", Incident: x.IncidentID}, func(tx models.Tx) error {
		sealed, err := x.SealFound(tx.Keys(), found)
		if err != nil {
			return err
		}
		tx.On("approval-review", x.ID)
		if err := tx.Details(map[string]any{"piece": x.PieceID, "late": tx.Now().After(x.DueAt)}); err != nil {
			return err
		}
		return models.CloseApprovalReview(tx, x, by.Account, sealed)
	})
}

// TookPart says whether somebody wrote or approved what a review is about.
func TookPart(x models.ApprovalReview, v models.Viewer) bool {
	return slices.Contains(x.People.V, v.Account)
}

// MayHurry says whether somebody may be one of the two who approve at once now.
func MayHurry(p Piece, s Standing, v models.Viewer) bool {
	left := s.Emergency
	if s.Called != nil {
		if s.Called.SignedBy == v.Account {
			return false
		}
		left = remove(left, s.Called.Role)
	}
	return slices.Contains(left, v.Role) && !slices.Contains(p.Writers, v.Account)
}
