-- +goose Up
-- What a society proposes about itself. The incident team takes each answer over or declines it; until then it counts for nothing.

CREATE TABLE proposals (
  id           TEXT PRIMARY KEY,
  incident_id  TEXT NOT NULL REFERENCES incidents(id),
  party_id     TEXT NOT NULL REFERENCES parties(id),
  state        TEXT NOT NULL,
  started_at   TEXT NOT NULL,
  saved_at     TEXT NOT NULL,
  saved_by     TEXT NOT NULL,
  submitted_at TEXT,
  submitted_by TEXT,
  settled_at   TEXT,
  version      INTEGER NOT NULL
);
-- One draft of a party, shared by its people and their telephones, and one proposal that waits for the incident team.
CREATE UNIQUE INDEX proposals_draft ON proposals(party_id) WHERE state = 'draft';
CREATE UNIQUE INDEX proposals_waiting ON proposals(party_id) WHERE state = 'submitted';
CREATE INDEX proposals_incident ON proposals(incident_id, state);

-- What was answered is sealed: free text may hold personal detail. Rows of a draft are replaced; after submission only the settlement is added.
CREATE TABLE proposal_answers (
  id                TEXT PRIMARY KEY,
  proposal_id       TEXT NOT NULL REFERENCES proposals(id),
  position          INTEGER NOT NULL,
  question          TEXT NOT NULL,
  group_id          TEXT REFERENCES people_groups(id),
  data_set_id       TEXT REFERENCES data_sets(id),
  certainty         TEXT NOT NULL,
  content_sealed    BLOB NOT NULL,
  state             TEXT NOT NULL,
  settled_at        TEXT,
  settled_by        TEXT,
  settlement_sealed BLOB
);
CREATE INDEX proposal_answers_proposal ON proposal_answers(proposal_id, position);

-- Who speaks on the public page is one text of an incident, with versions.
CREATE UNIQUE INDEX texts_public_page ON texts(incident_id) WHERE kind = 'public-page';

-- +goose Down
DROP INDEX texts_public_page;
DROP TABLE proposal_answers;
DROP TABLE proposals;
