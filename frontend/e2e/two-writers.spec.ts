// Two people write one notice to people at the same time: the second sees what the first saved, text by text, and neither loses a word.
import { ask, expect, picture, test, todaysExercise } from './house';

type Text = { subject: string; body: string; sms: string; letter: string; script: string; families: string };
type Draft = { texts: Record<string, Text>; [more: string]: unknown };
type Notice = { id: string; version: number; draft: Draft };

test('what a colleague saved is never written over unseen', async ({ as }) => {
  const writer = await as('communications', {}, 409);
  const { id } = await todaysExercise(writer);
  await writer.goto(`/incidents/${id}/telling`);
  const headers = { Origin: new URL(writer.url()).origin };
  const { items } = await ask<{ items: { id: string }[] }>(writer, `/api/incidents/${id}/people-notices`);
  const { draft } = await ask<Notice>(writer, `/api/people-notices/${items[0]!.id}`);
  const made = (await (await writer.request.post(`/api/incidents/${id}/people-notices`, { data: draft, headers })).json()) as { id: string; version: number };
  const field = (name: keyof Text) => writer.locator(`[id="texts.en.${name}"]`);

  await writer.goto(`/incidents/${id}/telling?notice=${made.id}`);
  await writer.getByRole('button', { name: 'Edit', exact: true }).click();
  await field('script').fill('Good day. Mine.');

  const theirs: Draft = { ...draft, texts: { ...draft.texts, en: { ...draft.texts.en!, sms: 'Call the office you know. Theirs.' } } };
  const saved = await writer.request.put(`/api/people-notices/${made.id}`, { data: { version: made.version, ...theirs }, headers });
  expect(saved.ok(), await saved.text()).toBe(true);

  await writer.getByRole('button', { name: 'Save this version' }).click();
  const notice = writer.getByRole('alert').filter({ hasText: 'Somebody has changed this notice while you were writing' });
  await expect(notice).toBeVisible();
  await expect(notice.getByText('Call the office you know. Theirs.')).toBeVisible();
  await expect(notice.getByText('English · Said aloud', { exact: false })).toBeVisible();
  await expect(field('script')).toHaveValue('Good day. Mine.');
  await picture(writer, 'two-writers', true);

  // Saving again without having looked changes nothing, also after the page was loaded anew.
  await writer.getByRole('button', { name: 'Save this version' }).click();
  await expect(writer.getByText('Somebody was faster')).toBeVisible();
  expect((await ask<Notice>(writer, `/api/people-notices/${made.id}`)).draft.texts.en!.script).toBe(draft.texts.en!.script);
  await writer.reload();
  await writer.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(field('script')).toHaveValue('Good day. Mine.');

  await notice.locator('div').filter({ hasText: /^English · Text message/ }).getByRole('button', { name: 'Take this over' }).click();
  await expect(field('sms')).toHaveValue('Call the office you know. Theirs.');
  await notice.getByRole('button', { name: 'I have looked: go on with mine' }).click();
  await expect(notice).toHaveCount(0);
  await writer.getByRole('button', { name: 'Save this version' }).click();
  await expect(writer.getByText('Saved. Nothing has left yet.')).toBeVisible();
  const { draft: both } = await ask<Notice>(writer, `/api/people-notices/${made.id}`);
  expect([both.texts.en!.sms, both.texts.en!.script]).toEqual(['Call the office you know. Theirs.', 'Good day. Mine.']);
});
