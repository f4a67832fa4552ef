import { expect } from '@open-wc/testing';
import { PAGE_KINDS, REPORT } from '../support/page-kinds.js';
import { clickOn } from '../support/input.js';
import { createPage } from '../support/pages.js';
import { WindowDesk } from '../support/window-desk.js';
import { sightings, untilWindows } from '../support/windows.js';
import { until } from '../support/workspace.js';

describe('windows of host pages without an address or an origin of their own', () => {
  const windows = new WindowDesk();
  let frame: HTMLIFrameElement;
  let told: string[];
  let stopped: AbortController;

  beforeEach(() => {
    told = [];
    stopped = new AbortController();
    frame = document.createElement('iframe');
    frame.style.cssText = 'width: 600px; height: 400px';
    const hear = ({ source, data }: MessageEvent<{ told: string }>): void => {
      if (source === frame.contentWindow) told.push(data.told);
    };
    addEventListener('message', hear, { signal: stopped.signal });
  });
  afterEach(() => {
    frame.remove();
    stopped.abort();
  });

  /** What opens a console when its page, which it fills, is clicked. */
  const openers = (): Readonly<Record<string, string>> => ({
    'a link': `<a data-bytedesk="login" href="${windows.desk.url}/agent/chat">Open</a>`,
    'a login button': '<bytedesk-login-button path="/agent/chat"></bytedesk-login-button>',
    'openConsole()': `<button onclick="BytedeskEmbed.openConsole({ path: '/agent/chat' })
      .then(() => tell('login'), ({ code }) => tell(code))">Open</button>`,
  });

  async function page(opener: string): Promise<string> {
    const tokenUrl = await createPage(JSON.stringify({ accessToken: windows.token }), {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
    });
    return `<!doctype html><html lang="en"><meta charset="utf-8">
      <style>body > :not(script) { position: fixed; inset: 0 } ::part(button) { height: 380px }</style>
      <body><script>${REPORT}</script>
      <script src="${location.origin}/dist/bytedesk-embed.js" data-server="${windows.desk.url}"
        data-token-url="${location.origin}${tokenUrl}"></script>
      ${opener}<script>addEventListener('load', () => tell('loaded'))</script>`;
  }

  const WAYS = ['a link', 'a login button', 'openConsole()'];
  for (const [what, show, isOpaque] of PAGE_KINDS)
    for (const way of WAYS)
      it(`are opened by ${way}, or said to be blocked by a sandbox that allows none: ${what}`, async () => {
        await show(frame, await page(openers()[way] as string));
        const isBlocked = frame.hasAttribute('sandbox');
        document.body.append(frame);
        await until(() => told.includes('loaded'), 'the page');
        await clickOn(frame);
        await until(() => told.length > 1, 'something is told');
        expect(told).to.deep.equal(['loaded', isBlocked ? 'popup-blocked' : 'login']);
        await untilWindows(isBlocked ? 0 : 1);
        if (isBlocked) return;
        await until(async () => (await sightings(windows.desk)).length > 0, 'the console');
        const [{ opener, referrer, search } = {}] = await sightings(windows.desk);
        expect([opener, referrer, search]).to.deep.equal(['false', '', `?accessToken=${windows.token}`]);
        expect(isOpaque || frame.contentDocument?.documentElement.outerHTML.includes('eyJ')).to.equal(
          isOpaque,
        );
      });
});
