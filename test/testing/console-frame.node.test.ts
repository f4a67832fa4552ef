import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import {
  type ConsoleBrowser,
  fillSignIn,
  hasChromium,
  until,
  type Framed,
  withConsoles,
} from './console-browser.js';
import { AGENT } from './desk-client.js';

const SANDBOX = 'allow-scripts allow-same-origin';

describe('a console in a frame', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const chats = async (attributes: { sandbox?: string; allow?: string } = {}): Promise<Framed> => {
    const url = `${desk.url}/agent/chat?lang=en&accessToken=${await desk.issueToken()}`;
    const framed = await browser.frame(url, attributes);
    await framed.frame.waitForSelector('.thread');
    return framed;
  };
  const openThread = async ({ frame }: Framed, number: number): Promise<void> => {
    await frame.click(`[data-thread="thread-agent-${number}"]`);
    await frame.waitForSelector('.message');
  };

  it('signs in, shows and sends in a sandbox with scripts and same origin, without forms', async () => {
    const framed = await browser.frame(`${desk.url}/agent/auth/login`, { sandbox: SANDBOX });
    await fillSignIn(framed.frame, desk, AGENT);
    await framed.frame.waitForSelector('.thread');
    await openThread(framed, 1);
    await framed.frame.type('.composer input', 'On its way.');
    await framed.page.keyboard.press('Enter');
    await framed.frame.waitForFunction(() =>
      /On its way/.test(document.querySelector('.mine:last-child')?.textContent ?? ''),
    );
  });

  it('stays blank in a sandbox without same origin', async () => {
    const framed = await browser.frame(`${desk.url}/agent/chat`, { sandbox: 'allow-scripts' });
    await framed.page.waitForFunction(() => (window as unknown as { loads: number }).loads === 1);
    assert.equal(await framed.frame.$eval('#root', (root) => root.childElementCount), 0);
  });

  it('goes blank as a whole when a copy is refused', async () => {
    const framed = await chats();
    await openThread(framed, 1);
    await framed.frame.hover('.message');
    await framed.frame.click('.message .copy');
    await framed.frame.waitForFunction(() => document.body.childElementCount === 0);
  });

  it('copies where clipboard-write is delegated', async () => {
    const framed = await chats({ allow: `clipboard-write ${new URL(desk.url).origin}` });
    await openThread(framed, 1);
    await framed.frame.hover('.message');
    await framed.frame.click('.message .copy');
    await framed.frame.waitForSelector('.toast');
    assert.ok(await framed.frame.$('.thread'));
  });

  const popups: [sandbox: string, opens: boolean][] = [
    [SANDBOX, false],
    [`${SANDBOX} allow-popups`, true],
  ];
  for (const [sandbox, opens] of popups) {
    it(`${opens ? 'opens' : 'does not open'} links in a sandbox of "${sandbox}"`, async () => {
      const framed = await chats({ sandbox });
      const context = framed.page.browserContext();
      const before = (await context.pages()).length;
      await framed.frame.click('.gear summary');
      await framed.frame.click('.popover .button');
      if (opens) await context.waitForTarget((target) => target.url() === `${desk.url}/`);
      else assert.equal((await context.pages()).length, before);
    });
  }

  it('has files to download and links to open in its conversations', async () => {
    const framed = await chats();
    await openThread(framed, 2);
    assert.equal(
      await framed.frame.$eval('.attachment', (node) => node.getAttribute('download')),
      'invoice-2026-1118.txt',
    );
    await framed.frame.click('[data-thread="thread-agent-3"]');
    await framed.frame.waitForSelector('[data-action="open-link"]');
  });

  it('has its login to itself: a tab at the same address is signed out', async () => {
    await chats();
    const page = await browser.tab(`${desk.url}/agent/chat`);
    await page.waitForSelector('form.sign-in');
  });

  it('shares its login with another frame of the same host', async () => {
    await chats();
    const framed = await browser.frame(`${desk.url}/agent/chat`);
    await framed.frame.waitForSelector('.thread');
  });

  it('fires load when framing is refused, and says nothing', async () => {
    for (const refuseFraming of ['x-frame-options', 'frame-ancestors'] as const) {
      desk.set({ refuseFraming });
      const framed = await browser.frame(`${desk.url}/agent/chat?accessToken=${await desk.issueToken()}`);
      await framed.page.waitForFunction(() => (window as unknown as { loads: number }).loads === 1);
      assert.deepEqual(await framed.received(), []);
    }
  });

  it('is told apart by the desk: which consoles are open, and whose', async () => {
    const framed = await chats();
    await until('a console of the agent', () =>
      desk.snapshot().consoles.some(({ username }) => username === AGENT.username),
    );
    await framed.page.close();
    await until('no console', () => desk.snapshot().consoles.length === 0);
  });
});
