package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"time"

	"candour/models"
	"candour/workflows/access"
	"candour/workflows/assessment"
	"candour/workflows/exercise"
	"candour/workflows/regimes"
)

// demoPassword is printed at every start: these accounts exist only in an exercise database and no other server lets them in.
const demoPassword = "exercise only 2022"

// demoSociety is the society of the demo's focal point.
const demoSociety = "German Red Cross"

var demoAccounts = []struct {
	name, email string
	role        models.Role
}{
	{"Ines Manager", "manager@exercise.example", models.RoleIncidentManager},
	{"Paul Protection", "dpo@exercise.example", models.RoleDPO},
	{"Carla Words", "communications@exercise.example", models.RoleCommunications},
	{"Amina Approver", "approver@exercise.example", models.RoleApprover},
	{"Focal Point", "society@exercise.example", models.RoleFocalPoint},
	{"Otto Auditor", "auditor@exercise.example", models.RoleAuditor},
	{"Ada Administrator", "admin@exercise.example", models.RoleAdministrator},
}

// demo starts the app on an embedded database that holds the exercise. Nothing leaves it: mail goes to the outbox, by construction.
// "demo people" imports all 515,000 invented people into it.
func demo(ctx context.Context, args []string, env func(string) string, out, errOut io.Writer) int {
	everybody := len(args) > 0 && args[0] == "people"
	if everybody {
		args = args[1:]
	}
	dir := "./data/demo"
	// A word that looks like an option is a slip, not the name of a folder to fill.
	if len(args) > 1 || (len(args) == 1 && strings.HasPrefix(args[0], "-")) {
		fmt.Fprintln(errOut, "Usage: candour demo [people] [FOLDER]. Without FOLDER the exercise lives in ./data/demo.")
		return 2
	}
	if len(args) > 0 {
		dir = args[0]
	}
	l, err := demoListener(env("CANDOUR_LISTEN"))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 2
	}
	defer l.Close()
	path := filepath.Join(dir, "candour.db")
	cfg := Config{DatabaseURL: "sqlite:" + path, Listen: l.Addr().String(), PublicURL: "http://" + l.Addr().String(), KeyFile: path + ".key", MakeKey: !holdsSomething(path), DataDir: dir, Demo: true}
	a, err := newApp(ctx, cfg)
	if err != nil {
		fmt.Fprintf(errOut, "The exercise did not start: %v\n", err)
		return 1
	}
	defer a.db.Close()
	if err := a.loadDemo(ctx, out); err != nil {
		fmt.Fprintf(errOut, "The exercise was not loaded: %v\n", err)
		if e := new(models.Error); errors.As(err, &e) {
			for _, f := range e.Fields {
				fmt.Fprintf(errOut, "- %s: %s\n", f.Name, f.Detail)
			}
		}
		return 1
	}
	if everybody {
		if err := a.importEverybody(ctx, out); err != nil {
			fmt.Fprintf(errOut, "The people were not imported: %v\n", err)
			return 1
		}
		return 0
	}
	fmt.Fprintf(out, "\nCandour (exercise, nothing leaves this machine): %s\n\nSign in with one of these; the password of all is: %s\n", cfg.PublicURL, demoPassword)
	for _, d := range demoAccounts {
		fmt.Fprintf(out, "  %-34s %s\n", d.email, strings.ReplaceAll(string(d.role), "-", " "))
	}
	fmt.Fprintln(out)
	if err := a.listen(ctx, l); err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	return 0
}

// demoListener is on loopback only, because the exercise has known passwords. Without a setting another port is taken when the usual one is busy.
func demoListener(listen string) (net.Listener, error) {
	if listen == "" {
		if l, err := net.Listen("tcp", "127.0.0.1:8080"); err == nil {
			return l, nil
		}
		return net.Listen("tcp", "127.0.0.1:0")
	}
	if host, _, err := net.SplitHostPort(listen); err != nil || !isLoopback(host) {
		return nil, errors.New("The exercise has known passwords and is served on loopback only. Give CANDOUR_LISTEN as 127.0.0.1:PORT.")
	}
	return net.Listen("tcp", listen)
}

// namedPeople is how many of the 515,000 have a name from the start; "demo people" names them all.
const namedPeople = 3000

