-- +goose Up
-- Telling people one by one: dispatches, a line per person in each, what became of every try, and the nodes that send.

-- One approved notice meeting its audience. The small number stands in each person's line.
CREATE TABLE dispatches (
  number            INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  incident_id       TEXT NOT NULL REFERENCES incidents(id),
  notice_id         TEXT NOT NULL UNIQUE REFERENCES notices(id),
  kind              TEXT NOT NULL,
  phase             TEXT NOT NULL,
  halted            TEXT NOT NULL DEFAULT '',
  halted_why        TEXT NOT NULL DEFAULT '',
  halted_at         TEXT,
  wave              INTEGER NOT NULL DEFAULT 0,
  first_wave_count  INTEGER NOT NULL DEFAULT 0,
  due_at            TEXT,
  content_hash      TEXT NOT NULL,
  text_key          INTEGER NOT NULL,
  audience_hash     TEXT NOT NULL DEFAULT '',
  rules_version     TEXT NOT NULL DEFAULT '',
  settings          TEXT NOT NULL DEFAULT '{}',
  position          TEXT NOT NULL DEFAULT '{}',
  people_count      INTEGER NOT NULL DEFAULT 0,
  version           INTEGER NOT NULL DEFAULT 1,
  created_at        TEXT NOT NULL,
  created_by        TEXT NOT NULL,
  ready_at          TEXT,
  requested_at      TEXT,
  requested_by      TEXT,
  approved_at       TEXT,
  approved_by       TEXT,
  approved_hash     TEXT NOT NULL DEFAULT '',
  released_at       TEXT,
  released_by       TEXT,
  done_at           TEXT
);
CREATE INDEX dispatches_incident ON dispatches(incident_id, number);

-- One person's line in one dispatch: the channel that is responsible now, and how far it is. No foreign keys on half a million rows:
-- only the queue writes them, from rows it has just read.
CREATE TABLE person_deliveries (
  dispatch   INTEGER NOT NULL,
  person_id  INTEGER NOT NULL,
  cohort     INTEGER NOT NULL,
  wave       INTEGER NOT NULL,
  channel    TEXT NOT NULL,
  state      TEXT NOT NULL,
  reason     TEXT NOT NULL DEFAULT '',
  step       INTEGER NOT NULL DEFAULT 1,
  tries      INTEGER NOT NULL DEFAULT 0,
  epoch      INTEGER NOT NULL DEFAULT 0,
  node       INTEGER NOT NULL DEFAULT 0,
  language   TEXT NOT NULL DEFAULT '',
  reply_code INTEGER NOT NULL DEFAULT 0,
  household  INTEGER,
  worklist   INTEGER,
  queued_at  TEXT NOT NULL,
  next_at    TEXT,
  settled_at TEXT,
  PRIMARY KEY (dispatch, person_id)
) WITHOUT ROWID;
CREATE INDEX person_deliveries_due ON person_deliveries(dispatch, wave, next_at, person_id) WHERE state IN ('queued', 'deferred');
CREATE INDEX person_deliveries_node ON person_deliveries(node) WHERE state = 'leased';
CREATE INDEX person_deliveries_watch ON person_deliveries(dispatch, state, person_id) WHERE state IN ('uncertain', 'refused', 'waiting', 'unreached');
CREATE INDEX person_deliveries_worklist ON person_deliveries(worklist) WHERE worklist IS NOT NULL;
CREATE INDEX person_deliveries_household ON person_deliveries(dispatch, household) WHERE household IS NOT NULL;
CREATE INDEX person_deliveries_person ON person_deliveries(person_id);

-- Tries that are over and were not the last word: the person's line itself is the current one.
CREATE TABLE delivery_attempts (
  dispatch   INTEGER NOT NULL,
  person_id  INTEGER NOT NULL,
  step       INTEGER NOT NULL,
  try        INTEGER NOT NULL,
  channel    TEXT NOT NULL,
  state      TEXT NOT NULL,
  reply_code INTEGER NOT NULL DEFAULT 0,
  reason     TEXT NOT NULL DEFAULT '',
  node       INTEGER NOT NULL DEFAULT 0,
  settled_at TEXT NOT NULL,
  settled_by TEXT,
  PRIMARY KEY (dispatch, person_id, step, try)
);

-- How many lines of a dispatch stand where, kept in the transaction of every change, so that progress and coverage read a few rows.
CREATE TABLE dispatch_counts (
  dispatch INTEGER NOT NULL,
  cohort   INTEGER NOT NULL,
  channel  TEXT NOT NULL,
  state    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (dispatch, cohort, channel, state, reason)
);

-- One running program with its journal.
CREATE TABLE nodes (
  number           INTEGER PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  started_at       TEXT NOT NULL,
  seen_at          TEXT NOT NULL,
  journal_position TEXT NOT NULL DEFAULT '',
  replayed_at      TEXT,
  lost_at          TEXT,
  stopped_at       TEXT
);

-- What a journal has seen handed over that this database knows nothing of: it was restored from an older copy.
CREATE TABLE journal_seen (
  text_key  INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  state     TEXT NOT NULL,
  reason    TEXT NOT NULL DEFAULT '',
  seen_at   TEXT NOT NULL,
  PRIMARY KEY (text_key, person_id)
);

-- How many people stand in a cohort, kept by the import.
ALTER TABLE people_cohorts ADD COLUMN people_count INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE people_cohorts DROP COLUMN people_count;
DROP TABLE journal_seen;
DROP TABLE nodes;
DROP TABLE dispatch_counts;
DROP TABLE delivery_attempts;
DROP TABLE person_deliveries;
DROP TABLE dispatches;
