-- +goose Up
-- What the rules said, what people decided, what is owed by when, and who does it.

CREATE TABLE assessments (
  id            TEXT PRIMARY KEY,
  incident_id   TEXT NOT NULL REFERENCES incidents(id),
  number        INTEGER NOT NULL,
  facts_version INTEGER NOT NULL,
  input         BLOB NOT NULL,
  packs         TEXT NOT NULL,
  environment   TEXT NOT NULL,
  result        BLOB NOT NULL,
  result_hash   TEXT NOT NULL,
  outcomes      TEXT NOT NULL,
  run_at        TEXT NOT NULL,
  run_by        TEXT,
  UNIQUE (incident_id, number)
);

CREATE TABLE determinations (
  id             TEXT PRIMARY KEY,
  incident_id    TEXT NOT NULL REFERENCES incidents(id),
  party_id       TEXT NOT NULL REFERENCES parties(id),
  assessment_id  TEXT NOT NULL REFERENCES assessments(id),
  regime         TEXT NOT NULL,
  duty           TEXT NOT NULL,
  jurisdiction   TEXT NOT NULL,
  law            TEXT NOT NULL,
  recipient      TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  outcome        TEXT NOT NULL,
  effective      TEXT NOT NULL,
  decided        TEXT NOT NULL DEFAULT '',
  review         BOOLEAN NOT NULL DEFAULT FALSE,
  due_at         TEXT,
  target_at      TEXT,
  zone           TEXT NOT NULL,
  citation       TEXT NOT NULL,
  confidence     TEXT NOT NULL,
  pack_version   TEXT NOT NULL,
  reasons        TEXT NOT NULL,
  facts_used     TEXT NOT NULL,
  needs          TEXT NOT NULL,
  also           TEXT NOT NULL,
  said_at        TEXT NOT NULL,
  superseded_at  TEXT
);
CREATE UNIQUE INDEX determinations_current ON determinations(incident_id, party_id, regime, duty, jurisdiction) WHERE superseded_at IS NULL;
CREATE INDEX determinations_party ON determinations(party_id, incident_id);

CREATE TABLE decisions (
  seq              INTEGER PRIMARY KEY AUTOINCREMENT,
  id               TEXT NOT NULL UNIQUE,
  incident_id      TEXT NOT NULL REFERENCES incidents(id),
  party_id         TEXT NOT NULL REFERENCES parties(id),
  determination_id TEXT NOT NULL REFERENCES determinations(id),
  obligation_id    TEXT,
  answers_id       TEXT,
  kind             TEXT NOT NULL,
  outcome          TEXT NOT NULL,
  due_at           TEXT,
  reason_sealed    BLOB,
  decided_at       TEXT NOT NULL,
  decided_by       TEXT NOT NULL
);
CREATE INDEX decisions_determination ON decisions(determination_id, seq);
CREATE INDEX decisions_incident ON decisions(incident_id, seq);
CREATE UNIQUE INDEX decisions_answered_once ON decisions(answers_id) WHERE answers_id IS NOT NULL;

CREATE TABLE obligations (
  id                TEXT PRIMARY KEY,
  incident_id       TEXT NOT NULL REFERENCES incidents(id),
  party_id          TEXT NOT NULL REFERENCES parties(id),
  determination_id  TEXT NOT NULL REFERENCES determinations(id),
  regime            TEXT NOT NULL,
  duty              TEXT NOT NULL,
  jurisdiction      TEXT NOT NULL,
  clock             TEXT NOT NULL,
  provisional       BOOLEAN NOT NULL DEFAULT FALSE,
  law               TEXT NOT NULL,
  citation          TEXT NOT NULL,
  confidence        TEXT NOT NULL,
  recipient         TEXT NOT NULL,
  recipient_name    TEXT NOT NULL,
  what              TEXT NOT NULL,
  anchor            TEXT NOT NULL,
  anchor_at         TEXT,
  due_at            TEXT,
  target_at         TEXT,
  later_due_at      TEXT,
  home_rank         INTEGER NOT NULL DEFAULT 0,
  sort_at           TEXT NOT NULL,
  zone              TEXT NOT NULL,
  explanation       TEXT NOT NULL,
  pack_version      TEXT NOT NULL,
  calendar_version  TEXT NOT NULL DEFAULT '',
  state             TEXT NOT NULL,
  owner_id          TEXT,
  opened_at         TEXT NOT NULL,
  closed_at         TEXT,
  closed_by         TEXT,
  proof_on          TEXT NOT NULL DEFAULT '',
  proof_sealed      BLOB,
  document_id       TEXT,
  superseded_by     TEXT,
  version           INTEGER NOT NULL
);
CREATE UNIQUE INDEX obligations_once ON obligations(incident_id, party_id, regime, duty, jurisdiction, clock) WHERE state <> 'superseded';
CREATE INDEX obligations_clock ON obligations(state, home_rank, sort_at, id);
CREATE INDEX obligations_incident ON obligations(incident_id, state, home_rank, sort_at, id);
CREATE INDEX obligations_party ON obligations(party_id);
CREATE INDEX obligations_determination ON obligations(determination_id);

CREATE TABLE tasks (
  id            TEXT PRIMARY KEY,
  incident_id   TEXT NOT NULL REFERENCES incidents(id),
  party_id      TEXT REFERENCES parties(id),
  obligation_id TEXT REFERENCES obligations(id),
  kind          TEXT NOT NULL,
  playbook      TEXT NOT NULL,
  title         TEXT NOT NULL,
  detail        TEXT NOT NULL DEFAULT '',
  owner_id      TEXT,
  due_at        TEXT,
  by_law        BOOLEAN NOT NULL DEFAULT FALSE,
  sort_at       TEXT NOT NULL,
  state         TEXT NOT NULL,
  escalated     TEXT NOT NULL DEFAULT '',
  opened_at     TEXT NOT NULL,
  opened_by     TEXT,
  closed_at     TEXT,
  closed_by     TEXT,
  note_sealed   BLOB,
  version       INTEGER NOT NULL
);
CREATE INDEX tasks_open ON tasks(state, sort_at, id);
CREATE INDEX tasks_incident ON tasks(incident_id, state, sort_at, id);
CREATE INDEX tasks_owner ON tasks(owner_id, state, sort_at, id);
CREATE INDEX tasks_obligation ON tasks(obligation_id);

CREATE TABLE reminders (
  task_id     TEXT NOT NULL REFERENCES tasks(id),
  step        TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  fire_at     TEXT NOT NULL,
  action      TEXT NOT NULL,
  audience    TEXT NOT NULL,
  fired_at    TEXT,
  dropped_at  TEXT,
  PRIMARY KEY (task_id, step)
);
CREATE INDEX reminders_due ON reminders(fire_at, task_id) WHERE fired_at IS NULL AND dropped_at IS NULL;
CREATE INDEX reminders_fired ON reminders(fired_at, task_id) WHERE fired_at IS NOT NULL;

CREATE TABLE schedules (
  name       TEXT PRIMARY KEY,
  spec       TEXT NOT NULL,
  zone       TEXT NOT NULL,
  says       TEXT NOT NULL DEFAULT '',
  enabled    BOOLEAN NOT NULL DEFAULT TRUE,
  ran_at     TEXT,
  changed_at TEXT NOT NULL,
  changed_by TEXT,
  version    INTEGER NOT NULL
);

-- +goose Down
DROP TABLE schedules;
DROP TABLE reminders;
DROP TABLE tasks;
DROP TABLE obligations;
DROP TABLE decisions;
DROP TABLE determinations;
DROP TABLE assessments;
