-- +goose Up
-- A society words the marked places of an approved notice for its own people. The notice edited, the words are void.

CREATE TABLE adaptations (
  id            uuid PRIMARY KEY,
  incident_id   uuid NOT NULL REFERENCES incidents(id),
  notice_id     uuid NOT NULL REFERENCES notices(id),
  party_id      uuid NOT NULL REFERENCES parties(id),
  notice_hash   TEXT NOT NULL,
  state         TEXT NOT NULL,
  version       bigint NOT NULL,
  words_sealed  bytea NOT NULL,
  content_hash  TEXT NOT NULL DEFAULT '',
  writers       TEXT NOT NULL DEFAULT '[]',
  saved_at      timestamptz NOT NULL,
  saved_by      uuid NOT NULL,
  submitted_at  timestamptz,
  submitted_by  uuid,
  signed_at     timestamptz,
  signed_by     uuid,
  signed_hash   TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX adaptations_once ON adaptations(notice_id, party_id);
CREATE INDEX adaptations_incident ON adaptations(incident_id);

-- Which signed words the lines of a dispatch were made with; part of what is approved.
ALTER TABLE dispatches ADD COLUMN adaptations_hash TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE dispatches DROP COLUMN adaptations_hash;
DROP TABLE adaptations;
