// Somebody asks: two digits and Enter; danger goes to protection staff; a call is made only as it was agreed; a new question comes back as an answer.
import AxeBuilder from '@axe-core/playwright';
import { ask, choose, expect, picture, test, todaysExercise } from './house';

test('the desk answers in the time of the talk, and nothing is said that nobody approved', async ({ as }) => {
  test.setTimeout(120_000);
  const manager = await as('manager');
  const { id } = await todaysExercise(manager);
  const page = `/incidents/${id}/enquiries`;
  type Row = { number: number; state: string };
  const newest = async () => (await ask<{ items: Row[] }>(manager, `/api/incidents/${id}/enquiries?limit=1`)).items[0]!;
  const before = (await ask<{ items: Row[] }>(manager, `/api/incidents/${id}/enquiries?limit=1`)).items[0]?.number ?? 0;

  await test.step('a digit, a digit, Enter: answered with the approved words', async () => {
    await manager.goto(page);
    await expect(manager.getByRole('radio', { name: 'Is this message really from you?' })).toBeFocused();
    const axe = await new AxeBuilder({ page: manager }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(axe.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
    await manager.keyboard.press('1');
    await manager.keyboard.press('2');
    await expect(manager.getByRole('button', { name: 'I have read this out: save' })).toBeFocused();
    await manager.keyboard.press('Enter');
    await expect(manager.getByText(/^E-\d{4} saved as answered\.$/)).toBeVisible();
    expect(await newest()).toMatchObject({ number: before + 1, state: 'answered' });
  });

  await test.step('who may be in danger is with protection staff when the page says so', async () => {
    await manager.keyboard.press('9');
    await manager.keyboard.press('4');
    await manager.getByRole('button', { name: 'Save and tell protection staff' }).click();
    await expect(manager.getByText(/Protection staff have it now\.$/)).toBeVisible();
    const { items } = await ask<{ items: { kind: string; title: string }[] }>(manager, `/api/incidents/${id}/tasks?kind=protection`);
    const { number } = await newest();
    expect(items.filter((each) => each.title.includes(`E-${String(number).padStart(4, '0')}`))).toHaveLength(2);
  });

  const question = `Are my letters safe, asked at ${Date.now()}?`;
  await test.step('no answer fits: the question goes to the writers, and a call is promised', async () => {
    await manager.getByRole('radio', { name: 'Something else' }).check();
    await manager.getByRole('radio', { name: 'Worried' }).check();
    await manager.getByLabel('They want to be called back').check();
    await manager.getByLabel('Number they name as safe').fill('+883 110 9999');
    await manager.getByLabel('From', { exact: true }).fill('00:00');
    await manager.getByLabel('Until', { exact: true }).fill('23:59');
    await manager.getByLabel('What must not be said there').fill('Nothing about the file');
    await manager.getByLabel('No answer fits').check();
    await manager.getByLabel('The question, as anybody could ask it').fill(question);
    await manager.getByRole('button', { name: 'Save without an answer' }).click();
    await expect(manager.getByText(/saved\. We owe a call\.$/)).toBeVisible();
  });

  await test.step('one writes the answer, another approves it', async () => {
    const writer = await as('communications');
    await writer.goto(`${page}?view=answers`);
    const draft = writer.locator('section', { has: writer.getByRole('heading', { name: question }) }).last();
    await draft.getByRole('button', { name: 'Write the answer' }).click();
    await writer.getByLabel('What is said').fill('Letters are kept on paper and were not in the servers.');
    await writer.getByRole('button', { name: 'Save this version' }).click();
    await draft.getByRole('button', { name: 'Submit for approval' }).click();
    await expect(draft.getByText('Waiting for approval')).toBeVisible();
    const approver = await as('approver');
    await approver.goto(`${page}?view=answers`);
    await approver.locator('section', { has: approver.getByRole('heading', { name: question }) }).last().getByRole('button', { name: 'Approve' }).click();
    await expect(approver.getByText('Approved. Whoever waits for it is shown as: answer ready.')).toBeVisible();
  });

  await test.step('the answer is ready: rules first, then the number, then what became of it', async () => {
    await manager.goto(page);
    const number = `E-${String((await newest()).number).padStart(4, '0')}`;
    const item = manager.getByRole('article', { name: `${number} Something else` });
    await expect(item.getByText('Answer ready')).toBeVisible();
    await item.getByRole('button', { name: 'Call back' }).click();
    await expect(manager.getByText('Leave no message: no voice mail, no text, not with anybody.')).toBeVisible();
    await expect(manager.getByText('+883 110 9999')).toHaveCount(0);
    await manager.getByRole('button', { name: 'I have read this: open the number' }).click();
    await expect(manager.getByText('+883 110 9999')).toBeVisible();
    await expect(manager.getByText('Nothing about the file')).toBeVisible();
    await picture(manager, 'enquiries-call');
    await manager.getByRole('button', { name: 'I have read this out' }).click();
    await manager.getByRole('button', { name: 'Reached, done' }).click();
    await expect(item).toHaveCount(0);
    expect(await newest()).toMatchObject({ state: 'done' });
  });

  await test.step('who writes answers sees numbers, never who asked; a society sees its own', async () => {
    const writer = await as('communications');
    await writer.goto(page);
    await expect(writer.getByRole('heading', { name: /^Most asked: / })).toBeVisible();
    await expect(writer.getByRole('table', { name: 'Enquiries' })).toHaveCount(0);
    expect((await writer.request.get(`/api/incidents/${id}/enquiries`)).status()).toBe(403);
    const society = await as('society', { viewport: { width: 390, height: 844 } });
    await society.goto(`${page}?view=all`);
    await expect(society.getByText('French Red Cross')).toHaveCount(0);
    expect(await society.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await choose(society, 'Where it stands', 'We owe a call');
    await expect(society.getByRole('table', { name: 'Enquiries' })).toBeVisible();
    await picture(society, 'enquiries-society-390');
  });
});
