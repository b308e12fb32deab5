-- +goose Up
-- People groups in the order in which they are listed, page by page.
CREATE INDEX people_groups_list ON people_groups(incident_id, name, id) WHERE removed_at IS NULL;
-- Reminders that were brought to a role, the newest first.
CREATE INDEX reminders_brought ON reminders(audience, fired_at, task_id) WHERE fired_at IS NOT NULL;

-- +goose Down
DROP INDEX reminders_brought;
DROP INDEX people_groups_list;
