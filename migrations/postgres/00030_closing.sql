-- +goose Up
-- What keeps an incident open and was let go with a reason, or looked at and confirmed; and until when the data of its people are kept.

-- Added, never edited: the newest about a line counts, and only while what the line is about is what the person saw (covers).
CREATE TABLE closing_decisions (
  id            uuid PRIMARY KEY,
  incident_id   uuid NOT NULL REFERENCES incidents(id),
  kind          TEXT NOT NULL,
  subject       TEXT NOT NULL,
  covers        TEXT NOT NULL,
  reason_sealed bytea NOT NULL,
  decided_at    timestamptz NOT NULL,
  decided_by    uuid NOT NULL
);
CREATE INDEX closing_decisions_incident ON closing_decisions(incident_id);

ALTER TABLE incidents ADD COLUMN keep_until_on TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE incidents DROP COLUMN keep_until_on;
DROP TABLE closing_decisions;
