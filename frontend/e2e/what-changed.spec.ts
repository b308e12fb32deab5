// Facts change at hour 40: a new number, what it changes, accepted, the clocks after it; and what was known before.
import { ask, expect as expectSoon, picture, test, todaysExercise } from './house';

// Every step runs all the rules over 63 parties; a busy machine takes its time.
const expect = expectSoon.configure({ timeout: 30_000 });

type Difference = { lines: { key: string; stricter: boolean; to: string }[]; waiting: number; facts: { fact: string; to: string }[] };
type Clocks = { items: { id: string; law: string; party: string }[] };

test('a new fact, what it changes, accepted by a person, and the clocks after it', async ({ as }) => {
  test.setTimeout(240_000);
  const page = await as('manager');
  const { id } = await todaysExercise(page);
  const difference = () => ask<Difference>(page, `/api/incidents/${id}/difference`);
  // Duties that stand as required or open at this moment, as the record has them.
  const owed = async () => {
    const { outcomes } = await ask<{ outcomes: Record<string, number> }>(page, `/api/incidents/${id}/known?at=${new Date().toISOString()}`);
    return (outcomes.required ?? 0) + (outcomes.undetermined ?? 0);
  };
  const say = async (key: string, fill: () => Promise<void>) => {
    await page.goto(`/incidents/${id}/facts?answer=${key}`);
    const dialog = page.getByRole('dialog');
    await fill();
    await dialog.getByLabel('Source').fill('Forensic report, second part');
    await dialog.getByRole('button', { name: 'Say a fact' }).click();
    await expect(dialog).toBeHidden();
  };

  await test.step('copying is ruled out, and the number of people rises', async () => {
    await say('people_count', async () => {
      await page.getByRole('dialog').getByLabel('At least').fill('520000');
    });
    await say('exfiltrated', async () => {
      await page.getByRole('dialog').getByRole('radio', { name: 'Ruled out', exact: true }).check();
    });
  });

  let waiting = 0;
  await test.step('first press: from the new fact to what it changes', async () => {
    await page.getByRole('button', { name: 'See what changes' }).last().click();
    await expect(page.getByRole('heading', { name: /^Waits for you: \d+ change/ })).toBeVisible();
    waiting = (await difference()).waiting;
    expect(waiting).toBeGreaterThan(1);
    await expect(page.getByText('Ruled out').first()).toBeVisible();
    await picture(page, 'changes-1-difference', true);
    await page.setViewportSize({ width: 390, height: 844 });
    await picture(page, 'changes-1-difference-390');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('the overview says how many wait', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByText(`${waiting} changes wait for you`)).toBeVisible();
    await page.getByRole('link', { name: 'See what changes' }).click();
  });

  await test.step('one line alone is accepted, and the rest goes on waiting', async () => {
    await page.getByRole('checkbox', { name: /^Accept / }).first().check();
    await page.getByRole('button', { name: 'Accept selected (1)' }).click();
    await expect(page.getByRole('dialog')).toContainText('Accept 1 change?');
    await page.getByRole('dialog').getByRole('button', { name: 'Accept', exact: true }).click();
    await expect(page.getByText('Accepted.', { exact: false })).toBeVisible();
    await expect(page.getByRole('heading', { name: `Waits for you: ${waiting - 1} change` })).toBeVisible();
  });

  await test.step('second and third press: all of it, and the clocks follow', async () => {
    const before = await owed();
    const falling = (await difference()).lines.filter((line) => !['required', 'undetermined'].includes(line.to)).length;
    expect(falling).toBeGreaterThan(0);
    await page.getByRole('button', { name: /^Accept all|^Accept it/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept', exact: true }).click();
    await expect(page.getByRole('heading', { name: /^Waits for you/ })).toHaveCount(0);
    expect((await difference()).lines).toEqual([]);
    expect(await owed()).toBe(before - falling);
    const { items } = await ask<Clocks>(page, `/api/incidents/${id}/clocks?limit=200`);
    expect(items.length).toBeGreaterThan(0);
    await picture(page, 'changes-2-accepted');
  });

  await test.step('what was known before is shown beside what is known now', async () => {
    await page.getByRole('link', { name: 'What did we know, when' }).click();
    const slider = page.getByRole('slider', { name: 'Moment' });
    await slider.focus();
    await slider.press('ArrowLeft');
    await expect(page).toHaveURL(/at=20/);
    await slider.press('Home');
    await expect(page.getByText('The rules had not been run', { exact: true })).toBeVisible();
    await expect(page.getByText('As known on')).toBeVisible();
    await picture(page, 'changes-3-known', true);
    await page.getByRole('button', { name: 'Enter a date and time' }).click();
    await expect(page.getByLabel('Date', { exact: true })).not.toHaveValue('');
    await page.getByRole('button', { name: 'Back to now' }).click();
    await expect(page).not.toHaveURL(/at=/);
  });
});
