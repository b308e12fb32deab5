-- +goose Up
-- Keys, the record, accounts and sessions.

CREATE TABLE keysets (
  purpose TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
);

CREATE TABLE chain_heads (
  chain TEXT PRIMARY KEY,
  seq   INTEGER NOT NULL DEFAULT 0,
  hash  BLOB NOT NULL
);

CREATE TABLE events (
  chain       TEXT NOT NULL,
  seq         INTEGER NOT NULL,
  at          TEXT NOT NULL,
  actor_kind  TEXT NOT NULL,
  actor_id    TEXT NOT NULL,
  operation   TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id   TEXT NOT NULL,
  why_sealed  BLOB,
  details     TEXT NOT NULL,
  prev_hash   BLOB NOT NULL,
  hash        BLOB NOT NULL,
  PRIMARY KEY (chain, seq)
);

-- The record is append-only in the database too, not only by the manners of the code.
-- +goose StatementBegin
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
-- +goose StatementEnd

CREATE TABLE accounts (
  id                    TEXT PRIMARY KEY,
  name_sealed           BLOB,
  email_sealed          BLOB,
  email_key             BLOB NOT NULL UNIQUE,
  role                  TEXT NOT NULL,
  society_id            TEXT,
  language              TEXT NOT NULL DEFAULT 'en',
  password_hash         TEXT NOT NULL DEFAULT '',
  totp_sealed           BLOB,
  totp_step             INTEGER NOT NULL DEFAULT 0,
  totp_confirmed        BOOLEAN NOT NULL DEFAULT FALSE,
  failures              INTEGER NOT NULL DEFAULT 0,
  retry_at              TEXT,
  invitation_hash       BLOB,
  invitation_expires_at TEXT,
  disabled_at           TEXT,
  created_at            TEXT NOT NULL,
  demo                  BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX accounts_invitation ON accounts(invitation_hash);

CREATE TABLE sessions (
  id          TEXT PRIMARY KEY,
  secret_hash BLOB NOT NULL UNIQUE,
  account_id  TEXT NOT NULL REFERENCES accounts(id),
  assurance   INTEGER NOT NULL,
  created_at  TEXT NOT NULL,
  seen_at     TEXT NOT NULL,
  expires_at  TEXT NOT NULL,
  ended_at    TEXT
);
CREATE INDEX sessions_account ON sessions(account_id);

-- +goose Down
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE events;
DROP TABLE chain_heads;
DROP TABLE keysets;
