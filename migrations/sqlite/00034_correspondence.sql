-- +goose Up
-- Mails with outsiders (authorities, hosts, lawyers, journalists) kept in the incident. Whom we write with, about what, and every word is sealed.
-- A message now has one recipient of four kinds: a contact, an account, a subscription, or the outsider of a thread. What came with a mail is a
-- document of its thread: it is no proof that somebody handed in, and is not among those.
CREATE TABLE correspondence_threads (
  id             TEXT PRIMARY KEY,
  incident_id    TEXT NOT NULL REFERENCES incidents (id),
  kind           TEXT NOT NULL,
  state          TEXT NOT NULL,
  language       TEXT NOT NULL,
  assigned_to    TEXT,
  opened_at      TEXT NOT NULL,
  opened_by      TEXT NOT NULL,
  last_at        TEXT NOT NULL,
  version        INTEGER NOT NULL,
  subject_sealed BLOB NOT NULL,
  name_sealed    BLOB NOT NULL,
  address_sealed BLOB NOT NULL
);
CREATE INDEX correspondence_threads_of_incident ON correspondence_threads (incident_id, last_at);
CREATE TABLE correspondence_messages (
  id            TEXT PRIMARY KEY,
  thread_id     TEXT NOT NULL REFERENCES correspondence_threads (id),
  direction     TEXT NOT NULL,
  origin        TEXT NOT NULL,
  happened_at   TEXT NOT NULL,
  recorded_at   TEXT NOT NULL,
  recorded_by   TEXT,
  delivery_id   TEXT,
  mark          TEXT NOT NULL,
  automatic     BOOLEAN NOT NULL,
  stranger      BOOLEAN NOT NULL,
  cut           BOOLEAN NOT NULL,
  author_sealed BLOB NOT NULL,
  their_id_sealed BLOB NOT NULL,
  text_sealed   BLOB NOT NULL,
  UNIQUE (thread_id, mark)
);
CREATE INDEX correspondence_messages_marked ON correspondence_messages (mark);
CREATE INDEX correspondence_messages_delivered ON correspondence_messages (delivery_id);

