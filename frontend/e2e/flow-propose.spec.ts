// A society says what it knows about itself; the incident team takes it over or declines, answer by answer.
import { ask, expect, picture, test, todaysExercise } from './house';

test('a society proposes, the manager accepts, and the number has changed', async ({ as, browser }) => {
  test.setTimeout(180_000);
  const manager = await as('manager');
  const { id } = await todaysExercise(manager);
  const tab = `/incidents/${id}/societies`;
  const telephone = { viewport: { width: 390, height: 844 } };
  const society = await as('society', telephone);

  await test.step('eight questions on a telephone, with what is known; saved at any point', async () => {
    await society.goto(`/incidents/${id}`);
    await society.getByRole('link', { name: 'Tell us what you know' }).click();
    await expect(society.getByRole('heading', { name: 'Tell the incident team what you know' })).toBeVisible();
    await expect(society.getByText('French Red Cross')).toHaveCount(0);
    await society.getByRole('button', { name: /^(Say otherwise|Answer): / }).first().click();
    await society.getByLabel('At least', { exact: true }).fill('4321');
    await society.getByLabel('At most', { exact: true }).fill('12');
    await society.getByRole('button', { name: 'Answer: Which law binds you, and which authority?' }).click();
    await society.getByRole('textbox', { name: 'Which law binds you, and which authority?' }).fill('The federal act, and the authority of Berlin.');
    await society.getByRole('button', { name: 'Save for later' }).click();
    await expect(society.getByText('Saved. You can go on from any telephone.')).toBeVisible();
    await expect(manager.getByText('4,321')).toHaveCount(0);
    expect(await society.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(society, 'propose-390', true);
  });

  await test.step('it goes on from another telephone; what contradicts itself is said, and nothing is lost', async () => {
    // Not a page of the house: the browser itself complains about the refusal that is looked for here.
    const other = await browser.newContext({ ...telephone, locale: 'en-GB', storageState: await society.context().storageState() });
    const second = await other.newPage();
    await second.goto(tab);
    await expect(second.getByLabel('At least', { exact: true })).toHaveValue('4,321');
    await second.getByRole('button', { name: 'Send to the incident team' }).click();
    await expect(second.getByRole('alert')).toContainText('At least 4321 cannot be more than at most 12');
    await second.getByLabel('At most', { exact: true }).fill('5000');
    await second.getByRole('button', { name: 'Send to the incident team' }).click();
    await expect(second.getByText('Waits for the incident team')).toHaveCount(2);
    await other.close();
    await society.goto(tab);
  });

  await test.step('the manager sees old beside new, and takes the number over with one press', async () => {
    await manager.goto(`/incidents/${id}`);
    await expect(manager.getByRole('img', { name: '2 proposed answers wait' })).toBeVisible();
    await manager.goto(tab);
    const card = manager.getByRole('article', { name: 'German Red Cross' });
    await expect(card).toContainText('4,321 to 5,000 people');
    await picture(manager, 'propose-board', true);
    await card.getByRole('button', { name: /^Accept: / }).first().click();
    await expect(card.getByText('Taken over', { exact: true })).toBeVisible();
    await card.getByRole('button', { name: /^Decline: / }).click();
    await manager.getByRole('dialog').getByLabel('Reason').fill('The authority is the federal one; we have asked.');
    await manager.getByRole('dialog').getByRole('button', { name: 'Decline', exact: true }).click();
    await expect(manager.getByText('Everything that was proposed is settled.')).toBeVisible();
  });

  await test.step('the number has changed, with the society as its source', async () => {
    const { items } = await ask<{ items: { value: unknown; source: string }[] }>(manager, `/api/incidents/${id}/facts?key=people_count`);
    expect(items[0]?.source).toBe('Proposed by German Red Cross');
    expect(items[0]?.value).toEqual({ min: 4321, max: 5000, exact: false });
    await society.reload();
    await expect(society.getByText('Taken over')).toBeVisible();
    await expect(society.getByText('The authority is the federal one; we have asked.')).toBeVisible();
  });
});
