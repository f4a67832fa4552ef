import { type CDPSession, launch } from 'puppeteer-core';
import { findBrowsers } from '../../../scripts/browsers/find-browsers.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  // Nothing but loopback.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2, EXCLUDE localhost',
];

/** 150 ms, 1.6 Mbit/s down, 0.675 up, and a processor of a quarter of the speed. */
const SLOW_NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 209_715,
  uploadThroughput: 86_400,
};
const SLOW_PROCESSOR = 4;

/** A running Chromium. */
export interface Chromium {
  /** Talks to the browser itself. */
  readonly cdp: CDPSession;
  /** What happens until `end`, by these categories; each event as Chromium writes it. */
  trace(categories: readonly string[]): Promise<{ end(): Promise<readonly object[]> }>;
  close(): Promise<void>;
}

/**
 * Starts Chromium. The driver is kept away from all pages and frames: one that attaches to them holds them up, and makes a
 * second script context in each.
 */
export async function startChromium(): Promise<Chromium> {
  const { chromium } = findBrowsers();
  if (!chromium) throw new Error('There is no Chromium; `npm test` installs one.');
  const browser = await launch({
    executablePath: chromium.path,
    args: FLAGS,
    pipe: true,
    waitForInitialPage: false,
    targetFilter: (target) => String(target.type()) === 'browser',
  });
  const cdp = await browser.target().createCDPSession();
  return {
    cdp,
    async trace(categories) {
      const events: object[] = [];
      const collect = ({ value }: { value: object[] }): void => void events.push(...value);
      cdp.on('Tracing.dataCollected', collect);
      await cdp.send('Tracing.start', { categories: categories.join(','), transferMode: 'ReportEvents' });
      return {
        async end() {
          const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
          await cdp.send('Tracing.end');
          await complete;
          cdp.off('Tracing.dataCollected', collect);
          return events;
        },
      };
    },
    close: () => browser.close(),
  };
}

/** A tab, in a browser profile of its own. */
export interface Tab {
  readonly cdp: CDPSession;
  /** Begins a navigation, and does not wait for it. */
  go(url: string): Promise<void>;
  /** What an expression of the page comes to, once its promise is kept. */
  ask<T>(expression: string): Promise<T>;
  slowDown(what: { readonly network?: boolean; readonly processor?: boolean }): Promise<void>;
  close(): Promise<void>;
}

export async function openTab({ cdp: browser }: Chromium): Promise<Tab> {
  const { browserContextId } = await browser.send('Target.createBrowserContext');
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const cdp = browser.connection()?.session(sessionId);
  if (!cdp) throw new Error('There is no session for the tab.');
  return {
    cdp,
    async go(url) {
      await cdp.send('Page.navigate', { url });
    },
    async ask<T>(expression: string) {
      const wanted = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', wanted);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as T;
    },
    async slowDown({ network, processor }) {
      if (network) {
        await cdp.send('Network.enable');
        await cdp.send('Network.emulateNetworkConditions', SLOW_NETWORK);
      }
      if (processor) await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOW_PROCESSOR });
    },
    async close() {
      await browser.send('Target.disposeBrowserContext', { browserContextId });
    },
  };
}
