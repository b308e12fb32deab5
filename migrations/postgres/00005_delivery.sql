-- +goose Up
-- Circulars to societies, their deliveries, the links in them, and what the societies answered.

CREATE TABLE notices (
  id                   uuid PRIMARY KEY,
  incident_id          uuid NOT NULL REFERENCES incidents(id),
  kind                 TEXT NOT NULL,
  number               bigint NOT NULL,
  state                TEXT NOT NULL,
  version              bigint NOT NULL,
  draft_sealed         bytea NOT NULL,
  fixed_sealed         bytea,
  content_hash         TEXT NOT NULL DEFAULT '',
  recipients_count     bigint NOT NULL DEFAULT 0,
  facts_version        bigint NOT NULL DEFAULT 0,
  answer_by            timestamptz,
  created_at           timestamptz NOT NULL,
  author_id            uuid NOT NULL,
  edited_at            timestamptz NOT NULL,
  edited_by            uuid NOT NULL,
  submitted_at         timestamptz,
  submitted_by         uuid,
  approved_at          timestamptz,
  approved_by          uuid,
  approved_hash        TEXT NOT NULL DEFAULT '',
  sending_requested_at timestamptz,
  sending_requested_by uuid,
  sending_approved_at  timestamptz,
  sending_approved_by  uuid,
  UNIQUE (incident_id, number)
);

CREATE TABLE deliveries (
  id              uuid PRIMARY KEY,
  incident_id     uuid NOT NULL REFERENCES incidents(id),
  notice_id       uuid NOT NULL REFERENCES notices(id),
  organisation_id uuid NOT NULL REFERENCES organisations(id),
  contact_id      uuid NOT NULL REFERENCES contacts(id),
  purpose         TEXT NOT NULL,
  issue           bigint NOT NULL,
  channel         TEXT NOT NULL,
  state           TEXT NOT NULL,
  epoch           bigint NOT NULL DEFAULT 0,
  lease_owner     TEXT NOT NULL DEFAULT '',
  lease_until     timestamptz,
  attempts        bigint NOT NULL DEFAULT 0,
  next_at         timestamptz,
  queued_at       timestamptz NOT NULL,
  sending_at      timestamptz,
  sent_at         timestamptz,
  delivered_at    timestamptz,
  settled_at      timestamptz,
  reply_code      bigint NOT NULL DEFAULT 0,
  reason          TEXT NOT NULL DEFAULT '',
  language        TEXT NOT NULL,
  wanted          TEXT NOT NULL DEFAULT '',
  subject         TEXT NOT NULL,
  letter_sealed   bytea NOT NULL,
  token_hash      bytea NOT NULL UNIQUE,
  link_expires_at timestamptz NOT NULL,
  link_revoked_at timestamptz,
  UNIQUE (notice_id, organisation_id, contact_id, purpose, issue)
);
CREATE INDEX deliveries_due ON deliveries(next_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX deliveries_leased ON deliveries(lease_until) WHERE state IN ('leased', 'sending');
CREATE INDEX deliveries_incident ON deliveries(incident_id, queued_at, id);
CREATE INDEX deliveries_notice ON deliveries(notice_id, organisation_id);
CREATE INDEX deliveries_queued ON deliveries(queued_at, id);

CREATE TABLE link_attempts (
  id          uuid PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES deliveries(id),
  tried_at    timestamptz NOT NULL
);
CREATE INDEX link_attempts_delivery ON link_attempts(delivery_id, tried_at);

CREATE TABLE acknowledgements (
  id              uuid PRIMARY KEY,
  incident_id     uuid NOT NULL REFERENCES incidents(id),
  notice_id       uuid NOT NULL REFERENCES notices(id),
  organisation_id uuid NOT NULL REFERENCES organisations(id),
  expected_at     timestamptz NOT NULL,
  answer_by       timestamptz NOT NULL,
  seen_at         timestamptz,
  seen_by_sealed  bytea,
  seen_via        uuid,
  answer          TEXT NOT NULL DEFAULT '',
  answered_at     timestamptz,
  answered_by_sealed bytea,
  answered_via    uuid,
  assurance       TEXT NOT NULL DEFAULT '',
  chase_rung      bigint NOT NULL DEFAULT 0,
  next_chase_at   timestamptz,
  escalated_at    timestamptz,
  UNIQUE (notice_id, organisation_id)
);
CREATE INDEX acknowledgements_chase ON acknowledgements(next_chase_at) WHERE answered_at IS NULL;
CREATE INDEX acknowledgements_incident ON acknowledgements(incident_id);
CREATE INDEX acknowledgements_organisation ON acknowledgements(organisation_id, incident_id);

-- +goose Down
DROP TABLE acknowledgements;
DROP TABLE link_attempts;
DROP TABLE deliveries;
DROP TABLE notices;
