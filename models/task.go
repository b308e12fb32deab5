package models

import (
	"gorm.io/gorm"

	"candour/models/terms"
)

// TaskState of a task; there is no way back from done but a new task.
type TaskState string

const (
	TaskOpen      TaskState = "open"
	TaskDone      TaskState = "done"
	TaskCancelled TaskState = "cancelled" // what it was for is not owed any more
)

// Task is one thing one person has to do. Its reminders are rows of their own.
type Task struct {
	ID           ID
	IncidentID   ID
	PartyID      *ID
	ObligationID *ID
	Kind         string // obligation, manual, bounce, silence
	Playbook     string // the ladder its reminders come from
	Title        string // no names of people
	Detail       string
	OwnerID      *ID
	DueAt        terms.Instant
	ByLaw        bool // due by law, not by our own target
	SortAt       terms.Instant
	State        TaskState
	Escalated    string // the audience it has been brought to so far
	OpenedAt     terms.Instant
	OpenedBy     *ID
	ClosedAt     terms.Instant
	ClosedBy     *ID
	NoteSealed   []byte
	Version      int
}

// Reminder is one rung of a ladder for one task: it fires once, however late, or is dropped with its task.
type Reminder struct {
	TaskID     ID     `gorm:"primaryKey"`
	Step       string `gorm:"primaryKey"`
	IncidentID ID
	FireAt     terms.Instant
	Action     string // remind, escalate
	Audience   string // owner, incident-manager, data-protection-officer
	FiredAt    terms.Instant
	DroppedAt  terms.Instant
}

// SetNote seals what the person wrote when the task was closed; Note opens it.
func (t *Task) SetNote(k *Keyring, s string) (err error) {
	t.NoteSealed, err = k.SealText("tasks.note:"+t.ID, s)
	return err
}

func (t *Task) Note(k *Keyring) (string, error) {
	return k.OpenText("tasks.note:"+t.ID, t.NoteSealed)
}

// TaskFilter narrows the list; empty fields do not.
type TaskFilter struct {
	Incident ID
	Owner    ID
	Nobody   bool // only tasks without an owner
	State    TaskState
	Kind     string
}

// TaskRow is a task with what a row of the tasks page says around it.
type TaskRow struct {
	Task              `gorm:"embedded"`
	PartyName         *string
	IncidentReference string
	IncidentTitle     string `gorm:"-"`

	IncidentTitleSealed []byte
	Exercise            bool
	RemindedAt          *terms.Instant
}

// ListTasks gives tasks with the soonest first, page by page.
func ListTasks(r Reader, v Viewer, f TaskFilter, p PageRequest) (Page[TaskRow], error) {
	q := r.q().Table("tasks").
		Select(`tasks.*, parties.name AS party_name, incidents.reference AS incident_reference, incidents.title_sealed AS incident_title_sealed,
			incidents.exercise AS exercise, (SELECT MAX(fired_at) FROM reminders WHERE reminders.task_id = tasks.id) AS reminded_at`).
		Joins("JOIN incidents ON incidents.id = tasks.incident_id").
		Joins("LEFT JOIN parties ON parties.id = tasks.party_id").
		Order("tasks.sort_at, tasks.id").Limit(p.Size() + 1)
	switch society, only := v.onlySociety(); {
	case only:
		q = q.Where("parties.organisation_id = ?", society)
	case !v.Has(RightReadIncidents):
		q = q.Where("1 = 0")
	}
	state := f.State
	if state == "" {
		state = TaskOpen
	}
	q = q.Where("tasks.state = ?", state)
	for column, id := range map[string]ID{"tasks.incident_id": f.Incident, "tasks.owner_id": f.Owner} {
		if id == "" {
			continue
		}
		if !ValidID(id) {
			return Page[TaskRow]{Items: []TaskRow{}}, nil
		}
		q = q.Where(column+" = ?", id)
	}
	if f.Nobody {
		q = q.Where("tasks.owner_id IS NULL")
	}
	if f.Kind != "" {
		q = q.Where("tasks.kind = ?", f.Kind)
	}
	var after struct {
		At terms.Instant
		ID ID
	}
	if ok, err := p.decode(&after); err != nil {
		return Page[TaskRow]{}, err
	} else if ok {
		q = q.Where("(tasks.sort_at, tasks.id) > (?, ?)", after.At, after.ID)
	}
	rows, err := many[TaskRow](q, "tasks")
	if err != nil {
		return Page[TaskRow]{}, err
	}
	return pageOf(rows, p.Size(), func(t TaskRow) any {
		return struct {
			At terms.Instant
			ID ID
		}{t.SortAt, t.ID}
	}), nil
}

