package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/glebarez/go-sqlite"  // driver "sqlite"
	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// house is one installation: a database, a folder, a port. Everything it knows outlives its process.
type house struct {
	binary string
	dir    string
	engine string // "sqlite" or "postgres"
	name   string // of the PostgreSQL database
	listen string
	smtp   string // address of its mail server; empty: none
	extra  []string
}

// cluster is the throw-away PostgreSQL that scripts/with-postgres starts.
func cluster() string { return os.Getenv("CANDOUR_TEST_POSTGRES_URL") }

func newHouse(binary, dir, engine string) (*house, error) {
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		return nil, err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "key"), []byte(base64.StdEncoding.EncodeToString(key)+"\n"), 0o600); err != nil {
		return nil, err
	}
	h := &house{binary: binary, dir: dir, engine: engine, name: "chaos_" + strings.ReplaceAll(filepath.Base(dir), "-", "_")}
	var err error
	if h.listen, err = freeAddress(); err != nil {
		return nil, err
	}
	if engine == "postgres" {
		err = h.admin("CREATE DATABASE " + h.name)
	}
	return h, err
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// admin runs a statement beside the house's own database.
func (h *house) admin(statement string) error {
	db, err := sql.Open("pgx", cluster())
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), statement)
	return errors.Join(err, db.Close())
}

// url is the address of the database: of the product's setting, and of a driver.
func (h *house) url() string {
	if h.engine == "sqlite" {
		return "sqlite:" + h.file()
	}
	return strings.Replace(cluster(), "/postgres?", "/"+h.name+"?", 1)
}

func (h *house) file() string { return filepath.Join(h.dir, "candour.db") }

// open reads the database from outside. It never writes.
func (h *house) open() (*sql.DB, error) {
	if h.engine == "sqlite" {
		return sql.Open("sqlite", "file:"+h.file()+"?_pragma=busy_timeout(20000)&_pragma=query_only(1)")
	}
	return sql.Open("pgx", h.url())
}

func (h *house) openToWrite() (*sql.DB, error) {
	if h.engine == "sqlite" {
		return sql.Open("sqlite", "file:"+h.file()+"?_pragma=busy_timeout(20000)")
	}
	return h.open()
}

func (h *house) env() []string {
	e := []string{"CANDOUR_DATABASE_URL=" + h.url(), "CANDOUR_LISTEN=" + h.listen, "CANDOUR_KEY_FILE=" + filepath.Join(h.dir, "key"),
		"CANDOUR_DATA_DIR=" + filepath.Join(h.dir, "data"), "CANDOUR_JOURNAL_DIR=" + h.journals(), "CANDOUR_MAIL_FROM=notices@movement.example"}
	if h.smtp != "" {
		e = append(e, "CANDOUR_SMTP_URL=smtp://"+h.smtp+"?starttls=relaxed-for-loopback")
	}
	return append(e, h.extra...)
}

func (h *house) journals() string { return filepath.Join(h.dir, "data", "journal") }

// serve starts the program.
func (h *house) serve() (*process, error) {
	return startProcess(h.env(), " answers on ", h.binary, "serve")
}

// command runs another command of the program and gives what it prints.
func (h *house) command(args ...string) (string, error) {
	c := exec.Command(h.binary, args...)
	c.Env = append(os.Environ(), h.env()...)
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("candour %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return string(out), nil
}

// verify walks the record of every incident.
func (h *house) verify() error {
	_, err := h.command("verify")
	return err
}

// copyTo makes another installation of this one, which must not run: the same rows, files, key and port.
func (h *house) copyTo(dir string) (*house, error) {
	to := *h
	to.dir, to.name = dir, "chaos_"+strings.ReplaceAll(filepath.Base(dir), "-", "_")
	if out, err := exec.Command("cp", "-a", h.dir, dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("copy the installation: %w: %s", err, out)
	}
	if h.engine == "postgres" {
		if err := h.admin("CREATE DATABASE " + to.name + " TEMPLATE " + h.name); err != nil {
			return nil, fmt.Errorf("copy the database: %w", err)
		}
	}
	return &to, nil
}

// raze takes the installation away.
func (h *house) raze() error {
	var err error
	if h.engine == "postgres" {
		err = h.admin("DROP DATABASE IF EXISTS " + h.name + " WITH (FORCE)")
	}
	return errors.Join(err, os.RemoveAll(h.dir))
}

// backup copies the database while the program runs, as an administrator does; restore puts it back while it does not run. The folder with
// the journal stays what it is: it is no part of the database.
func (h *house) backup() error {
	if h.engine == "sqlite" {
		_ = os.Remove(h.file() + ".backup")
		db, err := h.openToWrite()
		if err != nil {
			return err
		}
		_, err = db.ExecContext(context.Background(), "VACUUM INTO ?", h.file()+".backup")
		return errors.Join(err, db.Close())
	}
	return h.tool("pg_dump", "--format=custom", "--compress=0", "--file="+h.file()+".backup", h.url())
}

func (h *house) restore() error {
	if h.engine == "sqlite" {
		for _, end := range []string{"-wal", "-shm"} {
			if err := os.Remove(h.file() + end); err != nil && !os.IsNotExist(err) {
				return err
			}
		}
		raw, err := os.ReadFile(h.file() + ".backup")
		if err != nil {
			return err
		}
		return os.WriteFile(h.file(), raw, 0o600)
	}
	if err := h.admin("DROP DATABASE " + h.name + " WITH (FORCE)"); err != nil {
		return err
	}
	if err := h.admin("CREATE DATABASE " + h.name); err != nil {
		return err
	}
	return h.tool("pg_restore", "--no-owner", "--dbname="+h.url(), h.file()+".backup")
}

// tool runs one of PostgreSQL's own programs.
func (h *house) tool(name string, args ...string) error {
	bin, err := exec.Command("pg-bin").Output()
	if err != nil {
		return fmt.Errorf("find PostgreSQL's programs (run through make chaos): %w", err)
	}
	if out, err := exec.Command(filepath.Join(strings.TrimSpace(string(bin)), name), args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// quietly starts the program, lets something be done and ends it as an administrator does.
func (h *house) quietly(do func() error) error {
	p, err := h.while(do)
	if err != nil {
		return err
	}
	return p.stop(40 * time.Second)
}

// abruptly is the same with SIGKILL the moment the thing is done.
func (h *house) abruptly(do func() error) error {
	p, err := h.while(do)
	if err == nil {
		p.kill()
	}
	return err
}

func (h *house) while(do func() error) (*process, error) {
	p, err := h.serve()
	if err != nil {
		return nil, err
	}
	if err := p.untilReady(60 * time.Second); err != nil {
		p.kill()
		return nil, err
	}
	if err := do(); err != nil {
		p.kill()
		return nil, fmt.Errorf("%w\n%s", err, p.said())
	}
	return p, nil
}
