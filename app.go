package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"candour/api"
	"candour/frontend"
	"candour/migrations"
	"candour/models"
	"candour/workflows/access"
	"candour/workflows/acknowledgement"
	"candour/workflows/assessment"
	"candour/workflows/briefing"
	"candour/workflows/delivery"
	"candour/workflows/delivery/gateway"
	"candour/workflows/delivery/journal"
	"candour/workflows/delivery/mark"
	"candour/workflows/directory"
	"candour/workflows/dispatch"
	"candour/workflows/dispatch/provider"
	"candour/workflows/dossier"
	"candour/workflows/jobs"
	"candour/workflows/people"
	"candour/workflows/publication"
	"candour/workflows/receipts"
	"candour/workflows/regimes"
	"candour/workflows/retention"
	"candour/workflows/tasks"
)

const version = "0.1.0"

// app is everything put together, in the one place where it is.
type app struct {
	cfg     Config
	db      *models.DB
	handler http.Handler
	server  *api.Server
	runner  *jobs.Runner
	journal *journal.Journal // what this node hands over
	node    *dispatch.Node
}

// openDatabase connects, migrates and unlocks.
func openDatabase(ctx context.Context, cfg Config) (*models.DB, error) {
	if strings.HasPrefix(cfg.DatabaseURL, "sqlite:") {
		if err := os.MkdirAll(filepath.Dir(strings.TrimPrefix(cfg.DatabaseURL, "sqlite:")), 0o700); err != nil {
			return nil, err
		}
	}
	master, err := models.ReadMasterKey(cfg.KeyFile, cfg.MakeKey)
	if err != nil {
		return nil, err
	}
	db, err := models.Open(ctx, models.Options{URL: cfg.DatabaseURL})
	if err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		func() error { return db.Migrate(ctx, migrations.Files) },
		func() error { return jobs.Migrate(ctx, db) },
		func() error { return db.Unlock(ctx, master) },
	} {
		if err := step(); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	db.SetHome(cfg.PublicURL)
	return db, nil
}

func newApp(ctx context.Context, cfg Config) (*app, error) {
	db, err := openDatabase(ctx, cfg)
	if err != nil {
		return nil, err
	}
	a := &app{cfg: cfg, db: db}
	for _, step := range []func() error{
		func() error { return directory.SeedDirectory(ctx, db) },
		a.assemble,
		func() error { return a.prepareWork(ctx) },
	} {
		if err := step(); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return a, nil
}

// prepareWork registers what each stage does by itself: its workers, and the jobs that recur.
func (a *app) prepareWork(ctx context.Context) error {
	mail, err := a.cfg.mail(a.outboxDir())
	if err != nil {
		return err
	}
	if a.journal, err = journal.OpenNode(a.journalDir(), journal.Options{}); err != nil {
		return err
	}
	mail.Journal = a.journal
	if a.hearsBounces() {
		mail.Bounces = func(id string) (delivery.Address, error) { return a.bounceAddress(mark.Step{Delivery: id}, mail) }
	}
	a.node = dispatch.NewNode(a.db, a.journal, dispatch.NodeSettings{Lanes: a.cfg.Connections, PerDomain: a.cfg.PerDomain}, dispatch.Mail(mail, a.envelope(mail)),
		provider.Channel(a.db, gateway.SMS, a.cfg.SMS), provider.Channel(a.db, gateway.Voice, a.cfg.Voice))
	a.runner, err = jobs.NewRunner(ctx, a.db, assessment.Work(a.db), delivery.Work(a.db, mail), acknowledgement.Work(a.db, a.cfg.PublicURL), tasks.Work(a.db, a.cfg.PublicURL), a.uploads().Work(a.db), dispatch.QueueWork(a.db), dossier.Work(a.db),
		briefing.Work(a.db, a.cfg.PublicURL), publication.Work(a.db, publication.NewSetup(a.cfg.PublicURL, a.cfg.StaticDir)), receipts.Work(a.db, a.cfg.BounceDir), retention.Work(a.db, retention.Files{Uploads: a.uploads(), Outbox: delivery.Outbox{Dir: a.outboxDir()}}))
	return err
}

// envelope gives each message to a person an address of its own for bounces, where somebody hears them; else they go to the sender's mailbox.
func (a *app) envelope(mail delivery.Setup) func(dispatch, person int64, step int) (delivery.Address, error) {
	if !a.hearsBounces() {
		return nil
	}
	return func(number, person int64, step int) (delivery.Address, error) {
		return a.bounceAddress(mark.Step{Dispatch: number, Person: person, Step: step}, mail)
	}
}

func (a *app) hearsBounces() bool { return a.cfg.BounceDir != "" || a.cfg.HookSecrets["bounces"] != "" }

func (a *app) bounceAddress(step mark.Step, mail delivery.Setup) (delivery.Address, error) {
	s, err := mark.EnvelopeSender(a.db.Keys(), step, mail.From.Address.Domain())
	if err != nil {
		return delivery.Address{}, err
	}
	return delivery.ParseAddress(s)
}

func (a *app) outboxDir() string { return filepath.Join(a.cfg.DataDir, "outbox") }

// journalDir is where this machine's nodes write what they hand over; it outlives the database on purpose.
func (a *app) journalDir() string {
	return cmp.Or(a.cfg.JournalDir, filepath.Join(a.cfg.DataDir, "journal"))
}

// uploads wait, encrypted, in a folder that only this program reads.
func (a *app) uploads() people.Uploads {
	return people.Uploads{Dir: filepath.Join(a.cfg.DataDir, "spool")}
}

func (a *app) assemble() error {
	lib, problems := regimes.Default()
	if len(problems) > 0 {
		return fmt.Errorf("the rule pack has problems (candour regimes check): %w", problems[0])
	}
	var err error
	a.handler, a.server, err = api.New(api.Config{PublicURL: a.cfg.PublicURL, Demo: a.cfg.Demo, OutboxDir: a.outboxDir(), Uploads: a.uploads(), HookSecrets: a.cfg.HookSecrets, Proxies: a.cfg.Proxies,
		SMTPSet: a.cfg.SMTPURL != "", Version: version}, a.db, lib, api.Page{Files: frontend.Dist()})
	return err
}

// listen serves and works until ctx ends, then lets requests and jobs in flight finish.
func (a *app) listen(ctx context.Context, l net.Listener) error {
	// The journal first: what an older database does not know to be sent is settled before anything may be sent.
	if err := a.node.Start(ctx); err != nil {
		return errors.Join(err, a.journal.Close())
	}
	if err := a.runner.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	srv := &http.Server{Handler: a.handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn)}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 25*time.Second)
	defer cancel()
	// Side by side: a request that is just being answered must not cost the lanes their time to finish.
	halted := make(chan error, 1)
	go func() { halted <- a.node.Stop(stop) }()
	return errors.Join(err, srv.Shutdown(stop), a.runner.Stop(stop), <-halted, a.journal.Close())
}

