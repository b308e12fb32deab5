-- +goose Up
-- One override at a time for a group or a person: what waits or counts is marked, and two cannot be marked the same. A broadcast points to the
-- document that proves it. What is erased at the end of its time leaves its row behind: that it was there, how large, and its check value.

ALTER TABLE contact_overrides ADD COLUMN standing TEXT;
CREATE UNIQUE INDEX contact_overrides_standing ON contact_overrides(standing);

ALTER TABLE broadcasts ADD COLUMN document_id uuid;

ALTER TABLE documents ADD COLUMN erased_at timestamptz;
ALTER TABLE incidents ADD COLUMN people_erased_at timestamptz;

-- +goose Down
ALTER TABLE incidents DROP COLUMN people_erased_at;
ALTER TABLE documents DROP COLUMN erased_at;
ALTER TABLE broadcasts DROP COLUMN document_id;
DROP INDEX contact_overrides_standing;
ALTER TABLE contact_overrides DROP COLUMN standing;
