import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import {
  ConsoleBrowser,
  hasChromium,
  placeOf,
  storageOf,
  waitForPlace,
  withConsoles,
} from './console-browser.js';
import { ADMIN, AGENT } from './desk-client.js';

const SECOND = 'second@example.com';
const SWAP = '/auth/v1/login/accessToken';

describe('accessToken in the address', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const swaps = (): number => desk.requests().filter(({ path }) => path === SWAP).length;
  const signedInAs = async (page: Awaited<ReturnType<ConsoleBrowser['tab']>>): Promise<string> =>
    JSON.parse((await storageOf(page)).USER_STORE ?? '{}').state?.userInfo?.username;

  const agentPaths: [path: string, end: string, selector: string][] = [
    ['/agent/chat', '/agent/chat', '.thread'],
    ['/agent/ticket?lang=en', '/agent/ticket?lang=en', 'td'],
    ['/agent/setting/basic', '/agent/setting/basic', '.card'],
    ['/agent/auth/login', '/agent/chat', '.thread'],
    ['/agent/', '/agent/chat', '.thread'],
  ];
  for (const [path, end, selector] of agentPaths) {
    it(`signs a newer agent console in on ${path}, is stripped, and ends on ${end}`, async () => {
      const url = new URL(desk.url + path);
      const token = await desk.issueToken();
      url.searchParams.set('accessToken', token);
      const page = await browser.tab(url.href);
      await page.waitForSelector(selector);
      assert.equal(placeOf(page), end);
      const own = (await storageOf(page)).ACCESS_TOKEN;
      assert.ok(own && own !== token);
      assert.equal(swaps(), 1);
    });
  }

  it('shows that it is being validated', async () => {
    desk.set({ fail: { as: 'never', path: SWAP } });
    const page = await browser.tab(`${desk.url}/agent/chat?lang=en&accessToken=${await desk.issueToken()}`);
    await page.waitForFunction(() => /Validating/.test(document.body.textContent ?? ''));
  });

  it('is stripped when it is no good; a toast says so, and the sign-in form shows', async () => {
    const page = await browser.tab(`${desk.url}/agent/ticket?lang=en&accessToken=not-a-token-at-all`);
    await page.waitForSelector('form.sign-in');
    await page.waitForSelector('.toast');
    assert.equal(placeOf(page), '/agent/auth/login');
  });

  it('is ignored by an agent console that has a login already', async () => {
    const page = await browser.tab(`${desk.url}/agent/chat?accessToken=${await desk.issueToken()}`);
    await page.waitForSelector('.thread');
    await page.goto(`${desk.url}/agent/chat?accessToken=${await desk.issueToken(SECOND)}`);
    await page.waitForSelector('.thread');
    assert.equal(await signedInAs(page), AGENT.username);
    assert.equal(swaps(), 1);
  });

  it('is ignored for a stale login too: the first load ends at the form, the second signs in', async () => {
    const page = await browser.tab(`${desk.url}/agent/chat?accessToken=${await desk.issueToken()}`);
    await page.waitForSelector('.thread');
    desk.revoke(AGENT.username);
    const url = `${desk.url}/agent/chat?accessToken=${await desk.issueToken(SECOND)}`;
    await page.goto(url);
    await page.waitForSelector('form.sign-in');
    assert.equal(placeOf(page), '/agent/auth/login');
    await page.goto(url);
    await page.waitForSelector('.thread');
    assert.equal(await signedInAs(page), SECOND);
  });

  it('is left alone on /debug', async () => {
    const page = await browser.tab(`${desk.url}/agent/debug?accessToken=${await desk.issueToken()}`);
    await page.waitForSelector('.agent');
    assert.equal(swaps(), 0);
  });

  for (const path of ['/agent/', '/agent/chat']) {
    it(`is ignored by a console of early 2025 on ${path}, and dropped on the way to the form`, async () => {
      desk.set({ generation: 'early-2025' });
      const page = await browser.tab(`${desk.url}${path}?accessToken=${await desk.issueToken()}`);
      await page.waitForSelector('form.sign-in');
      assert.equal(placeOf(page), '/agent/auth/login');
      assert.equal(swaps(), 0);
    });
  }

  it('is ignored by a console of early 2025 on its sign-in page, and stays in the address', async () => {
    desk.set({ generation: 'early-2025' });
    const page = await browser.tab(`${desk.url}/agent/auth/login?accessToken=${await desk.issueToken()}`);
    await page.waitForSelector('form.sign-in');
    assert.match(placeOf(page), /^\/agent\/auth\/login\?accessToken=eyJ/);
    assert.equal(swaps(), 0);
  });

  const redirects: [redirect: string | null, end: string][] = [
    [null, '/admin/welcome'],
    ['/dashboard', '/admin/dashboard'],
    ['/admin/dashboard', '/admin/dashboard'],
    ['//elsewhere.example/', '/admin/welcome'],
    ['https://elsewhere.example/', '/admin/welcome'],
  ];
  for (const [redirect, end] of redirects) {
    it(`signs the admin console in on its sign-in page; redirect ${redirect ?? 'left out'} ends on ${end}`, async () => {
      const query = new URLSearchParams({ accessToken: await desk.issueToken(ADMIN.username) });
      if (redirect) query.set('redirect', redirect);
      const page = await browser.tab(`${desk.url}/admin/auth/login?${query}`);
      await page.waitForSelector('.admin');
      assert.equal(placeOf(page), end);
    });
  }

  it('is not taken by the admin console on any other page', async () => {
    const page = await browser.tab(
      `${desk.url}/admin/welcome?accessToken=${await desk.issueToken(ADMIN.username)}`,
    );
    await page.waitForSelector('form.sign-in');
    assert.equal(swaps(), 0);
  });

  it('stays in the address of the admin sign-in page when it is no good', async () => {
    const page = await browser.tab(`${desk.url}/admin/auth/login?accessToken=not-a-token-at-all`);
    await page.waitForSelector('form.sign-in');
    await page.waitForSelector('.toast');
    assert.equal(placeOf(page), '/admin/auth/login?accessToken=not-a-token-at-all');
  });

  it('wins over a stored login on the admin sign-in page', async () => {
    const signIn = async (username: string): Promise<string> =>
      `${desk.url}/admin/auth/login?accessToken=${await desk.issueToken(username)}`;
    const page = await browser.tab(await signIn(ADMIN.username));
    await page.waitForSelector('.admin');
    await page.goto(await signIn(SECOND));
    await page.waitForSelector('.admin');
    assert.equal(await signedInAs(page), SECOND);
  });
});