ALTER TABLE documents ADD COLUMN message_id TEXT;
CREATE INDEX documents_message ON documents (message_id);

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
  letter_sealed   BLOB NOT NULL,
  token_hash      BLOB UNIQUE,
  link_expires_at TEXT,
  link_revoked_at TEXT,
  account_id      TEXT REFERENCES accounts(id),
  occasion        TEXT NOT NULL DEFAULT '',
  proposed        TEXT NOT NULL DEFAULT '',
  proposed_by     TEXT,
  proposed_at     TEXT,
  proposed_why_sealed BLOB,
  subscription_id TEXT,
  subject_sealed  BLOB,
  thread_id       TEXT REFERENCES correspondence_threads(id),
  UNIQUE (notice_id, organisation_id, contact_id, purpose, issue),
  CONSTRAINT deliveries_one_recipient CHECK (
    (thread_id IS NULL AND contact_id IS NOT NULL AND organisation_id IS NOT NULL AND account_id IS NULL AND subscription_id IS NULL AND (
      (notice_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL) OR (notice_id IS NULL AND token_hash IS NULL AND occasion <> '')))
    OR (thread_id IS NULL AND account_id IS NOT NULL AND subscription_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
    OR (thread_id IS NULL AND subscription_id IS NOT NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
    OR (thread_id IS NOT NULL AND subscription_id IS NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL))
);
INSERT INTO deliveries (id, incident_id, notice_id, organisation_id, contact_id, purpose, issue, channel, state, epoch, lease_owner, lease_until, attempts, next_at, queued_at, sending_at, sent_at, delivered_at, settled_at, reply_code, reason, language, wanted, letter_sealed, token_hash, link_expires_at, link_revoked_at, account_id, occasion, proposed, proposed_by, proposed_at, proposed_why_sealed, subscription_id, subject_sealed)
  SELECT id, incident_id, notice_id, organisation_id, contact_id, purpose, issue, channel, state, epoch, lease_owner, lease_until, attempts, next_at, queued_at, sending_at, sent_at, delivered_at, settled_at, reply_code, reason, language, wanted, letter_sealed, token_hash, link_expires_at, link_revoked_at, account_id, occasion, proposed, proposed_by, proposed_at, proposed_why_sealed, subscription_id, subject_sealed FROM deliveries_aside;
DROP TABLE deliveries_aside;
CREATE INDEX deliveries_due ON deliveries(next_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX deliveries_leased ON deliveries(lease_until) WHERE state IN ('leased', 'sending');
CREATE INDEX deliveries_incident ON deliveries(incident_id, queued_at, id);
CREATE INDEX deliveries_notice ON deliveries(notice_id, organisation_id);
CREATE INDEX deliveries_queued ON deliveries(queued_at, id);
CREATE UNIQUE INDEX deliveries_occasion ON deliveries(account_id, purpose, occasion);
CREATE UNIQUE INDEX deliveries_subscription ON deliveries(subscription_id, purpose, occasion);
CREATE UNIQUE INDEX deliveries_contact_occasion ON deliveries(contact_id, purpose, occasion) WHERE notice_id IS NULL;
CREATE TABLE link_attempts (
  id          TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries(id),
  tried_at    TEXT NOT NULL
);
CREATE INDEX link_attempts_delivery ON link_attempts(delivery_id, tried_at);
INSERT INTO link_attempts SELECT id, delivery_id, tried_at FROM link_attempts_aside;
DROP TABLE link_attempts_aside;
CREATE UNIQUE INDEX deliveries_thread ON deliveries(thread_id, purpose, occasion);

-- +goose Down
-- Messages to outsiders cannot live in the older form; they are dropped, and so is what came with theirs.
DROP INDEX deliveries_thread;
DELETE FROM deliveries WHERE thread_id IS NOT NULL;
DELETE FROM documents WHERE message_id IS NOT NULL;
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
  letter_sealed   BLOB NOT NULL,
  token_hash      BLOB UNIQUE,
  link_expires_at TEXT,
  link_revoked_at TEXT,
  account_id      TEXT REFERENCES accounts(id),
  occasion        TEXT NOT NULL DEFAULT '',
  proposed        TEXT NOT NULL DEFAULT '',
  proposed_by     TEXT,
  proposed_at     TEXT,
  proposed_why_sealed BLOB,
  subscription_id TEXT,
  subject_sealed  BLOB,
  UNIQUE (notice_id, organisation_id, contact_id, purpose, issue),
  CONSTRAINT deliveries_one_recipient CHECK (
    (contact_id IS NOT NULL AND organisation_id IS NOT NULL AND account_id IS NULL AND subscription_id IS NULL AND (
      (notice_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL) OR (notice_id IS NULL AND token_hash IS NULL AND occasion <> '')))
    OR (account_id IS NOT NULL AND subscription_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
    OR (subscription_id IS NOT NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL))
);
INSERT INTO deliveries (id, incident_id, notice_id, organisation_id, contact_id, purpose, issue, channel, state, epoch, lease_owner, lease_until, attempts, next_at, queued_at, sending_at, sent_at, delivered_at, settled_at, reply_code, reason, language, wanted, letter_sealed, token_hash, link_expires_at, link_revoked_at, account_id, occasion, proposed, proposed_by, proposed_at, proposed_why_sealed, subscription_id, subject_sealed)
  SELECT id, incident_id, notice_id, organisation_id, contact_id, purpose, issue, channel, state, epoch, lease_owner, lease_until, attempts, next_at, queued_at, sending_at, sent_at, delivered_at, settled_at, reply_code, reason, language, wanted, letter_sealed, token_hash, link_expires_at, link_revoked_at, account_id, occasion, proposed, proposed_by, proposed_at, proposed_why_sealed, subscription_id, subject_sealed FROM deliveries_aside;
DROP TABLE deliveries_aside;
CREATE INDEX deliveries_due ON deliveries(next_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX deliveries_leased ON deliveries(lease_until) WHERE state IN ('leased', 'sending');
CREATE INDEX deliveries_incident ON deliveries(incident_id, queued_at, id);
CREATE INDEX deliveries_notice ON deliveries(notice_id, organisation_id);
CREATE INDEX deliveries_queued ON deliveries(queued_at, id);
CREATE UNIQUE INDEX deliveries_occasion ON deliveries(account_id, purpose, occasion);
CREATE UNIQUE INDEX deliveries_subscription ON deliveries(subscription_id, purpose, occasion);
CREATE UNIQUE INDEX deliveries_contact_occasion ON deliveries(contact_id, purpose, occasion) WHERE notice_id IS NULL;
CREATE TABLE link_attempts (
  id          TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries(id),
  tried_at    TEXT NOT NULL
);
CREATE INDEX link_attempts_delivery ON link_attempts(delivery_id, tried_at);
INSERT INTO link_attempts SELECT id, delivery_id, tried_at FROM link_attempts_aside;
DROP TABLE link_attempts_aside;
DROP INDEX documents_message;
ALTER TABLE documents DROP COLUMN message_id;
DROP TABLE correspondence_messages;
DROP TABLE correspondence_threads;
