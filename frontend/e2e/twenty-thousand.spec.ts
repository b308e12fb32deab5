// 20,000 people in four languages: one notice, at most 6 screens and 25 clicks of author, approver and manager together. Typing is not counted.
import type { Page } from '@playwright/test';
import { addsUp, coverageOf, crowd, decide, dispatchesOf } from './crowd';
import { expect, picture, test } from './house';

const people = 20_000;
const languages = ['en', 'fr', 'es', 'ar'];

test.use({ actionTimeout: 15_000 });

test('20,000 people in four languages, in six screens and 25 clicks', async ({ as }, info) => {
  test.setTimeout(150_000);
  const manager = await as('manager');
  const it = await crowd(manager, 'EXERCISE: a register of 20,000 volunteers was copied', 'German Red Cross', people, languages);
  const [communications, approver] = [await as('communications'), await as('approver')];

  // Counted is what a hand does: presses that the browser itself reports as trusted, once each, and every address a screen has.
  let clicks = 0;
  const screens = new Set<string>();
  const count = async (page: Page) => {
    await page.exposeFunction('handClicked', () => { clicks += 1; });
    await page.addInitScript(() => addEventListener('pointerdown', (event) => { if (event.isTrusted) void (window as unknown as { handClicked: () => void }).handClicked(); }, true));
    const seen = () => {
      const at = new URL(page.url());
      const notice = at.searchParams.get('notice');
      if (at.pathname.startsWith('/incidents/')) screens.add(at.pathname + (notice ? (notice === 'new' ? ' written' : ' notice') : ''));
    };
    page.on('framenavigated', seen);
    await page.goto(`/incidents/${it.incident}`);
  };
  for (const page of [manager, communications, approver]) await count(page);
  const section = (page: Page, name: string) => page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('link', { name, exact: true }).click();
  const now = async () => (await dispatchesOf(manager, it.incident))[0]!;

  await test.step('the manager answers whether telling can hurt', async () => {
    await section(manager, 'Who is affected');
    await section(manager, 'Safe contact');
    await manager.getByRole('button', { name: /^Open/ }).first().click();
    await manager.getByRole('button', { name: 'Set the plan' }).click();
    const dialog = manager.getByRole('dialog');
    await dialog.getByLabel('No', { exact: true }).first().check();
    await dialog.getByLabel('Why', { exact: true }).first().fill('Volunteers, written to at addresses they gave for this.');
    await dialog.locator('#why').fill('The society asked.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(manager.getByText('Contact plan saved')).toBeVisible();
  });

  await test.step('the author writes one notice in four languages and hands it on', async () => {
    await section(communications, 'Tell');
    await communications.getByRole('button', { name: 'Write a notice to people' }).click();
    for (const name of ['English', 'French', 'Spanish', 'Arabic']) await expect(communications.getByLabel(name, { exact: true }).first()).toBeChecked();
    await communications.getByRole('textbox', { name: 'Who writes' }).fill('Exercise desk for volunteers');
    await communications.getByRole('textbox', { name: 'Contact', exact: true }).fill('Duty desk');
    await communications.getByRole('textbox', { name: 'E-mail address' }).fill('desk@exercise.example');
    await communications.getByRole('button', { name: 'Save this version' }).click();
    await expect(communications.getByRole('heading', { name: 'How 20,000 people would be told' })).toBeVisible();
    await communications.getByRole('button', { name: 'Send me a sample' }).click();
    await expect(communications.getByText('Sample queued.', { exact: false })).toBeVisible();
    await communications.getByRole('button', { name: 'Submit for approval' }).click();
    await expect(communications.getByText('Submitted. Another person has to approve it.')).toBeVisible();
  });

  await test.step('an approver reads and approves it', async () => {
    await section(approver, 'Tell');
    await approver.getByRole('button', { name: 'Notice 1', exact: true }).click();
    await approver.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect(approver.getByText('Approved. The incident manager can prepare the sending.')).toBeVisible();
  });

  let queued = 0;
  await test.step('everybody gets a line, and the manager asks for it to go', async () => {
    await section(manager, 'Tell');
    await manager.getByRole('button', { name: 'Notice 1', exact: true }).click();
    const begun = Date.now();
    await manager.getByRole('button', { name: 'Prepare, first wave of 50' }).click();
    await expect(manager.getByRole('button', { name: 'Ask for it to be sent' })).toBeVisible({ timeout: 60_000 });
    queued = (Date.now() - begun) / 1000;
    await decide(manager, 'Ask for it to be sent');
    await expect(manager.getByText('Asked. An approver has to allow it.')).toBeVisible();
    const d = await now();
    expect(d.people_count).toBe(people);
    expect(d.languages).toEqual(Object.fromEntries(languages.map((each) => [each, people / languages.length])));
  });

  await test.step('the approver allows it, the manager looks at the first wave and releases the rest', async () => {
    await decide(approver, 'Allow sending');
    await expect.poll(async () => (await now()).first_wave_left, { timeout: 20_000 }).toBe(0);
    expect((await coverageOf(manager, it.incident)).told).toBeLessThanOrEqual(50);
    await expect(manager.getByRole('button', { name: 'Release the rest' })).toBeEnabled({ timeout: 20_000 });
    await decide(manager, 'Release the rest');
    await expect.poll(async () => (await coverageOf(manager, it.incident)).told, { timeout: 60_000 }).toBe(people);
    const c = await coverageOf(manager, it.incident);
    addsUp(c);
    expect(c.affected).toBe(people);
    await picture(manager, 'twenty-thousand', true);
  });

  const measured = `${clicks} clicks, ${screens.size} screens, 20,000 people queued in ${queued.toFixed(1)} s`;
  info.annotations.push({ type: 'measured', description: measured });
  console.log(measured);
  expect(clicks, 'the counter counts').toBeGreaterThan(10);
  expect(clicks).toBeLessThanOrEqual(25);
  expect(screens.size).toBeLessThanOrEqual(6);
  expect(queued).toBeLessThan(60);
});
