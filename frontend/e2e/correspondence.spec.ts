// Letters to and from outsiders: begun, noted, answered, with nothing lost when two of us write at once; and read by everybody who may.
import AxeBuilder from '@axe-core/playwright';
import { ask, expect, picture, test, todaysExercise } from './house';

test('an authority asks, we answer, and a letter that is being written is never lost', async ({ as }) => {
  const manager = await as('manager');
  const { id } = await todaysExercise(manager);

  await test.step('a correspondence is begun with one outsider and one subject', async () => {
    await manager.goto(`/incidents/${id}/correspondence`);
    await manager.getByRole('button', { name: 'Write with an outsider' }).click();
    await manager.getByRole('textbox', { name: 'Name of the person or desk' }).fill('Desk for breaches');
    await manager.getByRole('textbox', { name: 'E-mail address' }).fill('desk@authority.example');
    await manager.getByRole('textbox', { name: 'Subject' }).fill('Our first notification');
    await manager.getByRole('button', { name: 'Begin', exact: true }).click();
    await expect(manager.getByRole('heading', { name: 'Our first notification' })).toBeVisible();
    await expect(manager.getByText('No letter yet.', { exact: false })).toBeVisible();
  });
  const thread = manager.url().split('/').pop()!;
  const letters = manager.getByRole('list', { name: 'Letters' });

  await test.step('what came another way is kept, and now it waits for us', async () => {
    await manager.getByText('Paste', { exact: true }).click();
    await manager.getByLabel('What it says').fill('How many people in Switzerland are concerned?\n\nPlease answer by Friday.');
    const when = manager.getByRole('group', { name: 'When it was written or came' });
    await when.getByLabel('Date').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
    await when.getByLabel('Time', { exact: true }).fill('09:30');
    await manager.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(letters.getByText('How many people in Switzerland are concerned?', { exact: false })).toBeVisible();
    await expect(manager.getByText('noted by hand', { exact: false })).toBeVisible();
  });

  await test.step('a glance at another way, or closing the window, loses no letter', async () => {
    await manager.getByText('Write', { exact: true }).click();
    await manager.getByLabel('Letter', { exact: true }).fill('We count, and write on Friday.');
    await manager.getByText('Saved mail', { exact: true }).click();
    await manager.getByText('Write', { exact: true }).click();
    await expect(manager.getByLabel('Letter', { exact: true })).toHaveValue('We count, and write on Friday.');
    await manager.reload();
    await expect(manager.getByLabel('Letter', { exact: true })).toHaveValue('We count, and write on Friday.');
  });

  await test.step('what came meanwhile is read before it is answered past', async () => {
    const other = await as('dpo');
    const noted = await other.request.post(`/api/correspondence/${thread}/notes`, {
      headers: { Origin: new URL(manager.url()).origin }, data: { direction: 'in', happened_at: new Date(Date.now() - 60_000).toISOString(), text: 'Wednesday, please.' },
    });
    expect(noted.status()).toBe(201);
    await manager.reload();
    await expect(letters.getByText('Wednesday, please.')).toBeVisible();
    await expect(manager.getByText('Something changed while you were writing.', { exact: false })).toBeVisible();
    await expect(manager.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
    await manager.getByRole('button', { name: 'I have read it' }).click();
    await manager.getByLabel('Letter', { exact: true }).fill('We count, and write on Wednesday.');
    await manager.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(letters.getByText('We count, and write on Wednesday.')).toBeVisible();
    await expect(letters.getByText('Kept in the outbox, not sent')).toBeVisible({ timeout: 20_000 });
    await expect(manager.getByLabel('Letter', { exact: true })).toHaveValue('');
    const seen = await ask<{ state: string }>(manager, `/api/correspondence/${thread}`);
    expect(seen.state).toBe('waiting_for_them');
  });

  await test.step('it can be read by everybody, on a telephone and from the right too', async () => {
    for (const [width, language] of [[1440, 'en'], [390, 'en'], [390, 'ar']] as const) {
      await manager.setViewportSize({ width, height: 900 });
      await manager.evaluate((value) => localStorage.setItem('candour-language', value), language);
      await manager.reload();
      await expect(manager.getByText('We count, and write on Wednesday.')).toBeVisible();
      expect(await manager.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const axe = await new AxeBuilder({ page: manager }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      expect(axe.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
      await picture(manager, `correspondence-${width}-${language}`, true);
    }
  });
});
