import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import {
  type ConsoleBrowser,
  hasChromium,
  placeOf,
  storageOf,
  waitForPlace,
  withConsoles,
} from './console-browser.js';
import { ADMIN, AGENT } from './desk-client.js';

describe('routes of a console', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const agentUrl = async (path: string, username: string = AGENT.username): Promise<string> =>
    `${desk.url}${path}?accessToken=${await desk.issueToken(username)}`;

  it('are real paths; each menu click is one entry of the history of host and frame together', async () => {
    const { page, frame, loads } = await browser.frame(await agentUrl('/agent/chat'));
    await frame.waitForSelector('.thread');
    const before = await page.evaluate(() => history.length);
    for (const route of ['contact', 'ticket', 'setting']) {
      await frame.click(`a[href="/agent/${route}"]`);
      await waitForPlace(frame, `/agent/${route}`);
    }
    await frame.click('a[href="/agent/setting"]');
    assert.equal(await page.evaluate(() => history.length), before + 3);
    await page.evaluate(() => history.back());
    await waitForPlace(frame, '/agent/ticket');
    await frame.waitForSelector('td');
    assert.equal(await loads(), 1);
  });

  it('leave one load event through sign-in, routes and sign-out', async () => {
    const { frame, loads } = await browser.frame(await agentUrl('/agent/chat'));
    await frame.waitForSelector('.thread');
    await frame.click('a[href="/agent/contact"]');
    await waitForPlace(frame, '/agent/contact');
    desk.kick(AGENT.username);
    await frame.waitForSelector('form.sign-in');
    assert.equal(await loads(), 1);
  });

  it('survive a reload, session included', async () => {
    const page = await browser.tab(await agentUrl('/agent/contact'));
    await page.waitForSelector('.cards');
    await page.reload();
    await page.waitForSelector('.cards');
    assert.equal(placeOf(page), '/agent/contact');
    assert.equal((await storageOf(page)).lastPath, '/contact');
  });

  for (const route of ['ticket', 'robot', 'callcenter', 'data', 'monitor', 'quality', 'task']) {
    it(`send somebody without the right from /${route} silently to /chat`, async () => {
      const page = await browser.tab(await agentUrl(`/agent/${route}`, 'limited@example.com'));
      await waitForPlace(page, '/agent/chat');
      await page.waitForSelector('.thread');
      assert.equal(await page.$('.toast'), null);
    });
  }

  it('let an administrator into all of them', async () => {
    const page = await browser.tab(await agentUrl('/agent/monitor', ADMIN.username));
    await page.waitForSelector('.page');
    assert.equal(placeOf(page), '/agent/monitor');
  });

  it('end in a page of their own where nothing is', async () => {
    const page = await browser.tab(await agentUrl('/agent/no-such-route'));
    await page.waitForSelector('.page');
    assert.equal(await page.$eval('h1', (node) => node.textContent), '404');
  });

  for (const width of [400, 600, 768, 1200]) {
    it(`fit ${width} pixels without sideways scrolling`, async () => {
      const page = await browser.tab();
      await page.setViewport({ width, height: 700 });
      for (const path of ['/agent/auth/login', '/agent/chat', '/agent/ticket', '/agent/setting']) {
        const url = path === '/agent/chat' ? await agentUrl(path) : desk.url + path;
        await page.goto(url);
        await page.waitForSelector(path === '/agent/auth/login' ? 'form.sign-in img[src]' : '.thread, .page');
        if (path === '/agent/chat') await page.click('.thread');
        const overflow = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('main, .conversation, .list')]
            .filter((node) => node.scrollWidth > node.clientWidth)
            .map((node) => `${node.tagName} ${node.className}`),
        );
        assert.deepEqual(overflow, [], path);
      }
    });
  }

  it('keep an unsent text while the view is drawn anew', async () => {
    const page = await browser.tab(await agentUrl('/agent/chat'));
    await page.waitForSelector('.thread');
    await page.click('.thread');
    await page.waitForSelector('.composer input');
    await page.type('.composer input', 'half a sen');
    desk.visitorMessage(AGENT.username, 'Hello?');
    await page.waitForFunction(() => /Hello\?/.test(document.querySelector('.messages')?.textContent ?? ''));
    await page.keyboard.type('tence');
    assert.equal(await page.$eval('.composer input', (node) => node.value), 'half a sentence');
  });
});
