-- +goose Up
-- What people write about an incident lies sealed: its title, the names of people groups, why a risk was stated, subjects of messages, and what
-- the rules were given and answered. What lay in clear keeps its bytes behind the mark "clear:" until the keys are there: the program seals it
-- when it starts, before it serves anybody.
ALTER TABLE incidents ADD COLUMN title_sealed BLOB;
UPDATE incidents SET title_sealed = CAST('clear:' || title AS BLOB) WHERE title <> '';
ALTER TABLE incidents DROP COLUMN title;

DROP INDEX people_groups_name;
DROP INDEX people_groups_list;
ALTER TABLE people_groups ADD COLUMN name_sealed BLOB;
ALTER TABLE people_groups ADD COLUMN risk_reason_sealed BLOB;
-- Keyed hash of the name within its incident: two groups of a party have two names.
ALTER TABLE people_groups ADD COLUMN name_key BLOB NOT NULL DEFAULT x'';
UPDATE people_groups SET name_key = CAST(id AS BLOB), name_sealed = CAST('clear:' || name AS BLOB);
UPDATE people_groups SET risk_reason_sealed = CAST('clear:' || risk_reason AS BLOB) WHERE risk_reason <> '';
ALTER TABLE people_groups DROP COLUMN name;
ALTER TABLE people_groups DROP COLUMN risk_reason;
CREATE UNIQUE INDEX people_groups_name ON people_groups(incident_id, party_id, name_key) WHERE removed_at IS NULL;

ALTER TABLE deliveries ADD COLUMN subject_sealed BLOB;
UPDATE deliveries SET subject_sealed = CAST('clear:' || subject AS BLOB) WHERE subject <> '';
ALTER TABLE deliveries DROP COLUMN subject;

ALTER TABLE assessments RENAME COLUMN input TO input_sealed;
ALTER TABLE assessments RENAME COLUMN result TO result_sealed;

-- Reasons name the group that decided.
ALTER TABLE determinations ADD COLUMN reasons_sealed BLOB;
ALTER TABLE obligations ADD COLUMN explanation_sealed BLOB;
UPDATE determinations SET reasons_sealed = CAST('clear:' || reasons AS BLOB);
UPDATE obligations SET explanation_sealed = CAST('clear:' || explanation AS BLOB);
ALTER TABLE determinations DROP COLUMN reasons;
ALTER TABLE obligations DROP COLUMN explanation;

-- +goose Down
-- There is no way back: without the keys nothing here can be read, and a title does not go back into clear.
SELECT 1;
