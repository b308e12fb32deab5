-- +goose Up
-- Enquiries: somebody asks us. Nothing that names the caller stands here in clear; what they are told comes from approved texts.

-- An answer is one question with its approved words in several languages; the words, versions and approval are those of texts.
CREATE TABLE answers (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents(id),
  topic       TEXT NOT NULL,
  created_at  timestamptz NOT NULL,
  created_by  uuid NOT NULL
);
CREATE INDEX answers_incident ON answers(incident_id, topic);

CREATE TABLE answer_texts (
  answer_id uuid NOT NULL REFERENCES answers(id),
  language  TEXT NOT NULL,
  text_id   uuid NOT NULL UNIQUE REFERENCES texts(id),
  PRIMARY KEY (answer_id, language)
);

CREATE TABLE enquiries (
  id                uuid PRIMARY KEY,
  incident_id       uuid NOT NULL REFERENCES incidents(id),
  number            bigint NOT NULL,
  party_id          uuid REFERENCES parties(id),
  channel           TEXT NOT NULL,
  topic             TEXT NOT NULL,
  worry             TEXT NOT NULL,
  language          TEXT NOT NULL,
  state             TEXT NOT NULL,
  outcome           TEXT NOT NULL DEFAULT '',
  received_at       timestamptz NOT NULL,
  logged_at         timestamptz NOT NULL,
  logged_by         uuid NOT NULL,
  owner_id          uuid,
  due_at            timestamptz NOT NULL,
  caller_sealed     bytea,
  call_wanted       boolean NOT NULL,
  call_sealed       bytea,
  call_language     TEXT NOT NULL DEFAULT '',
  call_zone         TEXT NOT NULL DEFAULT '',
  call_from         TEXT NOT NULL DEFAULT '',
  call_until        TEXT NOT NULL DEFAULT '',
  call_speaker      TEXT NOT NULL DEFAULT '',
  call_may_say_who  boolean NOT NULL DEFAULT FALSE,
  call_may_voice_mail boolean NOT NULL DEFAULT FALSE,
  call_may_redial   boolean NOT NULL DEFAULT FALSE,
  call_tries        bigint NOT NULL DEFAULT 0,
  tasks             TEXT NOT NULL DEFAULT '[]',
  settled_at        timestamptz,
  settled_by        uuid,
  version           bigint NOT NULL,
  UNIQUE (incident_id, number)
);
CREATE INDEX enquiries_work ON enquiries(incident_id, state, due_at);
CREATE INDEX enquiries_party ON enquiries(party_id, incident_id);

-- What was asked, and which version of which answer was read out; without a version it waits for one.
CREATE TABLE enquiry_answers (
  id         uuid PRIMARY KEY,
  enquiry_id uuid NOT NULL REFERENCES enquiries(id),
  answer_id  uuid NOT NULL REFERENCES answers(id),
  version_id uuid REFERENCES text_versions(id),
  asked_at   timestamptz NOT NULL,
  asked_by   uuid NOT NULL,
  given_at   timestamptz,
  given_by   uuid
);
CREATE INDEX enquiry_answers_enquiry ON enquiry_answers(enquiry_id, asked_at);
CREATE INDEX enquiry_answers_answer ON enquiry_answers(answer_id);

-- A call back: who opened the number, when, and what became of it. No words: only the outcome.
CREATE TABLE enquiry_calls (
  id         uuid PRIMARY KEY,
  enquiry_id uuid NOT NULL REFERENCES enquiries(id),
  begun_at   timestamptz NOT NULL,
  begun_by   uuid NOT NULL,
  outcome    TEXT NOT NULL DEFAULT '',
  ended_at   timestamptz
);
CREATE INDEX enquiry_calls_enquiry ON enquiry_calls(enquiry_id, begun_at);

-- +goose Down
DROP TABLE enquiry_calls;
DROP TABLE enquiry_answers;
DROP TABLE enquiries;
DROP TABLE answer_texts;
DROP TABLE answers;
