-- +goose Up
-- How people can be told safely, and who decided to tell somebody against a rule.

-- A version of the plan of one group or of one person; the newest one counts, none is ever changed. The plan is sealed: why telling somebody
-- can hurt them says what happened to them. No foreign key on the person, as nowhere.
CREATE TABLE contact_plans (
  id          TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incidents(id),
  group_id    TEXT REFERENCES people_groups(id),
  person_id   INTEGER,
  number      INTEGER NOT NULL,
  plan_sealed BLOB NOT NULL,
  why_sealed  BLOB,
  review_on   TEXT NOT NULL DEFAULT '',
  task_id     TEXT REFERENCES tasks(id),
  set_by      TEXT NOT NULL,
  set_at      TEXT NOT NULL
);
CREATE UNIQUE INDEX contact_plans_group ON contact_plans(group_id, number) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX contact_plans_person ON contact_plans(incident_id, person_id, number) WHERE person_id IS NOT NULL;
CREATE INDEX contact_plans_incident ON contact_plans(incident_id);

-- A decision against a rule: asked by a protection officer, approved by somebody else, for named channels, until a moment.
CREATE TABLE contact_overrides (
  id                 TEXT PRIMARY KEY,
  incident_id        TEXT NOT NULL REFERENCES incidents(id),
  group_id           TEXT REFERENCES people_groups(id),
  person_id          INTEGER,
  channels           TEXT NOT NULL,
  until              TEXT NOT NULL,
  state              TEXT NOT NULL,
  asked_by           TEXT NOT NULL,
  asked_at           TEXT NOT NULL,
  why_sealed         BLOB,
  settled_by         TEXT,
  settled_at         TEXT,
  settled_why_sealed BLOB,
  revoked_by         TEXT,
  revoked_at         TEXT,
  revoked_why_sealed BLOB
);
CREATE INDEX contact_overrides_incident ON contact_overrides(incident_id, asked_at);

-- +goose Down
DROP TABLE contact_overrides;
DROP TABLE contact_plans;
