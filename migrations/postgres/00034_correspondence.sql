-- +goose Up
-- Mails with outsiders (authorities, hosts, lawyers, journalists) kept in the incident. Whom we write with, about what, and every word is sealed.
-- A message now has one recipient of four kinds: a contact, an account, a subscription, or the outsider of a thread. What came with a mail is a
-- document of its thread: it is no proof that somebody handed in, and is not among those.
CREATE TABLE correspondence_threads (
  id             uuid PRIMARY KEY,
  incident_id    uuid NOT NULL REFERENCES incidents (id),
  kind           TEXT NOT NULL,
  state          TEXT NOT NULL,
  language       TEXT NOT NULL,
  assigned_to    uuid,
  opened_at      timestamptz NOT NULL,
  opened_by      uuid NOT NULL,
  last_at        timestamptz NOT NULL,
  version        bigint NOT NULL,
  subject_sealed bytea NOT NULL,
  name_sealed    bytea NOT NULL,
  address_sealed bytea NOT NULL
);
CREATE INDEX correspondence_threads_of_incident ON correspondence_threads (incident_id, last_at);
CREATE TABLE correspondence_messages (
  id            uuid PRIMARY KEY,
  thread_id     uuid NOT NULL REFERENCES correspondence_threads (id),
  direction     TEXT NOT NULL,
  origin        TEXT NOT NULL,
  happened_at   timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL,
  recorded_by   uuid,
  delivery_id   uuid,
  mark          TEXT NOT NULL,
  automatic     boolean NOT NULL,
  stranger      boolean NOT NULL,
  cut           boolean NOT NULL,
  author_sealed bytea NOT NULL,
  their_id_sealed bytea NOT NULL,
  text_sealed   bytea NOT NULL,
  UNIQUE (thread_id, mark)
);
CREATE INDEX correspondence_messages_marked ON correspondence_messages (mark);
CREATE INDEX correspondence_messages_delivered ON correspondence_messages (delivery_id);

ALTER TABLE documents ADD COLUMN message_id uuid;
CREATE INDEX documents_message ON documents (message_id);

ALTER TABLE deliveries ADD COLUMN thread_id uuid REFERENCES correspondence_threads (id);
ALTER TABLE deliveries DROP CONSTRAINT deliveries_one_recipient;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_one_recipient CHECK (
    (thread_id IS NULL AND contact_id IS NOT NULL AND organisation_id IS NOT NULL AND account_id IS NULL AND subscription_id IS NULL AND (
      (notice_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL) OR (notice_id IS NULL AND token_hash IS NULL AND occasion <> '')))
    OR (thread_id IS NULL AND account_id IS NOT NULL AND subscription_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
    OR (thread_id IS NULL AND subscription_id IS NOT NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
    OR (thread_id IS NOT NULL AND subscription_id IS NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL));
CREATE UNIQUE INDEX deliveries_thread ON deliveries(thread_id, purpose, occasion);

-- +goose Down
-- Messages to outsiders cannot live in the older form; they are dropped, and so is what came with theirs.
DROP INDEX deliveries_thread;
DELETE FROM deliveries WHERE thread_id IS NOT NULL;
DELETE FROM documents WHERE message_id IS NOT NULL;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_one_recipient;
ALTER TABLE deliveries DROP COLUMN thread_id;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_one_recipient CHECK (
    (contact_id IS NOT NULL AND organisation_id IS NOT NULL AND account_id IS NULL AND subscription_id IS NULL AND (
      (notice_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL) OR (notice_id IS NULL AND token_hash IS NULL AND occasion <> '')))
    OR (account_id IS NOT NULL AND subscription_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL)
    OR (subscription_id IS NOT NULL AND account_id IS NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL));
DROP INDEX documents_message;
ALTER TABLE documents DROP COLUMN message_id;
DROP TABLE correspondence_messages;
DROP TABLE correspondence_threads;