// FindTask finds a task this viewer may see.
func FindTask(r Reader, v Viewer, id ID) (Task, error) {
	if !ValidID(id) {
		return Task{}, NotFound("Task")
	}
	return one[Task](scopeByParty(r.q(), v).Where("id = ?", id), "Task")
}

// FindTaskOf finds the open task of an obligation; not found when there is none.
func FindTaskOf(r Reader, obligation ID) (Task, error) {
	return one[Task](r.q().Where("obligation_id = ? AND state = ?", obligation, TaskOpen), "Task")
}

// TasksByID gives tasks for a worker.
func TasksByID(r Reader, ids []ID) (map[ID]Task, error) {
	out := make(map[ID]Task, len(ids))
	return out, inBatches(ids, func(ids []ID) error {
		rows, err := many[Task](r.q().Where("id IN ?", ids), "tasks")
		for _, t := range rows {
			out[t.ID] = t
		}
		return err
	})
}

// LoadOpenTasks gives the open tasks of an incident by obligation.
func LoadOpenTasks(r Reader, incident ID) (map[ID]Task, error) {
	rows, err := many[Task](r.q().Where("incident_id = ? AND state = ? AND obligation_id IS NOT NULL", incident, TaskOpen), "tasks")
	out := make(map[ID]Task, len(rows))
	for _, t := range rows {
		out[*t.ObligationID] = t
	}
	return out, err
}

func AddTasks(tx Tx, ts []Task) error {
	if len(ts) == 0 {
		return nil
	}
	for i := range ts {
		ts[i].State, ts[i].Version = TaskOpen, 1
		if ts[i].SortAt = ts[i].DueAt; ts[i].SortAt.IsZero() {
			ts[i].SortAt = ts[i].OpenedAt
		}
	}
	return tx.q().CreateInBatches(ts, batch).Error
}

// UpdateTask changes named columns of an open task at a known version.
func UpdateTask(tx Tx, t *Task, values map[string]any) error {
	values["version"] = t.Version + 1
	return guarded(tx.q().Model(&Task{}).Where("id = ? AND state = ? AND version = ?", t.ID, TaskOpen, t.Version), values,
		"Somebody else changed this task, or it is closed already. Nothing was changed; load it again.")
}

func AddReminders(tx Tx, rs []Reminder) error {
	if len(rs) == 0 {
		return nil
	}
	return tx.q().CreateInBatches(rs, batch).Error
}

// ListReminders gives the ladder of a task in the order of its rungs.
func ListReminders(r Reader, task ID) ([]Reminder, error) {
	return many[Reminder](r.q().Where("task_id = ?", task).Order("fire_at, step"), "reminders")
}

// Alert is the newest rung that fired for an open task, as its audience sees it.
type Alert struct {
	TaskRow  `gorm:"embedded"`
	Step     string
	Action   string
	Audience string
	FiredAt  terms.Instant
}

