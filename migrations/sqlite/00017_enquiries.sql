-- +goose Up
-- Enquiries: somebody asks us. Nothing that names the caller stands here in clear; what they are told comes from approved texts.

-- An answer is one question with its approved words in several languages; the words, versions and approval are those of texts.
CREATE TABLE answers (
  id          TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incidents(id),
  topic       TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  created_by  TEXT NOT NULL
);
CREATE INDEX answers_incident ON answers(incident_id, topic);

CREATE TABLE answer_texts (
  answer_id TEXT NOT NULL REFERENCES answers(id),
  language  TEXT NOT NULL,
  text_id   TEXT NOT NULL UNIQUE REFERENCES texts(id),
  PRIMARY KEY (answer_id, language)
);

CREATE TABLE enquiries (
  id                TEXT PRIMARY KEY,
  incident_id       TEXT NOT NULL REFERENCES incidents(id),
  number            INTEGER NOT NULL,
  party_id          TEXT REFERENCES parties(id),
  channel           TEXT NOT NULL,
  topic             TEXT NOT NULL,
  worry             TEXT NOT NULL,
  language          TEXT NOT NULL,
  state             TEXT NOT NULL,
  outcome           TEXT NOT NULL DEFAULT '',
  received_at       TEXT NOT NULL,
  logged_at         TEXT NOT NULL,
  logged_by         TEXT NOT NULL,
  owner_id          TEXT,
  due_at            TEXT NOT NULL,
  caller_sealed     BLOB,
  call_wanted       BOOLEAN NOT NULL,
  call_sealed       BLOB,
  call_language     TEXT NOT NULL DEFAULT '',
  call_zone         TEXT NOT NULL DEFAULT '',
  call_from         TEXT NOT NULL DEFAULT '',
  call_until        TEXT NOT NULL DEFAULT '',
  call_speaker      TEXT NOT NULL DEFAULT '',
  call_may_say_who  BOOLEAN NOT NULL DEFAULT FALSE,
  call_may_voice_mail BOOLEAN NOT NULL DEFAULT FALSE,
  call_may_redial   BOOLEAN NOT NULL DEFAULT FALSE,
  call_tries        INTEGER NOT NULL DEFAULT 0,
  tasks             TEXT NOT NULL DEFAULT '[]',
  settled_at        TEXT,
  settled_by        TEXT,
  version           INTEGER NOT NULL,
  UNIQUE (incident_id, number)
);
CREATE INDEX enquiries_work ON enquiries(incident_id, state, due_at);
CREATE INDEX enquiries_party ON enquiries(party_id, incident_id);

-- What was asked, and which version of which answer was read out; without a version it waits for one.
CREATE TABLE enquiry_answers (
  id         TEXT PRIMARY KEY,
  enquiry_id TEXT NOT NULL REFERENCES enquiries(id),
  answer_id  TEXT NOT NULL REFERENCES answers(id),
  version_id TEXT REFERENCES text_versions(id),
  asked_at   TEXT NOT NULL,
  asked_by   TEXT NOT NULL,
  given_at   TEXT,
  given_by   TEXT
);
CREATE INDEX enquiry_answers_enquiry ON enquiry_answers(enquiry_id, asked_at);
CREATE INDEX enquiry_answers_answer ON enquiry_answers(answer_id);

-- A call back: who opened the number, when, and what became of it. No words: only the outcome.
CREATE TABLE enquiry_calls (
  id         TEXT PRIMARY KEY,
  enquiry_id TEXT NOT NULL REFERENCES enquiries(id),
  begun_at   TEXT NOT NULL,
  begun_by   TEXT NOT NULL,
  outcome    TEXT NOT NULL DEFAULT '',
  ended_at   TEXT
);
CREATE INDEX enquiry_calls_enquiry ON enquiry_calls(enquiry_id, begun_at);

-- +goose Down
DROP TABLE enquiry_calls;
DROP TABLE enquiry_answers;
DROP TABLE enquiries;
DROP TABLE answer_texts;
DROP TABLE answers;
