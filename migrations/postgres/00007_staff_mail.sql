-- +goose Up
-- Messages to people who work here (reminders, digests) go the same way as letters to societies, with an account as recipient. A message
-- has exactly one recipient: a contact, asked for an answer to a circular, or an account. An obligation knows the draft of its notice.

ALTER TABLE obligations ADD COLUMN text_id uuid REFERENCES texts(id);

ALTER TABLE deliveries ALTER COLUMN notice_id DROP NOT NULL;
ALTER TABLE deliveries ALTER COLUMN organisation_id DROP NOT NULL;
ALTER TABLE deliveries ALTER COLUMN contact_id DROP NOT NULL;
ALTER TABLE deliveries ALTER COLUMN token_hash DROP NOT NULL;
ALTER TABLE deliveries ALTER COLUMN link_expires_at DROP NOT NULL;
ALTER TABLE deliveries ADD COLUMN account_id uuid REFERENCES accounts(id);
ALTER TABLE deliveries ADD COLUMN occasion TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD CONSTRAINT deliveries_one_recipient CHECK (
  (account_id IS NULL AND notice_id IS NOT NULL AND organisation_id IS NOT NULL AND contact_id IS NOT NULL AND token_hash IS NOT NULL AND link_expires_at IS NOT NULL)
  OR (account_id IS NOT NULL AND occasion <> '' AND notice_id IS NULL AND organisation_id IS NULL AND contact_id IS NULL AND token_hash IS NULL));

-- Once per person and occasion, however often a job runs.
CREATE UNIQUE INDEX deliveries_occasion ON deliveries(account_id, purpose, occasion);

-- +goose Down
-- Messages to accounts cannot live in the older form; they are dropped.
DROP INDEX deliveries_occasion;
DELETE FROM deliveries WHERE account_id IS NOT NULL;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_one_recipient;
ALTER TABLE deliveries ALTER COLUMN notice_id SET NOT NULL;
ALTER TABLE deliveries ALTER COLUMN organisation_id SET NOT NULL;
ALTER TABLE deliveries ALTER COLUMN contact_id SET NOT NULL;
ALTER TABLE deliveries ALTER COLUMN token_hash SET NOT NULL;
ALTER TABLE deliveries ALTER COLUMN link_expires_at SET NOT NULL;
ALTER TABLE deliveries DROP COLUMN account_id;
ALTER TABLE deliveries DROP COLUMN occasion;
ALTER TABLE obligations DROP COLUMN text_id;
