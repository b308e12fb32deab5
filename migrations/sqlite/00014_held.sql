-- +goose Up
-- How many changes a run did not make, because they take something away and wait for a person.
ALTER TABLE assessments ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE assessments DROP COLUMN held;
