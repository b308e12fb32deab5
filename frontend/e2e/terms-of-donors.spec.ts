import AxeBuilder from '@axe-core/playwright';
import { choose, expect, picture, test, todaysExercise } from './house';

// Last of all flows by its name: what is approved here counts in every incident from then on.
test('a donor’s terms are written, tried, approved by somebody else, and become a duty that nobody takes for law', async ({ as }) => {
  test.setTimeout(180_000);
  const author = await as('dpo');
  await author.goto('/agreements');
  await expect(author.getByRole('heading', { name: 'No agreement yet' })).toBeVisible();
  await author.getByRole('link', { name: 'Start with this example' }).click();
  await choose(author, 'Kind', 'Donor');

  // The clause is forgotten: it is said at its field, and nothing is saved.
  const clause = author.getByRole('textbox', { name: 'Clause', exact: true });
  await clause.fill('');
  await author.getByRole('textbox', { name: 'What is different' }).fill('First version');
  await author.getByRole('textbox', { name: 'Why' }).fill('Signed with the grant.');
  await author.getByRole('button', { name: 'Save version' }).click();
  await expect(author.getByRole('alert').getByText('Every duty names its article.')).toBeVisible();
  await clause.fill('Clause 14.2');

  // Tried on the exercise before anybody approves it; the text says the same as the form.
  await expect(author.getByText('The rules can read it.')).toBeVisible();
  await author.getByRole('button', { name: 'Try it on the exercise' }).click();
  const tried = author.getByRole('table', { name: 'Try it on the exercise' });
  await expect(tried.getByRole('row', { name: /donor.*New.*German Red Cross.*Required/i })).toBeVisible();
  await author.getByText('Text', { exact: true }).click();
  await expect(author.getByRole('textbox', { name: 'Text of the agreement' })).toHaveValue(/people_at_least: 100/);
  await author.getByText('Form', { exact: true }).click();
  await author.getByRole('button', { name: 'Save version' }).click();
  await expect(author.getByText('You wrote this version, so somebody else approves it.')).toBeVisible();
  await expect(author.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const address = new URL(author.url()).pathname;

  // Somebody else reads it and says yes.
  const second = await as('manager');
  const incident = await todaysExercise(second);
  await second.goto(address);
  await second.getByRole('button', { name: 'Approve' }).click();
  await expect(second.getByText('Approved', { exact: true })).toBeVisible();
  // The rules follow by themselves within a minute; the test does not wait for that.
  const run = await second.request.post(`/api/incidents/${incident.id}/assessments`, { headers: { Origin: new URL(second.url()).origin } });
  expect(run.ok()).toBe(true);
  await second.goto(`/?incident=${incident.id}`);
  const row = second.getByRole('row', { name: /^the donor/i }).first();
  await expect(row.getByText('Agreement', { exact: true })).toBeVisible();
  await expect(row.getByText('Clause 14.2')).toBeVisible();
  await picture(second, 'agreement-in-incident');

  // A second version: its difference is what the next reader sees.
  await author.goto(`${address}/edit`);
  await author.getByRole('textbox', { name: 'Number' }).fill('12');
  await author.getByRole('textbox', { name: 'What is different' }).fill('Twelve hours');
  await author.getByRole('textbox', { name: 'Why' }).fill('Amendment 2.');
  await author.getByRole('button', { name: 'Save version' }).click();
  await expect(author.getByText('+         amount: 12').or(author.getByText(/^\+\s+amount: 12/))).toBeVisible();

  for (const page of ['/agreements', address, '/agreements/new?example=1']) {
    await author.goto(page);
    await author.waitForLoadState('networkidle');
    const axe = await new AxeBuilder({ page: author }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(axe.violations.map((each) => `${page} ${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  }
  const phone = await as('dpo', { viewport: { width: 390, height: 844 } });
  for (const page of ['/agreements', address, '/agreements/new?example=1']) {
    await phone.goto(page);
    await phone.waitForLoadState('networkidle');
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), page).toBeLessThanOrEqual(0);
  }
});
