// People are told one by one, from the first question to the last person: a plan of safe contact, words that somebody else approves, a first
// wave that is looked at, a pause, a stop, the rest, and an equation that adds up at every step. An exercise tells nobody.
import type { Page } from '@playwright/test';
import { addsUp, askFor, coverageOf, crowd, decide, dispatchesOf, type Crowd } from './crowd';
import { ask, expect, picture, test } from './house';

const people = 600;
const unwritten: string[] = ['German'];

/** What the page says of the equation, in numbers. */
async function equation(page: Page): Promise<number[]> {
  const words = await page.locator('p').filter({ hasText: 'affected =' }).innerText();
  return [...words.matchAll(/([\d,]+)\s+(?=affected|told|not told|could|not contacted|uncertain)/g)].map((each) => Number(each[1]!.replaceAll(',', '')));
}

test.use({ actionTimeout: 15_000 });

test('people are told one by one: asked, approved, looked at, paused, stopped, gone on with, and each accounted for', async ({ as }) => {
  test.setTimeout(240_000);
  const manager = await as('manager');
  const communications = await as('communications');
  const approver = await as('approver');
  const it: Crowd = await crowd(manager, 'EXERCISE: a list of volunteers was copied', 'Austrian Red Cross', people, ['en', 'de', 'fr', 'ar']);
  const tell = `/incidents/${it.incident}/telling`;
  const now = async () => (await dispatchesOf(manager, it.incident))[0]!;
  const told = async () => (await coverageOf(manager, it.incident)).told;
  const accounted = async () => {
    const c = await coverageOf(manager, it.incident);
    addsUp(c);
    expect(c.affected).toBe(people);
    return c;
  };

  await test.step('somebody writes a notice; as long as nobody has said whether telling can hurt, it would reach nobody', async () => {
    await communications.goto(tell);
    await communications.getByRole('button', { name: 'Write a notice to people' }).click();
    await communications.getByRole('textbox', { name: 'Who writes' }).fill('Exercise desk for volunteers');
    await communications.getByRole('textbox', { name: 'Contact', exact: true }).fill('Duty desk');
    await communications.getByRole('textbox', { name: 'E-mail address' }).fill('desk@exercise.example');
    await communications.getByRole('button', { name: 'Save this version' }).click();
    await expect(communications.getByText('Saved. Nothing has left yet.')).toBeVisible();
    await expect(communications.getByRole('heading', { name: `How ${people} people would be told` })).toBeVisible();
    await expect(communications.getByText('nobody has said whether telling them can hurt them')).toBeVisible();
    await picture(communications, 'telling-1-unanswered', true);
  });

  await test.step('the first question is answered for the group', async () => {
    await manager.goto(`/incidents/${it.incident}/contact`);
    await expect(manager.getByText('1 group not answered yet')).toBeVisible();
    await manager.getByRole('button', { name: /^Open/ }).first().click();
    await manager.getByRole('button', { name: 'Set the plan' }).click();
    const dialog = manager.getByRole('dialog');
    await expect(dialog.getByText('Nobody is told until somebody answers.')).toBeVisible();
    await dialog.getByLabel('No', { exact: true }).first().check();
    await dialog.getByLabel('Why', { exact: true }).first().fill('Volunteers, written to at addresses they gave for this.');
    await dialog.locator('#why').fill('The society asked its volunteers’ desk.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(manager.getByText('Contact plan saved')).toBeVisible();
  });

  await test.step('handed on by its writer, approved by somebody else', async () => {
    await communications.reload();
    await communications.getByRole('button', { name: 'Submit for approval' }).click();
    await expect(communications.getByText('Submitted. Another person has to approve it.')).toBeVisible();
    await expect(communications.getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
    await approver.goto(communications.url());
    await approver.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect(approver.getByText('Approved. The incident manager can prepare the sending.')).toBeVisible();
  });

  await test.step('prepared and asked for by one person, allowed by another; only the first wave goes', async () => {
    await manager.goto(communications.url());
    await manager.getByRole('button', { name: 'Prepare, first wave of 50' }).click();
    await expect(manager.getByRole('button', { name: 'Ask for it to be sent' })).toBeVisible({ timeout: 20_000 });
    await askFor(manager, unwritten);
    await expect(manager.getByText('Asked. An approver has to allow it.')).toBeVisible();
    await expect(manager.getByRole('button', { name: 'Allow sending' })).toHaveCount(0);
    expect((await accounted()).told).toBe(0);
    await approver.goto(tell);
    await decide(approver, 'Allow sending');
    await expect.poll(async () => (await now()).first_wave_left, { timeout: 20_000 }).toBe(0);
    await expect.poll(told).toBe(50);
    await accounted();
    await approver.reload();
    await expect(approver.getByRole('heading', { name: `50 of ${people} people have been told` })).toBeVisible();
    await picture(approver, 'telling-2-first-wave', true);
  });

  await test.step('paused, and gone on with by somebody who did not ask', async () => {
    await manager.goto(tell);
    await manager.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(manager.getByText('Paused. Nothing more starts.')).toBeVisible();
    await expect(manager.getByText('so somebody else has to say that it goes on')).toBeHidden(); // they cannot at all
    await expect(manager.getByRole('button', { name: 'Let it go on' })).toHaveCount(0);
    await approver.reload();
    await approver.getByRole('button', { name: 'Let it go on' }).click();
    await approver.getByRole('dialog').getByRole('textbox').fill('Looked at the first fifty: right words, right languages.');
    await approver.getByRole('dialog').getByRole('button', { name: 'Let it go on' }).click();
    await expect.poll(async () => (await now()).halted).toBe('');
    expect(await told()).toBe(50); // the rest still waits for its release
  });

  await test.step('stopped: nothing more goes, and what was not sent is asked for and allowed anew', async () => {
    await manager.reload();
    await manager.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(manager.getByText('Stopped. Nothing more starts.')).toBeVisible();
    await expect(manager.getByRole('button', { name: 'Release the rest' })).toHaveCount(0);
    await picture(manager, 'telling-3-stopped', true);
    expect((await accounted()).told).toBe(50);
    await decide(manager, 'Send to those not yet sent');
    await expect(manager.getByRole('button', { name: 'Ask for it to be sent' })).toBeVisible({ timeout: 20_000 });
    await askFor(manager, unwritten);
    await expect.poll(async () => (await now()).phase).toBe('requested');
    expect((await accounted()).told).toBe(50);
    await approver.reload();
    await decide(approver, 'Allow sending');
    await expect.poll(async () => (await now()).phase).not.toBe('requested');
  });

  await test.step('somebody looks and releases the rest; everybody is told once', async () => {
    await manager.reload();
    await decide(manager, 'Release the rest');
    await expect.poll(told, { timeout: 20_000 }).toBe(people);
    const c = await accounted();
    expect(c).toMatchObject({ told: people, pending: 0, unreached: 0, excluded: 0, uncertain: 0 });
    await expect.poll(async () => (await now()).phase, { timeout: 100_000 }).toBe('done'); // ended by the minute's scan
    await manager.reload();
    await expect(manager.getByRole('heading', { name: `${people} of ${people} people have been told` })).toBeVisible();
    const [affected, ...parts] = await equation(manager);
    expect(affected).toBe(people);
    expect(parts).toHaveLength(5);
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(people);
    await expect(manager.getByText('The people do not add up')).toHaveCount(0);
    await picture(manager, 'telling-4-done', true);
  });

  await test.step('one person’s page shows everything that was done to tell them', async () => {
    await manager.goto(`/incidents/${it.incident}/people`);
    await manager.getByLabel('Find a person').fill('volunteer7@people.example');
    await manager.keyboard.press('Enter');
    const row = manager.getByRole('row').filter({ hasText: 'Volunteer Number 7' });
    await row.getByRole('button', { name: /^Open/ }).click();
    await expect(manager.getByText('What was done to tell this person')).toBeVisible();
    await expect(manager.getByText(/^Now: .*held/)).toBeVisible();
    await picture(manager, 'telling-5-person', true);
    const { items } = await ask<{ items: { id: number }[] }>(manager, `/api/incidents/${it.incident}/people?limit=1`);
    const attempts = await ask<{ items: { state: string; current: boolean }[] }>(manager, `/api/incidents/${it.incident}/people/${items[0]!.id}/attempts`);
    expect(attempts.items.filter((each) => each.current)).toHaveLength(1);
    expect(attempts.items.filter((each) => each.state === 'held')).toHaveLength(1);
  });
});
