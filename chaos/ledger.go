package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Entry is one line of the ledger: what was run, and what came of it. A figure that is published is a sum over these lines.
type Entry struct {
	At       time.Time `json:"at"`
	Commit   string    `json:"commit"`
	Campaign string    `json:"campaign"`
	Engine   string    `json:"engine,omitempty"`
	Seed     uint64    `json:"seed"`
	Seconds  float64   `json:"seconds"`
	tally
	Verdict
	Passed bool `json:"passed"`
}

// keep appends a line and has it on disk.
func keep(path string, e Entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

// commit names what is tried; a tree with changes says so.
func commit() string {
	id, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	changed, err := exec.Command("git", "status", "--porcelain").Output()
	if err == nil && len(changed) > 0 {
		return strings.TrimSpace(string(id)) + "+"
	}
	return strings.TrimSpace(string(id))
}