// ListAlerts gives the open tasks that were brought to this viewer, as their owner or by their role: the newest first, page by page.
func ListAlerts(r Reader, v Viewer, p PageRequest) (Page[Alert], error) {
	if !v.Has(RightReadIncidents) {
		return Page[Alert]{Items: []Alert{}}, nil
	}
	q := r.q().Table("reminders").
		Select(`tasks.*, parties.name AS party_name, incidents.reference AS incident_reference, incidents.title_sealed AS incident_title_sealed,
			incidents.exercise AS exercise, reminders.step AS step, reminders.action AS action, reminders.audience AS audience, reminders.fired_at AS fired_at`).
		// A cross join is the only one whose order SQLite keeps: from the few reminders that fired to their tasks, not from every open task.
		Joins("CROSS JOIN tasks").
		Joins("JOIN incidents ON incidents.id = tasks.incident_id").
		Joins("LEFT JOIN parties ON parties.id = tasks.party_id").
		Where("tasks.id = reminders.task_id AND tasks.state = ?", TaskOpen).
		Where("reminders.fired_at IS NOT NULL").
		// Asked of the reminder alone, so that most are passed over without reading their task.
		Where("(reminders.audience = ? OR (reminders.audience = 'owner' AND reminders.task_id IN (SELECT id FROM tasks WHERE owner_id = ? AND state = ?)))",
			v.Role, v.Account, TaskOpen).
		Where("NOT EXISTS (SELECT 1 FROM reminders later WHERE later.task_id = reminders.task_id AND later.fired_at IS NOT NULL AND later.fire_at > reminders.fire_at AND (later.audience = ? OR (later.audience = 'owner' AND tasks.owner_id = ?)))", v.Role, v.Account).
		// Read backwards along the index of what fired.
		Order("reminders.fired_at DESC, reminders.task_id DESC, reminders.step DESC").Limit(p.Size() + 1)
	if society, only := v.onlySociety(); only {
		q = q.Where("parties.organisation_id = ?", society)
	}
	var after struct {
		At   terms.Instant
		Task ID
		Step string
	}
	if ok, err := p.decode(&after); err != nil {
		return Page[Alert]{}, err
	} else if ok {
		q = q.Where("(reminders.fired_at, reminders.task_id, reminders.step) < (?, ?, ?)", after.At, after.Task, after.Step)
	}
	rows, err := many[Alert](q, "alerts")
	if err != nil {
		return Page[Alert]{}, err
	}
	return pageOf(rows, p.Size(), func(a Alert) any {
		return struct {
			At   terms.Instant
			Task ID
			Step string
		}{a.FiredAt, a.ID, a.Step}
	}), nil
}

// DueReminders gives the rungs of the incident that has waited longest whose time has come and that have not fired, in the order in which they
// were due. There is no window on purpose: what a standstill of any length left behind is still there.
func DueReminders(r Reader, limit int) ([]Reminder, error) {
	due := func() *gorm.DB {
		return r.q().Model(&Reminder{}).Where("fired_at IS NULL AND dropped_at IS NULL AND fire_at <= ?", r.Now()).Order("fire_at, task_id, step")
	}
	first, err := many[Reminder](due().Limit(1), "reminders")
	if err != nil || len(first) == 0 {
		return nil, err
	}
	return many[Reminder](due().Where("incident_id = ?", first[0].IncidentID).Limit(limit), "reminders")
}

// FireReminder marks a rung as fired; false when somebody else did, or it was dropped.
func FireReminder(tx Tx, rem *Reminder) (bool, error) {
	q := tx.q().Model(&Reminder{}).Where("task_id = ? AND step = ? AND fired_at IS NULL AND dropped_at IS NULL", rem.TaskID, rem.Step).
		Update("fired_at", tx.Now())
	return q.RowsAffected == 1, q.Error
}

// DropReminders takes back the rungs of tasks that have not fired.
func DropReminders(tx Tx, tasks ...ID) error {
	return inBatches(tasks, func(ids []ID) error {
		return tx.q().Model(&Reminder{}).Where("task_id IN ? AND fired_at IS NULL AND dropped_at IS NULL", ids).Update("dropped_at", tx.Now()).Error
	})
}

// RemoveDropped clears rungs of a task that were dropped before they fired, so that its ladder can be planned anew.
func RemoveDropped(tx Tx, task ID) error {
	return tx.q().Where("task_id = ? AND dropped_at IS NOT NULL", task).Delete(&Reminder{}).Error
}

// CancelTasks closes open tasks whose reason is gone, and drops their reminders.
func CancelTasks(tx Tx, ids []ID) error {
	if err := inBatches(ids, func(ids []ID) error {
		return tx.q().Model(&Task{}).Where("id IN ? AND state = ?", ids, TaskOpen).
			Updates(map[string]any{"state": TaskCancelled, "closed_at": tx.Now()}).Error
	}); err != nil {
		return err
	}
	return DropReminders(tx, ids...)
}

// EscalateTask notes the audience an open task has been brought to.
func EscalateTask(tx Tx, id ID, audience string) error {
	return tx.q().Model(&Task{}).Where("id = ? AND state = ?", id, TaskOpen).Update("escalated", audience).Error
}
