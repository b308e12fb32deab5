// The laws as an incident manager looks for them: one country, the strictest limits, the map, and what is coming.
import { expect, picture, test } from './house';

test('the laws are found by country, by deadline, on the map and by date', async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as('manager');

  await test.step('a country is typed; what begins later says so, with what was before', async () => {
    await page.goto('/laws');
    await page.getByRole('combobox', { name: 'Country' }).fill('MD');
    await page.getByRole('option', { name: /^Moldova/ }).click();
    await expect(page).toHaveURL(/country=MD/);
    const now = page.getByRole('article', { name: 'Law on Personal Data Protection (new)' });
    await expect(now).toContainText('72 hours');
    await expect(now.getByText('Replaces')).toContainText('old regime');
    await picture(page, 'laws-1-country');
  });

  await test.step('limits are sorted, the strictest first, and narrowed by recipient and words', async () => {
    await page.getByRole('link', { name: 'By deadline' }).click();
    const rows = page.getByRole('table', { name: 'By deadline' }).getByRole('row');
    await expect(rows.nth(1)).toContainText('1 hour');
    await page.getByLabel('Country, law, authority or article').fill('france data protection');
    await page.getByRole('combobox', { name: 'Whom' }).click();
    await page.getByRole('option', { name: 'Authorities' }).click();
    await expect(rows.filter({ hasText: 'China' })).toHaveCount(0);
    await expect(rows.nth(1)).toContainText(/72 hours.*CNIL/);
    await picture(page, 'laws-2-deadlines');
  });

  await test.step('the map is pressed where Mongolia is, and shows its laws', async () => {
    await page.getByRole('link', { name: 'Map', exact: true }).click();
    await expect(page.getByRole('img', { name: /^Map of the world/ })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Up to 72 hours or 3 days' }).getByRole('link', { name: 'France', exact: true })).toBeVisible();
    await page.locator('path[data-code="MN"]').click();
    await expect(page.getByRole('heading', { level: 2, name: 'Mongolia', exact: true })).toBeVisible();
    await picture(page, 'laws-3-map');
  });

  await test.step('a law shows open signatures and the cases that guard it', async () => {
    await page.goto('/laws/eu-gdpr');
    await expect(page.getByText('First review: open, nobody has signed')).toBeVisible();
    await page.getByText('A controller at a risk tells the authority within 72 hours').click();
    await expect(page.locator('details[open]').getByText('Due 8 Oct 2026, 10:00 (UTC+02:00)')).toBeVisible();
  });

  await test.step('how risk is judged can be read, rule by rule, with its source', async () => {
    await page.goto('/laws/risk');
    await expect(page.getByText(/EDPB Guidelines 01\/2021, case 10/).first()).toBeVisible();
    await picture(page, 'laws-4-risk');
  });
});
