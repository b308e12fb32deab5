-- +goose Up
-- Dossiers that were asked for: one row each, built by a job, sealed when it is there. And breaches of before this program, for the register.
CREATE TABLE dossiers (
  id           uuid PRIMARY KEY,
  incident_id  uuid NOT NULL REFERENCES incidents (id),
  edition      TEXT NOT NULL,
  state        TEXT NOT NULL,
  step         bigint NOT NULL,
  up_to        bigint NOT NULL,
  why_sealed   bytea NOT NULL,
  requested_at timestamptz NOT NULL,
  requested_by uuid NOT NULL,
  agreed_at    timestamptz,
  agreed_by    uuid,
  ready_at     timestamptz,
  form         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  size         bigint NOT NULL,
  file_sealed  bytea,
  problem      TEXT NOT NULL
);
CREATE INDEX dossiers_by_incident ON dossiers (incident_id, requested_at);

CREATE TABLE older_breaches (
  id           uuid PRIMARY KEY,
  import_id    uuid NOT NULL,
  line         bigint NOT NULL,
  row_hash     TEXT NOT NULL UNIQUE,
  happened_on  TEXT NOT NULL,
  entry_sealed bytea NOT NULL,
  imported_at  timestamptz NOT NULL,
  imported_by  uuid NOT NULL
);
CREATE INDEX older_breaches_by_day ON older_breaches (happened_on, id);

-- +goose Down
DROP TABLE older_breaches;
DROP TABLE dossiers;
