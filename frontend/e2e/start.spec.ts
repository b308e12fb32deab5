import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test('the app opens with the sign-in, in a policy without exceptions', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  const answer = await page.goto('/');
  expect(answer?.headers()['content-security-policy']).not.toContain('unsafe');
  await expect(page.getByLabel(/e-?mail/i)).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();

  const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`)).toEqual([]);
  expect(complaints.filter((c) => !/401/.test(c))).toEqual([]);
});
