import { mkdir, readFile, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'puppeteer-core';
import { createServer, type Plugin } from 'vite';
import { freePort } from '../../demo/free-port.js';
import { createStandInDesk } from '../../src/testing.js';
import { launchChromium } from '../../test/demo/demo.js';

const HELP = `npm run screenshots -- [options] [scene...]
  --out FOLDER   where the pictures go (.cache/screenshots)
  --lang LIST    en,zh-CN,zh-TW
  --scheme LIST  light,dark
  --picture FILE puts the four pictures of the documentation side by side
Takes pictures of the workspace in every state with Chromium, 360 and 1280 px wide.`;

const ROOT = new URL('../../', import.meta.url).pathname;
/** The best few, for the documentation. */
const BEST = [
  'loading.en.light.360',
  'signed-out.en.dark.360',
  'conflict.zh-CN.light.360',
  'conflict-sign-out.zh-TW.dark.360',
];
const CONSOLE_MS = 20_000;
const SIZES = [
  { width: 360, height: 640 },
  { width: 1280, height: 720 },
];

interface Shot {
  readonly scene: string;
  readonly lang: string;
  readonly scheme: string;
}

/** The test library that the scenes' helpers import, but not the scenes: it runs in a test runner only. */
const withoutTestLibrary: Plugin = {
  name: 'without-test-library',
  enforce: 'pre',
  resolveId: (id) => (id === '@open-wc/testing' ? '\0none' : undefined),
  load: (id) => (id === '\0none' ? 'export const fixture = null, fixtureCleanup = null;' : undefined),
};

/** Makes the page's clock run faster, so that nobody waits for what comes after ten seconds. */
function hurry(): void {
  const [now, later] = [performance.now.bind(performance), setTimeout];
  performance.now = () => now() * 50;
  window.setTimeout = ((callback: () => void, ms = 0) => later(callback, ms / 50)) as typeof setTimeout;
}

/** Waits for a console with its list of conversations; frames come and go until there is one. */
async function consoleDrawn(page: Page, url: string): Promise<void> {
  const end = Date.now() + CONSOLE_MS;
  const isDrawn = async (): Promise<boolean> => {
    const frames = page.frames().filter((frame) => frame.url().startsWith(url));
    const items = await Promise.all(frames.map((frame) => frame.$('li').catch(() => null)));
    return items.some((item) => item !== null);
  };
  while (!(await isDrawn())) {
    if (Date.now() > end) throw new Error('No console came.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function take(page: Page, address: string, out: string, { scene, lang, scheme }: Shot): Promise<void> {
  const desk = await createStandInDesk();
  try {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    if (scene === 'slow') await page.evaluateOnNewDocument(hurry);
    await page.goto(address);
    await page.waitForFunction(() => window.showScene !== undefined);
    const { url } = desk;
    const users = desk.users.map(({ username, password }) => ({ username, password }));
    await page.evaluate((...args) => window.showScene?.(...args), scene, { url, users }, lang);
    if (scene === 'slow') await new Promise((resolve) => setTimeout(resolve, 600));
    if (/ready|sign-out/.test(scene)) await consoleDrawn(page, url);
    for (const size of SIZES) {
      await page.setViewport(size);
      await page.screenshot({ path: `${out}/${scene}.${lang}.${scheme}.${size.width}.png` });
    }
  } finally {
    await desk.close();
  }
}

async function takeAll(
  browser: Browser,
  address: string,
  shots: readonly Shot[],
  out: string,
): Promise<void> {
  for (const shot of shots) {
    // Nothing of one picture's storage is there for the next.
    const context = await browser.createBrowserContext();
    await take(await context.newPage(), address, out, shot);
    await context.close();
  }
}

async function putTogether(browser: Browser, out: string, file: string): Promise<void> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1520, height: 640 });
  const pictures = BEST.map(async (name) => {
    const bytes = await readFile(`${out}/${name}.png`);
    return `<img src="data:image/png;base64,${bytes.toString('base64')}">`;
  });
  const style = 'body{margin:0;display:flex;gap:26px;background:#8a93a0}';
  await page.setContent(`<style>${style}</style>${(await Promise.all(pictures)).join('')}`);
  await page.screenshot({ path: file });
}

async function sceneNames(browser: Browser, address: string): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForFunction(() => window.sceneNames !== undefined);
  return page.evaluate(() => [...(window.sceneNames ?? [])]);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: '.cache/screenshots' },
    lang: { type: 'string', default: 'en,zh-CN,zh-TW' },
    scheme: { type: 'string', default: 'light,dark' },
    picture: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else {
  const { out } = values;
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const port = await freePort(5600);
  const pages = await createServer({
    root: ROOT,
    configFile: `${ROOT}vite.config.ts`,
    logLevel: 'warn',
    plugins: [withoutTestLibrary],
    server: { host: 'localhost', port, strictPort: true, hmr: false },
  });
  await pages.listen();
  const address = `http://localhost:${port}/scripts/screenshots/page.html`;
  const browser = await launchChromium();
  try {
    const scenes = positionals.length > 0 ? positionals : await sceneNames(browser, address);
    const shots = scenes.flatMap((scene) =>
      values.lang
        .split(',')
        .flatMap((lang) => values.scheme.split(',').map((scheme) => ({ scene, lang, scheme }))),
    );
    await takeAll(browser, address, shots, out);
    if (values.picture) await putTogether(browser, out, values.picture);
    console.log(`${shots.length * SIZES.length} pictures in ${out}`);
  } finally {
    await browser.close();
    await pages.close();
  }
}
