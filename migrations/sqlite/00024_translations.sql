-- +goose Up
-- Translations: the words of one language tied paragraph by paragraph to what they translate. The words themselves stand where they always
-- stood (in the notice, or in a text of their own); here stands which paragraph of the source each of them translates, who signed the
-- language off, and who left it out and why.
CREATE TABLE translations (
  id             TEXT PRIMARY KEY,
  incident_id    TEXT NOT NULL REFERENCES incidents(id),
  piece_id       TEXT NOT NULL,
  language       TEXT NOT NULL,
  text_id        TEXT UNIQUE REFERENCES texts(id),
  memory_sealed  BLOB,
  version        INTEGER NOT NULL,
  signed_hash    TEXT NOT NULL DEFAULT '',
  signed_by      TEXT,
  signed_at      TEXT,
  excluded_by    TEXT,
  excluded_at    TEXT,
  excluded_why_sealed BLOB,
  UNIQUE (piece_id, language)
);
CREATE INDEX translations_incident ON translations(incident_id);

-- +goose Down
DROP TABLE translations;
