// A list of people is brought in: columns and first rows looked at before, every row accounted for after.
import { readFileSync } from 'node:fs';
import { ask, expect, picture, test, todaysExercise } from './house';

const good = (n: number) => `X-${n},Example Person ${n},person${n}@people.example,CH\n`;
const list = 'Reference,Full name,E-mail,Country\n'
  + Array.from({ length: 40 }, (_, n) => good(n)).join('')
  + good(3) // the same person again
  + 'X-90,Bad Address,not-an-address,CH\n'
  + ',,,\n'
  + 'X-91,Too,many,cells,here,of,them\n'
  + 'X-92,"never closed,a@people.example,CH\n';

type Import = { state: string; total_count: number; accepted_count: number; duplicate_count: number; quarantined_count: number; rejected_count: number; blank_count: number };

test('a list with good and bad rows is accounted for, row by row', async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as('manager');
  const { id } = await todaysExercise(page);
  await page.goto(`/incidents/${id}/people`);
  await page.getByRole('button', { name: 'Bring in a list' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'exercise-list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await dialog.getByRole('combobox', { name: 'Whose people are these?' }).click();
  await dialog.getByRole('combobox', { name: 'Whose people are these?' }).fill('Swiss');
  await page.getByRole('option', { name: 'Swiss Red Cross' }).click();
  await dialog.getByRole('button', { name: 'Upload' }).click();

  await test.step('columns are suggested and the first rows shown before anybody is added', async () => {
    await expect(page.getByText('Which column is what?')).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Full name' })).toHaveValue('Name');
    const preview = page.getByRole('region', { name: /^The first 20 rows/ }).last();
    await expect(preview.getByRole('row')).toHaveCount(21);
    await expect(preview).toContainText('Example Person 7');
    await picture(page, 'people-1-preview', true);
  });

  await test.step('every row ends in one of four places, and they add up to the file', async () => {
    await page.getByRole('button', { name: 'Start the import' }).click();
    await expect(page.getByText(/^All \d+ rows are accounted for$/)).toBeVisible({ timeout: 20_000 });
    const address = new URL(page.url()).searchParams.get('import');
    const now = await ask<Import>(page, `/api/people-imports/${address}`);
    const ends = now.accepted_count + now.duplicate_count + now.quarantined_count + now.rejected_count;
    expect(ends).toBe(now.total_count);
    expect(now).toMatchObject({ state: 'done', total_count: 45, accepted_count: 40, duplicate_count: 1, rejected_count: 4, quarantined_count: 0 });
    await expect(page.getByRole('row', { name: /^Accepted/ })).toContainText('40');
    await expect(page.getByRole('row', { name: /^All rows/ })).toContainText('45');
    await picture(page, 'people-2-result', true);
  });

  await test.step('the rows that did not become people come back as a file, with reasons', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Rows that did not become people' }).click()]);
    const rows = readFileSync(await download.path(), 'utf8');
    expect(rows.trim().split('\n')).toHaveLength(6); // a heading, one duplicate, four refused
    for (const why of ['42,duplicate', '43,rejected,email', '44,rejected,empty_row', '45,rejected,cell_count', '46,rejected,stray_quote']) expect(rows).toContain(why);
  });

  await test.step('who came in is found by address', async () => {
    await page.getByRole('button', { name: 'See the people' }).click();
    await page.getByLabel('Find a person').fill('person7@people.example');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('rowheader', { name: 'Example Person 7' })).toBeVisible();
    expect(page.url()).not.toContain('person7');
    await picture(page, 'people-3-found');
  });
});
