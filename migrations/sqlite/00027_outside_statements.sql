-- +goose Up
-- What others have said about an incident: a society, the press, somebody on the internet. Entered by hand, with where and when.
CREATE TABLE outside_statements (
  id           TEXT PRIMARY KEY,
  incident_id  TEXT NOT NULL REFERENCES incidents (id),
  kind         TEXT NOT NULL,
  language     TEXT NOT NULL,
  words_sealed BLOB NOT NULL,
  said_at      TEXT NOT NULL,
  entered_at   TEXT NOT NULL,
  entered_by   TEXT NOT NULL,
  withdrawn_at TEXT,
  withdrawn_by TEXT
);
CREATE INDEX outside_statements_by_incident ON outside_statements (incident_id, said_at);

-- +goose Down
DROP TABLE outside_statements;