func serve(ctx context.Context, cfg Config, out, errOut io.Writer) int {
	a, err := newApp(ctx, cfg)
	if err != nil {
		fmt.Fprintf(errOut, "Candour did not start: %v\n", err)
		return 1
	}
	defer a.db.Close()
	l, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		fmt.Fprintf(errOut, "Candour did not start: cannot listen on %s: %v\n", cfg.Listen, err)
		return 2
	}
	fmt.Fprintf(out, "Candour %s answers on %s\n", version, cfg.PublicURL)
	if err := a.listen(ctx, l); err != nil {
		fmt.Fprintf(errOut, "Candour stopped: %v\n", err)
		return 1
	}
	return 0
}

// printOpenAPI needs no database: the document is made from the code alone.
func printOpenAPI(_ context.Context, out, errOut io.Writer) int {
	a := &app{cfg: Config{PublicURL: "http://127.0.0.1:8080"}}
	err := a.assemble()
	if err == nil {
		var b []byte
		if b, err = a.server.OpenAPI(); err == nil {
			_, err = fmt.Fprintf(out, "%s\n", b)
		}
	}
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	return 0
}

func firstAdministrator(ctx context.Context, cfg Config, args []string, out, errOut io.Writer) int {
	if len(args) != 2 {
		fmt.Fprintln(errOut, "Usage: candour admin NAME EMAIL, or candour admin confirm EMAIL")
		return 2
	}
	db, err := openDatabase(ctx, cfg)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	defer db.Close()
	if args[0] == "confirm" {
		return confirmAtConsole(ctx, db, args[1], out, errOut)
	}
	token, err := access.InviteFirst(ctx, db, args[0], args[1])
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 2
	}
	// The token stands behind the #, which browsers never send: it reaches no log.
	fmt.Fprintf(out, "Open this link within 30 minutes and choose a password:\n%s/invitation#%s\n", cfg.PublicURL, token)
	return 0
}

// confirmAtConsole is the second person of an installation that has none yet.
func confirmAtConsole(ctx context.Context, db *models.DB, email string, out, errOut io.Writer) int {
	c, code, err := access.ConfirmFromConsole(ctx, db, email)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 2
	}
	fmt.Fprintf(out, "Confirmed: %s, %s.\n", c.Kind, c.Role)
	if code != "" {
		fmt.Fprintf(out, "Give this code to the person; it goes with the link of whoever invited them:\n%s\n", code)
	}
	return 0
}
