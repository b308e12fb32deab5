-- +goose Up
-- Messages to people who work here (reminders, digests) go the same way as letters to societies, with an account as recipient. A message
-- has exactly one recipient: a contact, asked for an answer to a circular, or an account. An obligation knows the draft of its notice.

ALTER TABLE obligations ADD COLUMN text_id TEXT REFERENCES texts(id);

-- SQLite cannot loosen a column: the table is made anew. What points at it is put aside first.
CREATE TABLE link_attempts_aside AS SELECT id, delivery_id, tried_at FROM link_attempts;
DROP TABLE link_attempts;
CREATE TABLE deliveries_aside AS SELECT * FROM deliveries;
DROP TABLE deliveries;

CREATE TABLE deliveries (
  id              TEXT PRIMARY KEY,
  incident_id     TEXT NOT NULL REFERENCES incidents(id),
  notice_id       TEXT REFERENCES notices(id),
  organisation_id TEXT REFERENCES organisations(id),
  contact_id      TEXT REFERENCES contacts(id),
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
  token_hash      BLOB UNIQUE,
  link_expires_at TEXT,
  link_revoked_at TEXT,
  account_id      TEXT REFERENCES accounts(id),
  occasion        TEXT NOT NULL DEFAULT '',
  UNIQUE (notice_id, organisation_id, contact_id, purpose, issue),
  CONSTRAINT deliveries_one_recipient CHECK (
    (account_id IS NULL AND notice_id IS NOT NULL AND organisation_id IS NOT NULL AND contact_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL)
    OR (account_id IS NOT NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL))
);
INSERT INTO deliveries SELECT *, NULL, '' FROM deliveries_aside;
DROP TABLE deliveries_aside;
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
INSERT INTO link_attempts SELECT id, delivery_id, tried_at FROM link_attempts_aside;
DROP TABLE link_attempts_aside;

-- Once per person and occasion, however often a job runs.
CREATE UNIQUE INDEX deliveries_occasion ON deliveries(account_id, purpose, occasion);

-- +goose Down
-- Messages to accounts cannot live in the older form; they are dropped.
DROP INDEX deliveries_occasion;
DELETE FROM deliveries WHERE account_id IS NOT NULL;
CREATE TABLE link_attempts_aside AS SELECT id, delivery_id, tried_at FROM link_attempts;
DROP TABLE link_attempts;
CREATE TABLE deliveries_aside AS SELECT * FROM deliveries;
DROP TABLE deliveries;

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
INSERT INTO deliveries SELECT id, incident_id, notice_id, organisation_id, contact_id, purpose, issue, channel, state, epoch, lease_owner, lease_until,
  attempts, next_at, queued_at, sending_at, sent_at, delivered_at, settled_at, reply_code, reason, language, wanted, subject, letter_sealed,
  token_hash, link_expires_at, link_revoked_at FROM deliveries_aside;
DROP TABLE deliveries_aside;
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
INSERT INTO link_attempts SELECT id, delivery_id, tried_at FROM link_attempts_aside;
DROP TABLE link_attempts_aside;
ALTER TABLE obligations DROP COLUMN text_id;
