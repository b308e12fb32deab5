-- +goose Up
-- Situation reports: what was known when one was written is kept sealed, so that the next one says what changed since. Its words are a text like
-- every other. A hand-over is written at one moment and taken over by a press of somebody else.

CREATE TABLE briefings (
  id               TEXT PRIMARY KEY,
  incident_id      TEXT NOT NULL REFERENCES incidents(id),
  audience         TEXT NOT NULL,
  number           INTEGER NOT NULL,
  text_id          TEXT NOT NULL REFERENCES texts(id),
  since_at         TEXT,
  written_at       TEXT NOT NULL,
  written_by       TEXT NOT NULL,
  snapshot_sealed  BLOB NOT NULL,
  sent_at          TEXT,
  sent_by          TEXT,
  recipients_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (incident_id, audience, number)
);

CREATE TABLE hand_overs (
  id            TEXT PRIMARY KEY,
  incident_id   TEXT NOT NULL REFERENCES incidents(id),
  written_at    TEXT NOT NULL,
  written_by    TEXT NOT NULL,
  lines_sealed  BLOB NOT NULL,
  taken_at      TEXT,
  taken_by      TEXT
);
CREATE INDEX hand_overs_incident ON hand_overs(incident_id, written_at);

-- +goose Down
DROP TABLE hand_overs;
DROP TABLE briefings;
