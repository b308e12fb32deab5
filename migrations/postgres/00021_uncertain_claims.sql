-- +goose Up
-- What somebody says became of an uncertain message to a person; it counts when a second person agrees, and goes when it is settled.
CREATE TABLE uncertain_claims (
  dispatch    bigint NOT NULL,
  person_id   bigint NOT NULL,
  resolution  TEXT NOT NULL,
  why_sealed  bytea,
  proposed_by uuid NOT NULL,
  proposed_at timestamptz NOT NULL,
  PRIMARY KEY (dispatch, person_id)
);

-- +goose Down
DROP TABLE uncertain_claims;
