package people

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"candour/models"
	"candour/workflows/jobs"
	"candour/workflows/people/sheet"
	"candour/workflows/people/spool"
)

// MaxUpload is the largest file taken, in bytes.
const MaxUpload = 2 << 30

// keepUnconfirmed is how long an upload waits for somebody to confirm its columns.
const keepUnconfirmed = 24 * time.Hour

// Uploads takes lists of people in and keeps them, encrypted, in a folder until they are imported. Several nodes on one database share
// the folder, or each finishes what was sent to it.
type Uploads struct{ Dir string }

// Target says whose people the file holds. Without a party each row's society column must name one.
type Target struct {
	Party models.ID
	Group models.ID
}

// Receive spools a file as it arrives and refuses at once what is not a readable table. Nothing of it is in the database or in clear on disk.
func (u Uploads) Receive(ctx context.Context, db *models.DB, v models.Viewer, incident models.ID, to Target, fileName string, body io.Reader) (models.PeopleImport, error) {
	// 1. The incident and the parties are there, and it is still open.
	if err := checkTarget(db.View(ctx), v, incident, to); err != nil {
		return models.PeopleImport{}, err
	}
	// 2. Spool, sealed as it arrives.
	i := models.PeopleImport{ID: models.NewID(), IncidentID: incident, State: models.ImportUploaded, UploadedBy: v.Account, PartyID: optional(to.Party), GroupID: optional(to.Group)}
	i.SpoolName = "upload-" + i.ID
	key := spool.NewKey()
	w, err := spool.Create(u.Dir, i.SpoolName, key, MaxUpload)
	if err != nil {
		return i, err
	}
	from := &sender{r: body}
	if _, err := io.Copy(struct{ io.Writer }{w}, from); err != nil {
		w.Abort()
		switch {
		case errors.Is(err, spool.ErrTooLarge):
			return i, models.InvalidField("file", "The file is larger than 2 GiB. Split it and send the parts one after the other. Nothing was kept.")
		case from.failed:
			return i, models.InvalidField("file", "The upload broke off before the end of the file. Nothing was kept; send it again.")
		}
		return i, err
	}
	sum, size, err := w.Close()
	if err != nil {
		return i, err
	}
	i.Size = size
	// 3. Look at it before anybody waits for it.
	if err := u.check(i, key); err != nil {
		return i, errors.Join(err, spool.Remove(u.Dir, i.SpoolName))
	}
	// 4. Record it.
	record := func(tx models.Tx) error {
		fileKey, err := tx.Keys().Lookup("people_files.file_key", incident, hex.EncodeToString(sum))
		if err != nil {
			return err
		}
		if i.FileNumber, err = models.EnsurePeopleFile(tx, incident, fileKey); err != nil {
			return err
		}
		if err := i.SetSpool(tx.Keys(), key, fileName); err != nil {
			return err
		}
		i.UploadedAt = tx.Now()
		tx.On("people-import", i.ID)
		if err := tx.Details(map[string]any{"size": size, "file": i.FileNumber}); err != nil {
			return err
		}
		return models.AddPeopleImport(tx, &i)
	}
	for range 3 { // two uploads at the same moment may ask for the same number of a file
		if err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "upload-people", Incident: incident}, record); !models.IsKind(err, models.KindConflict) {
			break
		}
	}
	if err != nil {
		return i, errors.Join(err, spool.Remove(u.Dir, i.SpoolName))
	}
	return i, nil
}

// sender tells a sender who went away from a disk that is full.
type sender struct {
	r      io.Reader
	failed bool
}

func (s *sender) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.failed = err != nil && !errors.Is(err, io.EOF)
	return n, err
}

func optional(id models.ID) *models.ID {
	if id == "" {
		return nil
	}
	return &id
}

func checkTarget(r models.View, v models.Viewer, incident models.ID, to Target) error {
	i, err := models.FindIncident(r, v, incident)
	if err != nil {
		return err
	}
	if i.State != models.IncidentOpen {
		return models.Conflict("The incident is closed. Open it again, with a reason, before importing people.")
	}
	if to.Group != "" {
		g, err := models.FindGroup(r, v, to.Group)
		if err != nil || g.IncidentID != incident || to.Party != g.PartyID {
			return models.InvalidField("group_id", "The group does not belong to this party of the incident.")
		}
	}
	if to.Party != "" {
		p, err := models.FindParty(r, v, to.Party)
		if err != nil || p.IncidentID != incident {
			return models.InvalidField("party_id", "The party does not belong to this incident.")
		}
	}
	return nil
}

func (u Uploads) scratch() (sheet.Scratch, error) { return spool.NewScratch(u.Dir, 1<<30) }

func (u Uploads) options(s models.ImportSettings) sheet.Options {
	o := sheet.Options{Sheet: s.Sheet, Scratch: u.scratch}
	if s.Delimiter != "" {
		o.Delimiter = s.Delimiter[0]
	}
	return o
}

