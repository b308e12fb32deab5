-- +goose Up
-- What has a reference by which its reader can check it, beside dispatches, which have a number already. The reference itself is computed
-- from the number with a key of this installation, and stands nowhere.
CREATE TABLE given_references (
  number      bigint PRIMARY KEY,
  kind        TEXT NOT NULL,
  thing_id    uuid NOT NULL,
  incident_id uuid NOT NULL REFERENCES incidents (id),
  given_at    timestamptz NOT NULL,
  UNIQUE (kind, thing_id)
);

-- +goose Down
DROP TABLE given_references;
