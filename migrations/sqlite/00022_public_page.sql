-- +goose Up
-- The public page made whole: who wants to hear of updates (sealed, found by a keyed hash), what was seen of a publication from outside,
-- the copy for another web server, and the answers of "might I be affected?". A message now has one recipient of three kinds: a contact, an
-- account, or a subscription. The row of a message outlives its subscription, without the person: no reference.

CREATE TABLE subscriptions (
  id             TEXT PRIMARY KEY,
  incident_id    TEXT NOT NULL REFERENCES public_pages(incident_id) ON DELETE CASCADE,
  state          TEXT NOT NULL,
  language       TEXT NOT NULL,
  address_sealed BLOB NOT NULL,
  address_hash   BLOB NOT NULL,
  begin_hash     BLOB NOT NULL UNIQUE,
  end_hash       BLOB NOT NULL UNIQUE,
  asked_at       TEXT NOT NULL,
  invited_at     TEXT,
  confirmed_at   TEXT
);
CREATE INDEX subscriptions_address ON subscriptions(incident_id, address_hash);
CREATE INDEX subscriptions_state ON subscriptions(state, asked_at);

-- Presses on the form, counted to keep it from being used against somebody's mailbox; nothing of who pressed.
CREATE TABLE subscription_tries (
  id          TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES public_pages(incident_id) ON DELETE CASCADE,
  tried_at    TEXT NOT NULL
);
CREATE INDEX subscription_tries_at ON subscription_tries(tried_at, incident_id);

ALTER TABLE publications ADD COLUMN announced_at TEXT;

CREATE TABLE publication_looks (
  publication_id TEXT PRIMARY KEY REFERENCES publications(id),
  outcome        TEXT NOT NULL,
  why            TEXT NOT NULL DEFAULT '',
  looked_at      TEXT NOT NULL,
  seen_at        TEXT,
  looks_count    INTEGER NOT NULL
);

CREATE TABLE static_copies (
  incident_id TEXT PRIMARY KEY REFERENCES public_pages(incident_id) ON DELETE CASCADE,
  tried_at    TEXT NOT NULL,
  written_at  TEXT,
  files_count INTEGER NOT NULL DEFAULT 0,
  problem     TEXT NOT NULL DEFAULT ''
);

CREATE TABLE self_checks (
  incident_id TEXT NOT NULL REFERENCES incidents(id),
  language    TEXT NOT NULL,
  version_id  TEXT NOT NULL REFERENCES text_versions(id),
  approved_at TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  PRIMARY KEY (incident_id, language)
);

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
  proposed        TEXT NOT NULL DEFAULT '',
  proposed_by     TEXT,
  proposed_at     TEXT,
  proposed_why_sealed BLOB,
  subscription_id TEXT,
  UNIQUE (notice_id, organisation_id, contact_id, purpose, issue),
  CONSTRAINT deliveries_one_recipient CHECK (
    (contact_id IS NOT NULL AND organisation_id IS NOT NULL AND account_id IS NULL AND subscription_id IS NULL AND (
      (notice_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL) OR (notice_id IS NULL AND token_hash IS NULL AND occasion <> '')))
    OR (account_id IS NOT NULL AND subscription_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
    OR (subscription_id IS NOT NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL))
);
INSERT INTO deliveries SELECT *, NULL FROM deliveries_aside;
DROP TABLE deliveries_aside;
CREATE INDEX deliveries_due ON deliveries(next_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX deliveries_leased ON deliveries(lease_until) WHERE state IN ('leased', 'sending');
CREATE INDEX deliveries_incident ON deliveries(incident_id, queued_at, id);
CREATE INDEX deliveries_notice ON deliveries(notice_id, organisation_id);
CREATE INDEX deliveries_queued ON deliveries(queued_at, id);
CREATE UNIQUE INDEX deliveries_occasion ON deliveries(account_id, purpose, occasion);
CREATE TABLE link_attempts (
  id          TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries(id),
  tried_at    TEXT NOT NULL
);
CREATE INDEX link_attempts_delivery ON link_attempts(delivery_id, tried_at);
INSERT INTO link_attempts SELECT id, delivery_id, tried_at FROM link_attempts_aside;
DROP TABLE link_attempts_aside;

-- Once per subscription and publication, and once per contact and occasion, however often a job runs.
CREATE UNIQUE INDEX deliveries_subscription ON deliveries(subscription_id, purpose, occasion);
CREATE UNIQUE INDEX deliveries_contact_occasion ON deliveries(contact_id, purpose, occasion) WHERE notice_id IS NULL;

-- +goose Down
-- Messages to subscriptions, and to contacts without a circular, cannot live in the older form; they are dropped.
DELETE FROM deliveries WHERE subscription_id IS NOT NULL OR (contact_id IS NOT NULL AND notice_id IS NULL);
DROP INDEX deliveries_subscription;
DROP INDEX deliveries_contact_occasion;
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
  proposed        TEXT NOT NULL DEFAULT '',
  proposed_by     TEXT,
  proposed_at     TEXT,
  proposed_why_sealed BLOB,
  UNIQUE (notice_id, organisation_id, contact_id, purpose, issue),
  CONSTRAINT deliveries_one_recipient CHECK (
    (account_id IS NULL AND notice_id IS NOT NULL AND organisation_id IS NOT NULL AND contact_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL)
    OR (account_id IS NOT NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL))
);
INSERT INTO deliveries SELECT id, incident_id, notice_id, organisation_id, contact_id, purpose, issue, channel, state, epoch, lease_owner, lease_until,
  attempts, next_at, queued_at, sending_at, sent_at, delivered_at, settled_at, reply_code, reason, language, wanted, subject, letter_sealed,
  token_hash, link_expires_at, link_revoked_at, account_id, occasion, proposed, proposed_by, proposed_at, proposed_why_sealed FROM deliveries_aside;
DROP TABLE deliveries_aside;
CREATE INDEX deliveries_due ON deliveries(next_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX deliveries_leased ON deliveries(lease_until) WHERE state IN ('leased', 'sending');
CREATE INDEX deliveries_incident ON deliveries(incident_id, queued_at, id);
CREATE INDEX deliveries_notice ON deliveries(notice_id, organisation_id);
CREATE INDEX deliveries_queued ON deliveries(queued_at, id);
CREATE UNIQUE INDEX deliveries_occasion ON deliveries(account_id, purpose, occasion);
CREATE TABLE link_attempts (
  id          TEXT PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries(id),
  tried_at    TEXT NOT NULL
);
CREATE INDEX link_attempts_delivery ON link_attempts(delivery_id, tried_at);
INSERT INTO link_attempts SELECT id, delivery_id, tried_at FROM link_attempts_aside;
DROP TABLE link_attempts_aside;
DROP TABLE self_checks;
DROP TABLE static_copies;
DROP TABLE publication_looks;
ALTER TABLE publications DROP COLUMN announced_at;
DROP TABLE subscription_tries;
DROP TABLE subscriptions;
