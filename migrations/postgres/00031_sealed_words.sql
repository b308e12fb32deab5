-- +goose Up
-- What people write about an incident lies sealed: its title, the names of people groups, why a risk was stated, subjects of messages, and what
-- the rules were given and answered. What lay in clear keeps its bytes behind the mark "clear:" until the keys are there: the program seals it
-- when it starts, before it serves anybody.
ALTER TABLE incidents ADD COLUMN title_sealed bytea;
UPDATE incidents SET title_sealed = convert_to('clear:' || title, 'UTF8') WHERE title <> '';
ALTER TABLE incidents DROP COLUMN title;

DROP INDEX people_groups_name;
DROP INDEX people_groups_list;
ALTER TABLE people_groups ADD COLUMN name_sealed bytea;
ALTER TABLE people_groups ADD COLUMN risk_reason_sealed bytea;
-- Keyed hash of the name within its incident: two groups of a party have two names.
ALTER TABLE people_groups ADD COLUMN name_key bytea NOT NULL DEFAULT '';
UPDATE people_groups SET name_key = convert_to(id::text, 'UTF8'), name_sealed = convert_to('clear:' || name, 'UTF8');
UPDATE people_groups SET risk_reason_sealed = convert_to('clear:' || risk_reason, 'UTF8') WHERE risk_reason <> '';
ALTER TABLE people_groups DROP COLUMN name;
ALTER TABLE people_groups DROP COLUMN risk_reason;
CREATE UNIQUE INDEX people_groups_name ON people_groups(incident_id, party_id, name_key) WHERE removed_at IS NULL;

ALTER TABLE deliveries ADD COLUMN subject_sealed bytea;
UPDATE deliveries SET subject_sealed = convert_to('clear:' || subject, 'UTF8') WHERE subject <> '';
ALTER TABLE deliveries DROP COLUMN subject;

ALTER TABLE assessments RENAME COLUMN input TO input_sealed;
ALTER TABLE assessments RENAME COLUMN result TO result_sealed;

-- Reasons name the group that decided.
ALTER TABLE determinations ADD COLUMN reasons_sealed bytea;
ALTER TABLE obligations ADD COLUMN explanation_sealed bytea;
UPDATE determinations SET reasons_sealed = convert_to('clear:' || reasons, 'UTF8');
UPDATE obligations SET explanation_sealed = convert_to('clear:' || explanation, 'UTF8');
ALTER TABLE determinations DROP COLUMN reasons;
ALTER TABLE obligations DROP COLUMN explanation;

-- +goose Down
-- There is no way back: without the keys nothing here can be read, and a title does not go back into clear.
SELECT 1;
