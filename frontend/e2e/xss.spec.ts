// Strings that run a script wherever text is taken for markup are put through the API into every text field of an exercise; then every page of the
// incident, the previews of mails, the society's page, the public page, its feeds and the check page are opened and watched: nothing runs.
import type { BrowserContext, Page } from '@playwright/test';
import { crowd } from './crowd';
import { ask, expect, test, type Role } from './house';
import { payloads, pieces, word } from './payloads';

const tabs = ['', '/facts', '/facts?view=history', '/questions', '/risk', '/parties', '/people', '/contact', '/decisions', '/tasks', '/closing', '/telling', '/adaptations', '/societies', '/statements', '/words', '/words/new',
  '/briefings', '/approvals', '/translations', '/enquiries', '/enquiries?view=answers', '/worklists', '/broadcasts', '/changes', '/changes/known', '/said', '/dossier', '/timeline', '/correspondence', '/comments'];

type Heard = { runs: string[]; dialogs: string[]; refused: string[] };

/** Hears every payload that runs, in whatever frame; every dialog; and every script that the policy of a page has to refuse. */
async function watcher(context: BrowserContext): Promise<Heard> {
  const heard: Heard = { runs: [], dialogs: [], refused: [] };
  await context.exposeBinding('heard', ({ frame }) => { heard.runs.push(frame.url()); });
  await context.exposeBinding('violated', ({ frame }, what: string) => { heard.refused.push(`${frame.url()}: ${what}`); });
  await context.addInitScript(() => addEventListener('securitypolicyviolation', (event) => {
    void (window as unknown as { violated: (what: string) => void }).violated(`${event.violatedDirective} ${event.blockedURI}`);
  }));
  context.on('dialog', (dialog) => {
    heard.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return heard;
}

/** What became markup without running yet: a handler, an address that is a script, a script that calls. */
const markup = (page: Page) => page.evaluate(() => {
  const odd: string[] = [];
  const look = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        const plain = value.replace(/[\u0000-\u0020\u00a0]/g, '').toLowerCase();
        if (name.startsWith('on')) odd.push(`${element.tagName} ${name}`);
        if (/^(src|href|xlink:href|action|formaction|data)$/.test(name) && /^(javascript|vbscript|data:(text|application))/.test(plain)) odd.push(`${element.tagName} ${name}=${plain}`);
        // A frame is read as it stands in its attribute: a script may not look into it, and need not.
        if (name === 'srcdoc') look(new DOMParser().parseFromString(value, 'text/html'));
      }
      if (element.tagName.toLowerCase() === 'script' && element.textContent.includes('heard()')) odd.push('script');
    }
  };
  look(document);
  return odd;
});

