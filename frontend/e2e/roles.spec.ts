// Who sees what: the pages of each role as they look, and what a role may not see.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ask, expect, picture, test, todaysExercise, type Role } from './house';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

/** Serious and critical violations, named with their places. Appearance changes nothing but contrast, so dark asks only for that. */
async function barriers(page: Page, only?: 'contrast'): Promise<string[]> {
  // One frame per page, so nothing has to be collected from others in a page of its own; that halves the time.
  // Rows of a long list are alike: the first eight stand for all.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('tbody > tr:nth-child(n+9)').exclude('ol > li:nth-child(n+9)').exclude('ul > li:nth-child(n+13)');
  const { violations } = await (only ? axe.options({ resultTypes: ['violations'], runOnly: ['color-contrast'] }) : axe.options({ resultTypes: ['violations'], runOnly: rules })).analyze();
  return violations.filter((each) => each.impact === 'serious' || each.impact === 'critical')
    .map((each) => `${new URL(page.url()).pathname} ${each.id}: ${each.nodes.slice(0, 4).map((node) => node.target.join(' ')).join(' | ')}`);
}

async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.locator('.mantine-Skeleton-root, [aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    const beyond = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > limit + 1);
    return [`${location.pathname} is ${document.documentElement.scrollWidth} wide: ${beyond.slice(-3).map((element) => element.outerHTML.slice(0, 120)).join(' | ')}`];
  });
}

/** Looks at the page four ways and keeps a picture of each. */
async function look(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await settled(page);
  found.push(...(await barriers(page)));
  await picture(page, `${name}-1440-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await barriers(page, 'contrast')));
  await picture(page, `${name}-1440-dark`);
  await page.setViewportSize(narrow);
  await picture(page, `${name}-390-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  found.push(...(await barriers(page)), ...(await tooWide(page)));
  await picture(page, `${name}-390-light`);
  return found;
}

test('the sign-in, the administrator\'s pages and the focal point\'s', async ({ as, page }) => {
  test.setTimeout(180_000);
  const found: string[] = [];
  await page.goto('/');
  found.push(...(await look(page, 'sign-in')));
  const admin = await as('admin');
  await admin.goto('/settings');
  found.push(...(await look(admin, 'settings-administrator')));
  await admin.goto('/settings/users');
  found.push(...(await look(admin, 'users')));
  const [lebanese] = (await ask<{ items: { id: string }[] }>(admin, '/api/organisations?text=Lebanese')).items;
  await admin.goto(`/societies/${lebanese!.id}`);
  found.push(...(await look(admin, 'society')));
  const society = await as('society');
  await society.goto('/');
  found.push(...(await look(society, 'focal-point')));
  expect(found).toEqual([]);
});

test('who is not asked to see people sees none, and a focal point sees its own society only', async ({ as }) => {
  test.setTimeout(120_000);
  const staff = await as('manager');
  const { id } = await todaysExercise(staff);
  const status = async (role: Role, path: string) => (await (await as(role)).request.get(path)).status();

  for (const role of ['admin', 'auditor', 'communications', 'approver'] as const) {
    expect(await status(role, `/api/incidents/${id}/people`), `${role} asks for people`).toBe(403);
  }
  for (const role of ['manager', 'dpo', 'society'] as const) {
    expect(await status(role, `/api/incidents/${id}/people`), `${role} asks for people`).toBe(200);
  }
  expect(await status('admin', `/api/incidents/${id}`), 'the administrator asks for an incident').toBe(403);
  expect(await status('dpo', '/api/schedules'), 'the data protection officer asks for settings').toBe(403);

  const communications = await as('communications');
  await communications.goto(`/incidents/${id}`);
  await communications.getByRole('link', { name: 'Who is affected' }).click();
  await expect(communications).toHaveURL(/\/parties$/);
  await expect(communications.getByRole('link', { name: 'People', exact: true })).toHaveCount(0);

  const society = await as('society');
  const { items } = await ask<{ items: { name: string }[] }>(society, `/api/incidents/${id}/parties`);
  expect(items.map((party) => party.name)).toEqual(['German Red Cross']);
  await society.goto(`/incidents/${id}/parties`);
  await expect(society.getByText('German Red Cross').first()).toBeVisible();
  await expect(society.getByText('French Red Cross')).toHaveCount(0);
  await expect(society.getByRole('button', { name: 'Add parties' })).toHaveCount(0);
  const people = await ask<{ items: { party_id: string }[] }>(society, `/api/incidents/${id}/people`);
  expect(new Set(people.items.map((person) => person.party_id)).size).toBeLessThanOrEqual(1);

  const admin = await as('admin');
  await admin.goto('/societies');
  await settled(admin);
  await expect(admin.getByRole('row', { name: /Afghan Red Crescent/ })).toBeVisible();
});
