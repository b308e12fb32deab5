-- +goose Up
-- Telling people one by one: dispatches, a line per person in each, what became of every try, and the nodes that send.

-- One approved notice meeting its audience. The small number stands in each person's line.
CREATE TABLE dispatches (
  number            bigint PRIMARY KEY,
  id                uuid NOT NULL UNIQUE,
  incident_id       uuid NOT NULL REFERENCES incidents(id),
  notice_id         uuid NOT NULL UNIQUE REFERENCES notices(id),
  kind              TEXT NOT NULL,
  phase             TEXT NOT NULL,
  halted            TEXT NOT NULL DEFAULT '',
  halted_why        TEXT NOT NULL DEFAULT '',
  halted_at         timestamptz,
  wave              bigint NOT NULL DEFAULT 0,
  first_wave_count  bigint NOT NULL DEFAULT 0,
  due_at            timestamptz,
  content_hash      TEXT NOT NULL,
  text_key          bigint NOT NULL,
  audience_hash     TEXT NOT NULL DEFAULT '',
  rules_version     TEXT NOT NULL DEFAULT '',
  settings          TEXT NOT NULL DEFAULT '{}',
  position          TEXT NOT NULL DEFAULT '{}',
  people_count      bigint NOT NULL DEFAULT 0,
  version           bigint NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL,
  created_by        uuid NOT NULL,
  ready_at          timestamptz,
  requested_at      timestamptz,
  requested_by      uuid,
  approved_at       timestamptz,
  approved_by       uuid,
  approved_hash     TEXT NOT NULL DEFAULT '',
  released_at       timestamptz,
  released_by       uuid,
  done_at           timestamptz
);
CREATE INDEX dispatches_incident ON dispatches(incident_id, number);

-- One person's line in one dispatch: the channel that is responsible now, and how far it is. No foreign keys on half a million rows:
-- only the queue writes them, from rows it has just read.
CREATE TABLE person_deliveries (
  dispatch   bigint NOT NULL,
  person_id  bigint NOT NULL,
  cohort     bigint NOT NULL,
  wave       bigint NOT NULL,
  channel    TEXT NOT NULL,
  state      TEXT NOT NULL,
  reason     TEXT NOT NULL DEFAULT '',
  step       bigint NOT NULL DEFAULT 1,
  tries      bigint NOT NULL DEFAULT 0,
  epoch      bigint NOT NULL DEFAULT 0,
  node       bigint NOT NULL DEFAULT 0,
  language   TEXT NOT NULL DEFAULT '',
  reply_code bigint NOT NULL DEFAULT 0,
  household  bigint,
  worklist   bigint,
  queued_at  timestamptz NOT NULL,
  next_at    timestamptz,
  settled_at timestamptz,
  PRIMARY KEY (dispatch, person_id)
) WITH (fillfactor = 80);
CREATE INDEX person_deliveries_due ON person_deliveries(dispatch, wave, next_at, person_id) WHERE state IN ('queued', 'deferred');
CREATE INDEX person_deliveries_node ON person_deliveries(node) WHERE state = 'leased';
CREATE INDEX person_deliveries_watch ON person_deliveries(dispatch, state, person_id) WHERE state IN ('uncertain', 'refused', 'waiting', 'unreached');
CREATE INDEX person_deliveries_worklist ON person_deliveries(worklist) WHERE worklist IS NOT NULL;
CREATE INDEX person_deliveries_household ON person_deliveries(dispatch, household) WHERE household IS NOT NULL;
CREATE INDEX person_deliveries_person ON person_deliveries(person_id);

-- Tries that are over and were not the last word: the person's line itself is the current one.
CREATE TABLE delivery_attempts (
  dispatch   bigint NOT NULL,
  person_id  bigint NOT NULL,
  step       bigint NOT NULL,
  try        bigint NOT NULL,
  channel    TEXT NOT NULL,
  state      TEXT NOT NULL,
  reply_code bigint NOT NULL DEFAULT 0,
  reason     TEXT NOT NULL DEFAULT '',
  node       bigint NOT NULL DEFAULT 0,
  settled_at timestamptz NOT NULL,
  settled_by uuid,
  PRIMARY KEY (dispatch, person_id, step, try)
);

-- How many lines of a dispatch stand where, kept in the transaction of every change, so that progress and coverage read a few rows.
CREATE TABLE dispatch_counts (
  dispatch bigint NOT NULL,
  cohort   bigint NOT NULL,
  channel  TEXT NOT NULL,
  state    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  count    bigint NOT NULL,
  PRIMARY KEY (dispatch, cohort, channel, state, reason)
);

-- One running program with its journal.
CREATE TABLE nodes (
  number           bigint PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  started_at       timestamptz NOT NULL,
  seen_at          timestamptz NOT NULL,
  journal_position TEXT NOT NULL DEFAULT '',
  replayed_at      timestamptz,
  lost_at          timestamptz,
  stopped_at       timestamptz
);

-- What a journal has seen handed over that this database knows nothing of: it was restored from an older copy.
CREATE TABLE journal_seen (
  text_key  bigint NOT NULL,
  person_id bigint NOT NULL,
  state     TEXT NOT NULL,
  reason    TEXT NOT NULL DEFAULT '',
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (text_key, person_id)
);

-- How many people stand in a cohort, kept by the import.
ALTER TABLE people_cohorts ADD COLUMN people_count bigint NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE people_cohorts DROP COLUMN people_count;
DROP TABLE journal_seen;
DROP TABLE nodes;
DROP TABLE dispatch_counts;
DROP TABLE delivery_attempts;
DROP TABLE person_deliveries;
DROP TABLE dispatches;
