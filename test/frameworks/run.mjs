// npm run test:frameworks [-- NAME ...]: the examples of demo/frameworks, built from the packed package, in a browser.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';
import { node, ROOT } from '../../scripts/run-step.mjs';
import { buildProject, exampleFolder, exampleNames, installProject, packForProjects } from './projects.mjs';
import { runScenario } from './scenario.mjs';

/** Builds at a time: more would only fight for the same two processors. */
const WORKERS = 2;
const WRITTEN_DESK = 'https://desk.example.com';
/** Chromium will not start as root with its sandbox. */
const FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

async function startBrowser() {
  const { chromium } = findBrowsers();
  if (!chromium) throw new Error('No Chromium. npm test gets one, or set CHROME_PATH.');
  const { path: executablePath, env } = chromium;
  return puppeteer.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
}

async function tryExample(name, { tarball, browser, createStandInDesk }) {
  const start = Date.now();
  const desk = await createStandInDesk();
  try {
    const folder = await installProject(exampleFolder(name), tarball, (text) =>
      text.replaceAll(WRITTEN_DESK, desk.url),
    );
    const installed = seconds(start);
    const site = await buildProject(folder);
    const built = seconds(start);
    await runScenario({ browser, desk, folder: site });
    console.log(
      `ok   ${name} (installed after ${installed}, built after ${built}, done after ${seconds(start)})`,
    );
    return true;
  } catch (error) {
    console.error(`FAIL ${name}\n${error.stack}`);
    return false;
  } finally {
    await desk.close();
  }
}

async function tryAll(names) {
  if (!existsSync(join(ROOT, 'dist/index.js')) && node(['scripts/build.mjs']) !== 0)
    throw new Error('Build failed');
  const tarball = packForProjects();
  const { createStandInDesk } = await import('bytedesk-embed/testing');
  const browser = await startBrowser();
  const results = [];
  const queue = [...names];
  const work = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      results.push(await tryExample(name, { tarball, browser, createStandInDesk }));
    }
  };
  try {
    await Promise.all(Array.from({ length: WORKERS }, work));
  } finally {
    await browser.close();
  }
  return results;
}

const known = exampleNames();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0)
  throw new Error(`No such example: ${unknown.join(', ')}. There are ${known.join(', ')}.`);
const results = await tryAll(wanted.length > 0 ? wanted : known);
const passed = results.filter(Boolean).length;
console.log(`\n${passed} passed, ${results.length - passed} failed, 0 skipped`);
process.exit(passed === results.length ? 0 : 1);
