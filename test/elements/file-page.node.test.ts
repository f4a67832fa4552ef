// A page that is opened from a disk has no origin and no server, in a real Chromium with the built script.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { launchChromium } from '../demo/demo.js';

const SCRIPT = fileURLToPath(new URL('../../dist/bytedesk-embed.js', import.meta.url));

interface Case {
  readonly what: string;
  readonly tag: (desk: string) => string;
  readonly attributes?: string;
  readonly hasToken?: boolean;
  readonly told: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'shows the console with a token',
    tag: (desk) => `data-server="${desk}"`,
    hasToken: true,
    told: ['ready'],
  },
  {
    what: 'shows the sign-in form',
    tag: (desk) => `data-server="${desk}"`,
    attributes: 'sign-in="console"',
    told: ['ready'],
  },
  {
    what: 'has no address for a relative token URL',
    tag: (desk) => `data-server="${desk}" data-token-url="/desk/token"`,
    told: ['invalid-server: The page setting data-token-url is not an http or https address.'],
  },
  {
    what: 'has no server of its own',
    tag: () => '',
    told: [
      'invalid-server: The page setting data-server must start with http:// or https:// and a host name.',
    ],
  },
  {
    what: 'is allowed by no bridge',
    tag: (desk) => `data-server="${desk}"`,
    attributes: 'delivery="bridge"',
    hasToken: true,
    told: [
      'bridge-missing: No bridge allows this page. Name its origin in data-allow of bytedesk-bridge.js.',
    ],
  },
];

describe('a page from a disk', { skip: findBrowsers().chromium === undefined }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-page-'));
  let desk: StandInDesk;
  let browser: Browser;

  before(async () => {
    cpSync(SCRIPT, join(folder, 'bytedesk-embed.js'));
    [desk, browser] = await Promise.all([createStandInDesk(), launchChromium()]);
  });
  after(async () => {
    await browser?.close();
    await desk?.close();
    rmSync(folder, { recursive: true });
  });

  for (const [index, { what, tag, attributes = '', hasToken = false, told }] of CASES.entries()) {
    it(what, async () => {
      const file = join(folder, `${index}.html`);
      const token = hasToken ? JSON.stringify(await desk.issueToken()) : 'null';
      writeFileSync(
        file,
        `<!doctype html><title>host</title><script>
        window.told = [];
        addEventListener('bytedesk-ready', () => told.push('ready'));
        addEventListener('bytedesk-error', ({ detail }) => told.push(detail.code + ': ' + detail.message));
        addEventListener('error', ({ message }) => told.push('exception ' + message));
        </script><script src="bytedesk-embed.js" ${tag(desk.url)}></script>
        <bytedesk-workspace path="/agent/chat" ${attributes}></bytedesk-workspace>
        <script>document.querySelector('bytedesk-workspace').token = ${token};</script>`,
      );
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href);
      await page.waitForFunction('told.length > 0', { timeout: 30_000, polling: 100 });
      assert.deepEqual(await page.evaluate('told'), told);
      await page.close();
    });
  }
});
