-- +goose Up
-- Who approves what, in which order; what each of them said; and the look afterwards when two people approved at once.

-- A chain is never changed: a new version counts for what is submitted from then on, and for what nobody has begun to approve.
CREATE TABLE approval_chains (
  id        uuid PRIMARY KEY,
  kind      TEXT NOT NULL,
  number    INTEGER NOT NULL,
  steps     TEXT NOT NULL,
  emergency TEXT NOT NULL,
  set_at    timestamptz NOT NULL,
  set_by    uuid NOT NULL,
  UNIQUE (kind, number)
);

-- One yes of one person to exactly these bytes. An edit voids them all; nothing is deleted.
CREATE TABLE approval_steps (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  piece_id    uuid NOT NULL,
  path        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  steps       TEXT NOT NULL,
  role        TEXT NOT NULL,
  hash        TEXT NOT NULL,
  signed_by   uuid NOT NULL,
  signed_at   timestamptz NOT NULL,
  voided_at   timestamptz
);
CREATE UNIQUE INDEX approval_steps_once ON approval_steps(piece_id, path, position) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX approval_steps_person ON approval_steps(piece_id, path, signed_by) WHERE voided_at IS NULL;
CREATE INDEX approval_steps_incident ON approval_steps(incident_id);

CREATE TABLE approval_reviews (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  piece_id    uuid NOT NULL,
  kind        TEXT NOT NULL,
  hash        TEXT NOT NULL,
  why_sealed  bytea NOT NULL,
  opened_at   timestamptz NOT NULL,
  opened_by   uuid NOT NULL,
  people      TEXT NOT NULL,
  due_at      timestamptz NOT NULL,
  closed_at   timestamptz,
  closed_by   uuid,
  found_sealed bytea
);
CREATE INDEX approval_reviews_incident ON approval_reviews(incident_id);

-- +goose Down
DROP TABLE approval_reviews;
DROP TABLE approval_steps;
DROP TABLE approval_chains;
