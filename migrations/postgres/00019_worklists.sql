-- +goose Up
-- Telling people by hand: lists of letters, calls and visits with what became of each; what societies report; broadcasts; what came back.

-- A list of people of one society for one channel. The small number stands in each person's line.
CREATE TABLE worklists (
  number              bigint PRIMARY KEY,
  id                  uuid NOT NULL UNIQUE,
  incident_id         uuid NOT NULL REFERENCES incidents(id),
  dispatch            bigint NOT NULL,
  party_id            uuid NOT NULL REFERENCES parties(id),
  channel             TEXT NOT NULL,
  state               TEXT NOT NULL,
  settings            TEXT NOT NULL DEFAULT '{}',
  people_count        bigint NOT NULL,
  held_back_count     bigint NOT NULL DEFAULT 0,
  created_at          timestamptz NOT NULL,
  created_by          uuid NOT NULL,
  version             bigint NOT NULL,
  export_requested_at timestamptz,
  export_requested_by uuid,
  export_approved_at  timestamptz,
  export_approved_by  uuid,
  closed_at           timestamptz
);
CREATE INDEX worklists_incident ON worklists(incident_id, number);
CREATE INDEX worklists_party ON worklists(party_id, number);

CREATE TABLE worklist_items (
  worklist      bigint NOT NULL REFERENCES worklists(number),
  position      bigint NOT NULL,
  person_id     bigint NOT NULL,
  step          bigint NOT NULL,
  language      TEXT NOT NULL,
  reference     bigint NOT NULL,
  outcome       TEXT NOT NULL DEFAULT '',
  tries         bigint NOT NULL DEFAULT 0,
  call_back_at  timestamptz,
  happened_at   timestamptz,
  recorded_at   timestamptz,
  recorded_by   uuid,
  PRIMARY KEY (worklist, person_id)
);
CREATE UNIQUE INDEX worklist_items_position ON worklist_items(worklist, position);
CREATE INDEX worklist_items_reference ON worklist_items(reference);
CREATE INDEX worklist_items_person ON worklist_items(person_id);

-- Everything anybody ever reported about a person on a list, in order; the item holds the last.
CREATE TABLE worklist_results (
  id            uuid PRIMARY KEY,
  worklist      bigint NOT NULL,
  person_id     bigint NOT NULL,
  outcome       TEXT NOT NULL,
  reason        TEXT NOT NULL DEFAULT '',
  happened_at   timestamptz NOT NULL,
  call_back_at  timestamptz,
  author_sealed bytea,
  source        TEXT NOT NULL,
  upload_id     uuid,
  recorded_at   timestamptz NOT NULL,
  recorded_by   uuid NOT NULL
);
CREATE INDEX worklist_results_person ON worklist_results(person_id, recorded_at);

-- A file of results: every row of it is taken, was known already, or is refused with its reason.
CREATE TABLE worklist_uploads (
  id            uuid PRIMARY KEY,
  worklist      bigint NOT NULL REFERENCES worklists(number),
  file_hash     TEXT NOT NULL,
  row_count     bigint NOT NULL,
  taken_count   bigint NOT NULL,
  known_count   bigint NOT NULL,
  empty_count   bigint NOT NULL,
  refused       TEXT NOT NULL,
  uploaded_at   timestamptz NOT NULL,
  uploaded_by   uuid NOT NULL
);
CREATE INDEX worklist_uploads_list ON worklist_uploads(worklist, uploaded_at);

-- What a society says it has done with its own people, whose names it keeps. Added, never edited; the highest number counts.
CREATE TABLE reported_counts (
  id              uuid PRIMARY KEY,
  incident_id     uuid NOT NULL REFERENCES incidents(id),
  party_id        uuid NOT NULL REFERENCES parties(id),
  group_id        uuid NOT NULL REFERENCES people_groups(id),
  number          bigint NOT NULL,
  told            bigint NOT NULL,
  unreached       TEXT NOT NULL,
  excluded        TEXT NOT NULL,
  how             TEXT NOT NULL,
  told_from       TEXT NOT NULL,
  told_until      TEXT NOT NULL,
  told_by_sealed  bytea,
  reported_at     timestamptz NOT NULL,
  reported_by     uuid NOT NULL,
  UNIQUE (group_id, number)
);
CREATE INDEX reported_counts_incident ON reported_counts(incident_id, group_id, number);

-- Telling that is addressed to nobody: radio, poster, community leader, page. Never counted as told.
CREATE TABLE broadcasts (
  id            uuid PRIMARY KEY,
  incident_id   uuid NOT NULL REFERENCES incidents(id),
  party_id      uuid REFERENCES parties(id),
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
  created_at    timestamptz NOT NULL,
  created_by    uuid NOT NULL,
  withdrawn_at  timestamptz,
  withdrawn_by  uuid,
  version       bigint NOT NULL
);
CREATE INDEX broadcasts_incident ON broadcasts(incident_id, begins_on, id);

-- Notifications that were taken, so that one sent twice counts once: receipts of gateways, messages that came back.
CREATE TABLE inbound_seen (
  mark    bytea PRIMARY KEY,
  seen_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE inbound_seen;
DROP TABLE broadcasts;
DROP TABLE reported_counts;
DROP TABLE worklist_uploads;
DROP TABLE worklist_results;
DROP TABLE worklist_items;
DROP TABLE worklists;
