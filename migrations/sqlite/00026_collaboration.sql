-- +goose Up
-- What colleagues say to each other beside a thing. What is written is sealed; who may read the thing may read what is said about it.
CREATE TABLE comments (
  id          TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incidents (id),
  thing_kind  TEXT NOT NULL,
  thing_id    TEXT NOT NULL,
  author_id   TEXT NOT NULL,
  written_at  TEXT NOT NULL,
  version     INTEGER NOT NULL,
  resolved_at TEXT,
  resolved_by TEXT
);
CREATE INDEX comments_by_thing ON comments (incident_id, thing_kind, thing_id, written_at);
CREATE TABLE comment_versions (
  comment_id  TEXT NOT NULL REFERENCES comments (id),
  number      INTEGER NOT NULL,
  text_sealed BLOB NOT NULL,
  written_at  TEXT NOT NULL,
  PRIMARY KEY (comment_id, number)
);
CREATE TABLE mentions (
  comment_id   TEXT NOT NULL REFERENCES comments (id),
  account_id   TEXT NOT NULL,
  mentioned_at TEXT NOT NULL,
  seen_at      TEXT,
  PRIMARY KEY (comment_id, account_id)
);
CREATE INDEX mentions_of_account ON mentions (account_id, mentioned_at);
-- What people write into the timeline by hand: when it happened and when it was written down, both.
CREATE TABLE timeline_entries (
  id             TEXT PRIMARY KEY,
  incident_id    TEXT NOT NULL REFERENCES incidents (id),
  happened_at    TEXT NOT NULL,
  zone           TEXT NOT NULL,
  content_sealed BLOB NOT NULL,
  recorded_at    TEXT NOT NULL,
  recorded_by    TEXT NOT NULL,
  withdrawn_at   TEXT,
  withdrawn_by   TEXT
);
CREATE INDEX timeline_entries_of_incident ON timeline_entries (incident_id, happened_at);

-- +goose Down
DROP TABLE timeline_entries;
DROP TABLE mentions;
DROP TABLE comment_versions;
DROP TABLE comments;
