// Facts change: what was said stays, the rules are run again, and the answers and clocks follow.
import { ask, choose, expect, picture, test, todaysExercise } from './house';

type Outcomes = { items: { number: number; outcomes: Record<string, number>; result_hash: string }[]; behind: boolean };
type Facts = { items: { key: string; value: unknown; in_force: boolean; certainty: string; source: string }[] };

test('a fact changes, and the rules answer anew', async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as('manager');
  const { id } = await todaysExercise(page);
  const runs = () => ask<Outcomes>(page, `/api/incidents/${id}/assessments`);
  const before = await runs();
  expect(before.behind, 'the exercise starts with its rules run').toBe(false);

  await test.step('the new answer is added with certainty and source', async () => {
    await page.goto(`/incidents/${id}`);
    await expect(page.getByText('Facts changed after the rules were last run.')).toHaveCount(0);
    await page.getByRole('link', { name: 'Facts', exact: true }).click();
    const row = page.getByRole('row', { name: /copied or taken/i });
    await expect(row).toContainText('No indication');
    await row.getByRole('button', { name: /^Change/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Confirmed').check();
    await choose(page, 'Certainty', 'Confirmed');
    await dialog.getByLabel('Source').fill('Report of the forensic team, second version');
    await picture(page, 'facts-1-change');
    await dialog.getByRole('button', { name: 'Say a fact' }).click();
    await expect(page.getByText('The fact was added. Run the rules to see what it changes.')).toBeVisible();
    await expect(row).toContainText('Report of the forensic team');
  });

  await test.step('history shows both, the old one replaced', async () => {
    await page.getByText('Everything that was said').click();
    const said = page.getByRole('row', { name: /copied or taken/i });
    await expect(said.filter({ hasText: 'In force' })).toHaveCount(1);
    // The older one stands on a later page of everything that was ever said.
    for (let more = 0; more < 12 && (await said.count()) < 2; more++) {
      await page.getByRole('button', { name: 'Show more' }).click();
      await expect(page.getByRole('button', { name: 'Show more', disabled: true })).toHaveCount(0);
    }
    await expect(said).toHaveCount(2);
    await expect(said.filter({ hasText: 'In force' })).toContainText('Report of the forensic team');
    await expect(said.filter({ hasText: 'Replaced' })).toContainText('No indication');
    await picture(page, 'facts-2-history');
    const { items } = await ask<Facts>(page, `/api/incidents/${id}/facts?limit=200`);
    expect(items.filter((fact) => fact.key === 'exfiltrated').map((fact) => [fact.value, fact.in_force])).toEqual([['confirmed', true], ['no-indication', false]]);
  });

  await test.step('the overview says that its answers are behind, until the rules are run', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByText('Facts changed after the rules were last run.')).toBeVisible();
    await page.getByRole('button', { name: 'Run the rules' }).click();
    await expect(page.getByText('The rules were run.')).toBeVisible();
    await expect(page.getByText('Facts changed after the rules were last run.')).toBeHidden();
    await expect(page.getByRole('definition').filter({ hasText: /^Confirmed$/ })).toBeVisible();
  });

  await test.step('a new version stands, with other answers, and the old one stays', async () => {
    const after = await runs();
    expect(after.items).toHaveLength(before.items.length + 1);
    expect(after.items[0]!.number).toBe(before.items[0]!.number + 1);
    expect(after.items[0]!.result_hash).not.toBe(before.items[0]!.result_hash);
    expect(after.items[1]!.result_hash).toBe(before.items[0]!.result_hash);
    expect(after.items[0]!.outcomes.undetermined, 'a settled fact leaves less open').toBeLessThanOrEqual(before.items[0]!.outcomes.undetermined!);
    await page.getByRole('link', { name: 'Decisions' }).click();
    await expect(page.getByRole('region', { name: 'Runs of the rules' }).getByRole('row')).toHaveCount(after.items.length);
    const clocks = await ask<{ items: { pack_version?: string }[] }>(page, `/api/incidents/${id}/obligations?limit=5`).catch(() => null);
    if (clocks) expect(clocks.items.length).toBeGreaterThan(0);
    await page.goto(`/incidents/${id}`);
    const row = page.getByRole('table', { name: 'Authorities' }).getByRole('row', { name: /General Data Protection Regulation/ }).first();
    await row.getByRole('button', { name: /^Open/ }).click();
    await expect(page.getByRole('button', { name: /earlier answer/ })).toBeVisible();
    await picture(page, 'facts-3-after');
  });
});
