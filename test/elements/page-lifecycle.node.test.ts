// Elements in pages that are not shown yet, not shown any more, frozen or restored, in a real Chromium with the built script.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { launchChromium } from '../demo/demo.js';

const SCRIPT = new URL('../../dist/bytedesk-embed.js', import.meta.url);
/** A page that has the browser prepare another one. */
const preparing = (path: string): string => {
  const rules = { prerender: [{ source: 'list', urls: [path], eagerness: 'immediate' }] };
  return `<!doctype html><title>first</title>
    <script type="speculationrules">${JSON.stringify(rules)}</script><a href="${path}">go</a>`;
};

describe('pages that nobody sees, in a browser', { skip: findBrowsers().chromium === undefined }, () => {
  let desk: StandInDesk;
  let host: Server;
  let browser: Browser;
  let origin: string;
  /** The paths that the host was asked for. */
  let asked: string[] = [];

  before(async () => {
    desk = await createStandInDesk();
    const script = await readFile(SCRIPT);
    const telling = `<!doctype html><title>workspace</title><script>
      window.told = [];
      addEventListener('pageshow', ({ persisted }) => (window.isRestored = persisted));
      for (const name of ['ready', 'error', 'token-expired', 'token-renewed', 'logout'])
        addEventListener('bytedesk-' + name, ({ detail }) => {
          told.push(name === 'error' ? detail.code : name);
          const { activationStart } = performance.getEntriesByType('navigation')[0];
          fetch('/told/' + name + (document.prerendering ? '/unseen' : activationStart > 0 ? '/prerendered' : ''));
        });
      </script><script src="/bytedesk-embed.js" data-server="${desk.url}"`;
    const workspace = `${telling} data-token-url="/desk/token"></script>
      <bytedesk-workspace path="/agent/chat"></bytedesk-workspace>`;
    const impatient = workspace.replace('path=', 'timeout="5" path=');
    const answers: Record<string, () => [type: string, body: string | Buffer] | Promise<[string, string]>> = {
      '/bytedesk-embed.js': () => ['text/javascript', script],
      '/desk/token': async () => [
        'application/json',
        JSON.stringify({ accessToken: await desk.issueToken() }),
      ],
      '/workspace': () => ['text/html', workspace],
      '/impatient': () => ['text/html', impatient],
      '/bridged': () => ['text/html', impatient.replace('path=', 'delivery="bridge" path=')],
      '/ready-made': async () => {
        const token = `token="${await desk.issueToken()}"`;
        const elements = [token, `${token} delivery="bridge"`, 'sign-in="console"'].map(
          (how) => `<bytedesk-workspace path="/agent/chat" timeout="1" ${how}></bytedesk-workspace>`,
        );
        const counting = `<script>
          setTimeout(() => fetch('/waited'), 3000);
          const { setTimeout: original } = window;
          window.setTimeout = (callback, ms) => {
            if (document.prerendering && ms > 0) fetch('/told/timer/unseen');
            return original(callback, ms);
          };</script>`;
        return ['text/html', `${counting}${telling}></script>${elements.join('')}`];
      },
      '/prerendering': () => ['text/html', preparing('/workspace')],
      '/prerendering-ready-made': () => ['text/html', preparing('/ready-made')],
      '/elsewhere': () => ['text/html', '<!doctype html><title>elsewhere</title>'],
    };
    host = createServer((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      void (async () => {
        const [type, body] = (await answers[path]?.()) ?? ['text/plain', ''];
        response.setHeader('content-type', type).end(body);
      })();
    });
    await new Promise<void>((resolve) => host.listen(0, 'localhost', resolve));
    origin = `http://localhost:${(host.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    host?.closeAllConnections();
    await new Promise((resolve) => host?.close(resolve) ?? resolve(undefined));
    await desk?.close();
  });

  beforeEach(() => {
    asked = [];
    desk.set({ fail: null });
    desk.clearRequests();
  });

  const tokenRequests = (): number => asked.filter((path) => path === '/desk/token').length;
  const consoleLoads = (): number => desk.requests().filter(({ path }) => path === '/agent/chat').length;
  const told = (page: Page): Promise<string[]> => page.evaluate('told') as Promise<string[]>;
  const tells = (page: Page, what: string): Promise<unknown> =>
    page.waitForFunction(`told.includes(${JSON.stringify(what)})`, { timeout: 20_000 });
  const until = async (holds: () => boolean | Promise<boolean>, what: string): Promise<void> => {
    for (let tries = 0; tries < 400; tries += 1) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`never: ${what}`);
  };
  /** Freezes a page for longer than any of its timers is to run, and lets it go on until what was due has run. */
  const freezeFor = async (page: Page, ms: number): Promise<void> => {
    const cdp = await page.createCDPSession();
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    const end = performance.now() + ms;
    await until(() => performance.now() > end, 'it is time');
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await page.bringToFront();
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
  };
  const newPage = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(origin + path);
    return page;
  };

  it('ask for no token while the page is prerendered, and show the console once it is visited', async () => {
    const page = await newPage('/prerendering');
    await until(() => asked.includes('/bytedesk-embed.js'), 'the page is prerendered');
    assert.equal(tokenRequests(), 0);
    assert.equal(desk.snapshot().consoles.length, 0);
    // The driver loses its hold on the page when the browser puts the prerendered one in its place, so the page reports.
    await page.click('a');
    await until(() => asked.some((path) => path.startsWith('/told/ready')), 'the console is shown');
    assert.deepEqual(
      asked.filter((path) => path.startsWith('/told/')),
      ['/told/ready/prerendered'],
    );
    assert.equal(tokenRequests(), 1);
    await page.close();
  });

  it('report no load as too slow, and no bridge as missing, while the page is prerendered', async () => {
    const page = await newPage('/prerendering-ready-made');
    await until(() => asked.includes('/waited'), 'all time-outs are over');
    assert.deepEqual(
      asked.filter((path) => path.endsWith('/unseen')),
      [],
    );
    await page.click('a');
    await until(() => asked.includes('/told/ready/prerendered'), 'a console is shown');
    await page.close();
  });

  it('ask for no token in a tab that is opened in the background, until it is shown', async () => {
    const front = await newPage('/elsewhere');
    const cdp = await browser.target().createCDPSession();
    const { targetId } = await cdp.send('Target.createTarget', {
      url: `${origin}/workspace`,
      background: true,
    });
    const target = await browser.waitForTarget(
      (each) => (each as { _targetId?: string })._targetId === targetId,
    );
    const page = (await target.page()) as Page;
    await page.waitForSelector('bytedesk-workspace');
    assert.equal(await page.evaluate('document.visibilityState'), 'hidden');
    assert.equal(await page.evaluate("document.querySelector('bytedesk-workspace').state"), 'loading');
    assert.equal(tokenRequests(), 0);
    await page.bringToFront();
    await tells(page, 'ready');
    assert.equal(tokenRequests(), 1);
    await page.close();
    await front.close();
  });

  it('tell nothing and load nothing again when they are frozen and go on', async () => {
    const page = await newPage('/workspace');
    await tells(page, 'ready');
    const loads = consoleLoads();
    const cdp = await page.createCDPSession();
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await page.bringToFront();
    await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
    assert.deepEqual(await told(page), ['ready']);
    assert.equal(consoleLoads(), loads);
    await page.close();
  });

  it('report no load that was too slow while they stood still, and the next one that is', async () => {
    desk.set({ fail: { as: 'never', path: '/agent/chat' } });
    const page = await newPage('/impatient');
    await until(() => consoleLoads() > 0, 'the console loads');
    await freezeFor(page, 6_000);
    assert.deepEqual(await told(page), []);
    await until(async () => (await told(page)).length > 0, 'an error');
    assert.deepEqual(await told(page), ['frame-timeout']);
    await page.close();
  });

  it('report no bridge as missing that had no time to answer', async () => {
    const page = await newPage('/bridged');
    await page.waitForFunction(
      "document.querySelector('bytedesk-workspace').shadowRoot.querySelector('iframe')?.contentDocument === null",
    );
    await freezeFor(page, 6_000);
    assert.deepEqual(await told(page), []);
    await until(async () => (await told(page)).length > 0, 'an error');
    assert.deepEqual(await told(page), ['bridge-missing']);
    await page.close();
  });

  it('go on where they were when the Back button brings them back, and tell of nothing that was over', async () => {
    const page = await newPage('/workspace');
    await tells(page, 'ready');
    const loads = consoleLoads();
    await page.goto(`${origin}/elsewhere`);
    await page.goBack();
    assert.equal(await page.evaluate('window.isRestored'), true);
    assert.deepEqual(await told(page), ['ready']);
    assert.equal(await page.evaluate("document.querySelector('bytedesk-workspace').state"), 'ready');
    assert.equal(consoleLoads(), loads);
    await page.close();
  });

  it('have no console any more when they come back after a sign-out in another tab', async () => {
    const page = await newPage('/workspace');
    await tells(page, 'ready');
    await page.goto(`${origin}/elsewhere`);
    const other = await newPage('/workspace');
    await tells(other, 'ready');
    await other.evaluate("document.querySelector('bytedesk-workspace').logout()");
    await page.bringToFront();
    await page.goBack();
    assert.equal(await page.evaluate('window.isRestored'), true);
    await tells(page, 'logout');
    assert.deepEqual(await told(page), ['ready', 'logout']);
    assert.equal(
      await page.evaluate("document.querySelector('bytedesk-workspace').shadowRoot.querySelector('iframe')"),
      null,
    );
    await Promise.all([page.close(), other.close()]);
  });
});
