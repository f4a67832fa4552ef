/* global document, window -- in functions that run in the page */
import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npmCommand } from '../../../scripts/setup/packages.mjs';
import { startHost } from '../host.mjs';
import { consoles, openPage, until, USER } from '../pages.mjs';
import { run } from '../projects.mjs';

const HERE = import.meta.dirname;
const CASES = ['rerendered', 'suspended', 'token'];
/** Rendered in the browser only: a server prints the fallback of what is still on its way. */
const BROWSER_CASES = ['lazy'];

/** For what React says of mistakes, it is built for development. */
const VITE_CONFIG = `export default {
  define: { 'process.env.NODE_ENV': '"development"' },
  build: {
    outDir: '../dist/react-suite',
    emptyOutDir: true,
    lib: { entry: 'client.mjs', formats: ['es'], fileName: () => 'client.js' },
  },
};
`;

const page = (markup) => `<!doctype html>
<html lang="en">
<meta charset="utf-8"><title>React</title>
<body><div id="root">${markup}</div><script type="module" src="/client.js"></script></body>
</html>`;

/** Builds the cases with the packages of an example, and has the server of that React print them. */
async function buildCases(folder, server) {
  // Copied, so that both find React and this package where an application of that folder does.
  const sources = join(folder, 'react-suite');
  for (const file of ['app.mjs', 'client.mjs', 'server.mjs']) cpSync(join(HERE, file), join(sources, file));
  const site = join(folder, 'dist', 'react-suite');
  writeFileSync(join(sources, 'vite.config.mjs'), VITE_CONFIG);
  // By the example's own Vite, and in a process of its own: a build sets variables of the environment.
  await run(npmCommand(['exec', '--', 'vite', 'build', 'react-suite', '--mode', 'development']), folder);
  writeFileSync(join(site, 'index.html'), page(''));
  const { render } = await import(pathToFileURL(join(sources, 'server.mjs')).href);
  const printed = {};
  for (const name of CASES) {
    printed[name] = render(name, { server, token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWNyZXQifQ.secret' });
    writeFileSync(join(site, `${name}.html`), page(printed[name]));
  }
  return { site, printed };
}

const stateOf = (visit) => visit.$eval('bytedesk-workspace', (element) => element.state);
const seenOf = (visit, name) => visit.evaluate((member) => window.seen[member], name);
const isReady = (visit) =>
  visit.waitForFunction(() => document.querySelector('bytedesk-workspace')?.state === 'ready');

const isShown = (visit, selector) => visit.$eval(selector, (element) => element.checkVisibility());

/** Leaves a mark in the console, which is gone if that is loaded again. */
const mark = (visit, desk) => consoles(visit, desk)[0].evaluate(() => (window.isMarked = true));
const isMarked = (visit, desk) =>
  Promise.all(consoles(visit, desk).map((frame) => frame.evaluate(() => window.isMarked === true)));

/** One message, and the handler that hears it. */
async function hearUnread(visit, desk) {
  const { length } = await seenOf(visit, 'unread');
  desk.visitorMessage(USER, 'Is anybody there?');
  await visit.waitForFunction((before) => window.seen.unread.length > before, {}, length);
  return (await seenOf(visit, 'unread')).at(-1);
}

async function checkSettings(visit, { isToken = false } = {}) {
  const settings = await visit.$eval('bytedesk-workspace', (element) => ({
    path: element.path,
    height: element.height,
    label: element.label,
    expiredView: element.expiredView,
    renewBefore: element.renewBefore,
    hasProvider: typeof element.tokenProvider === 'function',
    className: element.className,
    margin: element.style.margin,
    token: String(element.token),
  }));
  assert.deepEqual(settings, {
    path: '/agent/chat',
    height: settings.height,
    label: 'Our desk',
    expiredView: 'cover',
    renewBefore: 7,
    hasProvider: !isToken,
    className: 'ours',
    margin: '1px',
    token: 'undefined',
  });
  assert.match(String(settings.height), /^321/);
}

/** What has to happen before the workspace can be ready. */
const BEGINNINGS = {
  async lazy({ visit, host }) {
    await visit.waitForFunction(() => document.querySelector('#fallback') && window.seen.arrive);
    assert.equal(host.asked.length, 0, 'tokens asked for by a workspace that is not shown yet');
    await visit.evaluate(() => window.seen.arrive());
  },
};

const STEPS = {
  async lazy({ visit, desk, host }) {
    assert.equal(await isShown(visit, '#sibling'), true);
    assert.equal(await isShown(visit, 'bytedesk-workspace'), true);
    assert.equal(host.asked.length, 1, 'tokens asked for');
    await hearUnread(visit, desk);
  },

  async rerendered({ visit, desk, host }) {
    await mark(visit, desk);
    for (let round = 1; round <= 20; round += 1) {
      await visit.evaluate(() => window.seen.render());
      await visit.waitForFunction(
        (wanted) => document.querySelector('#round').textContent === wanted,
        {},
        String(round),
      );
    }
    assert.deepEqual(await isMarked(visit, desk), [true]);
    assert.equal(await stateOf(visit), 'ready');
    assert.equal(host.asked.length, 1, 'tokens asked for');
    // The handler of the last render hears, once.
    assert.equal((await hearUnread(visit, desk)).round, 20);
  },

  async suspended({ visit, desk, host }) {
    await mark(visit, desk);
    await visit.evaluate(() => window.seen.suspend());
    await visit.waitForSelector('#fallback');
    assert.equal(await isShown(visit, '#sibling'), false, 'the sibling waits');
    assert.equal(await isShown(visit, 'bytedesk-workspace'), false, 'the workspace is hidden');
    assert.deepEqual(await isMarked(visit, desk), [true]);
    await visit.evaluate(() => window.seen.resume());
    await visit.waitForFunction(() => !document.querySelector('#fallback'));
    assert.equal(await isShown(visit, 'bytedesk-workspace'), true);
    assert.deepEqual(await isMarked(visit, desk), [true]);
    assert.equal(await stateOf(visit), 'ready');
    assert.equal(host.asked.length, 1, 'tokens asked for');
    await hearUnread(visit, desk);
  },

  async token({ visit, desk, host }) {
    await mark(visit, desk);
    // The same token on every render is none that is new.
    for (let round = 0; round < 5; round += 1) await visit.evaluate(() => window.seen.render());
    await hearUnread(visit, desk);
    assert.deepEqual(await isMarked(visit, desk), [true]);
    assert.equal(host.asked.length, 0, 'tokens asked for');
  },
};

/** The React entry in StrictMode, re-rendered, suspended, with a token, each of them also rendered on a server; and lazy. */
export async function runReactSuite({ browser, desk, folder }) {
  const { site, printed } = await buildCases(folder, desk.url);
  for (const [name, markup] of Object.entries(printed)) {
    assert.match(markup, /<bytedesk-workspace[ >]/, `${name}: printed by the server`);
    assert.doesNotMatch(markup, /eyJ|secret|token|server|\/agent/i, `${name}: printed by the server`);
  }
  for (const name of [...CASES, ...BROWSER_CASES]) {
    for (const isHydrated of CASES.includes(name) ? [false, true] : [false]) {
      const title = `${name}, ${isHydrated ? 'hydrated' : 'rendered'}`;
      const host = await startHost(site, () => desk.issueToken(USER));
      const token = name === 'token' ? await desk.issueToken(USER) : '';
      desk.clearRequests();
      const query = new URLSearchParams({ case: name, server: desk.url, token });
      const visitor = await openPage(browser, `${host.url}${isHydrated ? name : ''}?${query}`);
      const { page: visit, complaints } = visitor;
      try {
        await BEGINNINGS[name]?.({ visit, host });
        await isReady(visit);
        await checkSettings(visit, { isToken: name === 'token' });
        await STEPS[name]({ visit, desk, host });
        assert.equal(await seenOf(visit, 'ready'), 1, 'ready is told once, in StrictMode too');
        const loads = desk.requests().filter(({ path }) => path === '/agent/chat');
        assert.equal(loads.length, 1, 'loads of the console');
        assert.deepEqual(await seenOf(visit, 'recoverable'), []);
        if (token) assert.ok(!(await visit.content()).includes(token), 'no token in the HTML');
        assert.deepEqual(complaints, []);
        await until(() => consoles(visit, desk).length === 1, 'one console');
      } catch (error) {
        error.message = `${title}: ${error.message}\n${complaints.join('\n')}`;
        throw error;
      } finally {
        await visitor.close();
        await host.close();
      }
    }
  }
}
