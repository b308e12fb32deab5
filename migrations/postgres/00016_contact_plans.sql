-- +goose Up
-- How people can be told safely, and who decided to tell somebody against a rule.

-- A version of the plan of one group or of one person; the newest one counts, none is ever changed. The plan is sealed: why telling somebody
-- can hurt them says what happened to them. No foreign key on the person, as nowhere.
CREATE TABLE contact_plans (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  group_id    uuid REFERENCES people_groups(id),
  person_id   bigint,
  number      INTEGER NOT NULL,
  plan_sealed bytea NOT NULL,
  why_sealed  bytea,
  review_on   TEXT NOT NULL DEFAULT '',
  task_id     uuid REFERENCES tasks(id),
  set_by      uuid NOT NULL,
  set_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX contact_plans_group ON contact_plans(group_id, number) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX contact_plans_person ON contact_plans(incident_id, person_id, number) WHERE person_id IS NOT NULL;
CREATE INDEX contact_plans_incident ON contact_plans(incident_id);

-- A decision against a rule: asked by a protection officer, approved by somebody else, for named channels, until a moment.
CREATE TABLE contact_overrides (
  id                 uuid PRIMARY KEY,
  incident_id        uuid NOT NULL REFERENCES incidents(id),
  group_id           uuid REFERENCES people_groups(id),
  person_id          bigint,
  channels           TEXT NOT NULL,
  until              timestamptz NOT NULL,
  state              TEXT NOT NULL,
  asked_by           uuid NOT NULL,
  asked_at           timestamptz NOT NULL,
  why_sealed         bytea,
  settled_by         uuid,
  settled_at         timestamptz,
  settled_why_sealed bytea,
  revoked_by         uuid,
  revoked_at         timestamptz,
  revoked_why_sealed bytea
);
CREATE INDEX contact_overrides_incident ON contact_overrides(incident_id, asked_at);

-- +goose Down
DROP TABLE contact_overrides;
DROP TABLE contact_plans;
