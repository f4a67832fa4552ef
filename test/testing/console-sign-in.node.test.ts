import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TWO_FACTOR_CODE, type StandInDesk } from '../../src/testing.js';
import {
  type ConsoleBrowser,
  fillSignIn,
  hasChromium,
  placeOf,
  storageOf,
  until,
  waitForPlace,
  withConsoles,
} from './console-browser.js';
import { ADMIN, AGENT } from './desk-client.js';

describe('signing in to a console', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  it('asks for name, password, captcha and the privacy notice', async () => {
    const page = await browser.tab(`${desk.url}/agent/?lang=en`);
    await page.waitForSelector('form.sign-in[data-captcha-uid]');
    assert.equal(placeOf(page), '/agent/auth/login');
    await page.type('[name="username"]', AGENT.username);
    await page.type('[name="password"]', AGENT.password);
    await page.click('form.sign-in button.primary');
    await page.waitForFunction(() => document.querySelector('.problem')?.textContent?.includes('privacy'));
    assert.ok(!desk.requests().some(({ path }) => path === '/auth/v1/login'));
  });

  it('pushes one history entry and goes to the chats without a reload', async () => {
    const page = await browser.tab(`${desk.url}/agent/chat`);
    await page.waitForSelector('form.sign-in');
    const before = await page.evaluate(() => history.length);
    await fillSignIn(page, desk, AGENT);
    await page.waitForSelector('.thread');
    assert.equal(placeOf(page), '/agent/chat');
    assert.equal(await page.evaluate(() => history.length), before + 1);
    assert.equal(desk.requests().filter(({ path }) => path === '/agent/chat').length, 1);
  });

  it('keeps the login in localStorage and nowhere else', async () => {
    const page = await browser.tab(`${desk.url}/agent/auth/login`);
    await fillSignIn(page, desk, AGENT);
    await page.waitForSelector('.thread');
    const stored = await storageOf(page);
    const token = stored.ACCESS_TOKEN ?? '';
    assert.match(token, /^eyJ/);
    assert.equal(stored.AUTH_STORE, JSON.stringify({ state: { accessToken: token }, version: 0 }));
    assert.equal(JSON.parse(stored.USER_STORE ?? '').state.userInfo.username, AGENT.username);
    assert.deepEqual(JSON.parse(stored.bytedesk_login_credentials ?? ''), { username: AGENT.username });
    assert.equal(stored.lastPath, '/chat');
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    assert.equal(await page.evaluate(() => document.cookie), '');
  });

  it('sends the Bearer token with its API calls, profile and conversations first', async () => {
    const page = await browser.tab(`${desk.url}/agent/auth/login`);
    await fillSignIn(page, desk, AGENT);
    await page.waitForSelector('.thread');
    const calls = desk.requests().filter(({ path }) => path.startsWith('/api/'));
    for (const path of ['/api/v1/user/profile', '/api/v1/thread/query']) {
      assert.match(calls.find((call) => call.path === path)?.headers.authorization ?? '', /^Bearer eyJ/);
    }
  });

  it('shows what the desk said, and another picture, when it is refused', async () => {
    const page = await browser.tab(`${desk.url}/agent/auth/login?lang=en`);
    const form = await page.waitForSelector('form.sign-in[data-captcha-uid]');
    const captchaUid = await form?.evaluate((node) => (node as HTMLElement).dataset.captchaUid);
    await fillSignIn(page, desk, { ...AGENT, password: 'wrong' });
    await page.waitForFunction(() =>
      /attempts left/.test(document.querySelector('.problem')?.textContent ?? ''),
    );
    await page.waitForFunction(
      (old) => document.querySelector<HTMLFormElement>('form.sign-in')?.dataset.captchaUid !== old,
      {},
      captchaUid,
    );
  });

  it('asks for the second factor when the desk does', async () => {
    const user = { username: 'twofactor@example.com', password: 'not-a-secret-twofactor' };
    const page = await browser.tab(`${desk.url}/agent/auth/login`);
    await fillSignIn(page, desk, user);
    await page.waitForSelector('[name="code"]', { visible: true });
    await page.type('[name="code"]', TWO_FACTOR_CODE);
    await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>('button.primary')?.disabled);
    const captchas = (): number =>
      desk.requests().filter(({ path, status }) => /kaptcha/.test(path) && status).length;
    await until('another picture', () => captchas() === 2);
    const uid = await page.$eval('form.sign-in', (form) => form.dataset.captchaUid ?? '');
    await page.$eval('[name="captcha"]', (node) => ((node as HTMLInputElement).value = ''));
    await page.type('[name="captcha"]', desk.captchaCode(uid) ?? '');
    await page.click('form.sign-in button.primary');
    await page.waitForSelector('.thread');
  });

  it('seals the password on the admin page', async () => {
    const page = await browser.tab(`${desk.url}/admin/auth/login`);
    await fillSignIn(page, desk, ADMIN);
    await waitForPlace(page, '/admin/welcome');
    const sent = desk.requests().find(({ path }) => path === '/auth/v1/login')?.bodyFields ?? [];
    assert.ok(sent.includes('passwordHash') && sent.includes('passwordSalt') && !sent.includes('password'));
  });

  const stored: [string, boolean, boolean, string][] = [
    ['ACCESS_TOKEN alone shows the sign-in form', true, false, 'form.sign-in'],
    ['AUTH_STORE alone shows an empty console with a toast', false, true, '.toast'],
    ['both show the console', true, true, '.thread'],
  ];
  for (const [name, hasToken, hasAuth, selector] of stored) {
    it(`needs both keys: ${name}`, async () => {
      const token = await desk.issueToken();
      const page = await browser.tab(`${desk.url}/agent/config.json`);
      await page.evaluate(
        (accessToken, withToken, withAuth) => {
          if (withToken) localStorage.setItem('ACCESS_TOKEN', accessToken);
          const auth = JSON.stringify({ state: { accessToken }, version: 0 });
          if (withAuth) localStorage.setItem('AUTH_STORE', auth);
        },
        token,
        hasToken,
        hasAuth,
      );
      desk.clearRequests();
      await page.goto(`${desk.url}/agent/chat`);
      await page.waitForSelector(selector);
      const calls = desk.requests().filter(({ path }) => path.startsWith('/api/'));
      assert.equal(calls.length > 0, hasToken && hasAuth);
    });
  }
});
