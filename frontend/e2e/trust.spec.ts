// From approval to the public page in two clicks, and from its words to "this is ours" in two steps, without script (journeys 9 and 10).
import type { Page } from '@playwright/test';
import { ask, expect, picture, test } from './house';

type Statements = { statements: { id: string; versions: { hash: string; title: string }[] }[]; page: { url?: string; change?: { version: { hash: string } } }; templates: { name: string; language: string; title: string; body: string }[] };

async function send<T>(page: Page, method: 'POST' | 'PUT', path: string, data?: object): Promise<T> {
  const answer = await page.request.fetch(path, { method, data, headers: { Origin: new URL(page.url()).origin } });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

test('what is approved is public after two clicks, and whoever gets its words can check them in two steps', async ({ as, browser }) => {
  const [writer, approver] = [await as('communications'), await as('approver')];
  await writer.goto('/');
  await approver.goto('/');
  const manager = await as('manager');
  await manager.goto('/');
  const { id } = await send<{ id: string }>(manager, 'POST', '/api/incidents', {
    title: 'EXERCISE: a list of a hotline was taken', reporter: { name: 'Exercise desk' }, exercise: true,
    facts: [{ key: 'detected_at', value: new Date(Date.now() - 86_400_000).toISOString(), zone: 'UTC' }, { key: 'exfiltrated', value: 'possible' }],
  });
  const at = `/api/incidents/${id}`;

  await test.step('somebody speaks on the page, and words are approved by another person', async () => {
    await send(writer, 'PUT', `${at}/public-page`, { organisation: 'Exercise desk', contact_name: 'Exercise desk', contact_mail: 'desk@exercise.example', contact_phone: '', zone: 'Europe/Zurich', version: 0 });
    const contact = await ask<Statements>(approver, `${at}/statements`);
    await send(approver, 'POST', `${at}/public-page/approval`, { hash: contact.page.change!.version.hash });
    const words = await send<{ id: string }>(writer, 'POST', `${at}/statements`, { language: 'en', title: 'What we know so far', body: 'Somebody took a list of our hotline. We are sorry. Speak to the office you know.' });
    await send(writer, 'POST', `/api/statements/${words.id}/submission`);
    const { statements } = await ask<Statements>(approver, `${at}/statements`);
    await send(approver, 'POST', `/api/statements/${words.id}/approval`, { hash: statements.find((each) => each.id === words.id)!.versions[0]!.hash });
  });

  await test.step('two clicks publish it', async () => {
    let clicks = 0;
    await writer.exposeFunction('handClicked', () => { clicks += 1; });
    await writer.addInitScript(() => addEventListener('pointerdown', (event) => { if (event.isTrusted) void (window as unknown as { handClicked: () => void }).handClicked(); }, true));
    await writer.goto(`/incidents/${id}/statements`);
    await writer.getByRole('article').filter({ hasText: 'What we know so far' }).getByRole('button', { name: 'Publish', exact: true }).click();
    await writer.getByRole('dialog').getByRole('button', { name: 'Publish now' }).click();
    await expect(writer.getByText('Published.', { exact: true })).toBeVisible();
    await expect.poll(() => clicks, 'the counter counts').toBe(2);
  });

  const address = await writer.getByRole('link', { name: 'Open the public page' }).getAttribute('href');
  const borrowed = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'en-GB' });
  const reader = await borrowed.newPage();
  let reference = '';

  await test.step('the page carries a reference and says where it is checked', async () => {
    await reader.goto(address!);
    reference = (await reader.getByText(/^\d{3}(-\d{3}){5}$/).first().textContent()) ?? '';
    expect(reference).toMatch(/^\d{3}(-\d{3}){5}$/);
    await expect(reader.getByText('/check and type the reference', { exact: false })).toBeVisible();
    await picture(reader, 'trust-public-390', true);
  });

  await test.step('two steps: open the page, type the reference', async () => {
    const check = async (typed: string) => {
      await reader.goto('/check');
      await reader.getByRole('textbox', { name: 'Reference' }).fill(typed);
      await reader.getByRole('textbox', { name: 'Reference' }).press('Enter');
    };
    await check(reference.replaceAll('-', ' '));
    await expect(reader.getByRole('status')).toContainText('Yes, this is ours');
    await expect(reader).toHaveURL(/\/check$/);
    await picture(reader, 'trust-check-390', true);
    // One wrong digit is a slip of the hand, and is said to be one: nobody is told that a genuine message is false.
    const wrong = reference.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    await check(wrong);
    await expect(reader.getByRole('alert')).toBeVisible();
    await expect(reader.getByRole('textbox', { name: 'Reference' })).toHaveValue(wrong);
  });
  await borrowed.close();
});
