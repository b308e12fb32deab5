import { expect, test } from '@playwright/test';
import { complaintsOf, signIn } from './story';

test('from a telephone call to who must be told, by keyboard and in three fields', async ({ page }, info) => {
  test.setTimeout(180_000);
  const complaints = complaintsOf(page);
  await signIn(page, 'manager');
  const shot = async (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`), fullPage: false });
  await shot('clocks');

  // One key, three fields.
  await page.getByRole('heading', { name: 'Clocks' }).waitFor();
  await page.keyboard.press('n');
  await page.getByLabel('What happened, in one sentence').fill('A mailbox of the tracing service was read by a stranger');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Duty officer');
  await page.getByRole('combobox', { name: 'Society or organisation' }).fill('Austrian Red Cross');
  await page.getByRole('option', { name: 'Austrian Red Cross' }).click();
  await page.getByLabel('This is an exercise').check();

  // What was typed outlives the page.
  await page.reload();
  await expect(page.getByLabel('What happened, in one sentence')).toHaveValue(/stranger/);
  await expect(page.getByText(/A draft from/)).toBeVisible();
  await shot('open');
  await page.getByRole('button', { name: 'Open the incident' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /mailbox/ })).toBeVisible();
  await expect(page.getByText('Nothing on this page reaches a real address.')).toBeVisible();

  // The society on the line is a party; its people are put into a data set, at high risk.
  await page.getByRole('link', { name: 'Who is affected' }).click();
  await expect(page.getByRole('rowheader', { name: 'Austrian Red Cross' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Add a data set' }).click();
  await page.getByRole('dialog').getByLabel('Data set', { exact: true }).fill('Mailbox of the tracing service');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Add: Mailbox of the tracing service' }).click();
  await page.getByRole('button', { name: 'Add a people group' }).click();
  await page.getByRole('dialog').getByLabel('At least').first().fill('400');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog').getByText('At least 400 people')).toBeVisible();
  await page.getByRole('button', { name: 'Set the risk' }).click();
  await page.getByLabel('At high risk').check();
  await page.getByLabel('Reason', { exact: true }).fill('Names of people who are being looked for.');
  await page.getByRole('dialog').getByRole('button', { name: 'Set the risk' }).last().click();
  await expect(page.getByRole('dialog').getByText('Names of people who are being looked for.')).toBeVisible();
  await page.keyboard.press('Escape');
  await shot('parties');

  // The rules say who must be told, and the reason is one press away.
  await page.getByRole('link', { name: 'Overview' }).click();
  // The rules follow the facts each minute; when they have done so already there is nothing left to press.
  await page.getByRole('button', { name: 'Run the rules' }).click({ timeout: 15_000 }).catch(() => page.reload());
  const authorities = page.getByRole('table', { name: 'Authorities' });
  await expect(authorities.getByText('Required').first()).toBeVisible();
  await authorities.getByRole('button', { name: /^Open/ }).first().click();
  await expect(page.getByText(/72 hours from awareness/).first()).toBeVisible();
  await shot('who-must-be-told');
  expect(complaints).toEqual([]);
});

test('a question that nobody can answer stays open, and a fact keeps its history', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'manager');
  await page.getByRole('link', { name: 'Incidents' }).first().click();
  await page.getByRole('link', { name: /mailbox of the tracing/ }).click();
  await page.getByRole('link', { name: 'What happened' }).click();
  const asked = page.getByRole('row', { name: /Were data copied or taken/ });
  await expect(asked.getByText('Not known yet')).toBeVisible();
  for (const answer of ['No indication', 'Confirmed']) {
    await asked.getByRole('button').click();
    await page.getByRole('dialog').getByRole('radio', { name: answer, exact: true }).check();
    await page.getByRole('button', { name: 'Say a fact' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(asked.getByText(answer, { exact: true })).toBeVisible();
  }
  await page.getByText('Everything that was said').click();
  await expect(page.getByRole('row', { name: /copied or taken.*No indication.*Replaced/ })).toBeVisible();
});
