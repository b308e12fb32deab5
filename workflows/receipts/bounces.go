package receipts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candour/models"
	"candour/workflows/correspondence"
	"candour/workflows/delivery/bounce"
	"candour/workflows/delivery/mark"
)

// TakeMail hears one message that came to an address for bounces: what a server sends back about a message of ours, or an answer that an
// outsider wrote. recipients are those of its envelope, when they are known.
func TakeMail(ctx context.Context, db *models.DB, raw []byte, recipients ...string) (Effect, error) {
	b, err := bounce.Parse(bytes.NewReader(raw), recipients...)
	if err != nil {
		return Ignored, nil // nothing of ours
	}
	var step mark.Step
	if b.Token != "" {
		if step, err = mark.Read(db.Keys(), b.Token); err != nil {
			return Ignored, nil // forged, or of another installation
		}
	}
	if b.Kind == bounce.Other && (b.Token == "" || step.Delivery != "") {
		kept, err := correspondence.PickUp(ctx, db, raw, step.Delivery)
		if models.IsKind(err, models.KindConflict) {
			return Early, nil // somebody was writing in it at this moment
		}
		if err != nil || kept {
			return Applied, err
		}
	}
	if b.Token == "" {
		return Ignored, nil
	}
	w := Word{Step: step, Code: b.Code, Reason: bounce.Word(b.Reason), Says: b.Reason, Source: "bounce"}
	switch b.Kind {
	case bounce.Hard:
		w.State = models.DeliveryRefused
	case bounce.Delivered:
		w.State = models.DeliveryDelivered
	default:
		return Ignored, nil
	}
	return Apply(ctx, db, w)
}

// Scanned is what became of the messages of a mailbox.
type Scanned struct{ Applied, Ignored, Early int }

const (
	mostMail    = 1 << 20
	scanPortion = 500
)

// ScanMaildir hears what lies in the "new" part of a Maildir, oldest first, and puts what was heard into "cur", as mail programs do. What is early
// stays for the next time. A message is only moved after it was recorded: killed in between it is heard again, which is harmless.
func ScanMaildir(ctx context.Context, db *models.DB, dir string) (Scanned, error) {
	var s Scanned
	if dir == "" {
		return s, nil
	}
	entries, err := os.ReadDir(filepath.Join(dir, "new"))
	if errors.Is(err, os.ErrNotExist) {
		return s, fmt.Errorf("the mailbox for bounces has no folder named new; is CANDOUR_BOUNCE_DIR a Maildir? %w", err)
	}
	if err != nil {
		return s, fmt.Errorf("read the mailbox for bounces: %w", err)
	}
	// The names of a Maildir begin with the time of arrival.
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for i, e := range entries {
		if i >= scanPortion || ctx.Err() != nil {
			break
		}
		if !e.Type().IsRegular() {
			continue // a link could lead out of the mailbox
		}
		effect, err := hearFile(ctx, db, dir, e.Name())
		if err != nil {
			return s, err
		}
		switch effect {
		case Applied:
			s.Applied++
		case Early:
			s.Early++
		default:
			s.Ignored++
		}
	}
	return s, nil
}

func hearFile(ctx context.Context, db *models.DB, dir, name string) (Effect, error) {
	path := filepath.Join(dir, "new", name)
	info, err := os.Stat(path)
	if err != nil {
		return Ignored, nil // a mail program took it meanwhile
	}
	effect := Ignored
	if info.Size() <= 16*mostMail { // an answer with its attachments
		raw, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("read a bounce: %w", err)
		}
		if effect, err = TakeMail(ctx, db, raw); err != nil {
			return "", err
		}
	}
	if effect == Early {
		return effect, nil
	}
	base, _, _ := strings.Cut(name, ":")
	if err := os.Rename(path, filepath.Join(dir, "cur", base+":2,S")); err != nil {
		return "", fmt.Errorf("put a bounce that was heard away (does the mailbox have a folder named cur?): %w", err)
	}
	return effect, nil
}
