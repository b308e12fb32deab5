-- +goose Up
-- Circulars to societies, their deliveries, the links in them, and what the societies answered.

CREATE TABLE notices (
  id                   TEXT PRIMARY KEY,
  incident_id          TEXT NOT NULL REFERENCES incidents(id),
  kind                 TEXT NOT NULL,
  number               INTEGER NOT NULL,
  state                TEXT NOT NULL,
  version              INTEGER NOT NULL,
  draft_sealed         BLOB NOT NULL,
  fixed_sealed         BLOB,
  content_hash         TEXT NOT NULL DEFAULT '',
  recipients_count     INTEGER NOT NULL DEFAULT 0,
  facts_version        INTEGER NOT NULL DEFAULT 0,
  answer_by            TEXT,
  created_at           TEXT NOT NULL,
  author_id            TEXT NOT NULL,
  edited_at            TEXT NOT NULL,
  edited_by            TEXT NOT NULL,
  submitted_at         TEXT,
  submitted_by         TEXT,
  approved_at          TEXT,
  approved_by          TEXT,
  approved_hash        TEXT NOT NULL DEFAULT '',
  sending_requested_at TEXT,
  sending_requested_by TEXT,
  sending_approved_at  TEXT,
  sending_approved_by  TEXT,
  UNIQUE (incident_id, number)
);

CREATE TABLE deliveries (
  id              TEXT PRIMARY KEY,
  incident_id     TEXT NOT NULL REFERENCES incidents(id),
  notice_id       TEXT NOT NULL REFERENCES notices(id),
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  contact_id      TEXT NOT NULL REFERENCES contacts(id),
  purpose         TEXT NOT NULL,
  issue           INTEGER NOT NULL,
  channel         TEXT NOT NULL,
  state           TEXT NOT NULL,
  epoch           INTEGER NOT NULL DEFAULT 0,
  lease_owner     TEXT NOT NULL DEFAULT '',
  lease_until     TEXT,
  attempts        INTEGER NOT NULL DEFAULT 0,
  next_at         TEXT,
  queued_at       TEXT NOT NULL,
  sending_at      TEXT,
  sent_at         TEXT,
  delivered_at    TEXT,
  settled_at      TEXT,
  reply_code      INTEGER NOT NULL DEFAULT 0,
  reason          TEXT NOT NULL DEFAULT '',
  language        TEXT NOT NULL,
  wanted          TEXT NOT NULL DEFAULT '',
  subject         TEXT NOT NULL,
  letter_sealed   BLOB NOT NULL,
  token_hash      BLOB NOT NULL UNIQUE,
  link_expires_at TEXT NOT NULL,
  link_revoked_at TEXT,
  UNIQUE (notice_id, organisation_id, contact_id, purpose, issue)
);
CREATE INDEX deliveries_due ON deliveries(next_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX deliveries_leased ON deliveries(lease_until) WHERE state IN ('leased', 'sending');
CREATE INDEX deliveries_incident ON deliveries(incident_id, queued_at, id);
CREATE INDEX deliveries_notice ON deliveries(notice_id, organisation_id);
CREATE INDEX deliveries_queued ON deliveries(queued_at, id);

CREATE TABLE link_attempts (
  id          TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries(id),
  tried_at    TEXT NOT NULL
);
CREATE INDEX link_attempts_delivery ON link_attempts(delivery_id, tried_at);

CREATE TABLE acknowledgements (
  id              TEXT PRIMARY KEY,
  incident_id     TEXT NOT NULL REFERENCES incidents(id),
  notice_id       TEXT NOT NULL REFERENCES notices(id),
  organisation_id TEXT NOT NULL REFERENCES organisations(id),
  expected_at     TEXT NOT NULL,
  answer_by       TEXT NOT NULL,
  seen_at         TEXT,
  seen_by_sealed  BLOB,
  seen_via        TEXT,
  answer          TEXT NOT NULL DEFAULT '',
  answered_at     TEXT,
  answered_by_sealed BLOB,
  answered_via    TEXT,
  assurance       TEXT NOT NULL DEFAULT '',
  chase_rung      INTEGER NOT NULL DEFAULT 0,
  next_chase_at   TEXT,
  escalated_at    TEXT,
  UNIQUE (notice_id, organisation_id)
);
CREATE INDEX acknowledgements_chase ON acknowledgements(next_chase_at) WHERE answered_at IS NULL;
CREATE INDEX acknowledgements_incident ON acknowledgements(incident_id);
CREATE INDEX acknowledgements_organisation ON acknowledgements(organisation_id, incident_id);

-- +goose Down
DROP TABLE acknowledgements;
DROP TABLE link_attempts;
DROP TABLE deliveries;
DROP TABLE notices;
