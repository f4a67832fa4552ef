import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import {
  type ConsoleBrowser,
  hasChromium,
  storageOf,
  storeLogin,
  until,
  withConsoles,
} from './console-browser.js';

const CONFIG_KEYS = ['CONFIG_ENABLED_AGENT', 'CONFIG_API_URL_AGENT', 'CONFIG_WEBSOCKET_URL_AGENT'];

describe('an address compiled into the agent console', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let elsewhere: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));
  before(async () => (elsewhere = await createStandInDesk()));
  beforeEach(() => elsewhere.reset());
  after(() => elsewhere.close());

  const apiCalls = (of: StandInDesk): string[] =>
    of
      .requests()
      .filter(({ method, path }) => method !== 'OPTIONS' && /^\/(api|auth|kaptcha)\//.test(path))
      .map(({ method, path }) => `${method} ${path}`);
  const kept = (page: Page): Promise<unknown> =>
    page.waitForFunction(() => localStorage.getItem('CONFIG_HTML_URL_AGENT') !== null);
  const signedInByStorage = async (): Promise<{ page: Page; token: string }> => {
    const page = await browser.tab();
    const token = await desk.issueToken();
    await storeLogin(page, desk, token);
    await page.goto(`${desk.url}/agent/chat`);
    return { page, token };
  };

  for (const generation of ['newer', 'early-2025'] as const) {
    it(`gets the first calls of a ${generation} console, token included, where a login is stored already`, async () => {
      desk.set({ generation, compiledApi: elsewhere.api });
      const { token } = await signedInByStorage();
      await until('a call', () => apiCalls(elsewhere).includes('GET /api/v1/user/profile'));
      const call = elsewhere
        .requests()
        .find(({ method, path }) => method === 'GET' && path.startsWith('/api/'));
      assert.equal(call?.headers.authorization, `Bearer ${token}`);
      assert.deepEqual(apiCalls(desk), []);
    });
  }

  it('gets the captcha of a first visit, and no token as there is none', async () => {
    desk.set({ compiledApi: elsewhere.api });
    const page = await browser.tab(`${desk.url}/agent/auth/login`);
    await page.waitForSelector('form.sign-in[data-captcha-uid]');
    assert.deepEqual(apiCalls(elsewhere), ['GET /kaptcha/api/v1/get']);
    assert.deepEqual(apiCalls(desk), []);
  });

  it('is left for the address of config.json, which is kept in four keys, at the second load', async () => {
    desk.set({ compiledApi: elsewhere.api });
    const page = await browser.tab(`${desk.url}/agent/auth/login`);
    await kept(page);
    const stored = await storageOf(page);
    assert.deepEqual(
      CONFIG_KEYS.map((key) => stored[key]),
      ['true', desk.api, `${desk.api.replace('http', 'ws')}/websocket`],
    );
    assert.equal(stored.CONFIG_HTML_URL_AGENT, desk.api);
    await page.waitForSelector('form.sign-in[data-captcha-uid]');
    elsewhere.clearRequests();
    await page.reload();
    await page.waitForSelector('form.sign-in[data-captcha-uid]');
    assert.deepEqual(apiCalls(elsewhere), []);
    assert.deepEqual(apiCalls(desk), ['GET /kaptcha/api/v1/get']);
  });

  it('leaves an empty console where nothing answers there, until it is loaded once more', async () => {
    desk.set({ compiledApi: 'http://127.0.0.1:9' });
    const { page } = await signedInByStorage();
    await page.waitForSelector('.agent');
    await page.waitForSelector('.toast');
    await kept(page);
    assert.equal(await page.$('.thread'), null);
    assert.deepEqual(apiCalls(desk), []);
    await page.reload();
    await page.waitForSelector('.thread');
  });

  it('is that of the live connection too', async () => {
    desk.set({ compiledApi: elsewhere.api, live: 'strict' });
    // It would be signed out by the other desk's 401 before it is connected.
    elsewhere.set({ fail: { as: 'never' } });
    const page = await browser.tab();
    const userInfo = { uid: 'user-1', username: 'agent@example.com' };
    await storeLogin(page, desk, await desk.issueToken(), { userInfo, deviceUid: 'device' });
    await page.goto(`${desk.url}/agent/chat`);
    await until('the other desk was asked', () => elsewhere.clients().length === 1);
    assert.deepEqual(desk.clients(), []);
  });

  it('is kept through a sign-out', async () => {
    desk.set({ compiledApi: elsewhere.api });
    const page = await browser.tab(`${desk.url}/agent/auth/login`);
    await kept(page);
    await storeLogin(page, desk, await desk.issueToken());
    await page.goto(`${desk.url}/agent/chat`);
    await page.waitForSelector('.thread');
    desk.signOut();
    await page.waitForSelector('form.sign-in');
    assert.equal((await storageOf(page)).CONFIG_API_URL_AGENT, desk.api);
  });

  it('is not what the admin console has', async () => {
    desk.set({ compiledApi: elsewhere.api });
    const page = await browser.tab(`${desk.url}/admin/auth/login`);
    await page.waitForSelector('form.sign-in[data-captcha-uid]');
    assert.deepEqual(apiCalls(elsewhere), []);
  });
});
