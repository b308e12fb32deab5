-- +goose Up
-- What the organisation binds itself to besides law: agreements (contracts, donors, partners, its own policy) and stricter targets.
-- A version is never edited; it counts once a second person has approved it.

CREATE TABLE own_rules (
  id         uuid PRIMARY KEY,
  kind       TEXT NOT NULL,
  code       TEXT NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  created_by uuid NOT NULL
);

CREATE TABLE own_rule_versions (
  id                 uuid PRIMARY KEY,
  rule_id            uuid NOT NULL REFERENCES own_rules(id),
  number             INTEGER NOT NULL,
  state              TEXT NOT NULL,
  name               TEXT NOT NULL,
  effective_from     TEXT NOT NULL,
  effective_until    TEXT NOT NULL DEFAULT '',
  text               TEXT NOT NULL,
  hash               TEXT NOT NULL,
  what               TEXT NOT NULL,
  why_sealed         bytea,
  written_by         uuid NOT NULL,
  written_at         timestamptz NOT NULL,
  settled_by         uuid,
  settled_at         timestamptz,
  settled_why_sealed bytea,
  UNIQUE (rule_id, number)
);
-- One version at a time waits for a second person.
CREATE UNIQUE INDEX own_rule_versions_waiting ON own_rule_versions(rule_id) WHERE state = 'waiting';
CREATE INDEX own_rule_versions_hash ON own_rule_versions(hash);

-- +goose Down
DROP TABLE own_rule_versions;
DROP TABLE own_rules;