describe('a token', { skip: !hasChromium() }, () => {
  it('is never shown by a page, not in the list of tokens either', async () => {
    const desk = await createStandInDesk();
    const browser = await ConsoleBrowser.launch();
    try {
      for (const [path, ready] of [
        ['/agent/setting', '.card'],
        ['/admin/auth/login?redirect=/setting/token', 'td'],
      ] as const) {
        await browser.fresh(desk);
        const url = new URL(desk.url + path);
        url.searchParams.set('accessToken', await desk.issueToken(ADMIN.username));
        const page = await browser.tab(url.href);
        await page.waitForSelector(ready);
        assert.ok(!(await page.content()).includes('eyJ'), path);
      }
    } finally {
      await Promise.all([browser.close(), desk.close()]);
    }
  });
});

describe('lang in the address', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const cases: [query: string, language: string, heading: string][] = [
    ['', 'zh-CN', '客服工作台'],
    ['?lang=en', 'en', 'Agent console'],
    ['?locale=en', 'en', 'Agent console'],
    ['?lang=zh-cn', 'zh-CN', '客服工作台'],
    ['?lang=en-US', 'zh-CN', '客服工作台'],
    ['?lang=nonsense', 'zh-CN', '客服工作台'],
  ];
  for (const [query, language, heading] of cases) {
    it(`is ${query || 'not there'}: the console speaks ${language}`, async () => {
      const page = await browser.tab(`${desk.url}/agent/auth/login${query}`);
      await page.waitForSelector('h1');
      assert.equal(await page.$eval('h1', (node) => node.textContent), heading);
      assert.equal(await page.$eval('html', (node) => node.lang), language);
    });
  }

  it('is remembered', async () => {
    const page = await browser.tab(`${desk.url}/agent/auth/login?lang=en`);
    await page.waitForSelector('h1');
    await page.goto(`${desk.url}/agent/auth/login`);
    await waitForPlace(page, '/agent/auth/login');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Agent console');
  });
});
