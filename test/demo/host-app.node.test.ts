import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, HTTPResponse, Page } from 'puppeteer-core';
import { Sessions } from '../../demo/host-app/sessions.js';
import type { DeskSnapshot } from '../../src/testing.js';
import { Demo, launchChromium } from './demo.js';

const TOKEN_SECONDS = 6;
const WAIT = { timeout: 60_000, polling: 100 };
const DESK_PASSWORDS = ['not-a-secret-agent', 'not-a-secret-second'];
const HOST_PASSWORDS = ['fake-password-lin', 'fake-password-mei'];
const LIN = 'agent@example.com';
const MEI = 'second@example.com';
const EVENTS = ['token-expired', 'token-renewed', 'logout', 'error'];

interface TestWindow extends Window {
  seen?: string[];
  mark?: boolean;
  readonly axe?: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}

let demo: Demo;
let browser: Browser;
let page: Page;
let app: string;
let desk: string;
let axe: string;
/** Every token that the endpoint gave to a page. */
const tokens: string[] = [];
const problems: string[] = [];

before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  demo = await Demo.start('--port', '5400', '--desk-port', '9400', '--token-ttl', String(TOKEN_SECONDS));
  app = demo.addresses.hostApp.replace(/\/$/, '');
  desk = demo.addresses.server;
  browser = await launchChromium();
  page = await newTab();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A tab that notes tokens, problems and the element's events, those of later pages as well. */
async function newTab(): Promise<Page> {
  const tab = await browser.newPage();
  await tab.setExtraHTTPHeaders({ 'accept-language': 'en' });
  tab.on('pageerror', (error) => problems.push(String(error)));
  tab.on('console', (message) => {
    if (message.type() === 'error' && !/status of \d/.test(message.text())) problems.push(message.text());
  });
  tab.on('response', (response) => void noteToken(response));
  await tab.evaluateOnNewDocument((names) => {
    const { seen } = Object.assign(window as TestWindow, { seen: [] as string[] });
    for (const name of names) window.addEventListener(`bytedesk-${name}`, () => seen.push(name));
  }, EVENTS);
  return tab;
}

async function noteToken(response: HTTPResponse): Promise<void> {
  if (!response.url().endsWith('/desk/token') || !response.ok()) return;
  // The page may have left before its answer was read here.
  const { accessToken } = await response.json().catch(() => ({}));
  if (typeof accessToken === 'string') tokens.push(accessToken);
}

async function signIn(tab: Page, username: string, password = `fake-password-${username}`): Promise<void> {
  await tab.$eval('[name=username]', (field) => ((field as HTMLInputElement).value = ''));
  await tab.type('[name=username]', username);
  await tab.type('[name=password]', password);
  await Promise.all([tab.waitForNavigation(), tab.click('form .primary')]);
}

/** By the clock: a custom state is no mutation, and a tab in the background draws no frames. */
const state = (tab: Page, name: string): Promise<unknown> =>
  tab.waitForFunction(
    (wanted) => document.querySelector(`bytedesk-workspace:state(${wanted})`) !== null,
    WAIT,
    name,
  );

const textOf = (tab: Page, selector: string): Promise<string> =>
  tab.$eval(selector, ({ textContent }) => textContent?.trim() ?? '');

const says = (tab: Page, selector: string, text: string): Promise<unknown> =>
  tab.waitForFunction(
    (where, what) => document.querySelector(where)?.textContent?.includes(what),
    WAIT,
    selector,
    text,
  );

const seen = (tab: Page): Promise<string[]> => tab.evaluate(() => (window as TestWindow).seen ?? []);

const consoleOf = (tab: Page): Frame | undefined =>
  tab.frames().find((frame) => frame.url().startsWith(desk));

async function control<T = unknown>(command: string, body?: object): Promise<T> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${desk}/__stand-in__/${command}`, init);
  assert.ok(response.ok, command);
  return (await response.json()) as T;
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + WAIT.timeout;
  while (!(await check())) {
    if (Date.now() > endMs) throw new Error(`Never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Who is signed in to the consoles that are open. */
async function consoleUsers(): Promise<(string | null)[]> {
  const { consoles } = await control<DeskSnapshot>('state');
  return consoles.map(({ username }) => username);
}

const consoleIs = (...users: (string | null)[]): Promise<void> =>
  until(`consoles of ${users.join(' and ')}`, async () => String(await consoleUsers()) === String(users));

