import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { StandInDesk } from '../../src/testing.js';
import {
  type ConsoleBrowser,
  fillSignIn,
  hasChromium,
  storageOf,
  storeLogin,
  until,
  withConsoles,
} from './console-browser.js';
import { AGENT, call } from './desk-client.js';

const PROFILE = '/api/v1/user/profile';
const MESSAGE = 'Are you there?';

describe('the strict live connection of an agent console', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const strict = (): void => void desk.set({ live: 'strict' });
  const byAddress = async (): Promise<Page> => {
    const page = await browser.tab(`${desk.url}/agent/chat?lang=en&accessToken=${await desk.issueToken()}`);
    await page.waitForSelector('.thread');
    return page;
  };
  const isConnected = (): boolean => desk.clients().some((client) => client.isConnected);
  const connected = (): Promise<void> => until('a live connection', isConnected);
  const reads = (page: Page, text: string) =>
    page.waitForFunction((wanted) => document.body.textContent?.includes(wanted), {}, text);

  it('shows user, device and token, and brings a visitor’s message and a kick', async () => {
    strict();
    const page = await byAddress();
    await connected();
    const [client] = desk.clients();
    const { userInfo, deviceUid } = JSON.parse((await storageOf(page)).USER_STORE ?? '').state;
    assert.equal(client?.clientId, `${userInfo.uid}/web/${deviceUid}`);
    assert.equal(client.username, AGENT.username);
    assert.equal(desk.visitorMessage(AGENT.username, MESSAGE), 1);
    await reads(page, MESSAGE);
    assert.equal(desk.kick(AGENT.username), 1);
    await page.waitForSelector('form.sign-in');
    await until('no live connection', () => !isConnected());
  });

  it('keeps the token out of the addresses it goes to', async () => {
    strict();
    const page = await browser.tab();
    await page.evaluateOnNewDocument(`window.opened = [];
      window.WebSocket = class extends WebSocket {
        constructor(url) { super(url); opened.push(url); }
      };`);
    await page.goto(`${desk.url}/agent/chat?accessToken=${await desk.issueToken()}`);
    await connected();
    const opened = (await page.evaluate('opened')) as string[];
    assert.ok(opened.includes(`${desk.api.replace('http', 'ws')}/websocket`), opened.join());
    assert.ok(!opened.join().includes('eyJ'));
  });

  it('connects at once after a sign-in by hand', async () => {
    strict();
    const page = await browser.tab(`${desk.url}/agent/auth/login`);
    await fillSignIn(page, desk, AGENT);
    await connected();
  });

  it('is dead without the stored record of the user until the next load, then there', async () => {
    strict();
    const page = await browser.tab();
    await storeLogin(page, desk, await desk.issueToken());
    await page.goto(`${desk.url}/agent/chat`);
    await page.waitForSelector('.thread');
    assert.ok((await storageOf(page)).USER_STORE?.includes(AGENT.username));
    assert.deepEqual(desk.clients(), []);
    assert.equal(desk.visitorMessage(AGENT.username, MESSAGE), 0);
    // What a sign-out and a sign-in in the same page would begin is not begun either.
    desk.signOut();
    await fillSignIn(page, desk, AGENT);
    await page.waitForSelector('.thread');
    assert.deepEqual(desk.clients(), []);
    await page.reload();
    await connected();
  });

  it('is there where the record was stored before the load', async () => {
    strict();
    const page = await browser.tab();
    const token = await desk.issueToken();
    const { data } = await call(desk.api, PROFILE, { token });
    await storeLogin(page, desk, token, { userInfo: data, deviceUid: 'device-of-the-host' });
    await page.goto(`${desk.url}/agent/chat`);
    await connected();
    assert.equal(desk.clients()[0]?.clientId, `${data.uid}/web/device-of-the-host`);
  });

  it('is refused, again and again, with the record of one user and the token of another', async () => {
    strict();
    const page = await browser.tab();
    const { data } = await call(desk.api, PROFILE, { token: await desk.issueToken() });
    const other = await desk.issueToken('second@example.com');
    await storeLogin(page, desk, other, { userInfo: data, deviceUid: 'device' });
    await page.goto(`${desk.url}/agent/chat`);
    await page.waitForSelector('.thread');
    await until('two refusals', () => (desk.clients()[0]?.refusals ?? 0) >= 2);
    assert.ok(!isConnected());
  });

  it('keeps the token it started with: one stored later reaches API calls, not a new connection', async () => {
    strict();
    const page = await byAddress();
    await connected();
    const old = (await storageOf(page)).ACCESS_TOKEN ?? '';
    const renewed = await desk.issueToken(AGENT.username, { seconds: 5000 });
    await page.evaluate((token) => {
      localStorage.setItem('ACCESS_TOKEN', token);
      localStorage.setItem('AUTH_STORE', JSON.stringify({ state: { accessToken: token }, version: 0 }));
    }, renewed);
    assert.equal(desk.dropLive(AGENT.username), 1);
    await until('the second connection', () => desk.clients()[0]?.connects === 2);
    desk.clearRequests();
    await page.click('.thread');
    await page.waitForSelector('.message');
    assert.ok(desk.requests().every(({ headers }) => headers.authorization !== `Bearer ${old}`));
    assert.ok(desk.requests().some(({ headers }) => headers.authorization === `Bearer ${renewed}`));
    // Once the old one is over, calls work and messages stop, and nobody says so.
    desk.revoke(old);
    assert.equal(desk.dropLive(), 1);
    await until('a refusal', () => (desk.clients()[0]?.refusals ?? 0) > 0);
    assert.equal(desk.visitorMessage(AGENT.username, MESSAGE), 0);
    assert.ok(await page.$('.agent'));
    await page.reload();
    await connected();
  });

  it('does not end with its token', async () => {
    strict();
    await byAddress();
    await connected();
    desk.revoke(AGENT.username);
    assert.equal(desk.visitorMessage(AGENT.username, MESSAGE), 1);
  });

  it('has one client id for all consoles of a storage, which put one another out', async () => {
    strict();
    await byAddress();
    await connected();
    const second = await browser.tab(`${desk.url}/agent/chat`);
    await second.waitForSelector('.thread');
    await until('a takeover', () => (desk.clients()[0]?.takeovers ?? 0) > 0);
    assert.equal(desk.clients().length, 1);
    assert.equal(desk.snapshot().consoles.length, 2);
  });

  it('ends with the session', async () => {
    strict();
    await byAddress();
    await connected();
    desk.signOut();
    await until('no live connection', () => !isConnected());
  });

  it('leaves what the stand-in says itself to another one', async () => {
    strict();
    const page = await browser.tab();
    await storeLogin(page, desk, await desk.issueToken());
    await page.goto(`${desk.url}/agent/chat`);
    await page.waitForSelector('.thread');
    assert.equal(desk.navigate('/ticket'), 1);
    await page.waitForSelector('td');
  });

  it('is not what the admin console has', async () => {
    strict();
    const page = await browser.tab(
      `${desk.url}/admin/auth/login?accessToken=${await desk.issueToken('admin@example.com')}`,
    );
    await page.waitForSelector('.admin');
    await until('the console', () => desk.snapshot().consoles.some(({ username }) => username !== null));
    assert.deepEqual(desk.clients(), []);
    assert.equal(desk.kick('admin@example.com'), 1);
    await page.waitForSelector('form.sign-in');
  });
});
