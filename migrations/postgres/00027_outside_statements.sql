-- +goose Up
-- What others have said about an incident: a society, the press, somebody on the internet. Entered by hand, with where and when.
CREATE TABLE outside_statements (
  id           uuid PRIMARY KEY,
  incident_id  uuid NOT NULL REFERENCES incidents (id),
  kind         TEXT NOT NULL,
  language     TEXT NOT NULL,
  words_sealed bytea NOT NULL,
  said_at      timestamptz NOT NULL,
  entered_at   timestamptz NOT NULL,
  entered_by   uuid NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by uuid
);
CREATE INDEX outside_statements_by_incident ON outside_statements (incident_id, said_at);

-- +goose Down
DROP TABLE outside_statements;
