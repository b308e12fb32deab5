-- +goose Up
-- Lists in their order, and counts, without reading the reasons of every row.
DROP INDEX determinations_current;
CREATE UNIQUE INDEX determinations_current ON determinations(incident_id, party_id, regime, jurisdiction, duty) WHERE superseded_at IS NULL;
CREATE INDEX determinations_standing ON determinations(incident_id, effective) WHERE superseded_at IS NULL;
-- What was said of one key, to see whether anybody has said anything newer.
CREATE INDEX facts_key ON facts(incident_id, key, group_id, party_id, learnt_at, seq);

-- +goose Down
DROP INDEX facts_key;
DROP INDEX determinations_standing;
DROP INDEX determinations_current;
CREATE UNIQUE INDEX determinations_current ON determinations(incident_id, party_id, regime, duty, jurisdiction) WHERE superseded_at IS NULL;
