-- +goose Up
-- What somebody says became of an uncertain message to a person; it counts when a second person agrees, and goes when it is settled.
CREATE TABLE uncertain_claims (
  dispatch    INTEGER NOT NULL,
  person_id   INTEGER NOT NULL,
  resolution  TEXT NOT NULL,
  why_sealed  BLOB,
  proposed_by TEXT NOT NULL,
  proposed_at TEXT NOT NULL,
  PRIMARY KEY (dispatch, person_id)
);

-- +goose Down
DROP TABLE uncertain_claims;