async function assertAccessible(tab: Page): Promise<void> {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => (window as TestWindow).axe!.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
    [],
  );
}

/** What a script on the page could read, its frames' contents aside. */
function readable(tab: Page): Promise<string> {
  return tab.evaluate(() => {
    const shadow = document.querySelector('bytedesk-workspace')?.shadowRoot?.innerHTML;
    const entries = performance.getEntries().map(({ name }) => name);
    const storage = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    return JSON.stringify([document.documentElement.outerHTML, shadow, entries, storage, location.href]);
  });
}

/** A request as any program could send it, with the headers as they are. */
function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; location: string; cookies: string[]; body: string }> {
  return new Promise((resolve, reject) => {
    const { host, port } = new URL(app);
    const length = String(Buffer.byteLength(body));
    const options = { port, method, path, headers: { host, 'content-length': length, ...headers } };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const { location = '', 'set-cookie': cookies = [] } = response.headers;
        resolve({ status: response.statusCode ?? 0, location, cookies, body: text });
      });
    });
    request.on('error', reject).end(body);
  });
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the host app', () => {
  it('is another server than the playground, and on another site than the desk', () => {
    assert.notEqual(new URL(app).port, new URL(demo.addresses.page).port);
    assert.equal(new URL(app).hostname, 'localhost');
    assert.equal(new URL(desk).hostname, '127.0.0.1');
  });

  it('sends whoever is not signed in to the sign-in page', async () => {
    await page.goto(`${app}/service/tickets`);
    assert.equal(page.url(), `${app}/sign-in?next=%2Fservice%2Ftickets`);
    await assertAccessible(page);
  });

  it('says that a password is wrong, to the eye and at the field, and forgets it', async () => {
    await signIn(page, 'lin', 'a-wrong-password');
    assert.equal(await textOf(page, '[role=alert]'), 'User name or password is wrong.');
    const field = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement;
      return [focused.name, focused.value, focused.getAttribute('aria-describedby')];
    });
    assert.deepEqual(field, ['password', '', 'wrong']);
    assert.equal((await page.content()).includes('a-wrong-password'), false);
    assert.equal((await page.cookies()).length, 0);
    await assertAccessible(page);
  });

  it('after sign-in shows the page that was asked for, with the console at its deep path', async () => {
    await signIn(page, 'lin');
    assert.equal(page.url(), `${app}/service/tickets`);
    await state(page, 'ready');
    await consoleIs(LIN);
    await says(page, '#unread', '3 unread');
    assert.equal(consoleOf(page)?.url(), `${desk}/agent/ticket?lang=en`);
    await assertAccessible(page);
  });

  it('has a cookie that no script and no other site gets', async () => {
    const [cookie, ...others] = await page.cookies();
    assert.equal(others.length, 0);
    assert.equal(cookie?.httpOnly, true);
    assert.equal(cookie.sameSite, 'Lax');
    assert.match(cookie.value, /^[\w-]{43}$/);
    assert.ok(cookie.expires > Date.now() / 1000 && cookie.expires <= Date.now() / 1000 + 8 * 3600);
    assert.equal(await page.evaluate(() => document.cookie), '');
  });

  it('renews a short token ahead of its end, and the console goes on undisturbed', async () => {
    await consoleOf(page)?.evaluate(() => ((window as TestWindow).mark = true));
    await page.waitForFunction(
      () => (window as TestWindow).seen?.filter((name) => name === 'token-renewed').length === 2,
      WAIT,
    );
    assert.deepEqual([...new Set(await seen(page))], ['token-renewed']);
    assert.equal(await consoleOf(page)?.evaluate(() => (window as TestWindow).mark), true);
    assert.ok(new Set(tokens).size >= 3);
  });

  it('outlasts a desk that is down when the token ends', async () => {
    await control('set', { fail: { as: 500, path: '/auth' } });
    await state(page, 'expired');
    await says(page, '#notice', 'Trying again');
    await control('set', { fail: null });
    await state(page, 'ready');
    await says(page, '#notice', '');
    await consoleIs(LIN);
  });

  it('is not told when an administrator revokes all tokens; one click signs in again', async () => {
    await page.reload();
    await state(page, 'ready');
    await consoleIs(LIN);
    await revokeAsAdministrator(LIN);
    // The console finds out as soon as it asks the desk for something.
    await control('navigate', { path: '/chat', username: LIN });
    await control('navigate', { path: '/ticket', username: LIN });
    await consoleIs(null);
    assert.equal((await seen(page)).filter((name) => name !== 'token-renewed').length, 0);
    await state(page, 'ready');
    await page.click('#reconnect');
    await consoleIs(LIN);
    await says(page, '#access', 'renewed');
    assert.equal(await textOf(page, '#notice'), '');
  });

  it('takes the console away when an administrator disables the login', async () => {
    await control('user', { username: LIN, memberDisabled: true });
    await says(page, '#notice', 'no longer gives you access');
    await state(page, 'idle');
    assert.equal(consoleOf(page), undefined);
    assert.equal(await page.$eval('#unread', (badge) => (badge as HTMLElement).hidden), true);
    await consoleIs();
    await assertAccessible(page);
    await control('user', { username: LIN, memberDisabled: false });
    await page.click('#reconnect');
    await state(page, 'ready');
    await consoleIs(LIN);
  });

  it('lets a page read neither token nor password, nor any address hold one', async () => {
    assert.ok(tokens.length > 3);
    const text = await readable(page);
    const history = (
      await page.createCDPSession().then((session) => session.send('Page.getNavigationHistory'))
    ).entries;
    for (const secret of [...tokens, ...DESK_PASSWORDS, ...HOST_PASSWORDS]) {
      assert.equal(text.includes(secret), false);
      assert.equal(JSON.stringify(history).includes(secret), false);
    }
  });

  it('signs out of both sides, and Back brings no console', async () => {
    const [cookie] = await page.cookies();
    await Promise.all([page.waitForNavigation(), page.click('#sign-out button')]);
    assert.equal(page.url(), `${app}/sign-in?signed-out`);
    assert.equal(await textOf(page, '[role=status]'), 'You are signed out.');
    assert.equal((await page.cookies()).length, 0);
    await consoleIs();
    await until('the end of the token', () => isLastTokenRevoked(LIN));
    const replayed = await send('GET', '/service/tickets', { cookie: `${cookie?.name}=${cookie?.value}` });
    assert.equal(replayed.status, 303);
    await page.goBack();
    await page.waitForSelector('[name=password]', { timeout: WAIT.timeout });
    assert.equal(await page.$('bytedesk-workspace'), null);
    assert.deepEqual(await consoleUsers(), []);
  });

  it('shows the second user their own console', async () => {
    await page.goto(`${app}/`);
    await signIn(page, 'mei');
    assert.equal(page.url(), `${app}/service/conversations`);
    await state(page, 'ready');
    await consoleIs(MEI);
    assert.equal(await textOf(page, '.person span'), 'Mei Sato');
    assert.deepEqual(await seen(page), []);
  });

  it('never shows one user the other’s console when somebody else signs in elsewhere', async () => {
    const other = await newTab();
    await other.goto(`${app}/service/contacts`);
    await state(other, 'ready');
    await other.evaluate(() => {
      const form = new URLSearchParams({ username: 'lin', password: 'fake-password-lin' });
      return fetch('/sign-in', { method: 'POST', body: form, redirect: 'manual' });
    });
    await says(page, '.person span', 'Lin Tang');
    await says(other, '.person span', 'Lin Tang');
    await state(page, 'ready');
    await state(other, 'ready');
    await consoleIs(LIN, LIN);
    await Promise.all([other.waitForNavigation(), other.click('#sign-out button')]);
    await says(page, 'h1', 'Sign in');
    await consoleIs();
    await other.close();
    await page.bringToFront();
  });

  it('speaks Chinese to whom it is asked to', async () => {
    await page.goto(`${app}/sign-in`);
    await Promise.all([page.waitForNavigation(), page.click('.languages [lang="zh-CN"]')]);
    assert.equal(page.url(), `${app}/sign-in`);
    assert.equal(await textOf(page, 'h1'), '登录');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
    assert.match((await send('GET', '/sign-in', { 'accept-language': 'zh-TW,en' })).body, /登录/);
  });

  it('has no errors in the browser’s console: the policy of its pages suits the element', () => {
    assert.deepEqual(problems, []);
  });

  it('prints what happens, without a token or a password', () => {
    const printed = demo.output.join('\n');
    assert.match(printed, /"type":"revoked","user":"lin"/);
    assert.match(printed, /"code":"account-disabled"/);
    for (const secret of [...tokens, ...DESK_PASSWORDS, ...HOST_PASSWORDS, 'a-wrong-password']) {
      assert.equal(printed.includes(secret), false);
    }
  });
});

