-- +goose Up
-- What somebody handed in as proof: the receipt of an authority, a letter, a screen. The name may name people, so it is sealed as the bytes are.

CREATE TABLE documents (
  id           uuid PRIMARY KEY,
  incident_id  uuid NOT NULL REFERENCES incidents(id),
  party_id     uuid REFERENCES parties(id),
  name_sealed  bytea NOT NULL,
  media_type   TEXT NOT NULL,
  size         bigint NOT NULL,
  sha256       TEXT NOT NULL,
  bytes_sealed bytea NOT NULL,
  added_at     timestamptz NOT NULL,
  added_by     uuid NOT NULL
);
CREATE INDEX documents_incident ON documents(incident_id, sha256);

-- +goose Down
DROP TABLE documents;
