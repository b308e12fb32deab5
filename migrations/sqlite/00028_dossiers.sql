-- +goose Up
-- Dossiers that were asked for: one row each, built by a job, sealed when it is there. And breaches of before this program, for the register.
CREATE TABLE dossiers (
  id           TEXT PRIMARY KEY,
  incident_id  TEXT NOT NULL REFERENCES incidents (id),
  edition      TEXT NOT NULL,
  state        TEXT NOT NULL,
  step         INTEGER NOT NULL,
  up_to        INTEGER NOT NULL,
  why_sealed   BLOB NOT NULL,
  requested_at TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  agreed_at    TEXT,
  agreed_by    TEXT,
  ready_at     TEXT,
  form         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  size         INTEGER NOT NULL,
  file_sealed  BLOB,
  problem      TEXT NOT NULL
);
CREATE INDEX dossiers_by_incident ON dossiers (incident_id, requested_at);

CREATE TABLE older_breaches (
  id           TEXT PRIMARY KEY,
  import_id    TEXT NOT NULL,
  line         INTEGER NOT NULL,
  row_hash     TEXT NOT NULL UNIQUE,
  happened_on  TEXT NOT NULL,
  entry_sealed BLOB NOT NULL,
  imported_at  TEXT NOT NULL,
  imported_by  TEXT NOT NULL
);
CREATE INDEX older_breaches_by_day ON older_breaches (happened_on, id);

-- +goose Down
DROP TABLE older_breaches;
DROP TABLE dossiers;
