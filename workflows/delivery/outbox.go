package delivery

import (
	"fmt"
	"os"
	"path/filepath"

	"candour/models"
)

// Outbox keeps what is not sent. The message itself stays sealed in the database; of exercise messages a copy is written
// as a file, so that a mail program can show it.
type Outbox struct {
	Dir  string // empty: no files
	From Sender
}

// Copy writes the .eml file of an exercise message. Its type keeps real ones out: they stay sealed.
func (o Outbox) Copy(m ExerciseMessage) error {
	if o.Dir == "" {
		return nil
	}
	raw, err := m.message.Bytes(o.From)
	if err != nil {
		return err
	}
	raw = append([]byte("X-Candour-Not-Sent: exercise\r\n"), raw...)
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return fmt.Errorf("make outbox folder: %w", err)
	}
	// The id has been checked to be a plain word, so it cannot lead out of the folder.
	path := filepath.Join(o.Dir, m.message.DeliveryID+".eml")
	tmp := path + ".part"
	if err := os.WriteFile(tmp, raw, 0o600); err != nil {
		return fmt.Errorf("write outbox copy: %w", err)
	}
	return os.Rename(tmp, path)
}

// ExerciseLetter is what an exercise would have sent, for the outbox page.
type ExerciseLetter struct{ Text, HTML, Token string }

// ShowExercise opens a letter of an exercise. Letters of real incidents stay sealed: the people they went to have them.
func ShowExercise(r models.Reader, d models.Delivery) (ExerciseLetter, error) {
	in, err := models.LoadIncident(r, d.IncidentID)
	if err != nil {
		return ExerciseLetter{}, err
	}
	if len(d.LetterSealed) == 0 {
		return ExerciseLetter{}, models.NotFound("Letter") // its reader has left, and it was erased with them
	}
	m, err := message(r.Keys(), d)
	if err != nil {
		return ExerciseLetter{}, err
	}
	out, ok := Route(in, m).(ExerciseMessage)
	if !ok {
		return ExerciseLetter{}, models.NotFound("Letter")
	}
	if d.NoticeID == "" {
		return ExerciseLetter{Text: out.message.Text, HTML: out.message.HTML}, nil // its link is a page of ours, without a token
	}
	token, err := d.Token(r.Keys())
	return ExerciseLetter{out.message.Text, out.message.HTML, token}, err
}
