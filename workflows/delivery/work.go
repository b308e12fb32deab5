package delivery

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/riverqueue/river"

	"candour/models"
	"candour/workflows/delivery/journal"
	"candour/workflows/jobs"
)

// lanes is how many connections to the relay are kept: four carry thousands of messages a second.
const lanes = 4

// Setup is how this installation sends.
type Setup struct {
	Relay     *Relay // nil: nothing is sent, messages stay in the outbox
	From      Sender
	OutboxDir string           // copies of exercise messages; empty: none
	TLS       *tls.Config      // nil outside tests
	DKIM      *DKIM            // nil: nothing is signed
	Journal   *journal.Journal // nil only in tests: intents of circulars are written into it
	// Bounces gives the envelope an address by which a bounce is known again; nil: bounces go to the sender.
	Bounces func(deliveryID string) (Address, error)
}

// NewSetup reads the settings. from may be empty when the SMTP address says it, or when there is none.
func NewSetup(smtpURL, from, senderName, outboxDir string) (Setup, error) {
	s := Setup{OutboxDir: outboxDir, From: Sender{Name: senderName}}
	var problems []error
	if smtpURL != "" {
		r, err := ParseRelay(smtpURL)
		if err != nil {
			problems = append(problems, fmt.Errorf("CANDOUR_SMTP_URL: %w", err))
		} else {
			s.Relay, s.From.Address = &r, r.From
		}
	}
	if from != "" {
		a, err := ParseAddress(from)
		if err != nil {
			problems = append(problems, fmt.Errorf("CANDOUR_MAIL_FROM: %w", err))
		}
		s.From.Address = a
	}
	if s.From.Address.IsZero() && len(problems) == 0 {
		if s.Relay != nil {
			problems = append(problems, errors.New("CANDOUR_MAIL_FROM is needed: the address the notices come from"))
		}
		s.From.Address = Address{"exercise@candour.invalid"} // only for copies in the outbox
	}
	return s, errors.Join(problems...)
}

// SendArgs asks for everything due to be sent, on one of the connections.
type SendArgs struct {
	Lane int `json:"lane"`
}

// Kind names the job in the queue.
func (SendArgs) Kind() string { return "send-mail" }

// Wake starts the sending as soon as the command has committed. What it misses (a job that was just ending) the minute's scan finds.
func Wake(tx models.Tx) error {
	for i := range lanes {
		if err := jobs.EnqueueWith(tx, SendArgs{Lane: i}, jobs.Once()); err != nil {
			return err
		}
	}
	return nil
}

// Work is what this stage does by itself: send what is due, and look after messages whose worker is gone.
func Work(db *models.DB, s Setup) jobs.Work {
	w := &sender{db: db, outbox: Outbox{Dir: s.OutboxDir, From: s.From}, journal: s.Journal, posts: make(chan *SMTP, lanes)}
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	w.name = fmt.Sprintf("%.40s-%d-%.8s", host, os.Getpid(), models.NewID())
	for range lanes {
		if s.Relay == nil {
			w.posts <- nil
		} else {
			relay := NewSMTP(*s.Relay, s.From, s.TLS)
			relay.SignWith(s.DKIM)
			relay.bounces = s.Bounces
			w.posts <- relay
		}
	}
	return jobs.Work{
		Register: func(ws *river.Workers) { river.AddWorker(ws, w) },
		Periodic: []jobs.Periodic{{Name: "sending", Default: "* * * * *", Args: func() jobs.Args { return SendArgs{} },
			Says: "Sends messages that are due, and lists those of which nobody can know whether they arrived."}},
	}
}

type sender struct {
	river.WorkerDefaults[SendArgs]
	db      *models.DB
	outbox  Outbox
	journal *journal.Journal
	name    string
	posts   chan *SMTP // a connection belongs to one job at a time
}

// longest leaves a job time to finish the message it is at.
const longest = 20 * time.Second

func (s *sender) Work(ctx context.Context, job *river.Job[SendArgs]) error {
	if job.Args.Lane == 0 {
		if _, err := Recover(ctx, s.db); err != nil {
			return err
		}
		if err := s.db.RanSchedule(s.db.View(ctx), "sending"); err != nil {
			return err
		}
	}
	var relay *SMTP
	select {
	case relay = <-s.posts:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() {
		if relay != nil {
			relay.Close()
		}
		s.posts <- relay
	}()
	for began := time.Now(); ; {
		n, err := SendDue(ctx, s.db, Post{Relay: relay, Outbox: s.outbox, Journal: s.journal}, s.name)
		if err != nil || n == 0 {
			return err
		}
		if time.Since(began) > longest {
			return river.JobSnooze(0)
		}
	}
}
