// Pages on the internet with a desk in a private network, in a real Chromium that takes its addresses for such.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page, PermissionState } from 'puppeteer-core';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { launchChromium } from '../demo/demo.js';

const SCRIPT = new URL('../../dist/bytedesk-embed.js', import.meta.url);
/** What Chromium has called the permission, the older name first. */
const NAMES = ['local-network-access', 'local-network', 'loopback-network'];

interface Seen {
  readonly state: string;
  readonly evidence: string;
  readonly told: readonly string[];
  readonly link: string | null;
}

type Space = 'public' | 'local' | 'loopback';
interface Place {
  readonly page?: Space;
  readonly console?: Space;
  readonly api?: Space;
  /** The page's host name; pages on http are secure on `localhost` alone. */
  readonly name?: string;
  readonly permission?: PermissionState;
  readonly attributes?: string;
}

describe('a desk on the local network', { skip: findBrowsers().chromium === undefined }, () => {
  let desk: StandInDesk;
  let host: Server;
  let tokenRequests = 0;

  before(async () => {
    desk = await createStandInDesk({ ports: { api: 0, admin: 0, agent: 0 } });
    const script = await readFile(SCRIPT);
    const pageFor = (attributes: string): string => `<!doctype html><title>host</title><script>
      window.told = [];
      for (const name of ['ready', 'error'])
        addEventListener('bytedesk-' + name, ({ detail }) => told.push([name, detail.code].filter(Boolean).join(' ')));
      </script><script src="/bytedesk-embed.js" data-server="${desk.url}" data-api="${desk.api}" data-token-url="/desk/token"></script>
      <bytedesk-workspace path="/agent/chat" ${attributes}></bytedesk-workspace>`;
    const answers: Record<
      string,
      (query: URLSearchParams) => Promise<[type: string, body: string | Buffer]>
    > = {
      '/bytedesk-embed.js': async () => ['text/javascript', script],
      '/desk/token': async () => {
        tokenRequests += 1;
        return ['application/json', JSON.stringify({ accessToken: await desk.issueToken() })];
      },
      '/': async (query) => ['text/html', pageFor(query.get('attributes') ?? '')],
    };
    host = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
      void (async () => {
        const [type, body] = (await answers[pathname]?.(searchParams)) ?? ['text/plain', ''];
        response.setHeader('content-type', type).end(body);
      })();
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  });

  after(async () => {
    host?.closeAllConnections();
    await new Promise((resolve) => host?.close(resolve) ?? resolve(undefined));
    await desk?.close();
  });

  beforeEach(() => {
    tokenRequests = 0;
  });

  /** Opens the page in a browser of its own: which network an address is in is set at its start. */
  async function visit(place: Place, look: (page: Page, browser: Browser) => Promise<void>): Promise<void> {
    const { page: pageIn = 'public', console: consoleIn = 'loopback', api = consoleIn } = place;
    const { name = 'localhost', permission, attributes = '' } = place;
    const { port } = host.address() as AddressInfo;
    const spaces = { [port]: pageIn, [new URL(desk.url).port]: consoleIn, [new URL(desk.api).port]: api };
    const overrides = Object.entries(spaces).map(([each, space]) => `127.0.0.1:${each}=${space}`);
    const browser = await launchChromium(
      `--ip-address-space-overrides=${overrides.join()}`,
      '--host-resolver-rules=MAP localhost 127.0.0.1, MAP *.example.com 127.0.0.1',
    );
    try {
      const origin = `http://${name}:${port}`;
      if (permission) {
        const cdp = await browser.target().createCDPSession();
        for (const each of NAMES)
          await cdp
            .send('Browser.setPermission', { permission: { name: each }, setting: permission, origin })
            .catch(() => {});
      }
      const page = await browser.newPage();
      await page.goto(`${origin}/?${new URLSearchParams({ attributes })}`);
      await page.waitForFunction('told.length > 0', { timeout: 20_000 });
      await look(page, browser);
    } finally {
      await browser.close();
    }
  }

  const seen = (page: Page): Promise<Seen> =>
    page.evaluate(() => {
      const element = document.getElementsByTagName('bytedesk-workspace')[0] as unknown as HTMLElement & Seen;
      return {
        state: element.state,
        evidence: element.evidence,
        told: (window as unknown as Seen).told,
        link: element.shadowRoot?.querySelector<HTMLAnchorElement>('a[target]')?.href ?? null,
      };
    });

  const speaks = (page: Page): Promise<unknown> =>
    page.waitForFunction("document.querySelector('bytedesk-workspace').evidence === 'console'", {
      timeout: 20_000,
    });

  for (const [what, place] of [
    ['that the user lets the page reach', { permission: 'granted' }],
    [
      'that the user lets a page reach whose frame may do nothing',
      { permission: 'granted', attributes: 'allow=""' },
    ],
    ['in the same network as the page', { page: 'local', console: 'local', permission: 'denied' }],
    [
      'that is on the internet, where the page may not reach the local network',
      { console: 'public', permission: 'denied' },
    ],
  ] as [string, Place][]) {
    it(`shows its console: one ${what}`, async () => {
      await visit(place, async (page) => {
        await speaks(page);
        assert.deepEqual((await seen(page)).told, ['ready']);
        assert.equal(tokenRequests, 1);
      });
    });
  }

  for (const [what, place] of [
    ['the user refuses, this machine', { permission: 'denied' }],
    ['the user refuses, another machine', { console: 'local', permission: 'denied' }],
    [
      'the user refuses, and only the bridge could prove the console',
      { permission: 'denied', attributes: 'delivery="bridge"' },
    ],
    ['the browser refuses when it is to ask, as one without a window does', {}],
    ['the browser does not even ask, since the page is not on https', { name: 'crm.example.com' }],
  ] as [string, Place][]) {
    it(`is told to be out of reach, and to be there in a tab of its own: ${what}`, async () => {
      await visit(place, async (page) => {
        const { state, evidence, told, link } = await seen(page);
        assert.deepEqual(told, ['error frame-blocked']);
        assert.deepEqual([state, evidence], ['error', 'none']);
        assert.equal(link, `${desk.url}/agent/chat`);
        assert.equal(tokenRequests, 1);
      });
    });
  }

  // A permission that is set by a driver also reaches frames to which the page does not pass it on.
  for (const [attributes, isPassedOn] of [
    ['', true],
    ['allow="camera"', false],
    ['allow="camera; local-network-access"', true],
  ] as const) {
    it(`that has only its API there is ${isPassedOn ? 'open' : 'closed'} to a console with ${attributes || 'the default of allow'}`, async () => {
      const place = { console: 'public', api: 'loopback', permission: 'granted', attributes } as const;
      await visit(place, async (page) => {
        const frame = page.frames().find((each) => each.url().startsWith(desk.url));
        const features = (await frame?.evaluate('document.featurePolicy.allowedFeatures()')) as string[];
        assert.equal(features.includes('local-network-access'), isPassedOn);
        if (isPassedOn) await speaks(page);
      });
    });
  }
});
