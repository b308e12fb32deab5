// What an authority is told: filled from the incident, refused without proof, a later report that shows only what changed, and the reason for
// lateness only where the limit has passed.
import AxeBuilder from '@axe-core/playwright';
import { ask, expect, picture, test, todaysExercise, type Incident } from './house';

type Clock = { id: string; party: string; regime: string; clock: string; standing: string; state: string };

test('an authority is told, with proof, and later only what changed', async ({ as }) => {
  test.setTimeout(180_000);
  const page = await as('manager');
  const incident = await todaysExercise(page);
  const clocks = async (state: string) => (await ask<{ items: Clock[] }>(page, `/api/incidents/${incident.id}/clocks?recipient=authority&limit=200&state=${state}`)).items;
  const mine = (await clocks('open')).find((each) => each.party === 'Belgian Red Cross' && each.regime === 'eu-gdpr' && each.clock === 'duty')!;

  // From the obligation to its form; the authority is named, not described.
  await page.goto(`/?recipient=authority&open=${mine.id}`);
  await expect(page.getByRole('link', { name: /Autorité de protection des données/ })).toBeVisible();
  await page.getByRole('link', { name: 'Tell the authority' }).click();
  await expect(page.getByRole('heading', { name: /Autorité de protection des données/ })).toBeVisible();
  await page.getByRole('button', { name: 'File with the authority' }).click();

  // Gaps first; what the incident says has its source, and what is typed stands above it.
  const missing = page.getByRole('region', { name: /answers? (is|are) missing/ });
  await missing.getByLabel('Address of the controller').fill('Rue de Stalle 96, Bruxelles');
  await expect(page.getByText('1 answer is not saved yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Everything is saved.')).toBeVisible();
  await expect(missing.getByLabel('Address of the controller')).toHaveCount(0);
  await expect(page.getByLabel('Address of the controller')).toHaveValue('Rue de Stalle 96, Bruxelles');
  await expect(page.getByText(/From: Numbers of the people groups/)).toBeVisible();
  const readable = async () => {
    const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(axe.violations.map((each) => `${each.id}: ${each.nodes[0]?.target.join(' ')}`)).toEqual([]);
  };
  await readable();
  await picture(page, 'filing-form', true);

  // Copied into another authority's form.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByText('Copy into their form').click();
  await page.getByRole('button', { name: 'Copy: Name of the controller' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Belgian Red Cross');
  await readable();
  await picture(page, 'filing-copy');
  await page.getByText('Fill in').click();

  // Told needs proof. The limit has not passed, so nobody is asked why it is late.
  await page.getByRole('button', { name: 'The authority has it' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Why it was filed late')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'The authority has it' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter the reference, or choose the receipt.');
  await readable();
  await dialog.getByLabel('Reference').fill('APD-2026-11');
  await dialog.locator('input[type="file"]').setInputFiles({ name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('received') });
  await dialog.getByRole('button', { name: 'The authority has it' }).click();
  const told = page.getByRole('region', { name: 'What the authority has been told' });
  await expect(told).toContainText('APD-2026-11');
  await expect(told).toContainText('receipt.txt');
  expect((await clocks('discharged')).map((each) => each.id)).toContain(mine.id);

  // The next report shows only what changed.
  await page.getByRole('button', { name: 'Begin a supplement' }).click();
  await expect(page.getByText(/answers? (has|have) changed since the last report/)).toBeVisible();
  await expect(page.getByLabel('Name of the controller')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the whole form' }).click();
  await expect(page.getByLabel('Name of the controller')).toBeVisible();

  // Where the limit has passed the reason is asked, on the form and when it is filed.
  const { items } = await ask<{ items: Incident[] }>(page, '/api/incidents');
  const past = items.find((each) => each.id !== incident.id && each.title.startsWith('EXERCISE'))!;
  const late = (await ask<{ items: Clock[] }>(page, `/api/incidents/${past.id}/clocks?recipient=authority&limit=200`)).items.find((each) => each.regime === 'eu-gdpr' && each.standing === 'late')!;
  await page.goto(`/filings/${late.id}`);
  await page.getByRole('button', { name: 'File with the authority' }).click();
  await page.getByRole('button', { name: 'The authority has it' }).click();
  await dialog.getByLabel('Reference').fill('R-1');
  await dialog.getByRole('button', { name: 'The authority has it' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Say why it was filed late.');
  await dialog.getByLabel('Why it was filed late').fill('The authority was found only today.');
  await dialog.getByRole('button', { name: 'The authority has it' }).click();
  await expect(told).toContainText('Filed late');

  // Nobody but those who may discharge writes or files.
  const reader = await as('communications');
  await reader.goto(`/filings/${mine.id}`);
  await expect(reader.getByRole('heading', { name: 'Tell the authority' })).toBeVisible();
  await expect(reader.getByRole('button', { name: 'The authority has it' })).toHaveCount(0);
  await expect(reader.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);

  // The directory, in the dark and on a telephone.
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/authorities?place=DE');
  await expect(page.getByText('Data protection authority of the Land')).toBeVisible();
  await readable();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of ['/authorities?place=DE', `/filings/${mine.id}`, `/filings/${mine.id}?view=copy&form=uk-ico`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), address).toBeLessThanOrEqual(0);
  }
  await picture(page, 'filing-telephone');
});
