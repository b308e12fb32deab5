-- +goose Up
-- Named people, and the imports they come from.

-- People who belong to the same party (and group) of an incident. A small number stands for it in each person's row.
CREATE TABLE people_cohorts (
  number      bigint PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  party_id    uuid NOT NULL REFERENCES parties(id),
  group_id    uuid REFERENCES people_groups(id)
);
CREATE UNIQUE INDEX people_cohorts_once ON people_cohorts(incident_id, party_id, COALESCE(group_id, '00000000-0000-0000-0000-000000000000'::uuid));

-- A file, known by the keyed hash of its bytes. A person's id is the file's number and the row's number in it, so a row of a file can
-- become one person only, however often it is imported.
CREATE TABLE people_files (
  number      bigint PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  file_key    bytea NOT NULL,
  UNIQUE (incident_id, file_key)
);

-- One person: everything about them is the sealed record. No foreign key on cohort: checking it for each of half a million rows
-- would cost a third of an import, and only the import writes it. The keys are keyed hashes for finding, never enough to know.
CREATE TABLE people (
  id            bigint PRIMARY KEY,
  cohort        bigint NOT NULL,
  same_key      bigint NOT NULL,
  email_key     bigint,
  telephone_key bigint,
  sealed        bytea NOT NULL
);
CREATE UNIQUE INDEX people_same ON people(same_key);
CREATE INDEX people_cohort ON people(cohort, id);
CREATE INDEX people_email ON people(email_key) WHERE email_key IS NOT NULL;
CREATE INDEX people_telephone ON people(telephone_key) WHERE telephone_key IS NOT NULL;

CREATE TABLE people_words (
  word_key  bigint NOT NULL,
  person_id bigint NOT NULL,
  PRIMARY KEY (word_key, person_id)
);

CREATE TABLE people_imports (
  id                uuid PRIMARY KEY,
  incident_id       uuid NOT NULL REFERENCES incidents(id),
  party_id          uuid REFERENCES parties(id),
  group_id          uuid REFERENCES people_groups(id),
  file_number       bigint NOT NULL REFERENCES people_files(number),
  state             text NOT NULL,
  file_name_sealed  bytea,
  spool_name        text NOT NULL DEFAULT '',
  spool_key_sealed  bytea,
  size              bigint NOT NULL,
  settings          text NOT NULL DEFAULT '{}',
  position          bigint NOT NULL DEFAULT 0,
  bytes_read        bigint NOT NULL DEFAULT 0,
  accepted_count    bigint NOT NULL DEFAULT 0,
  duplicate_count   bigint NOT NULL DEFAULT 0,
  rejected_count    bigint NOT NULL DEFAULT 0,
  quarantined_count bigint NOT NULL DEFAULT 0,
  blank_count       bigint NOT NULL DEFAULT 0,
  reason            text NOT NULL DEFAULT '',
  uploaded_at       timestamptz NOT NULL,
  uploaded_by       uuid NOT NULL,
  started_at        timestamptz,
  finished_at       timestamptz,
  epoch             bigint NOT NULL DEFAULT 0,
  lease_until       timestamptz
);
CREATE INDEX people_imports_incident ON people_imports(incident_id, uploaded_at);
CREATE INDEX people_imports_due ON people_imports(state, lease_until);

-- Rows of an import that did not become a person, each with its reason. What the row held is sealed.
CREATE TABLE people_import_rows (
  import_id    uuid NOT NULL REFERENCES people_imports(id),
  number       bigint NOT NULL,
  line         bigint NOT NULL,
  outcome      text NOT NULL,
  code         text NOT NULL,
  field        text NOT NULL DEFAULT '',
  column_no    bigint NOT NULL DEFAULT 0,
  duplicate_of bigint,
  sealed       bytea,
  PRIMARY KEY (import_id, number)
);

-- +goose Down
DROP TABLE people_import_rows;
DROP TABLE people_imports;
DROP TABLE people_words;
DROP TABLE people;
DROP TABLE people_files;
DROP TABLE people_cohorts;
