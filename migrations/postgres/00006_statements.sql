-- +goose Up
-- Public pages of incidents and what was published on them.

CREATE TABLE public_pages (
  incident_id  uuid PRIMARY KEY REFERENCES incidents(id),
  code         TEXT NOT NULL UNIQUE,
  organisation TEXT NOT NULL,
  contact_name TEXT NOT NULL DEFAULT '',
  contact_mail TEXT NOT NULL DEFAULT '',
  contact_phone TEXT NOT NULL DEFAULT '',
  zone         TEXT NOT NULL DEFAULT 'UTC',
  version      bigint NOT NULL
);

-- Append-only but for withdrawn_at: a republished text is a new row, so that every version that was ever public stays known.
CREATE TABLE publications (
  id              uuid PRIMARY KEY,
  incident_id     uuid NOT NULL REFERENCES incidents(id),
  text_id         uuid NOT NULL REFERENCES texts(id),
  version_id      uuid NOT NULL REFERENCES text_versions(id),
  language        TEXT NOT NULL,
  publish_at      timestamptz NOT NULL,
  published_by    uuid NOT NULL,
  correction_said  TEXT NOT NULL DEFAULT '',
  correction_right TEXT NOT NULL DEFAULT '',
  withdrawn_at    timestamptz,
  withdrawn_by    uuid
);
CREATE INDEX publications_incident ON publications(incident_id, publish_at);
CREATE UNIQUE INDEX publications_once ON publications(version_id) WHERE withdrawn_at IS NULL;

-- +goose Down
DROP TABLE publications;
DROP TABLE public_pages;
