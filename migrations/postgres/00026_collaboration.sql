-- +goose Up
-- What colleagues say to each other beside a thing. What is written is sealed; who may read the thing may read what is said about it.
CREATE TABLE comments (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents (id),
  thing_kind  TEXT NOT NULL,
  thing_id    uuid NOT NULL,
  author_id   uuid NOT NULL,
  written_at  timestamptz NOT NULL,
  version     bigint NOT NULL,
  resolved_at timestamptz,
  resolved_by uuid
);
CREATE INDEX comments_by_thing ON comments (incident_id, thing_kind, thing_id, written_at);
CREATE TABLE comment_versions (
  comment_id  uuid NOT NULL REFERENCES comments (id),
  number      bigint NOT NULL,
  text_sealed bytea NOT NULL,
  written_at  timestamptz NOT NULL,
  PRIMARY KEY (comment_id, number)
);
CREATE TABLE mentions (
  comment_id   uuid NOT NULL REFERENCES comments (id),
  account_id   uuid NOT NULL,
  mentioned_at timestamptz NOT NULL,
  seen_at      timestamptz,
  PRIMARY KEY (comment_id, account_id)
);
CREATE INDEX mentions_of_account ON mentions (account_id, mentioned_at);
-- What people write into the timeline by hand: when it happened and when it was written down, both.
CREATE TABLE timeline_entries (
  id             uuid PRIMARY KEY,
  incident_id    uuid NOT NULL REFERENCES incidents (id),
  happened_at    timestamptz NOT NULL,
  zone           TEXT NOT NULL,
  content_sealed bytea NOT NULL,
  recorded_at    timestamptz NOT NULL,
  recorded_by    uuid NOT NULL,
  withdrawn_at   timestamptz,
  withdrawn_by   uuid
);
CREATE INDEX timeline_entries_of_incident ON timeline_entries (incident_id, happened_at);

-- +goose Down
DROP TABLE timeline_entries;
DROP TABLE mentions;
DROP TABLE comment_versions;
DROP TABLE comments;
