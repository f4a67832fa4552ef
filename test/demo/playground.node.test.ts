import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { type Addresses, Demo, launchChromium } from './demo.js';

let demo: Demo;
let addresses: Addresses;
let browser: Browser;
let page: Page;
const problems: string[] = [];

before(async () => {
  demo = await Demo.start('--port', '5300', '--desk-port', '9300');
  ({ addresses } = demo);
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || /sandbox/i.test(message.text())) problems.push(message.text());
  });
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const logged = (event: string): Promise<unknown> =>
  page.waitForFunction(
    (name) => document.querySelector('#log')?.textContent?.includes(name),
    { timeout: 60_000 },
    event,
  );

const state = (name: string): Promise<unknown> =>
  page.waitForSelector(`dd[data-state="${name}"]`, { timeout: 60_000 });

test('the host page is on one site, the desk on another', () => {
  assert.equal(new URL(addresses.page).hostname, 'localhost');
  assert.equal(new URL(addresses.server).hostname, '127.0.0.1');
  assert.equal(addresses.standIn, true);
});

test('the console shows signed in at a deep path, and says how many messages are unread', async () => {
  await page.goto(addresses.page);
  await state('ready');
  await logged('unread-change');
  await logged('agent-status-change');
  assert.match(await page.$eval('#unread', ({ textContent }) => textContent ?? ''), /^3 /);
  const frame = page.frames().find((candidate) => candidate.url().startsWith(addresses.server));
  assert.equal(frame?.url(), `${addresses.server}/agent/chat?lang=en`);
  await frame?.waitForFunction(() => document.body.innerText.includes('Chen Xiao'));
});

test('a short token ends, and a new one starts again', async () => {
  await page.evaluate(async () => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"reason":"renew"}',
    };
    const answer = (await (await fetch('/demo/token?seconds=2', init)).json()) as { accessToken: string };
    const workspace = document.querySelector('bytedesk-workspace') as (Element & { token: string }) | null;
    if (workspace !== null) workspace.token = answer.accessToken;
  });
  await logged('token-renewed');
  await state('expired');
  await logged('token-expired');
  await page.click('#renew');
  await state('ready');
});

test('the agent’s status is set from the page', async () => {
  await page.click('#statuses [value="BUSY"]');
  await page.waitForSelector('#statuses [value="BUSY"][aria-pressed="true"]');
});

test('another path is one click away', async () => {
  await page.click('#paths button:nth-child(2)');
  await page.waitForFunction(
    () => document.querySelector('bytedesk-workspace')?.getAttribute('path') === null,
  );
  await page.waitForSelector('#paths button:nth-child(2)[aria-current="page"]');
  await state('ready');
});

test('the stand-in desk misbehaves when it is told to', async () => {
  await page.select('#fault', 'faultFlood');
  await page.click('#cause');
  await page.waitForFunction(() => /^50 /.test(document.querySelector('#unread')?.textContent ?? ''));
  await page.select('#fault', 'faultRedirect');
  await page.click('#cause');
  await page.waitForFrame((frame) => frame.url().endsWith('/demo/elsewhere.html'));
  await page.select('#fault', 'faultNone');
  await page.click('#cause');
  await page.waitForFrame((frame) => frame.url().startsWith(`${addresses.server}/agent/ticket`));
  await state('ready');
});

test('the page speaks Chinese', async () => {
  await page.select('#language', 'zh-CN');
  assert.equal(await page.$eval('h1', ({ textContent }) => textContent), '在线客服');
  await state('ready');
});

test('the doctor says what he finds, without a secret', async () => {
  await page.click('#diagnose');
  await page.waitForSelector('#report:not([hidden])');
  const report = await page.$eval('#report', ({ textContent }) => textContent ?? '');
  assert.match(report, /诊断/);
  assert.match(report, /正常 \(\d+\): .*token-accepted/);
  assert.doesNotMatch(report, /eyJ|agent@|accessToken=/);
});

test('signing out takes the console away', async () => {
  await page.click('#logout');
  await state('signed-out');
  await logged('logout');
  assert.equal(
    page.frames().some((frame) => frame.url().startsWith(addresses.server)),
    false,
  );
});

test('nothing of it is an error in the browser’s console, nor a warning about the sandbox', () => {
  assert.deepEqual(problems, []);
});

test('the token endpoint answers its own pages only', async () => {
  const ask = (origin: string | null, type = 'application/json'): Promise<Response> =>
    fetch(new URL('/demo/token', addresses.page), {
      method: 'POST',
      headers: { 'content-type': type, ...(origin === null ? {} : { origin }) },
      body: '{}',
    });
  assert.equal((await ask('https://evil.example')).status, 403);
  assert.equal((await ask(null)).status, 403);
  assert.equal((await ask(new URL(addresses.page).origin, 'text/plain')).status, 415);
  const good = await ask(new URL(addresses.page).origin);
  assert.equal(good.headers.get('cache-control'), 'no-store');
});

test('the demo ends cleanly when it is told to', async () => {
  assert.equal(await demo.stop('SIGINT'), 0);
});
