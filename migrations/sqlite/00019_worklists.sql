-- +goose Up
-- Telling people by hand: lists of letters, calls and visits with what became of each; what societies report; broadcasts; what came back.

-- A list of people of one society for one channel. The small number stands in each person's line.
CREATE TABLE worklists (
  number              INTEGER PRIMARY KEY,
  id                  TEXT NOT NULL UNIQUE,
  incident_id         TEXT NOT NULL REFERENCES incidents(id),
  dispatch            INTEGER NOT NULL,
  party_id            TEXT NOT NULL REFERENCES parties(id),
  channel             TEXT NOT NULL,
  state               TEXT NOT NULL,
  settings            TEXT NOT NULL DEFAULT '{}',
  people_count        INTEGER NOT NULL,
  held_back_count     INTEGER NOT NULL DEFAULT 0,
  created_at          TEXT NOT NULL,
  created_by          TEXT NOT NULL,
  version             INTEGER NOT NULL,
  export_requested_at TEXT,
  export_requested_by TEXT,
  export_approved_at  TEXT,
  export_approved_by  TEXT,
  closed_at           TEXT
);
CREATE INDEX worklists_incident ON worklists(incident_id, number);
CREATE INDEX worklists_party ON worklists(party_id, number);

CREATE TABLE worklist_items (
  worklist      INTEGER NOT NULL REFERENCES worklists(number),
  position      INTEGER NOT NULL,
  person_id     INTEGER NOT NULL,
  step          INTEGER NOT NULL,
  language      TEXT NOT NULL,
  reference     INTEGER NOT NULL,
  outcome       TEXT NOT NULL DEFAULT '',
  tries         INTEGER NOT NULL DEFAULT 0,
  call_back_at  TEXT,
  happened_at   TEXT,
  recorded_at   TEXT,
  recorded_by   TEXT,
  PRIMARY KEY (worklist, person_id)
);
CREATE UNIQUE INDEX worklist_items_position ON worklist_items(worklist, position);
CREATE INDEX worklist_items_reference ON worklist_items(reference);
CREATE INDEX worklist_items_person ON worklist_items(person_id);

-- Everything anybody ever reported about a person on a list, in order; the item holds the last.
CREATE TABLE worklist_results (
  id            TEXT PRIMARY KEY,
  worklist      INTEGER NOT NULL,
  person_id     INTEGER NOT NULL,
  outcome       TEXT NOT NULL,
  reason        TEXT NOT NULL DEFAULT '',
  happened_at   TEXT NOT NULL,
  call_back_at  TEXT,
  author_sealed BLOB,
  source        TEXT NOT NULL,
  upload_id     TEXT,
  recorded_at   TEXT NOT NULL,
  recorded_by   TEXT NOT NULL
);
CREATE INDEX worklist_results_person ON worklist_results(person_id, recorded_at);

-- A file of results: every row of it is taken, was known already, or is refused with its reason.
CREATE TABLE worklist_uploads (
  id            TEXT PRIMARY KEY,
  worklist      INTEGER NOT NULL REFERENCES worklists(number),
  file_hash     TEXT NOT NULL,
  row_count     INTEGER NOT NULL,
  taken_count   INTEGER NOT NULL,
  known_count   INTEGER NOT NULL,
  empty_count   INTEGER NOT NULL,
  refused       TEXT NOT NULL,
  uploaded_at   TEXT NOT NULL,
  uploaded_by   TEXT NOT NULL
);
CREATE INDEX worklist_uploads_list ON worklist_uploads(worklist, uploaded_at);

-- What a society says it has done with its own people, whose names it keeps. Added, never edited; the highest number counts.
CREATE TABLE reported_counts (
  id              TEXT PRIMARY KEY,
  incident_id     TEXT NOT NULL REFERENCES incidents(id),
  party_id        TEXT NOT NULL REFERENCES parties(id),
  group_id        TEXT NOT NULL REFERENCES people_groups(id),
  number          INTEGER NOT NULL,
  told            INTEGER NOT NULL,
  unreached       TEXT NOT NULL,
  excluded        TEXT NOT NULL,
  how             TEXT NOT NULL,
  told_from       TEXT NOT NULL,
  told_until      TEXT NOT NULL,
  told_by_sealed  BLOB,
  reported_at     TEXT NOT NULL,
  reported_by     TEXT NOT NULL,
  UNIQUE (group_id, number)
);
CREATE INDEX reported_counts_incident ON reported_counts(incident_id, group_id, number);

-- Telling that is addressed to nobody: radio, poster, community leader, page. Never counted as told.
CREATE TABLE broadcasts (
  id            TEXT PRIMARY KEY,
  incident_id   TEXT NOT NULL REFERENCES incidents(id),
  party_id      TEXT REFERENCES parties(id),
  kind          TEXT NOT NULL,
  language      TEXT NOT NULL,
  area          TEXT NOT NULL,
  begins_on     TEXT NOT NULL,
  ends_on       TEXT NOT NULL DEFAULT '',
  reach         TEXT NOT NULL,
  reach_how     TEXT NOT NULL,
  group_ids     TEXT NOT NULL,
  proof_name    TEXT NOT NULL DEFAULT '',
  proof_hash    TEXT NOT NULL DEFAULT '',
  created_at    TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  withdrawn_at  TEXT,
  withdrawn_by  TEXT,
  version       INTEGER NOT NULL
);
CREATE INDEX broadcasts_incident ON broadcasts(incident_id, begins_on, id);

-- Notifications that were taken, so that one sent twice counts once: receipts of gateways, messages that came back.
CREATE TABLE inbound_seen (
  mark    BLOB PRIMARY KEY,
  seen_at TEXT NOT NULL
);

-- +goose Down
DROP TABLE inbound_seen;
DROP TABLE broadcasts;
DROP TABLE reported_counts;
DROP TABLE worklist_uploads;
DROP TABLE worklist_results;
DROP TABLE worklist_items;
DROP TABLE worklists;
