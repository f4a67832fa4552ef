import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { ConsoleBrowser, hasChromium } from './console-browser.js';
import { ADMIN, AGENT } from './desk-client.js';

interface AxeWindow {
  readonly axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}

describe('pages of the desk, looked at by axe', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  let axe: string;
  before(async () => {
    desk = await createStandInDesk();
    browser = await ConsoleBrowser.launch();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });
  after(() => Promise.all([browser.close(), desk.close()]));

  const pages: [name: string, path: string, username: string | null, ready: string][] = [
    ['the landing page', '/', null, 'main'],
    ['the agent sign-in form', '/agent/auth/login', null, 'form.sign-in[data-captcha-uid]'],
    ['a conversation', '/agent/chat', AGENT.username, '.thread'],
    ['the tickets', '/agent/ticket', AGENT.username, 'td'],
    ['the contacts', '/agent/contact', AGENT.username, '.cards li'],
    ['the settings', '/agent/setting', AGENT.username, '.card'],
    ['a page there is not', '/agent/nothing', AGENT.username, '.vacant'],
    ['the dashboard', '/admin/auth/login?redirect=/dashboard', ADMIN.username, '.figure'],
    ['the token list', '/admin/auth/login?redirect=/setting/token', ADMIN.username, 'td'],
  ];
  for (const [name, path, username, ready] of pages) {
    it(`find nothing wrong with ${name}, light and dark`, async () => {
      desk.reset();
      await browser.fresh(desk);
      const url = new URL(desk.url + path);
      url.searchParams.set('lang', 'en');
      if (username) url.searchParams.set('accessToken', await desk.issueToken(username));
      const page = await browser.tab(url.href);
      await page.waitForSelector(ready);
      if (ready === '.thread') {
        await page.click('.thread');
        await page.waitForSelector('.message');
      }
      await page.evaluate(axe);
      for (const value of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        const { violations } = await page.evaluate(() => (window as unknown as AxeWindow).axe.run());
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
        assert.deepEqual(found, [], value);
      }
    });
  }
});
