-- +goose Up
-- Keys, the record, accounts and sessions.

CREATE TABLE keysets (
  purpose TEXT PRIMARY KEY,
  wrapped bytea NOT NULL
);

CREATE TABLE chain_heads (
  chain TEXT PRIMARY KEY,
  seq   bigint NOT NULL DEFAULT 0,
  hash  bytea NOT NULL
);

CREATE TABLE events (
  chain       TEXT NOT NULL,
  seq         bigint NOT NULL,
  at          timestamptz NOT NULL,
  actor_kind  TEXT NOT NULL,
  actor_id    TEXT NOT NULL,
  operation   TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id   TEXT NOT NULL,
  why_sealed  bytea,
  details     TEXT NOT NULL,
  prev_hash   bytea NOT NULL,
  hash        bytea NOT NULL,
  PRIMARY KEY (chain, seq)
);

-- The record is append-only in the database too, not only by the manners of the code.
-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE accounts (
  id                    uuid PRIMARY KEY,
  name_sealed           bytea,
  email_sealed          bytea,
  email_key             bytea NOT NULL UNIQUE,
  role                  TEXT NOT NULL,
  society_id            uuid,
  language              TEXT NOT NULL DEFAULT 'en',
  password_hash         TEXT NOT NULL DEFAULT '',
  totp_sealed           bytea,
  totp_step             bigint NOT NULL DEFAULT 0,
  totp_confirmed        boolean NOT NULL DEFAULT FALSE,
  failures              bigint NOT NULL DEFAULT 0,
  retry_at              timestamptz,
  invitation_hash       bytea,
  invitation_expires_at timestamptz,
  disabled_at           timestamptz,
  created_at            timestamptz NOT NULL,
  demo                  boolean NOT NULL DEFAULT FALSE
);

CREATE INDEX accounts_invitation ON accounts(invitation_hash);

CREATE TABLE sessions (
  id          uuid PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE,
  account_id  uuid NOT NULL REFERENCES accounts(id),
  assurance   bigint NOT NULL,
  created_at  timestamptz NOT NULL,
  seen_at     timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  ended_at    timestamptz
);
CREATE INDEX sessions_account ON sessions(account_id);

-- +goose Down
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE events;
DROP TABLE chain_heads;
DROP TABLE keysets;
DROP FUNCTION refuse_change();
