-- +goose Up
-- Directory, incidents, facts, parties, data sets, people groups.

CREATE TABLE organisations (
  id           uuid PRIMARY KEY,
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
  built_in     boolean NOT NULL DEFAULT FALSE,
  version      bigint NOT NULL,
  archived     boolean NOT NULL DEFAULT FALSE,
  UNIQUE (kind, name)
);
CREATE INDEX organisations_name ON organisations(name, id);

CREATE TABLE contacts (
  id               uuid PRIMARY KEY,
  organisation_id  uuid NOT NULL REFERENCES organisations(id),
  role             TEXT NOT NULL,
  name_sealed      bytea,
  email_sealed     bytea,
  email_key        bytea,
  telephone_sealed bytea,
  language         TEXT NOT NULL DEFAULT '',
  position         bigint NOT NULL DEFAULT 1,
  archived         boolean NOT NULL DEFAULT FALSE
);
CREATE INDEX contacts_organisation ON contacts(organisation_id, position);

CREATE TABLE incidents (
  id              uuid PRIMARY KEY,
  reference       TEXT NOT NULL UNIQUE,
  number          bigint NOT NULL UNIQUE,
  title           TEXT NOT NULL,
  state           TEXT NOT NULL,
  exercise        boolean NOT NULL DEFAULT FALSE,
  aware_at        timestamptz,
  aware_zone      TEXT NOT NULL DEFAULT '',
  reporter_sealed bytea,
  opened_at       timestamptz NOT NULL,
  opened_by       uuid NOT NULL,
  closed_at       timestamptz,
  version         bigint NOT NULL,
  facts_version   bigint NOT NULL DEFAULT 0
);

CREATE TABLE parties (
  id                uuid PRIMARY KEY,
  incident_id       uuid NOT NULL REFERENCES incidents(id),
  organisation_id   uuid REFERENCES organisations(id),
  name              TEXT NOT NULL,
  country           TEXT NOT NULL DEFAULT '',
  role              TEXT NOT NULL,
  kind              TEXT NOT NULL DEFAULT '',
  sectors           TEXT NOT NULL DEFAULT '[]',
  movement          boolean,
  eea_establishment boolean,
  staff_count       bigint,
  immunity          TEXT NOT NULL DEFAULT '',
  aware_at          timestamptz,
  aware_zone        TEXT NOT NULL DEFAULT '',
  aware_reason      TEXT NOT NULL DEFAULT '',
  added_at          timestamptz NOT NULL,
  removed_at        timestamptz,
  version           bigint NOT NULL
);
CREATE UNIQUE INDEX parties_once ON parties(incident_id, organisation_id) WHERE removed_at IS NULL;
CREATE INDEX parties_organisation ON parties(organisation_id, incident_id);

CREATE TABLE data_sets (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  name        TEXT NOT NULL,
  categories  TEXT NOT NULL DEFAULT '[]',
  notes       TEXT NOT NULL DEFAULT '',
  removed_at  timestamptz,
  version     bigint NOT NULL
);
CREATE UNIQUE INDEX data_sets_name ON data_sets(incident_id, name) WHERE removed_at IS NULL;

CREATE TABLE people_groups (
  id              uuid PRIMARY KEY,
  incident_id     uuid NOT NULL REFERENCES incidents(id),
  party_id        uuid NOT NULL REFERENCES parties(id),
  data_set_id     uuid REFERENCES data_sets(id),
  name            TEXT NOT NULL,
  kinds           TEXT NOT NULL DEFAULT '[]',
  vulnerabilities TEXT NOT NULL DEFAULT '[]',
  categories      TEXT NOT NULL DEFAULT '[]',
  languages       TEXT NOT NULL DEFAULT '[]',
  count           TEXT NOT NULL DEFAULT '{}',
  residence       TEXT NOT NULL DEFAULT '{}',
  risk_level      TEXT NOT NULL DEFAULT '',
  risk_reason     TEXT NOT NULL DEFAULT '',
  risk_set_by     uuid,
  risk_set_at     timestamptz,
  removed_at      timestamptz,
  version         bigint NOT NULL
);
CREATE UNIQUE INDEX people_groups_name ON people_groups(incident_id, party_id, name) WHERE removed_at IS NULL;

CREATE TABLE facts (
  seq           bigserial PRIMARY KEY,
  id            uuid NOT NULL UNIQUE,
  incident_id   uuid NOT NULL REFERENCES incidents(id),
  party_id      uuid REFERENCES parties(id),
  group_id      uuid REFERENCES people_groups(id),
  key           TEXT NOT NULL,
  value         TEXT NOT NULL,
  certainty     TEXT NOT NULL,
  source_sealed bytea,
  learnt_at     timestamptz NOT NULL,
  zone          TEXT NOT NULL DEFAULT '',
  recorded_at   timestamptz NOT NULL,
  recorded_by   uuid
);
CREATE INDEX facts_incident ON facts(incident_id, seq);

-- Anything written that leaves the house. Content is drafted in the open inside the team, but sealed at rest: before release it has
-- value for whoever attacked.
CREATE TABLE texts (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  kind        TEXT NOT NULL,
  created_at  timestamptz NOT NULL,
  created_by  uuid NOT NULL
);
CREATE INDEX texts_incident ON texts(incident_id, kind);

CREATE TABLE text_versions (
  id             uuid PRIMARY KEY,
  text_id        uuid NOT NULL REFERENCES texts(id),
  number         bigint NOT NULL,
  language       TEXT NOT NULL,
  state          TEXT NOT NULL,
  content_sealed bytea NOT NULL,
  bound          TEXT NOT NULL DEFAULT '',
  hash           bytea NOT NULL,
  facts_used     TEXT NOT NULL DEFAULT '{}',
  facts_version  bigint NOT NULL,
  written_by     uuid NOT NULL,
  written_at     timestamptz NOT NULL,
  submitted_at   timestamptz,
  settled_by     uuid,
  settled_at     timestamptz,
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
