import { expect, type Page } from '@playwright/test';

export const password = 'exercise only 2022';

/** Signs in with one of the accounts of the exercise, as its person would. */
export async function signIn(page: Page, who: 'manager' | 'dpo' | 'communications' | 'approver' | 'society' | 'auditor' | 'admin') {
  await page.goto('/');
  await page.getByLabel(/e-?mail/i).fill(`${who}@exercise.example`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' }).first()).toBeVisible();
}

/** What the browser complained about, except for the questions whose answer is "not signed in". */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/401/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
