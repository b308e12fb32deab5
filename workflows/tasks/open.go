package tasks

import (
	"fmt"

	"candour/models"
	"candour/models/terms"
)

// Open adds tasks with their ladders. It joins the command of the stage that needs them.
func Open(tx models.Tx, ts []models.Task) error {
	for i := range ts {
		if ts[i].ID == "" {
			ts[i].ID = models.NewID()
		}
		ts[i].OpenedAt = tx.Now()
	}
	if err := models.AddTasks(tx, ts); err != nil {
		return err
	}
	var rungs []models.Reminder
	for _, t := range ts {
		more, err := ladder(t, tx.Now())
		if err != nil {
			return err
		}
		rungs = append(rungs, more...)
	}
	return models.AddReminders(tx, rungs)
}

// ladder plans the rungs of a task. Those before the limit whose time has passed already are left out: opening the task tells its owner
// as much. Those at and after the limit are planned even when they are overdue, and fire at the next scan.
func ladder(t models.Task, now terms.Instant) ([]models.Reminder, error) {
	if t.DueAt.IsZero() {
		return nil, nil
	}
	books, err := Playbooks()
	if err != nil {
		return nil, err
	}
	book, ok := books[t.Playbook]
	if !ok {
		return nil, fmt.Errorf("task %s: there is no playbook %q", t.ID, t.Playbook)
	}
	var out []models.Reminder
	for _, s := range book.Steps {
		at := t.DueAt.Add(s.At)
		if s.At < 0 && !at.After(now) {
			continue
		}
		out = append(out, models.Reminder{TaskID: t.ID, Step: s.ID, IncidentID: t.IncidentID, FireAt: at, Action: s.Action, Audience: s.Audience})
	}
	return out, nil
}

// Move points an open task at another obligation and limit, and plans the rungs that have not fired anew.
func Move(tx models.Tx, t models.Task, obligation models.ID, due terms.Instant, byLaw bool) error {
	values := map[string]any{"obligation_id": obligation}
	playbook := ByTarget
	if byLaw {
		playbook = ByLaw
	}
	moved := !due.Equal(t.DueAt) || playbook != t.Playbook
	if moved {
		values["due_at"], values["by_law"], values["playbook"] = due, byLaw, playbook
		if values["sort_at"] = due; due.IsZero() {
			values["sort_at"] = t.OpenedAt
		}
	}
	if err := models.UpdateTask(tx, &t, values); err != nil || !moved {
		return err
	}
	fired, err := models.ListReminders(tx, t.ID)
	if err != nil {
		return err
	}
	if err := models.DropReminders(tx, t.ID); err != nil {
		return err
	}
	if err := models.RemoveDropped(tx, t.ID); err != nil {
		return err
	}
	done := map[string]bool{}
	for _, r := range fired {
		done[r.Step] = !r.FiredAt.IsZero()
	}
	t.DueAt, t.Playbook = due, playbook
	rungs, err := ladder(t, tx.Now())
	if err != nil {
		return err
	}
	// A rung fires once in the life of a task, also when its limit moves.
	var left []models.Reminder
	for _, r := range rungs {
		if !done[r.Step] {
			left = append(left, r)
		}
	}
	return models.AddReminders(tx, left)
}
