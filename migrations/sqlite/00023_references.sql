-- +goose Up
-- What has a reference by which its reader can check it, beside dispatches, which have a number already. The reference itself is computed
-- from the number with a key of this installation, and stands nowhere.
CREATE TABLE given_references (
  number      INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL,
  thing_id    TEXT NOT NULL,
  incident_id TEXT NOT NULL REFERENCES incidents (id),
  given_at    TEXT NOT NULL,
  UNIQUE (kind, thing_id)
);

-- +goose Down
DROP TABLE given_references;
