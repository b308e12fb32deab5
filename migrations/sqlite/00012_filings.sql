-- +goose Up
-- What is told to an authority about one duty: the first notice, what follows it, the last word or the withdrawal.

CREATE TABLE filings (
  id            TEXT PRIMARY KEY,
  incident_id   TEXT NOT NULL REFERENCES incidents(id),
  party_id      TEXT NOT NULL REFERENCES parties(id),
  regime        TEXT NOT NULL,
  duty          TEXT NOT NULL,
  jurisdiction  TEXT NOT NULL,
  obligation_id TEXT NOT NULL REFERENCES obligations(id),
  authority     TEXT NOT NULL,
  form          TEXT NOT NULL,
  state         TEXT NOT NULL,
  begun_at      TEXT NOT NULL,
  begun_by      TEXT NOT NULL,
  version       INTEGER NOT NULL
);
-- One duty of one party is filed once, however often its clock was computed anew.
CREATE UNIQUE INDEX filings_duty ON filings(party_id, regime, duty, jurisdiction);
CREATE INDEX filings_incident ON filings(incident_id);

-- Content and proof are sealed: what is written to an authority names people to ask.
CREATE TABLE filing_stages (
  id             TEXT PRIMARY KEY,
  filing_id      TEXT NOT NULL REFERENCES filings(id),
  number         INTEGER NOT NULL,
  kind           TEXT NOT NULL,
  state          TEXT NOT NULL,
  content_sealed BLOB NOT NULL,
  saved_at       TEXT NOT NULL,
  saved_by       TEXT NOT NULL,
  filed_at       TEXT,
  filed_zone     TEXT NOT NULL,
  due_at         TEXT,
  late           BOOLEAN NOT NULL,
  recorded_at    TEXT,
  recorded_by    TEXT,
  content_hash   TEXT NOT NULL,
  proof_sealed   BLOB
);
CREATE UNIQUE INDEX filing_stages_number ON filing_stages(filing_id, number);
CREATE UNIQUE INDEX filing_stages_draft ON filing_stages(filing_id) WHERE state = 'draft';

-- +goose Down
DROP TABLE filing_stages;
DROP TABLE filings;
