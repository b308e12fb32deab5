-- +goose Up
-- Directory, incidents, facts, parties, data sets, people groups.

CREATE TABLE organisations (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,
  country      TEXT NOT NULL DEFAULT '',
  country_name TEXT NOT NULL DEFAULT '',
  region       TEXT NOT NULL DEFAULT '',
  emblem       TEXT NOT NULL DEFAULT '',
  languages    TEXT NOT NULL DEFAULT '[]',
  timezone     TEXT NOT NULL DEFAULT '',
  immunity     TEXT NOT NULL DEFAULT '',
  portal       TEXT NOT NULL DEFAULT '',
  notes        TEXT NOT NULL DEFAULT '',
  built_in     BOOLEAN NOT NULL DEFAULT FALSE,
  version      INTEGER NOT NULL,
  archived     BOOLEAN NOT NULL DEFAULT FALSE,
  UNIQUE (kind, name)
);
CREATE INDEX organisations_name ON organisations(name, id);

CREATE TABLE contacts (
  id               TEXT PRIMARY KEY,
  organisation_id  TEXT NOT NULL REFERENCES organisations(id),
  role             TEXT NOT NULL,
  name_sealed      BLOB,
  email_sealed     BLOB,
  email_key        BLOB,
  telephone_sealed BLOB,
  language         TEXT NOT NULL DEFAULT '',
  position         INTEGER NOT NULL DEFAULT 1,
  archived         BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX contacts_organisation ON contacts(organisation_id, position);

CREATE TABLE incidents (
  id              TEXT PRIMARY KEY,
  reference       TEXT NOT NULL UNIQUE,
  number          INTEGER NOT NULL UNIQUE,
  title           TEXT NOT NULL,
  state           TEXT NOT NULL,
  exercise        BOOLEAN NOT NULL DEFAULT FALSE,
  aware_at        TEXT,
  aware_zone      TEXT NOT NULL DEFAULT '',
  reporter_sealed BLOB,
  opened_at       TEXT NOT NULL,
  opened_by       TEXT NOT NULL,
  closed_at       TEXT,
  version         INTEGER NOT NULL,
  facts_version   INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE parties (
  id                TEXT PRIMARY KEY,
  incident_id       TEXT NOT NULL REFERENCES incidents(id),
  organisation_id   TEXT REFERENCES organisations(id),
  name              TEXT NOT NULL,
  country           TEXT NOT NULL DEFAULT '',
  role              TEXT NOT NULL,
  kind              TEXT NOT NULL DEFAULT '',
  sectors           TEXT NOT NULL DEFAULT '[]',
  movement          BOOLEAN,
  eea_establishment BOOLEAN,
  staff_count       INTEGER,
  immunity          TEXT NOT NULL DEFAULT '',
  aware_at          TEXT,
  aware_zone        TEXT NOT NULL DEFAULT '',
  aware_reason      TEXT NOT NULL DEFAULT '',
  added_at          TEXT NOT NULL,
  removed_at        TEXT,
  version           INTEGER NOT NULL
);
CREATE UNIQUE INDEX parties_once ON parties(incident_id, organisation_id) WHERE removed_at IS NULL;
CREATE INDEX parties_organisation ON parties(organisation_id, incident_id);

CREATE TABLE data_sets (
  id          TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incidents(id),
  name        TEXT NOT NULL,
  categories  TEXT NOT NULL DEFAULT '[]',
  notes       TEXT NOT NULL DEFAULT '',
  removed_at  TEXT,
  version     INTEGER NOT NULL
);
CREATE UNIQUE INDEX data_sets_name ON data_sets(incident_id, name) WHERE removed_at IS NULL;

CREATE TABLE people_groups (
  id              TEXT PRIMARY KEY,
  incident_id     TEXT NOT NULL REFERENCES incidents(id),
  party_id        TEXT NOT NULL REFERENCES parties(id),
  data_set_id     TEXT REFERENCES data_sets(id),
  name            TEXT NOT NULL,
  kinds           TEXT NOT NULL DEFAULT '[]',
  vulnerabilities TEXT NOT NULL DEFAULT '[]',
  categories      TEXT NOT NULL DEFAULT '[]',
  languages       TEXT NOT NULL DEFAULT '[]',
  count           TEXT NOT NULL DEFAULT '{}',
  residence       TEXT NOT NULL DEFAULT '{}',
  risk_level      TEXT NOT NULL DEFAULT '',
  risk_reason     TEXT NOT NULL DEFAULT '',
  risk_set_by     TEXT,
  risk_set_at     TEXT,
  removed_at      TEXT,
  version         INTEGER NOT NULL
);
CREATE UNIQUE INDEX people_groups_name ON people_groups(incident_id, party_id, name) WHERE removed_at IS NULL;

CREATE TABLE facts (
  seq           INTEGER PRIMARY KEY AUTOINCREMENT,
  id            TEXT NOT NULL UNIQUE,
  incident_id   TEXT NOT NULL REFERENCES incidents(id),
  party_id      TEXT REFERENCES parties(id),
  group_id      TEXT REFERENCES people_groups(id),
  key           TEXT NOT NULL,
  value         TEXT NOT NULL,
  certainty     TEXT NOT NULL,
  source_sealed BLOB,
  learnt_at     TEXT NOT NULL,
  zone          TEXT NOT NULL DEFAULT '',
  recorded_at   TEXT NOT NULL,
  recorded_by   TEXT
);
CREATE INDEX facts_incident ON facts(incident_id, seq);

-- Anything written that leaves the house. Content is drafted in the open inside the team, but sealed at rest: before release it has
-- value for whoever attacked.
CREATE TABLE texts (
  id          TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incidents(id),
  kind        TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  created_by  TEXT NOT NULL
);
CREATE INDEX texts_incident ON texts(incident_id, kind);

CREATE TABLE text_versions (
  id             TEXT PRIMARY KEY,
  text_id        TEXT NOT NULL REFERENCES texts(id),
  number         INTEGER NOT NULL,
  language       TEXT NOT NULL,
  state          TEXT NOT NULL,
  content_sealed BLOB NOT NULL,
  bound          TEXT NOT NULL DEFAULT '',
  hash           BLOB NOT NULL,
  facts_used     TEXT NOT NULL DEFAULT '{}',
  facts_version  INTEGER NOT NULL,
  written_by     TEXT NOT NULL,
  written_at     TEXT NOT NULL,
  submitted_at   TEXT,
  settled_by     TEXT,
  settled_at     TEXT,
  decline_reason TEXT NOT NULL DEFAULT '',
  UNIQUE (text_id, number)
);

-- +goose Down
DROP TABLE text_versions;
DROP TABLE texts;
DROP TABLE facts;
DROP TABLE people_groups;
DROP TABLE data_sets;
DROP TABLE parties;
DROP TABLE incidents;
DROP TABLE contacts;
DROP TABLE organisations;
