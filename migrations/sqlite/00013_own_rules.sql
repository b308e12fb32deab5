-- +goose Up
-- What the organisation binds itself to besides law: agreements (contracts, donors, partners, its own policy) and stricter targets.
-- A version is never edited; it counts once a second person has approved it.

CREATE TABLE own_rules (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  code       TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL
);

CREATE TABLE own_rule_versions (
  id                 TEXT PRIMARY KEY,
  rule_id            TEXT NOT NULL REFERENCES own_rules(id),
  number             INTEGER NOT NULL,
  state              TEXT NOT NULL,
  name               TEXT NOT NULL,
  effective_from     TEXT NOT NULL,
  effective_until    TEXT NOT NULL DEFAULT '',
  text               TEXT NOT NULL,
  hash               TEXT NOT NULL,
  what               TEXT NOT NULL,
  why_sealed         BLOB,
  written_by         TEXT NOT NULL,
  written_at         TEXT NOT NULL,
  settled_by         TEXT,
  settled_at         TEXT,
  settled_why_sealed BLOB,
  UNIQUE (rule_id, number)
);
-- One version at a time waits for a second person.
CREATE UNIQUE INDEX own_rule_versions_waiting ON own_rule_versions(rule_id) WHERE state = 'waiting';
CREATE INDEX own_rule_versions_hash ON own_rule_versions(hash);

-- +goose Down
DROP TABLE own_rule_versions;
DROP TABLE own_rules;
