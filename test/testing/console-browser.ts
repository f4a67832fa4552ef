import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach } from 'node:test';
import puppeteer, { type Browser, type BrowserContext, type Frame, type Page } from 'puppeteer-core';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';

export const hasChromium = (): boolean => findBrowsers().chromium !== undefined;

const HOST_PAGE = `<!doctype html><meta charset="utf-8"><title>host</title><body><script>
const query = new URLSearchParams(location.search);
window.messages = [];
window.loads = 0;
addEventListener('message', (event) => messages.push({ data: event.data, origin: event.origin, fromFrame: event.source === frames[0] }));
const frame = document.createElement('iframe');
for (const name of ['sandbox', 'allow']) if (query.has(name)) frame.setAttribute(name, query.get(name));
frame.style.cssText = 'width:1000px;height:600px;border:0';
frame.addEventListener('load', () => (loads += 1));
frame.src = query.get('src');
document.body.append(frame);
</script>`;

/** What a host page got from its frame. */
export interface Received {
  readonly data: {
    type?: string;
    data?: Record<string, unknown>;
    timestamp?: number;
    source?: string;
  } | null;
  readonly origin: string;
  readonly fromFrame: boolean;
}

/** A host page on another site than the desk, and the console in its frame. */
export interface Framed {
  readonly page: Page;
  readonly frame: Frame;
  received(): Promise<Received[]>;
  /** Waits until messages of these types have come, in this order and possibly with others between. */
  gets(...types: string[]): Promise<void>;
  loads(): Promise<number>;
}

/** One Chromium for a test file; each test in a context of its own, so that no login stays behind. */
export class ConsoleBrowser {
  readonly #browser: Browser;
  readonly #host: Server;
  #context: BrowserContext | undefined;

  private constructor(browser: Browser, host: Server) {
    this.#browser = browser;
    this.#host = host;
  }

  static async launch(): Promise<ConsoleBrowser> {
    const { chromium } = findBrowsers();
    if (!chromium) throw new Error('no Chromium');
    const browser = await puppeteer.launch({
      executablePath: chromium.path,
      env: { ...process.env, ...chromium.env },
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    const host = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(HOST_PAGE);
    });
    await new Promise<void>((resolve) => host.listen(0, 'localhost', resolve));
    return new ConsoleBrowser(browser, host);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#host.closeAllConnections();
    await new Promise((resolve) => this.#host.close(resolve));
  }

  /** Closes every page and forgets what the browser stored; the desk has noticed when this resolves. */
  async fresh(desk: StandInDesk): Promise<void> {
    await this.#context?.close();
    this.#context = await this.#browser.createBrowserContext();
    await until('no console', () => desk.snapshot().consoles.length === 0);
  }

  async tab(url?: string): Promise<Page> {
    this.#context ??= await this.#browser.createBrowserContext();
    const page = await this.#context.newPage();
    page.setDefaultTimeout(10_000);
    if (url) await page.goto(url);
    return page;
  }

  /** The address of a host page with a frame on `src`. */
  hostUrl(src: string, attributes: { sandbox?: string; allow?: string } = {}): string {
    const { port } = this.#host.address() as AddressInfo;
    return `http://localhost:${port}/?${new URLSearchParams({ src, ...attributes })}`;
  }

  async frame(src: string, attributes: { sandbox?: string; allow?: string } = {}): Promise<Framed> {
    const page = await this.tab();
    // The driver would wait for the frame, too, once that has begun to load, and some never end.
    await page.goto(this.hostUrl(src, attributes), { waitUntil: [] });
    const element = await page.waitForSelector('iframe');
    const frame = await element?.contentFrame();
    if (!frame) throw new Error('no frame');
    const received = (): Promise<Received[]> => page.evaluate('messages') as Promise<Received[]>;
    return {
      page,
      frame,
      received,
      loads: () => page.evaluate('loads') as Promise<number>,
      gets: async (...types) => {
        await page.waitForFunction(
          (wanted: string[]) => {
            const { messages } = window as unknown as { messages: { data: { type?: string } | null }[] };
            let position = 0;
            for (const { data } of messages) if (data?.type === wanted[position]) position += 1;
            return position >= wanted.length;
          },
          {},
          types,
        );
      },
    };
  }
}

/** Fills in the sign-in form and sends it, captcha and privacy notice included. */
export async function fillSignIn(
  view: Page | Frame,
  desk: StandInDesk,
  user: { username: string; password: string },
): Promise<void> {
  const form = await view.waitForSelector('form.sign-in[data-captcha-uid]');
  const captchaUid = await form?.evaluate((node) => node.dataset.captchaUid ?? '');
  await view.$eval('[name="username"]', (node) => ((node as HTMLInputElement).value = ''));
  await view.type('[name="username"]', user.username);
  await view.type('[name="password"]', user.password);
  await view.type('[name="captcha"]', desk.captchaCode(captchaUid ?? '') ?? '');
  await view.click('[name="privacy"]');
  await view.click('form.sign-in button.primary');
}

/** What the console keeps. */
export async function storageOf(view: Page | Frame): Promise<Record<string, string>> {
  return view.evaluate(() => ({ ...localStorage }));
}

/** Writes a login into the console's storage, as something other than the console does, with or without the user. */
export async function storeLogin(
  page: Page,
  desk: StandInDesk,
  token: string,
  user?: { userInfo: unknown; deviceUid: string },
): Promise<void> {
  await page.goto(`${desk.url}/agent/config.json`);
  await page.evaluate(
    (accessToken, state) => {
      localStorage.setItem('ACCESS_TOKEN', accessToken);
      localStorage.setItem('AUTH_STORE', JSON.stringify({ state: { accessToken }, version: 0 }));
      if (state) localStorage.setItem('USER_STORE', JSON.stringify({ state, version: 0 }));
    },
    token,
    user,
  );
}

/** Waits for something to become true on the desk's side. */
export async function until(what: string, isSo: () => boolean, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Path and query of where a page or frame is. */
export function placeOf(view: Page | Frame): string {
  const { pathname, search } = new URL(view.url());
  return pathname + search;
}

export async function waitForPlace(view: Page | Frame, place: string): Promise<void> {
  await view.waitForFunction((wanted) => location.pathname + location.search === wanted, {}, place);
}

/** A desk and a browser for all tests of a `describe`; each test finds both as new. */
export function withConsoles(give: (given: { desk: StandInDesk; browser: ConsoleBrowser }) => void): void {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  before(async () => {
    desk = await createStandInDesk();
    browser = await ConsoleBrowser.launch();
    give({ desk, browser });
  });
  beforeEach(async () => {
    desk.reset();
    await browser.fresh(desk);
  });
  after(() => Promise.all([browser.close(), desk.close()]));
}
