-- +goose Up
-- Nobody alone: what a second person has to agree to waits here. A contact has a version, and a draft that a person leaves behind at the
-- end of a session waits, sealed, for that person.

-- An invitation that a second person confirmed is used with two halves: the link of one, the code of the other.
ALTER TABLE accounts ADD COLUMN invitation_code_hash BLOB;

CREATE TABLE account_changes (
  id          TEXT PRIMARY KEY,
  account_id  TEXT NOT NULL REFERENCES accounts(id),
  kind        TEXT NOT NULL,
  role        TEXT NOT NULL,
  society_id  TEXT,
  link_hash   BLOB,
  why_sealed  BLOB,
  asked_by    TEXT NOT NULL,
  asked_at    TEXT NOT NULL,
  answer      TEXT NOT NULL DEFAULT '',
  answered_by TEXT NOT NULL DEFAULT '',
  answered_at TEXT
);
CREATE UNIQUE INDEX account_changes_open ON account_changes(account_id) WHERE answered_at IS NULL;

ALTER TABLE deliveries ADD COLUMN proposed TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN proposed_by TEXT;
ALTER TABLE deliveries ADD COLUMN proposed_at TEXT;
ALTER TABLE deliveries ADD COLUMN proposed_why_sealed BLOB;

-- Everybody who ever wrote a version of a circular: none of them approves it.
ALTER TABLE notices ADD COLUMN writers TEXT NOT NULL DEFAULT '[]';

ALTER TABLE contacts ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE kept_drafts (
  account_id     TEXT PRIMARY KEY REFERENCES accounts(id),
  content_sealed BLOB NOT NULL,
  kept_at        TEXT NOT NULL
);

-- +goose Down
DROP TABLE kept_drafts;
ALTER TABLE contacts DROP COLUMN version;
ALTER TABLE notices DROP COLUMN writers;
ALTER TABLE deliveries DROP COLUMN proposed_why_sealed;
ALTER TABLE deliveries DROP COLUMN proposed_at;
ALTER TABLE deliveries DROP COLUMN proposed_by;
ALTER TABLE deliveries DROP COLUMN proposed;
DROP TABLE account_changes;
ALTER TABLE accounts DROP COLUMN invitation_code_hash;
