import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, password, signIn } from './story';

const pages = ['/', '/incidents', '/incidents/new', '/societies', '/laws', '/laws?country=CL', '/laws/deadlines', '/laws/map', '/laws/changes', '/laws/all', '/laws/risk', '/laws/eu-gdpr', '/authorities', '/words', '/outbox', '/settings', '/search?q=red', '/tasks', '/agreements'];
const tabs = ['', '/facts', '/questions', '/risk', '/parties', '/people', '/decisions', '/tasks', '/societies', '/statements', '/words', '/words/new', '/enquiries', '/enquiries?view=answers'];
// Wide lists and long texts, each of its own make: looked at in the dark and from the right as well.
const ofTheirOwn = ['/facts?view=history', '/contact', '/closing', '/telling', '/adaptations', '/worklists', '/broadcasts', '/translations', '/approvals', '/said', '/briefings', '/changes', '/changes/known', '/timeline', '/dossier', '/comments', '/correspondence'];
const outside = ['/register', '/check'];

test('a wrong password is told, and what was typed stays', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel(/e-?mail/i).fill('manager@exercise.example');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel(/e-?mail/i)).toHaveValue('manager@exercise.example');
});

test('a session that has ended asks to sign in at the same place, and the draft is still there', async ({ page, context }) => {
  await signIn(page, 'manager');
  await page.goto('/incidents/new');
  await page.getByLabel('What happened, in one sentence').fill('A telephone with a list was lost');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Duty officer');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Open the incident' }).click();
  await page.getByLabel(/e-?mail/i).fill('manager@exercise.example');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('What happened, in one sentence')).toHaveValue('A telephone with a list was lost');
});

// The dark scheme changes colours only, so a page of each make is enough there.
const dark = ['/', '/incidents/new', '/laws/map', '/laws/eu-gdpr', '/settings'];

for (const scheme of ['light', 'dark'] as const) {
  test(`every page can be read by everybody, ${scheme}`, async ({ page }, info) => {
    test.setTimeout(600_000);
    const complaints = complaintsOf(page);
    await page.addInitScript((value) => localStorage.setItem('candour-colour-scheme', value), scheme);
    await signIn(page, 'manager');
    const found: string[] = [];
    for (const address of scheme === 'dark' ? [...dark, ...outside, ...(await ofIncident(page, ofTheirOwn))] : await addresses(page)) {
      await open(page, address);
      await page.screenshot({ path: info.outputPath(`${address.replace(/[^a-z]+/gi, '-')}.png`) });
      const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      found.push(...axe.violations.map((each) => `${address} ${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`));
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

test('on a telephone nothing is wider than the screen, and Arabic reads from the right', async ({ page }, info) => {
  test.setTimeout(600_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'manager');
  const wide: string[] = [];
  for (const language of ['en', 'ar']) {
    await page.evaluate((value) => localStorage.setItem('candour-language', value), language);
    for (const address of language === 'ar' ? ['/', '/incidents/new', '/societies', '/register', ...(await ofIncident(page, ofTheirOwn))] : await addresses(page)) {
      await open(page, address);
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wide.push(`${language} ${address}: ${over} px`);
      await page.screenshot({ path: info.outputPath(`${language}${address.replace(/[^a-z]+/gi, '-')}.png`) });
    }
  }
  expect(wide).toEqual([]);
});

async function addresses(page: Page): Promise<string[]> {
  return [...pages, ...outside, ...(await ofIncident(page, [...tabs, ...ofTheirOwn]))];
}

/** Pages of the exercise that happens today. */
async function ofIncident(page: Page, below: string[]): Promise<string[]> {
  const answer = await page.request.get('/api/incidents?text=today');
  const { items } = (await answer.json()) as { items: { id: string }[] };
  expect(items).not.toHaveLength(0);
  return below.map((each) => `/incidents/${items[0]?.id}${each}`);
}

/** Opens a page and waits until it shows rows instead of their bones. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"], .mantine-Skeleton-root')).toHaveCount(0, { timeout: 20_000 });
}
