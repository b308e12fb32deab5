// Facts change: what was said stays, the rules are run again, and the answers and clocks follow.
import { ask, choose, expect, picture, test, todaysExercise } from './house';

type Outcomes = { items: { number: number; outcomes: Record<string, number>; result_hash: string }[]; behind: boolean };
type Difference = { facts_version: number; lines: { key: string; stricter: boolean }[]; waiting: number };
type Facts = { items: { key: string; value: unknown; in_force: boolean; certainty: string; source: string }[] };

test('a fact changes, and the rules answer anew', async ({ as }) => {
  test.setTimeout(240_000);
  const page = await as('manager');
  const { id } = await todaysExercise(page);
  const runs = () => ask<Outcomes>(page, `/api/incidents/${id}/assessments`);
  const before = await runs();
  expect(before.behind, 'the exercise starts with its rules run').toBe(false);

  await test.step('the new answer is added with certainty and source', async () => {
    await page.goto(`/incidents/${id}`);
    await expect(page.getByText(/wait for you/)).toHaveCount(0);
    await page.getByRole('link', { name: 'What happened' }).click();
    const row = page.getByRole('row', { name: /copied or taken/i });
    await expect(row).toContainText('No indication'); // as the sources said in 2022
    const say = async (answer: string, certainty: string, source: string) => {
      await row.getByRole('button', { name: /^Change/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: answer, exact: true }).check();
      await choose(page, 'Certainty', certainty);
      await dialog.getByLabel('Source').fill(source);
      await picture(page, 'facts-1-change');
      await dialog.getByRole('button', { name: 'Say a fact' }).click();
      await expect(dialog).toBeHidden();
      await expect(row).toContainText(answer);
      await expect(row).toContainText(source);
      await expect(row).toContainText(certainty);
    };
    await say('Presumed', 'Likely', 'First report of the forensic team');
    await say('Confirmed', 'Confirmed', 'Second report of the forensic team');
  });

  await test.step('history shows both, the old one replaced', async () => {
    await page.getByText('Everything that was said').click();
    const said = page.getByRole('row', { name: /copied or taken/i });
    await expect(said.filter({ hasText: 'Second report' })).toContainText('In force');
    await expect(said.filter({ hasText: 'First report' })).toContainText(/Presumed.*Replaced/);
    await picture(page, 'facts-2-history');
    const { items } = await ask<Facts>(page, `/api/incidents/${id}/facts?limit=200`);
    expect(items.filter((fact) => fact.key === 'exfiltrated').map((fact) => [fact.value, fact.in_force]).slice(0, 2)).toEqual([['confirmed', true], ['presumed', false]]);
  });

  await test.step('the page of changes says which fact became what; what is stricter takes effect without a person', async () => {
    await page.getByRole('button', { name: 'See what changes' }).last().click();
    await expect(page.getByRole('link', { name: 'Changes', exact: true })).toHaveAttribute('aria-current', 'page');
    await picture(page, 'facts-3-changes');
    await page.request.post(`/api/incidents/${id}/difference/acceptance`, {
      data: { facts_version: (await ask<Difference>(page, `/api/incidents/${id}/difference`)).facts_version, lines: [] }, headers: { Origin: new URL(page.url()).origin },
    });
    await page.goto(`/incidents/${id}`);
    await expect(page.getByRole('definition').filter({ hasText: /^Confirmed$/ })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('a new version stands, with other answers, and the old one stays', async () => {
    const after = await runs();
    // The rules also follow the facts each minute, so there may be more than one new run.
    expect(after.items.length).toBeGreaterThan(before.items.length);
    expect(after.items[0]!.result_hash).not.toBe(before.items[0]!.result_hash);
    expect(after.items.find((run) => run.number === before.items[0]!.number)?.result_hash).toBe(before.items[0]!.result_hash);
    expect(after.items[0]!.outcomes.undetermined, 'a settled fact leaves less open').toBeLessThanOrEqual(before.items[0]!.outcomes.undetermined!);
    await page.getByRole('link', { name: 'Decide', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Runs of the rules' }).getByRole('row')).toHaveCount(after.items.length);
    await page.goto(`/incidents/${id}`);
    const row = page.getByRole('table', { name: 'Authorities' }).getByRole('row', { name: /General Data Protection Regulation/ }).first();
    await row.getByRole('button', { name: /^Open/ }).click();
    await expect(page.getByRole('button', { name: /earlier answer/ })).toBeVisible();
    await picture(page, 'facts-4-after');
  });
});