test('of more than 500 scripts in each text field none runs on any page', async ({ as, browser, baseURL }) => {
  test.setTimeout(240_000);
  expect(payloads.length).toBeGreaterThanOrEqual(500);
  const desk: Partial<Record<Role, Page>> = {};
  const send = async <T>(role: Role, method: 'POST' | 'PUT', path: string, data?: object): Promise<T> => {
    const page = (desk[role] ??= await as(role));
    const answer = await page.request.fetch(path, { method, data, headers: { Origin: baseURL! } });
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    const text = await answer.text();
    return (text ? JSON.parse(text) : undefined) as T;
  };
  const manager = await as('manager');
  desk.manager = manager;

  await test.step('the watcher hears what runs where text is taken for markup, and what a policy refuses', async () => {
    const context = await browser.newContext();
    const heard = await watcher(context);
    const careless = (policy: Record<string, string>) => context.route('http://careless.example/**', (route) => route.fulfill({
      contentType: 'text/html', headers: policy, body: `<!doctype html><title>x</title>${payloads.filter((each) => /^<(img|svg|script|details|input)/i.test(each)).join('\n</script>')}`,
    }));
    const page = await context.newPage();
    await careless({});
    await page.goto('http://careless.example/');
    await expect.poll(() => heard.runs.length).toBeGreaterThan(8);
    expect((await markup(page)).length).toBeGreaterThan(8);
    expect(heard.refused).toEqual([]);
    await context.unroute('http://careless.example/**');
    await careless({ 'Content-Security-Policy': "default-src 'none'" });
    heard.runs.length = 0;
    await page.goto('http://careless.example/again');
    await expect.poll(() => heard.refused.length).toBeGreaterThan(8);
    expect(heard.runs).toEqual([]);
    await context.close();
  });

  const society = 'Lebanese Red Cross';
  const { incident, party, group } = await crowd(manager, `EXERCISE ${word}`, society, 8, ['en', 'fr', 'es', 'ar']);
  const at = `/api/incidents/${incident}`;
  const now = new Date(Date.now() - 60_000).toISOString();
  // Each field that is long enough has all of them as they are, in as many texts as it takes; in every field stands the word that becomes all of
  // them on its way to the page. What turns the direction of reading is refused everywhere, so it comes to the page by the word alone.
  const typed = payloads.filter((each) => !/[\u202a-\u202e]/.test(each));
  const oneLine = typed.filter((each) => !/[\u0000-\u001f]/.test(each));
  const some = (limit: number, n = 0) => {
    const own = pieces(limit - word.length - 1, oneLine);
    return `${word} ${own[n % own.length]}`;
  };
  // What the checks let through: no element, no handler, no address.
  const plain = oneLine.filter((each) => !/<\/?[a-z]|on\w+\s*=|script:|data:|https?:|\$\{/i.test(each));
  const mild = (limit: number, n = 0) => {
    const own = pieces(limit, plain);
    return own[n % own.length]!;
  };
  const bodies = (limit: number) => pieces(limit - word.length - 1, typed).map((each) => `${word} ${each}`);
  const links: string[] = [];
  const mails: string[] = [];
  const below: string[] = [];

  await test.step('every text field of the incident has them', async () => {
    await send('manager', 'POST', `${at}/facts`, { reason: some(1000), facts: ['people_count', 'exfiltrated'].map((key, n) => ({
      key, value: key === 'people_count' ? { min: 8, max: 8 } : 'confirmed', certainty: 'confirmed', source: some(480, n), reason: some(900, n), learnt_at: now })) });
    await send('manager', 'POST', `${at}/data-sets`, { name: some(190), notes: some(1900) });
    await send('manager', 'POST', `${at}/parties`, { name: some(190, 1), country: 'CH', role: 'processor', kind: 'company', immunity: some(290), aware_at: now, aware_reason: some(900), aware_zone: 'UTC' });
    await send('manager', 'POST', `${at}/people-groups`, { party_id: party, name: some(290, 2), source: some(480, 2), count: { min: 3, max: 9 } });
    await send('dpo', 'POST', `/api/people-groups/${group}/risk`, { level: 'high_risk', reason: some(900, 1), version: await versionOf() });
    await send('manager', 'POST', `${at}/tasks`, { title: some(190, 3), detail: some(3900), party_id: party });
    for (const kind of ['incident', 'party'] as const) await send('manager', 'POST', `${at}/comments`, { kind, thing: kind === 'party' ? party : incident, text: bodies(3900)[0] });
    for (const [n, what] of bodies(1900).entries()) await send('manager', 'POST', `${at}/timeline-entries`, { happened_at: now, source: some(290, n), what, zone: 'UTC' });
    await send('communications', 'POST', `${at}/outside-statements`, { kind: 'press', language: 'en', said_at: now, source: some(480, 4), who: some(190, 5), words: bodies(9000)[0] });
    const thread = await send<{ id: string }>('manager', 'POST', `${at}/correspondence`, { kind: 'authority', address: 'desk@authority.example', name: some(110), subject: some(110, 1) });
    for (const [n, text] of bodies(19_000).entries()) await send('manager', 'POST', `/api/correspondence/${thread.id}/notes`, { direction: 'in', happened_at: now, author: some(110, n), text });
    below.push(`/correspondence/${thread.id}`);
    await send('manager', 'POST', `${at}/enquiries`, { channel: 'telephone', language: 'en', topic: 'other', worry: 'calm', name: some(190), note: some(290), question: some(190, 4) });
    for (const [n, answer] of bodies(19_000).entries()) await send('communications', 'POST', `${at}/answers`, { language: 'en', topic: 'genuine', question: some(190, n), answer });
    for (const kind of ['staff-note', 'hotline-script', 'poster', 'radio']) for (const body of bodies(19_000)) {
      const printed = await send<{ id: string }>('communications', 'POST', `${at}/printed-texts`, { kind, language: 'en', title: some(190, 7), body });
      below.push(`/words/${printed.id}`);
    }
    await send('manager', 'POST', `${at}/broadcasts`, { kind: 'radio', area: some(190, 8), language: 'en', begins_on: now.slice(0, 10), ends_on: now.slice(0, 10), group_ids: [group], proof_name: some(190), proof_hash: 'a'.repeat(64), reach: { min: 1, max: 2 }, reach_how: some(290, 9) });
    const { id: organisation } = await send<{ id: string }>('manager', 'POST', '/api/organisations', { kind: 'company', name: `${Date.now()} ${some(170, 10)}`, country: 'CH', notes: some(900, 3), immunity: some(290, 4) });
    await send('manager', 'POST', `/api/organisations/${organisation}/contacts`, { name: some(190, 11), email: 'somebody@people.example', role: 'focal-point', telephone: '+41 22 555 00 00' });
    links.push(`/societies/${organisation}`);
    await send('communications', 'POST', `${at}/people-notices`, {
      audience: { groups: [group], parties: [] }, fallback: 'en', organisation: some(110, 3), contact: { name: some(110, 4), role: some(110, 5), email: 'desk@exercise.example', telephone: '+41 22 555 00 01' },
      texts: { en: { subject: some(110, 6), body: bodies(5900)[0], letter: bodies(5900)[1], script: bodies(5900)[2], sms: some(290, 8), families: some(290, 9) } } });
  });
  async function versionOf(): Promise<number> {
    const { items } = await ask<{ items: { id: string; version: number }[] }>(manager, `${at}/people-groups`);
    return items.find((each) => each.id === group)!.version;
  }

  await test.step('words with code in them are refused before anybody approves; what is no code is published, corrected, and sent to a society', async () => {
    type Statements = { statements: { id: string; versions: { hash: string }[] }[]; page: { change?: { version: { hash: string } }; url: string } };
    const approver = (desk.approver ??= await as('approver'));
    const read = () => ask<Statements>(approver, `${at}/statements`);
    for (const [n, body] of bodies(19_000).entries()) {
      const { id } = await send<{ id: string }>('communications', 'POST', `${at}/statements`, { language: 'en', title: some(190, n), body });
      const refused = await desk.communications!.request.post(`/api/statements/${id}/submission`, { headers: { Origin: baseURL! } });
      expect(refused.status()).toBe(422);
      expect(await refused.text()).toContain('This is code.');
    }
    await send('communications', 'PUT', `${at}/public-page`, { organisation: mild(190), contact_name: mild(190, 1), contact_mail: 'desk@exercise.example', contact_phone: '', zone: 'UTC', version: 0 });
    await send('approver', 'POST', `${at}/public-page/approval`, { hash: (await read()).page.change!.version.hash });
    const publish = async (id: string, correction: object = {}) => {
      await send('communications', 'POST', `/api/statements/${id}/submission`);
      await send('approver', 'POST', `/api/statements/${id}/approval`, { hash: (await read()).statements.find((each) => each.id === id)!.versions[0]!.hash });
      await send('communications', 'POST', `/api/statements/${id}/publication`, correction);
    };
    const { id: words } = await send<{ id: string }>('communications', 'POST', `${at}/statements`, { language: 'en', title: mild(190, 2), body: mild(9000) });
    await publish(words);
    await send('communications', 'PUT', `${at}/statements/${words}`, { language: 'en', title: mild(190, 3), body: `${mild(9000)} Corrected.`, from: 1 });
    await publish(words, { correction_said: some(900), correction_right: some(900, 5) });
    links.push(new URL((await read()).page.url).pathname);

    const { items } = await ask<{ items: { id: string; name: string }[] }>(manager, '/api/organisations?kind=national-society&limit=200');
    const circular = { organisation: mild(110, 4), contact: { name: mild(110, 5), role: mild(110, 6), email: 'desk@exercise.example', telephone: '+41 22 555 00 01' },
      societies: [items.find((each) => each.name === society)!.id], zone: 'UTC', texts: { en: { title: mild(110), happened: mild(5900), ask: mild(5900) } } };
    const { id } = await send<{ id: string }>('communications', 'POST', `${at}/circulars`, circular);
    const stands = () => ask<{ content_hash: string; version: number }>(approver, `/api/circulars/${id}`);
    await send('communications', 'POST', `/api/circulars/${id}/submission`, { version: (await stands()).version });
    const { version, content_hash: hash } = await stands();
    await send('approver', 'POST', `/api/circulars/${id}/approval`, { version, hash });
    await send('manager', 'POST', `/api/circulars/${id}/sending-request`, { version: (await stands()).version });
    await send('approver', 'POST', `/api/circulars/${id}/sending`, { version: (await stands()).version, hash });
    let letters: { id: string }[] = [];
    await expect.poll(async () => (letters = (await ask<{ items: { id: string }[] }>(manager, `/api/outbox?incident=${incident}`)).items).length).toBeGreaterThan(0);
    for (const each of letters) {
      const { letter } = await ask<{ letter: { html: string; link: string } }>(manager, `/api/outbox/${each.id}`);
      mails.push(letter.html);
      if (letter.link) links.push(new URL(letter.link).pathname);
    }
  });

  await test.step('previews are made of all of them, by the templates that make the real ones', async () => {
    const texts = { subject: some(110), sms: some(290), families: some(290, 1) };
    const contact = { name: some(110), role: some(110, 1), email: 'desk@exercise.example', telephone: '+41 22 555 00 01' };
    for (const [n, body] of bodies(5900).entries()) {
      for (const channel of ['email', 'letter', 'sms', 'script']) mails.push((await send<{ html: string }>('communications', 'POST', `${at}/people-notice-checks`, {
        channel, families: true, language: 'en', notice: { audience: { groups: [group], parties: [] }, fallback: 'en', organisation: some(110, n), contact, texts: { en: { ...texts, body, letter: body, script: body } } } })).html);
      mails.push((await send<{ html: string }>('communications', 'POST', `${at}/circular-checks`, {
        language: 'en', circular: { organisation: some(110, n), contact, societies: [], zone: 'UTC', texts: { en: { title: some(110, n), happened: body, ask: body } } } })).html);
      for (const kind of ['statement', 'poster', 'staff-note']) mails.push((await send<{ html: string }>('communications', 'POST', `${at}/text-checks`, { kind, language: 'en', title: some(190, n), body })).html);
    }
    expect(mails.filter((html) => html?.includes('heard()')).length).toBeGreaterThan(20);
  });
  const odd: string[] = [];
  const context = await browser.newContext({ storageState: await manager.context().storageState(), baseURL: baseURL!, locale: 'en-GB' });
  const heard = await watcher(context);

  await test.step('mails and sheets, opened without any policy', async () => {
    const page = await context.newPage();
    for (const [n, html] of mails.filter(Boolean).entries()) {
      await page.setContent(html, { waitUntil: 'load' });
      odd.push(...(await markup(page)).map((each) => `mail ${n}: ${each}`));
    }
    await page.close();
  });

  await test.step('what everybody may open: the public page and its feeds, the page of the society, the check page', async () => {
    const page = await context.newPage();
    const site = links.find((each) => each.startsWith('/public/'))!;
    await page.goto(site);
    await expect(page.locator('body')).toContainText('Corrected.');
    await expect(page.locator('body')).toContainText("heard()");
    const files = await page.evaluate(() => [...document.querySelectorAll('a[href], link[href]')].map((each) => each.getAttribute('href')!).filter((each) => !/^(mailto|tel|#)/.test(each)));
    for (const address of new Set([...links, ...files.map((each) => new URL(each, page.url()).pathname), ...pieces(1500).map((each) => `/check?reference=${encodeURIComponent(each)}`)])) {
      // A feed is for a reader of feeds: a browser may save it instead of showing it.
      const shown = await page.goto(address).catch((error: Error) => (error.message.includes('Download is starting') ? null : Promise.reject(error)));
      if (shown) expect(shown.status(), address).toBeLessThan(500);
      odd.push(...(await markup(page)).map((each) => `${address}: ${each}`));
    }
    await page.goto('/check');
    for (const each of [payloads[0]!, payloads[7]!, payloads[170]!]) {
      await page.getByRole('textbox').first().fill(each);
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      odd.push(...(await markup(page)).map((found) => `/check: ${found}`));
    }
    await page.close();
  });

  await test.step('every page of the incident, with all of them in every text field', async () => {
    // What the server made for a frame stays as it made it; that has had them already.
    await context.route('**/api/**', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const answer = await route.fetch();
      const text = await answer.text();
      if (!text.includes(word) || !answer.headers()['content-type']?.includes('json')) return route.fulfill({ response: answer, body: text });
      return route.fulfill({ response: answer, json: JSON.parse(text, (key, value: unknown) => (typeof value === 'string' && key !== 'html' ? value.replaceAll(word, every) : value)) });
    });
    const seen: string[] = [];
    const every = payloads.join('\n\n');
    const visit = async (addresses: string[]) => {
      const page = await context.newPage();
      for (const address of addresses) {
        await page.goto(address);
        await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
        await expect(page.locator('[aria-busy="true"], .mantine-Skeleton-root')).toHaveCount(0, { timeout: 20_000 });
        const found = await markup(page);
        odd.push(...found.map((each) => `${address}: ${each}`));
        if (await page.evaluate(() => document.documentElement.innerHTML.includes('heard()'))) seen.push(address);
      }
      await page.close();
    };
    const everywhere = [...tabs.map((each) => `/incidents/${incident}${each}`), ...below.map((each) => `/incidents/${incident}${each}`), ...links.filter((each) => each.startsWith('/societies/')),
      '/', '/incidents', '/societies', '/tasks', '/search?q=EXERCISE', `/outbox?incident=${incident}`, '/register'];
    await Promise.all([0, 1].map((half) => visit(everywhere.filter((_, n) => n % 2 === half))));
    // A page that shows none of it would prove nothing. Three lists may: what is due soonest of all incidents, own tasks, breaches that were no exercise.
    expect(everywhere.filter((each) => !seen.includes(each) && !['/', '/tasks', '/register'].includes(each))).toEqual([]);
  });

  expect(odd).toEqual([]);
  expect(heard).toEqual({ runs: [], dialogs: [], refused: [] });
  await context.close();
});
