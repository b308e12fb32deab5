// A statement to everybody: written, approved by another person, published, corrected.
import type { Page } from '@playwright/test';
import { choose, expect, picture, test, todaysExercise } from './house';

test('a statement is drafted, approved, published and corrected', async ({ as, browser }) => {
  test.setTimeout(240_000);
  const writer = await as('communications');
  const approver = await as('approver');
  const { id } = await todaysExercise(writer);
  const tab = `/incidents/${id}/statements`;
  const english = (on: Page) => on.getByRole('article').filter({ hasText: 'What we know so far' });
  const write = async (template: string) => {
    await writer.goto(tab);
    await writer.getByRole('button', { name: 'Write a statement' }).click();
    await choose(writer, 'Start from', template);
    await writer.getByRole('button', { name: 'Save this version' }).click();
    await expect(writer.getByText('Saved. Nothing has left yet.')).toBeVisible();
  };
  const approve = async (heading: string) => {
    await approver.goto(tab);
    await approver.getByRole('article').filter({ hasText: heading }).getByRole('button', { name: 'Approve', exact: true }).click();
    await expect(approver.getByText('Approved.', { exact: true })).toBeVisible();
  };
  const publish = async (heading: string, correction?: [string, string]) => {
    await writer.reload();
    await writer.getByRole('article').filter({ hasText: heading }).getByRole('button', { name: 'Publish', exact: true }).click();
    if (correction) {
      await writer.getByLabel('It said').fill(correction[0]);
      await writer.getByLabel('Right is').fill(correction[1]);
    }
    await writer.getByRole('dialog').getByRole('button', { name: 'Publish now' }).click();
    await expect(writer.getByText('Published.', { exact: true })).toBeVisible();
  };

  await test.step('who speaks on the public page is an office, not a person', async () => {
    await writer.goto(tab);
    await writer.getByLabel('Who speaks').fill('Exercise desk of the family-links network');
    await writer.getByLabel('Office to contact').fill('Exercise desk');
    await writer.getByLabel('E-mail address').fill('desk@exercise.example');
    await writer.getByRole('button', { name: 'Ask for approval' }).click();
    await expect(writer.getByText('A change waits for approval')).toBeVisible();
    await expect(writer.getByText('Nobody has approved yet who speaks on this page.')).toBeVisible();
    await expect(writer.getByRole('button', { name: 'Approve this contact' })).toHaveCount(0);
    await approver.goto(tab);
    await approver.getByRole('button', { name: 'Approve this contact' }).click();
    await expect(approver.getByText('Shown now: Exercise desk of the family-links network')).toBeVisible();
    await writer.reload();
    await expect(writer.getByLabel('Who speaks')).toHaveValue('Exercise desk of the family-links network');
  });

  await test.step('facts are filled in; the author can submit but not approve', async () => {
    await write('Holding statement, English');
    await expect(english(writer)).toContainText('at least 515,000 people');
    await expect(english(writer)).not.toContainText('{{');
    await english(writer).getByRole('button', { name: 'Submit for approval' }).click();
    await expect(english(writer)).toContainText('Waiting for approval');
    await expect(english(writer).getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
    await expect(english(writer).getByRole('button', { name: 'Publish', exact: true })).toHaveCount(0);
  });

  await test.step('another person approves; an edit voids that', async () => {
    await approve('What we know so far');
    await writer.reload();
    await expect(english(writer)).toContainText('Approved by Amina Approver');
    await english(writer).getByRole('button', { name: 'Edit' }).click();
    const text = await writer.getByLabel('Text', { exact: true }).inputValue();
    await writer.getByLabel('Text', { exact: true }).fill(`${text}\n\nThe telephone of the desk is open at night as well.`);
    await writer.getByRole('button', { name: 'Save this version' }).click();
    await expect(english(writer)).toContainText('open at night as well');
    await expect(english(writer)).toContainText('Draft');
    await expect(english(writer).getByRole('button', { name: 'Publish', exact: true })).toHaveCount(0);
    await english(writer).getByRole('button', { name: 'Submit for approval' }).click();
    await expect(english(writer)).toContainText('Waiting for approval');
    await approve('What we know so far');
  });

  let address = '';
  const reader = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'en-GB' });
  const everybody = await reader.newPage();
  await test.step('published, it is there for everybody, without script', async () => {
    await publish('What we know so far');
    await expect(english(writer)).toContainText('Public');
    address = (await writer.getByRole('link', { name: 'Open the public page' }).getAttribute('href')) ?? '';
    expect(address).toContain('/public/');
    await everybody.goto(address);
    await expect(everybody.locator('html')).toHaveAttribute('lang', 'en');
    await expect(everybody.getByText('at least 515,000 people')).toBeVisible();
    await expect(everybody.getByText('open at night as well')).toBeVisible();
    await expect(everybody.getByText('desk@exercise.example')).toBeVisible();
    expect(await everybody.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await picture(everybody, 'public-en-390', true);
  });

  await test.step('the Arabic one stands beside it, from right to left', async () => {
    await write('Holding statement, Arabic');
    const arabic = 'ما نعرفه عن الهجوم على بياناتنا';
    await writer.getByRole('article').filter({ hasText: arabic }).getByRole('button', { name: 'Submit for approval' }).click();
    await expect(writer.getByRole('article').filter({ hasText: arabic })).toContainText('Waiting for approval');
    await approve(arabic);
    await publish(arabic);
    await everybody.reload();
    await everybody.getByRole('link', { name: 'العربية' }).click();
    await expect(everybody.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(everybody.getByText(arabic).first()).toBeVisible();
    await picture(everybody, 'public-ar-390', true);
  });

  await test.step('a correction names what was wrong and what is right', async () => {
    await english(writer).getByRole('button', { name: 'Edit' }).click();
    const text = writer.getByLabel('Text', { exact: true });
    await text.fill((await text.inputValue()).replace('open at night as well', 'open from 8 to 20 hours'));
    await writer.getByRole('button', { name: 'Save this version' }).click();
    await everybody.goto(`${address}?lang=en`);
    await expect(everybody.getByText('open at night as well')).toBeVisible(); // an unapproved edit changes nothing outside
    await english(writer).getByRole('button', { name: 'Submit for approval' }).click();
    await expect(english(writer)).toContainText('Waiting for approval');
    await approve('What we know so far');
    await publish('What we know so far', ['The desk is open at night.', 'The desk is open from 8 to 20 hours.']);
    await everybody.reload();
    await expect(everybody.getByRole('definition').filter({ hasText: 'The desk is open from 8 to 20 hours.' })).toBeVisible();
    await expect(everybody.getByRole('definition').filter({ hasText: 'The desk is open at night.' })).toBeVisible();
    await picture(everybody, 'public-en-390-corrected', true);
  });
  await picture(writer, 'statements', true);
  await reader.close();
});
