import { expect, it } from 'vitest';
import words from '@/i18n/en/timeline.json';

// What the system does by itself stands in every timeline, and a circular's way to the societies is what a regulator reads first.
it.each(['settle-delivery', 'fire-reminders', 'send-digests', 'chase-silence', 'finish-people-import', 'submit-circular', 'approve-circular', 'approve-sending',
  'acknowledge-circular', 'approve-statement', 'publish-statement', 'overrule-decision', 'complete-task'])('%s is told in words a person would use', (operation) => {
  expect(words.operation).toHaveProperty(operation);
});
