// What every flow needs: somebody signed in, pages that are watched, choosing in a list, and where pictures are kept.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';

export { expect };

export const password = 'exercise only 2022';
export const emails = {
  manager: 'manager@exercise.example',
  dpo: 'dpo@exercise.example',
  communications: 'communications@exercise.example',
  approver: 'approver@exercise.example',
  society: 'society@exercise.example',
  auditor: 'auditor@exercise.example',
  admin: 'admin@exercise.example',
} as const;
export type Role = keyof typeof emails;

const screens = fileURLToPath(new URL('../../build/e2e/screens/', import.meta.url));
mkdirSync(screens, { recursive: true });

/** A picture kept as an artefact, of what is in the window or of the whole page. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  if (fullPage) await page.mouse.wheel(0, -10_000);
  await page.screenshot({ path: `${screens}${name}.png`, fullPage, animations: 'disabled' });
}

/** Everything a page complains about: errors of scripts, refusals of its content security policy, answers that failed. */
export function watch(page: Page, refusal?: number): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The browser notes every refused form; the pages tell those at their fields, which the tests look at. The reader's view of an editor is a
    // frame in which no script may run, the test's own neither: that it is refused there is what we want.
    const wanted = message.text().includes('status of 422') || (refusal !== undefined && message.text().includes(`status of ${refusal}`)) || message.text().startsWith("Blocked script execution in 'about:srcdoc'");
    if (message.type() === 'error' && !wanted) complaints.push(`${new URL(page.url()).pathname}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${new URL(page.url()).pathname}: ${error.message}`));
  return complaints;
}

type Sessions = Map<Role, Awaited<ReturnType<BrowserContext['storageState']>>>;
type House = {
  /** A page of somebody with this role, signed in, in a window of their own. Its complaints fail the test at the end, but for the one refusal that the
   * test is about. */
  as: (role: Role, options?: BrowserContextOptions, refusal?: number) => Promise<Page>;
};

export const test = base.extend<House, { sessions: Sessions }>({
  sessions: [async ({}, use) => use(new Map()), { scope: 'worker' }],
  as: async ({ browser, baseURL, sessions }, use) => {
    const opened: { role: Role; context: BrowserContext; complaints: string[] }[] = [];
    await use(async (role, options, refusal) => {
      if (!sessions.has(role)) {
        const door = await browser.newContext();
        const answer = await door.request.post(`${baseURL}/api/sign-in`, { data: { email: emails[role], password }, headers: { Origin: baseURL! } });
        expect(answer.ok(), `${role} signs in`).toBe(true);
        sessions.set(role, await door.storageState());
        await door.close();
      }
      const context = await browser.newContext({ storageState: sessions.get(role), ...options });
      const page = await context.newPage();
      opened.push({ role, context, complaints: watch(page, refusal) });
      return page;
    });
    for (const each of opened) await each.context.close();
    expect(opened.flatMap((each) => each.complaints.map((complaint) => `${each.role} ${complaint}`))).toEqual([]);
  },
});

/** Opens a list by its label, types what narrows it, and takes the option. */
export async function choose(within: Page, label: string, option: string | RegExp, typed = ''): Promise<void> {
  const box = within.getByRole('combobox', { name: label, exact: true });
  await box.click();
  if (typed) await box.fill(typed);
  await within.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
}

/** What the server answers to whoever is signed in on this page. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(path);
  expect(answer.ok(), path).toBe(true);
  return (await answer.json()) as T;
}

export type Incident = { id: string; reference: string; title: string };

/** The exercise as if it happened today. */
export async function todaysExercise(page: Page): Promise<Incident> {
  const { items } = await ask<{ items: Incident[] }>(page, '/api/incidents');
  const found = items.find((each) => each.title.includes('as if it happened today'));
  expect(found, 'the exercise moved to today').toBeTruthy();
  return found!;
}
