// An exercise of its own with a named list, made by the API: what these tests look at begins when people are to be told.
import type { Page } from '@playwright/test';
import { ask, expect, picture } from './house';

export type Coverage = { affected: number; told: number; pending: number; unreached: number; excluded: number; uncertain: number; difference: number };
export type Dispatch = { id: string; notice_id: string; phase: string; halted: string; wave: number; people_count: number; audience_count: number; first_wave_count: number; first_wave_left: number; languages: Record<string, number> };
export type Crowd = { incident: string; party: string; group: string; society: string };

type Import = { id: string; state: string; accepted_count: number };

async function send<T>(page: Page, path: string, data: object): Promise<T> {
  const answer = await page.request.post(path, { data, headers: { Origin: new URL(page.url()).origin } });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

/** Opens an exercise in which one group of one society is named by a list; languages take turns. */
export async function crowd(page: Page, title: string, society: string, count: number, languages: readonly string[]): Promise<Crowd> {
  await page.goto('/');
  const { items } = await ask<{ items: { id: string; name: string }[] }>(page, '/api/organisations?kind=national-society&limit=200');
  const organisation = items.find((each) => each.name === society);
  expect(organisation, society).toBeTruthy();
  const incident = await send<{ id: string }>(page, '/api/incidents', {
    title, reporter: { name: 'Exercise desk' }, exercise: true,
    // What the words we bring along say of the incident has to be known.
    facts: [{ key: 'detected_at', value: new Date(Date.now() - 86_400_000).toISOString(), zone: 'UTC' }, { key: 'exfiltrated', value: 'possible' }],
  });
  const at = `/api/incidents/${incident.id}`;
  const joined = await send<{ items: { id: string }[] }>(page, `${at}/parties/many`, { organisation_ids: [organisation!.id], role: 'controller' });
  const party = joined.items[0]!.id;
  const set = await send<{ id: string }>(page, `${at}/data-sets`, { name: 'Addresses of volunteers' });
  const group = await send<{ id: string }>(page, `${at}/people-groups`, { party_id: party, data_set_id: set.id, name: 'Volunteers', count: { min: count, max: count } });
  const rows = Array.from({ length: count }, (_, n) => `V-${n},Volunteer Number ${n},volunteer${n}@people.example,${languages[n % languages.length]}`);
  const file = { name: 'volunteers.csv', mimeType: 'text/csv', buffer: Buffer.from(`Reference,Full name,E-mail,Language\n${rows.join('\n')}\n`) };
  const uploaded = await page.request.post(`${at}/people-imports?party_id=${party}&group_id=${group.id}`, { multipart: { file }, headers: { Origin: new URL(page.url()).origin } });
  expect(uploaded.ok(), await uploaded.text()).toBe(true);
  const { id } = (await uploaded.json()) as Import;
  await send(page, `/api/people-imports/${id}/start`, {});
  await expect.poll(async () => (await ask<Import>(page, `/api/people-imports/${id}`)).state, { timeout: 60_000 }).toBe('done');
  expect((await ask<Import>(page, `/api/people-imports/${id}`)).accepted_count).toBe(count);
  return { incident: incident.id, party, group: group.id, society };
}

export const coverageOf = (page: Page, incident: string) => ask<Coverage>(page, `/api/incidents/${incident}/coverage`);
export const dispatchesOf = async (page: Page, incident: string) => (await ask<{ items: Dispatch[] }>(page, `/api/incidents/${incident}/dispatches`)).items;

/** Everybody is in one of the five parts. */
export function addsUp(c: Coverage): void {
  expect(c.difference).toBe(0);
  expect(c.told + c.pending + c.unreached + c.excluded + c.uncertain).toBe(c.affected);
}

/** Presses a button that is asked again in a dialog. */
export async function decide(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

/** Asks for a sending whose audience reads languages nobody wrote: the button waits until each is settled by its name. */
export async function askFor(page: Page, unwritten: readonly string[]): Promise<void> {
  const name = 'Ask for it to be sent';
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  for (const language of unwritten) {
    await expect(dialog.getByRole('button', { name, exact: true })).toBeDisabled();
    await dialog.getByRole('checkbox', { name: new RegExp(`^${language}: `) }).check();
  }
  await picture(page, 'telling-languages');
  await dialog.getByRole('button', { name, exact: true }).click();
}
