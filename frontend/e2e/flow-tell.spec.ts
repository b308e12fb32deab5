// The main flow, as people do it: open, decide, tell, acknowledge.
import type { Locator, Page } from '@playwright/test';
import { ask, choose, emails, expect, password, picture, test, watch } from './house';

const title = 'EXERCISE: a stranger read the mailbox of a family-links officer';
const societies = ['French Red Cross', 'Lebanese Red Cross'] as const;

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let n = 0; n < 40; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The field cannot be reached with the Tab key.');
}

async function addGroup(page: Page, society: string, country: string, from: number, to: number): Promise<void> {
  await page.getByRole('row', { name: society }).getByRole('button', { name: /^Add: Tracing requests/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add a people group' }).click();
  await dialog.getByLabel('Name of the group').fill(`People looked for by the ${society}`);
  const many = dialog.getByRole('group', { name: 'How many people' });
  await many.getByLabel('At least').fill(String(from));
  await many.getByLabel('At most').fill(String(to));
  await dialog.getByLabel('Source').fill('Register of the society');
  await dialog.getByLabel('Country').fill(country);
  await dialog.getByRole('group', { name: 'Where they live' }).getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByLabel(`${country}: At least`).fill(String(from));
  await dialog.getByLabel(`${country}: At most`).fill(String(to));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText(new RegExp(`${from.toLocaleString('en-GB')} to ${to.toLocaleString('en-GB')} people`))).toBeVisible();

  await dialog.getByRole('button', { name: 'Set the risk' }).click();
  await dialog.getByLabel('At high risk').check();
  const form = dialog.locator('form');
  await form.getByRole('button', { name: 'Set the risk' }).click();
  await expect(form.getByText('Write the reason.')).toBeVisible(); // no risk without a reason
  await form.getByLabel('Reason').fill('Whoever looks for these people learns where they are.');
  await form.getByRole('button', { name: 'Set the risk' }).click();
  await expect(dialog.getByText('Whoever looks for these people')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
}

test('an incident is opened, decided, told and acknowledged', async ({ as, browser, page, request }) => {
  test.setTimeout(240_000);
  const complaints = watch(page);
  let incident = '';

  await test.step('the incident manager signs in and opens an incident by keyboard alone', async () => {
    await page.goto('/');
    await page.getByLabel('E-mail address').fill(emails.manager);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Clocks' })).toBeVisible();
    complaints.length = 0; // before the sign-in the server rightly answers 401
    await page.keyboard.press('n');
    const sentence = page.getByLabel('What happened, in one sentence');
    await expect(sentence).toBeFocused();
    await page.keyboard.type(title);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Nadia at the night desk');
    await tabTo(page, page.getByLabel('This is an exercise'));
    await page.keyboard.press('Space');
    await expect(page.getByText('Nothing on this page reaches a real address.')).toBeVisible();
  });

  await test.step('what the caller knows is written down beside it, and a reload loses nothing', async () => {
    const question = async (words: RegExp) => {
      const control = page.getByRole('button', { name: words });
      await control.click();
      await expect(control).toHaveAttribute('aria-expanded', 'true');
      return page.getByRole('region', { name: words });
    };
    await (await question(/first person or system notice/)).getByRole('button', { name: 'Now' }).click();
    await (await question(/Were data copied/)).getByLabel('We assume so, they had the possibility').check();
    await (await question(/About how many people/)).getByLabel('At least').fill('1500');
    await page.reload();
    await expect(page.getByLabel('What happened, in one sentence')).toHaveValue(title);
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Nadia at the night desk');
    await expect(page.getByLabel('This is an exercise')).toBeChecked();
    await expect(page.getByText(/A draft from .* was put back/)).toBeVisible();
    await expect(page.getByRole('button', { name: /Were data copied.*We assume so/ })).toBeVisible();
    await tabTo(page, page.getByLabel('Name', { exact: true }));
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^INC-\d{4}-\d+ is open and its clocks run\.$/)).toBeVisible();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    incident = /\/incidents\/([0-9a-f-]{36})$/.exec(page.url())?.[1] ?? '';
    expect(incident).not.toBe('');
  });

  await test.step('parties from the directory, a data set, groups with ranges and a risk with its reason', async () => {
    await page.getByRole('link', { name: 'Who is affected' }).click();
    await page.getByRole('button', { name: 'Add parties' }).click();
    for (const society of societies) await choose(page, 'From the directory', society, society);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText(/2 parties were added/)).toBeVisible();
    await page.getByRole('button', { name: 'Add a data set' }).click();
    await choose(page, 'Data set', 'Tracing requests and family links', 'Tracing');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await addGroup(page, societies[0], 'FR', 1200, 1500);
    await addGroup(page, societies[1], 'LB', 300, 400);
    await expect(page.getByText(/2 of 2 parties/)).toContainText('1,500 to 1,900 people');
  });

  const owed = (on: Page) => on.getByRole('table', { name: 'Authorities' }).getByRole('row', { name: /supervisory authority General Data Protection Regulation/i });
  await test.step('the rules say who must be told, by when, and why', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    // The rules follow the facts each minute; when they have done so already there is nothing left to press.
    await page.getByRole('button', { name: 'Run the rules' }).click({ timeout: 15_000 }).catch(() => page.reload());
    const row = owed(page);
    await expect(row).toContainText('Required');
    await expect(row).toContainText('French Red Cross');
    await expect(row).toContainText(/in (\d+ d )?\d+ h/);
    await expect(row).toContainText(/due \w{3} \d+ \w{3,4}, \d\d:\d\d Paris \(\d\d:\d\d UTC\)/);
    await row.getByRole('button', { name: /^Open/ }).click();
    await expect(page.getByText(/French Red Cross must tell: .*supervisory authority/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Facts used' })).toBeVisible();
    await expect(page.getByText('Regulation (EU) 2016/679, Art. 33(1)', { exact: true })).toBeVisible();
    await picture(page, 'flow-1-required');
  });

  await test.step('the data protection officer confirms one', async () => {
    const dpo = await as('dpo');
    await dpo.goto(`/incidents/${incident}`);
    await owed(dpo).getByRole('button', { name: /^Open/ }).click();
    await dpo.getByRole('button', { name: 'Confirm', exact: true }).click();
    await dpo.getByRole('dialog').getByRole('button', { name: 'Confirm', exact: true }).click();
    await expect(dpo.getByText('The decision is in the record.')).toBeVisible();
    await expect(dpo.getByText(/Confirmed · Paul Protection/)).toBeVisible();
  });

  const board = `/incidents/${incident}/societies`;
  const communications = await as('communications');
  const approver = await as('approver');
  const step = async (on: Page, action: string, said: string) => {
    if (!on.url().includes('circular=')) {
      await on.goto(board);
      await on.getByRole('button', { name: 'Circular 1' }).click();
    } else await on.reload();
    await on.getByRole('button', { name: action, exact: true }).click();
    await on.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
    await expect(on.getByText(said)).toBeVisible();
  };

  await test.step('communications drafts a circular in four languages', async () => {
    await communications.goto(board);
    await communications.getByRole('button', { name: 'Write a circular' }).click();
    await communications.getByRole('textbox', { name: 'Who writes' }).fill('Exercise desk of the family-links network');
    await communications.getByRole('textbox', { name: 'Contact', exact: true }).fill('Duty desk');
    await communications.getByRole('textbox', { name: 'E-mail address' }).fill('desk@exercise.example');
    for (const language of ['English', 'French', 'Spanish', 'Arabic']) await expect(communications.getByLabel(language, { exact: true })).toBeChecked();
    await expect(communications.getByText('2 of 2 societies chosen')).toBeVisible();
    await communications.getByRole('button', { name: 'Save this version' }).click();
    await expect(communications.getByText('Saved. Nothing has left yet.')).toBeVisible();
    await expect(communications.getByRole('article')).toHaveCount(4);
    await expect(communications.getByRole('article').filter({ hasText: 'Arabic' }).locator('[dir=rtl]').first()).toContainText('ما لا يقل عن');
    await picture(communications, 'flow-2-circular', true);
    await step(communications, 'Submit for approval', 'Submitted. Another person has to approve it.');
  });

  await test.step('an approver approves, the manager asks for it to go, an approver allows it', async () => {
    await step(approver, 'Approve', 'Approved. The incident manager can ask for it to be sent.');
    await step(page, 'Ask for it to be sent', 'Asked. An approver has to allow it.');
    await expect(page.getByRole('button', { name: 'Allow sending' })).toHaveCount(0);
    await step(approver, 'Allow sending', 'The letters are queued.');
  });

  const links: Record<string, string> = {};
  await test.step('the outbox holds one letter to each society, not sent', async () => {
    for (const society of societies) {
      await expect(async () => {
        await page.goto(`/outbox?incident=${incident}`);
        await expect(page.getByRole('row').filter({ hasText: society })).toContainText('Not sent', { timeout: 1_500 });
      }).toPass({ timeout: 15_000 });
      const row = page.getByRole('row').filter({ hasText: society });
      await expect(row).toContainText('Exercise');
      await row.getByRole('button', { name: /^Open/ }).click();
      await expect(page.getByText('Exercise: not sent')).toBeVisible();
      links[society] = (await page.getByRole('link', { name: 'Open the page behind its link' }).getAttribute('href')) ?? '';
    }
    await expect(page.locator('pre')).toHaveAttribute('dir', 'rtl');
    await picture(page, 'flow-3-outbox');
    expect(new Set(Object.values(links)).size).toBe(2);
  });

  type Board = { counts: { expected: number; seen: number; acknowledged: number } };
  const counts = async () => (await ask<Board>(page, `/api/incidents/${incident}/board`)).counts;

  await test.step('mail scanners fetch the link, by every means, and change nothing', async () => {
    for (const link of Object.values(links)) {
      expect((await request.get(link)).status()).toBe(200);
      expect((await request.head(link)).status()).toBe(200);
      expect((await request.get(`${link}?answer=acting&name=Scanner`)).status()).toBe(200);
      const scanner = await browser.newPage();
      await scanner.goto(link);
      await scanner.mouse.move(40, 40);
      expect(await scanner.locator('script').count()).toBe(0);
      // What opens links by machine runs scripts of its own on the page: it looks at everything, points at everything and waits.
      await scanner.evaluate(() => {
        for (const element of document.querySelectorAll<HTMLElement>('*')) {
          element.focus();
          for (const kind of ['mouseover', 'mousemove', 'pointerover', 'touchstart', 'focusin', 'scroll']) element.dispatchEvent(new Event(kind, { bubbles: true }));
        }
        scrollTo(0, document.body.scrollHeight);
        for (const a of document.querySelectorAll('a')) if (a.href.startsWith(location.origin)) void fetch(a.href, { credentials: 'include' }).catch(() => undefined);
        for (const form of document.forms) void fetch(form.action, { method: 'HEAD' }).catch(() => undefined);
      });
      await scanner.waitForTimeout(1000 * Number(process.env.CANDOUR_SCANNER_SECONDS ?? 1));
      await scanner.close();
    }
    expect(await counts()).toMatchObject({ expected: 2, seen: 0, acknowledged: 0 });
  });

  await page.goto(board);
  await expect(page.getByText('0 of 2 societies have acknowledged; 0 silent')).toBeVisible();

  for (const [society, dir, lang] of [[societies[1], 'rtl', 'ar'], [societies[0], 'ltr', 'fr']] as const) {
    await test.step(`the ${society} answers from its telephone in three taps, without script, in ${lang}`, async () => {
      const telephone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
      const hand = await telephone.newPage();
      let bytes = 0;
      const wire = await telephone.newCDPSession(hand);
      await wire.send('Network.enable');
      wire.on('Network.loadingFinished', (event) => { bytes += event.encodedDataLength; });
      await hand.goto(links[society]!); // the first tap: the link in the letter
      await expect(hand.locator('html')).toHaveAttribute('dir', dir);
      await expect(hand.locator('html')).toHaveAttribute('lang', lang);
      await expect(hand.getByText('Exercise desk of the family-links network').first()).toBeVisible();
      await picture(hand, `society-${lang}-1`, true);
      await hand.locator('button[value=seen]').tap(); // without a name the telephone itself asks for it
      await expect(hand.locator('button[value=seen]')).toBeVisible();
      await hand.getByRole('textbox').fill('Samira Haddad');
      await hand.locator('button[value=seen]').tap();
      await expect(hand.locator('button[value=acting]')).toBeVisible();
      await picture(hand, `society-${lang}-2`, true);
      await hand.locator('button[value=acting]').tap();
      await expect(hand.locator('.code')).toBeVisible();
      await picture(hand, `society-${lang}-3`, true);
      expect(await hand.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(bytes, 'bytes of all three pages together').toBeGreaterThan(1_000);
      expect(bytes, 'bytes of all three pages together').toBeLessThan(30_000);
      await telephone.close();
    });
  }

  await test.step('the board shows it at once', async () => {
    await page.reload();
    await expect(page.getByText('All 2 societies have acknowledged')).toBeVisible();
    const row = page.getByRole('row').filter({ hasText: societies[1] });
    await expect(row).toContainText('We act');
    await row.getByRole('button', { name: /^Open/ }).click();
    await expect(page.getByText('Samira Haddad')).toBeVisible();
    expect(await counts()).toMatchObject({ expected: 2, seen: 2, acknowledged: 2 });
    await picture(page, 'flow-4-board', true);
  });
  expect(complaints).toEqual([]);
});
