-- +goose Up
-- What somebody handed in as proof: the receipt of an authority, a letter, a screen. The name may name people, so it is sealed as the bytes are.

CREATE TABLE documents (
  id           TEXT PRIMARY KEY,
  incident_id  TEXT NOT NULL REFERENCES incidents(id),
  party_id     TEXT REFERENCES parties(id),
  name_sealed  BLOB NOT NULL,
  media_type   TEXT NOT NULL,
  size         INTEGER NOT NULL,
  sha256       TEXT NOT NULL,
  bytes_sealed BLOB NOT NULL,
  added_at     TEXT NOT NULL,
  added_by     TEXT NOT NULL
);
CREATE INDEX documents_incident ON documents(incident_id, sha256);

-- +goose Down
DROP TABLE documents;
