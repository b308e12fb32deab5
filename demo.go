package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"

	"candour/models"
	"candour/workflows/access"
)

// demoPassword is printed at every start: these accounts exist only in an exercise database and no other server lets them in.
const demoPassword = "exercise only 2022"

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
func demo(ctx context.Context, args []string, env func(string) string, out, errOut io.Writer) int {
	dir := "./data/demo"
	if len(args) > 0 {
		dir = args[0]
	}
	listen := env("CANDOUR_LISTEN")
	if listen == "" {
		listen = "127.0.0.1:8080"
	}
	host, _, err := net.SplitHostPort(listen)
	if err != nil || !isLoopback(host) {
		fmt.Fprintln(errOut, "The exercise has known passwords and is served on loopback only. Give CANDOUR_LISTEN as 127.0.0.1:PORT.")
		return 2
	}
	l, err := net.Listen("tcp", listen)
	if err != nil && env("CANDOUR_LISTEN") == "" {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		fmt.Fprintf(errOut, "Cannot listen on %s: %v\n", listen, err)
		return 2
	}
	defer l.Close()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		fmt.Fprintln(errOut, err)
		return 2
	}
	path := filepath.Join(dir, "candour.db")
	cfg := Config{DatabaseURL: "sqlite:" + path, Listen: l.Addr().String(), PublicURL: "http://" + l.Addr().String(), KeyFile: path + ".key", MakeKey: true, DataDir: dir, Demo: true}
	a, err := newApp(ctx, cfg)
	if err != nil {
		fmt.Fprintf(errOut, "The exercise did not start: %v\n", err)
		return 1
	}
	defer a.db.Close()
	if err := a.loadDemo(ctx, out); err != nil {
		fmt.Fprintf(errOut, "The exercise was not loaded: %v\n", err)
		return 1
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

// loadDemo fills an empty demo database once.
func (a *app) loadDemo(ctx context.Context, out io.Writer) error {
	accounts, err := models.ListAccounts(a.db.View(ctx))
	if err != nil || len(accounts) > 0 {
		return err
	}
	fmt.Fprintln(out, "First start: loading the exercise ...")
	society := models.ID("")
	for _, d := range demoAccounts {
		p := access.Person{Name: d.name, Email: d.email, Role: d.role}
		if d.role == models.RoleFocalPoint {
			if p.SocietyID = society; society == "" {
				continue
			}
		}
		if _, err := access.AddDemo(ctx, a.db, p, demoPassword); err != nil {
			return err
		}
	}
	return nil
}