// loadDemo fills a demo database once: accounts, the story as it was in January 2022, the same story moved to now, people to look at and
// contacts to write to. Killed in the middle, the next start goes on where this one stopped; the import of people is the last step.
func (a *app) loadDemo(ctx context.Context, out io.Writer) error {
	accounts, err := models.ListAccounts(a.db.View(ctx))
	if err != nil {
		return err
	}
	if len(accounts) < len(demoAccounts) {
		fmt.Fprintln(out, "First start: loading the exercise (63 organisations, 228 laws, twice: as in 2022 and as if it happened today) ...")
		if err := a.addDemoAccounts(ctx); err != nil {
			return err
		}
	}
	loader, err := a.demoLoader(ctx)
	if err != nil {
		return err
	}
	story, err := exercise.Load()
	if err != nil {
		return err
	}
	if i, found, err := a.todaysIncident(ctx, loader); err != nil || found {
		imports, listErr := models.ListPeopleImports(a.db.View(ctx), loader, i.ID)
		if err = errors.Join(err, listErr); err != nil {
			return err
		}
		if len(imports) > 0 {
			return exercise.Telling(ctx, a.db, loader, i.ID)
		}
	}
	lib, _ := regimes.Default()
	today := story.Today(a.db.Now())
	for _, s := range []*exercise.Story{story, today} {
		i, err := exercise.Open(ctx, a.db, lib, loader, s)
		if err != nil {
			return err
		}
		if _, err := assessment.Decide(ctx, a.db, loader, i.ID); err != nil {
			return err
		}
		if err := exercise.Contacts(ctx, a.db, loader.Actor(), i.ID); err != nil {
			return err
		}
		if s == today {
			if err := exercise.Enquiries(ctx, a.db, loader, s, i.ID); err != nil {
				return err
			}
			if _, err := exercise.ImportPeople(ctx, a.db, a.uploads(), loader, s, i.ID, namedPeople); err != nil {
				return err
			}
			if err := exercise.Telling(ctx, a.db, loader, i.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// demoLoader is the exercise's incident manager: what was loaded stands in the record under that name.
func (a *app) demoLoader(ctx context.Context) (models.Viewer, error) {
	account, err := models.FindAccountByEmail(a.db.View(ctx), demoAccounts[0].email)
	return account.Viewer(""), err
}

func (a *app) todaysIncident(ctx context.Context, v models.Viewer) (models.Incident, bool, error) {
	page, err := models.ListIncidents(a.db.View(ctx), v, models.IncidentFilter{Text: exercise.TodayMark}, models.PageRequest{})
	if err != nil || len(page.Items) == 0 {
		return models.Incident{}, false, err
	}
	return page.Items[0], true, nil
}

func (a *app) addDemoAccounts(ctx context.Context) error {
	society, err := models.FindOrganisationNamed(a.db.View(ctx), models.KindSociety, demoSociety)
	if err != nil {
		return err
	}
	for _, d := range demoAccounts {
		if _, err := models.FindAccountByEmail(a.db.View(ctx), d.email); !models.IsKind(err, models.KindNotFound) {
			if err != nil {
				return err
			}
			continue
		}
		p := access.Person{Name: d.name, Email: d.email, Role: d.role}
		if d.role == models.RoleFocalPoint {
			p.SocietyID = society.ID
		}
		if _, err := access.AddDemo(ctx, a.db, p, demoPassword); err != nil {
			return err
		}
	}
	return nil
}

// importEverybody writes and imports all invented people of the story moved to now, by the same upload a person would make.
func (a *app) importEverybody(ctx context.Context, out io.Writer) error {
	story, err := exercise.Load()
	if err != nil {
		return err
	}
	loader, err := a.demoLoader(ctx)
	if err != nil {
		return err
	}
	incident, found, err := a.todaysIncident(ctx, loader)
	if err != nil {
		return err
	}
	if !found {
		return errors.New("the exercise is not in this database")
	}
	fmt.Fprintln(out, "Importing everybody; this takes a minute ...")
	start := time.Now()
	i, err := exercise.ImportPeople(ctx, a.db, a.uploads(), loader, story, incident.ID, 0)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d people imported, %d rows were there already or twice, %d rejected, in %.0f s.\n", i.Accepted, i.Duplicate, i.Rejected, time.Since(start).Seconds())
	return nil
}
