-- +goose Up
-- The public page made whole: who wants to hear of updates (sealed, found by a keyed hash), what was seen of a publication from outside,
-- the copy for another web server, and the answers of "might I be affected?". A message now has one recipient of three kinds: a contact, an
-- account, or a subscription. The row of a message outlives its subscription, without the person: no reference.

CREATE TABLE subscriptions (
  id             uuid PRIMARY KEY,
  incident_id    uuid NOT NULL REFERENCES public_pages(incident_id) ON DELETE CASCADE,
  state          TEXT NOT NULL,
  language       TEXT NOT NULL,
  address_sealed bytea NOT NULL,
  address_hash   bytea NOT NULL,
  begin_hash     bytea NOT NULL UNIQUE,
  end_hash       bytea NOT NULL UNIQUE,
  asked_at       timestamptz NOT NULL,
  invited_at     timestamptz,
  confirmed_at   timestamptz
);
CREATE INDEX subscriptions_address ON subscriptions(incident_id, address_hash);
CREATE INDEX subscriptions_state ON subscriptions(state, asked_at);

-- Presses on the form, counted to keep it from being used against somebody's mailbox; nothing of who pressed.
CREATE TABLE subscription_tries (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES public_pages(incident_id) ON DELETE CASCADE,
  tried_at    timestamptz NOT NULL
);
CREATE INDEX subscription_tries_at ON subscription_tries(tried_at, incident_id);

ALTER TABLE publications ADD COLUMN announced_at timestamptz;

CREATE TABLE publication_looks (
  publication_id uuid PRIMARY KEY REFERENCES publications(id),
  outcome        TEXT NOT NULL,
  why            TEXT NOT NULL DEFAULT '',
  looked_at      timestamptz NOT NULL,
  seen_at        timestamptz,
  looks_count    INTEGER NOT NULL
);

CREATE TABLE static_copies (
  incident_id uuid PRIMARY KEY REFERENCES public_pages(incident_id) ON DELETE CASCADE,
  tried_at    timestamptz NOT NULL,
  written_at  timestamptz,
  files_count INTEGER NOT NULL DEFAULT 0,
  problem     TEXT NOT NULL DEFAULT ''
);

CREATE TABLE self_checks (
  incident_id uuid NOT NULL REFERENCES incidents(id),
  language    TEXT NOT NULL,
  version_id  uuid NOT NULL REFERENCES text_versions(id),
  approved_at timestamptz NOT NULL,
  approved_by uuid NOT NULL,
  PRIMARY KEY (incident_id, language)
);

ALTER TABLE deliveries ADD COLUMN subscription_id uuid;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_one_recipient;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_one_recipient CHECK (
  (contact_id IS NOT NULL AND organisation_id IS NOT NULL AND account_id IS NULL AND subscription_id IS NULL AND (
    (notice_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL) OR (notice_id IS NULL AND token_hash IS NULL AND occasion <> '')))
  OR (account_id IS NOT NULL AND subscription_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
  OR (subscription_id IS NOT NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL));

-- Once per subscription and publication, and once per contact and occasion, however often a job runs.
CREATE UNIQUE INDEX deliveries_subscription ON deliveries(subscription_id, purpose, occasion);
CREATE UNIQUE INDEX deliveries_contact_occasion ON deliveries(contact_id, purpose, occasion) WHERE notice_id IS NULL;

-- +goose Down
-- Messages to subscriptions, and to contacts without a circular, cannot live in the older form; they are dropped.
DELETE FROM deliveries WHERE subscription_id IS NOT NULL OR (contact_id IS NOT NULL AND notice_id IS NULL);
DROP INDEX deliveries_subscription;
DROP INDEX deliveries_contact_occasion;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_one_recipient;
ALTER TABLE deliveries DROP COLUMN subscription_id;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_one_recipient CHECK (
  (account_id IS NULL AND notice_id IS NOT NULL AND organisation_id IS NOT NULL AND contact_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL)
  OR (account_id IS NOT NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL));
DROP TABLE self_checks;
DROP TABLE static_copies;
DROP TABLE publication_looks;
ALTER TABLE publications DROP COLUMN announced_at;
DROP TABLE subscription_tries;
DROP TABLE subscriptions;
