-- +goose Up
-- Named people, and the imports they come from.

-- People who belong to the same party (and group) of an incident. A small number stands for it in each person's row.
CREATE TABLE people_cohorts (
  number      INTEGER PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incidents(id),
  party_id    TEXT NOT NULL REFERENCES parties(id),
  group_id    TEXT REFERENCES people_groups(id)
);
CREATE UNIQUE INDEX people_cohorts_once ON people_cohorts(incident_id, party_id, COALESCE(group_id, ''));

-- A file, known by the keyed hash of its bytes. A person's id is the file's number and the row's number in it, so a row of a file can
-- become one person only, however often it is imported.
CREATE TABLE people_files (
  number      INTEGER PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incidents(id),
  file_key    BLOB NOT NULL,
  UNIQUE (incident_id, file_key)
);

-- One person: everything about them is the sealed record. No foreign key on cohort: checking it for each of half a million rows
-- would cost a third of an import, and only the import writes it. The keys are keyed hashes for finding, never enough to know.
CREATE TABLE people (
  id            INTEGER PRIMARY KEY,
  cohort        INTEGER NOT NULL,
  same_key      INTEGER NOT NULL,
  email_key     INTEGER,
  telephone_key INTEGER,
  sealed        BLOB NOT NULL
);
CREATE UNIQUE INDEX people_same ON people(same_key);
CREATE INDEX people_cohort ON people(cohort, id);
CREATE INDEX people_email ON people(email_key) WHERE email_key IS NOT NULL;
CREATE INDEX people_telephone ON people(telephone_key) WHERE telephone_key IS NOT NULL;

CREATE TABLE people_words (
  word_key  INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  PRIMARY KEY (word_key, person_id)
) WITHOUT ROWID;

CREATE TABLE people_imports (
  id                TEXT PRIMARY KEY,
  incident_id       TEXT NOT NULL REFERENCES incidents(id),
  party_id          TEXT REFERENCES parties(id),
  group_id          TEXT REFERENCES people_groups(id),
  file_number       INTEGER NOT NULL REFERENCES people_files(number),
  state             TEXT NOT NULL,
  file_name_sealed  BLOB,
  spool_name        TEXT NOT NULL DEFAULT '',
  spool_key_sealed  BLOB,
  size              INTEGER NOT NULL,
  settings          TEXT NOT NULL DEFAULT '{}',
  position          INTEGER NOT NULL DEFAULT 0,
  bytes_read        INTEGER NOT NULL DEFAULT 0,
  accepted_count    INTEGER NOT NULL DEFAULT 0,
  duplicate_count   INTEGER NOT NULL DEFAULT 0,
  rejected_count    INTEGER NOT NULL DEFAULT 0,
  quarantined_count INTEGER NOT NULL DEFAULT 0,
  blank_count       INTEGER NOT NULL DEFAULT 0,
  reason            TEXT NOT NULL DEFAULT '',
  uploaded_at       TEXT NOT NULL,
  uploaded_by       TEXT NOT NULL,
  started_at        TEXT,
  finished_at       TEXT,
  epoch             INTEGER NOT NULL DEFAULT 0,
  lease_until       TEXT
);
CREATE INDEX people_imports_incident ON people_imports(incident_id, uploaded_at);
CREATE INDEX people_imports_due ON people_imports(state, lease_until);

-- Rows of an import that did not become a person, each with its reason. What the row held is sealed.
CREATE TABLE people_import_rows (
  import_id    TEXT NOT NULL REFERENCES people_imports(id),
  number       INTEGER NOT NULL,
  line         INTEGER NOT NULL,
  outcome      TEXT NOT NULL,
  code         TEXT NOT NULL,
  field        TEXT NOT NULL DEFAULT '',
  column_no    INTEGER NOT NULL DEFAULT 0,
  duplicate_of INTEGER,
  sealed       BLOB,
  PRIMARY KEY (import_id, number)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE people_import_rows;
DROP TABLE people_imports;
DROP TABLE people_words;
DROP TABLE people;
DROP TABLE people_files;
DROP TABLE people_cohorts;
