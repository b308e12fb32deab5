import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { complaintsOf, signIn } from './story';

const pages = ['/', '/incidents', '/incidents/new', '/societies', '/laws', '/laws/eu-gdpr', '/words', '/outbox', '/settings', '/search?q=red'];
const tabs = ['', '/facts', '/parties', '/people', '/decisions', '/tasks', '/societies', '/statements', '/timeline'];

for (const scheme of ['light', 'dark'] as const) {
  test(`every page can be read by everybody, ${scheme}`, async ({ page }, info) => {
    test.setTimeout(240_000);
    const complaints = complaintsOf(page);
    await page.addInitScript((value) => localStorage.setItem('candour-colour-scheme', value), scheme);
    await signIn(page, 'manager');
    const answer = await page.request.get('/api/incidents?text=today');
    const { items } = (await answer.json()) as { items: { id: string }[] };
    const found: string[] = [];
    for (const address of [...pages, ...tabs.map((tab) => `/incidents/${items[0]?.id}${tab}`)]) {
      await page.goto(address, { waitUntil: 'networkidle' });
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      await page.screenshot({ path: info.outputPath(`${address.replace(/[^a-z]+/gi, '-')}.png`) });
      const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      found.push(...axe.violations.map((each) => `${address} ${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`));
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

test('on a telephone nothing is wider than the screen, and Arabic reads from the right', async ({ page }, info) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'manager');
  const answer = await page.request.get('/api/incidents?text=today');
  const { items } = (await answer.json()) as { items: { id: string }[] };
  const wide: string[] = [];
  for (const language of ['en', 'ar']) {
    await page.evaluate((value) => localStorage.setItem('candour-language', value), language);
    for (const address of [...pages, ...tabs.map((tab) => `/incidents/${items[0]?.id}${tab}`)]) {
      await page.goto(address, { waitUntil: 'networkidle' });
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wide.push(`${language} ${address}: ${over} px`);
      await page.screenshot({ path: info.outputPath(`${language}${address.replace(/[^a-z]+/gi, '-')}.png`) });
    }
  }
  expect(wide).toEqual([]);
});
