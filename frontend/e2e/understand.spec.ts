// Understanding a decision: what to find out next, how high the risk is, and why a duty stands as it does.
import { ask, expect, picture, test, todaysExercise } from './house';

type Questions = { open_duties: number; items: { fact: string; about: string; text: string; kind: string; decides: number }[] };
type Determinations = { items: { id: string; law: string; party: string; needs: string[] }[] };
type Changes = { items: { text: string }[] };

test('an answer settles duties, and each duty says why', async ({ as }) => {
  test.setTimeout(180_000);
  const page = await as('manager');
  const { id } = await todaysExercise(page);
  const questions = () => ask<Questions>(page, `/api/incidents/${id}/questions`);

  const started = Date.now();
  const before = await questions();
  console.log(`the questions of the exercise answer in ${Date.now() - started} ms`);
  const open = await ask<Determinations>(page, `/api/incidents/${id}/determinations?effective=undetermined&limit=200`);
  const alone = new Set(open.items.filter((row) => row.needs.length === 1).map((row) => row.needs[0]));
  const first = before.items.find((each) => each.about === '' && each.kind === 'bool' && alone.has(each.fact));
  expect(first, 'the best question with yes or no that is all a duty waits for').toBeTruthy();

  await test.step('the overview names the best three and leads to them', async () => {
    await page.goto(`/incidents/${id}`);
    const card = page.getByRole('region', { name: 'What to find out next' });
    await expect(card.getByRole('listitem')).toHaveCount(3);
    await card.getByRole('link', { name: /^All questions/ }).click();
    await expect(page.getByRole('status').filter({ hasText: `${before.open_duties} open duties` })).toBeVisible();
    await picture(page, 'understand-1-questions');
  });

  await test.step('a number key and Enter answer it; the duties it settled are counted and it is not asked again', async () => {
    await page.goto(`/incidents/${id}/questions?ask=${encodeURIComponent(first!.fact)}`);
    const asked = page.getByRole('heading', { name: first!.text, level: 3 });
    await expect(asked).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Yes' })).toBeFocused();
    await page.keyboard.press('2');
    await expect(page.getByRole('radio', { name: 'No', exact: true })).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(asked).toBeHidden();
    const after = await questions();
    expect(after.open_duties, 'fewer duties are open').toBeLessThan(before.open_duties);
    await expect(page.getByText(`That settled ${before.open_duties - after.open_duties} open`)).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: `${after.open_duties} open dut` })).toBeVisible();
    expect(after.items.map((each) => each.fact)).not.toContain(first!.fact);
    await picture(page, 'understand-2-settled');
  });

  await test.step('"not known yet" writes nothing: the question is put off', async () => {
    const now = await questions();
    const facts = await ask<{ items: unknown[] }>(page, `/api/incidents/${id}/facts/current?of=incident&limit=200`);
    const open = now.items.find((each) => each.about === '' && each.kind === 'bool')!;
    await page.goto(`/incidents/${id}/questions?ask=${encodeURIComponent(open.fact)}`);
    await page.getByRole('radio', { name: 'Not known yet' }).click();
    await page.getByRole('button', { name: 'Save this answer' }).click();
    await expect(page.getByRole('heading', { name: open.text, level: 3 })).toBeHidden();
    expect((await questions()).items.map((each) => each.fact)).toContain(open.fact);
    expect((await ask<{ items: unknown[] }>(page, `/api/incidents/${id}/facts/current?of=incident&limit=200`)).items).toHaveLength(facts.items.length);
  });

  await test.step('one click opens why, and what would change it', async () => {
    const { items } = await ask<Determinations>(page, `/api/incidents/${id}/determinations?effective=undetermined&recipient=authority&limit=50`);
    let turned: { row: Determinations['items'][number]; text: string } | undefined;
    for (const row of items) {
      const changes = await ask<Changes>(page, `/api/determinations/${row.id}/changes`);
      if (changes.items[0]) {
        turned = { row, text: changes.items[0].text };
        break;
      }
    }
    expect(turned, 'an open duty that one answer turns').toBeTruthy();
    await page.goto(`/incidents/${id}/decisions?effective=undetermined&recipient=authority`);
    await page.getByRole('button', { name: `Open ${turned!.row.law}, ${turned!.row.party}`, exact: true }).first().click();
    const why = page.getByRole('article');
    for (const part of ['Why', 'Facts used', 'The rule', 'What would change this answer', 'About this entry']) await expect(why.getByRole('heading', { name: part, exact: true })).toBeVisible();
    await expect(why.getByText(turned!.text)).toBeVisible();
    const [file] = await Promise.all([page.waitForEvent('download'), why.getByRole('button', { name: 'Download JSON' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^[a-z0-9-]+\.json$/);
    await why.getByRole('link', { name: 'Open as a page' }).click();
    await expect(page.getByRole('article').getByText(turned!.text)).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button', { name: 'Copy as text' })).toBeHidden();
    await expect(page.getByRole('navigation', { name: 'Parts of the incident' })).toBeHidden();
    await picture(page, 'understand-3-print', true);
    await page.emulateMedia({ media: 'screen' });
  });

  await test.step('the risk says its level and rules; the score stands beside them', async () => {
    await page.goto(`/incidents/${id}/risk`);
    await expect(page.getByRole('heading', { level: 2, name: 'High risk' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Rules that hold' }).getByRole('listitem').first()).toContainText('High risk');
    const beside = page.getByRole('complementary').filter({ hasText: 'Beside the rules, never instead of them' });
    await expect(beside.getByRole('img', { name: /very high/ })).toBeVisible();
    await picture(page, 'understand-4-risk');
  });
});