describe('the host app’s server', () => {
  const credentials = 'username=lin&password=fake-password-lin';

  it('takes forms of its own pages only', async () => {
    for (const origin of ['https://evil.example', 'null', desk, demo.addresses.page.replace(/\/$/, '')]) {
      for (const path of ['/sign-in', '/sign-out', '/desk/token']) {
        assert.equal((await send('POST', path, { ...FORM, origin }, credentials)).status, 403);
      }
    }
    assert.equal((await send('POST', '/sign-in', FORM, credentials)).status, 403);
    assert.equal((await send('POST', '/sign-in', { ...FORM, origin: app }, credentials)).status, 303);
  });

  it('answers to its own name only', async () => {
    assert.equal((await send('GET', '/sign-in', { host: 'evil.example' })).status, 421);
  });

  it('leads nowhere else after sign-in', async () => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      'https://evil.example',
      'x',
    ]) {
      const form = `${credentials}&${new URLSearchParams({ next })}`;
      assert.equal((await send('POST', '/sign-in', { ...FORM, origin: app }, form)).location, '/', next);
      const back = `/language?${new URLSearchParams({ to: 'en', back: next })}`;
      assert.equal((await send('GET', back, {})).location, '/', next);
    }
  });

  it('gives no token without a session, and starts each one under a new id', async () => {
    const headers = { 'content-type': 'application/json', origin: app, cookie: 'harbour-session=planted' };
    assert.equal((await send('POST', '/desk/token', headers, '{"reason":"initial"}')).status, 401);
    const login = { ...FORM, origin: app, cookie: 'harbour-session=planted' };
    const { cookies } = await send('POST', '/sign-in', login, credentials);
    assert.match(cookies[0] ?? '', /^harbour-session=(?!planted)[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax;/);
  });

  it('writes what was typed as text', async () => {
    const form = new URLSearchParams({ username: '"><img src=x>', password: 'x', next: '/"><b>' });
    const { status, body } = await send('POST', '/sign-in', { ...FORM, origin: app }, String(form));
    assert.equal(status, 401);
    assert.equal(/<img|<b>/.test(body), false);
  });

  it('serves its pages and nothing of its source', async () => {
    for (const path of ['/demo/host-app/users.ts', '/users.ts', '/../users.ts', '/package.json']) {
      assert.equal((await send('GET', path, {})).status, 404);
    }
    const { body } = await send('GET', '/assets/service.js', {});
    assert.ok(body.length > 1000);
    for (const secret of [...DESK_PASSWORDS, ...HOST_PASSWORDS]) assert.equal(body.includes(secret), false);
  });

  it('ends sessions by the clock', () => {
    let nowMs = 0;
    const sessions = new Sessions({ lifeSeconds: 60, now: () => nowMs });
    const id = sessions.start('lin');
    nowMs = 59_999;
    assert.equal(sessions.userOf(id), 'lin');
    nowMs = 60_000;
    assert.equal(sessions.userOf(id), undefined);
  });
});

/** As a person in the admin console does: by the desk's API, with an administrator's login. */
async function revokeAsAdministrator(username: string): Promise<void> {
  const { accessToken } = await control<{ accessToken: string }>('issue-token', {
    username: 'admin@example.com',
    seconds: 60,
  });
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const rows = await fetch(`${desk}/api/v1/token/query/org?orgUid=org-stand-in&pageSize=1000`, { headers });
  const { data } = await rows.json();
  for (const { uid, revoked, user } of data.content) {
    if (revoked || user.username !== username) continue;
    await fetch(`${desk}/api/v1/token/revoke`, { method: 'POST', headers, body: JSON.stringify({ uid }) });
  }
}

/** Whether the desk has revoked the last token that the host app got for this login. */
async function isLastTokenRevoked(username: string): Promise<boolean> {
  const { tokens: rows } = await control<DeskSnapshot>('state');
  return (
    rows.filter((row) => row.username === username && row.channel === 'FLUTTER').at(-1)?.revoked === true
  );
}
