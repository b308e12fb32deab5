-- +goose Up
-- Situation reports: what was known when one was written is kept sealed, so that the next one says what changed since. Its words are a text like
-- every other. A hand-over is written at one moment and taken over by a press of somebody else.

CREATE TABLE briefings (
  id               uuid PRIMARY KEY,
  incident_id      uuid NOT NULL REFERENCES incidents(id),
  audience         TEXT NOT NULL,
  number           INTEGER NOT NULL,
  text_id          uuid NOT NULL REFERENCES texts(id),
  since_at         timestamptz,
  written_at       timestamptz NOT NULL,
  written_by       uuid NOT NULL,
  snapshot_sealed  bytea NOT NULL,
  sent_at          timestamptz,
  sent_by          uuid,
  recipients_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (incident_id, audience, number)
);

CREATE TABLE hand_overs (
  id            uuid PRIMARY KEY,
  incident_id   uuid NOT NULL REFERENCES incidents(id),
  written_at    timestamptz NOT NULL,
  written_by    uuid NOT NULL,
  lines_sealed  bytea NOT NULL,
  taken_at      timestamptz,
  taken_by      uuid
);
CREATE INDEX hand_overs_incident ON hand_overs(incident_id, written_at);

-- +goose Down
DROP TABLE hand_overs;
DROP TABLE briefings;
