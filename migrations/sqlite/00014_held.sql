-- +goose Up
-- How many changes a run did not make, because they take something away and wait for a person.
ALTER TABLE assessments ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
-- The list of runs comes from an index alone: in the table the little that it shows stands behind the bytes of what went in and what came out,
-- and SQLite reads its way through those. (PostgreSQL keeps long values beside the row and needs no such index.)
CREATE INDEX assessments_list ON assessments(incident_id, number, id, facts_version, environment, result_hash, outcomes, run_at, run_by, held);

-- +goose Down
DROP INDEX assessments_list;
ALTER TABLE assessments DROP COLUMN held;
