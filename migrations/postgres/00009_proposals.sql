-- +goose Up
-- What a society proposes about itself. The incident team takes each answer over or declines it; until then it counts for nothing.

CREATE TABLE proposals (
  id           uuid PRIMARY KEY,
  incident_id  uuid NOT NULL REFERENCES incidents(id),
  party_id     uuid NOT NULL REFERENCES parties(id),
  state        TEXT NOT NULL,
  started_at   timestamptz NOT NULL,
  saved_at     timestamptz NOT NULL,
  saved_by     uuid NOT NULL,
  submitted_at timestamptz,
  submitted_by uuid,
  settled_at   timestamptz,
  version      bigint NOT NULL
);
-- One draft of a party, shared by its people and their telephones, and one proposal that waits for the incident team.
CREATE UNIQUE INDEX proposals_draft ON proposals(party_id) WHERE state = 'draft';
CREATE UNIQUE INDEX proposals_waiting ON proposals(party_id) WHERE state = 'submitted';
CREATE INDEX proposals_incident ON proposals(incident_id, state);

-- What was answered is sealed: free text may hold personal detail. Rows of a draft are replaced; after submission only the settlement is added.
CREATE TABLE proposal_answers (
  id                uuid PRIMARY KEY,
  proposal_id       uuid NOT NULL REFERENCES proposals(id),
  position          bigint NOT NULL,
  question          TEXT NOT NULL,
  group_id          uuid REFERENCES people_groups(id),
  data_set_id       uuid REFERENCES data_sets(id),
  certainty         TEXT NOT NULL,
  content_sealed    bytea NOT NULL,
  state             TEXT NOT NULL,
  settled_at        timestamptz,
  settled_by        uuid,
  settlement_sealed bytea
);
CREATE INDEX proposal_answers_proposal ON proposal_answers(proposal_id, position);

-- Who speaks on the public page is one text of an incident, with versions.
CREATE UNIQUE INDEX texts_public_page ON texts(incident_id) WHERE kind = 'public-page';

-- +goose Down
DROP INDEX texts_public_page;
DROP TABLE proposal_answers;
DROP TABLE proposals;
