-- +goose Up
-- What is told to an authority about one duty: the first notice, what follows it, the last word or the withdrawal.

CREATE TABLE filings (
  id            uuid PRIMARY KEY,
  incident_id   uuid NOT NULL REFERENCES incidents(id),
  party_id      uuid NOT NULL REFERENCES parties(id),
  regime        TEXT NOT NULL,
  duty          TEXT NOT NULL,
  jurisdiction  TEXT NOT NULL,
  obligation_id uuid NOT NULL REFERENCES obligations(id),
  authority     TEXT NOT NULL,
  form          TEXT NOT NULL,
  state         TEXT NOT NULL,
  begun_at      timestamptz NOT NULL,
  begun_by      uuid NOT NULL,
  version       INTEGER NOT NULL
);
-- One duty of one party is filed once, however often its clock was computed anew.
CREATE UNIQUE INDEX filings_duty ON filings(party_id, regime, duty, jurisdiction);
CREATE INDEX filings_incident ON filings(incident_id);

-- Content and proof are sealed: what is written to an authority names people to ask.
CREATE TABLE filing_stages (
  id             uuid PRIMARY KEY,
  filing_id      uuid NOT NULL REFERENCES filings(id),
  number         INTEGER NOT NULL,
  kind           TEXT NOT NULL,
  state          TEXT NOT NULL,
  content_sealed bytea NOT NULL,
  saved_at       timestamptz NOT NULL,
  saved_by       uuid NOT NULL,
  filed_at       timestamptz,
  filed_zone     TEXT NOT NULL,
  due_at         timestamptz,
  late           boolean NOT NULL,
  recorded_at    timestamptz,
  recorded_by    uuid,
  content_hash   TEXT NOT NULL,
  proof_sealed   bytea
);
CREATE UNIQUE INDEX filing_stages_number ON filing_stages(filing_id, number);
CREATE UNIQUE INDEX filing_stages_draft ON filing_stages(filing_id) WHERE state = 'draft';

-- +goose Down
DROP TABLE filing_stages;
DROP TABLE filings;