func (u Uploads) check(i models.PeopleImport, key []byte) error {
	r, err := spool.Open(u.Dir, i.SpoolName, key)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := sheet.Open(r, r.Size(), u.options(models.ImportSettings{}))
	if err != nil {
		return fileError(err)
	}
	return f.Close()
}

// openSpool opens the waiting file of an import.
func (u Uploads) openSpool(k *models.Keyring, i *models.PeopleImport) (*spool.Reader, error) {
	if i.SpoolName == "" {
		return nil, models.Conflict("The file of this import is no longer kept. Upload it again to look at it.")
	}
	key, err := i.SpoolKey(k)
	if err != nil {
		return nil, err
	}
	return spool.Open(u.Dir, i.SpoolName, key)
}

// Preview shows the first rows of an upload as they would be kept under these settings; without a mapping, under the suggested one.
func (u Uploads) Preview(r models.View, v models.Viewer, id models.ID, s models.ImportSettings) (*Preview, error) {
	i, err := models.FindPeopleImport(r, v, id)
	if err != nil {
		return nil, err
	}
	if len(s.Delimiter) > 1 {
		return nil, models.InvalidField("delimiter", "A separator is one character: a comma, a semicolon, a tab or a bar.")
	}
	f, err := u.openSpool(r.Keys(), &i)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return PreviewOf(f, f.Size(), u.options(s), s.Mapping)
}

// Start queues an upload with the columns a person confirmed.
func (u Uploads) Start(ctx context.Context, db *models.DB, v models.Viewer, id models.ID, s models.ImportSettings) error {
	r := db.View(ctx)
	p, err := u.Preview(r, v, id, s)
	if err != nil {
		return err
	}
	i, err := models.FindPeopleImport(r, v, id)
	if err != nil {
		return err
	}
	if s.Mapping == nil {
		s.Mapping = p.Suggested.Words()
	}
	m, err := ParseMapping(s.Mapping, len(p.Header))
	if err != nil {
		return err
	}
	if i.PartyID == nil && m[models.PersonSociety] < 0 {
		return models.InvalidField("mapping", "Say whose people these are: choose the party when uploading, or the column that names the society of each row.")
	}
	return db.Command(ctx, models.Act{By: v.Actor(), Operation: "start-people-import", Incident: i.IncidentID}, func(tx models.Tx) error {
		tx.On("people-import", id)
		if err := tx.Details(map[string]any{"mapping": s.Mapping}); err != nil {
			return err
		}
		if err := models.MovePeopleImport(tx, id, []models.ImportState{models.ImportUploaded}, models.ImportQueued, map[string]any{"settings": models.JSONOf(s)}); err != nil {
			return err
		}
		return jobs.EnqueueWith(tx, ImportArgs{Import: id}, jobs.Once())
	})
}

// Cancel stops an import and deletes its file. People who are in already stay: taking them out again is a decision of its own.
func (u Uploads) Cancel(ctx context.Context, db *models.DB, v models.Viewer, id models.ID) error {
	i, err := models.FindPeopleImport(db.View(ctx), v, id)
	if err != nil {
		return err
	}
	err = db.Command(ctx, models.Act{By: v.Actor(), Operation: "cancel-people-import", Incident: i.IncidentID}, func(tx models.Tx) error {
		tx.On("people-import", id)
		return models.MovePeopleImport(tx, id, []models.ImportState{models.ImportUploaded, models.ImportQueued, models.ImportRunning}, models.ImportCancelled,
			map[string]any{"spool_name": "", "spool_key_sealed": nil, "finished_at": tx.Now()})
	})
	if err != nil {
		return err
	}
	return spool.Remove(u.Dir, i.SpoolName)
}

// Sweep deletes uploads that nobody confirmed in a day.
func (u Uploads) Sweep(ctx context.Context, db *models.DB) error {
	old, err := models.AbandonedImports(db.View(ctx), db.Now().Add(-keepUnconfirmed))
	if err != nil {
		return err
	}
	for _, i := range old {
		err := db.Command(ctx, models.Act{By: models.System, Operation: "expire-people-upload", Incident: i.IncidentID}, func(tx models.Tx) error {
			tx.On("people-import", i.ID)
			return models.MovePeopleImport(tx, i.ID, []models.ImportState{models.ImportUploaded}, models.ImportCancelled,
				map[string]any{"spool_name": "", "spool_key_sealed": nil, "finished_at": tx.Now(), "reason": "Nobody confirmed the columns within a day, so the file was deleted. Upload it again."})
		})
		if err != nil {
			return fmt.Errorf("expire upload: %w", err)
		}
		if err := spool.Remove(u.Dir, i.SpoolName); err != nil {
			return err
		}
	}
	return nil
}
