import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { StandInDesk } from '../../src/testing.js';
import { type ConsoleBrowser, hasChromium, until, withConsoles } from './console-browser.js';

const SCRIPT = 'console.js';

describe('the script of a console', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const fetched = (name: 'agent' | 'admin' = 'agent'): number =>
    desk.fetches()[`/${name}/assets/${SCRIPT}`]?.requests ?? 0;
  const shown = (page: Page) => page.waitForSelector('form.sign-in');

  for (const [path, generation] of [
    ['/agent/chat', 'newer'],
    ['/agent/chat', 'early-2025'],
    ['/admin/welcome', 'newer'],
  ] as const) {
    it(`blocks the page between the first script and the first drawing: ${path}, ${generation}`, async () => {
      const blocks = 400;
      // A timer of the first script can only fire when the page is not blocked.
      const source = `window.firstScriptMs = performance.now();
        addEventListener('DOMContentLoaded', () => (window.drawableMs = performance.now()));`;
      desk.set({ generation, scriptBlocks: blocks, bridge: { source, allow: [] } });
      const page = await browser.tab(desk.url + path);
      await shown(page);
      const [first = 0, drawable = 0] = (await page.evaluate('[firstScriptMs, drawableMs]')) as number[];
      assert.ok(drawable - first >= blocks, `${first} ${drawable}`);
    });
  }

  it('works with 4 MB of padding, of either kind', async () => {
    for (const scriptPadding of ['repeated', 'random'] as const) {
      desk.set({ scriptBytes: 4_000_000, scriptPadding, compress: true });
      await shown(await browser.tab(`${desk.url}/agent/chat`));
    }
    assert.ok((desk.fetches()[`/agent/assets/${SCRIPT}`]?.bytes ?? 0) > 3_000_000);
  });

  it('comes from the browser’s cache at the second visit with caching: hashed, the page by ETag', async () => {
    desk.set({ caching: 'hashed', scriptBytes: 1_000_000 });
    for (let visits = 1; visits <= 3; visits += 1) {
      await shown(await browser.tab(`${desk.url}/agent/auth/login`));
    }
    assert.equal(fetched(), 1);
    const { requests, notModified } = desk.fetches()['/agent/auth/login'] ?? {};
    assert.deepEqual([requests, notModified], [3, 2]);
    await shown(await browser.tab(`${desk.url}/admin/auth/login`));
    assert.deepEqual([fetched(), fetched('admin')], [1, 1]);
  });

  it('comes anew at each visit with caching: no-store', async () => {
    for (let visits = 1; visits <= 2; visits += 1) {
      await shown(await browser.tab(`${desk.url}/agent/auth/login`));
    }
    assert.equal(fetched(), 2);
  });

  it('is fetched anew when it has changed', async () => {
    desk.set({ caching: 'hashed' });
    await shown(await browser.tab(`${desk.url}/agent/auth/login`));
    desk.set({ scriptBytes: 300_000 });
    await shown(await browser.tab(`${desk.url}/agent/auth/login`));
    assert.equal(fetched(), 2);
  });

  it('comes slowly over a slow line, and the page is not loaded before', async () => {
    desk.set({ scriptBytes: 100_000, bytesPerSecond: 40_000 });
    const page = await browser.tab();
    const going = page.goto(`${desk.url}/agent/auth/login`);
    await until('the first bytes', () => (desk.fetches()[`/agent/assets/${SCRIPT}`]?.bytes ?? 0) > 0);
    assert.notEqual(await page.evaluate(() => document.readyState), 'complete');
    assert.equal(await page.$('form.sign-in'), null);
    desk.set({ bytesPerSecond: 0 });
    await going;
    await shown(page);
  });
});

describe('a page view', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  it('in a storage of its own is one more row of tokens and one more device; in the same one it is neither', async () => {
    const token = await desk.issueToken('agent@example.com', { seconds: 5000 });
    const view = async (): Promise<void> => {
      const page = await browser.tab(`${desk.url}/agent/chat?accessToken=${token}`);
      await page.waitForSelector('.thread');
    };
    await view();
    await view();
    assert.equal(desk.tokens().length, 2);
    await browser.fresh(desk);
    await view();
    const devices = desk.tokens().flatMap(({ channel, device }) => (channel === 'WEB' ? [device] : []));
    assert.equal(devices.length, 2);
    assert.equal(new Set(devices).size, 2);
    assert.ok(desk.tokens().every(({ live }) => live));
  });
});
