package main

import (
	"errors"
	"fmt"
	"time"
)

// words drafts the notice, has it submitted and approved by somebody else.
func (d *dispatching) words() error {
	writer, approver := d.staff["communications"], d.staff["approver"]
	if err := d.staff["incident-manager"].post("/incidents/"+d.incident+"/facts", body{"facts": []body{
		{"key": "detected_at", "value": "2026-01-12T09:00:00+01:00", "zone": "Europe/Berlin", "certainty": "confirmed"},
		{"key": "exfiltrated", "value": "presumed", "certainty": "likely"},
	}}, nil); err != nil {
		return err
	}
	// The words that come with the product, in two of its languages: nobody has to translate or sign them first.
	var kit struct{ Starts map[string]body }
	if err := writer.get("/people-notice-kit", &kit); err != nil {
		return err
	}
	var saved struct{ ID string }
	if err := writer.post("/incidents/"+d.incident+"/people-notices", body{"organisation": "German Red Cross", "contact": body{"name": "Duty desk", "role": "Data protection", "telephone": "+41 22 730 00 00", "email": "desk@movement.example"}, "supplement": false,
		"texts": body{"en": kit.Starts["en"], "fr": kit.Starts["fr"]}, "fallback": "en", "audience": body{"groups": []string{d.group}, "parties": []string{}}}, &saved); err != nil {
		return err
	}
	d.notice = saved.ID
	at := "/people-notices/" + d.notice
	var v struct {
		Version     int
		ContentHash string `json:"content_hash"`
	}
	return errors.Join(writer.get(at, &v), writer.post(at+"/submission", body{"version": v.Version}, nil),
		approver.get(at, &v), approver.post(at+"/approval", body{"version": v.Version, "hash": v.ContentHash}, nil))
}

// prepare lets the notice meet its audience and waits until everybody has a line.
func (d *dispatching) prepare() error {
	var made struct{ ID string }
	if err := d.staff["incident-manager"].post("/people-notices/"+d.notice+"/dispatch", body{}, &made); err != nil {
		return err
	}
	d.dispatch = made.ID
	return readyWithin(2*time.Minute, "a line for everybody", func() (bool, error) {
		s, err := d.state()
		return s.phase == "ready", err
	})
}

// request is the first person's half of letting it go.
func (d *dispatching) request() error {
	s, err := d.state()
	if err != nil {
		return err
	}
	if s.people != d.people {
		return fmt.Errorf("%d people have a line, of %d", s.people, d.people)
	}
	return d.staff["incident-manager"].post("/dispatches/"+d.dispatch+"/request", body{"version": s.version}, nil)
}

// tend is what people do while it goes on: the second person's half, and releasing the rest when the first wave is over.
func (d *dispatching) tend() error {
	s, err := d.state()
	switch {
	case err != nil:
		return err
	case s.halted != "":
		return fmt.Errorf("the dispatch is %s: %s", s.halted, s.why)
	case s.phase == "requested":
		var v struct{ Binding string }
		approver := d.staff["approver"]
		if err := approver.get("/dispatches/"+d.dispatch, &v); err != nil {
			return err
		}
		return approver.post("/dispatches/"+d.dispatch+"/approval", body{"version": s.version, "binding": v.Binding}, nil)
	case s.phase == "sending" && s.wave == 1:
		return d.staff["incident-manager"].post("/dispatches/"+d.dispatch+"/release", body{"version": s.version}, nil)
	}
	return nil
}
